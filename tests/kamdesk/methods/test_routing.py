"""A3: order, hours, stops that are not on the map."""

from __future__ import annotations

import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.distance import great_circle_km
from kamdesk.methods.routing import DayRules, Stop, parse_hours, plan_route, timetable

TIME = datetime.time
BASE = (19.43, -99.13)
RULES = DayRules(base=BASE)
stops_around = st.lists(
    st.builds(Stop, id=st.uuids().map(str), name=st.text(max_size=4), city=st.sampled_from(["León", "Leon", ""]),
              point=st.none() | st.tuples(st.floats(19, 20), st.floats(-100, -99)),
              at=st.none() | st.times(TIME(8), TIME(17)), minutes=st.integers(5, 60)),
    max_size=7, unique_by=lambda stop: stop.id)


def east(index: int, **values: object) -> Stop:
    return Stop(f"s{index}", f"Stop {index}", (19.43, -99.13 + index / 100), **values)  # type: ignore[arg-type]


def ids(route: object) -> list[str]:
    return [leg.id for leg in route.legs]  # type: ignore[attr-defined]


def test_stops_on_a_line_are_visited_along_it() -> None:
    order = ids(plan_route([east(3), east(1), east(2)], RULES))
    assert order in (["s1", "s2", "s3"], ["s3", "s2", "s1"])


def test_kilometres_and_minutes_of_one_visit() -> None:
    km = great_circle_km(BASE, (19.43, -99.03)) * 1.4
    route = plan_route([east(10, minutes=45)], RULES)
    assert route.km == pytest.approx(2 * km)
    travel = -(-km * 60 // 40)
    assert route.legs[0].begins == 8 * 60 + travel + 10
    assert route.ends == route.legs[0].begins + 45 + travel


def test_the_end_may_be_free() -> None:
    assert ids(plan_route([east(9), east(1), east(2)], DayRules(base=BASE, end_at_base=False))) == ["s1", "s2", "s9"]


def test_a_fixed_hour_is_kept_and_the_others_fill_the_gaps() -> None:
    route = plan_route([east(1), east(2, at=TIME(9)), east(3), east(4)], RULES)
    legs = {leg.id: leg for leg in route.legs}
    assert legs["s2"].hour() == TIME(9)
    assert all(leg.late == 0 for leg in route.legs)
    assert ids(route)[0] != "s2"  # there is time for another before nine


def test_visiting_hours_are_respected() -> None:
    route = plan_route([east(1, hours=parse_hours("15-17")), east(2), east(3)], RULES)
    legs = {leg.id: leg for leg in route.legs}
    assert legs["s1"].hour() >= TIME(15)
    assert ids(route)[-1] == "s1"


def test_what_cannot_be_in_time_says_how_late() -> None:
    route = plan_route([east(1, at=TIME(9), minutes=60), east(2, at=TIME(9, 30))], RULES)
    assert sum(leg.late for leg in route.legs) > 0


def test_stops_off_the_map_stand_beside_their_city() -> None:
    lost = Stop("lost", "Clínica", None, "LEÓN")
    route = plan_route([lost, Stop("a", "A", (19.5, -99.1), "León"), Stop("b", "B", (19.9, -99.1), "Silao")], RULES)
    order = ids(route)
    assert order.index("lost") == order.index("a") + 1
    assert next(leg for leg in route.legs if leg.id == "lost").mark() == "sin ubicación"
    assert ids(plan_route([Stop("nowhere", "N")], RULES)) == ["nowhere"]


def test_a_day_that_does_not_fit_says_when_it_ends() -> None:
    route = plan_route([east(1, minutes=660)], RULES)
    assert route.warning().startswith("La ruta termina a las 19:")
    assert plan_route([east(1)], RULES).warning() == ""


def test_a_manual_order_is_kept() -> None:
    assert ids(timetable([east(3), east(1), east(2)], RULES)) == ["s3", "s1", "s2"]


@pytest.mark.parametrize(("text", "ranges"), [
    ("8-12, 15:30 a 18:00", ((TIME(8), TIME(12)), (TIME(15, 30), TIME(18)))),
    ("Lun 9:00 – 13:00 hrs", ((TIME(9), TIME(13)),)),
    ("con cita", ()), ("12-8", ()), ("8-99", ()), ("", ()),
])
def test_written_hours(text: str, ranges: object) -> None:
    assert parse_hours(text) == ranges


@given(stops_around, st.randoms(use_true_random=False))
def test_nobody_is_lost_and_order_of_input_is_nothing(stops: list[Stop], shuffle: random.Random) -> None:
    route = plan_route(stops, RULES)
    assert sorted(ids(route)) == sorted(stop.id for stop in stops)
    shuffled = stops[:]
    shuffle.shuffle(shuffled)
    assert plan_route(shuffled, RULES) == route
    for leg, stop in ((leg, stop) for leg in route.legs for stop in stops if stop.id == leg.id):
        assert stop.at is None or leg.begins >= stop.at.hour * 60 + stop.at.minute
    for before, after in zip(route.legs, route.legs[1:], strict=False):
        assert after.begins >= before.leaves
