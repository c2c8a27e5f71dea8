"""Rules of communication plans, pieces, readings and launches (product/03 §3.10)."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from kamdesk.fields import Link
from kamdesk.records.budgets import Budget, BudgetLine
from kamdesk.records.campaigns import CommunicationPlan, ContentMetric, ContentPiece, MediaLaunch
from kamdesk.records.checklists import Requirement
from kamdesk.records.clients import Client
from kamdesk.records.expenses import Expense
from kamdesk.records.products import KeyMessage

TODAY = datetime.date(2025, 11, 24)
YESTERDAY = TODAY - datetime.timedelta(1)


@pytest.fixture
def company(put, zone, me):
    return put(Client(name="Laboratorios Alba", category="pharma_company", territory=zone.id, owner=me.id))


@pytest.fixture
def plan(put):
    return put(CommunicationPlan(name="Otoño", brand="Cardiol", start=TODAY, end=TODAY, objective="Darlo a conocer",
                                 channels=("instagram",)))


@pytest.fixture
def piece(put, plan):
    return put(ContentPiece(plan=plan.id, title="Corazón sano", category="post", channel="instagram"))


@pytest.fixture
def message(put):
    return put(KeyMessage(scope="brand", brand="Cardiol", category="point_of_sale", title="Una al día",
                          text="Basta una al día", state="approved", approved_by="Médica", approved_on=YESTERDAY))


@pytest.fixture
def launch(put, company):
    return put(MediaLaunch(party=company.id, name="Cardiol en la web", medium="Revista médica", start=TODAY))


def test_a_plan_is_told_somewhere(errors, plan):
    assert errors(plan) == {}
    assert errors(dataclasses.replace(plan, channels=())) == {"channels": "Elige al menos un canal."}


def test_nothing_is_published_before_the_legal_review(errors, piece):
    published = dataclasses.replace(piece, state="published", legal_by="Legal")
    assert errors(published) == {"legal_by": "Falta la revisión legal."}
    assert errors(dataclasses.replace(published, legal_on=TODAY)) == {}
    assert errors(piece) == {}


def test_only_a_message_in_force_is_taken(errors, put, piece, message):
    assert errors(dataclasses.replace(piece, message=message.id)) == {}
    for changes in ({"state": "draft"}, {"valid_until": YESTERDAY}):
        old = put(dataclasses.replace(message, id="", title="Dos al día", **changes))
        said = {"message": "El mensaje “Dos al día” no está vigente. Elige otro."}
        assert errors(dataclasses.replace(piece, message=old.id)) == said


def test_a_piece_keeps_the_message_it_was_made_with(store, errors, put, piece, message):
    made = put(dataclasses.replace(piece, id="", title="Video", message=message.id))
    with store.unit("test") as uow:
        uow.change(message, valid_until=YESTERDAY)
    assert errors(dataclasses.replace(made, hook="¿Una al día?")) == {}


def test_a_message_is_of_the_brand_and_the_client_of_the_plan(errors, put, piece, message, company):
    other = put(dataclasses.replace(message, id="", title="Alivio", brand="Dolorex"))
    said = {"message": "El mensaje es de Dolorex; el plan es de Cardiol."}
    assert errors(dataclasses.replace(piece, message=other.id)) == said
    theirs = put(dataclasses.replace(message, id="", title="De Alba", for_party=company.id))
    said = {"message": "El mensaje es de Laboratorios Alba; el plan es de nuestra empresa."}
    assert errors(dataclasses.replace(piece, message=theirs.id)) == said
    same = put(dataclasses.replace(message, id="", title="Igual", brand="CARDIOL"))
    assert errors(dataclasses.replace(piece, message=same.id)) == {}


@pytest.mark.parametrize(("publish_on", "state", "found"), [
    (YESTERDAY, "approved", True), (TODAY, "approved", False), (None, "approved", False),
    (YESTERDAY, "published", False), (YESTERDAY, "withdrawn", False),
])
def test_a_piece_is_published_on_its_day(cautions, piece, publish_on, state, found):
    told = {"publish_on": "Debió publicarse el 23 nov 2025."} if found else {}
    assert cautions(dataclasses.replace(piece, publish_on=publish_on, state=state)) == told


def test_readings_only_grow(put, cautions, piece):
    put(ContentMetric(piece=piece.id, on=YESTERDAY - datetime.timedelta(9), reach=900, clicks=90))
    put(ContentMetric(piece=piece.id, on=YESTERDAY, reach=500, clicks=50))
    lower = ContentMetric(piece=piece.id, on=TODAY, reach=600, clicks=40)
    assert cautions(lower) == {"on": "Es menor que la lectura del 23 nov 2025."}
    assert cautions(dataclasses.replace(lower, clicks=50)) == {}
    assert cautions(dataclasses.replace(lower, clicks=None)) == {}
    assert cautions(dataclasses.replace(lower, on=YESTERDAY - datetime.timedelta(20))) == {}


def test_nothing_is_launched_with_a_mandatory_step_open(put, errors, launch):
    def step(name, **given):
        put(Requirement(parent=Link("media_launch", launch.id), name=name, **given))

    launched = dataclasses.replace(launch, state="launched")
    step("Contrato", mandatory=True, state="ready")
    step("Exclusividad", mandatory=True, state="not_applicable")
    step("Fotos", mandatory=False, state="pending")
    assert errors(launched) == {}
    step("Textos", mandatory=True, state="pending")
    assert errors(launched) == {"state": "Falta 1 paso obligatorio."}
    step("Permiso", mandatory=True, state="failed")
    assert errors(launched) == {"state": "Faltan 2 pasos obligatorios."}
    assert errors(launch) == {}


def test_what_was_launched_stays_launched(put, errors, launch):
    launched = put(dataclasses.replace(launch, id="", name="Ya en marcha", state="launched"))
    put(Requirement(parent=Link("media_launch", launched.id), name="Informe final", mandatory=True, state="pending"))
    assert errors(dataclasses.replace(launched, result="Buena respuesta")) == {}


def test_a_paid_campaign_has_a_budget_and_an_end(errors, launch):
    paid = dataclasses.replace(launch, category="paid")
    assert errors(paid) == {"budget": "Falta el presupuesto de la pauta.", "end": "Falta la fecha final de la pauta."}
    assert errors(dataclasses.replace(paid, budget=100_000, end=TODAY)) == {}
    assert errors(launch) == {}


@pytest.fixture
def charge(put, launch, me):
    line = put(BudgetLine(budget=put(Budget(year=2025, name="Región")).id, name="Medios"))

    def one(amount, state):
        put(Expense(on=TODAY, line=line.id, concept="Anuncio", amount=amount, person=me.id, state=state,
                    source=Link("media_launch", launch.id)))

    return one


def test_a_paid_campaign_keeps_to_its_budget(put, cautions, launch, piece, charge):
    paid = dataclasses.replace(launch, category="paid", budget=100_000, end=TODAY, pieces=(piece.id,))
    put(ContentMetric(piece=piece.id, on=YESTERDAY, spend=70_000))
    put(ContentMetric(piece=piece.id, on=TODAY, spend=100_000))
    assert cautions(paid) == {}
    tight = dataclasses.replace(paid, budget=90_000)
    assert cautions(tight) == {"budget": "La pauta gastó $1,000.00 de $900.00."}
    charge(999_999, "draft")
    charge(999_999, "sent_back")
    assert cautions(paid) == {}
    charge(120_050, "to_review")
    assert cautions(paid) == {"budget": "La pauta gastó $1,200.50 de $1,000.00."}
    assert cautions(dataclasses.replace(paid, category="launch")) == {}
