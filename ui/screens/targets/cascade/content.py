"""The sheet of a plan as the grid shows it: the lines open, the months, what is unassigned, what may change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kamdesk import clock, words
from kamdesk.cascade.sheet import Sheet
from kamdesk.fields import Id
from kamdesk.figures.model import ratio
from kamdesk.methods.months import month_of
from kamdesk.records.targets import COUNTED, Target
from kamdesk.words import SHORT_MONTHS, _, fold
from ui.grid_model import Cell, Column, Content, Form, Key, Line, money_form
from ui.widgets.figure_table import decimal, shares

QUARTER, YEAR, LEFT, SHARE, TOTAL = "quarter", "year", "left", "share", "total"
SPAN = 3
OPEN, SHUT = "chevron-down", "chevron-right"


@dataclass
class View:
    """What the person sees: a quarter or the year, and which targets show what is below them."""

    span: str = QUARTER
    opened: set[Id] = field(default_factory=set)


def content_of(sheet: Sheet, view: View) -> Content:
    """The lines that are open, each with its months, its year, what it has unassigned and its part of the whole."""
    months = months_shown(sheet, view.span)
    lines: list[Line] = []
    cells: dict[Key, Cell] = {}
    for node, level in _walk(sheet, view.opened, None, 1):  # level 0 of a grid has no room for the arrow
        if node.endswith(LEFT):
            lines.append(Line(node, _("Unassigned"), level=level))
            cells |= _left_cells(sheet, node, months)
        else:
            lines.append(_line(sheet, view, node, level))
            cells |= _cells(sheet, node, months)
    cells |= _total_cells(sheet, months)
    return Content(_columns(sheet, months), lines, cells, Line(TOTAL, _("Total of the plan"), group=True), _("Target"))


def _walk(sheet: Sheet, opened: set[Id], node: Id | None, level: int) -> Iterator[tuple[str, int]]:
    """The targets in the order shown; after the children of one, its line of what is unassigned."""
    for kid in sorted(sheet.below(node), key=lambda each: (fold(sheet.names.get(each, "")), each)):
        yield kid, level
        if sheet.below(kid) and kid in opened:
            yield from _walk(sheet, opened, kid, level + 1)
            if any(sheet.unassigned(kid, month) for month in sheet.months):
                yield f"{kid}:{LEFT}", level + 1


def _line(sheet: Sheet, view: View, node: Id, level: int) -> Line:
    has_kids = bool(sheet.below(node))
    icon = (OPEN if node in view.opened else SHUT) if has_kids else "lock" if sheet.targets[node].locked else ""
    return Line(node, sheet.names.get(node, ""), group=node in view.opened, level=level, icon=icon)


def months_shown(sheet: Sheet, span: str) -> Sequence[str]:
    """Every month, or the quarter that holds today: the last one of a year gone by, the first of one to come."""
    if span == YEAR:
        return sheet.months
    now = month_of(clock.today())
    at = sheet.months.index(now) if now in sheet.months else 0 if now < sheet.months[0] else len(sheet.months) - 1
    return sheet.months[at // SPAN * SPAN:at // SPAN * SPAN + SPAN]


def form_of(sheet: Sheet) -> Form:
    """How values of the plan are written: whole units of its currency (the cents in the tool tip), or counts."""
    if sheet.plan.measure not in COUNTED:
        return money_form(sheet.plan.currency or None, decimals=0)
    return Form(words.number, words.number,
                lambda text: int(words.parse_amount(text).quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def _columns(sheet: Sheet, months: Sequence[str]) -> list[Column]:
    form = form_of(sheet)
    found = [Column(month, _(SHORT_MONTHS[int(month[5:]) - 1]).rstrip(".").capitalize(), form, said=words.month(month),
                    edge=month == months[-1], least=92) for month in months]
    return [*found, Column(YEAR, _("Year"), form, said=str(sheet.plan.year), least=104),
            Column(LEFT, _("Unassigned"), form, said=_("Unassigned in the year"), edge=True, least=92),
            Column(SHARE, _("Part"), shares(), said=_("Part of the one above"), least=64)]


def _cells(sheet: Sheet, node: Id, months: Sequence[str]) -> dict[Key, Cell]:
    target, closed = sheet.targets[node], sheet.plan.state == "closed"
    found: dict[Key, Cell] = {}
    for month in months:
        locked = sheet.is_locked(node, month)
        found[node, month] = Cell(sheet.cell(node, month), open=not closed and not locked,
                                  comment=_("Locked") if month in sheet.locks[node] and not target.locked else "")
    year = sheet.total(node)
    found[node, YEAR] = Cell(year, open=not closed and not target.locked, comment=_told(sheet, target))
    if sheet.below(node):
        found[node, LEFT] = _left(sum(sheet.unassigned(node, month) for month in sheet.months))
    above = sheet.parent(node)
    part = ratio(Fraction(year), Fraction(sheet.total(above))) if above else None
    found[node, SHARE] = Cell(decimal(part))
    return found


def _told(sheet: Sheet, target: Target) -> str:
    """What holds a target and why it was last changed by hand."""
    parts = (_("Locked") if target.locked else "",
             _("Minimum {x}", x=sheet.show(target.floor)) if target.floor is not None else "",
             _("Maximum {x}", x=sheet.show(target.cap)) if target.cap is not None else "", target.reason.strip())
    return " · ".join(filter(None, parts))


def _left(value: int) -> Cell:
    return Cell(value, tone="bad" if value < 0 else "warn" if value else "text3")


def _left_cells(sheet: Sheet, key: str, months: Sequence[str]) -> dict[Key, Cell]:
    node = key.removesuffix(f":{LEFT}")
    found = {(key, month): _left(sheet.unassigned(node, month)) for month in months}
    return {**found, (key, YEAR): _left(sum(sheet.unassigned(node, month) for month in sheet.months))}


def _total_cells(sheet: Sheet, months: Sequence[str]) -> dict[Key, Cell]:
    tops = sheet.below(None)
    found = {(TOTAL, month): Cell(sum(sheet.cell(top, month) for top in tops), tone="text") for month in months}
    return {**found, (TOTAL, YEAR): Cell(sheet.plan.total or 0, tone="text"), (TOTAL, LEFT): _left(sheet.above_top())}
