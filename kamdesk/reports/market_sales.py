"""R23 Ventas, facturación y cobranza por mercado: each market's month side by side, and what each must do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from kamdesk.charts import StackedBars, Unit
from kamdesk.figures.information import SOURCES, lacking
from kamdesk.figures.model import BAD, GOOD, WATCH, Ask, Figure
from kamdesk.figures.owed import owed
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import Invoice
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing, table
from kamdesk.reports.model import Block, Card, Cards, Cell, Chart, Column, Fact, Facts, Row, Table
from kamdesk.reports.pictures import age_parts
from kamdesk.reports.register import MONTH, Part, report
from kamdesk.reports.texts import STATUS, brief_money, cell, cited, quantity, share, whole_money, written
from kamdesk.store import Where
from kamdesk.words import N_, _, base_currency, month, plural

MARKET = "market"
ROW, LARGEST, LACKING = 15.0, 12, 12
SELLING, COLLECTING = ("F20", "F23", "F24", "F32", "F110"), ("F44", "F45", "F40", "F42", "F43", "F47")
ORDER = {BAD: 0, WATCH: 1}


def blocks(desk: Desk) -> tuple[Block, ...]:
    """Cards of the whole, the two tables of markets, ages, what is missing, and what must be done."""
    return (_cards(desk), _selling(desk), _collecting(desk), _ages(desk), *_debtors(desk))


def duties(desk: Desk) -> tuple[Block, ...]:
    """What each market must do, and the information that has not come."""
    facts = tuple(fact for key in _keys(desk) for fact in _duties(desk, key))
    return (Facts(facts, _("What each market must do"), _("Every market is in order.")), _information(desk))


def _cards(desk: Desk) -> Cards:
    told = (("F20", _("Sales")), ("F110", _("Billed")), ("F44", _("Collected")), ("F42", _("Overdue receivables")))
    cards = []
    for code, title in told:
        figure = desk.ask(code)
        value = brief_money(figure.numerator) if code == "F44" else written(figure, short=True)
        note = {"F20": _attained, "F110": _waiting, "F44": _rate, "F42": _late}[code](desk)
        cards.append(Card(title, value, note, STATUS[figure.status], secrecy="" if code == "F42" else "amount",
                          source=cited(figure, desk.scope_name)))
    return Cards(tuple(cards))


def _attained(desk: Desk) -> str:
    return _("{share} of the target to date", share=share(desk.ask("F23").value, decimals=1))


def _waiting(desk: Desk) -> str:
    amount = desk.ask("F110").more.get("delivered_not_invoiced", Fraction(0))
    return _("{amount} delivered and not invoiced", amount=brief_money(amount))


def _rate(desk: Desk) -> str:
    return _("{share} of what was due in the period", share=share(desk.ask("F44").value, decimals=1))


def _late(desk: Desk) -> str:
    return _("{amount} overdue", amount=brief_money(desk.ask("F42").numerator))


def _keys(desk: Desk) -> list[str]:
    """Every market that any of the figures knows, the greatest sales first."""
    sales = desk.by("F20", MARKET)
    found = dict.fromkeys(key for code in (*SELLING, *COLLECTING) for key in desk.by(code, MARKET))
    return sorted(found, key=lambda key: (not key, -(_value(sales.get(key)) or 0), key))


def _value(figure: Figure | None) -> Fraction | None:
    return figure.value if figure is not None else None


def _names(desk: Desk) -> Mapping[str, str]:
    return desk.names("territory", _keys(desk), none=_("Without market"))


def _selling(desk: Desk) -> Table:
    """Sales, target, growth, orders, what is still to deliver, billing and what is delivered without invoice."""
    columns = (Column(_("Market"), weight=1.0), Column(_("Sales"), "right", secrecy="amount"),
               Column(_("Target to date"), "right"), Column(_("Growth"), "right"),
               Column(_("Orders"), "right", secrecy="amount"), Column(_("To deliver"), "right", secrecy="amount"),
               Column(_("Billed"), "right", secrecy="amount"),
               Column(_("Delivered not invoiced"), "right", secrecy="amount"))
    rows = [_sold(name, {code: desk.by(code, MARKET).get(key) for code in SELLING})
            for key, name in _ordered(desk)]
    rows.append(_sold(_("Total"), {code: desk.ask(code) for code in SELLING}, kind="total"))
    return Table(columns, tuple(rows), _("Sales and billing by market"))


def _ordered(desk: Desk) -> Iterator[tuple[str, str]]:
    names = _names(desk)
    return ((key, names.get(key, key)) for key in _keys(desk))


def _sold(name: str, found: Mapping[str, Figure | None], *, kind: str = "") -> Row:
    shown = {code: cell(figure, name, judged=code in ("F23", "F24")) for code, figure in found.items()}
    return Row((name, shown["F20"], shown["F23"], shown["F24"], shown["F32"],
                _more(found["F32"], "pending", "late"), shown["F110"],
                _more(found["F110"], "delivered_not_invoiced", "late_orders")), "total" if kind else "")


def _more(figure: Figure | None, name: str, late: str) -> Cell:
    """A further amount of a figure; in colour when some of it is late."""
    amount = figure.more.get(name) if figure is not None else None
    if not amount:
        return Cell("—")
    return Cell(whole_money(amount), "warn" if figure is not None and figure.more.get(late) else "")


def _collecting(desk: Desk) -> Table:
    """Collected, against its goal, balance, overdue, ratio, days to collect, rate and promises kept."""
    columns = (Column(_("Market"), weight=1.0), Column(_("Collected"), "right", secrecy="amount"),
               Column(_("Of the goal"), "right"), Column(_("Collection rate"), "right"),
               Column(_("Balance"), "right", secrecy="amount"), Column(_("Overdue"), "right", secrecy="amount"),
               Column(_("% overdue"), "right"), Column(_("Days to collect"), "right"),
               Column(_("Promises kept"), "right"))
    rows = [_paid(name, {code: desk.by(code, MARKET).get(key) for code in COLLECTING}) for key, name in _ordered(desk)]
    rows.append(_paid(_("Total"), {code: desk.ask(code) for code in COLLECTING}, kind="total"))
    return Table(columns, tuple(rows), _("Collection by market"))


def _paid(name: str, found: Mapping[str, Figure | None], *, kind: str = "") -> Row:
    shown = {code: cell(figure, name, judged=code != "F40") for code, figure in found.items()}
    rate, ratio = found["F44"], found["F42"]
    collected = whole_money(rate.numerator) if rate is not None and rate.numerator is not None else "—"
    overdue = whole_money(ratio.numerator) if ratio is not None and ratio.numerator else "—"
    return Row((name, collected, shown["F45"], shown["F44"], shown["F40"], overdue, shown["F42"], shown["F43"],
                shown["F47"]), "total" if kind else "")


def _ages(desk: Desk) -> Chart:
    """A bar a market, its balance by age."""
    found = owed(desk.app.store.facts, desk.until, by=MARKET).parts
    names = desk.names("territory", [each.key or "" for each in found], none=_("Without market"))
    parts, cut = age_parts(desk.reader)
    shown = found or ()
    data = StackedBars(tuple(names.get(each.key or "", "") for each in shown), parts,
                       tuple(cut(each.aged) for each in shown), Unit("money", base_currency(), 0))
    return Chart(data, _("Receivables by age and market"), ROW * (max(len(shown), 3) + 2), secrecy="amount")


def _debtors(desk: Desk) -> Iterator[Block]:
    """Who owes most, and the largest overdue invoices."""
    yield table(desk, Listing(
        Distributor, ("name", "balance", "overdue"), _("Largest debtors"), _("Nobody owes anything."),
        (Where("balance", ">", 0),), (("overdue", True), ("balance", True)), ("name",), LARGEST,
        {"balance": "amount", "overdue": "amount"}))
    yield table(desk, Listing(
        Invoice, ("number", "party", "due", "open"), _("Largest overdue invoices"), _("Nothing is overdue."),
        (Where("status", "=", "overdue"),), (("open", True),), ("party",), LARGEST))


def _duties(desk: Desk, key: str) -> Iterator[Fact]:
    """The sentences of one market, the worst first; a market in order has none."""
    name = _names(desk).get(key, key)
    found = [fact for fact in _judged(desk, key, name) if fact is not None]
    yield from sorted(found, key=lambda fact: fact.status != "bad")


def _judged(desk: Desk, key: str, name: str) -> Iterator[Fact | None]:
    by = {code: desk.by(code, MARKET).get(key) for code in ("F23", "F32", "F42", "F44", "F110")}
    target, pending, overdue, rate, billed = by.values()
    if target is not None and target.status in ORDER and target.denominator and target.numerator is not None:
        missing = target.denominator - target.numerator
        yield _fact(_("{market}: sell {amount} more to reach the target to date.", market=name,
                      amount=whole_money(missing)), target, name)
    if overdue is not None and overdue.status in ORDER and overdue.numerator:
        yield _fact(_("{market}: collect {amount} that is past due ({share} of what is open).", market=name,
                      amount=whole_money(overdue.numerator), share=share(overdue.value, decimals=1)), overdue, name)
    if rate is not None and rate.status == BAD and rate.value is not None:
        yield _fact(_("{market}: only {share} of what was due was collected.", market=name,
                      share=share(rate.value, decimals=1)), rate, name)
    if pending is not None and pending.more.get("late"):
        yield _fact(plural("{market}: deliver {n} order that is late.", "{market}: deliver {n} orders that are late.",
                           pending.more["late"], market=name), pending, name)
    if billed is not None and billed.more.get("late_orders"):
        yield _fact(_("{market}: invoice {amount} delivered, some of it more than a week ago.", market=name,
                      amount=whole_money(billed.more["delivered_not_invoiced"])), billed, name)


def _fact(text: str, figure: Figure, scope: str) -> Fact:
    status = figure.status if figure.status not in (None, GOOD) else WATCH
    return Fact(text, STATUS[status], "amount" if figure.code != "F44" else "", cited(figure, scope))


def _information(desk: Desk) -> Table:
    """What has not been loaded or differs from its control total (F106)."""
    ask = Ask(desk.period, desk.scope)
    missing = lacking(desk.app.store.facts, ask)
    names = desk.names("territory", [each.place for each in missing], none=_("The whole region"))
    names = {**names, **desk.names("distributor", [each.place for each in missing if each.place not in names],
                                   none=_("The whole region"))}
    rows = tuple(Row((_(SOURCES[each.source]), names.get(each.place, ""), month(each.month),
                      whole_money(each.difference) if each.loaded and each.source != "stock" else
                      quantity(each.difference) if each.loaded else _("not loaded")))
                 for each in missing[:LACKING])
    columns = (Column(_("Source")), Column(_("Market or distributor"), weight=1.0), Column(_("Month")),
               Column(_("Missing"), "right"))
    complete = desk.ask("F106")
    rest = len(missing) - len(rows)
    note = " · ".join(filter(None, (_("Information complete: {share}", share=share(complete.value, decimals=1)),
                                    plural("and {n} more", "and {n} more", rest) if rest > 0 else "")))
    return Table(columns, rows, _("Information that is missing"), note, _("Everything due has been loaded."))


report("R23", N_("Sales, billing and collection by market"), audience=N_("Sales management"), period=MONTH,
       prices=True, parts=(Part("markets", N_("Markets"), blocks), Part("duties", N_("What to do"), duties)))
