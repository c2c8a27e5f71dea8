"""Rules of the team: who reports to whom, vacant posts, candidates, opinions and joint visits (product/03 §3.12)."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from kamdesk.fields import Link
from kamdesk.kinds import kind_of
from kamdesk.records.clients import Client
from kamdesk.records.policies import Policy
from kamdesk.records.team import Authority, Candidate, Coaching, Person, StaffRecommendation, Vacancy

DAY = datetime.date(2025, 11, 24)


@pytest.fixture
def ana(put):
    return put(Person(name="Ana", position="sales_manager"))


@pytest.fixture
def vacancy(put):
    return put(Vacancy(position="representative", reason="Zona nueva", open_on=DAY))


def test_nobody_reports_to_who_reports_to_them(put, errors, ana):
    luis = put(Person(name="Luis", position="regional_manager", manager=ana.id))
    eva = put(Person(name="Eva", position="representative", manager=luis.id))
    assert errors(dataclasses.replace(ana, manager=eva.id)) == {"manager": "Eva ya depende de Ana."}
    assert errors(dataclasses.replace(ana, manager=ana.id)) == {"manager": "Ana ya depende de Ana."}
    assert errors(eva) == {}


def test_a_loop_among_others_does_not_hang(store, put, errors, ana):
    luis = put(Person(name="Luis", position="analyst", manager=ana.id))
    with store.unit("test") as uow:
        uow.add_many(kind_of("person"), [{"id": "one", "name": "Uno", "position": "analyst", "manager": "two"},
                                         {"id": "two", "name": "Dos", "position": "analyst", "manager": "one"}])
    assert errors(dataclasses.replace(luis, manager="one")) == {}


def test_whoever_leaves_hands_over_active_clients(put, cautions, zone, ana):
    gone = dataclasses.replace(ana, end=DAY)
    assert cautions(gone) == {}
    put(Client(name="Farmacia Sol", category="pharmacy", territory=zone.id, owner=ana.id))
    put(Client(name="Clínica Norte", category="clinic", territory=zone.id, owner=ana.id, status="inactive",
               status_reason="Cerró"))
    assert cautions(gone) == {"end": "Tiene 1 cliente. Reasígnalo."}
    put(Client(name="Hospital Ángeles", category="private_hospital", territory=zone.id, owner=ana.id))
    assert cautions(gone) == {"end": "Tiene 2 clientes. Reasígnalos."}
    assert cautions(ana) == {}


def test_an_authority_says_where_it_comes_from(put, cautions, ana):
    policy = put(Policy(title="Descuentos", category="sales"))
    authority = Authority(person=ana.id, matter="discount", limit=100_000)
    assert cautions(authority) == {"source": "¿Qué norma o documento la otorga?"}
    assert cautions(dataclasses.replace(authority, source=Link("policy", policy.id))) == {}


def test_a_filled_vacancy_has_a_person(errors, vacancy, ana):
    filled = dataclasses.replace(vacancy, state="filled")
    assert errors(filled) == {"filled_by": "Elige quién la cubre."}
    assert errors(dataclasses.replace(filled, filled_by=ana.id)) == {}
    assert errors(vacancy) == {}


@pytest.mark.parametrize(("score", "found"), [(None, False), (0, False), (100, False), (101, True), (-1, True)])
def test_a_score_is_out_of_a_hundred(errors, vacancy, score, found):
    candidate = Candidate(vacancy=vacancy.id, name="Rosa", score=score)
    assert errors(candidate) == ({"score": "El puntaje va de 0 a 100."} if found else {})


def test_a_proposed_candidate_has_a_score(cautions, vacancy):
    proposed = Candidate(vacancy=vacancy.id, name="Rosa", stage="proposed")
    assert cautions(proposed) == {"score": "Califica al candidato."}
    assert cautions(dataclasses.replace(proposed, score=0)) == {}
    assert cautions(dataclasses.replace(proposed, stage="interview")) == {}


def test_an_opinion_names_somebody(errors, vacancy, put):
    opinion = StaffRecommendation(category="appointment", position="Representante", effective=DAY, reasons="La mejor")
    assert errors(opinion) == {"person": "Elige la persona o el candidato."}
    rosa = put(Candidate(vacancy=vacancy.id, name="Rosa"))
    assert errors(dataclasses.replace(opinion, candidate=rosa.id)) == {}


def test_a_dismissal_rests_on_appraisals(put, cautions, ana):
    dismissal = StaffRecommendation(category="dismissal", person=ana.id, position="Gerente", effective=DAY,
                                    reasons="No cumple")
    assert cautions(dismissal) == {"evidence": "Adjunta evaluaciones que la sustenten."}
    assert cautions(dataclasses.replace(dismissal, category="transfer")) == {}
    assert cautions(dataclasses.replace(dismissal, evidence=("an appraisal",))) == {}


def test_a_joint_visit_scores_five_aspects_from_one_to_five(errors, ana):
    scores = {"preparation": 4, "opening": 3, "message": 5, "objections": 2, "close": 1}
    planned = Coaching(on=DAY, person=ana.id)
    assert errors(planned) == {}
    done = dataclasses.replace(planned, state="done", **scores)
    assert errors(done) == {}
    assert errors(dataclasses.replace(done, close=None)) == {"preparation": "Califica los cinco aspectos."}
    assert errors(dataclasses.replace(done, opening=0)) == {"preparation": "Cada aspecto se califica de 1 a 5."}
    assert errors(dataclasses.replace(planned, message=6)) == {"preparation": "Cada aspecto se califica de 1 a 5."}


def test_all_of_a_recommendation_is_private():
    stored = StaffRecommendation.kind.stored
    assert {each.klass for each in stored} == {"private"}
    assert set(StaffRecommendation.kind.approvable) == {each.name for each in stored} - {"owner"}
