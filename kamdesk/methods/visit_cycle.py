"""A2: from the visits still due to a proposal of days, with the reason of each visit and of each one left out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kamdesk.methods.calendar import WorkCalendar
from kamdesk.methods.distance import Point, great_circle_km
from kamdesk.methods.routing import ANY_HOUR, DayRules, Route, Stop, WeekHours, plan_route
from kamdesk.methods.visit_days import GUARD_SECONDS, MOVES, Wish, place
from kamdesk.problems import Problem
from kamdesk.words import N_, _, fold, number, plural

MIN_GAP = 7
ROUTE_MOVES = 400_000  # for all the days together: a preview must not keep the person waiting
NO_CAPACITY = N_("no capacity left")


@dataclass(frozen=True)
class Need:
    """Visits still due to one party (or one market) in the cycle, and what decides where they go.

    ``visits`` includes the carried one; ``near_days``: its visits done or already planned; ``visit_days``: weekdays
    it receives on (0 Monday), empty = all; ``grade``: segment or grade A to D.
    """

    id: str
    name: str
    visits: int
    carried: bool = False
    market: bool = False
    grade: str = ""
    days_late: int = 0
    potential: int = 0
    point: Point | None = None
    city: str = ""
    sector: str = ""
    zone: str = ""
    min_gap: int = MIN_GAP
    near_days: tuple[datetime.date, ...] = ()
    visit_days: frozenset[int] = frozenset()
    hours: WeekHours = ANY_HOUR
    minutes: int = 30

    def receives(self, day: datetime.date) -> bool:
        """Whether it may be visited on the weekday of a day."""
        return (not self.visit_days or day.weekday() in self.visit_days) and self.hours.opens(day.weekday())


@dataclass(frozen=True)
class Window:
    """The days to plan: from ``first`` (today or the cycle's start) to ``last``, the person and the capacity of a day.

    ``planned``: visits already planned on each day, which use capacity.
    """

    first: datetime.date
    last: datetime.date
    calendar: WorkCalendar
    capacity_per_day: int = 8
    person: str = ""
    planned: Counter[datetime.date] = field(default_factory=Counter)
    rules: DayRules = field(default_factory=DayRules)

    def days(self) -> list[datetime.date]:
        """The working days."""
        return self.calendar.days(self.first, self.last)

    def room(self, day: datetime.date) -> int:
        """Visits that still fit on a day: its worked part × capacity, rounded down, less those planned."""
        return max(0, int(self.calendar.part(day) * Fraction(self.capacity_per_day)) - self.planned[day])

    def capacity(self) -> int:
        """Visits that still fit in all the days."""
        return sum(self.room(day) for day in self.days())


@dataclass(frozen=True)
class PlannedVisit:
    """A visit proposed for a day; ``reason`` as «A · atrasada 4 d · cerca de Hospital Norte»."""

    need: Need
    day: datetime.date
    reason: str


@dataclass(frozen=True)
class LeftOut:
    """Visits of a party that found no place, and why."""

    need: Need
    visits: int
    reason: str


@dataclass(frozen=True)
class DayPlan:
    """A day of the proposal: its visits in the order of the route."""

    day: datetime.date
    visits: tuple[PlannedVisit, ...]
    route: Route


@dataclass(frozen=True)
class Proposal:
    """A preview; nothing is saved by it. ``cut``: the clock stopped the search, the one case that may differ."""

    days: tuple[DayPlan, ...]
    left_out: tuple[LeftOut, ...]
    capacity: int
    needed: int
    cut: bool = False

    @property
    def km(self) -> float:
        """Kilometres of all the days."""
        return sum(plan.route.km for plan in self.days)

    def warning(self) -> str:
        """What is missing in capacity, or that time cut the search; empty when neither."""
        if self.needed > self.capacity:
            return plural("{n} visit does not fit: {c} of {t} do. Raise the capacity, lower frequencies or accept the "
                          "{c} with priority.",
                          "{n} visits do not fit: {c} of {t} do. Raise the capacity, lower frequencies or accept the "
                          "{c} with priority.", self.needed - self.capacity, c=number(self.capacity),
                          t=number(self.needed))
        return _("cut short by time") if self.cut else ""


def still_due(*, target: int, done: int, planned: int, carried: int = 0) -> int:
    """Visits to plan: target − done − planned, not below 0, plus at most one carried over from the cycle before."""
    return max(0, target - done - planned) + min(1, carried)


def plan_cycle(needs: Sequence[Need], window: Window, *, moves: int = MOVES, guard: float = GUARD_SECONDS) -> Proposal:
    """Propose the days of a person's visits (product/06 A2).

    Only as many as fit are placed, by priority. The same data give the same proposal whatever their order, unless
    ``cut``. Raises Problem when no working day is left.
    """
    days = window.days()
    if not days:
        raise Problem(_("No working day is left in the cycle. Choose another month or check the days off."))
    queue = _by_priority(needs)
    fitting, beyond = queue[:window.capacity()], queue[window.capacity():]
    placement = place(_wishes(fitting, days), ordinals=[day.toordinal() for day in days],
                      rooms=[window.room(day) for day in days], base=window.rules.base, factor=window.rules.factor,
                      seed=f"{window.person}|{days[0]}", moves=moves, guard=guard)
    plans = tuple(_day_plan(day, [fitting[visit] for visit in placement.days[index]], window.rules,
                            moves=ROUTE_MOVES // len(days))
                  for index, day in enumerate(days) if index in placement.days)
    refused = [(fitting[visit], _("no place: {reason}", reason=_(reason)))
               for visit, reason in placement.refused.items()]
    left_out = _left_out([*refused, *((need, _(NO_CAPACITY)) for need in beyond)])
    return Proposal(plans, left_out, window.capacity(), len(queue), placement.cut)


def _by_priority(needs: Sequence[Need]) -> list[Need]:
    """One entry a visit, the most urgent first; only the first visit of a party can be the carried one."""
    visits = [(need, index) for need in needs for index in range(need.visits)]
    visits.sort(key=lambda visit: (not (visit[0].carried and visit[1] == 0), not visit[0].market,
                                   visit[0].grade or "~", -visit[0].days_late, -visit[0].potential,
                                   fold(visit[0].name), visit[0].id, visit[1]))
    return [need for need, _index in visits]


def _wishes(fitting: Sequence[Need], days: Sequence[datetime.date]) -> list[Wish]:
    """What the placing needs to know of each visit: the k-th of a party has its own stretch of the days (spacing)."""
    totals = Counter(need.id for need in fitting)
    seen: Counter[str] = Counter()
    wishes = []
    for need in fitting:
        first = len(days) * seen[need.id] // totals[need.id]
        seen[need.id] += 1
        last = len(days) * seen[need.id] // totals[need.id]
        allowed = tuple(index for index in range(first, last) if need.receives(days[index]))
        wishes.append(Wish(need.id, allowed, need.min_gap, need.point,
                           tuple(fold(area) for area in (need.city, need.sector, need.zone)),
                           tuple(day.toordinal() for day in need.near_days), market=need.market))
    return wishes


def _day_plan(day: datetime.date, needs: Sequence[Need], rules: DayRules, *, moves: int) -> DayPlan:
    by_id = {need.id: need for need in needs}
    stops = [Stop(need.id, need.name, need.point, need.city, need.minutes,
                  hours=need.hours.on(day.weekday())) for need in needs]
    route = plan_route(stops, rules, moves=moves)
    return DayPlan(day, tuple(PlannedVisit(by_id[leg.id], day, _reason(by_id[leg.id], needs)) for leg in route.legs),
                   route)


def _reason(need: Need, same_day: Sequence[Need]) -> str:
    """«A · atrasada 4 d · cerca de Hospital Norte»."""
    parts = [need.grade, _("carried over") if need.carried else "", _("market") if need.market else "",
             _("{n} d late", n=number(need.days_late)) if need.days_late > 0 else "", _nearby(need, same_day)]
    return " · ".join(part for part in parts if part)


def _nearby(need: Need, same_day: Sequence[Need]) -> str:
    here = need.point
    if here is None:
        return ""
    others = [(great_circle_km(here, other.point), fold(other.name), other.id, other.name)
              for other in same_day if other.id != need.id and other.point is not None]
    return _("near {name}", name=min(others)[3]) if others else ""


def _left_out(visits: Sequence[tuple[Need, str]]) -> tuple[LeftOut, ...]:
    """One entry a party and reason, in the order of priority."""
    counts = Counter((need.id, reason) for need, reason in visits)
    by_id = {need.id: need for need, _why in visits}
    return tuple(LeftOut(by_id[party], count, reason) for (party, reason), count in counts.items())
