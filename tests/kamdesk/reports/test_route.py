"""R08: the visits of a day in their order, with address, contact and what is pending."""

from __future__ import annotations

import datetime

import pytest
from pypdfium2 import PdfDocument

from kamdesk import reports
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.figures.model import Period
from kamdesk.pdf import render
from kamdesk.problems import Problem
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
    assert row[7] == "Pago prometido para el 24 nov 2025"


def test_a_day_stands_and_a_week_lies_across(app, me):
    week = Period(MONDAY, MONDAY + datetime.timedelta(6))
    sheets = [PdfDocument(render(reports.build("R08", app, span))) for span in (Period.day(MONDAY), week)]
    sizes = [each.get_page_size(0) for each in sheets]
    assert sizes == [(612.0, 792.0), (792.0, 612.0)]


def test_a_day_without_visits_says_so(app, me):
    report = reports.build("R08", app, Period.day(MONDAY))
    assert rows(report) == []
    assert any(isinstance(block, Table) and "No hay visitas" in block.empty for block in blocks(report))


def test_a_week_is_a_grid_with_the_load_of_each_day(app, me, zone):
    client = app.run(save, record=Client(name="Clínica Sur", category="clinic", segment="a", territory=zone.id,
                                         owner=me.id, phone="33 1111 2222"))
    party = Link("client", client.id)
    for step, hour in ((0, 9), (0, 11), (2, 10)):
        app.run(save, record=Visit(party=party, owner=me.id, planned_on=MONDAY + datetime.timedelta(step),
                                   start=datetime.time(hour), purpose="collection"))
    report = reports.build("R08", app, Period(MONDAY, MONDAY + datetime.timedelta(6)))
    found = rows(report)
    assert [len(row) for row in found] == [5, 5, 5]  # two visits deep and the load; Saturday and Sunday stay out
    assert found[0] == ("09:00 Clínica Sur · A", "", "10:00 Clínica Sur · A", "", "")
    assert found[-1][0].startswith("2 visitas · ")
    assert "1111" not in str(report)  # phones are for the sheet of a day
    assert "24 nov – 30 nov 2025" in report.period
    with pytest.raises(Problem, match="de un día o de una semana"):
        reports.build("R08", app, Period.month("2025-11"))
