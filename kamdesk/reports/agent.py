"""R26 Avance del agente: one agent's month for that agent, with its own place among the others, who are not named."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kamdesk.charts import SalesBars
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.figures.model import Figure, Period
from kamdesk.figures.rewards import Standing, standings
from kamdesk.methods.months import add_months, month_end, month_of, month_range, month_start
from kamdesk.problems import Problem
from kamdesk.records.distributors import Distributor
from kamdesk.records.incentives import MEASURES, Incentive
from kamdesk.records.listings import HospitalListing
from kamdesk.records.tasks import Task
from kamdesk.records.training import TrainingAttendance, TrainingSession
from kamdesk.reports.desk import Desk
from kamdesk.reports.documents import row
from kamdesk.reports.listing import Listing
from kamdesk.reports.listing import table as listed
from kamdesk.reports.model import Block, Card, Cards, Chart, Column, Note, Row, Table
from kamdesk.reports.register import MONTH, Part, report
from kamdesk.reports.texts import STATUS, brief_money, cited, meter, quantity, share, whole_money
from kamdesk.store import AT_LEAST, AT_MOST, IN, NOT_EQUAL, Where
from kamdesk.words import N_, SHORT_MONTHS, _, day, plural

MONTHS, HUNDRED, MOST = 12, 100, 20
MONEY = ("sales", "collections")  # measures of incentives counted in money
OPEN = ("pending", "running")


def _agent(desk: Desk) -> Distributor:
    found = desk.reader.maybe(Distributor, desk.scope.distributor)
    if found is None:
        raise Problem(_("Choose an agent or distributor."))
    return found


def progress(desk: Desk) -> tuple[Block, ...]:
    """Target and sales to date, agreements, its own place, and twelve months."""
    _agent(desk)
    whole, to_date, kept = desk.ask("F22"), desk.ask("F23"), desk.ask("F33")
    cards = (
        Card(_("Target of the month"), share(whole.value), _of(whole), STATUS[whole.status], secrecy="amount",
             meter=meter(whole.value), source=cited(whole, desk.scope_name)),
        Card(_("Target to date"), share(to_date.value), _of(to_date), STATUS[to_date.status], secrecy="amount",
             source=cited(to_date, desk.scope_name)),
        Card(_("Agreements kept"), share(kept.value), plural("{n} agreement due", "{n} agreements due",
                                                             int(kept.denominator or 0)), STATUS[kept.status],
             source=cited(kept, desk.scope_name)),
        Card(_("Your place"), _place(desk), _("by sales of the month, among agents")))
    return Cards(cards), _minimums(desk), *_bars(desk)


def _of(figure: Figure) -> str:
    if figure.denominator is None or not figure.denominator:
        return _("without target")
    return _("{part} of {whole}", part=brief_money(figure.numerator), whole=brief_money(figure.denominator))


def _place(desk: Desk) -> str:
    """«3 de 8»: its place by sales among those of its role; equal sales share a place."""
    agent = _agent(desk)
    peers = {each.id for each in desk.reader.find(Distributor, role=agent.role, stage="active")} | {agent.id}
    sold = {each.key: each.value or Fraction(0) for each in desk.app.by("F20", desk.period, dimension="distributor")}
    mine = sold.get(agent.id, Fraction(0))
    ahead = sum(sold.get(each, Fraction(0)) > mine for each in peers)
    return _("{place} of {all}", place=ahead + 1, all=len(peers))


def _minimums(desk: Desk) -> Table:
    figure = desk.ask("F30")
    rows = () if figure.value is None else (
        Row((_("The minimum that is furthest behind"), whole_money(figure.numerator or 0),
             whole_money(figure.denominator or 0), share(figure.value))),)
    columns = (Column(_("Agreement"), weight=1.0), Column(_("Reached"), "right", secrecy="amount"),
               Column(_("Due by now"), "right", secrecy="amount"), Column(_("Fulfilment"), "right"))
    return Table(columns, rows, _("Minimums agreed"), empty=_("No minimum is agreed."))


def _bars(desk: Desk) -> tuple[Block, ...]:
    """Twelve months of sales against their targets; without sales there is nothing to draw."""
    last = month_of(desk.until)
    months = month_range(add_months(last, 1 - MONTHS), last)
    asked = [desk.ask("F22", Period(month_start(each), month_end(each))) for each in months]
    sold = [desk.ask("F20", Period(month_start(each), min(month_end(each), desk.until))).value for each in months]
    labels = tuple(_(SHORT_MONTHS[int(each[5:]) - 1]).rstrip(".").lower() for each in months)
    values, targets = (tuple(None if each is None else round(each / HUNDRED) for each in row_) for row_ in (
        sold, [each.denominator for each in asked]))
    if not any(values):
        return (Note(_("Nothing was sold to you or through you in twelve months.")),)
    bars = SalesBars(labels, values, targets if any(targets) else (), name=_("Sales"), target_name=_("Target"))
    return (Chart(bars, _("Sales by month"), 96.0, secrecy="amount"),)


def rewards(desk: Desk) -> tuple[Block, ...]:
    """What it earns so far of each incentive in force, and what is missing."""
    agent = Link(Distributor.kind.name, _agent(desk).id)
    rows: list[Row] = []
    for each in desk.reader.find(Incentive, state="running", sort=(("end", False),)):
        if agent in each.participants:
            rows += [_reward(each, one) for one in standings(desk.reader.facts, each) if one.participant == agent]
    columns = (Column(_("Incentive"), weight=1.0), Column(_("Measure")), Column(_("Until")),
               Column(_("Reached"), "right", secrecy="amount"), Column(_("Target"), "right", secrecy="amount"),
               Column(_("Missing"), "right", secrecy="amount"), Column(_("Earned so far"), "right", secrecy="amount"))
    return (Table(columns, tuple(rows), _("Incentives in force"), empty=_("No incentive is in force.")),)


def _reward(incentive: Incentive, each: Standing) -> Row:
    money = incentive.measure in MONEY
    actual, target, missing = (whole_money(value) if money else quantity(value)
                               for value in (each.actual, each.target, each.earned.missing))
    earned = "—" if each.earned.amount is None else whole_money(each.earned.amount)
    return row(incentive.name, _(MEASURES[str(incentive.measure)]), day(incentive.end) if incentive.end else "",
               actual, target, missing, earned)


def work(desk: Desk) -> tuple[Block, ...]:
    """Listings it develops with their next step, what it asked for, and what it was trained in."""
    agent = _agent(desk)
    listings = Listing(
        HospitalListing, ("client", "product", "state", "committee_on"), _("Listings you develop"),
        _("No listing under way."), (Where("agent", "=", agent.id), Where("state", NOT_EQUAL, "none")),
        (("state", False),), ("client", "product"), MOST)
    return listed(desk, listings), _support(desk, agent), _trainings(desk, agent)


def _support(desk: Desk, agent: Distributor) -> Table:
    tasks = desk.reader.find(Task, about=Link(Distributor.kind.name, agent.id), category="agent_support",
                             sort=(("due", True),), limit=MOST)
    rows = tuple(row(each.title, day(each.due) if each.due else "", display(Task.kind.fields["state"], each.state),
                     each.result) for each in tasks if each.state in OPEN or (
                         each.done_on and each.done_on >= desk.period.start))
    return Table((Column(_("Support asked"), weight=1.0), Column(_("Due")), Column(_("State")),
                  Column(_("Answer"), weight=1.0)), rows, _("Support"), empty=_("No support was asked."))


def _trainings(desk: Desk, agent: Distributor) -> Table:
    """The sessions of twelve months it was asked to."""
    came = {each.session: each.attended for each in desk.reader.find(
        TrainingAttendance, attendee=Link(Distributor.kind.name, agent.id))}
    first = month_start(add_months(month_of(desk.until), 1 - MONTHS))
    sessions: Sequence[TrainingSession] = desk.reader.find(
        TrainingSession, Where("id", IN, [each for each in came if each]), Where("on", AT_LEAST, first),
        Where("on", AT_MOST, desk.until), sort=(("on", True),), state="done") if came else ()
    rows = tuple(row(day(each.on) if each.on else "", each.title, _("Attended") if came.get(each.id) else _("Absent"))
                 for each in sessions)
    return Table((Column(_("Date")), Column(_("Training"), weight=1.0), Column(_("Attendance"))), rows, _("Training"),
                 empty=_("No training in twelve months."))


report("R26", N_("Progress of the agent"), audience=N_("The agent"), period=MONTH, about="party", flows=True,
       comments=False, parts=(Part("progress", N_("Progress"), progress), Part("rewards", N_("Incentives"), rewards),
                              Part("work", N_("Listings, support and training"), work)))
