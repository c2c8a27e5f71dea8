"""Tenders, their lines, rival offers and filings say what is wrong with them."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from kamdesk.records.checklists import ChecklistTemplate, Requirement
from kamdesk.records.tenders import Filing, RivalOffer, Tender, TenderLine
from tests.kamdesk.records.things import Put, Said, hospital, link_to, someone


@pytest.fixture
def tender(put: Put) -> Tender:
    """A public tender whose offers were due on 20 November."""
    return put(Tender(number="LA-050", title="Cardiología", office=hospital(put).id, category="public_tender",
                      submit_by=datetime.date(2025, 11, 20), owner=someone(put).id))


def test_an_offer_leaves_with_its_mandatory_documents(tender: Tender, put: Put, errors: Said) -> None:
    parent = link_to(tender)
    put(Requirement(parent=parent, name="Fianza"))
    put(Requirement(parent=parent, name="Carta", state="in_progress"))
    put(Requirement(parent=parent, name="Licencia", state="ready"))
    put(Requirement(parent=parent, name="Folleto", mandatory=False))
    submitted = dataclasses.replace(tender, state="submitted")
    message = errors(submitted)["state"]
    assert message.startswith("Faltan 2 documentos obligatorios: ")
    assert "Fianza" in message
    assert "Carta" in message
    assert errors(dataclasses.replace(submitted, exception="La fianza llega mañana")) == {}
    assert errors(tender) == {}


def test_one_missing_document_is_told_in_singular(tender: Tender, put: Put, errors: Said) -> None:
    put(Requirement(parent=link_to(tender), name="Fianza"))
    assert errors(dataclasses.replace(tender, state="submitted")) == {
        "state": "Falta 1 documento obligatorio: Fianza."}


def test_a_deadline_that_passed_is_marked_until_the_offer_is_in(tender: Tender, cautions: Said) -> None:
    assert cautions(tender) == {"submit_by": "El plazo de presentación venció el 20 nov 2025."}
    assert cautions(dataclasses.replace(tender, submit_by=datetime.date(2025, 11, 24))) == {}
    assert cautions(dataclasses.replace(tender, state="awaiting_award")) == {}


def test_a_lost_tender_teaches(tender: Tender, cautions: Said) -> None:
    lost = dataclasses.replace(tender, state="lost")
    assert cautions(lost) == {"lessons": "Anota por qué se perdió."}
    assert cautions(dataclasses.replace(lost, lessons="El rival bajó 8 %")) == {}


def test_an_offer_below_the_floor_is_marked(cautions: Said) -> None:
    line = TenderLine(quantity=Decimal(10), price=Decimal("9.99"), floor=Decimal(10))
    assert cautions(line) == {"price": "Por debajo del precio mínimo: necesita aprobación."}
    assert cautions(dataclasses.replace(line, price=Decimal(10))) == {}


def test_an_award_says_how_much_was_won(errors: Said) -> None:
    line = TenderLine(quantity=Decimal(10), result="awarded")
    assert errors(line) == {"awarded_quantity": "Falta la cantidad adjudicada."}
    assert errors(dataclasses.replace(line, awarded_quantity=Decimal(4))) == {}
    assert errors(dataclasses.replace(line, result="lost")) == {}


def test_a_rival_offer_says_a_price_or_where_it_is_from(errors: Said) -> None:
    assert errors(RivalOffer()) == {"price": "Anota el precio o de dónde lo sabes."}
    assert errors(RivalOffer(source="Acta de fallo")) == {}
    assert errors(RivalOffer(price=Decimal(8))) == {}


def test_what_was_filed_has_number_and_date(errors: Said) -> None:
    assert errors(Filing(state="submitted")) == {"file_number": "Falta número de presentación.",
                                                 "submitted_on": "Falta fecha de presentación."}
    assert errors(Filing(state="submitted", file_number="E-1", submitted_on=datetime.date(2025, 11, 1))) == {}
    assert errors(Filing()) == {}


def test_an_approved_filing_ends_some_day(cautions: Said) -> None:
    approved = Filing(state="approved")
    assert cautions(approved) == {"valid_until": "Sin vigencia no habrá aviso de vencimiento."}
    assert cautions(dataclasses.replace(approved, valid_until=datetime.date(2027, 1, 1))) == {}
    assert cautions(Filing()) == {}


@pytest.mark.parametrize("items", ["", "  ", "*", "* -5\n\n- 10"])
def test_a_checklist_of_nothing_is_refused(items: str, errors: Said) -> None:
    assert errors(ChecklistTemplate(items=items)) == {"items": "Escribe al menos un requisito."}


@pytest.mark.parametrize("items", ["Fianza", "*Fianza -5\nCarta"])
def test_a_checklist_with_a_requirement_is_right(items: str, errors: Said) -> None:
    assert errors(ChecklistTemplate(items=items)) == {}
