"""What an import would do, row by row, before anything is written; what the wizard shows and the command applies."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kamdesk.fields import Id
from kamdesk.sheets.mapping import SheetMapping
from kamdesk.sheets.rows import LeftOut
from kamdesk.sheets.values import Question

NEW, CHANGED, SAME, REFUSED, SKIPPED = "new", "changed", "same", "refused", "skipped"
STATUSES = (NEW, CHANGED, SAME, REFUSED, SKIPPED)


class Difference(NamedTuple):
    """A field of a known record that the sheet says differently; values as in records."""

    field: str
    before: Any
    after: Any


class RowPreview(NamedTuple):
    """What becomes of a row: its number in the sheet, one of STATUSES, the record it is and what that is called.

    alike   ids of known records that A9 takes for the same (85 and above), best first; never joined by themselves
    """

    row: int
    status: str
    id: Id
    name: str
    differences: tuple[Difference, ...] = ()
    alike: tuple[Id, ...] = ()


class Refusal(NamedTuple):
    """A cell that does not enter: row and column («C») of the sheet, its heading and text, and the reason.

    whole   the row is refused with it; else only the cell is left out
    """

    row: int
    column: str
    header: str
    text: str
    reason: str
    whole: bool


class Candidate(NamedTuple):
    """A known record that a doubtful name may mean, with its A9 score."""

    kind: str
    id: Id
    name: str
    score: int


@dataclass(frozen=True)
class Doubt:
    """A name in a reference column that may mean known records; decided once for all its rows.

    ``key`` is what ``Decisions`` takes: the id of a candidate, or "" to create a new record. ``must`` : without a
    decision its rows are refused (several records are called exactly so); else a new record is created.
    """

    key: tuple[str, str]
    text: str
    rows: int
    candidates: tuple[Candidate, ...]
    must: bool = False


Decisions = Mapping[tuple[str, str], Id]
"""(field, folded text) of a doubt → the id chosen, or "" for a new record."""


class ReferenceCount(NamedTuple):
    """A reference column: different names that are known, that will be created, and that are doubtful."""

    field: str
    found: int
    to_create: int
    doubtful: int


@dataclass(frozen=True)
class Batch:
    """Rows to write, by kind in the order of writing; what ``import_sheet`` takes from a preview.

    births   kind -> values by field of each new record, id included
    edits    kind -> id and new values of each known record       before  the same with the values they had
    revived  kind -> archived records that come back
    """

    births: Mapping[str, Sequence[Mapping[str, Any]]]
    edits: Mapping[str, Sequence[Mapping[str, Any]]]
    before: Mapping[str, Sequence[Mapping[str, Any]]]
    revived: Mapping[str, Sequence[Id]]


@dataclass(frozen=True)
class Preview:
    """An import that is ready to be applied; nothing has been written.

    read        rows of the table                     duplicates   new rows that look like known records (A9)
    rows        one line a row, in the sheet's order  refusals     cells and rows that do not enter, with the reason
    references  a count for each reference column     doubts       names the person may decide
    creations   kind -> names of the records that references create, territories included
    absent      (id, name) of known records of the same territories that this sheet does not hold; they stay
    questions   what must be answered before anything else (order of day and month); then all else is empty
    assumed     field -> value taken for all new rows because no column gives it
    settlement  heading whose days make payments of invoices, ""  where there is none
    through     last day the data speak of            earlier   when the same file was applied before
    source      what of the month's information it brings (a key of figures.information.SOURCES), "" for none
    loaded      market or distributor («»: all) -> last day the data speak of            months  those they speak of
    """

    kind: str
    file_name: str
    sha256: str
    sheet: str
    headers: tuple[str, ...]
    mapping: SheetMapping
    read: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    duplicates: int = 0
    rows: Sequence[RowPreview] = ()
    refusals: Sequence[Refusal] = ()
    references: Sequence[ReferenceCount] = ()
    doubts: Sequence[Doubt] = ()
    creations: Mapping[str, Sequence[str]] = field(default_factory=dict)
    absent: Sequence[tuple[Id, str]] = ()
    left_out: Sequence[LeftOut] = ()
    questions: Sequence[Question] = ()
    assumed: Mapping[str, str] = field(default_factory=dict)
    settlement: str = ""
    through: datetime.date | None = None
    earlier: datetime.date | None = None
    source: str = ""
    loaded: Mapping[Id, datetime.date] = field(default_factory=dict)
    months: tuple[str, ...] = ()
    batch: Batch = field(default_factory=lambda: Batch({}, {}, {}, {}), repr=False)

    @property
    def ready(self) -> bool:
        """Whether it can be applied: no open question, and no doubt that must be decided is a reason to wait."""
        return not self.questions

    @property
    def changes_nothing(self) -> bool:
        """Whether applying it would write no record."""
        batch = self.batch
        return not any(any(part.values()) for part in (batch.births, batch.edits, batch.revived))

    def count(self, status: str) -> int:
        """How many rows have a status."""
        return self.counts.get(status, 0)

    @property
    def totalled(self) -> bool:
        """Whether one control total may be typed: the file speaks of one month of one source."""
        return bool(self.source) and len(self.months) == 1 and len(self.loaded) == 1

    def page(self, status: str | None = None, *, offset: int = 0, limit: int = 100) -> Sequence[RowPreview]:
        """Some rows of a status (None: of all), in the sheet's order."""
        chosen = self.rows if status is None else [each for each in self.rows if each.status == status]
        return chosen[offset:offset + limit]
