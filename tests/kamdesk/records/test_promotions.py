"""Rules of promotion plans, their activities and evaluations (product/03 §3.10)."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from kamdesk.fields import Link
from kamdesk.records.budgets import Budget, BudgetLine
from kamdesk.records.clients import Client
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.promotions import PromotionActivity, PromotionEvaluation, PromotionPlan, scope
from kamdesk.records.recruitment import RecruitmentPlan
from kamdesk.records.territories import Territory

START, END = datetime.date(2025, 12, 1), datetime.date(2025, 12, 31)


@pytest.fixture
def budget_line(put):
    return put(BudgetLine(budget=put(Budget(year=2025, name="Región")).id, name="Promoción"))


@pytest.fixture
def product(put):
    return put(Product(name="Cardiol", line=put(ProductLine(name="Cardiovascular")).id))


@pytest.fixture
def plan(put, zone, budget_line, product):
    return put(PromotionPlan(name="Cierre de año", period="monthly", start=START, end=END, objective="Vender más",
                             products=(product.id,), territories=(zone.id,), budget_line=budget_line.id))


@pytest.fixture
def pharmacy(put, zone, me):
    return put(Client(name="Farmacia Sol", category="pharmacy", territory=zone.id, owner=me.id))


def again(plan, **changes):
    """A plan like another one, not yet stored."""
    return dataclasses.replace(plan, **{"id": "", "name": "Otra vez", **changes})


def activity(plan, zone, person, **given):
    """An activity of a plan in a market."""
    return PromotionActivity(**{"plan": Link(plan.kind.name, plan.id), "name": "Mesa redonda", "on": START,
                                "category": "round_table", "territory": zone.id, "planned_cost": 10_000,
                                "responsible": Link("person", person.id), **given})


def test_a_scope_is_the_clients_named_or_all_of_its_territories(store, put, plan, pharmacy):
    inner = put(Territory(name="Zapopan", level="city", parent=pharmacy.territory))
    clinic = put(Client(name="Clínica", category="clinic", territory=inner.id, owner=pharmacy.owner))
    elsewhere = put(Client(name="Hospital", category="clinic", owner=pharmacy.owner,
                           territory=put(Territory(name="Colima", level="zone")).id))
    assert scope(plan, store) == {pharmacy.id, clinic.id}
    assert scope(dataclasses.replace(plan, clients=(elsewhere.id,)), store) == {elsewhere.id}
    assert scope(dataclasses.replace(plan, territories=()), store) == {pharmacy.id, clinic.id, elsewhere.id}


def test_two_plans_for_the_same_clients_and_products_are_told(cautions, plan, pharmacy):
    said = "1 cliente y 1 producto coinciden con Cierre de año; la línea base los excluirá."
    assert cautions(again(plan)) == {"products": said}
    assert cautions(again(plan, clients=(pharmacy.id,))) == {"products": said}
    assert cautions(plan) == {}


@pytest.mark.parametrize("changes", [
    {"products": ("another product",)}, {"clients": ("another client",)},
    {"start": datetime.date(2026, 1, 1), "end": datetime.date(2026, 1, 31)},
    {"start": datetime.date(2025, 11, 1), "end": datetime.date(2025, 11, 30)},
])
def test_plans_apart_do_not_coincide(cautions, plan, pharmacy, changes):
    assert pharmacy.territory == plan.territories[0]
    assert cautions(again(plan, **changes)) == {}


def test_a_cancelled_plan_does_not_count(store, cautions, plan, pharmacy):
    with store.unit("test") as uow:
        cancelled = uow.change(plan, state="cancelled", cancel_reason="Sin fondos")
    assert cautions(again(cancelled, state="preparation", clients=(pharmacy.id,))) == {}


def test_what_was_rated_do_not_repeat_is_remembered(put, cautions, plan, zone, me):
    put(activity(plan, zone, me))
    put(PromotionEvaluation(plan=plan.id, on=datetime.date(2025, 11, 20), what_worked="Poco", what_failed="Casi todo",
                            next_time="Otro formato", rating="do_not_repeat"))
    later = {"start": datetime.date(2026, 3, 1), "end": datetime.date(2026, 3, 31)}
    second = put(again(plan, **later))
    assert cautions(second) == {}
    put(activity(second, zone, me))
    assert cautions(second) == {"name": "Cierre de año se calificó “no repetir”."}
    assert cautions(dataclasses.replace(second, products=("another product",))) == {}


def test_a_bad_rating_is_forgotten_after_two_years(put, cautions, plan, zone, me):
    put(activity(plan, zone, me))
    put(PromotionEvaluation(plan=plan.id, on=datetime.date(2023, 11, 23), what_worked="Poco", what_failed="Todo",
                            next_time="No", rating="do_not_repeat"))
    second = put(again(plan, start=datetime.date(2026, 3, 1), end=datetime.date(2026, 3, 31)))
    put(activity(second, zone, me))
    assert cautions(second) == {}


def test_an_activity_ends_after_it_begins(errors, plan, zone, me):
    assert errors(activity(plan, zone, me, until=START)) == {}
    before = activity(plan, zone, me, until=START - datetime.timedelta(1))
    assert errors(before) == {"until": "Hasta no puede ser anterior a fecha."}


def test_what_was_carried_out_has_a_result(cautions, plan, zone, me):
    done = activity(plan, zone, me, state="done")
    assert cautions(done) == {"result": "Anota el resultado."}
    assert cautions(dataclasses.replace(done, result="40 médicos")) == {}


@pytest.mark.parametrize("days", [{"on": START}, {"on": END, "until": END}])
def test_an_activity_lies_within_its_plan(cautions, plan, zone, me, days):
    assert cautions(activity(plan, zone, me, **days)) == {}


@pytest.mark.parametrize("days", [{"on": START - datetime.timedelta(1)},
                                  {"on": END, "until": END + datetime.timedelta(1)}])
def test_an_activity_outside_its_plan_is_told(cautions, plan, zone, me, days):
    assert cautions(activity(plan, zone, me, **days)) == {"on": "La fecha está fuera del plan."}


def test_an_activity_of_a_recruitment_plan_lies_within_its_year(put, cautions, zone, me):
    year = put(RecruitmentPlan(year=2026, name="Captación 2026", goal="Diez agentes"))
    inside = activity(year, zone, me, on=datetime.date(2026, 12, 31))
    assert cautions(inside) == {}
    assert cautions(dataclasses.replace(inside, on=END)) == {"on": "La fecha está fuera del plan."}


def test_an_evaluation_before_the_end_is_partial(cautions, plan):
    early = PromotionEvaluation(plan=plan.id, on=END - datetime.timedelta(1), what_worked="a", what_failed="b",
                                next_time="c", rating="repeat")
    assert cautions(early) == {"on": "El plan termina el 31 dic 2025; la evaluación será parcial."}
    assert cautions(dataclasses.replace(early, on=END)) == {}
