"""What a logged visit leaves behind, several visits at once, samples, days off cleared, the calendar file."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from icalendar import Calendar

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.aftermath import Heard, PriceSeen, Sample, Shelf
from kamdesk.commands.calendar import export_calendar
from kamdesk.commands.cycles import add_day_off, clear_days
from kamdesk.commands.records import save
from kamdesk.commands.samples import move_samples
from kamdesk.commands.settings import change_setting
from kamdesk.commands.visits import cancel_visits, move_visit, move_visits, plan_visit, record_visit
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.documents import Attachment
from kamdesk.records.market import Competitor, CompetitorProduct, MarketSignal, PriceSighting
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.samples import SampleMove
from kamdesk.records.tasks import Task
from kamdesk.records.team import Coaching, Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import ShelfCheck, Visit
from tests import plans

MONDAY = datetime.date(2025, 11, 24)
TUESDAY, WEDNESDAY = MONDAY + datetime.timedelta(1), MONDAY + datetime.timedelta(2)


@pytest.fixture
def client(app: App, me: Person, zone: Territory) -> Client:
    """A pharmacy."""
    return app.run(save, record=Client(name="Farmacia Sol", category="pharmacy", segment="a", territory=zone.id,
                                       owner=me.id))


@pytest.fixture
def product(app: App) -> Product:
    """A product with samples."""
    line = app.run(save, record=ProductLine(name="Línea"))
    return app.run(save, record=Product(name="Neurolem 5 mg", line=line.id))


def test_a_visit_leaves_everything_in_one_step(app: App, me: Person, client: Client, product: Product,
                                               tmp_path: Path) -> None:
    store = app.store
    rival = app.run(save, record=Competitor(name="Acme"))
    theirs = app.run(save, record=CompetitorProduct(competitor=rival.id, name="Acmelol", ours=product.id))
    rep = app.run(save, record=Person(name="Iván Soto", position="representative", manager=me.id))
    app.run(move_samples, product=product.id, lot="L1", category="in", quantity=10)
    photo = tmp_path / "anaquel.txt"
    photo.write_text("foto", encoding="utf-8")
    party = Link("client", client.id)
    visit = app.run(
        record_visit, party=party, outcome="interested", joint_with=rep.id, next_step="send_document", minutes=45,
        samples=[Sample(product.id, "L1", 2)], shelf=[Shelf(product.id, "present", 4)],
        price_seen=[PriceSeen(theirs.id, Decimal("12.50"))],
        heard=[Heard("rival_promotion", "2 × 1 en mostrador", rival.id)], files=[photo])
    assert visit.minutes == 45
    assert store.find(Task)[0].title == "Enviar un documento a Farmacia Sol"
    assert [each.quantity for each in store.find(SampleMove, visit=visit.id)] == [-2]
    assert store.find(ShelfCheck)[0].units == 4
    price, signal = store.find(PriceSighting)[0], store.find(MarketSignal)[0]
    assert (price.price, price.currency, price.where, price.source) == (Decimal("12.50"), "MXN", party, "pharmacy")
    assert (signal.competitor, signal.territory, signal.source) == (rival.id, client.territory, "Farmacia Sol")
    day = store.find(Coaching)[0]
    assert (day.person, day.observer, day.state, day.visits) == (rep.id, me.id, "planned", (visit.id,))
    assert store.find(Attachment)[0].about == Link("visit", visit.id)
    app.undo()
    for kind in (Visit, Task, ShelfCheck, PriceSighting, MarketSignal, Coaching, Attachment):
        assert store.count(kind) == 0


def test_two_visits_of_a_day_are_one_day_of_coaching(app: App, store: BaseStore, me: Person, client: Client,
                                                     zone: Territory) -> None:
    boss = app.run(save, record=Person(name="Rosa Díaz", position="sales_manager"))
    other = app.run(save, record=Client(name="Farmacia Luna", category="pharmacy", territory=zone.id, owner=me.id))
    for each in (client, other):
        app.run(record_visit, party=Link("client", each.id), outcome="neutral", joint_with=boss.id)
    days = store.find(Coaching)
    assert [(day.person, day.observer, len(day.visits)) for day in days] == [(me.id, boss.id, 2)]


def test_several_visits_move_and_are_cancelled_as_one_step(app: App, store: BaseStore, me: Person,
                                                           client: Client) -> None:
    visits = [plans.planned(app, me, client, MONDAY, hour) for hour in (9, 11)]
    app.run(move_visits, visits=visits, on=WEDNESDAY)
    moved = store.find(Visit, sort=(("start", False),))
    assert [(each.planned_on, each.start) for each in moved] == [
        (WEDNESDAY, datetime.time(8)), (WEDNESDAY, datetime.time(8, 30))]
    app.run(cancel_visits, visits=moved, reason="leave")
    assert {each.state for each in store.find(Visit)} == {"cancelled"}
    app.undo()
    app.undo()
    assert {each.planned_on for each in store.find(Visit)} == {MONDAY}
    with pytest.raises(Problem, match="Solo se mueven las visitas planificadas"):
        app.run(move_visits, visits=[app.run(record_visit, visit=visits[0], outcome="neutral")], on=TUESDAY)


def test_a_visit_on_a_day_that_is_not_worked_warns(app: App, me: Person, client: Client) -> None:
    sunday, holiday = datetime.date(2025, 11, 30), datetime.date(2025, 12, 25)
    visit = app.run(plan_visit, party=Link("client", client.id), on=sunday)
    assert list(app.store.warnings) == [("30 nov no se trabaja (fin de semana).", "planned_on")]
    app.run(move_visit, visit=visit, on=holiday)
    assert [text for text, _field in app.store.warnings] == ["25 dic no se trabaja (Navidad)."]
    app.run(move_visit, visit=app.store.get(Visit, visit.id), on=TUESDAY)
    assert list(app.store.warnings) == []
    assert app.store.get(Visit, visit.id).owner == me.id


def test_visits_of_a_day_off_go_to_the_next_working_day(app: App, store: BaseStore, me: Person, client: Client) -> None:
    visit = plans.planned(app, me, client, TUESDAY)
    with pytest.raises(Problem, match="No hay visitas planificadas"):
        app.run(clear_days, first=TUESDAY, last=TUESDAY, person=me.id)
    app.run(add_day_off, on=TUESDAY, until=WEDNESDAY, category="leave", person=me.id)
    assert list(app.store.warnings) == [("Hay 1 visita planificada. Muévela.", "on")]
    app.run(clear_days, first=TUESDAY, last=WEDNESDAY, person=me.id)
    assert store.get(Visit, visit.id).planned_on == datetime.date(2025, 11, 27)


def test_samples_are_counted_by_lot_and_their_limits_warn_or_stop(app: App, store: BaseStore, me: Person,
                                                                  client: Client, product: Product) -> None:
    party = Link("client", client.id)
    app.run(move_samples, product=product.id, lot="L1", category="in", quantity=4,
            expires=datetime.date(2025, 11, 30))
    given = app.run(move_samples, product=product.id, lot="L1", category="handed_over", quantity=6, party=party)
    assert (given.quantity, given.person) == (-6, me.id)
    assert any("Quedan 4 de Neurolem 5 mg lote L1" in text for text, _field in store.warnings)
    app.run(change_setting, name="sample_excess", value="stop")
    with pytest.raises(Problem, match="Supera el límite de 20"):
        app.run(move_samples, product=product.id, lot="L1", category="handed_over", quantity=15, party=party)
    with pytest.raises(Problem, match="venció el 30 nov 2025"):
        app.run(move_samples, product=product.id, lot="L1", category="handed_over", quantity=1,
                on=datetime.date(2025, 12, 1))
    with pytest.raises(Problem, match="motivo del ajuste"):
        app.run(move_samples, product=product.id, lot="L1", category="adjustment", quantity=-1)
    with pytest.raises(Problem, match="1 o más"):
        app.run(move_samples, product=product.id, lot="L1", category="in", quantity=0)


def test_the_calendar_file_holds_what_is_ahead_without_amounts(app: App, me: Person, client: Client,
                                                               tmp_path: Path) -> None:
    party, path = Link("client", client.id), tmp_path / "agenda.ics"
    plans.planned(app, me, client, TUESDAY)
    app.run(save, record=Task(title="Enviar ficha", due=WEDNESDAY, assigned_to=me.id))
    app.run(save, record=PaymentPromise(party=party, due=WEDNESDAY, amount=912_345_00, owner=me.id))
    assert app.run(export_calendar, path=path) == 3
    titles = {str(event["summary"]) for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")}
    assert titles == {"Visita: Farmacia Sol", "Tarea: Enviar ficha", "Pago prometido: Farmacia Sol"}
    assert b"912" not in path.read_bytes()
    assert app.store.undo_step() is not None
    assert "ics" not in str(app.store.undo_step())  # nothing to take back
