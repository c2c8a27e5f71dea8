"""From the rows of a table to values of a kind: what enters, what does not and why, and the id of each row."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import Any, NamedTuple

from kamdesk.fields import Field
from kamdesk.identity import canonical, imported_id, imported_key_id
from kamdesk.kinds import Kind, kind_of
from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, column_letter, shown
from kamdesk.sheets.mapping import KEYED, TREE, SheetMapping, Target, check_mapping
from kamdesk.sheets.tables import Table
from kamdesk.sheets.values import Format, Question, convert, converter, place, study
from kamdesk.words import _

MEMO = 50_000  # different texts of a column remembered
BLOCK = 2_000  # rows read column by column: a step of the loop a cell instead of a call


@dataclass(frozen=True)
class Branch:
    """Where a row stands in the tree of territories: (level, name) from the region down."""

    levels: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CellIssue:
    """A cell that does not enter: its column («C») and heading, what it holds, and the reason."""

    column: str
    header: str
    field: str
    text: str
    message: str


class StagedRow(NamedTuple):
    """A row ready to be compared with the store.

    number   row in the sheet                          values   field -> value; references as ``Named`` or ``Branch``
    issues   cells that do not enter                   refused  the row as a whole cannot enter
    skipped  lacks what makes it one («needs»)         id       UUIDv5 of the row or key, "" when the store gives it
    key      the values of the key as canonical texts
    """

    number: int
    values: Mapping[str, Any]
    issues: tuple[CellIssue, ...] = ()
    refused: bool = False
    skipped: bool = False
    id: str = ""
    key: tuple[str, ...] = ()


class Fault(NamedTuple):
    """What is wrong with a cell, in the place of its value."""

    message: str


@dataclass
class Column:
    """A mapped column at work: how it is read, and the texts already read (most columns repeat a few)."""

    position: int
    header: str
    letter: str
    target: Target
    of: Field
    how: Format
    question: Question | None
    currency: str | None
    memo: dict[str, Any] = field(default_factory=dict)
    convert: Callable[[Cell], Any] = field(init=False)
    name: str = field(init=False)
    part: str = field(init=False)

    def __post_init__(self) -> None:
        self.name, self.part = self.target.field, self.target.part
        self.convert = converter(self.of, self.how, part=self.target.part, currency=self.currency)

    def read(self, cells: Iterable[Cell]) -> list[Any]:
        """The values of some cells, None for empty ones, ``Fault`` for those that do not enter."""
        memo = self.memo
        found: list[Any] = []
        for cell in cells:
            if cell is None:
                found.append(None)
            elif not isinstance(cell, str):  # 1, True and 1.0 are the same key of a dict
                found.append(self._one(cell))
            else:
                value = memo.get(cell, memo)
                if value is memo:
                    value = self._one(cell)
                    if len(memo) < MEMO:
                        memo[cell] = value
                found.append(value)
        return found

    def _one(self, cell: Cell) -> Any:
        try:
            return self.convert(cell)
        except Problem as problem:
            return Fault(problem.message)

    def issue(self, cell: Cell, message: str) -> CellIssue:
        """A complaint about one of its cells."""
        return CellIssue(self.letter, self.header, self.target.field, shown(cell), message)


def questions(table: Table, mapping: SheetMapping) -> list[Question]:
    """What the person has to say before the import: days that can be read both ways."""
    return [column.question for column in _columns(table, mapping) if column.question]


def stage(table: Table, mapping: SheetMapping) -> Iterator[StagedRow]:
    """The rows of a table as values of the kind.

    Raises Problem before the first row when the mapping does not fit or a question is open. A bad cell of a required
    field or of the key, or a number of a kind that is added up, refuses its row; any other is left out and listed.
    """
    check_mapping(mapping, table)
    columns = _columns(table, mapping)
    for column in columns:
        if column.question:
            raise Problem(
                _(
                    "In “{header}”, {example} can be two different days. Say whether the day or the month comes first.",
                    header=column.header,
                    example=column.question.examples[0],
                ),
                field=column.header,
            )
    return _staged(table, mapping, columns)


def _columns(table: Table, mapping: SheetMapping) -> list[Column]:
    fields = kind_of(mapping.kind).fields
    found = []
    for position, header in enumerate(table.headers):
        to = mapping.columns.get(header)
        if to is None:
            continue
        of = fields[to.field]
        how, question = study(table.column(position), of, header=header, part=to.part)
        answer = mapping.orders.get(header)
        how = replace(how, order=answer or how.order, choices=mapping.choices.get(header, {}))
        found.append(
            Column(
                position,
                header,
                column_letter(table.first_column + position),
                to,
                of,
                how,
                None if answer else question,
                mapping.currency,
            )
        )
    return found


def _staged(table: Table, mapping: SheetMapping, columns: Sequence[Column]) -> Iterator[StagedRow]:
    kind = kind_of(mapping.kind)
    constants = {
        name: convert(text, kind.fields[name], Format(), currency=mapping.currency)
        for name, text in mapping.constants.items()
    }
    required = [column for column in columns if column.of.required and column.of.default is None]
    needed, demanded = frozenset(mapping.needs), frozenset(column.target.field for column in required)
    strict = frozenset(
        each.name
        for each in kind.stored
        if each.required or each.name in mapping.key or (kind.join == "sum" and each.type in ("money", "dec"))
    )
    identify = _identifier(kind, mapping, columns)
    for number, cells, found in _read(table, columns):
        values, issues = _values(cells, found, columns, kind.fields)
        values = {**constants, **values} if constants else values
        complete(values, kind)
        if not needed <= values.keys():
            yield StagedRow(number, values, tuple(issues), skipped=True)
            continue
        if not demanded <= values.keys():
            issues += _missing(values, issues, required, cells)
        refused = bool(issues) and any(issue.field in strict for issue in issues)
        key, id_ = identify(cells, refused=refused)
        yield StagedRow(number, values, tuple(issues), refused=refused, id=id_, key=key)


def _read(table: Table, columns: Sequence[Column]) -> Iterator[tuple[int, Sequence[Cell], Sequence[Any]]]:
    """Number, cells and what was read of them, row by row."""
    for start in range(0, len(table.rows), BLOCK):
        block = table.rows[start : start + BLOCK]
        read = [column.read([cells[column.position] for _number, cells in block]) for column in columns]
        for (number, cells), found in zip(block, zip(*read, strict=True) if read else repeat(()), strict=False):
            yield number, cells, found


def _values(
    cells: Sequence[Cell], found: Sequence[Any], columns: Sequence[Column], fields: Mapping[str, Field]
) -> tuple[dict[str, Any], list[CellIssue]]:
    """Values by field, empty ones left out, and the cells that do not enter."""
    values: dict[str, Any] = {}
    issues: list[CellIssue] = []
    parts: dict[str, dict[str, Any]] = {}
    for column, value in zip(columns, found, strict=True):
        if value is None:
            continue
        if value.__class__ is Fault:
            issues.append(column.issue(cells[column.position], value.message))
        elif column.part:
            parts.setdefault(column.name, {})[column.part] = value
        else:
            values[column.name] = value
    for name, pieces in parts.items():
        try:
            whole = _assembled(fields[name], pieces)
        except Problem as problem:
            column = next(each for each in columns if each.target.field == name)
            issues.append(column.issue(cells[column.position], problem.message))
            continue
        if whole is not None:
            values[name] = whole
    return values, issues


def _assembled(of: Field, pieces: Mapping[str, Any]) -> Any:
    """A value from its parts: a place, a day, a month, a branch of the tree; None when a part is missing."""
    if of.type == "geo":
        return place(pieces.get("latitude"), pieces.get("longitude"))
    if of.type not in ("day", "month"):
        return Branch(tuple((level, pieces[level]) for level in TREE if level in pieces))
    if "year" not in pieces or "month" not in pieces:
        return None
    try:
        day = datetime.date(pieces["year"], pieces["month"], pieces.get("day", 1))
    except ValueError:
        text = "-".join(str(pieces[part]) for part in ("year", "month", "day") if part in pieces)
        raise Problem(_("“{text}” is not a date. Write it like {example}.", text=text, example="24/11/2025")) from None
    return f"{day:%Y-%m}" if of.type == "month" else day


def complete(values: dict[str, Any], kind: Kind) -> None:
    """A sale of a day is one of its month; one of a month is known to the month only."""
    if "precision" not in kind.fields or "month" not in kind.fields:
        return
    if "on" in values:
        values.setdefault("month", f"{values['on']:%Y-%m}")
    elif "month" in values:
        values.setdefault("precision", "month")


def _missing(
    values: Mapping[str, Any], issues: Sequence[CellIssue], required: Sequence[Column], cells: Sequence[Cell]
) -> list[CellIssue]:
    """Required fields that their columns leave empty, once each, unless a bad cell already says why."""
    bad = {issue.field for issue in issues}
    lacking = {
        each.target.field: each for each in required if each.target.field not in values and each.target.field not in bad
    }
    return [
        each.issue(cells[each.position], _("{field} is missing. Type it.", field=_(each.of.label)))
        for each in lacking.values()
    ]


def _identifier(
    kind: Kind, mapping: SheetMapping, columns: Sequence[Column]
) -> Callable[..., tuple[tuple[str, ...], str]]:
    """From the cells of a row its key and id: by key, by content and occurrence, or none where the store gives it."""
    seen: Counter[tuple[str, ...]] = Counter()
    ordered = sorted(columns, key=lambda column: str(column.target))
    order = [column.position for column in ordered]
    of_key = [column.position for column in ordered if column.target.field in mapping.key]
    identity = mapping.identity()
    keyed = kind.name in KEYED and bool(of_key)

    def identify(cells: Sequence[Cell], *, refused: bool) -> tuple[tuple[str, ...], str]:
        key = tuple(canonical(shown(cells[position])) for position in of_key)
        if kind.natural or refused:
            return key, ""
        whole = key if keyed else tuple(canonical(shown(cells[position])) for position in order)
        seen[whole] += 1
        if keyed:
            return key, imported_key_id(kind.code, "+".join(mapping.key), "|".join(key), occurrence=seen[whole])
        return key, imported_id(kind.code, identity, whole, occurrence=seen[whole])

    return identify
