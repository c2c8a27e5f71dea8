"""System records: exchanges, imports, who saw prices, postponed alerts and settings (product/03 §3.17)."""

from __future__ import annotations

import datetime
from typing import Any

from kamdesk import clock, words
from kamdesk.fields import Id, Link, choice, data, day, instant, integer, link, note, ref, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.store import EMPTY, Reader, Where
from kamdesk.words import _

DIRECTIONS = {"sent": "Sending", "received": "Reception"}
ACCESS_ACTIONS = {"showed": "Showed prices", "copied": "Copied", "exported": "Exported", "printed": "Printed",
                  "sent": "Sent out"}
SCOPES = {"team": "Team", "base": "This base", "laptop": "This laptop"}
UNDO_DAYS = datetime.timedelta(days=30)
LONGEST_SNOOZE = datetime.timedelta(days=90)


@record(
    "Exchange", "Exchanges", code=98, place="exchange/history", title=("at", "other"),
    columns=("at", "direction", "other", "profile", "counts"), search=("other",), filters=("direction", "profile"),
    local=True,
)
class ExchangeEvent(Record):
    """A file sent or received by this laptop."""

    direction: str | None = choice("File direction", DIRECTIONS, required=True)
    profile: str = text("Profile", required=True)
    other: str = text("With whom", required=True)
    at: datetime.datetime | None = instant("At", required=True)
    file_name: str = text("File name")
    digest: str = text("Digest")
    counts: str = note("Counts")
    withheld: str = note("Withheld")
    undone_at: datetime.datetime | None = instant("Undone at")

    @check("undone_at")
    def soon_enough(self, _reader: Reader) -> str | None:
        """What came in a file is taken out within a month, before too much is built on it."""
        if self.at and self.undone_at and self.undone_at - self.at > UNDO_DAYS:
            return _("It can only be undone for 30 days.")
        return None


@record(
    "Import", "Imports", code=99, place="exchange/history", title=("at", "file_name"),
    columns=("at", "file_name", "target", "created", "updated", "rejected"), search=("file_name",),
    filters=("target", "undone_at"), local=True,
)
class ImportBatch(Record):
    """A sheet that was read into the base, and what became of its rows."""

    at: datetime.datetime | None = instant("At", required=True)
    file_name: str = text("File name")
    sha256: str = text("SHA-256")
    target: str = text("What was imported", required=True)
    mapping: Any = data("Mapping")
    read: int | None = integer("Rows read")
    created: int | None = integer("Rows created")
    updated: int | None = integer("Rows changed")
    skipped: int | None = integer("Rows skipped")
    rejected: int | None = integer("Rows rejected")
    problems: str = note("Problems")
    data_through: datetime.date | None = day("Data through")
    undone_at: datetime.datetime | None = instant("Undone at")

    @caution("file_name")
    def first_time(self, reader: Reader) -> str | None:
        """The same content twice is mostly a mistake."""
        if not self.sha256:
            return None
        same = [each for each in reader.find(ImportBatch, Where("undone_at", EMPTY), sha256=self.sha256)
                if each.id != self.id and each.at]
        if not same or same[0].at is None:
            return None
        return _("This file was already imported on {date}.", date=words.day(same[0].at.astimezone().date()))


@record(
    "Confidential access", "Confidential accesses", code=100, place="settings/access", title=("at", "action"),
    columns=("at", "action", "what", "count", "reader"), search=("what", "reader"), filters=("action",), local=True,
)
class ConfidentialAccess(Record):
    """That confidential values were shown or left the base, and for whom."""

    at: datetime.datetime | None = instant("At", required=True)
    action: str | None = choice("Action", ACCESS_ACTIONS, required=True)
    what: str = text("What")
    count: int | None = integer("How many")
    reader: str = text("For whom")
    reason: str = text("Reason")

    @check("reason")
    def reasoned(self, reader: Reader) -> str | None:
        """Where the setting asks it, whoever looks says why."""
        if reader.setting("price_reason") and not self.reason.strip():
            return _("Note the reason.")
        return None


@record(
    "Postponed alert", "Postponed alerts", code=101, place="settings/frequencies", title=("alert", "record"),
    columns=("alert", "record", "until"), search=("record",), filters=("alert",),
    natural=("alert", "record", "person"), join="owner", owner="person", deletable=True,
)
class AlertSnooze(Record):
    """An alert that a person asked to hear of later."""

    alert: str = text("Alert", required=True)
    record: Link | None = link("Record")
    until: datetime.date | None = day("Until", required=True)
    person: Id | None = ref("Person", "person")

    @check("until")
    def not_for_ever(self, _reader: Reader) -> str | None:
        """Longer than a quarter is forgetting."""
        if self.until is None or self.until - clock.today() <= LONGEST_SNOOZE:
            return None
        return _("You can postpone up to 90 days.")


@record(
    "Setting", "Settings", code=102, place="settings/values", title="name", columns=("name", "value"),
    search=("name",), natural=("name",), join="ask",
)
class Setting(Record):
    """The value of a setting declared in kamdesk.settings; «base» and «laptop» values never leave this laptop."""

    name: str = text("Name", required=True)
    value: Any = data("Value", required=True)
    scope: str | None = choice("Scope", SCOPES, required=True)
