"""The follow-up as cards and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kamdesk import clock, words
from kamdesk.figures.followup import DIMENSIONS, Followed, Followup
from kamdesk.figures.model import Figure, ratio
from kamdesk.reports.texts import brief_money, quantity, share
from kamdesk.words import N_, _, month, plural
from ui.figure_page import Shown
from ui.grid_model import Cell, Column, Content, Key, Line
from ui.theme import Status
from ui.widgets.cards import Kpi
from ui.widgets.figure_table import METERS, REST, TONES, amounts, changes, decimal, quantities, shares

TOTAL, MOST = "total", 500
MONEY_COLUMNS = frozenset({"sold", "target"})
WORDS = {"good": N_("in order"), "watch": N_("attention"), "bad": N_("bad"), None: ""}
CHIPS: dict[str | None, Status] = {"good": "ok", "watch": "warn", "bad": "bad", None: "mute"}


def cards_of(found: Followup, *, units: bool) -> list[Shown]:
    """Sales, attainment of the whole target, of the target to date, and growth."""
    whole = found.whole
    return [_sold(whole, units=units), _attained(whole, units=units), _to_date(whole, units=units), _grown(whole)]


def _sold(whole: Followed, *, units: bool) -> Shown:
    cut = whole.sold.cutoff
    note = _("Sales to {day}", day=words.day(cut, this_year=clock.today().year)) if cut else ""
    value = _amount(whole.sold.value, units=units)
    status = CHIPS[whole.returns.status if whole.returns else None]
    return Shown(Kpi(_("Sales"), value, note, delta=_returned(whole), delta_status=status), whole.sold, units)


def _attained(whole: Followed, *, units: bool) -> Shown:
    figure = whole.attainment or whole.sold
    note = _("of {target}", target=_amount(whole.target, units=units)) if whole.target else _("Without a target")
    due = ratio(figure.more.get("target_to_date"), whole.target, 1)
    return Shown(Kpi(_("Attainment"), share(figure.value, decimals=1), note, share=_part(figure.value),
                     target=None if due is None else float(due), token=METERS[figure.status]), figure, units)


def _to_date(whole: Followed, *, units: bool) -> Shown:
    figure = whole.to_date or whole.sold
    note = _("of {target} to date", target=_amount(figure.denominator, units=units)) if figure.denominator else _(
        "Without a target")
    judged = WORDS[figure.status]
    return Shown(Kpi(_("Target to date"), share(figure.value, decimals=1), note, delta=_(judged) if judged else "",
                     delta_status=CHIPS[figure.status], delta_mark="dot", share=_part(figure.value),
                     token=METERS[figure.status]), figure, units)


def _grown(whole: Followed) -> Shown:
    figure = whole.growth
    if figure is None:
        return Shown(Kpi(_("Growth"), _("no data"), _("Only for amounts")), whole.sold, counted=True)
    note = _("{amount} last year", amount=brief_money(figure.denominator))
    value = share(figure.value, decimals=1, signed=True)
    judged = WORDS[figure.status]
    return Shown(Kpi(_("Growth"), value, note, delta=_(judged) if judged else "", delta_status=CHIPS[figure.status],
                     delta_mark="dot"), figure)


def _returned(whole: Followed) -> str:
    """Beside the sales: the share that came back."""
    found = whole.returns
    return "" if found is None or found.value is None else _("returns {share}", share=share(found.value, decimals=1))


def _amount(value: Fraction | None, *, units: bool) -> str:
    if value is None:
        return _("no data")
    return quantity(value) if units else brief_money(value)


def _part(value: Fraction | None) -> float | None:
    return None if value is None else float(value / 100)


def content_of(found: Followup, dimension: str, names: Mapping[str, str], *, units: bool, most: int = MOST) -> Content:
    """The table: the first ``most`` keys, what the others add up to, and the whole pinned."""
    shown, others = found.parts[:most], found.parts[most:]
    lines = [Line(each.key or "", name_of(each.key or "", dimension, names)) for each in shown]
    cells: dict[Key, Cell] = {}
    for key, each in [(each.key or "", each) for each in shown] + [(TOTAL, found.whole)]:
        cells |= _cells(key, each, units=units)
    if others:
        lines.append(Line(REST, plural("{n} more", "{n} more", len(others))))
        cells |= _rest(found, others)
    total = Line(TOTAL, _("Total"), group=True)
    return Content(_columns(units=units), lines, cells, total, _(DIMENSIONS[dimension][0]))


def name_of(key: str, dimension: str, names: Mapping[str, str]) -> str:
    """What a key is called: a month, a record, or «sin …»."""
    if dimension == "month":
        return month(key).capitalize()
    return names.get(key, key) if key else _(DIMENSIONS[dimension][1])


def _columns(*, units: bool) -> list[Column]:
    form = quantities() if units else amounts()
    found = [Column("sold", _("Sales"), form, least=92), Column("target", _("Target"), form, least=92),
             Column("attainment", _("Attainment"), shares(bar=True), least=112),
             Column("to_date", _("To date"), shares(), least=72)]
    if not units:
        found += [Column("growth", _("Growth"), changes(), least=84),
                  Column("returns", _("Returns"), shares(), least=84)]
    return [*found, Column("share", _("Share of the total"), shares(), least=84)]


def _cells(key: str, each: Followed, *, units: bool) -> dict[Key, Cell]:
    found = {(key, "sold"): Cell(_value(each.sold.value, units=units), tone="text"),
             (key, "target"): Cell(_value(each.target, units=units)),
             (key, "share"): Cell(decimal(each.share))}
    if each.attainment is not None:
        # Coloured by what is due today: the whole target is judged only once its period has ended.
        status = (each.to_date or each.attainment).status
        found[key, "attainment"] = Cell(decimal(each.attainment.value), tone="text2", status=METERS[status])
    for name in ("to_date", "growth", "returns"):
        figure: Figure | None = getattr(each, name)
        if figure is not None:
            found[key, name] = Cell(decimal(figure.value), tone=TONES[figure.status], comment="\n".join(
                _(note) for note in figure.notes))
    return found


def _rest(found: Followup, others: Sequence[Followed]) -> dict[Key, Cell]:
    sold = sum((each.sold.value or Fraction(0) for each in others), Fraction(0))
    units = found.whole.growth is None
    return {(REST, "sold"): Cell(_value(sold, units=units)),
            (REST, "share"): Cell(decimal(ratio(sold, found.whole.sold.value)))}


def _value(value: Fraction | None, *, units: bool) -> object:
    if value is None:
        return None
    return decimal(value) if units else round(value)
