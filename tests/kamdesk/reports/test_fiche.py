"""R07: the sheet of a client, distributor or representative: what it says, and whom it gives away to nobody."""

from __future__ import annotations

import datetime

import pytest

from kamdesk import reports
from kamdesk.fields import Link
from kamdesk.figures.model import Period, Scope
from kamdesk.pdf import render
from kamdesk.problems import Problem
from kamdesk.records.clients import Client, Contact
from kamdesk.records.distributors import Distributor
from kamdesk.records.team import Person
from kamdesk.records.visits import Visit
from kamdesk.reports.model import Cards, Chart, Fields, Report, Table, blocks
from kamdesk.store import FILLED, Where

TODAY = Period.day(datetime.date(2025, 11, 24))


@pytest.fixture(scope="module")
def hospital(region) -> Client:
    """A client with contacts that have telephones."""
    contact = region.store.find(Contact, Where("phone", FILLED), Where("influence", "=", "decides"))[0]
    return region.store.get(Client, contact.party.id)


@pytest.fixture(scope="module")
def sheet(region, hospital) -> Report:
    """Its sheet as nobody changed it."""
    return reports.build("R07", region, TODAY, Scope(client=hospital.id))


def texts(report: Report) -> str:
    """Every text of a report."""
    return repr(list(blocks(report)))


def cards(report: Report) -> dict[str, str]:
    return {card.label: card.value for block in blocks(report) if isinstance(block, Cards) for card in block.cards}


def test_the_sheet_has_all_its_parts_but_the_personal_one(sheet, hospital):
    titles = [section.title for section in sheet.sections]
    assert titles == ["Datos", "Contactos y afiliaciones", "Visitas y conversaciones", "Ventas y saldo",
                      "Productos listados y pacientes", "Plan, acuerdos y pendientes"]
    assert sheet.scope == hospital.name
    assert {"Ficha completa", "Visitas atrasadas", "Situación de contacto", "Venta neta", "Saldo", "Recompra"} <= set(
        cards(sheet))
    assert sum(isinstance(block, Chart) for block in blocks(sheet)) == 3


def test_names_and_telephones_only_when_ticked(sheet, region, hospital):
    people = region.store.find(Contact, party=Link("client", hospital.id))
    shown = texts(sheet)
    assert not any(each.name in shown or (each.phone and each.phone in shown) for each in people)
    asked = reports.build("R07", region, TODAY, Scope(client=hospital.id), reports.Choices(off=frozenset()))
    shown = texts(asked)
    kept = [each for each in people if each.consent != "withdrawn"]
    assert kept
    assert all(each.name in shown for each in kept)


def test_without_amounts_there_is_no_balance(region, hospital):
    report = reports.build("R07", region, TODAY, Scope(client=hospital.id), hide=frozenset(("amounts",)))
    assert "Saldo" not in cards(report)
    assert "Venta neta" not in cards(report)


def test_the_visits_of_the_chart_are_those_of_the_year(sheet, region, hospital):
    chart = next(block for block in blocks(sheet) if isinstance(block, Chart))
    first, last = datetime.date(2024, 12, 1), TODAY.end
    done = [each for each in region.store.find(Visit, party=Link("client", hospital.id), state="done")
            if each.done_on and first <= each.done_on <= last]
    assert sum(value or 0 for value in chart.data.values) == len(done)


def test_a_distributor_and_a_representative_have_theirs(region):
    partner = region.store.find(Distributor, stage="active")[0]
    report = reports.build("R07", region, TODAY, Scope(distributor=partner.id))
    assert "Historia de la etapa" in {block.title for block in blocks(report) if isinstance(block, Table)}
    person = region.store.find(Person, position="representative")[0]
    report = reports.build("R07", region, TODAY, Scope(person=person.id))
    assert {"Visitas efectivas", "Visitas atrasadas"} <= set(cards(report))
    assert next(block for block in blocks(report) if isinstance(block, Fields)).fields
    assert len(render(report)) > 5_000


def test_the_same_data_make_the_same_pages(sheet, region, hospital):
    again = reports.build("R07", region, TODAY, Scope(client=hospital.id))
    assert render(again) == render(sheet)


def test_a_sheet_is_of_somebody(region):
    with pytest.raises(Problem, match="Elige el cliente"):
        reports.build("R07", region, TODAY)
