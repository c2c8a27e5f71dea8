"""R01 Informe diario: one page on what was done today, what moved, what was heard, and what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from kamdesk.fields import Id, Link
from kamdesk.figures.calendars import calendar_for
from kamdesk.kinds import Record
from kamdesk.records.expenses import Expense
from kamdesk.records.interactions import Interaction
from kamdesk.records.market import MarketSignal
from kamdesk.records.receivables import Invoice, Payment, PaymentPromise
from kamdesk.records.sales import Order
from kamdesk.records.tasks import Incident, Task
from kamdesk.records.visits import Visit
from kamdesk.reports import listing
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing, count, option, within
from kamdesk.reports.model import Block, Card, Cards, Cell, Column, Paragraph, Row, Side, Status, Table
from kamdesk.reports.register import DAY, Part, report
from kamdesk.reports.texts import STATUS, cited, share
from kamdesk.store import AT_MOST, IN, NOT_EQUAL, Where
from kamdesk.words import N_, _, day, long_day, number, plural

VISITS, CALLS, MOVES, FEW, AGENDA = 8, 4, 4, 2, 6
# Kind, its day, what it is told by, its party, and which of them count.
DOCUMENTS: tuple[tuple[type[Record], str, str, str, tuple[Where, ...]], ...] = (
    (Order, "on", "number", "buyer", (Where("state", IN, ("confirmed", "partly_delivered", "delivered")),)),
    (Invoice, "on", "number", "party", ()), (Payment, "on", "reference", "party", ()),
    (PaymentPromise, "promised_on", "due", "party", ()))
REFUSING = ("objection", "refused")
LOOKS: dict[str, Status] = {"done": "ok", "missed": "bad", "planned": "info", "interested": "ok", "objection": "warn",
                           "refused": "bad"}


def visits(desk: Desk) -> tuple[Block, ...]:
    """How the day went: of one person every visit, of several what each did and which visits ask for more."""
    every = _of_day(desk)
    if len({each.owner for each in every}) < 2:  # noqa: PLR2004  one person is told visit by visit
        return _cards(desk), _table(desk, every, _("Visits of the day"), _("No visit was planned or made."))
    asking = [each for each in every if each.state == "missed" or each.outcome in REFUSING or _next(each)]
    return _cards(desk), Side((_people(desk, every), _table(
        desk, asking, _("What asks for more"), _("Every visit is done with."))), (5, 7))


def _cards(desk: Desk) -> Cards:
    plan, effective = desk.ask("F08"), desk.ask("F10")
    extra = count(desk, Visit, *within("done_on", desk.period), Where("origin", "=", "extra"))
    missed = count(desk, Visit, *within("planned_on", desk.period), Where("state", "=", "missed"))
    calls = count(desk, Interaction, *within("on", desk.period), Where("private", "=", False))
    done = f"{number(int(plan.numerator or 0))} / {number(int(plan.denominator or 0))}"
    return Cards((
        Card(_("Visits of the plan"), done, share(plan.value), STATUS[plan.status],
             source=cited(plan, desk.scope_name)),
        Card(_("Extra visits"), number(extra), plural("{n} missed", "{n} missed", missed), "warn" if missed else ""),
        Card(_("Effective visits"), share(effective.value),
             _("{part} of {whole} visits", part=number(int(effective.numerator or 0)),
               whole=number(int(effective.denominator or 0))),
             STATUS[effective.status], source=cited(effective, desk.scope_name)),
        Card(_("Calls and messages"), number(calls), _("without private notes")),
    ))


def _people(desk: Desk, every: Sequence[Visit]) -> Table:
    """Planned, made and extra visits of each person, and those of the next working day."""
    ahead = desk.reader.find(Visit, Where("planned_on", "=", _following(desk)), Where("state", "=", "planned"),
                             *desk.narrowed(Visit.kind))
    names = desk.reader.names({Link("person", each.owner) for each in (*every, *ahead) if each.owner})
    counted: dict[str, list[int]] = {}
    for visit, today in (*((each, True) for each in every), *((each, False) for each in ahead)):
        row = counted.setdefault(names.get(visit.owner or "", _("Without owner")), [0, 0, 0, 0])
        done = today and visit.state == "done"
        row[0] += today and visit.origin != "extra"
        row[1] += done
        row[2] += done and visit.origin == "extra"
        row[3] += not today
    rows = [Row((name, *map(number, counted[name]))) for name in sorted(counted)]
    if rows:
        rows.append(Row((_("Total"), *(number(sum(each)) for each in zip(*counted.values(), strict=True))), "total"))
    return Table((Column(_("Person"), weight=1.0), Column(_("Plan"), "right"), Column(_("Done"), "right"),
                  Column(_("Extra"), "right"), Column(_short(_following(desk)), "right")), tuple(rows), _("By person"))


def _following(desk: Desk) -> datetime.date:
    """The next working day."""
    return calendar_for(desk.reader, desk.scope).next_working_day(desk.period.end)


def _short(on: datetime.date) -> str:
    return day(on, this_year=on.year)


def _table(desk: Desk, every: Sequence[Visit], title: str, empty: str) -> Table:
    """Visits by hour with their result and next step."""
    shown = every[:VISITS]
    names = desk.reader.names({each.party for each in shown if each.party})
    columns = (Column(_("Hour")), Column(_("Client"), weight=2.0), Column(_("Purpose")),
               Column(_("Result"), weight=1.0), Column(_("Next")))
    made = tuple(Row((f"{each.start:%H:%M}" if each.start else "", names.get(each.party.id if each.party else "", ""),
                      option(Visit.kind, "purpose", each.purpose or ""), _result(each), _next(each)))
                 for each in shown)
    return Table(columns, made, title, listing.more(len(every) - len(shown)), empty)


def _of_day(desk: Desk) -> list[Visit]:
    scope = desk.narrowed(Visit.kind)
    planned = desk.reader.find(Visit, *within("planned_on", desk.period), Where("state", NOT_EQUAL, "cancelled"),
                               *scope)
    found = {each.id: each for each in
             (*planned, *desk.reader.find(Visit, *within("done_on", desk.period), Where("state", "=", "done"), *scope))}
    return sorted(found.values(), key=lambda each: (each.start is None, each.start or datetime.time(), each.id))


def _result(visit: Visit) -> Cell:
    """The outcome of a visit made, why one was missed, else its state."""
    state = visit.state or ""
    if state == "done" and visit.outcome:
        return Cell(option(Visit.kind, "outcome", visit.outcome), LOOKS.get(visit.outcome, ""))
    if state == "missed" and visit.missed_reason:
        return Cell(option(Visit.kind, "missed_reason", visit.missed_reason), "bad")
    return Cell(option(Visit.kind, "state", state), LOOKS.get(state, ""))


def _next(visit: Visit) -> str:
    if not visit.next_step or visit.next_step == "none":
        return ""
    step = option(Visit.kind, "next_step", visit.next_step)
    return f"{step} · {_short(visit.next_on)}" if visit.next_on else step


def moves(desk: Desk) -> tuple[Block, ...]:
    """Orders, invoices, payments and promises of the day beside its calls; private ones are nobody's business."""
    calls = listing.table(desk, Listing(
        Interaction, ("party", "channel", "topic"), _("Calls and messages"), _("No call was recorded."),
        (*within("on", desk.period), Where("private", "=", False)), (("at", False),), ("party",), limit=CALLS))
    return (Side((_moves(desk), calls), (4, 3)),)


