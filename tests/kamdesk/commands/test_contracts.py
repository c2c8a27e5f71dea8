"""Contracts: negotiated in rounds, signed, kept or broken, renewed, tried, ended."""

from __future__ import annotations

import datetime

import pytest

from kamdesk.app import App
from kamdesk.commands.compliance import add_document, renew_document, start_renewal
from kamdesk.commands.contracts import (
    check_term,
    evaluate_trial,
    open_contract,
    record_round,
    renew_contract,
    send_contract_to_sign,
    sign_contract,
    terminate_contract,
)
from kamdesk.commands.coverage import assign_coverage
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.records.checklists import ChecklistTemplate, Requirement
from kamdesk.records.contracts import Contract, ContractTerm, NegotiationRound
from kamdesk.records.network import Assignment
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.tasks import Task
from tests.conftest import TODAY
from tests.kamdesk.commands.test_orders import refusal
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import put

START, END = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)
MINIMUM = ContractTerm(category="minimum_purchase", amount=1_200_000_00, due=END)
TRAINING = ContractTerm(category="training", text="Dos capacitaciones", owed_by="company",
                        due=datetime.date(2025, 9, 30))


@pytest.fixture
def trade(app: App, me) -> Trade:
    """A distributor to agree with."""
    return Trade(app, me)


@pytest.fixture
def contract(app: App, trade: Trade) -> Contract:
    """A distribution contract in negotiation, with a commitment of each side."""
    return app.run(open_contract, terms=[MINIMUM, TRAINING], contract=Contract(
        party=trade.buyer, category="distribution", title="Distribución 2025", start=START, end=END))


def signed(app: App, contract: Contract) -> Contract:
    sent = app.run(send_contract_to_sign, contract=contract)
    return app.run(sign_contract, contract=sent, on=TODAY, by="Dirección", no_file="En el archivo de la empresa")


def label(app: App) -> str:
    step = app.store.undo_step()
    assert step is not None
    return step.label


def test_a_contract_begins_with_its_number_terms_and_review(app, trade):
    app.run(save, record=ChecklistTemplate(name="Revisión", applies_to="contract", items="*Poder -10\nAnexos"))
    made = app.run(open_contract, terms=[MINIMUM], contract=Contract(
        party=trade.buyer, category="agency", title="Agencia", start=datetime.date(2026, 1, 1),
        end=datetime.date(2026, 12, 31)))
    assert (made.state, made.owner, made.number[:2]) == ("negotiation", trade.me.id, "C-")
    assert app.store.count(ContractTerm, contract=made.id) == 1
    assert [each.name for each in app.store.find(Requirement, parent=Link("contract", made.id),
                                                 sort=(("order", False),))] == ["Poder", "Anexos"]
    assert label(app) == "Crear contrato con Médica del Bajío"
    sent = app.run(send_contract_to_sign, contract=made)
    assert "Poder" in refusal(app, sign_contract, contract=sent, on=TODAY, by="Ana", no_file="x")
    assert app.run(sign_contract, contract=sent, on=TODAY, by="Ana", no_file="x", unready="Llega el lunes").end_reason


def test_minutes_leave_a_task_for_what_is_open(app, contract):
    minutes = NegotiationRound(contract=contract.id, on=TODAY, participants="Laura, Ana", agreed="Plazo de 45 días",
                               pending="Precio por volumen", next_on=datetime.date(2025, 12, 1))
    app.run(record_round, minutes=minutes)
    (task,) = app.store.find(Task, about=Link("contract", contract.id))
    assert (task.due, task.expected) == (datetime.date(2025, 12, 1), "Precio por volumen")
    assert label(app) == "Ronda con Médica del Bajío"
    app.run(terminate_contract, contract=contract, on=TODAY, reason="Sin acuerdo")
    assert "no se está negociando" in refusal(app, record_round, minutes=minutes)


def test_the_signature_needs_its_file_or_a_reason(app, contract):
    assert "primero" in refusal(app, sign_contract, contract=contract, on=TODAY, by="Ana")
    sent = app.run(send_contract_to_sign, contract=contract)
    assert label(app) == f"Enviar contrato {contract.number} a firma"
    assert "negociación" in refusal(app, send_contract_to_sign, contract=sent)
    assert "firmó" in refusal(app, sign_contract, contract=sent, on=TODAY, by=" ")
    assert "Adjunta el contrato firmado" in refusal(app, sign_contract, contract=sent, on=TODAY, by="Ana")
    done = app.run(sign_contract, contract=sent, on=TODAY, by="Ana", no_file="Original en México")
    assert (done.state, done.signed_on, done.signed_by) == ("in_force", TODAY, "Ana")


