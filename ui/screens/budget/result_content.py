"""The result as cards, bars and a table; what tells a margin is masked while prices are."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kamdesk.charts import GroupedBars, Series, Unit
from kamdesk.display import MASK
from kamdesk.figures.outcome import DIMENSIONS, Outcome, Outcomes
from kamdesk.reports.texts import brief_money, share
from kamdesk.words import _, base_currency
from ui.figure_page import Shown
from ui.grid_model import Cell, Column, Content, Form, Key, Line
from ui.veil import veil
from ui.widgets.cards import Kpi
from ui.widgets.figure_table import TONES, amounts, decimal, shares

TOTAL, DRAWN = "total", 7
MONEY_COLUMNS = frozenset({"income", "cost", "expense", "result", "plan"})
MARGIN = ("cost", "result", "margin", "plan")  # columns that tell what goods cost


def cards_of(whole: Outcome) -> list[Shown]:
    """Income, expense, result and target against budget."""
    more, hidden = whole.result.more, not veil.is_open
    planned = more.get("planned_income")
    margin = share(more.get("margin"), decimals=1)
    result = MASK if hidden else brief_money(whole.result.value)
    return [
        Shown(Kpi(_("Income"), brief_money(more["income"]), _("of {plan} planned", plan=brief_money(planned))
                  if planned else _("no income is planned")), whole.result),
        Shown(Kpi(_("Expense"), brief_money(more["expense"]), _("{share} of sales", share=share(
            whole.expense.value if whole.expense else None, decimals=1))), whole.expense or whole.result),
        Shown(Kpi(_("Result"), result, _("margin {share}", share=MASK if hidden else margin)), whole.result),
        Shown(Kpi(_("Target against budget"), share(whole.against.value if whole.against else None, decimals=1),
                  _("100 or more: targets keep up with what is spent")), whole.against or whole.result, counted=True)]


def bars_of(found: Outcomes, names: Mapping[str, str]) -> GroupedBars:
    """Income and expense of the first parts."""
    parts = [each for each in found.parts if each.key][:DRAWN]

    def values(name: str) -> tuple[int, ...]:
        return tuple(round(each.result.more[name]) for each in parts)

    return GroupedBars(tuple(names.get(each.key or "", "") for each in parts),
                       (Series(_("Income"), values("income")), Series(_("Expense"), values("expense"))),
                       Unit("money", base_currency()))


def content_of(found: Outcomes, dimension: str, names: Mapping[str, str]) -> Content:
    """A line a part, the whole pinned."""
    lines = [Line(each.key or "", names.get(each.key or "") or _(DIMENSIONS[dimension][1])) for each in found.parts]
    cells: dict[Key, Cell] = {}
    for key, each in [(each.key or "", each) for each in found.parts] + [(TOTAL, found.whole)]:
        cells |= _cells(key, each)
    return Content(_columns(split=dimension != "channel"), lines, cells, Line(TOTAL, _("Total"), group=True),
                   _(DIMENSIONS[dimension][0]))


def _columns(*, split: bool) -> list[Column]:
    made = [Column("income", _("Income"), amounts(), least=92), Column("cost", _("Cost"), amounts(), least=84)]
    if split:
        made.append(Column("expense", _("Expense"), amounts(), least=84))
    made += [Column("result", _("Result"), amounts(), least=92), Column("margin", _("Margin"), shares(), least=72)]
    if split:
        made += [Column("plan", _("Planned result"), amounts(), edge=True, least=92),
                 Column("against", _("Target against budget"), shares(), least=96),
                 Column("spent", _("Expense to sales"), shares(), least=96)]
    return made if veil.is_open else [_masked(each) for each in made]


def _masked(column: Column) -> Column:
    """A column that tells a margin shows dots, also in what is copied."""
    if column.key not in MARGIN:
        return column
    hidden = Form(lambda _value: MASK, lambda _value: MASK, column.form.read)
    return Column(column.key, column.title, hidden, edge=column.edge, said=column.said, least=column.least)


def _cells(key: str, each: Outcome) -> dict[Key, Cell]:
    more, status = each.result.more, each.result.status
    found = {(key, name): Cell(_minor(more[name])) for name in ("income", "cost", "expense", "plan")}
    found[key, "result"] = Cell(_minor(each.result.value), tone=TONES[status])
    found[key, "margin"] = Cell(decimal(more["margin"]))
    for name, figure in (("against", each.against), ("spent", each.expense)):
        if figure is not None:
            found[key, name] = Cell(decimal(figure.value), tone=TONES[figure.status])
    return found


def _minor(value: Fraction | None) -> int | None:
    return None if value is None else round(value)


def shown_in_file(content: Content) -> Content:
    """What may leave in a workbook: columns that tell a margin only while prices are shown."""
    if veil.is_open:
        return content
    kept = [each for each in content.columns if each.key not in MARGIN]
    return Content(kept, content.lines, content.cells, content.total, content.title)
