"""The receivables of a day as cards and as a table."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

from kamdesk.app import App
from kamdesk.charts import StackedBars, Unit
from kamdesk.figures.model import Figure, Period
from kamdesk.figures.money import rounded
from kamdesk.figures.owed import DIMENSIONS, Owed, Owing
from kamdesk.figures.receivables import bucket_label
from kamdesk.methods.months import month_start
from kamdesk.reports.pictures import age_parts
from kamdesk.reports.texts import brief_money, written
from kamdesk.store import Reader
from kamdesk.words import N_, _, base_currency, plural
from ui.figure_page import Shown
from ui.grid_model import Cell, Column, Content, Key, Line
from ui.theme import Status
from ui.widgets.cards import Kpi
from ui.widgets.figure_table import METERS, REST, amounts, decimal, shares

TOTAL, MOST, DRAWN = "total", 500, 4
CHIPS: dict[str | None, Status] = {"good": "ok", "watch": "warn", "bad": "bad", None: "mute"}
WORDS = {"good": N_("in order"), "watch": N_("attention"), "bad": N_("bad"), None: ""}


def cards_of(app: App, on: datetime.date) -> list[Shown]:
    """Balance, overdue ratio, days to collect, and how much of what was due in the month so far was collected."""
    day, month = Period.day(on), Period(month_start(on), on)
    balance, overdue, days = (app.ask(code, day) for code in ("F40", "F42", "F43"))
    rate = app.ask("F44", month)
    unapplied = balance.more["unapplied"]
    documents = " · ".join(filter(None, (
        plural("{n} open document", "{n} open documents", balance.more["documents"]),
        _("{amount} to be applied", amount=brief_money(unapplied)) if unapplied else "")))
    late = _("{amount} overdue", amount=brief_money(overdue.numerator))
    billed = _("{amount} billed in {days}", amount=brief_money(days.denominator),
               days=plural("{n} day", "{n} days", days.more.get("days", 0)))
    paid = _("{amount} collected in the month", amount=brief_money(rate.numerator))
    return [Shown(Kpi(_("Balance"), brief_money(balance.value), documents), balance),
            _judged(_("Overdue receivables"), overdue, late, bar=True),
            _judged(_("Days to collect"), days, billed),
            _judged(_("Collection rate"), rate, paid, bar=True)]


def _judged(title: str, figure: Figure, note: str, *, bar: bool = False) -> Shown:
    word = WORDS[figure.status]
    part = float(figure.value / 100) if bar and figure.value is not None else None
    return Shown(Kpi(title, written(figure), note, delta=_(word) if word else "", delta_status=CHIPS[figure.status],
                     delta_mark="dot", share=part, token=METERS[figure.status]), figure)


def content_of(found: Owed, by: str, names: Mapping[str, str], edges: Sequence[int], *, most: int = MOST) -> Content:
    """The table: a column an age, the balance, the share overdue; the whole pinned."""
    shown, others = found.parts[:most], found.parts[most:]
    lines = [Line(each.key or "", name_of(each, by, names)) for each in shown]
    cells: dict[Key, Cell] = {}
    for key, each in [(each.key or "", each) for each in shown] + [(TOTAL, found.whole)]:
        cells |= _cells(key, each)
    if others:
        lines.append(Line(REST, plural("{n} more", "{n} more", len(others))))
        cells |= _rest(found, others)
    total = Line(TOTAL, _("Total"), group=True)
    return Content(_columns(found, edges), lines, cells, total, _(DIMENSIONS[by][0]))


def name_of(each: Owing, by: str, names: Mapping[str, str]) -> str:
    """What a key is called, or «sin …»."""
    return names.get(each.key, each.key) if each.key else _(DIMENSIONS[by][1])


def _columns(found: Owed, edges: Sequence[int]) -> list[Column]:
    ages = [Column(bucket, _capital(bucket_label(bucket, edges)), amounts(), least=76)
            for bucket in found.whole.aged.columns]
    return [*ages, Column("balance", _("Balance"), amounts(), least=88),
            Column("overdue", _("% overdue"), shares(bar=True), least=104)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cells(key: str, each: Owing) -> dict[Key, Cell]:
    found = {(key, bucket): _amount(amount) for bucket, amount in each.aged.columns.items()}
    found[key, "balance"] = Cell(_whole(each.aged.total), tone="text",
                                 comment=_("In favour of the client") if each.aged.total < 0 else "")
    found[key, "overdue"] = Cell(decimal(each.overdue), tone="text2", status=METERS[each.status])
    return found


def _amount(amount: Fraction) -> Cell:
    """An age without anything stays empty, so that what is owed stands out."""
    return Cell(_whole(amount) if amount else None)


def _whole(amount: Fraction) -> int:
    return int(rounded(amount))


def _rest(found: Owed, others: Sequence[Owing]) -> dict[Key, Cell]:
    """The whole less what is shown: of the two, the fewer."""
    shown = found.parts[:len(found.parts) - len(others)]
    left = {bucket: amount - sum((each.aged.columns[bucket] for each in shown), Fraction(0))
            for bucket, amount in found.whole.aged.columns.items()}
    ages = {(REST, bucket): _amount(amount) for bucket, amount in left.items()}
    return {**ages, (REST, "balance"): Cell(_whole(sum(left.values(), Fraction(0))))}


def chart_of(reader: Reader, found: Owed, by: str, names: Mapping[str, str]) -> StackedBars:
    """The largest balances by age; everything in one bar when there is only one."""
    parts, cut = age_parts(reader)
    shown = [each for each in found.parts if each.key][:DRAWN]
    rows = tuple(name_of(each, by, names) for each in shown) or (_("Receivables"),)
    values = tuple(cut(each.aged) for each in shown or [found.whole])
    return StackedBars(rows, parts, values, Unit("money", base_currency(), 0))
