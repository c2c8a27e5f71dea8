"""A2 on real records: from frequencies and visits to the preview of a week or a month; nothing is saved."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil

from kamdesk.fields import Id
from kamdesk.figures.calendars import calendar_of
from kamdesk.methods.months import month_of, month_range
from kamdesk.methods.routing import DayRules, Route, Stop, timetable
from kamdesk.methods.visit_cycle import DayPlan, LeftOut, Need, PlannedVisit, Proposal, Window, plan_cycle
from kamdesk.methods.visit_days import MOVES
from kamdesk.planning.due import Due, capacity_of, due_in
from kamdesk.planning.panel import Member, Panel, month_days, panel_of, point_of, subject
from kamdesk.problems import Problem
from kamdesk.records.team import Person
from kamdesk.records.visits import Visit
from kamdesk.store import Reader
from kamdesk.words import _

QUARTER = 15  # proposed hours fall on quarters of an hour
PARTNER_PURPOSE = "negotiation"


@dataclass(frozen=True)
class ProposedVisit:
    """A visit that would be planned, as ``accept_plan`` takes it, and why: «A · atrasada 4 d · cerca de …»."""

    visit: Visit
    name: str
    grade: str
    category: str
    reason: str


@dataclass(frozen=True)
class ProposedDay:
    """The new visits of a day in the order of the route.

    hours, km   of the whole day, with the visits that stand on it already
    warning     «La ruta termina a las …»; the visits that no longer fit in the day have no hour
    """

    day: datetime.date
    visits: tuple[ProposedVisit, ...]
    hours: float
    km: float
    warning: str = ""


@dataclass(frozen=True)
class PlanProposal:
    """The preview of a stretch of days. ``left_out`` and ``warning`` speak of the whole month or months."""

    days: tuple[ProposedDay, ...]
    left_out: tuple[LeftOut, ...]
    warning: str

    @property
    def visits(self) -> list[Visit]:
        """Every proposed visit."""
        return [each.visit for day in self.days for each in day.visits]


@dataclass(frozen=True)
class PlanTask:
    """Everything a proposal needs, read from the base; ``solve`` only calculates and may run on any thread."""

    first: datetime.date
    last: datetime.date
    panel: Panel
    months: tuple[tuple[str, tuple[Need, ...], Window], ...]
    moves: int = MOVES

    def solve(self) -> PlanProposal:
        """Plan what is left of each month and keep the days asked for. Raises Problem when no day is left."""
        parts = [(month, window.rules, self._plan(needs, window)) for month, needs, window in self.months]
        spent: set[Id] = set()
        days = tuple(_day(self.panel, plan, month, spent, rules) for month, rules, part in parts for plan in part.days
                     if self.first <= plan.day <= self.last)
        warning = next((text for _month, _rules, part in parts if (text := part.warning())), "")
        return PlanProposal(days, tuple(left for _month, _rules, part in parts for left in part.left_out), warning)

    def _plan(self, needs: tuple[Need, ...], window: Window) -> Proposal:
        """Days of about the same length; as full as the capacity allows where somebody would be left out."""
        even = plan_cycle(needs, even_window(window, needs), moves=self.moves)
        return plan_cycle(needs, window, moves=self.moves) if even.left_out else even


def even_window(window: Window, needs: Sequence[Need]) -> Window:
    """The window with no more visits a day than an even share of them all, and one to keep neighbours together."""
    days = window.calendar.working(window.first, window.last)
    visits = sum(need.visits for need in needs)
    visits += sum(count for day, count in window.planned.items() if window.first <= day <= window.last)
    share = ceil(visits / days) + 1 if days else window.capacity_per_day
    return replace(window, capacity_per_day=min(window.capacity_per_day, share))


def propose_plan(reader: Reader, *, person: Id, first: datetime.date, last: datetime.date,
                 moves: int = MOVES) -> PlanProposal:
    """Propose the visits of a person from ``first`` to ``last`` (product/06 A2).

    The plan is made for what is left of each month, so that a week takes its share of the month and no more.
    ``moves``: how long the shortest way is looked for. Raises Problem when no frequency is set or no working day is
    left.
    """
    return replace(plan_task(reader, person=person, first=first, last=last), moves=moves).solve()


def plan_task(reader: Reader, *, person: Id, first: datetime.date, last: datetime.date) -> PlanTask:
    """Read what ``propose_plan`` needs. Raises Problem when no frequency is set or the days are over."""
    panel = panel_of(reader, person)
    if not any(member.rule for member in panel.members if not member.market):
        raise Problem(_("No frequency is set for your clients. Set them in Settings › Frequencies."))
    months = tuple((month, tuple(_need(reader, panel, due) for due in due_in(panel, month)),
                    _window(reader, panel, month)) for month in month_range(month_of(first), month_of(last))
                   if month_days(month)[1] >= panel.today)
    if not months or last < panel.today:
        raise Problem(_("Those days are over. Choose another week."))
    return PlanTask(first, last, panel, months)


def rules_of(reader: Reader, person: Id) -> DayRules:
    """How a person travels: her base and the settings of hours and travel."""
    found, travel = reader.maybe(Person, person), reader.setting("travel")
    start, end = reader.setting("day_hours")
    return DayRules(point_of(found.base) if found else None, start, end, float(Decimal(travel["factor"])),
                    travel["km_per_hour"], travel["stop_minutes"], travel["end_at_base"])


def _window(reader: Reader, panel: Panel, month: str) -> Window:
    first, last = month_days(month)
    planned = Counter(visit.planned_on for visits in panel.planned.values() for visit in visits if visit.planned_on)
    planned += Counter(visit.done_on for visits in panel.done.values() for visit in visits if visit.done_on)
    return Window(max(first, panel.today), last, calendar_of(reader, panel.person),
                  capacity_of(reader, panel.person), panel.person, planned, rules_of(reader, panel.person))


def _need(reader: Reader, panel: Panel, due: Due) -> Need:
    member = due.member
    gap = member.rule.min_gap_days if member.rule else reader.setting("min_gap_days")
    return Need(member.link.id, member.name, due.missing, due.carried is not None, member.market, member.grade,
                due.status.days_late, member.potential, member.point, member.places.city, member.places.sector,
                member.places.zone, gap, tuple(panel.busy_days(member)), member.visit_days, member.hours)


def _day(panel: Panel, plan: DayPlan, month: str, spent: set[Id], rules: DayRules) -> ProposedDay:
    visits = []
    for planned, start in zip(plan.visits, _hours(panel, plan), strict=True):
        draft = _draft(panel, planned, start, month=month, spent=spent)
        need = planned.need
        visits.append(ProposedVisit(draft, need.name, need.grade, panel.by_id[need.id].category, planned.reason))
    route = _whole_day(panel, plan.day, [each.visit for each in visits], rules)
    return ProposedDay(plan.day, tuple(visits), route.hours, route.km, route.warning())


def _whole_day(panel: Panel, day: datetime.date, drafts: Sequence[Visit], rules: DayRules) -> Route:
    """The road of a day with what stands on it and what is proposed, in the order of the hours."""
    there = [visit for visits in panel.planned.values() for visit in visits if visit.planned_on == day]
    there += [visit for visits in panel.done.values() for visit in visits if visit.done_on == day]
    stops = []
    for visit in sorted([*there, *drafts], key=lambda each: (each.start or datetime.time.max, each.id)):
        member = panel.by_id.get(subject(visit).id)
        stops.append(Stop(visit.id, member.name if member else "", member.point if member else None,
                          member.places.city if member else "", visit.minutes or 0))
    return timetable(stops, rules)


def _hours(panel: Panel, plan: DayPlan) -> Iterator[datetime.time | None]:
    """The hours of the route on quarters of an hour, behind what is planned on that day already.

    None for a visit that the day has no room for.
    """
    taken = [_span(visit) for visits in panel.planned.values() for visit in visits
             if visit.planned_on == plan.day and visit.start]
    for leg, planned in zip(plan.route.legs, plan.visits, strict=True):
        begins = free_from(taken, leg.begins, planned.need.minutes)
        taken.append((begins, begins + planned.need.minutes))
        fits = begins + planned.need.minutes <= plan.route.limit
        yield datetime.time(begins // 60, begins % 60) if fits else None


def free_from(taken: Sequence[tuple[int, int]], begins: int, minutes: int) -> int:
    """The first quarter of an hour from a minute of the day at which nothing is taken."""
    at = -(-begins // QUARTER) * QUARTER
    while any(at < end and start < at + minutes for start, end in taken):
        at += QUARTER
    return at


def _span(visit: Visit) -> tuple[int, int]:
    start = visit.start or datetime.time.min
    begins = start.hour * 60 + start.minute
    return begins, begins + (visit.minutes or 0)


def _draft(panel: Panel, planned: PlannedVisit, start: datetime.time | None, *, month: str, spent: set[Id]) -> Visit:
    """A new visit, or the carried one with its day; ``spent``: parties whose carried visit has found its day."""
    member = panel.by_id[planned.need.id]
    carried = panel.carried(member, month)
    if carried is None or member.link.id in spent:
        return _new(panel.person, member, planned, start)
    spent.add(member.link.id)
    return replace(carried, planned_on=planned.day, start=start)


def _new(person: Id, member: Member, planned: PlannedVisit, start: datetime.time | None) -> Visit:
    if member.market:
        return Visit(territory=member.link.id, owner=person, planned_on=planned.day, start=start, purpose="market",
                     origin="plan", minutes=planned.need.minutes)
    purpose = PARTNER_PURPOSE if member.link.kind == "distributor" else "medical_promotion"
    return Visit(party=member.link, owner=person, planned_on=planned.day, start=start, purpose=purpose,
                 origin="plan", minutes=planned.need.minutes)
