"""Cells, the unit of joining: a field, or the fields of a group, of one record, as SQL reads and writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from db.schema import table_of
from kamdesk.fields import CLASSES, Field
from kamdesk.kinds import REGISTER, Kind
from kamdesk.records.numbering import field_numbers

LIFE = -2  # the cell that says whether a record is deleted (1) or lives (0); its number is that of a deletion
ROW = -5  # in kd_xctx: what a deletion had seen of its record
ARCHIVED = 1
OWNERS, WITHDRAWN, ERASED = 1, 2, 9  # what counts more than another's value: the owner's word, a «no», an erasure


@dataclass(frozen=True)
class Cell:
    """One cell of a kind.

    number   of its first field, for ever      fields   that make it, as declared (none for «archived»)
    columns  that hold it, in order            flags    those of them that are never NULL
    asks     concurrent values are shown to the person whoever wrote them
    klass    the strictest class of its fields, or None
    """

    number: int
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    flags: frozenset[str]
    asks: bool
    klass: str | None

    @property
    def name(self) -> str:
        """The name of its first field."""
        return self.fields[0].name if self.fields else "archived"

    @property
    def grouped(self) -> bool:
        """Whether several fields make it."""
        return len(self.fields) > 1

    @property
    def consents(self) -> bool:
        """Whether it holds a consent: one that was withdrawn must not be lost."""
        return any(each.name == "consent" and "withdrawn" in each.options for each in self.fields)

    def standing(self, owners: str, value: str) -> str:
        """SQL for what a value counts among concurrent ones; ``owners``: SQL for 1 when the owner wrote it."""
        rest = "0" if self.asks else owners
        return f"iif({withdrawn(value)}, {WITHDRAWN}, {rest})" if self.consents else rest

    def counts(self, owners: int, value: object) -> int:
        """``standing`` of a value at hand."""
        if self.consents and str(value).startswith('["withdrawn"'):
            return WITHDRAWN
        return 0 if self.asks else owners

    def value(self, row: str) -> str:
        """SQL for its value in the row called ``row``: as the journal writes it, an array for a group."""
        if len(self.columns) == 1:
            return f'{row}."{self.columns[0]}"'
        parts = ", ".join(f'{row}."{column}"' for column in self.columns)
        if self.grouped:
            return f"json_array({parts})"
        return f'CASE WHEN {row}."{self.columns[-1]}" IS NULL THEN NULL ELSE json_array({parts}) END'

    def puts(self, value: str) -> list[tuple[str, str]]:
        """Each column with the SQL that takes its part out of a value."""
        if len(self.columns) == 1:
            parts = [(self.columns[0], value)]
        else:
            parts = [(column, f"json_extract({value}, '$[{at}]')") for at, column in enumerate(self.columns)]
        return [(column, f"coalesce({part}, 0)" if column in self.flags else part) for column, part in parts]


@cache
def shared_kinds() -> tuple[Kind, ...]:
    """The kinds that travel: all but what is kept of this laptop alone."""
    return tuple(kind for kind in REGISTER.values() if not kind.local)


@cache
def cells(kind: Kind) -> tuple[Cell, ...]:
    """The cells of a kind by number, «archived» first."""
    numbers = field_numbers(kind.name)
    groups: dict[str, list[Field]] = {}
    for each in sorted(kind.stored, key=lambda each: numbers[each.name]):
        if stays(each):
            continue
        groups.setdefault(f"group {each.group}" if each.group else each.name, []).append(each)
    found = [_cell(kind, members, numbers[members[0].name]) for members in groups.values()]
    whole = Cell(ARCHIVED, (), ("archived",), frozenset({"archived"}), asks=True, klass=None)
    return (whole, *sorted(found, key=lambda cell: cell.number))


def stays(each: Field) -> bool:
    """Whether a field never travels: it refers to what is kept of this laptop alone (the import a sale came in)."""
    return each.type == "ref" and REGISTER[each.to[0]].local


@cache
def staying() -> tuple[int, ...]:
    """Kind and field number, as one number, of the fields that never travel."""
    return tuple(kind.code << 6 | field_numbers(kind.name)[each.name]
                 for kind in shared_kinds() for each in kind.stored if stays(each))


def _cell(kind: Kind, members: list[Field], number: int) -> Cell:
    columns = tuple(column.name for each in members for column in each.columns)
    flags = frozenset(each.name for each in members if each.type == "flag")
    strictest = max((each.klass for each in members if each.klass), key=CLASSES.index, default=None)
    return Cell(number, tuple(members), columns, flags, _asks(kind, members), strictest)


def _asks(kind: Kind, members: Iterable[Field]) -> bool:
    """Whether the owner's word does not decide: by rule, or because it is about who the owner is."""
    return owner_of(kind, "d") is None or any(
        each.name == kind.owner or (each.join or kind.join) != "owner" for each in members)


@cache
def owner_of(kind: Kind, row: str) -> str | None:
    """SQL for the responsible person of a record: its own, or that of the record it hangs on; None without any."""
    if kind.owner is not None:
        return f'{row}."{kind.owner}"'
    parent = kind.fields[kind.parent] if kind.parent else None
    if parent is None or parent.type != "ref" or not parent.stored:
        return None
    above = REGISTER[parent.to[0]]
    inner = f"{row}p"
    owner = owner_of(above, inner)
    return owner and f'(SELECT {owner} FROM "{above.name}" {inner} WHERE {inner}.id = {row}."{parent.name}")'


@cache
def cell_by_field(kind: Kind) -> dict[int, int]:
    """The number of the cell of each field that is not the first of its cell, by field number."""
    numbers = field_numbers(kind.name)
    return {numbers[each.name]: cell.number for cell in cells(kind) for each in cell.fields
            if numbers[each.name] != cell.number}


def withdrawn(value: str) -> str:
    """SQL: the value of a consent says no."""
    return f"""{value} LIKE '["withdrawn"%'"""


def by_number(kind: Kind, number: int) -> Cell | None:
    """The cell with a number, None for one this version does not know."""
    return next((cell for cell in cells(kind) if cell.number == number), None)


def mask(wanted: Iterable[Cell]) -> int:
    """Cells as the bits of a number."""
    return sum(1 << cell.number for cell in wanted)


@cache
def columns(kind: Kind) -> tuple[str, ...]:
    """All columns of the table of a kind but the id."""
    return tuple(column.name for column in table_of(kind).c if column.name != "id")


def references(kind: Kind) -> list[tuple[Cell, Field]]:
    """The fields of a kind that refer to one record, with their cells."""
    return [(cell, each) for cell in cells(kind) for each in cell.fields if each.type in ("ref", "link")]


@cache
def types(kind: Kind) -> dict[str, str]:
    """TEXT or INTEGER of each column."""
    return {column.name: str(column.type) for column in table_of(kind).c}
