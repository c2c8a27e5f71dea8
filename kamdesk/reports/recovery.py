"""The sheet with the recovery key of a base: printed once and kept away from the laptop."""

from __future__ import annotations

from kamdesk import clock, words
from kamdesk.reports.model import Heading, Note, Paragraph, Report, Section
from kamdesk.words import _

ROW = 5  # groups in a line


def recovery_sheet(key: str, *, base: str, manager: str, company: str) -> Report:
    """One page: what the key is for, the key in rows of five groups, and where to keep it."""
    groups = key.split("-")
    rows = ["   ".join(groups[at:at + ROW]) for at in range(0, len(groups), ROW)]
    today = words.day(clock.today())
    return Report(
        code="KEY", title=_("Recovery key"), company=company, period=today, scope=base, number="", manager=manager,
        reader=manager, data_through=today, mark=_("Confidential"), language=words.language(),
        sections=(Section(_("Recovery key"), (
            Paragraph(_("If the password of this base is forgotten, type this key in its place. Without password and "
                        "key nobody can read the base again, not even who made Kamdesk.")),
            *(Heading(row) for row in rows),
            Note(_("Keep it away from the laptop, in an envelope under lock. After a change of password print a new "
                   "one: this key no longer opens the base."), "warn"),
        )),))
