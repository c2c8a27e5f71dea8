"""What the demo must show on its day (product/10), asked of the figures themselves."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kamdesk.demo.book import mexican_calendar, named
from kamdesk.figures.model import Period, Scope
from tests.kamdesk.demo.conftest import TODAY

MONTH, YEAR = Period.month("2025-11"), Period.year(2025)


def value(app, code, period=MONTH, **scope):
    return float(app.ask(code, period, Scope(**scope)).value)


def mine(app, code):
    """A figure of the manager alone, without her team."""
    return next(each for each in app.by(code, MONTH, dimension="person") if each.key == named("person", "me"))


def test_day_15_of_19():
    progress = mexican_calendar(TODAY).progress(TODAY)
    assert (progress.elapsed, progress.total) == (15, 19)


def test_sales_of_the_month(shown):
    assert value(shown, "F20") == pytest.approx(842_000_000, rel=0.001)
    assert value(shown, "F22") == pytest.approx(81.0, abs=0.1)
    assert value(shown, "F23") == pytest.approx(102.6, abs=0.1)
    assert value(shown, "F24") == pytest.approx(4.0, abs=0.1)
    assert value(shown, "F21") == pytest.approx(2.1, abs=0.1)


def test_supervisors(shown):
    assert value(shown, "F23", person=named("person", "s3")) == pytest.approx(76, abs=0.1)
    assert value(shown, "F23", person=named("person", "s1")) == pytest.approx(108, abs=0.1)


def test_channel_of_distributors(shown):
    parts = {each.key: each.value for each in shown.by("F20", MONTH, dimension="channel")}
    assert float(parts[named("channel", "Distribuidor")] * 100 / sum(parts.values())) == pytest.approx(62.0, abs=0.1)


def test_collections_and_receivables(shown):
    collected = shown.ask("F45", MONTH)
    assert float(collected.value) == pytest.approx(87.9, abs=0.1)
    assert collected.status == "bad"
    overdue, dso = shown.ask("F42", MONTH), shown.ask("F43", MONTH)
    assert float(overdue.value) == pytest.approx(18, abs=0.5)
    assert overdue.status == "bad"
    assert float(dso.value) == pytest.approx(57, abs=0.5)
    assert dso.status == "watch"


def test_my_coverage(shown):
    figure = mine(shown, "F02")
    assert (figure.numerator, figure.denominator) == (38, 46)


def test_adherence(shown):
    figure = mine(shown, "F07")
    assert (figure.numerator, figure.denominator) == (41, 47)
    whole = shown.ask("F07", MONTH)
    assert float(whole.value) == pytest.approx(87, abs=2)
    assert whole.status == "watch"


def test_last_months_panel_is_still_46(shown):
    panel = {each.key: each for each in shown.by("F01", Period.month("2025-10"), dimension="person")}
    assert panel[named("person", "me")].value == 46


def test_budget(shown):
    assert value(shown, "F62", YEAR) == pytest.approx(80.5, abs=0.1)
    projection = shown.ask("F63", YEAR)
    assert float(projection.value / projection.more["plan"] - 1) == pytest.approx(0.024, abs=0.002)
    assert projection.status == "bad"
    assert value(shown, "F60", YEAR) == pytest.approx(27_000_000, rel=0.001)


def test_distributor_over_its_limit(shown):
    party = named("distributor", "bajio")
    balance = shown.ask("F40", MONTH, Scope(distributor=party)).value
    waiting = shown.ask("F110", MONTH, Scope(distributor=party)).more["delivered_not_invoiced"]
    assert (balance, waiting) == (161_230_000, 8_000_000)
    pending = [(Fraction(10_400_000), Fraction(0)), (Fraction(10_000_000), Fraction(16, 100))]
    exposure = balance + waiting + sum(amount * (1 + tax) for amount, tax in pending)
    assert float(exposure / 150_000_000 * 100) == pytest.approx(127.5, abs=0.05)


def test_receivables_of_the_credit_story(shown):
    told = shown.ask("F42", MONTH, Scope(distributor=named("distributor", "medisur")))
    assert float(told.value) == pytest.approx(3.0, abs=0.1)
    assert float(shown.ask("F42", MONTH, Scope(distributor=named("distributor",
                                                                 "colimed"))).value) == pytest.approx(24, abs=0.1)




def test_an_agent_90_000_short(shown):
    figure = shown.ask("F22", MONTH, Scope(distributor=named("distributor", "herrera")))
    assert (figure.numerator, figure.denominator) == (41_000_000, 50_000_000)


def pair(app, code, period=MONTH, **scope):
    figure = app.ask(code, period, Scope(**scope))
    return figure.numerator, figure.denominator


def test_contact_markets_and_lost_clients(shown):
    assert pair(shown, "F103", Period.day(TODAY), person=named("person", "me"), alone=True) == (41, 52)
    assert pair(shown, "F104") == (3, 4)
    assert pair(shown, "F108") == (9, 214)


def test_a_work_plan_of_28_clients_and_a_region_informed_but_for_two_stocks(shown):
    assert pair(shown, "F112") == (21, 28)
    assert pair(shown, "F106", Period.month("2025-10")) == (31, 34)


def test_a_training_owed_and_an_emergency_of_six_hours(shown):
    kept = shown.ask("F33", MONTH).more
    assert (kept["company_met"], kept["company_due"]) == (3, 4)
    assert value(shown, "F99") == 6


def test_credit_of_the_distributor_over_its_limit(shown):
    use = shown.ask("F48", Period.day(TODAY), Scope(distributor=named("distributor", "bajio")))
    assert float(use.value) == pytest.approx(127.5, abs=0.05)
    assert use.status == "bad"
