"""A proposed share as the grid shows it: what may be typed of each receiver, what it would get, and why."""

from __future__ import annotations

from fractions import Fraction

from kamdesk import words
from kamdesk.cascade.proposal import Proposal, ShareLine
from kamdesk.cascade.sheet import Sheet
from kamdesk.figures.model import ratio
from kamdesk.words import _
from ui.grid_model import Cell, Column, Content, Form, Key, Line
from ui.screens.targets.cascade.content import form_of
from ui.widgets.figure_table import decimal, shares

WEIGHT, FLOOR, CAP, BEFORE, VALUE, CHANGE, PART, WHY = (
    "weight", "floor", "cap", "before", "value", "change", "part", "why")
LEFT = "left"


def content_of(found: Proposal, sheet: Sheet, *, by_hand: bool, given: bool) -> Content:
    """``by_hand``: weights may be typed; ``given``: a table says what each gets, limits are not asked for."""
    cells: dict[Key, Cell] = {}
    for line in found.lines:
        cells |= _cells(line, found.total, limited=not given)
    cells |= _row(LEFT, found.left_before, found.left, found.total, "warn" if found.left else "text3")
    lines = [Line(each.target.id, each.name) for each in found.lines]
    return Content(_columns(form_of(sheet), weighed=by_hand, limited=not given), lines, cells,
                   Line(LEFT, _("Unassigned"), group=True), _("Receiver"))


def _columns(form: Form, *, weighed: bool, limited: bool) -> list[Column]:
    signed = Form(lambda value: ("+" if value > 0 else "") + form.show(value), form.exact, form.read)
    plain = Form(words.number, words.number, words.parse_amount)
    said = Form(str, str, str)
    limits = [Column(FLOOR, _("Minimum"), form, least=84), Column(CAP, _("Maximum"), form, edge=True, least=84)]
    typed = ([Column(WEIGHT, _("Weight"), plain, least=72)] if weighed else []) + (limits if limited else [])
    return [*typed, Column(BEFORE, _("Now"), form, least=96), Column(VALUE, _("Would be"), form, least=96),
            Column(CHANGE, _("Change"), signed, least=88), Column(PART, _("Part"), shares(), edge=True, least=64),
            Column(WHY, _("Why"), said, least=190)]


def _cells(line: ShareLine, total: int, *, limited: bool) -> dict[Key, Cell]:
    target, key = line.target, line.target.id
    found = _row(key, line.before, line.value, total, "text")
    found[key, WHY] = Cell(line.why, tone="text3")
    if limited:
        found[key, WEIGHT] = Cell(target.weight, open=not target.locked)
        found[key, FLOOR] = Cell(target.floor or None, open=not target.locked)
        found[key, CAP] = Cell(target.cap, open=not target.locked)
    return found


def _row(key: str, before: int, value: int, total: int, tone: str) -> dict[Key, Cell]:
    change = value - before
    return {(key, BEFORE): Cell(before), (key, VALUE): Cell(value, tone=tone),
            (key, CHANGE): Cell(change or None, tone="text2"),
            (key, PART): Cell(decimal(ratio(Fraction(value), Fraction(total))))}
