"""A12: what an amount does to a line, and each rule of expenses in words."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.expense_rules import Around, Hit, Month, Rule, Spent, effect, exceeds, hits

TODAY = datetime.date(2025, 11, 24)
MEAL = Spent(TODAY, 900_00, line="meals", person="ana", concept="Comida con el Dr. Solís", receipt=True)
MONTHS = {"2025-10": Month(40_000, 47_500, closed=True), "2025-11": Month(38_400, 41_800, 5_000),
          "2025-12": Month(40_000)}


def met(rule: Rule, spent: Spent = MEAL, *others: Spent, **around: Any) -> bool:
    """Whether a rule is met."""
    return bool(hits([rule], spent, Around(others, TODAY, **around)))


def test_the_worked_example_of_the_projection():
    assert effect(MONTHS, "2025-11", 0).projection == 47_500 + 46_800 + 40_000 == 134_300


def test_an_amount_takes_from_month_year_and_projection():
    found = effect(MONTHS, "2025-12", 1_000)
    assert (found.month_before, found.month_after) == (40_000, 39_000)
    assert (found.year_before, found.year_after) == (-7_500 - 8_400 + 40_000, 23_100)
    assert found.projection == 134_300  # within its plan


def test_a_commitment_is_used_before_what_is_available():
    found = effect(MONTHS, "2025-11", 6_000, reserved=5_000)
    assert found.uses == 5_000
    assert found.month_after - found.month_before == -1_000


@given(st.dictionaries(st.sampled_from(sorted(MONTHS)), st.builds(Month, *[st.integers(0, 10**9)] * 3)),
       st.integers(0, 10**9), st.integers(0, 10**9))
def test_what_is_not_reserved_leaves_month_and_year_alike(months: dict[str, Month], amount: int, reserved: int):
    months["2025-11"] = replace(months.get("2025-11", Month()), committed=reserved)
    found = effect(months, "2025-11", amount, reserved=reserved)
    taken = amount - found.uses
    assert 0 <= found.uses <= min(amount, reserved)
    assert found.month_before - found.month_after == found.year_before - found.year_after == taken
    assert found.projection >= sum(month.close for month in months.values())


@pytest.mark.parametrize(("test", "limit", "spent", "others", "expected"), [
    ("per_expense", 800_00, MEAL, (), True),
    ("per_expense", 900_00, MEAL, (), False),
    ("per_day", 1_000_00, MEAL, (replace(MEAL, amount=101_00),), True),
    ("per_day", 1_000_00, MEAL, (replace(MEAL, amount=101_00, person="eva"),), False),
    ("per_day", 1_000_00, MEAL, (replace(MEAL, amount=101_00, on=TODAY.replace(day=23)),), False),
    ("per_month", 1_000_00, MEAL, (replace(MEAL, amount=101_00, on=TODAY.replace(day=1)),), True),
    ("per_month", 1_000_00, MEAL, (replace(MEAL, amount=101_00, on=datetime.date(2024, 11, 24)),), False),
    ("per_attendee", 300_00, replace(MEAL, attendees=3), (), False),
    ("per_attendee", 299_99, replace(MEAL, attendees=3), (), True),
    ("per_attendee", 800_00, MEAL, (), True),  # nobody else was named
    ("per_recipient_year", 1_000_00, replace(MEAL, recipient="solis"),
     (replace(MEAL, amount=101_00, recipient="solis", person="eva", on=TODAY.replace(month=2)),), True),
    ("per_recipient_year", 1_000_00, MEAL, (replace(MEAL, amount=101_00),), False),
    ("no_receipt_from", 200_00, replace(MEAL, receipt=False), (), True),
    ("no_receipt_from", 900_01, replace(MEAL, receipt=False), (), False),
    ("no_receipt_from", 200_00, MEAL, (), False),
    ("max_age_days", 30, replace(MEAL, on=TODAY - datetime.timedelta(30)), (), False),
    ("max_age_days", 30, replace(MEAL, on=TODAY - datetime.timedelta(31)), (), True),
])
def test_each_limit(test: str, limit: int, spent: Spent, others: tuple[Spent, ...], *, expected: bool):
    assert met(Rule(test, "x", Decimal(limit)), spent, *others) is expected


def test_a_concept_is_forbidden_by_its_words_whatever_the_accents():
    rule = Rule("forbidden_concept", "x", words=("alcohol", "propína"))
    assert met(rule, replace(MEAL, concept="Comida y PROPINA"))
    assert not met(rule)


def test_actual_over_plan_counts_what_the_source_cost_already():
    rule = Rule("actual_over_plan", "x")
    spent, before = replace(MEAL, source="plan", amount=100_00), replace(MEAL, source="plan", amount=1_000_00)
    assert not met(rule, spent, before, source_plan=1_000_00)  # exactly 110 %
    assert met(rule, replace(spent, amount=100_01), before, source_plan=1_000_00)
    assert not met(rule, spent, before)


def test_a_rule_of_other_lines_keeps_quiet():
    assert not met(Rule("per_expense", "x", Decimal(1), lines=frozenset({"hotels"})))
    assert met(Rule("per_expense", "x", Decimal(1), lines=frozenset({"meals", "hotels"})))


def test_forbidden_concepts_come_first_then_stops_then_warnings():
    rules = [Rule("per_expense", "aviso", Decimal(1)), Rule("per_day", "alto", Decimal(1), action="block"),
             Rule("forbidden_concept", "no", words=("comida",))]
    assert [hit.message for hit in hits(rules, MEAL, Around((), TODAY))] == ["no", "alto", "aviso"]


@pytest.mark.parametrize(("left", "action", "expected"), [
    (999, "warn", Hit("x", "warn")), (999, "block", Hit("x", "block")), (999, "ignore", None), (1_000, "block", None),
])
def test_a_line_with_too_little_left(left: int, action: str, expected: Hit | None):
    assert exceeds(1_000, left, action, "x") == expected
