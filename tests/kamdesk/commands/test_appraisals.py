"""Appraisals read from figures and graded by hand; incentives that end in awards; the arithmetic of both."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.commands.appraisals import (
    apply_recommendation,
    appraise,
    close_appraisal,
    grade_line,
    reopen_appraisal,
)
from kamdesk.commands.incentives import close_incentive, open_incentive, start_incentive
from kamdesk.fields import Link
from kamdesk.figures import ask
from kamdesk.figures.model import Period
from kamdesk.methods.grading import Terms, earned, mark_of, points_for, total
from kamdesk.records.appraisals import Appraisal, AppraisalCriterion, AppraisalLine
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.incentives import Incentive, IncentiveAward
from kamdesk.records.tasks import Task
from kamdesk.store import Query
from tests.conftest import TODAY
from tests.kamdesk.commands.test_orders import refusal
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import Region, put

START, END = datetime.date(2025, 7, 1), datetime.date(2025, 9, 30)


@pytest.fixture
def trade(app: App, me) -> Trade:
    """A distributor, judged by papers (a figure) and by two criteria of hand."""
    made = Trade(app, me)
    for name, weight, figure in (("Documentos", 40, "F93"), ("Equipo", 35, ""), ("Trato", 25, "")):
        put(app, AppraisalCriterion(scheme="distributor", name=name, weight=Decimal(weight), figure=figure,
                                    best=Decimal(100), worst=Decimal(0)))
    app.run(lambda uow: uow.put_setting("mandatory_documents", {"distributor": ["gsp"]}))
    return made


def label(app: App) -> str:
    step = app.store.undo_step()
    assert step is not None
    return step.label


def judged(app: App, trade: Trade) -> Appraisal:
    return app.run(appraise, subject=trade.buyer, scheme="distributor", start=START, end=END)


def lines(app: App, appraisal: Appraisal) -> dict[Decimal, AppraisalLine]:
    return {each.weight: each for each in app.store.find(AppraisalLine, appraisal=appraisal.id)}


def test_what_figures_know_is_read_and_the_rest_is_graded(app, trade):
    made = judged(app, trade)
    assert (made.state, made.period) == ("draft", "quarter")
    assert label(app) == "Evaluar a Médica del Bajío"
    found = lines(app, made)
    assert (found[Decimal(40)].points, found[Decimal(40)].source) == (Decimal("0.0"), "automatic")
    assert "Falta calificar" in refusal(app, close_appraisal, appraisal=made)
    app.run(grade_line, line=found[Decimal(35)], points=Decimal(80))
    app.run(grade_line, line=found[Decimal(25)], points=Decimal(100), note="Muy bueno")
    assert "0 a 100" in refusal(app, grade_line, line=found[Decimal(35)], points=Decimal(101))
    closed = app.run(close_appraisal, appraisal=made)
    row = app.store.page(Appraisal.kind, Query()).rows[0]
    assert row.values["score"] == Decimal(53)
    assert "Reábrela" in refusal(app, grade_line, line=found[Decimal(35)], points=Decimal(1))
    assert "motivo" in refusal(app, reopen_appraisal, appraisal=closed, reason="")
    assert app.run(reopen_appraisal, appraisal=closed, reason="Faltó un dato").state == "reopened"


def test_an_appraisal_is_made_once_with_weights_of_100(app, trade):
    judged(app, trade)
    assert "Ya hay una evaluación" in refusal(app, appraise, subject=trade.buyer, scheme="distributor", start=START,
                                              end=END)
    assert "deben sumar 100" in refusal(app, appraise, subject=trade.buyer, scheme="agent", start=START, end=END)


def test_a_recommendation_opens_what_it_asks_for(app, trade):
    made = judged(app, trade)
    assert "Cierra" in refusal(app, apply_recommendation, appraisal=made)
    for each in app.store.find(AppraisalLine, appraisal=made.id, source="manual"):
        app.run(grade_line, line=each, points=Decimal(90))
    closed = app.run(close_appraisal, appraisal=app.run(lambda uow: uow.change(
        made, recommendation="decrease", recommendation_on=("credit", "quota"))))
    opened = app.run(apply_recommendation, appraisal=closed)
    assert [type(each) for each in opened] == [CreditAssessment, Task]
    assert app.store.find(Task)[0].title == "Revisar el objetivo de Médica del Bajío: disminuir"
    assert label(app) == "Aplicar recomendación a Médica del Bajío"


def test_the_example_of_the_appraisal():
    parts = [(Fraction(40), Fraction(85)), (Fraction(25), Fraction(72)), (Fraction(20), Fraction(90)),
             (Fraction(15), Fraction(80))]
    assert total(parts) == 82
    assert mark_of(total(parts)) == "b"
    assert total([(Fraction(59), Fraction(100)), (Fraction(41), None)]) is None
    assert mark_of(None) is None


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 100) | st.none()), min_size=1, max_size=8), st.randoms())
def test_a_score_lies_between_its_points_whatever_their_order(parts, random):
    exact = [(Fraction(weight), None if points is None else Fraction(points)) for weight, points in parts]
    mixed = random.sample(exact, len(exact))
    assert total(exact) == total(mixed)
    found = total(exact)
    known = [points for _weight, points in exact if points is not None]
    assert found is None or min(known) <= found <= max(known)


@given(st.integers(-500, 500), st.integers(-100, 100), st.integers(-100, 100))
def test_points_go_from_0_to_100_and_follow_the_scale(value, best, worst):
    found = points_for(Fraction(value), best=Fraction(best), worst=Fraction(worst))
    assert 0 <= found <= 100
    if best != worst:
        assert points_for(Fraction(best), best=Fraction(best), worst=Fraction(worst)) == 100
        assert points_for(Fraction(worst), best=Fraction(best), worst=Fraction(worst)) == 0


def test_the_examples_of_the_incentive():
    terms = Terms("excess", Fraction(5))
    assert earned(terms, actual=Fraction(560_000_00), target=Fraction(500_000_00)).amount == 3_000_00
    below = earned(terms, actual=Fraction(410_000_00), target=Fraction(500_000_00))
    assert (below.amount, below.missing) == (0, 90_000_00)
    assert earned(terms, actual=Fraction(5), target=Fraction(0)).amount is None
    assert earned(Terms("fixed", Fraction(100), cap=50), actual=Fraction(9), target=Fraction(9)).amount == 50
    assert earned(Terms("unit", Fraction(10)), actual=Fraction(3), target=Fraction(0)).amount == 30


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 10**6) | st.none())
def test_an_incentive_never_pays_below_nothing_or_above_its_cap(actual, target, cap):
    found = earned(Terms("excess", Fraction(7), cap=cap), actual=Fraction(actual), target=Fraction(target))
    assert found.amount is not None
    assert found.amount >= 0
    assert cap is None or found.amount <= cap
    assert (found.missing > 0) == (actual < target)


def test_an_incentive_is_approved_runs_and_ends_in_awards(app):
    region = Region(app)
    seller = Link("person", region.person.id)
    draft = app.run(open_incentive, incentive=Incentive(
        name="Cierre", start=datetime.date(2025, 10, 1), end=datetime.date(2025, 10, 31), participants=(seller,),
        measure="sales", rule="fixed", rate=Decimal(500)))
    assert "aprobación" in refusal(app, start_incentive, incentive=draft)
    assert "vigente" in refusal(app, close_incentive, incentive=draft)
    running = app.run(lambda uow: uow.change(draft, state="running"))
    assert ask(app.store.facts, "F59", Period.day(TODAY)).value == 500_00
    app.run(close_incentive, incentive=running)
    (award,) = app.store.find(IncentiveAward)
    assert (award.participant, award.amount) == (seller, 500_00)
    assert label(app) == "Cerrar incentivo Cierre"
