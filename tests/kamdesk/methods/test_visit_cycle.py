"""A2: priority, capacity, spacing, hard limits, grouping; its size and what is always true."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.calendar import NonWorking, holidays_of, work_calendar
from kamdesk.methods.routing import ANY_HOUR, DayRules, Stop, parse_week, plan_route
from kamdesk.methods.visit_cycle import Need, Proposal, Window, plan_cycle, still_due

DAY = datetime.date
FIRST, LAST = DAY(2025, 12, 1), DAY(2025, 12, 31)
BASE = (20.5, -101.0)
CALENDAR = work_calendar([*holidays_of("MX", 2025), NonWorking(DAY(2025, 12, 24), half_day=True)])
WINDOW = Window(FIRST, LAST, CALENDAR, 3, "ana", rules=DayRules(base=BASE))
needs = st.lists(
    st.builds(Need, id=st.uuids().map(str), name=st.sampled_from(["Ana", "Beto", "Clínica"]),
              visits=st.integers(0, 4), carried=st.booleans(), market=st.booleans(), grade=st.sampled_from("ABCD"),
              days_late=st.integers(0, 30), potential=st.integers(0, 9),
              point=st.none() | st.tuples(st.floats(20, 21), st.floats(-102, -100)),
              city=st.sampled_from(["León", ""]), zone=st.sampled_from(["Norte", "Sur"]),
              min_gap=st.integers(1, 10), near_days=st.lists(st.dates(FIRST, LAST), max_size=2).map(tuple),
              visit_days=st.frozensets(st.integers(0, 5), max_size=3),
              hours=st.sampled_from([ANY_HOUR, parse_week("8-12"), parse_week("mar-jue 9-13"), parse_week("dom 8-9")])),
    max_size=25, unique_by=lambda need: need.id)


def placed(proposal: Proposal) -> list[tuple[str, DAY]]:
    return [(visit.need.id, plan.day) for plan in proposal.days for visit in plan.visits]


def clustered(count: int = 300, seed: int = 7) -> list[Need]:
    """400 visits to 300 parties around twelve towns."""
    draw = random.Random(seed)
    towns = [(20.5 + draw.uniform(-1, 1), -101 + draw.uniform(-1, 1)) for _ in range(12)]
    found = []
    for index in range(count):
        lat, lon = draw.choice(towns)
        found.append(Need(f"c{index:03}", f"Cliente {index:03}", 2 if index < count // 3 else 1,
                          grade="ABCD"[index * 4 // count], days_late=draw.randrange(20), potential=draw.randrange(99),
                          point=(lat + draw.gauss(0, 0.05), lon + draw.gauss(0, 0.05))))
    return found


def kilometres_by_priority_alone(parties: list[Need], window: Window) -> float:
    """Each visit on the first day of its stretch with room: what a list without a map gives."""
    days = window.days()
    on: dict[DAY, list[Need]] = {day: [] for day in days}
    for need in sorted(parties, key=lambda need: (need.grade, -need.days_late, -need.potential)):
        for turn in range(need.visits):
            stretch = days[len(days) * turn // need.visits:len(days) * (turn + 1) // need.visits]
            on[next(day for day in stretch if len(on[day]) < window.room(day))].append(need)
    return sum(plan_route([Stop(need.id, need.name, need.point) for need in visits], window.rules).km
               for visits in on.values())


def test_what_is_still_due() -> None:
    assert still_due(target=2, done=1, planned=0) == 1
    assert still_due(target=1, done=3, planned=0) == 0
    assert still_due(target=1, done=1, planned=0, carried=4) == 1


def test_capacity_counts_half_days_and_what_is_planned() -> None:
    assert len(WINDOW.days()) == 22
    assert WINDOW.capacity() == 21 * 3 + 1
    assert Window(FIRST, LAST, CALENDAR, 3, planned=Counter({FIRST: 2})).capacity() == 21 * 3 + 1 - 2


def test_only_the_first_by_priority_are_placed_and_the_rest_is_listed() -> None:
    window = Window(FIRST, FIRST, CALENDAR, 2)
    proposal = plan_cycle([Need("c", "C", 1, grade="C"), Need("a", "A", 1, grade="A"), Need("b", "B", 1, grade="B"),
                           Need("m", "Zona", 1, market=True)], window)
    assert {party for party, _day in placed(proposal)} == {"m", "a"}
    assert [(left.need.id, left.reason) for left in proposal.left_out] == [
        ("b", "sin capacidad"), ("c", "sin capacidad")]
    assert proposal.warning() == ("Faltan 2 visitas de capacidad: caben 2 de 4. Sube la capacidad, baja frecuencias "
                                  "o acepta las 2 prioritarias.")


def test_carried_over_comes_first_then_days_late_then_potential() -> None:
    window = Window(FIRST, FIRST, CALENDAR, 1)

    def winner(*parties: Need) -> str:
        return placed(plan_cycle(parties, window))[0][0]

    assert winner(Need("a", "A", 1, grade="A"), Need("d", "D", 1, grade="D", carried=True)) == "d"
    assert winner(Need("a", "A", 1, grade="A"), Need("b", "B", 1, grade="A", days_late=3)) == "b"
    assert winner(Need("a", "A", 1, grade="A"), Need("b", "B", 1, grade="A", potential=3)) == "b"


def test_two_visits_fall_in_the_two_halves() -> None:
    (_, first), (_, second) = placed(plan_cycle([Need("a", "A", 2)], WINDOW))
    days = WINDOW.days()
    assert first in days[:11]
    assert second in days[11:]
    assert (second - first).days >= 7


def test_visiting_days_are_a_hard_limit() -> None:
    days = {day.weekday() for _party, day in placed(plan_cycle([Need("a", "A", 4, visit_days=frozenset({1}))], WINDOW))}
    assert days == {1}
    nowhere = plan_cycle([Need("a", "A", 1, visit_days=frozenset({6}))], WINDOW)
    assert nowhere.days == ()
    assert nowhere.left_out[0].reason == "sin lugar: en este tramo no se trabaja ninguno de sus días de visita"


def test_the_gap_halves_before_a_visit_is_given_up() -> None:
    week = Window(FIRST, DAY(2025, 12, 5), CALENDAR)
    halved = plan_cycle([Need("a", "A", 1, min_gap=7, near_days=(DAY(2025, 11, 29),))], week)
    assert placed(halved)[0][1] >= DAY(2025, 12, 3)
    refused = plan_cycle([Need("a", "A", 1, min_gap=20, near_days=(DAY(2025, 11, 29),))], week)
    assert refused.left_out[0].reason == "sin lugar: demasiado cerca de sus otras visitas"


def test_those_without_location_follow_their_city_and_a_market_its_zone() -> None:
    parties = [Need(f"l{index}", f"L{index}", 1, point=(20.9, -101.5), city="León", zone="Norte") for index in range(2)]
    others = [Need(f"s{index}", f"S{index}", 1, point=(20.1, -100.2), city="Silao", zone="Sur") for index in range(2)]
    days = dict(placed(plan_cycle([*parties, *others, Need("x", "X", 1, city="LEON"),
                                   Need("m", "M", 1, market=True, zone="Sur")],
                                  Window(FIRST, DAY(2025, 12, 2), CALENDAR, 3, rules=DayRules(base=BASE)))))
    assert days["l0"] == days["l1"] == days["x"]
    assert days["s0"] == days["s1"] == days["m"]


def test_the_reason_names_grade_delay_and_neighbour() -> None:
    proposal = plan_cycle([Need("a", "A", 1, grade="A", days_late=4, point=BASE),
                           Need("n", "Hospital Norte", 1, point=BASE)], Window(FIRST, FIRST, CALENDAR))
    reasons = {visit.need.id: visit.reason for visit in proposal.days[0].visits}
    assert reasons["a"] == "A · atrasada 4 d · cerca de Hospital Norte"


def test_a_cut_by_the_clock_is_marked() -> None:
    proposal = plan_cycle(clustered(30), WINDOW, guard=-1)
    assert proposal.cut
    assert proposal.warning() == "cortado por tiempo"


def test_300_parties_400_visits_21_days() -> None:
    parties = clustered()
    window = Window(FIRST, DAY(2025, 12, 30), work_calendar(), 20, "ana", rules=DayRules(base=BASE))
    window = Window(window.days()[0], window.days()[20], work_calendar(), 20, "ana", rules=DayRules(base=BASE))
    assert sum(need.visits for need in parties) == 400
    proposal = plan_cycle(parties, window)
    assert len(placed(proposal)) == 400
    assert not proposal.cut
    assert proposal.km <= 0.85 * kilometres_by_priority_alone(parties, window)


@given(needs)
def test_always_true(parties: list[Need]) -> None:
    proposal = plan_cycle(parties, WINDOW, moves=2_000)
    visits = placed(proposal)
    by_day = Counter(day for _party, day in visits)
    assert all(CALENDAR.is_working(day) for day in by_day)
    assert all(count <= WINDOW.room(day) for day, count in by_day.items())
    for need in parties:
        days = [day for party, day in visits if party == need.id]
        assert all(not need.visit_days or day.weekday() in need.visit_days for day in days)
        assert all(need.hours.opens(day.weekday()) for day in days)
        near = sorted([*days, *set(need.near_days)])
        shrunk = (need.min_gap + 1) // 2
        assert all((b - a).days >= shrunk for a, b in pairwise(near) if a in days or b in days)
        left = sum(out.visits for out in proposal.left_out if out.need.id == need.id)
        assert len(days) + left == need.visits
    assert all(out.reason for out in proposal.left_out)
    assert len(visits) <= WINDOW.capacity()


@given(needs, st.randoms(use_true_random=False))
def test_shuffling_and_repeating_change_nothing(parties: list[Need], shuffle: random.Random) -> None:
    shuffled = parties[:]
    shuffle.shuffle(shuffled)
    assert placed(plan_cycle(shuffled, WINDOW, moves=500)) == placed(plan_cycle(parties, WINDOW, moves=500))
