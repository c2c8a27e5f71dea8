"""Page 3: billing, collections, age of the receivables, what is overdue and who promised to pay."""

from __future__ import annotations

import datetime

from kamdesk.charts import GroupedBars, Series, StackedBars, Unit
from kamdesk.figures import series
from kamdesk.figures.model import Period
from kamdesk.methods.months import add_months, month_end
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import Invoice, PaymentPromise
from kamdesk.reports import listing
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing
from kamdesk.reports.model import Block, Card, Cards, Cell, Chart, Column, Row, Side, Stack, Table
from kamdesk.reports.pictures import age_parts
from kamdesk.reports.texts import STATUS, brief_money, cited, decimal, share, written
from kamdesk.store import Where
from kamdesk.words import SHORT_MONTHS, _, base_currency, day, number

LARGEST, MONTHS, NEAR_LIMIT = 15, 6, 90
ROW = 13.0


def blocks(desk: Desk) -> tuple[Block, ...]:
    """What was billed and collected, and what is still owed."""
    last: Block = Side((_near_limit(desk), _disputed(desk))) if desk.prices else _disputed(desk)
    return (_cards(desk), Side((_largest(desk), Stack((_by_market(desk), _months(desk)))), (6, 5)), last)


def _cards(desk: Desk) -> Cards:
    billed, rate, goal, overdue = (desk.ask(code) for code in ("F110", "F44", "F45", "F42"))
    waiting = _("{amount} delivered and not invoiced", amount=brief_money(billed.more["delivered_not_invoiced"]))
    return Cards((
        Card(_("Billed"), written(billed, short=True), waiting, STATUS[billed.status], secrecy="amount",
             source=cited(billed, desk.scope_name)),
        Card(_("Collected"), brief_money(rate.numerator), _("{share} of the goal to date", share=share(goal.value)),
             STATUS[goal.status], note=_kept(desk), secrecy="amount", source=cited(goal, desk.scope_name)),
        Card(_("Collection rate"), share(rate.value, decimals=1), _("of what was due in the period"),
             STATUS[rate.status], source=cited(rate, desk.scope_name)),
        Card(_("Overdue receivables"), share(overdue.value, decimals=1), _days(desk), STATUS[overdue.status],
             source=cited(overdue, desk.scope_name)),
    ))


def _kept(desk: Desk) -> str:
    """Promises kept of the last twelve months."""
    kept = desk.ask("F47")
    return _("{share} of the promises kept", share=share(kept.value)) if kept.value is not None else ""


def _days(desk: Desk) -> str:
    days = desk.ask("F43")
    return _("{days} days to collect", days=number(round(days.value))) if days.value is not None else ""


def _by_market(desk: Desk) -> Chart:
    aged = series.ageing(desk.app.store.facts, desk.until, scope=desk.scope, by="market")
    names = desk.names("territory", [key or "" for key in aged], none=_("Without market"))
    keys = sorted(aged, key=lambda key: (not key, -aged[key].total, key or ""))
    parts, cut = age_parts(desk.reader)
    data = StackedBars(tuple(names.get(key or "", "") for key in keys), parts, tuple(cut(aged[key]) for key in keys),
                       Unit("money", base_currency(), 0))
    return Chart(data, _("Receivables by age and market"), ROW * max(len(keys), 3) + ROW * 2, secrecy="amount")


def _months(desk: Desk) -> Chart:
    """The share overdue at the end of each of the last six months."""
    months = [add_months(desk.period.last_month, back) for back in range(1 - MONTHS, 1)]
    found = [desk.ask("F42", Period.day(min(month_end(month), desk.today))) for month in months]
    labels = tuple(_(SHORT_MONTHS[int(month[5:]) - 1]).rstrip(".").lower() for month in months)
    values = tuple(None if each.value is None else decimal(each.value) for each in found)
    return Chart(GroupedBars(labels, (Series(_("Overdue"), values),), Unit("percent", decimals=1)),
                 _("Share overdue, 6 months"), ROW * 5)


def _largest(desk: Desk) -> Table:
    """The largest overdue invoices as they stand today, each with the day somebody promised to pay."""
    asked = Listing(Invoice, ("number", "party", "due", "open"), "", "", (Where("status", "=", "overdue"),),
                    (("open", True),), limit=LARGEST)
    page = listing.read(desk, asked, "id")
    promised = promises(desk)
    rows = []
    for row in page.rows:
        due: datetime.date = row.values["due"]
        party = row.values["party"]
        rows.append(Row((row.values["number"], row.names.get(party.id, ""),
                         Cell(number((desk.today - due).days), "bad"),
                         listing.amount(row.values["open"], row.values.get("currency")),
                         promised.get(row.id) or promised.get(party.id) or "—")))
    columns = (Column(_("Invoice")), Column(_("Client"), weight=1.0), Column(_("Days late"), "right"),
               Column(_("Open"), "right", secrecy="amount"), Column(_("Promise")))
    return Table(columns, tuple(rows), _("The 15 largest overdue"), listing.more(page.total - len(rows)),
                 _("Nothing is overdue."))


def promises(desk: Desk) -> dict[str, str]:
    """The day of the next pending promise by invoice, and by party for promises that name no invoice."""
    found: dict[str, str] = {}
    for each in desk.reader.find(PaymentPromise, state="pending", sort=(("due", False),)):
        if each.due is None or each.party is None:
            continue
        for key in each.invoices or (each.party.id,):
            found.setdefault(key, day(each.due, this_year=desk.today.year))
    return found


def _near_limit(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Distributor, ("name", "credit_limit", "used_credit"),
        _("Credit used to {share} % or more", share=NEAR_LIMIT), _("No distributor is near its limit."),
        (Where("used_credit", ">=", NEAR_LIMIT),), (("used_credit", True),), ("name",), limit=4))


def _disputed(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Invoice, ("party", "open", "dispute_reason"), _("In dispute"), _("No invoice is in dispute."),
        (Where("disputed", "=", True), Where("open", ">", 0)), (("open", True),),
        ("party", "dispute_reason"), limit=4))
