"""Frequencies: F01 rules and turns, F14 status, F15 rescue, with their worked examples."""

from __future__ import annotations

import datetime
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.turns import (
    Missing,
    Rule,
    even_phase,
    in_turn,
    rescue,
    rule_for,
    status,
    target,
    window,
)

TODAY = datetime.date(2025, 11, 24)
A, C = Rule("a", "A", 2, level="A"), Rule("c", "C", 1, 2, level="C")
OFFICE = Rule("office", "Licitaciones", 1, applies_to=frozenset({"tender_office"}))
OFFICE_A = Rule("office-a", "Licitaciones A", 4, applies_to=frozenset({"tender_office"}), level="A")
ROLES = Rule("roles", "Distribuidores", 2, applies_to=frozenset({"distributor", "agent"}))
RULES = [A, C, OFFICE, OFFICE_A, ROLES]


def test_the_most_specific_rule_wins() -> None:
    assert rule_for(RULES, category="pharmacy", level="A") is A
    assert rule_for(RULES, category="tender_office", level="A") is OFFICE_A
    assert rule_for(RULES, category="tender_office", level="C") is OFFICE
    assert rule_for(RULES, category="tender_office", level="A", override="c") is C
    assert rule_for(RULES, category="pharmacy", level="D") is None


def test_segment_rules_never_touch_distributors() -> None:
    assert rule_for(RULES, category="agent", level="A", is_client=False) is ROLES
    assert rule_for([A], category="agent", level="A", is_client=False) is None


def test_turns_follow_the_phase_from_the_fiscal_start() -> None:
    quarterly = Rule("d", "D", 1, 3)
    assert [month for month in range(1, 13) if in_turn(quarterly, f"2025-{month:02}", phase=1)] == [2, 5, 8, 11]
    assert in_turn(quarterly, "2025-07", phase=0, fiscal_start=7)
    assert all(in_turn(A, f"2025-{month:02}") for month in range(1, 13))
    assert not in_turn(Rule("none", visits=0), "2025-01")


def test_the_target_adds_the_months_in_turn() -> None:
    assert target(A, "2025-11", "2025-11") == 2
    assert target(C, "2025-01", "2025-12", phase=1) == 6
    assert target(C, "2025-11", "2025-11", phase=1) == 0


def test_visits_of_the_whole_window_count() -> None:
    assert window(C, "2025-11") == ("2025-10", "2025-11")
    assert window(A, "2025-11") == ("2025-11", "2025-11")


@pytest.mark.parametrize(("rule", "label"), [
    (A, "2 al mes, cada 15 días aprox."), (C, "1 cada 2 meses, cada 60 días aprox."),
    (Rule("x", visits=4), "4 al mes, cada 8 días aprox."), (Rule("x", visits=0), "sin visitas"),
])
def test_labels(rule: Rule, label: str) -> None:
    assert rule.label() == label


def test_an_a_client_visited_on_the_5th_is_4_days_late_on_the_24th() -> None:
    found = status(A, today=TODAY, last_done=datetime.date(2025, 11, 5))
    assert found.next_due == datetime.date(2025, 11, 20)
    assert found.label() == "atrasada 4 d"


@pytest.mark.parametrize(("last_done", "planned", "label"), [
    (None, None, "nunca"), (None, TODAY, "planificada"), (datetime.date(2025, 11, 5), TODAY, "atrasada 4 d"),
    (datetime.date(2025, 11, 9), None, "toca pronto"), (datetime.date(2025, 11, 16), None, "toca pronto"),
    (datetime.date(2025, 11, 17), None, "al día"), (datetime.date(2025, 11, 17), TODAY, "planificada"),
    (datetime.date(2025, 11, 17), datetime.date(2025, 11, 20), "al día"),
])
def test_status(last_done: datetime.date | None, planned: datetime.date | None, label: str) -> None:
    assert status(A, today=TODAY, last_done=last_done, next_planned=planned).label() == label


def test_without_frequency() -> None:
    assert status(None, today=TODAY, last_done=None).label() == "sin frecuencia"


def test_rescue_fits_10_of_14() -> None:
    parties = [Missing("c", "C", 6, "C", 900), Missing("a", "A", 4, "A", 10), Missing("a2", "B", 4, "A", 50),
               Missing("ok", "D", 0, "A", 99)]
    found = rescue(parties, working_days=Fraction(4), capacity_per_day=8, planned_ahead=22)
    assert found.label() == "Caben 10 de 14"
    assert [(party.id, party.fits) for party in found.parties] == [("a2", 4), ("a", 4), ("c", 2)]


def test_rescue_without_capacity() -> None:
    found = rescue([Missing("a", "A", 1)], working_days=Fraction(1, 2), capacity_per_day=5, planned_ahead=9)
    assert (found.capacity, found.fitting) == (0, 0)


@given(st.sampled_from([2, 3, 6]), st.integers(1, 40))
def test_new_parties_spread_over_the_phases(every: int, count: int) -> None:
    phases: list[int] = []
    for _party in range(count):
        phases.append(even_phase(phases, every))
    used = Counter(phases)
    assert max(used[phase] for phase in range(every)) - min(used[phase] for phase in range(every)) <= 1


@given(st.sampled_from([1, 2, 3, 6]), st.integers(0, 5), st.integers(1, 12), st.integers(0, 8))
def test_a_year_holds_every_turn(every: int, phase: int, fiscal_start: int, visits: int) -> None:
    rule = Rule("r", visits=visits, every_months=every)
    assert target(rule, "2025-01", "2025-12", phase=phase, fiscal_start=fiscal_start) == visits * 12 // every
