"""Documents: files kept with records and reports that were issued (product/03 §3.17)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from kamdesk import fields
from kamdesk.fields import TODAY, Id, Link, choice, data, day, flag, integer, link, note, ref, text
from kamdesk.kinds import Record, check, record
from kamdesk.store import Reader
from kamdesk.words import _, number

FILE_CATEGORIES = {"contract": "Contract", "licence": "Licence", "receipt": "Receipt", "photo": "Photo",
                   "evidence": "Evidence", "material": "Material", "letter": "Letter", "other": "Other"}
MEGABYTE = 1_000_000
SENT_BY = {"email": "E-mail", "message": "Message", "printed": "On paper", "file": "File"}
# Names that a system runs when they are opened; a copy of the file would carry the program along.
PROGRAMS = frozenset((
    ".app", ".bat", ".cmd", ".com", ".cpl", ".deb", ".dll", ".dmg", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk",
    ".msi", ".msp", ".pkg", ".ps1", ".py", ".reg", ".rpm", ".scr", ".sh", ".vbe", ".vbs", ".wsf", ".wsh",
))


def is_program(name: str) -> bool:
    """Whether a file of this name is a program, by any of its endings («letter.exe.»: the dots at the end hide it)."""
    return PurePath(name.rstrip(". ")).suffix.casefold() in PROGRAMS


@record(
    "File", "Files", code=96, place="clients/activity", title="name",
    columns=("name", "about", "category", "on", "size"), search=("name", "about"), filters=("category", "confidential"),
    natural=("about", "sha256"), join="append",
)
class Attachment(Record):
    """A file kept with a record; its content lies beside the base, once for each content."""

    name: str = text("Name", required=True)
    about: Link | None = link("Of what", required=True)
    on: datetime.date | None = day("Date", default=TODAY)
    category: str | None = choice("Category", FILE_CATEGORIES, default="other")
    size: int | None = integer("Size", unit="B")
    type: str = text("Content type")
    sha256: str = text("SHA-256")
    confidential: bool = flag("Confidential", fixed=True)
    note: str = fields.note("Note")

    @check("name")
    def no_program(self, _reader: Reader) -> str | None:
        """A program is nobody's evidence."""
        return _("Programs are not accepted.") if is_program(self.name) else None

    @check("size")
    def not_too_big(self, reader: Reader) -> str | None:
        """A file that fills the base and every exchange is refused."""
        limit = reader.setting("attachment_mb")
        if self.size is None or self.size <= limit * MEGABYTE:
            return None
        return _("The file weighs {n} MB; the maximum is {limit}.", n=number(Decimal(self.size) / MEGABYTE, 1),
                 limit=number(limit))


@record(
    "Issued report", "Issued reports", code=97, place="reports/issued", title="number",
    columns=("number", "report", "start", "end", "reader", "sent_on", "due"), search=("reader", "comment"),
    filters=("report", "start", "sent_on"), natural=("number",), join="append",
)
class IssuedReport(Record):
    """A report as it was issued: what it covered, and the figures it said."""

    number: str = text("Number", required=True)
    report: str = text("Report", required=True)
    start: datetime.date | None = day("Start", group="period")
    end: datetime.date | None = day("End", group="period")
    scope: str = text("Scope")
    sections: Any = data("Sections")
    filters: Any = data("Filters")
    language: str = text("Language")
    program: str = text("Program version")
    figures: Any = data("Figures")
    comment: str = note("Comment")
    data_through: datetime.date | None = day("Data through")
    digest: str = text("Digest")
    reader: str = text("For whom")
    with_prices: bool = flag("With prices")
    sent_on: datetime.date | None = day("Sent on", join="owner")
    sent_by: str | None = choice("Sent by", SENT_BY, join="owner")
    due: datetime.date | None = day("Due")
    file: Id | None = ref("File", "attachment")
