"""The timeline of a party: every dated kind, newest first, nobody else's, as many as asked."""

from __future__ import annotations

import datetime

from kamdesk.app import App
from kamdesk.commands.clients import change_segment
from kamdesk.fields import Link
from kamdesk.figures.contact_facts import Happening, Standing
from kamdesk.records.team import Person
from tests.conftest import TODAY
from tests.made import make
from ui.parties.telling import named_in, tell

DAYS = [TODAY - datetime.timedelta(at) for at in range(20)]


def timeline(app: App, party: Link, limit: int = 50) -> list[Happening]:
    return app.store.facts.contacts.timeline(party, limit)


def test_every_kind_of_happening_is_told(app: App, me: Person) -> None:
    client = make(app, "client", name="Hospital", segment="b")
    party, product = Link("client", client.id), make(app, "product", name="Cardiovex").id
    make(app, "visit", party=party, state="done", outcome="interested", done_on=DAYS[1], next_step="call",
         next_on=DAYS[0], products=(product,))
    make(app, "visit", party=party, state="missed", planned_on=DAYS[2], missed_reason="client_away")
    make(app, "visit", party=party, planned_on=DAYS[0])  # not yet
    make(app, "interaction", party=party, on=DAYS[3], channel="call", text="Pide precio", relay="to_relay")
    order = make(app, "order", buyer=party, on=DAYS[4], number="P-1", state="confirmed")
    make(app, "order_line", order=order.id, product=product, quantity=400, price=2)
    make(app, "order", buyer=party, on=DAYS[4], number="P-2")  # a draft
    make(app, "invoice", party=party, on=DAYS[5], number="F-1", amount=50_00)
    make(app, "payment", party=party, on=DAYS[6], amount=20_00)
    make(app, "payment_promise", party=party, promised_on=DAYS[7], due=DAYS[0], amount=30_00)
    make(app, "task", about=party, title="Enviar ficha", asked_on=DAYS[8], due=DAYS[0])
    make(app, "quality_issue", party=party, product=product, number="Q-1", reported_on=DAYS[9], found_on=DAYS[10])
    make(app, "hospital_listing", client=client.id, product=product, state="listed", listed_on=DAYS[11])
    app.run(change_segment, clients=[client], segment="a", reason="Creció")
    found = timeline(app, party)
    assert [each.kind for each in found] == [
        "segment_change", "visit", "visit", "interaction", "order", "invoice", "payment", "payment_promise", "task",
        "quality_issue", "hospital_listing"]
    assert [each.on for each in found] == sorted((each.on for each in found), reverse=True)
    names = app.store.names(named_in(found))
    told = {each.title: each for each in (tell(one, names) for one in found)}
    assert told["Segmento B → A"].text == "Creció"
    assert [text for text, _status in told["Visita"].chips] == [
        "Interesado", "Cardiovex", "Próximo paso · Llamar · 24 nov"]
    assert "Visita no realizada" in told
    assert told["Pedido P-1 · $800.00"].text == "Cardiovex × 400"
    assert told["Llamada"].chips == (("Por transmitir", "warn"),)


def test_only_its_own_and_no_more_than_asked(app: App, me: Person) -> None:
    one, other = (Link("client", make(app, "client", name=name).id) for name in ("Uno", "Dos"))
    for at in range(6):
        make(app, "interaction", party=one, on=DAYS[at], channel="call", text=str(at))
    make(app, "interaction", party=other, on=DAYS[0], channel="call", text="de otro")
    assert [each.text for each in timeline(app, one, 4)] == ["0", "1", "2", "3"]
    distributor = Link("distributor", make(app, "distributor").id)
    assert timeline(app, distributor) == []


def test_how_parties_stand_is_read_for_a_page_at_once(app: App, me: Person) -> None:
    make(app, "visit_frequency", visits=2, every_months="1", applies_to=())
    client = make(app, "client", name="Hospital", status="active")
    party = Link("client", client.id)
    make(app, "visit", party=party, state="done", outcome="neutral", done_on=DAYS[19], planned_on=DAYS[19])
    make(app, "visit", party=party, planned_on=TODAY, start=datetime.time(16))
    found = app.store.facts.contacts.standings([client.id], TODAY)[client.id]
    assert found == Standing(DAYS[19], DAYS[4], TODAY, 15, datetime.time(16))