def _moves(desk: Desk) -> Table:
    """Each kind of document by its own list; the amounts of orders are those the store adds up."""
    rows, total = [], 0
    for kind, on, text, party, where in DOCUMENTS:
        page = listing.read(desk, Listing(kind, (text, party, "amount"), "", "", (*within(on, desk.period), *where),
                                          ((on, False),), limit=MOVES), *(("category",) if kind is Invoice else ()))
        total += page.total
        rows += [_move(kind, row.values, row.names, text=text, party=party) for row in page.rows]
    columns = (Column(_("What")), Column(_("Number")), Column(_("Client"), weight=1.0),
               Column(_("Amount"), "right", secrecy="amount"))
    return Table(columns, tuple(rows[:MOVES]), _("Orders, invoices and payments"),
                 listing.more(total - len(rows[:MOVES])), _("Nothing was ordered, invoiced, paid or promised."))


def _move(kind: type[Record], values: Mapping[str, Any], names: Mapping[Id, str], *, text: str, party: str) -> Row:
    what = option(Invoice.kind, "category", values["category"]) if kind is Invoice else _(kind.kind.label)
    told = values.get(text)
    written = _short(told) if isinstance(told, datetime.date) else told or ""
    owner = values.get(party)
    return Row((what, written, names.get(owner.id, "") if owner else "",
                listing.amount(values.get("amount") or 0, values.get("currency"))))


