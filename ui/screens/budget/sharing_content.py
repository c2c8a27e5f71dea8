"""The sharing of resources as cards and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kamdesk.budgeting.resources import Sharing
from kamdesk.figures.model import PERCENT, Figure, Period
from kamdesk.figures.resources import DIMENSIONS, RESOURCES, Shared, judged
from kamdesk.reports.texts import share
from kamdesk.words import N_, _
from ui.figure_page import Shown
from ui.grid_model import Cell, Column, Content, Key, Line
from ui.theme import Status
from ui.widgets.cards import Kpi
from ui.widgets.figure_table import TONES, amounts, decimal, shares

CHIPS: dict[str | None, Status] = {"good": "ok", "watch": "warn", "bad": "bad", None: "mute"}
SAID = {"good": N_("in order"), "watch": N_("attention"), "bad": N_("bad"), None: ""}
MONEY_COLUMNS = frozenset({"potential"})


def cards_of(found: Sharing, period: Period) -> list[Shown]:
    """For each resource the place that is furthest from its share of the potential."""
    return [_card(found, name, period) for name in RESOURCES]


def _card(found: Sharing, name: str, period: Period) -> Shown:
    worst = worst_of(found, name)
    value = None if worst is None else worst.balance[name]
    figure = Figure("F65", PERCENT, value, None if worst is None else worst.shares.get(name),
                    None if worst is None else worst.base, period.end, period, status=judged(value),
                    reason=N_("this resource is not kept by that"))
    note = _("not kept by that") if worst is None else _("{name}: the furthest from its share",
                                                         name=found.names.get(worst.key, ""))
    status = judged(value)
    return Shown(Kpi(_(RESOURCES[name]), share(value), note, delta=_(SAID[status]) if SAID[status] else "",
                     delta_status=CHIPS[status], delta_mark="dot"), figure, counted=True)


def worst_of(found: Sharing, name: str) -> Shared | None:
    """The place whose balance of a resource is furthest from 100, as a ratio."""
    known = [each for each in found.places if each.balance.get(name) is not None]

    def far(each: Shared) -> tuple[Fraction, str]:
        value = each.balance[name] or Fraction(0)
        return (max(value, 1 / value * 10_000) if value else Fraction(10**9), each.key)

    return max(known, key=far) if known else None


def content_of(found: Sharing) -> Content:
    """A line a place: what it could buy and bought, then each resource with its balance."""
    kept = found.kept
    lines = [Line(each.key, found.names.get(each.key, each.key)) for each in found.places]
    cells: dict[Key, Cell] = {}
    for each in found.places:
        cells |= _cells(each, kept)
    total = Line("total", _("Total"), group=True)
    cells["total", "potential"] = Cell(_minor(found.division.totals.get("potential")))
    return Content(_columns(kept, potential="potential" in found.division.totals), lines, cells, total,
                   _(DIMENSIONS[found.dimension]))


def _columns(kept: list[str], *, potential: bool) -> list[Column]:
    made = [Column("potential", _("Potential"), amounts(), least=108)] if potential else []
    made += [Column("base", _("Potential, %") if potential else _("Sales, %"), shares(), edge=not potential, least=108)]
    if potential:
        made.append(Column("sales", _("Sales, %"), shares(), edge=True, least=100))
    for name in kept:
        words = _(RESOURCES[name])
        made += [Column(name, _("{what}, %", what=words), shares(), least=104),
                 Column(f"{name}:balance", _("Evenness"), shares(), edge=True, least=104,
                        said=_("{what}, evenness", what=words))]
    return made


def _cells(each: Shared, kept: list[str]) -> Mapping[Key, Cell]:
    found: dict[Key, Cell] = {(each.key, "base"): Cell(decimal(each.base)),
                              (each.key, "sales"): Cell(decimal(each.shares.get("sales"))),
                              (each.key, "potential"): Cell(_minor(each.amounts.get("potential")))}
    for name in kept:
        value = each.balance.get(name)
        found[each.key, name] = Cell(decimal(each.shares.get(name)), tone="text2")
        found[each.key, f"{name}:balance"] = Cell(decimal(value), tone=TONES[judged(value)])
    return found


def _minor(value: Fraction | None) -> int | None:
    return None if value is None else round(value)
