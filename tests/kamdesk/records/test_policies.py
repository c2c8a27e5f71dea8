"""Rules of policies, acknowledgements, checks and documents (product/03 §3.15)."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

import kamdesk.options  # noqa: F401  fills the settings
from kamdesk.fields import Link
from kamdesk.records.policies import DOCUMENT_CATEGORIES, ComplianceCheck, ComplianceDocument, Policy, PolicyAck
from kamdesk.records.tasks import Task
from kamdesk.settings import SETTINGS

DAY = datetime.date(2025, 11, 24)
BEFORE = DAY - datetime.timedelta(1)


@pytest.fixture
def policy(put):
    return put(Policy(title="Buenas prácticas", category="gsp", published_on=DAY))


@pytest.fixture
def failed(put, policy, zone):
    return put(ComplianceCheck(subject=Link("territory", zone.id), policy=policy.id, on=DAY, state="done",
                               result="fails"))


def test_a_policy_ends_after_it_begins(errors, policy):
    assert errors(dataclasses.replace(policy, effective=DAY, until=DAY)) == {}
    backwards = dataclasses.replace(policy, effective=DAY, until=BEFORE)
    assert errors(backwards) == {"until": "Hasta no puede ser anterior a rige desde."}


def test_a_policy_in_force_does_something_to_us(cautions, policy):
    in_force = dataclasses.replace(policy, state="in_force")
    assert cautions(in_force) == {"effect": "Anota cómo nos afecta."}
    assert cautions(dataclasses.replace(in_force, effect="Más papeles")) == {}
    assert cautions(policy) == {}


def test_nobody_knew_a_policy_before_there_was_one(put, errors, policy, me):
    ack = PolicyAck(policy=policy.id, person=Link("person", me.id), on=BEFORE)
    assert errors(ack) == {"on": "Es anterior a la política."}
    assert errors(dataclasses.replace(ack, on=DAY)) == {}
    undated = put(Policy(title="Otra", category="internal", effective=DAY))
    assert errors(dataclasses.replace(ack, policy=undated.id)) == {"on": "Es anterior a la política."}


def test_a_check_ends_in_a_judgement(errors, failed):
    assert errors(failed) == {}
    for state in ("done", "closed"):
        assert errors(dataclasses.replace(failed, state=state, result=None)) == {"result": "Elige el resultado."}
    assert errors(dataclasses.replace(failed, state="planned", result=None)) == {}


def test_what_is_not_kept_is_put_right(put, cautions, failed):
    told = {"findings": "Crea una tarea correctiva."}
    assert cautions(failed) == told
    about = Link("compliance_check", failed.id)
    put(Task(title="Otra cosa", about=about, due=DAY))
    put(Task(title="Anulada", about=about, category="corrective", due=DAY, state="cancelled"))
    assert cautions(failed) == told
    put(Task(title="Ordenar el almacén", about=about, category="corrective", due=DAY))
    assert cautions(failed) == {}
    assert cautions(dataclasses.replace(failed, result="complies")) == {}


def test_a_document_has_dates_in_order_and_is_at_hand(errors, cautions):
    licence = ComplianceDocument(category="sanitary_licence", issued=DAY, expires=DAY, mandatory=True, file="a file")
    assert (errors(licence), cautions(licence)) == ({}, {})
    assert errors(dataclasses.replace(licence, expires=BEFORE)) == {
        "expires": "Vence el no puede ser anterior a emitido el."}
    assert cautions(dataclasses.replace(licence, expires=None)) == {
        "expires": "Sin fecha de vencimiento no habrá aviso."}
    assert cautions(dataclasses.replace(licence, file=None)) == {"file": "Adjunta el documento."}
    assert cautions(dataclasses.replace(licence, file=None, mandatory=False)) == {}


def test_the_documents_that_settings_demand_are_categories():
    demanded = {each for group in SETTINGS["mandatory_documents"].default.values() for each in group}
    assert demanded <= set(DOCUMENT_CATEGORIES)