def test_commitments_are_kept_or_broken_on_both_sides(app, contract):
    mine = app.store.find(ContractTerm, contract=contract.id, owed_by="company")[0]
    theirs = app.store.find(ContractTerm, contract=contract.id, owed_by="counterparty")[0]
    assert "no está firmado" in refusal(app, check_term, term=mine, state="met")
    signed(app, contract)
    assert app.run(check_term, term=theirs, state="met", on=TODAY).met_on == TODAY
    assert label(app).startswith("Compromiso cumplido: ")
    assert "motivo" in refusal(app, check_term, term=mine, state="unmet")
    app.run(check_term, term=mine, state="unmet", note="Sin presupuesto")
    assert [each.expected for each in app.store.find(Task, about=Link("contract", contract.id))] == ["Sin presupuesto"]
    assert "cambio" in refusal(app, check_term, term=app.store.get(ContractTerm, mine.id), state="unmet", note="x")


def test_a_renewal_takes_the_terms_over_and_is_signed(app, contract):
    kept = signed(app, contract)
    made = app.run(renew_contract, contract=kept, end=datetime.date(2026, 12, 31))
    assert (made.start, made.renews, made.state) == (datetime.date(2026, 1, 1), contract.id, "to_sign")
    assert app.store.get(Contract, contract.id).state == "renewed"
    dues = {each.category: each.due for each in app.store.find(ContractTerm, contract=made.id)}
    assert dues == {"minimum_purchase": datetime.date(2026, 12, 31), "training": datetime.date(2026, 9, 30)}
    app.undo()
    assert app.store.get(Contract, contract.id).state == "in_force"
    assert app.store.count(Contract) == 1


def test_a_trial_is_converted_extended_or_ended(app, trade):
    def trial() -> Contract:
        made = app.run(open_contract, contract=Contract(
            party=trade.buyer, category="trial", title="Prueba", start=START, end=END, trial_goal="Vender 500 mil"))
        return signed(app, made)

    first = trial()
    assert "qué mostró" in refusal(app, evaluate_trial, contract=first, decision="end", result="")
    longer = app.run(evaluate_trial, contract=first, decision="extend", result="Falta un mes",
                     end=datetime.date(2026, 1, 31))
    assert (longer.end, longer.state, longer.trial_decision) == (datetime.date(2026, 1, 31), "in_force", "extend")
    next_one = app.run(evaluate_trial, contract=longer, decision="convert", result="Vendió 620 mil",
                       end=datetime.date(2027, 1, 31))
    assert (next_one.category, next_one.state, next_one.renews) == ("distribution", "negotiation", first.id)
    signed(app, next_one)
    assert app.store.get(Contract, first.id).state == "renewed"


def test_the_end_of_a_contract_ends_what_hangs_on_it(app, trade, contract):
    kept = signed(app, contract)
    coverage = app.run(assign_coverage, assignee=trade.buyer, territory=trade.zone.id, start=START)
    assert "motivo" in refusal(app, terminate_contract, contract=kept, on=TODAY, reason="")
    gone = app.run(terminate_contract, contract=kept, on=TODAY, reason="Incumplió el mínimo")
    assert (gone.state, gone.ended_on) == ("terminated", TODAY)
    assert app.store.get(Assignment, coverage.id).end == TODAY
    assert "ya terminó" in refusal(app, terminate_contract, contract=gone, on=TODAY, reason="x")


def test_a_paper_is_renewed_by_a_new_one(app, trade):
    app.run(lambda uow: uow.put_setting("mandatory_documents", {"distributor": ["gsp"]}))
    paper = app.run(add_document, document=ComplianceDocument(category="gsp", holder=trade.buyer, number="B-1",
                                                              expires=END))
    assert paper.mandatory
    assert label(app) == "Documento de Médica del Bajío"
    started = app.run(start_renewal, document=paper)
    assert started.renewal_started == TODAY
    assert "después" in refusal(app, renew_document, document=started, expires=END)
    new = app.run(renew_document, document=started, expires=datetime.date(2027, 12, 31))
    assert (new.replaces, new.number, new.mandatory) == (paper.id, "B-1", True)
    assert "ya se renovó" in refusal(app, renew_document, document=started, expires=datetime.date(2028, 1, 1)).lower()
    put(app, ComplianceDocument(category="gsp", number="propio", expires=END))
