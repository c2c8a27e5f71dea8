"""Rules of visits, frequencies, cycles, days off, samples and shelves (product/03 §3.2)."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.frequencies import CycleClient, VisitCycle, VisitFrequency
from kamdesk.records.products import KeyMessage, Product, ProductLine
from kamdesk.records.samples import SampleMove
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import NonWorkingDay, ShelfCheck, Visit

TODAY = datetime.date(2025, 11, 24)
TOMORROW = TODAY + datetime.timedelta(1)


@pytest.fixture
def hospital(put, zone, me):
    return put(Client(name="Hospital Ángeles", category="private_hospital", territory=zone.id, owner=me.id))


@pytest.fixture
def product(put):
    line = put(ProductLine(name="Cardiovascular"))
    return put(Product(name="Cardiolex 10", line=line.id))


@pytest.fixture
def visit(put, hospital, me):
    return put(Visit(party=Link("client", hospital.id), owner=me.id, planned_on=TODAY, start=datetime.time(9)))


def done(visit, on=TODAY):
    return replace(visit, state="done", done_on=on, outcome="interested")


class TestVisit:
    def test_it_has_somebody_or_somewhere(self, errors, visit, zone):
        assert errors(replace(visit, party=None)) == {"party": "Falta Cliente o distribuidor. Elige uno."}
        market = replace(visit, party=None, purpose="market")
        assert errors(market) == {"territory": "Falta Zona. Elige uno."}
        assert errors(replace(market, territory=zone.id)) == {}

    def test_it_is_done_today_or_before(self, errors, visit):
        assert errors(done(visit)) == {}
        assert errors(done(visit, TOMORROW)) == {"done_on": "La visita no puede ser futura."}

    def test_it_went_somehow(self, errors, visit):
        assert errors(replace(done(visit), outcome=None)) == {"outcome": "Elige cómo fue."}

    def test_only_messages_in_force_are_told(self, errors, put, visit):
        message = put(KeyMessage(scope="company", category="key", title="Respaldo", text="Treinta años de respaldo."))
        sentence = "El mensaje “Respaldo” no está vigente. Elige otro."
        told = replace(done(visit), messages=(message.id,))
        assert errors(told) == {"messages": sentence}

    def test_what_was_told_stays_told(self, errors, store, put, visit):
        message = put(KeyMessage(scope="company", category="key", title="Respaldo", text="Treinta años de respaldo.",
                                 state="approved", approved_by="Médica", valid_until=TODAY))
        told = replace(done(visit), messages=(message.id,))
        assert errors(told) == {}
        assert "messages" in errors(replace(visit, planned_on=TOMORROW, messages=(message.id,)))
        with store.unit("test") as uow:
            uow.save(told)
            uow.save(replace(message, state="retired", retire_reason="Cambió"))
        assert errors(replace(told, note="Corrijo la nota")) == {}

    @pytest.mark.parametrize(
        ("days", "sentence"), [(7, None), (8, "Han pasado 8 días. Registra el motivo del retraso.")]
    )
    def test_a_late_one_says_why_while_it_is_recorded(self, cautions, store, visit, days, sentence):
        late = done(visit, TODAY - datetime.timedelta(days))
        assert cautions(late).get("done_on") == sentence
        with store.unit("test") as uow:
            uow.save(late)
        assert cautions(late) == {}

    def test_an_inactive_client_is_marked(self, cautions, store, hospital, visit):
        assert cautions(visit) == {}
        with store.unit("test") as uow:
            uow.save(replace(hospital, status="inactive"))
        assert cautions(visit) == {"party": "Hospital Ángeles está inactivo."}

    @pytest.mark.parametrize(("hour", "clash"), [((9, 29), True), ((9, 30), False), ((8, 30), False), ((8, 31), True)])
    def test_two_at_the_same_time_coincide(self, cautions, visit, hour, clash):
        other = replace(visit, id="", start=datetime.time(*hour))
        assert cautions(other) == ({"start": "Coincide con Hospital Ángeles."} if clash else {})
        assert cautions(replace(other, planned_on=TOMORROW)) == {}


class TestVisitFrequency:
    @pytest.mark.parametrize(
        ("visits", "every", "words"),
        [(2, "1", "2 al mes, cada 15 días aprox."), (1, "1", "1 al mes, cada 30 días aprox."),
         (1, "3", "1 cada 3 meses, cada 90 días aprox."), (4, "1", "4 al mes, cada 8 días aprox."),
         (0, "1", "Sin visitas")],
    )
    def test_the_rule_in_words(self, visits, every, words):
        assert VisitFrequency(name="A", visits=visits, every_months=every).rhythm == words

    def test_whom_it_suits(self):
        everybody = VisitFrequency(name="A", segment="a", visits=2)
        assert everybody.suits("clinic", segment="a")
        assert not everybody.suits("clinic", segment="b")
        assert not everybody.suits("agent", grade="a")
        offices = VisitFrequency(name="Oficinas", applies_to=("tender_office",), visits=1)
        assert offices.suits("tender_office", segment="d")
        assert not offices.suits("clinic", segment="d")
        agents = VisitFrequency(name="Agentes", applies_to=("agent",), grade="a", visits=2)
        assert agents.suits("agent", grade="a")
        assert not agents.suits("agent", grade="b")
        assert not agents.suits("distributor", grade="a")

    def test_nobody_is_visited_less_than_never(self, errors):
        assert errors(VisitFrequency(name="A", visits=-1)) == {"visits": "El número no puede ser negativo."}

    @pytest.mark.parametrize(
        ("given", "field", "sentence"),
        [({"grade": "a"}, "grade", "Clase no se aplica a clientes."),
         ({"grade": "a", "applies_to": ("agent", "clinic")}, "grade", "Clase no se aplica a clínica."),
         ({"grade": "a", "applies_to": ("agent",)}, "grade", None),
         ({"segment": "a", "applies_to": ("clinic", "agent")}, "segment", "Segmento no se aplica a agente."),
         ({"segment": "a"}, "segment", None)],
    )
    def test_segments_are_of_clients_and_grades_of_partners(self, errors, given, field, sentence):
        assert errors(VisitFrequency(name="A", visits=1, **given)).get(field) == sentence

    @pytest.mark.parametrize(
        ("visits", "every", "sentence"),
        [(8, "1", None), (9, "1", "Son 9 visitas al mes por cliente. ¿Seguro?"), (16, "2", None),
         (17, "2", "Son 8.5 visitas al mes por cliente. ¿Seguro?")],
    )
    def test_more_than_two_a_week_is_marked(self, cautions, visits, every, sentence):
        frequency = VisitFrequency(name="A", visits=visits, every_months=every)
        assert cautions(frequency).get("visits") == sentence


def test_the_panel_of_a_published_cycle_is_not_edited(errors, store, put, hospital, me):
    cycle = put(VisitCycle(person=me.id, month="2025-11"))
    line = put(CycleClient(cycle=cycle.id, party=Link("client", hospital.id), target=2))
    assert errors(replace(line, target=3)) == {}
    with store.unit("test") as uow:
        uow.save(replace(cycle, state="published", published_on=TODAY))
    assert errors(line) == {}
    assert errors(replace(line, target=3)) == {"cycle": "El panel de un ciclo publicado no se edita."}


class TestNonWorkingDay:
    def test_it_ends_after_it_starts(self, errors):
        off = NonWorkingDay(on=TODAY, until=TODAY - datetime.timedelta(1), name="Puente")
        assert errors(off) == {"until": "Hasta no puede ser anterior a día."}
        assert errors(replace(off, until=TODAY)) == {}

    def test_planned_visits_should_move(self, cautions, visit, me, put):
        other = put(Person(name="Ana Ruiz", position="representative"))
        off = NonWorkingDay(on=TODAY - datetime.timedelta(2), until=TOMORROW, name="Puente")
        sentence = {"on": "Hay 1 visita planificada. Muévela."}
        assert cautions(off) == sentence
        assert cautions(replace(off, person=me.id)) == sentence
        assert cautions(replace(off, person=other.id)) == {}
        assert cautions(replace(off, until=None)) == {}

    def test_only_visits_of_its_territory(self, cautions, visit, zone, put):
        off = NonWorkingDay(on=TODAY, name="Fiesta local", territory=zone.id)
        assert cautions(off) == {"on": "Hay 1 visita planificada. Muévela."}
        elsewhere = put(Territory(name="Nayarit", level="zone"))
        assert cautions(replace(off, territory=elsewhere.id)) == {}


class TestSampleMove:
    @pytest.fixture
    def entry(self, put, me, product):
        return put(SampleMove(on=TODAY, person=me.id, product=product.id, lot="L1", category="in", quantity=30,
                              expires=datetime.date(2025, 12, 31)))

    def handed(self, entry, quantity, **more):
        return replace(entry, id="", category="handed_over", quantity=-quantity, expires=None, **more)

    def test_nobody_hands_over_what_is_not_there(self, cautions, entry):
        assert cautions(self.handed(entry, 30)) == {}
        assert cautions(self.handed(entry, 31)) == {"quantity": "Quedan 30 de Cardiolex 10 lote L1."}
        assert "quantity" in cautions(self.handed(entry, 1, lot="L2"))

    def test_an_expired_lot_stays(self, errors, entry):
        assert errors(self.handed(entry, 1)) == {}
        late = self.handed(entry, 1, on=datetime.date(2026, 1, 1))
        assert errors(late) == {"lot": "El lote L1 venció el 31 dic 2025."}
        assert errors(replace(late, category="write_off")) == {}

    @pytest.mark.parametrize(("excess", "level"), [("warn", "cautions"), ("stop", "errors")])
    def test_limits_warn_or_stop(self, *, request, app, put, entry, visit, hospital, excess, level):
        app.run(change_setting, name="sample_excess", value=excess)
        told = request.getfixturevalue(level)
        to = {"party": Link("client", hospital.id), "visit": visit.id}
        put(self.handed(entry, 3, **to))
        assert told(self.handed(entry, 2, **to)) == {}
        assert told(self.handed(entry, 3, **to)) == {"quantity": "Supera el límite de 5 por visita."}
        put(self.handed(entry, 16, party=to["party"]))
        assert told(self.handed(entry, 1, **to)) == {}
        assert told(self.handed(entry, 2, **to)) == {"quantity": "Supera el límite de 20 por mes."}
        next_month = datetime.date(2025, 12, 1)
        assert told(self.handed(entry, 2, party=to["party"], on=next_month)) == {}

    def test_an_adjustment_says_why(self, errors, entry):
        adjusted = replace(entry, id="", category="adjustment", quantity=1)
        assert errors(adjusted) == {"reason": "Anota el motivo del ajuste."}
        assert errors(replace(adjusted, reason="Conteo")) == {}

    def test_a_move_is_not_edited(self, store, entry):
        with pytest.raises(Problem), store.unit("test") as uow:
            uow.save(replace(entry, quantity=29))


class TestShelfCheck:
    @pytest.fixture
    def shelf(self, hospital, product):
        return ShelfCheck(party=Link("client", hospital.id), product=product.id, on=TODAY, presence="present",
                          units=Decimal(3))

    def test_nobody_sees_tomorrow(self, errors, shelf):
        assert errors(shelf) == {}
        assert errors(replace(shelf, on=TOMORROW)) == {"on": "Una revisión no puede ser futura."}

    def test_only_what_is_there_is_counted(self, errors, shelf):
        assert errors(replace(shelf, presence="sold_out")) == {"units": "Un producto agotado no tiene unidades."}
        assert errors(replace(shelf, presence="absent", units=Decimal(0))) == {}
