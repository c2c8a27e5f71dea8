"""R08: the visits of a day in their order, with address, contact and what is pending."""

from __future__ import annotations

import datetime

from kamdesk import reports
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.figures.model import Period
from kamdesk.records.clients import Client, Contact
from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.visits import Visit
from kamdesk.reports.model import Report, Table, blocks

MONDAY = datetime.date(2025, 11, 24)


def rows(report: Report) -> list[tuple[str, ...]]:
    """The rows of the sheet as texts."""
    found = next(block for block in blocks(report) if isinstance(block, Table))
    return [tuple(str(cell) for cell in row.cells) for row in found.rows]


def test_the_day_of_the_demo_is_in_order(region):
    report = reports.build("R08", region, Period.day(MONDAY))
    hours = [row[1] for row in rows(report)]
    assert len(hours) == 5
    assert hours == sorted(hours)
    assert report.title == "Hoja de ruta"


def test_each_door_says_whom_to_ask_and_what_is_pending(app, me, zone):
    client = app.run(save, record=Client(name="<b>Clínica</b> & Cía", code="C1", category="clinic", segment="a",
                                         territory=zone.id, owner=me.id, address="Calle 1"))
    party = Link("client", client.id)
    contact = app.run(save, record=Contact(name="Eva Soto", party=party, phone="33 1111 2222"))
    app.run(save, record=Visit(party=party, owner=me.id, planned_on=MONDAY, start=datetime.time(9), minutes=45,
                               contacts=(contact.id,), purpose="collection"))
    app.run(save, record=PaymentPromise(party=party, promised_on=MONDAY, due=MONDAY, amount=100_00, owner=me.id))
    row = rows(reports.build("R08", app, Period.day(MONDAY)))[0]
    assert row[:5] == ("1", "09:00", "<b>Clínica</b> & Cía · Calle 1", "Eva Soto · 33 1111 2222", "Cobranza")
    assert row[6] == "Pago prometido para el 24 nov 2025"


def test_a_day_without_visits_says_so(app, me):
    report = reports.build("R08", app, Period.day(MONDAY))
    assert rows(report) == []
    assert any(isinstance(block, Table) and "No hay visitas" in block.empty for block in blocks(report))
