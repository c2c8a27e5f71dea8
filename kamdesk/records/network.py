"""The sales network: who answers for which territory and line, and since when (product/03 §3.3)."""

from __future__ import annotations

import datetime

from kamdesk import clock
from kamdesk.fields import Id, Link, day, flag, link, ref, text
from kamdesk.kinds import Record, check, record
from kamdesk.records.territories import Territory
from kamdesk.store import IN, NOT_EQUAL, UNDER, Reader, Where
from kamdesk.words import _
from kamdesk.words import day as day_text


@record(
    "Assignment", "Assignments", code=17, place="distributors/network", title=("assignee", "territory"),
    columns=("assignee", "territory", "line", "start", "end", "exclusive"), search=("assignee", "territory"),
    filters=("territory", "line", "start", "end", "exclusive"), natural=("assignee", "territory", "line", "start"),
    join="ask",
)
class Assignment(Record):
    """Somebody answers for a territory, for one line or for all."""

    assignee: Link | None = link("Who", "person", "distributor", required=True)
    territory: Id | None = ref("Territory", "territory", required=True)
    line: Id | None = ref("Line", "product_line")
    start: datetime.date | None = day("From", required=True, group="period")
    end: datetime.date | None = day("To", group="period")
    exclusive: bool = flag("Exclusive")
    role: str = text("Role")

    @property
    def in_force(self) -> bool:
        """Whether it holds today."""
        today = clock.today()
        return bool(self.start and self.start <= today and (self.end is None or self.end >= today))

    @check("territory")
    def no_exclusive_clash(self, reader: Reader) -> str | None:
        """Where one distributor is exclusive no other is assigned."""
        if self.assignee is None or self.assignee.kind != "distributor" or not self.territory or self.start is None:
            return None
        return exclusive_clash(reader, assignee=self.assignee, territories=(self.territory,),
                               lines=(self.line,) if self.line else (), start=self.start, end=self.end,
                               exclusive=self.exclusive, but=self.id)


def exclusive_clash(
    reader: Reader, *, assignee: Link, territories: tuple[Id, ...], lines: tuple[Id, ...], start: datetime.date,
    end: datetime.date | None, exclusive: bool, but: Id = "",
) -> str | None:
    """The sentence about the first other distributor whose assignment clashes with this right, or None.

    Rights clash when one of them is exclusive, their days overlap, a territory of one holds a territory of the
    other, and they share a line (no line means all). ``but`` is the id of an assignment to leave out.
    """
    for territory in territories:
        for each in _around(reader, territory, but=but):
            if each.assignee and each.assignee != assignee and (exclusive or each.exclusive) and (
                    not lines or each.line is None or each.line in lines) and _overlap(each, start=start, end=end):
                return _clash(reader, each, territory=territory, line=each.line or next(iter(lines), None))
    return None


def _around(reader: Reader, territory: Id, *, but: Id) -> list[Assignment]:
    """Assignments of distributors at the territory, below it, or at one that holds it."""
    above: list[Id] = []
    at = reader.maybe(Territory, territory)
    while at and at.parent and at.parent not in above:
        above.append(at.parent)
        at = reader.maybe(Territory, at.parent)
    found = reader.find(Assignment, Where("id", NOT_EQUAL, but), Where("territory", UNDER, territory))
    if above:
        found += reader.find(Assignment, Where("id", NOT_EQUAL, but), Where("territory", IN, above))
    return [each for each in found if each.assignee and each.assignee.kind == "distributor"]


def _overlap(one: Assignment, *, start: datetime.date, end: datetime.date | None) -> bool:
    last = datetime.date.max
    return one.start is not None and one.start <= (end or last) and start <= (one.end or last)


def _clash(reader: Reader, other: Assignment, *, territory: Id, line: Id | None) -> str:
    about = [Link("territory", territory), *([other.assignee] if other.assignee else [])]
    about += [Link("product_line", line)] if line else []
    names = reader.names(about)
    said = {"other": names.get(other.assignee.id, "") if other.assignee else "", "territory": names.get(territory, ""),
            "line": names.get(line, "") if line else _("all lines")}
    if other.end is None:
        return _("{other} is exclusive in {territory} for {line}.", **said)
    return _("{other} is exclusive in {territory} for {line} until {date}.", date=day_text(other.end), **said)
