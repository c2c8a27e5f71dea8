"""Rules of clients, contacts, territories, notes, plans and listings (product/03 §3.1)."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kamdesk.checks import examine
from kamdesk.commands.records import archive
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Affiliation, Client, Contact, SegmentChange
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.records.interactions import ClientPlan, Interaction
from kamdesk.records.listings import Adoption, HospitalListing, PatientCount
from kamdesk.records.network import Assignment
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.territories import Territory

TODAY = datetime.date(2025, 11, 24)


@pytest.fixture
def hospital(put, zone, me):
    return put(Client(name="Hospital Ángeles", category="private_hospital", territory=zone.id, owner=me.id))


@pytest.fixture
def physician(put, zone, me):
    return put(Client(name="Dra. Rosa Paz", category="physician", territory=zone.id, owner=me.id))


@pytest.fixture
def product(put):
    line = put(ProductLine(name="Cardiovascular"))
    return put(Product(name="Cardiolex 10", line=line.id))


class TestTerritory:
    def test_it_does_not_hang_on_itself(self, errors, put, zone):
        city = put(Territory(name="Guadalajara", parent=zone.id))
        sentence = "Una zona no puede depender de sí misma."
        assert errors(replace(zone, parent=zone.id)) == {"parent": sentence}
        assert errors(replace(zone, parent=city.id)) == {"parent": sentence}
        assert errors(city) == {}

    def test_one_region_is_the_root(self, cautions, put):
        west = put(Territory(name="Occidente", level="region"))
        assert cautions(west) == {}
        assert cautions(Territory(name="Norte", level="region")) == {"parent": "Hay más de una región raíz."}
        assert cautions(Territory(name="Norte", level="region", parent=west.id)) == {}

    def test_it_stays_while_it_has_active_clients(self, app, hospital, zone):
        with pytest.raises(Problem, match=r"La zona tiene 1 cliente activo\. Reasígnalo antes\."):
            app.run(archive, records=[zone])

    def test_it_stays_while_somebody_answers_for_it(self, app, put, zone, me):
        held = Assignment(assignee=Link("person", me.id), territory=zone.id, start=TODAY)
        ended = replace(held, start=datetime.date(2024, 1, 1), end=datetime.date(2024, 12, 31))
        put(ended)
        assert zone.may_archive(app.store) is None
        put(held)
        assert zone.may_archive(app.store) == "La zona tiene 1 asignación vigente. Termínala antes."


class TestClient:
    @pytest.mark.parametrize(
        ("country", "tax_id", "sentence"),
        [("MX", "GODE561231GR8", None), ("MX", "123", "El RFC no tiene el formato habitual."),
         ("PE", "20512333797", None), ("PE", "2051233379", "El RUC no tiene el formato habitual."), ("MX", "", None)],
    )
    def test_the_tax_id_is_of_the_country(self, *, app, cautions, hospital, country, tax_id, sentence):
        app.run(change_setting, name="country", value=country)
        assert cautions(replace(hospital, tax_id=tax_id)).get("tax_id") == sentence

    def test_an_active_one_has_a_frequency(self, cautions, put, hospital):
        sentence = "Sin frecuencia: no entrará en el plan."
        assert cautions(hospital) == {"segment": sentence}
        assert cautions(replace(hospital, status="inactive")) == {}
        put(VisitFrequency(name="Segmento A", segment="a", visits=2))
        assert cautions(hospital) == {"segment": sentence}
        assert cautions(replace(hospital, segment="a")) == {}
        own = put(VisitFrequency(name="Hospitales", applies_to=("public_hospital",), visits=1))
        assert cautions(hospital) == {"segment": sentence}
        assert cautions(replace(hospital, visit_override=own.id)) == {}

    def test_a_withdrawn_consent_keeps_no_contact(self, errors, physician):
        sentence = "Este médico retiró su consentimiento. No registres su contacto."
        withdrawn = replace(physician, consent="withdrawn")
        assert errors(replace(withdrawn, phone="33 1234 5678")) == {"phone": sentence}
        assert errors(replace(withdrawn, email="rosa@example.org")) == {"email": sentence}
        assert errors(withdrawn) == {}
        assert errors(replace(withdrawn, category="clinic", phone="33 1234 5678")) == {}
        assert errors(replace(physician, phone="33 1234 5678")) == {}


class TestContact:
    def test_a_name_appears_once_in_a_party(self, cautions, put, hospital, physician):
        first = put(Contact(name="Luis Peña", party=Link("client", hospital.id)))
        assert cautions(first) == {}
        again = replace(first, id="", name="luis  pena")
        assert cautions(again) == {"name": "luis  pena ya está en Hospital Ángeles."}
        assert cautions(replace(again, party=Link("client", physician.id))) == {}

    def test_a_consent_given_is_dated(self, errors, hospital):
        contact = Contact(name="Luis Peña", party=Link("client", hospital.id), consent="given")
        assert errors(contact) == {"consent_on": "Falta la fecha del consentimiento."}
        assert errors(replace(contact, consent_on=TODAY)) == {}
        assert errors(replace(contact, consent="pending")) == {}


def test_a_client_is_not_affiliated_to_itself(errors, hospital, physician):
    wrong = Affiliation(physician=physician.id, place=physician.id)
    assert errors(wrong) == {"place": "Un cliente no puede afiliarse a sí mismo."}
    assert errors(replace(wrong, place=hospital.id)) == {}


def test_a_segment_change_changes_something(errors, hospital):
    same = SegmentChange(client=hospital.id, on=TODAY, old="c", new="c", reason="Revisión")
    assert errors(same) == {"new": "No hay cambio que guardar."}
    assert errors(replace(same, new="a")) == {}
    assert errors(replace(same, new_potential=5_000_000)) == {}


class TestInteraction:
    def test_it_happened(self, errors, hospital):
        note = Interaction(party=Link("client", hospital.id), channel="call", text="Pidió precios", on=TODAY)
        assert errors(note) == {}
        assert errors(replace(note, on=TODAY + datetime.timedelta(1))) == {
            "on": "Una anotación no puede ser futura. Para lo que viene crea una tarea."
        }

    def test_it_says_something(self, errors, hospital):
        note = Interaction(party=Link("client", hospital.id), channel="call", text=" ")
        assert errors(note) == {"text": "Escribe qué pasó."}


def test_an_account_follows_one_plan_at_a_time(cautions, put, hospital, me):
    plan = ClientPlan(client=hospital.id, owner=me.id, goal="Crecer", start=datetime.date(2025, 1, 1),
                      end=datetime.date(2025, 12, 31), state="open")
    put(plan)
    next_one = replace(plan, start=datetime.date(2025, 12, 1), end=datetime.date(2026, 6, 30), state="draft")
    assert cautions(next_one) == {"start": "Hospital Ángeles ya tiene un plan vigente hasta 31 dic 2025."}
    assert cautions(replace(next_one, start=datetime.date(2026, 1, 1))) == {}


def test_only_physicians_adopt(errors, hospital, physician, product):
    adoption = Adoption(physician=physician.id, product=product.id, on=TODAY)
    assert errors(adoption) == {}
    assert errors(replace(adoption, physician=hospital.id)) == {
        "physician": "El nivel de adopción es solo para médicos."
    }


@pytest.mark.parametrize(
    ("patients", "sentence"),
    [(30, None), (31, "Cambió 55 %. ¿Es correcto?"), (10, None), (9, "Cambió −55 %. ¿Es correcto?")],
)
def test_a_count_that_jumps_is_marked(*, cautions, put, hospital, product, patients, sentence):
    last = put(PatientCount(client=hospital.id, product=product.id, month="2025-09", patients=20))
    put(replace(last, id="", month="2025-08", patients=90))
    now = replace(last, id="", month="2025-10", patients=patients)
    assert cautions(now).get("patients") == sentence
    assert cautions(last) == {"patients": "Cambió −78 %. ¿Es correcto?"}


class TestHospitalListing:
    @pytest.fixture
    def listing(self, put, hospital, product, me):
        return put(HospitalListing(client=hospital.id, product=product.id, owner=me.id))

    def test_a_committee_has_its_date(self, errors, listing):
        assert errors(replace(listing, state="committee")) == {"committee_on": "Falta la fecha del comité."}
        assert errors(replace(listing, state="committee", committee_on=TODAY)) == {}

    @pytest.mark.parametrize("state", ["rejected", "withdrawn"])
    def test_a_no_has_a_reason(self, errors, listing, state):
        assert errors(replace(listing, state=state)) == {"reason": "Anota el motivo."}
        assert errors(replace(listing, state=state, reason="Sin presupuesto")) == {}

    def test_the_product_is_registered_when_listed(self, cautions, put, listing, product):
        listed = replace(listing, state="listed", listed_on=TODAY)
        assert cautions(listed) == {}
        paper = ComplianceDocument(category="sanitary_registration", holder=Link("product", product.id), number="1",
                                   expires=datetime.date(2025, 6, 30))
        put(paper)
        assert cautions(listed) == {"listed_on": "El registro sanitario vence el 30 jun 2025."}
        put(replace(paper, number="2", expires=datetime.date(2030, 6, 30)))
        assert cautions(listed) == {}


def test_required_fields_are_asked_for_in_spanish(store):
    found = {each.field: each.message for each in examine(Client(name="Clínica Sur"), store)}
    assert found["category"] == "Falta Tipo. Elige uno."
    assert found["territory"] == "Falta Zona. Elige uno."
