"""A3: the order of a day's visits and its timetable, with fixed hours and places that are not on the map."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kamdesk.methods.distance import TRAVEL_FACTOR, Point, great_circle_km, road_matrix
from kamdesk.methods.tour import MOVES, shortest_path
from kamdesk.words import _, fold, number

Hours = tuple[tuple[datetime.time, datetime.time], ...]
DAY_MINUTES = 24 * 60
# Weekdays in full, by three letters, and as agendas print them in Spanish (L M X J V S D).
_NAMES = (("lunes", "lun", "l", "monday", "mon"), ("martes", "mar", "m", "tuesday", "tue"),
          ("miercoles", "mie", "x", "wednesday", "wed"), ("jueves", "jue", "j", "thursday", "thu"),
          ("viernes", "vie", "v", "friday", "fri"), ("sabado", "sab", "s", "saturday", "sat"),
          ("domingo", "dom", "d", "sunday", "sun"))
_WEEKDAYS = {name: day for day, names in enumerate(_NAMES) for name in names}
_TIME = r"\d{1,2}(?:[:.h]\d{2})?\s*(?:hs?|hrs?)?"
_WEEK = re.compile(rf"(?P<hours>{_TIME}\s*(?:-|–|a|to)\s*{_TIME})|\b(?P<day>{'|'.join(_WEEKDAYS)})\b"
                   r"|(?P<to>-|–|\ba\b|\bto\b)")


@dataclass(frozen=True)
class Stop:
    """A visit to make: where, how long, and when it may be (``at`` a fixed hour, or within ``hours``)."""

    id: str
    name: str = ""
    point: Point | None = None
    city: str = ""
    minutes: int = 30
    at: datetime.time | None = None
    hours: Hours = ()


@dataclass(frozen=True)
class DayRules:
    """The person's base and the settings of travel: road ÷ straight line, km/h, minutes lost at each stop."""

    base: Point | None = None
    start: datetime.time = datetime.time(8)
    end: datetime.time = datetime.time(18)
    factor: float = TRAVEL_FACTOR
    speed: float = 40
    margin: int = 10
    end_at_base: bool = True


@dataclass(frozen=True)
class Leg:
    """One stop of a route: kilometres to it and minutes of the day when the visit begins and ends."""

    id: str
    km: float
    begins: int
    leaves: int
    late: int  # minutes after its hour or outside its hours
    located: bool

    def hour(self) -> datetime.time:
        """When the visit begins."""
        return clock_time(self.begins)

    def mark(self) -> str:
        """«sin ubicación» for a stop that is not on the map."""
        return "" if self.located else _("without location")


@dataclass(frozen=True)
class Route:
    """The legs in order, the whole way with the return, and the minute of the day it ends."""

    legs: tuple[Leg, ...]
    km: float
    starts: int
    ends: int
    limit: int

    @property
    def hours(self) -> float:
        """Hours from leaving to the end."""
        return (self.ends - self.starts) / 60

    def warning(self) -> str:
        """«La ruta termina a las {hora}.» when the day does not fit, else nothing; past midnight it says the hours."""
        if self.ends <= self.limit:
            return ""
        if self.ends >= DAY_MINUTES:
            return _("It takes {hours} h: it does not fit in a day.", hours=number(round(self.hours)))
        return _("The route ends at {time}.", time=f"{clock_time(self.ends):%H:%M}")


@dataclass(frozen=True)
class WeekHours:
    """When somebody receives, by weekday (0 Monday); without days at any hour of any day."""

    days: tuple[Hours, ...] = ()

    def on(self, weekday: int) -> Hours:
        """The hours of a weekday; none means any hour, when it opens at all."""
        return self.days[weekday] if self.days else ()

    def opens(self, weekday: int) -> bool:
        """Whether visits are received on a weekday."""
        return not self.days or bool(self.days[weekday])


ANY_HOUR = WeekHours()


