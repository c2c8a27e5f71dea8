"""Credit of a distributor: judged from what is stored, frozen, approved, applied, blocked."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from kamdesk.app import App
from kamdesk.commands.approvals import mark_decision, submit
from kamdesk.commands.credit import apply_credit, assess_credit, block_credit, discard_assessment, unblock_credit
from kamdesk.commands.payments import register_payment
from kamdesk.fields import Link
from kamdesk.figures import ask
from kamdesk.figures.model import Period, Scope
from kamdesk.figures.score import judge_credit
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import Distributor
from kamdesk.records.policies import ComplianceDocument
from tests.conftest import TODAY
from tests.kamdesk.commands.test_orders import refusal
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import put
from tests.made import make

MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)][9:22]  # October 2024 to 2025


@pytest.fixture
def trade(app: App, me) -> Trade:
    """A distributor that bought for a year and pays in time."""
    made = Trade(app, me)
    for month in MONTHS:
        amount = 820_000_00 if month >= "2025-05" else 745_454_00
        invoice = made.invoice(f"F-{month}", amount, on=f"{month}-05", due=f"{month}-20", party=made.buyer)
        app.run(register_payment, party=made.buyer, on=datetime.date.fromisoformat(f"{month}-25"), amount=amount,
                invoices=[invoice.id])
    app.run(lambda uow: uow.put_setting("mandatory_documents", {"distributor": ["gsp"]}))
    put(app, ComplianceDocument(category="gsp", holder=made.buyer, expires=datetime.date(2026, 10, 1)))
    make(app, "contract", party=made.buyer, category="distribution", state="in_force",
         start=datetime.date(2025, 1, 1), end=datetime.date(2025, 12, 31))
    return made


def label(app: App) -> str:
    step = app.store.undo_step()
    assert step is not None
    return step.label


def test_the_first_example_of_the_method_from_what_is_stored(app, trade):
    judged = judge_credit(app.store.facts, trade.partner, TODAY)
    assert judged.known.values["payment"] == 5
    assert judged.known.billing == 820_000_00
    assert round(judged.known.values["purchases"]) == 10
    assert judged.opinion.need == Fraction(1_476_000_00)
    assert (judged.opinion.limit, judged.opinion.band) == (1_770_000_00, "a")
    made = app.run(assess_credit, distributor=trade.partner)
    assert (made.proposed_limit, made.band, made.state) == (1_770_000_00, "a", "draft")
    assert made.reasons.splitlines()[0].startswith("Sus compras") or "100/100" in made.reasons.splitlines()[0]
    assert "Paga con 5.0 días de atraso en promedio (89/100)." in made.reasons
    assert label(app) == "Evaluar crédito de Médica del Bajío"
    assert "Ya hay una propuesta" in refusal(app, assess_credit, distributor=trade.partner)


def test_an_expired_licence_stops_the_increase(app, trade):
    app.run(lambda uow: uow.put_setting("mandatory_documents", {"distributor": ["sanitary_licence"]}))
    put(app, ComplianceDocument(category="sanitary_licence", holder=trade.buyer, expires=datetime.date(2025, 10, 1)))
    made = app.run(assess_credit, distributor=trade.partner)
    assert made.proposed_limit == 1_500_000_00
    assert made.inputs["blocks"] == ["falta un documento obligatorio o está vencido"]
    assert "No se puede aumentar" in made.reasons


def test_what_was_frozen_stays_when_the_world_moves_on(app, trade):
    made = app.run(assess_credit, distributor=trade.partner)
    trade.invoice("F-late", 900_000_00, on="2025-06-01", due="2025-06-10", party=trade.buyer)
    kept = app.store.get(CreditAssessment, made.id)
    assert (kept.inputs, kept.factors, kept.score) == (made.inputs, made.factors, made.score)
    assert judge_credit(app.store.facts, trade.partner, TODAY).opinion.block


def test_the_limit_is_applied_once_approved(app, trade):
    made = app.run(assess_credit, distributor=trade.partner)
    assert "aprob" in refusal(app, apply_credit, assessment=made)
    app.run(submit, document=made)
    app.run(mark_decision, document=made, action="approve", actor="Dirección", how="Correo del lunes")
    told = app.run(apply_credit, assessment=made)
    assert (told.credit_limit, told.credit_blocked) == (1_770_000_00, False)
    assert app.store.get(CreditAssessment, made.id).applied_on == TODAY
    assert label(app) == "Aplicar crédito a Médica del Bajío"
    app.undo()
    assert app.store.get(Distributor, trade.partner.id).credit_limit == 1_500_000_00


def test_a_proposal_is_discarded_with_its_reason(app, trade):
    made = app.run(assess_credit, distributor=trade.partner)
    assert "motivo" in refusal(app, discard_assessment, assessment=made, reason="")
    gone = app.run(discard_assessment, assessment=made, reason="Datos incompletos")
    assert gone.state == "discarded"
    assert "cerrada" in refusal(app, discard_assessment, assessment=gone, reason="otra vez")


def test_credit_is_blocked_and_unblocked_with_reasons(app, trade):
    assert "motivo" in refusal(app, block_credit, distributor=trade.partner, reason=" ")
    blocked = app.run(block_credit, distributor=trade.partner, reason="Cheque devuelto")
    assert blocked.credit_blocked
    assert label(app) == "Bloquear crédito de Médica del Bajío"
    assert "ya está bloqueado" in refusal(app, block_credit, distributor=blocked, reason="x")
    assert not app.run(unblock_credit, distributor=blocked, reason="Pagó").credit_blocked


def test_the_score_and_the_limit_are_figures(app, trade):
    scope = Scope(distributor=trade.partner.id)
    score = ask(app.store.facts, "F50", Period.day(TODAY), scope)
    limit = ask(app.store.facts, "F51", Period.day(TODAY), scope)
    assert score.status == "good"
    assert score.more["payment"] == Fraction(800, 9)
    assert (limit.value, limit.more["current"], limit.more["blocks"]) == (1_770_000_00, 1_500_000_00, ())
    nobody = ask(app.store.facts, "F50", Period.day(TODAY), Scope(distributor=make(app, "distributor").id))
    assert nobody.value is None
    assert nobody.reason


def test_papers_in_force_of_one_and_of_the_network(app, trade):
    app.run(lambda uow: uow.put_setting("mandatory_documents", {"distributor": ["sanitary_licence", "gsp"]}))
    put(app, ComplianceDocument(category="sanitary_licence", holder=trade.buyer, expires=datetime.date(2026, 10, 1)))
    put(app, ComplianceDocument(category="guarantee", holder=trade.buyer, mandatory=True,
                                expires=datetime.date(2025, 10, 1)))
    one = ask(app.store.facts, "F93", Period.day(TODAY), Scope(distributor=trade.partner.id))
    assert (one.numerator, one.denominator, one.status, one.more["missing"]) == (2, 3, "bad", 0)
    whole = ask(app.store.facts, "F93", Period.day(TODAY))
    assert (whole.numerator, whole.denominator) == (2, 3)
    assert Link("distributor", trade.partner.id) == trade.buyer