def _expenses(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Expense, ("concept", "person", "amount"), _("Expenses"), _("Nothing was spent."),
        (*within("on", desk.period), Where("state", NOT_EQUAL, "draft")), (("on", False),), ("concept",),
        limit=FEW, secret={"amount": "amount"}))


def market(desk: Desk) -> tuple[Block, ...]:
    """What was heard, what burns, the chief's orders that are due, and what was spent."""
    until = desk.period.end
    signals = listing.table(desk, Listing(
        MarketSignal, ("category", "text", "reliability"), _("Market signals"), _("Nothing new was heard."),
        within("on", desk.period), (("reliability", True),), ("text",), limit=FEW))
    orders = listing.table(desk, Listing(
        Task, ("due", "title", "state"), _("The chief's orders due"), _("No order of the chief is due."),
        (Where("category", "=", "order"), Where("state", IN, ("pending", "running")), Where("due", AT_MOST, until)),
        (("due", False),), ("title",), limit=FEW))
    incidents = listing.table(desk, Listing(
        Incident, ("title", "severity", "state"), _("Emergencies"), _("No emergency is open."),
        (Where("state", IN, ("open", "contained")),), (("title", False),), ("title",), limit=FEW))
    every = (signals, incidents, orders, _expenses(desk))
    filled = [each for each in every if each.rows]
    silent = ", ".join(each.title.lower() for each in every if not each.rows)
    return (*(Side(tuple(filled[at:at + 2])) for at in range(0, len(filled), 2)),
            *((Paragraph(_("Nothing that day: {what}.", what=silent)),) if silent else ()))


def tomorrow(desk: Desk) -> tuple[Block, ...]:
    """The visits of the next working day: of one person each of them, of several how many."""
    following = _following(desk)
    planned = (Where("planned_on", "=", following), Where("state", "=", "planned"))
    owners = {each.owner for each in desk.reader.find(Visit, *planned, *desk.narrowed(Visit.kind))}
    if len(owners) > 1:
        return (Paragraph(plural("{day}: {n} visit of {people} people.", "{day}: {n} visits of {people} people.",
                                 count(desk, Visit, *planned), day=long_day(following).capitalize(),
                                 people=number(len(owners)))),)
    return (listing.table(desk, Listing(
        Visit, ("start", "party", "purpose"), _("Agenda of {day}", day=long_day(following)),
        _("No visit is planned."), planned, (("start", False),), ("party",), limit=AGENDA)),)


report("R01", N_("Daily report"), audience=N_("Sales department"), period=DAY, flows=True, dense=True, parts=(
    Part("visits", N_("Visits"), visits),
    Part("moves", N_("Calls, orders and collections"), moves),
    Part("market", N_("Market, orders of the chief and expenses"), market),
    Part("tomorrow", N_("What comes next"), tomorrow),
))
