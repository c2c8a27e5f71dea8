"""The month as managers keep it: clients × days with «1» marks, out to Excel and back as a list of differences."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kamdesk import clock
from kamdesk.fields import Id, Link
from kamdesk.figures.calendars import calendar_of
from kamdesk.methods.calendar import WorkCalendar
from kamdesk.methods.months import month_of
from kamdesk.planning.board import day_off_name
from kamdesk.planning.panel import Member, Panel, month_days, panel_of, subject
from kamdesk.problems import Problem
from kamdesk.records.visits import Visit
from kamdesk.sheets.cells import Cell, Sheet, Workbook, column_letter, is_blank, shown
from kamdesk.store import AT_LEAST, AT_MOST, IN, Reader, Where
from kamdesk.words import N_, _, fold
from kamdesk.words import day as day_text

ADDED, MOVED, REMOVED = "added", "moved", "removed"
MARKS = {"1", "x", "v", "si", "yes", "✓", "✔", "•"}
NONE = {"", "0", "-", "no"}
CLIENT = {"cliente", "client", "nombre", "name", "cliente o mercado", "client or market"}
KEY = {"clave", "key"}
HEAD_ROWS, LEAST_DAYS = 20, 2
MONTH = re.compile(r"(20\d\d)-(\d\d)")
DATED = re.compile(r"(\d{1,2})(?:[/.-](\d{1,2})(?:[/.-](\d{2,4}))?)?$")
UNREADABLE = N_("Write 1 for a visit, or leave the cell empty.")
OVER = N_("That day is over: log the visit or mark it as not made.")
DONE = N_("The visit is made already and stays.")


@dataclass(frozen=True)
class Change:
    """A difference: a visit to add, move or take out; ``before`` is its day now, ``visit`` its id."""

    what: str
    party: Link
    name: str
    day: datetime.date | None = None
    before: datetime.date | None = None
    visit: Id = ""


@dataclass(frozen=True)
class Refused:
    """A cell or row that changes nothing, where it is («F12») and why."""

    place: str
    text: str
    reason: str


@dataclass(frozen=True)
class GridPreview:
    """What bringing a grid would do; nothing is written by it. ``same``: marks that are in the plan already."""

    person: Id
    month: str
    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]
    same: int

    def of(self, what: str) -> list[Change]:
        """The changes of a sort."""
        return [each for each in self.changes if each.what == what]


@dataclass(frozen=True)
class Marks:
    """The month of a person: planned visits and days already used (made or missed), by party or market."""

    panel: Panel
    calendar: WorkCalendar
    planned: Mapping[Id, Mapping[datetime.date, Visit]]
    used: Mapping[Id, frozenset[datetime.date]]


def marks_of(reader: Reader, person: Id, month: str) -> Marks:
    """Read the month."""
    first, last = month_days(month)
    visits = reader.find(Visit, Where("planned_on", AT_LEAST, first), Where("planned_on", AT_MOST, last),
                         Where("state", IN, ("planned", "done", "missed")), owner=person)
    planned: defaultdict[Id, dict[datetime.date, Visit]] = defaultdict(dict)
    used: defaultdict[Id, set[datetime.date]] = defaultdict(set)
    for visit in visits:
        if visit.state == "planned" and visit.planned_on:
            planned[subject(visit).id][visit.planned_on] = visit
        else:
            used[subject(visit).id].update(each for each in (visit.planned_on, visit.done_on) if each)
    return Marks(panel_of(reader, person), calendar_of(reader, person), planned,
                 {party: frozenset(days) for party, days in used.items()})


def read_grid(reader: Reader, workbook: Workbook, *, person: Id, month: str) -> GridPreview:
    """The differences between a grid and the plan of a person.

    ``month`` counts where the sheet does not say its own («Plan 2025-11»). Columns are known by their headings, in
    any order; rows by the key, else by the name. A client without a row and a day without a column stay as they
    are. Problem when no sheet holds a grid.
    """
    sheet, head = _find(workbook)
    said = MONTH.search(sheet.name)
    of = f"{said[1]}-{said[2]}" if said else month
    marks = marks_of(reader, person, of)
    found = _Reading(reader, marks, person, _days(sheet.rows[head], of))
    for number, row in enumerate(sheet.rows[head + 1:], start=head + 2):
        found.take(number, row, _columns(sheet.rows[head]))
    return GridPreview(person, of, *found.result())


def _find(workbook: Workbook) -> tuple[Sheet, int]:
    """The first sheet with a row of headings that names clients and days, and the index of that row."""
    for sheet in workbook.sheets:
        for at, row in enumerate(sheet.rows[:HEAD_ROWS]):
            names = {fold(shown(cell)) for cell in row}
            days = sum(_day_of(cell, month_of(clock.today())) is not None or isinstance(cell, datetime.date)
                       for cell in row)
            if names & CLIENT and days >= LEAST_DAYS:
                return sheet, at
    raise Problem(_("“{file}” holds no grid of visits. Export the month, fill in its days and bring it back.",
                    file=workbook.name))


def _columns(head: Sequence[Cell]) -> dict[str, int]:
    """Where the client and the key stand."""
    found: dict[str, int] = {}
    for at, cell in enumerate(head):
        text = fold(shown(cell))
        for name, words in (("client", CLIENT), ("key", KEY)):
            if text in words:
                found.setdefault(name, at)
    return found


def _days(head: Sequence[Cell], month: str) -> dict[int, datetime.date]:
    """The days of the month by column; headings of other months are left alone."""
    found = {at: _day_of(cell, month) for at, cell in enumerate(head)}
    return {at: day for at, day in found.items() if day is not None}


def _day_of(cell: Cell, month: str) -> datetime.date | None:
    """The day a heading means: a date, «3», «lun 3», «03/11», «2025-11-03»; None when it means none of the month."""
    if isinstance(cell, datetime.date):
        day = datetime.date(cell.year, cell.month, cell.day)
        return day if month_of(day) == month else None
    text = fold(shown(cell))
    if re.fullmatch(r"20\d\d-\d\d-\d\d", text):
        year, index, number = map(int, text.split("-"))
    else:
        bare = re.fullmatch(r"(?:[a-z]{2,10}\.? )?" + DATED.pattern, text)
        if not bare:
            return None
        first, _last = month_days(month)
        number, index = int(bare[1]), int(bare[2] or first.month)
        year = first.year if not bare[3] else int(bare[3]) + (0 if len(bare[3]) > 2 else 2000)  # noqa: PLR2004
    try:
        day = datetime.date(year, index, number)
    except ValueError:
        return None
    return day if month_of(day) == month else None


@dataclass
class _Reading:
    """Rows taken one by one; ``result`` is what they change."""

    reader: Reader
    marks: Marks
    person: Id
    days: Mapping[int, datetime.date]
    wanted: dict[Id, set[datetime.date]] = field(default_factory=dict)
    places: dict[tuple[Id, datetime.date], str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def take(self, number: int, row: Sequence[Cell], columns: Mapping[str, int]) -> None:
        """One row: the marks of a party."""
        name = shown(_cell(row, columns.get("client")))
        key = shown(_cell(row, columns.get("key")))
        cells = [(at, day, _cell(row, at)) for at, day in self.days.items()]
        if (not name and not key) or fold(name) in ("total", "totales"):
            return
        member = self._member(key, name)
        if member is None:
            if any(not is_blank(cell) for _at, _day, cell in cells):
                self.refused.append(Refused(f"{column_letter(columns['client'])}{number}", name,
                                            self._unknown(name)))
            return
        days = self.wanted.setdefault(member.link.id, set())
        for at, day, cell in cells:
            place = f"{column_letter(at)}{number}"
            mark = _marked(cell)
            if mark is None:
                self.refused.append(Refused(place, f"{member.name}: {shown(cell)}", _(UNREADABLE)))
                days.update({day} & set(self.marks.planned.get(member.link.id, ())))
            elif mark:
                days.add(day)
                self.places[member.link.id, day] = place

    def _member(self, key: str, name: str) -> Member | None:
        if key in self.marks.panel.by_id:
            return self.marks.panel.by_id[key]
        named = [each for each in self.marks.panel.members if fold(each.name) == fold(name)]
        return named[0] if len(named) == 1 else None

    def _unknown(self, name: str) -> str:
        if [each for each in self.marks.panel.members if fold(each.name) == fold(name)]:
            return _("Several clients are called so. Bring the row with its key.")
        known = self.reader.resolve("client", name) or self.reader.resolve("distributor", name)
        return _("It is not in this plan: it belongs to somebody else or is not active.") if known else _(
            "There is no client of that name.")

    def result(self) -> tuple[tuple[Change, ...], tuple[Refused, ...], int]:
        """Changes, refusals, and how many marks are as they were."""
        changes: list[Change] = []
        same = 0
        for party, days in self.wanted.items():
            planned, used = self.marks.planned.get(party, {}), self.marks.used.get(party, frozenset())
            same += len(days & (set(planned) | used))
            changes += self._changes(self.marks.panel.by_id[party], days, planned, used)
        return tuple(changes), tuple(self.refused), same

    def _changes(self, member: Member, days: set[datetime.date], planned: Mapping[datetime.date, Visit],
                 used: frozenset[datetime.date]) -> Iterator[Change]:
        columns = set(self.days.values())
        self._say_used(member, (used & columns) - days)
        new = [day for day in sorted(days - set(planned) - used) if self._takes(member, day)]
        gone = [day for day in sorted((set(planned) & columns) - days) if self._may_go(member, day)]
        for before, day in zip(gone, new, strict=False):
            yield Change(MOVED, member.link, member.name, day, before, planned[before].id)
        for day in new[len(gone):]:
            yield Change(ADDED, member.link, member.name, day)
        for before in gone[len(new):]:
            yield Change(REMOVED, member.link, member.name, None, before, planned[before].id)

    def _say_used(self, member: Member, days: frozenset[datetime.date]) -> None:
        self.refused += [Refused(_near(day), member.name, _(DONE)) for day in sorted(days)]

    def _takes(self, member: Member, day: datetime.date) -> bool:
        """Whether a new mark can be a visit; else why not is noted."""
        if day < clock.today():
            reason = _(OVER)
        elif not self.marks.calendar.is_working(day):
            name = day_off_name(self.reader, self.person, day) or _("weekend")
            reason = _("{day} is not worked ({name}).", day=_near(day).capitalize(), name=name)
        else:
            return True
        self.refused.append(Refused(self.places[member.link.id, day], member.name, reason))
        return False

    def _may_go(self, member: Member, day: datetime.date) -> bool:
        if day >= clock.today():
            return True
        self.refused.append(Refused(_near(day), member.name, _(OVER)))
        return False


def _near(day: datetime.date) -> str:
    return day_text(day, this_year=clock.today().year)


def _cell(row: Sequence[Cell], at: int | None) -> Cell:
    return row[at] if at is not None and at < len(row) else None


def _marked(cell: Cell) -> bool | None:
    """Whether a cell holds a mark; None when it holds something else."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | Decimal):
        return bool(cell) if cell in (0, 1) else None
    text = fold(shown(cell))
    return True if text in MARKS else False if text in NONE else None
