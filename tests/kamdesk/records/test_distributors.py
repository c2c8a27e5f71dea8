"""Rules of distributors, credit, appraisals, training, recruitment and incentives (product/03 §3.3)."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from kamdesk.fields import Link
from kamdesk.records.appraisals import Appraisal, AppraisalCriterion, AppraisalLine, scheme_name
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import Distributor, DistributorStock, StageChange
from kamdesk.records.incentives import Incentive, IncentiveAward
from kamdesk.records.network import Assignment
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.recruitment import RecruitmentGoal, RecruitmentPlan
from kamdesk.records.territories import Territory
from kamdesk.records.training import TrainingAttendance, TrainingSession

TODAY = datetime.date(2025, 11, 24)


@pytest.fixture
def north(put, zone, me):
    return put(Distributor(name="Distribuidora Norte", role="distributor", territories=(zone.id,), owner=me.id,
                           credit_limit=150_000_000))


@pytest.fixture
def south(put, zone, me):
    return put(Distributor(name="Distribuidora Sur", role="distributor", territories=(zone.id,), owner=me.id))


@pytest.fixture
def line(put):
    return put(ProductLine(name="Oncología"))


class TestDistributor:
    def test_the_limit_changes_with_a_proposal(self, errors, put, north):
        raised = replace(north, credit_limit=177_000_000)
        assert errors(raised) == {"credit_limit": "El límite se cambia con una propuesta de crédito."}
        assert errors(replace(north, note="Paga bien")) == {}
        put(CreditAssessment(distributor=north.id, proposed_limit=177_000_000, reasons="Paga bien", state="applied"))
        assert errors(raised) == {}
        assert "credit_limit" in errors(replace(north, credit_limit=178_000_000))

    def test_a_new_one_may_come_with_its_limit(self, errors, north):
        assert errors(replace(north, id="")) == {}


class TestStageChange:
    @pytest.mark.parametrize(("stage", "told"), [("suspended", True), ("ended", True), ("active", False)])
    def test_stopping_says_why(self, errors, north, stage, told):
        change = StageChange(distributor=north.id, stage=stage, on=TODAY)
        assert errors(change) == ({"reason": "Anota el motivo."} if told else {})
        assert errors(replace(change, reason="Cierre")) == {}

    def test_steps_follow_one_another(self, cautions, put, north):
        put(StageChange(distributor=north.id, stage="trial", on=TODAY))
        earlier = StageChange(distributor=north.id, stage="active", on=datetime.date(2025, 11, 1))
        assert cautions(earlier) == {"on": "Es anterior al cambio del 24 nov 2025."}
        assert cautions(replace(earlier, on=TODAY)) == {}


def test_an_old_reading_is_marked(cautions, put, north, line):
    product = put(Product(name="Oncolex", line=line.id))
    put(DistributorStock(distributor=north.id, product=product.id, on=TODAY, units=Decimal(10)))
    old = DistributorStock(distributor=north.id, product=product.id, on=datetime.date(2025, 10, 31), units=Decimal(8))
    assert cautions(old) == {"on": "Ya hay una lectura del 24 nov 2025."}
    assert cautions(replace(old, on=datetime.date(2025, 11, 25))) == {}
    assert cautions(replace(old, lot="L7")) == {}


class TestAssignment:
    @pytest.fixture
    def exclusive(self, put, north, zone, line):
        return put(Assignment(assignee=Link("distributor", north.id), territory=zone.id, line=line.id, exclusive=True,
                              start=datetime.date(2025, 1, 1), end=datetime.date(2025, 12, 31)))

    def test_nobody_else_where_one_is_exclusive(self, errors, exclusive, south):
        other = replace(exclusive, id="", assignee=Link("distributor", south.id), exclusive=False)
        sentence = "Distribuidora Norte tiene exclusividad en Jalisco para Oncología hasta 31 dic 2025."
        assert errors(other) == {"territory": sentence}
        assert errors(replace(other, line=None)) == {"territory": sentence}
        assert errors(replace(other, start=datetime.date(2026, 1, 1), end=None)) == {}
        assert errors(exclusive) == {}

    def test_exclusivity_covers_what_is_below_and_above(self, errors, put, exclusive, south, zone):
        city = put(Territory(name="Guadalajara", parent=zone.id))
        other = replace(exclusive, id="", assignee=Link("distributor", south.id), exclusive=False)
        assert "territory" in errors(replace(other, territory=city.id))
        put(replace(exclusive, id="", territory=city.id, line=None, start=datetime.date(2027, 1, 1), end=None))
        later = replace(other, start=datetime.date(2027, 2, 1), end=None)
        assert errors(later) == {"territory": "Distribuidora Norte tiene exclusividad en Jalisco para Oncología."}
        elsewhere = put(Territory(name="Nayarit", level="zone"))
        assert errors(replace(other, territory=elsewhere.id)) == {}

    def test_other_lines_and_people_do_not_clash(self, errors, put, exclusive, south, me):
        other_line = put(ProductLine(name="Neurología"))
        other = replace(exclusive, id="", assignee=Link("distributor", south.id))
        assert errors(replace(other, line=other_line.id)) == {}
        assert errors(replace(other, assignee=Link("person", me.id))) == {}

    def test_in_force(self, exclusive):
        assert exclusive.in_force
        assert not replace(exclusive, end=datetime.date(2025, 11, 23)).in_force
        assert not replace(exclusive, start=datetime.date(2025, 11, 25)).in_force


class TestCreditAssessment:
    @pytest.fixture
    def assessment(self, north):
        return CreditAssessment(distributor=north.id, current_limit=150_000_000, suggested_limit=177_000_000,
                                proposed_limit=177_000_000, reasons="Paga con 5.0 días de atraso en promedio.")

    def test_departing_says_why(self, errors, assessment):
        assert errors(assessment) == {}
        departed = replace(assessment, proposed_limit=160_000_000)
        assert errors(departed) == {"comment": "Explica por qué te apartas del límite sugerido."}
        assert errors(replace(departed, comment="Temporada baja")) == {}

    def test_a_block_stops_an_increase(self, errors, assessment):
        blocked = replace(assessment, inputs={"blocks": ["La licencia sanitaria está vencida."]})
        assert errors(blocked) == {
            "proposed_limit": "No se puede proponer aumento: La licencia sanitaria está vencida."
        }
        assert errors(replace(blocked, exception="Renovación en curso")) == {}
        assert errors(replace(blocked, proposed_limit=150_000_000, suggested_limit=150_000_000)) == {}


class TestAppraisal:
    @pytest.fixture
    def appraisal(self, put, north):
        return put(Appraisal(subject=Link("distributor", north.id), scheme="distributor",
                             start=datetime.date(2025, 7, 1), end=datetime.date(2025, 9, 30)))

    @pytest.fixture
    def criteria(self, put):
        return [put(AppraisalCriterion(scheme="distributor", name=name, weight=Decimal(weight)))
                for name, weight in (("Ventas", 60), ("Cobertura", 40))]

    def test_every_manual_criterion_is_graded(self, errors, put, appraisal, criteria):
        closed = replace(appraisal, state="closed")
        assert errors(closed) == {}
        put(AppraisalLine(appraisal=appraisal.id, criterion=criteria[0].id, source="manual", points=Decimal(80)))
        assert errors(closed) == {}
        put(AppraisalLine(appraisal=appraisal.id, criterion=criteria[1].id, source="manual"))
        assert errors(closed) == {"state": "Falta calificar Cobertura."}
        assert errors(appraisal) == {}

    @pytest.mark.parametrize(("known", "told"), [(60, False), (59, True)])
    def test_without_data_there_is_no_grade(self, *, cautions, put, appraisal, criteria, known, told):
        automatic = AppraisalLine(appraisal=appraisal.id, source="automatic")
        put(replace(automatic, criterion=criteria[0].id, weight=Decimal(known), points=Decimal(90)))
        put(replace(automatic, criterion=criteria[1].id, weight=Decimal(100 - known)))
        sentence = {"state": "No hay datos suficientes para calificar."}
        assert cautions(replace(appraisal, state="closed")) == (sentence if told else {})

    @pytest.mark.parametrize(("points", "told"), [("-1", True), ("0", False), ("100", False), ("100.5", True)])
    def test_points_go_from_0_to_100(self, errors, appraisal, criteria, points, told):
        line = AppraisalLine(appraisal=appraisal.id, criterion=criteria[0].id, points=Decimal(points))
        assert errors(line) == ({"points": "La nota va de 0 a 100."} if told else {})

    def test_weights_make_100(self, cautions, criteria):
        assert cautions(criteria[0]) == {}
        assert cautions(replace(criteria[0], weight=Decimal("50.5"))) == {
            "weight": "Los pesos de Distribuidor suman 90.5; deben sumar 100."
        }

    def test_schemes_of_the_team_keep_their_name(self):
        assert scheme_name("agent_selection") == "Selección de agente"
        assert scheme_name("Hospitales del sur") == "Hospitales del sur"


class TestTraining:
    @pytest.fixture
    def session(self, put):
        return put(TrainingSession(title="Oncología básica", on=TODAY, audience="team"))

    def test_a_session_held_had_somebody_in_it(self, errors, put, session, me, north):
        held = replace(session, state="done")
        assert errors(session) == {}
        put(TrainingAttendance(session=session.id, attendee=Link("distributor", north.id)))
        assert errors(held) == {"state": "Marca quién asistió."}
        put(TrainingAttendance(session=session.id, attendee=Link("person", me.id), attended=True))
        assert errors(held) == {}

    @pytest.mark.parametrize(
        ("attended", "score", "sentence"),
        [(False, "80", "No puede tener nota si no asistió."), (True, "80", None), (False, None, None),
         (True, "101", "La nota va de 0 a 100.")],
    )
    def test_who_was_there_may_have_a_score(self, *, errors, session, me, attended, score, sentence):
        attendance = TrainingAttendance(session=session.id, attendee=Link("person", me.id), attended=attended,
                                        score=None if score is None else Decimal(score))
        assert errors(attendance).get("score") == sentence


class TestRecruitment:
    @pytest.fixture
    def plan(self, put):
        return put(RecruitmentPlan(year=2025, name="Captación 2025", goal="Seis agentes nuevos"))

    def test_a_plan_under_way_has_goals(self, errors, put, plan, zone, line):
        running = replace(plan, state="running")
        assert errors(plan) == {}
        assert errors(running) == {"state": "Agrega al menos una meta mensual."}
        put(RecruitmentGoal(plan=plan.id, month="2025-11", territory=zone.id, line=line.id, agents=1))
        assert errors(running) == {}

    def test_a_goal_wants_something(self, errors, plan, zone, line):
        goal = RecruitmentGoal(plan=plan.id, month="2025-11", territory=zone.id, line=line.id)
        assert errors(goal) == {"agents": "La meta está vacía."}
        assert errors(replace(goal, spend=10_000_00)) == {}


def test_awards_are_paid_when_the_incentive_is_closed(errors, store, put, north):
    incentive = put(Incentive(name="Cierre de año", start=datetime.date(2025, 10, 1), end=datetime.date(2025, 12, 31),
                              participants=(Link("distributor", north.id),), measure="sales", rule="fixed"))
    award = IncentiveAward(incentive=incentive.id, participant=Link("distributor", north.id), paid_on=TODAY)
    assert errors(award) == {"paid_on": "Cierra el incentivo antes de pagar."}
    assert errors(replace(award, paid_on=None)) == {}
    with store.unit("test") as uow:
        uow.save(replace(incentive, state="closed"))
    assert errors(award) == {}
