"""The cycle of visits: publish and close a month, carry over, copy a week, repeat, order a day (product/04 §4.3)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.commands.approvals import demand_approved
from kamdesk.commands.visits import MINUTES, first_free, name_of
from kamdesk.fields import Id
from kamdesk.figures.calendars import calendar_of
from kamdesk.identity import natural_id, new_id
from kamdesk.methods.months import add_months, month_of
from kamdesk.methods.routing import Stop, plan_route
from kamdesk.planning.board import agenda
from kamdesk.planning.due import capacity_of, missing_in
from kamdesk.planning.panel import Panel, month_days, panel_of, subject, waiting_of
from kamdesk.planning.proposal import rules_of
from kamdesk.problems import Problem
from kamdesk.records.frequencies import CycleClient, VisitCycle
from kamdesk.records.visits import DAY_OFF, NonWorkingDay, Visit
from kamdesk.store import AT_LEAST, AT_MOST, EQUAL, IN, Reader, UnitOfWork, Where
from kamdesk.words import _, number, plural
from kamdesk.words import day as day_text
from kamdesk.words import month as month_text

WEEK = datetime.timedelta(7)
MOST_COPIES = 60
LEAST_TO_ORDER = 2


@command
def publish_cycle(uow: UnitOfWork, *, person: Id, month: str) -> VisitCycle:
    """Publish the plan of a month: first days and panel are frozen; over capacity it warns."""
    cycle = _cycle(uow, person, month)
    if cycle.state != "open":
        raise Problem(_("The cycle of {month} is already published.", month=month_text(month)))
    visits = [each for each in _visits(uow, person, *month_days(month)) if each.state in ("planned", "done")]
    if not visits:
        raise Problem(_("There are no planned visits in {month}. Plan them first.", month=month_text(month)))
    if uow.setting("plan_needs_approval"):
        demand_approved(uow, cycle)
    published = uow.change(cycle, state="published", published_on=clock.today())
    uow.change_many(Visit.kind, [{"id": each.id, "planned_first": each.planned_on} for each in visits
                                 if each.origin == "plan" and each.planned_first is None])
    panel = panel_of(uow, person)
    _freeze(uow, cycle, panel)
    _warn_of_capacity(uow, panel, month)
    uow.describe(_("Publish the cycle of {month}", month=month_text(month)))
    return published


@command
def close_cycle(uow: UnitOfWork, *, person: Id, month: str) -> VisitCycle:
    """Close a month that is over: what was never logged is missed, and the panel is frozen."""
    if month_days(month)[1] >= clock.today():
        raise Problem(_("{month} is not over yet. Close it when it ends.", month=month_text(month).capitalize()))
    cycle = _cycle(uow, person, month)
    if cycle.state == "closed":
        raise Problem(_("The cycle of {month} is already closed.", month=month_text(month)))
    visits = [each for each in _visits(uow, person, *month_days(month)) if each.state == "planned"]
    lost = [visit for until, visit in waiting_of(uow, person) if until <= month]
    uow.change_many(Visit.kind, [{"id": each.id, "state": "missed"} for each in [*visits, *lost]])
    _freeze(uow, cycle, panel_of(uow, person))
    uow.describe(_("Close the cycle of {month}", month=month_text(month)))
    return uow.change(cycle, state="closed", closed_on=clock.today())


@command
def carry_over(uow: UnitOfWork, *, month: str, visits: Sequence[Visit]) -> list[Visit]:
    """Take visits missed in ``month`` to the next one, at most one a party; they wait there for their day."""
    following = add_months(month, 1)
    carried: dict[Id, Visit] = {}
    for visit in visits:
        if visit.state != "missed" or visit.planned_on is None or month_of(visit.planned_on) != month:
            raise Problem(_("Only visits missed in {month} pass to the next cycle.", month=month_text(month)))
        party = subject(visit).id
        if party not in carried and not _already_carried(uow, visit, month):
            carried[party] = uow.add(Visit(party=visit.party, territory=visit.territory, owner=visit.owner,
                                           purpose=visit.purpose, products=visit.products, minutes=visit.minutes,
                                           origin="plan", carried_from=visit.id))
    if not carried:
        raise Problem(_("Each of those clients already has a visit carried over."))
    uow.describe(plural("Pass {n} visit to {month}", "Pass {n} visits to {month}", len(carried),
                        month=month_text(following)))
    return list(carried.values())


@command
def copy_week(uow: UnitOfWork, *, person: Id, from_week: datetime.date, to_week: datetime.date) -> list[Visit]:
    """Plan in a week what was planned in another, for parties without a visit there. Weeks by their first day."""
    _not_closed(uow, person, to_week, to_week + WEEK - datetime.timedelta(1))
    there = {subject(each).id for each in _visits(uow, person, to_week, to_week + WEEK - datetime.timedelta(1))}
    calendar, copies = calendar_of(uow, person), []
    for visit in _visits(uow, person, from_week, from_week + WEEK - datetime.timedelta(1)):
        if visit.planned_on is None or subject(visit).id in there:
            continue
        on = calendar.on_or_after(visit.planned_on + (to_week - from_week))
        if on < to_week + WEEK:
            there.add(subject(visit).id)
            copies.append(uow.add(_again(visit, on)))
    if not copies:
        raise Problem(_("There is nothing to copy: the clients of that week already have a visit."))
    uow.describe(_("Copy the week of {day}", day=day_text(from_week)))
    return copies


@command
def repeat_visit(uow: UnitOfWork, *, visit: Visit, every_days: int, until: datetime.date) -> list[Visit]:
    """Plan the same visit every so many days up to ``until``; on a day off it moves to the next working day."""
    if every_days < 1:
        raise Problem(_("Repeat the visit every 1 day or more."), field="every_days")
    if visit.planned_on is None:
        raise Problem(_("The visit has no day yet. Plan it first."), field="planned_on")
    count = (until - visit.planned_on).days // every_days
    if not 1 <= count <= MOST_COPIES:
        raise Problem(_("That makes {n} visits. Choose between 1 and {most}.", n=number(max(0, count)),
                        most=MOST_COPIES), field="until")
    series = visit.series or new_id()
    uow.change(visit, series=series)
    calendar = calendar_of(uow, visit.owner)
    days = [calendar.on_or_after(visit.planned_on + datetime.timedelta(every_days * step))
            for step in range(1, count + 1)]
    uow.describe(_("Repeat the visit to {name}", name=name_of(uow, visit)))
    return [uow.add(_again(visit, on, series=series)) for on in dict.fromkeys(days)]


@command
def order_route(uow: UnitOfWork, *, person: Id, on: datetime.date, fixed: Collection[Id] = ()) -> list[Visit]:
    """Give the planned visits of a day the hours of its shortest way (A3).

    ``fixed``: visits that keep their hour. Visits without coordinates stand beside the first of their city.
    """
    cards = [each for each in agenda(uow, person, on) if each.visit.state == "planned"]
    if len(cards) < LEAST_TO_ORDER:
        raise Problem(_("A route needs at least 2 planned visits on that day."))
    stops = [Stop(each.visit.id, each.name, each.point, each.city, each.visit.minutes or 0,
                  at=each.visit.start if each.visit.id in fixed else None, hours=each.hours) for each in cards]
    route = plan_route(stops, rules_of(uow, person))
    if route.warning():
        uow.warn(route.warning())
    by_id = {each.visit.id: each.visit for each in cards}
    uow.describe(_("Order the route of {day}", day=day_text(on)))
    return [uow.change(by_id[leg.id], start=leg.hour()) for leg in route.legs]


@command
def add_day_off(uow: UnitOfWork, *, on: datetime.date, until: datetime.date | None = None, category: str = "holiday",
                person: Id | None = None, name: str = "") -> NonWorkingDay:
    """Mark a day, or a run of days, as not worked, by everybody or by one person; its visits stay to be moved."""
    uow.describe(_("Mark {day} as a day off", day=day_text(on)))
    return uow.add(NonWorkingDay(on=on, until=until, category=category, person=person,
                                 name=name.strip() or _(DAY_OFF[category])))


@command
def clear_days(uow: UnitOfWork, *, first: datetime.date, last: datetime.date, person: Id | None = None) -> list[Visit]:
    """Move the planned visits of days not worked to the next working day of whoever makes them.

    ``person`` None: those of everybody. Problem when there is nothing to move.
    """
    moved = []
    for visit in planned_between(uow, first, last, person=person):
        calendar = calendar_of(uow, visit.owner)
        if visit.planned_on and not calendar.is_working(visit.planned_on):
            on = calendar.on_or_after(visit.planned_on)
            start = first_free(uow, visit.owner, on, minutes=visit.minutes or MINUTES, instead=visit.id)
            moved.append(uow.change(visit, planned_on=on, start=start))
    if not moved:
        raise Problem(_("No visit is planned on those days."))
    uow.describe(plural("Move {n} visit", "Move {n} visits", len(moved)))
    return moved


def planned_between(reader: Reader, first: datetime.date, last: datetime.date, *,
                    person: Id | None = None) -> list[Visit]:
    """Planned visits of some days, of one person or of everybody, by day and hour."""
    whose = [Where("owner", EQUAL, person)] if person else []
    return reader.find(Visit, Where("planned_on", AT_LEAST, first), Where("planned_on", AT_MOST, last), *whose,
                       state="planned", sort=(("planned_on", False), ("start", False)))


def _visits(reader: Reader, person: Id, first: datetime.date, last: datetime.date) -> list[Visit]:
    """The visits of some days that were not cancelled, in their order."""
    return reader.find(Visit, Where("planned_on", AT_LEAST, first), Where("planned_on", AT_MOST, last),
                       Where("state", IN, ("planned", "done", "missed")), owner=person,
                       sort=(("planned_on", False), ("start", False)))


def _cycle(uow: UnitOfWork, person: Id, month: str) -> VisitCycle:
    found = uow.find(VisitCycle, person=person, month=month, limit=1)
    return found[0] if found else uow.add(VisitCycle(person=person, month=month))


def _freeze(uow: UnitOfWork, cycle: VisitCycle, panel: Panel) -> None:
    """Write who is on the panel now; those frozen at the publication stay as they were."""
    frozen = {each.party for each in uow.find(CycleClient, cycle=cycle.id, archived=None)}
    month = cycle.month or ""
    uow.add_many(CycleClient.kind, [
        {"id": natural_id(CycleClient.kind.code, (cycle.id, member.link.id)), "cycle": cycle.id, "party": member.link,
         "territory": member.territory, "owner": panel.person, "segment": member.level or None, "target": target}
        for member in panel.members
        if not member.market and member.link not in frozen and (target := panel.target(member, month))])


def _warn_of_capacity(uow: UnitOfWork, panel: Panel, month: str) -> None:
    first, last = month_days(month)
    planned = len(_visits(uow, panel.person, first, last))
    needed = planned + sum(missing_in(panel, member, month) for member in panel.members)
    capacity = int(calendar_of(uow, panel.person).working(first, last) * capacity_of(uow, panel.person))
    if needed > capacity:
        uow.warn(plural("{n} visit of capacity is missing: {c} of {t} fit.",
                        "{n} visits of capacity are missing: {c} of {t} fit.", needed - capacity,
                        c=number(capacity), t=number(needed)))


def _already_carried(reader: Reader, visit: Visit, month: str) -> bool:
    """Whether the party of a missed visit has one carried over from that month, with a day or waiting."""
    same = reader.find(Visit, Where("carried_from", "filled"), owner=visit.owner, party=visit.party,
                       territory=visit.territory)
    before = [reader.maybe(Visit, each.carried_from) for each in same if each.state != "cancelled"]
    return any(each.planned_on and month_of(each.planned_on) == month for each in before if each)


def _not_closed(reader: Reader, person: Id, *days: datetime.date) -> None:
    for month in dict.fromkeys(month_of(day) for day in days):
        if reader.count(VisitCycle, person=person, month=month, state="closed"):
            raise Problem(_("The cycle of {month} is already closed.", month=month_text(month)))


def _again(visit: Visit, on: datetime.date, *, series: str = "") -> Visit:
    """A planned visit like another one on another day."""
    return Visit(party=visit.party, territory=visit.territory, owner=visit.owner, purpose=visit.purpose,
                 products=visit.products, topics=visit.topics, contacts=visit.contacts, minutes=visit.minutes,
                 start=visit.start, joint_with=visit.joint_with, planned_on=on, origin="plan", series=series)
