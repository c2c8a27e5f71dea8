"""Contracts, their terms and negotiation rounds say what is wrong with them."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from kamdesk.fields import Link
from kamdesk.records.contracts import Contract, ContractTerm, NegotiationRound
from kamdesk.records.network import Assignment
from tests.kamdesk.records.things import Put, Said, distributor, link_to, someone, somewhere

FIRST, LAST = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)


def contract(party: Link, owner: str, **more: object) -> Contract:
    return Contract(**{"party": party, "category": "distribution", "title": "Distribución 2025", "start": FIRST,
                       "end": LAST, "owner": owner, **more})


@pytest.fixture
def owner(put: Put) -> str:
    return someone(put).id


@pytest.fixture
def party(put: Put) -> Link:
    return link_to(distributor(put))


def test_a_second_contract_in_force_is_marked(party: Link, owner: str, put: Put, cautions: Said) -> None:
    first = put(contract(party, owner, state="in_force"))
    second = contract(party, owner, start=datetime.date(2025, 7, 1), end=datetime.date(2026, 6, 30))
    assert cautions(second) == {"party": "Ya hay un contrato vigente hasta 31 dic 2025."}
    assert cautions(first) == {}
    assert cautions(dataclasses.replace(second, renews=first.id)) == {}
    assert cautions(dataclasses.replace(second, start=datetime.date(2026, 1, 1))) == {}
    assert cautions(dataclasses.replace(second, category="service")) == {}


def test_a_trial_says_what_it_must_achieve(party: Link, owner: str, errors: Said) -> None:
    trial = contract(party, owner, category="trial")
    assert errors(trial) == {"trial_goal": "Define qué debe lograr la prueba."}
    assert errors(dataclasses.replace(trial, trial_goal="30 pacientes en 3 meses")) == {}
    assert errors(contract(party, owner)) == {}


def test_ground_exclusive_to_another_is_not_promised(party: Link, owner: str, put: Put, errors: Said) -> None:
    zone = somewhere(put, "Zona Sur")
    other = distributor(put, "Rival SA")
    put(Assignment(assignee=link_to(other), territory=zone.id, start=FIRST, end=LAST, exclusive=True))
    clash = contract(party, owner, territories=(zone.id,))
    assert errors(clash) == {
        "exclusive": "Rival SA tiene exclusividad en Zona Sur para todas las líneas hasta 31 dic 2025."}
    assert errors(dataclasses.replace(clash, party=link_to(other))) == {}
    assert errors(dataclasses.replace(clash, territories=(somewhere(put, "Zona Norte").id,))) == {}
    assert errors(dataclasses.replace(clash, state="terminated")) == {}


@pytest.mark.parametrize("category", ["minimum_purchase", "minimum_units"])
def test_a_minimum_has_a_number(category: str, errors: Said) -> None:
    term = ContractTerm(category=category)
    assert errors(term) == {"amount": "Falta el importe o la cantidad del mínimo."}
    assert errors(dataclasses.replace(term, amount=1_000)) == {}
    assert errors(dataclasses.replace(term, quantity=Decimal(10))) == {}
    assert errors(dataclasses.replace(term, category="territory")) == {}


def test_a_term_met_was_met_on_a_day(errors: Said) -> None:
    term = ContractTerm(category="training", state="met")
    assert errors(term) == {"met_on": "¿Cuándo se cumplió?"}
    assert errors(dataclasses.replace(term, met_on=FIRST)) == {}


@pytest.mark.parametrize("state", ["unmet", "waived"])
def test_a_term_not_met_says_why(state: str, errors: Said) -> None:
    term = ContractTerm(category="training", state=state)
    assert errors(term) == {"note": "Anota el motivo."}
    assert errors(dataclasses.replace(term, note="Sin presupuesto")) == {}


def test_a_round_agrees_on_something_or_leaves_something_open(errors: Said) -> None:
    assert errors(NegotiationRound()) == {"agreed": "Anota qué se acordó o qué queda pendiente."}
    assert errors(NegotiationRound(agreed="Plazo de 60 días")) == {}
    assert errors(NegotiationRound(pending="El descuento")) == {}