def clock_time(minutes: int) -> datetime.time:
    """A minute of the day as an hour; past midnight it starts again."""
    return datetime.time(minutes // 60 % 24, minutes % 60)


def parse_hours(text: str) -> Hours:
    """The visiting hours written in a client: «8-12, 15:30 a 18:00» is two ranges; what is not hours is ignored."""
    found = re.findall(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:hs?|hrs?)?\s*(?:-|–|a|to)\s*(\d{1,2})(?:[:.h](\d{2}))?", text)
    ranges = [(int(a), int(b or 0), int(c), int(d or 0)) for a, b, c, d in found]
    return tuple((datetime.time(a, b), datetime.time(c, d)) for a, b, c, d in ranges
                 if a < 24 and c < 24 and b < 60 and d < 60 and (a, b) < (c, d))  # noqa: PLR2004  a clock


def parse_week(text: str) -> WeekHours:
    """Visiting hours by weekday: «lun-vie 8-12, sáb 9-11», «mar y jue 15:30 a 18», «8-12» for every day.

    Hours with weekdays before them are of those days only, and take the place of hours without; a day that is not
    named is closed where all hours name theirs. What is neither a day nor hours is ignored.
    """
    every: list[tuple[datetime.time, datetime.time]] = []
    named: dict[int, list[tuple[datetime.time, datetime.time]]] = {}
    days: list[int] = []
    joined = fresh = False
    for found in _WEEK.finditer(fold(text)):
        if found["day"]:
            day = _WEEKDAYS[found["day"]]
            days = [] if fresh else days
            days += _run(days[-1], day) if joined and days else [day]
            joined = fresh = False
        elif found["to"]:
            joined = True
        else:
            hours, joined, fresh = list(parse_hours(found["hours"])), False, True
            for each in days:
                named.setdefault(each, []).extend(hours)
            every += [] if days else hours
    if not every and not named:
        return WeekHours()
    return WeekHours(tuple(tuple(named.get(day, every)) for day in range(7)))


def _run(first: int, last: int) -> list[int]:
    """The weekdays after one up to another: Monday to Friday, Friday to Monday."""
    return [(first + step) % 7 for step in range(1, (last - first) % 7 + 1)]


def plan_route(stops: Sequence[Stop], rules: DayRules, *, moves: int = MOVES) -> Route:
    """Order the stops of a day (product/06 A3) and say when each begins.

    Without hours: the shortest way from the base and back. With them: fixed visits keep their time and the others
    fill the gaps, least delay first, then least way. Stops that are not on the map stand beside the first of their
    city. The same stops in any order give the same route.
    """
    ranked = sorted(stops, key=lambda stop: (fold(stop.name), stop.id))
    placed = [stop for stop in ranked if stop.point is not None or stop.at]
    order = _fitted if any(stop.at or stop.hours for stop in placed) else _shortest
    ordered = order(placed, rules, moves)
    return timetable(_beside_their_city(ordered, [stop for stop in ranked if stop not in placed]), rules)


def timetable(stops: Sequence[Stop], rules: DayRules) -> Route:
    """Hours and kilometres of stops in the order given: a manual order always wins."""
    start = _minutes(rules.start)
    now, here, total = start, rules.base, 0.0
    legs: list[Leg] = []
    for stop in stops:
        km = _road(here, stop.point, rules)
        arrival = now + _travel(km, rules) + (rules.margin if legs or rules.base else 0)
        begins, late = _beginning(stop, arrival)
        legs.append(Leg(stop.id, km, begins, begins + stop.minutes, late, stop.point is not None))
        now, here, total = begins + stop.minutes, stop.point or here, total + km
    back = _road(here, rules.base, rules) if rules.end_at_base else 0.0
    return Route(tuple(legs), total + back, start, now + _travel(back, rules), _minutes(rules.end))


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute


def _road(a: Point | None, b: Point | None, rules: DayRules) -> float:
    return great_circle_km(a, b) * rules.factor if a is not None and b is not None else 0.0


def _travel(km: float, rules: DayRules) -> int:
    return math.ceil(round(km / rules.speed * 60, 6))


def _beginning(stop: Stop, arrival: int) -> tuple[int, int]:
    """When a visit begins and how many minutes too late that is."""
    if stop.at is not None:
        return max(arrival, _minutes(stop.at)), max(0, arrival - _minutes(stop.at))
    for opens, closes in stop.hours:
        begins = max(arrival, _minutes(opens))
        if begins + stop.minutes <= _minutes(closes):
            return begins, 0
    last = max((_minutes(closes) for _opens, closes in stop.hours), default=DAY_MINUTES * 9)
    return arrival, max(0, arrival + stop.minutes - last)


def _shortest(stops: Sequence[Stop], rules: DayRules, moves: int) -> list[Stop]:
    points = [rules.base, *(stop.point for stop in stops), rules.base if rules.end_at_base else None]
    tour = shortest_path(road_matrix(points, factor=rules.factor), moves=moves)
    return [stops[node - 1] for node in tour[1:-1]]


def _fitted(stops: Sequence[Stop], rules: DayRules, moves: int) -> list[Stop]:
    """Fixed visits by their hour; the others where they cost least; then moved and turned while that helps."""
    order = sorted((stop for stop in stops if stop.at), key=lambda stop: _minutes(stop.at or rules.start))
    others = [stop for stop in stops if not stop.at]
    for stop in [*(stop for stop in others if stop.hours), *(stop for stop in others if not stop.hours)]:
        order = min(([*order[:index], stop, *order[index:]] for index in range(len(order) + 1)),
                    key=lambda candidate: _cost(candidate, rules))
    return _settled(order, rules, moves)


def _settled(order: list[Stop], rules: DayRules, moves: int) -> list[Stop]:
    budget = moves // (len(order) + 1)  # a move with hours is judged by the whole day, not by four edges
    cost = _cost(order, rules)
    better = True
    while better and budget > 0:
        better = False
        for candidate in _rearranged(order):
            budget -= 1
            if (tried := _cost(candidate, rules)) < cost:
                order, cost, better = candidate, tried, True
                break
            if budget <= 0:
                break
    return order


def _rearranged(order: list[Stop]) -> Iterator[list[Stop]]:
    """Every order one step away: a part turned round (2-opt), a stop elsewhere (or-opt)."""
    for first in range(len(order)):
        for last in range(first + 1, len(order)):
            yield order[:first] + order[first:last + 1][::-1] + order[last + 1:]
    for index, stop in enumerate(order):
        rest = order[:index] + order[index + 1:]
        for place in range(len(order)):
            if place != index:
                yield [*rest[:place], stop, *rest[place:]]


def _cost(order: Sequence[Stop], rules: DayRules) -> tuple[int, int, float]:
    """Minutes late, minutes past the end of the day, kilometres (rounded: noise must not decide)."""
    route = timetable(order, rules)
    return sum(leg.late for leg in route.legs), max(0, route.ends - route.limit), round(route.km, 6)


def _beside_their_city(ordered: list[Stop], lost: Sequence[Stop]) -> list[Stop]:
    for stop in lost:
        index = next((index + 1 for index, other in enumerate(ordered)
                      if stop.city and fold(other.city) == fold(stop.city)), len(ordered))
        ordered = [*ordered[:index], stop, *ordered[index:]]
    return ordered
