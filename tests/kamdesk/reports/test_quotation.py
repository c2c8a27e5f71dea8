"""R27: a draft is a quotation, a confirmed order says what was delivered; without prices a list of quantities."""

from __future__ import annotations

import datetime

import pytest

from kamdesk import reports
from kamdesk.figures.model import Period, Scope
from kamdesk.pdf import render
from kamdesk.problems import Problem
from kamdesk.records.sales import Order
from kamdesk.reports.model import Fields, Note, Report, Table, blocks
from kamdesk.reports.quotation import quotation
from kamdesk.selling.orders import sheet_of
from kamdesk.words import money

TODAY = Period.day(datetime.date(2025, 11, 24))


def order(region, number: str) -> Order:
    """An order of the demo."""
    return region.store.find(Order, number=number)[0]


def titles(report: Report) -> list[str]:
    """The columns of its table."""
    return [column.title for block in blocks(report) if isinstance(block, Table) for column in block.columns]


def values(report: Report) -> dict[str, str]:
    """What its fields say."""
    return {field.label: field.value for block in blocks(report) if isinstance(block, Fields)
            for field in block.fields}


def test_a_draft_is_a_quotation_with_its_terms(region):
    report = quotation(region, order(region, "P-2311"), prices=True)
    assert values(report)["Cotización"] == "P-2311"
    assert any(isinstance(block, Note) and block.text.startswith("Vigente hasta") for block in blocks(report))
    assert "Entregado" not in titles(report)
    assert render(report).startswith(b"%PDF")


def test_a_confirmed_order_says_what_was_delivered_and_its_sums(region):
    found = order(region, "P-2291")
    report = quotation(region, found, prices=True)
    assert "Entregado" in titles(report)
    assert values(report)["Total"] == "$200,000.00" == money(sheet_of(region.store, found).total)
    assert values(report)["Estado"] == "Entregado"
    assert report.confidential


def test_without_prices_it_is_a_list_of_quantities(region):
    report = quotation(region, order(region, "P-2310"), prices=False)
    assert titles(report) == ["Producto", "Unidades", "Bonificación"]
    assert "3,100" not in repr(report)
    assert "$" not in repr(report)


def test_the_last_order_of_a_party_is_asked_for_by_the_register(region):
    found = order(region, "P-2311")
    report = reports.build("R27", region, TODAY, Scope(client=found.buyer.id))
    assert values(report)["Cotización"] == "P-2311"
    with pytest.raises(Problem, match="no tiene pedidos"):
        reports.build("R27", region, Period.day(datetime.date(2010, 1, 1)), Scope(client=found.buyer.id))
