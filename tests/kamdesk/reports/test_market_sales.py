"""R23: its markets add up to the whole, it says what each must do, and hides amounts when asked."""

from __future__ import annotations

import pytest

from kamdesk import reports
from kamdesk.fields import Link
from kamdesk.figures.model import Period
from kamdesk.pdf import render
from kamdesk.reports.model import Cell, Facts, Report, Table, blocks
from kamdesk.words import parse_amount

NOVEMBER = Period.month("2025-11")


@pytest.fixture(scope="module")
def month(region) -> Report:
    return reports.build("R23", region, NOVEMBER)


def table(report: Report, title: str) -> Table:
    """A table by its title."""
    return next(block for block in blocks(report) if isinstance(block, Table) and block.title == title)


def amount(cell: str | Cell) -> int:
    text = cell.text if isinstance(cell, Cell) else cell
    return 0 if text == "—" else int(parse_amount(text))


@pytest.mark.parametrize(("title", "code", "column"), [
    ("Ventas y facturación por mercado", "F20", 1), ("Ventas y facturación por mercado", "F110", 6),
    ("Cobranza por mercado", "F40", 4)])
def test_the_markets_add_up_to_the_whole(month, region, title, code, column):
    found = table(month, title)
    *markets, total = found.rows
    assert len(markets) > 1
    assert total.kind == "total"
    whole = region.ask(code, NOVEMBER).value
    assert amount(total.cells[column]) == round(whole / 100)
    assert abs(sum(amount(row.cells[column]) for row in markets) - amount(total.cells[column])) <= len(markets)


def test_every_judged_market_hears_what_to_do(month, region):
    said = next(block for block in blocks(month) if isinstance(block, Facts) and block.title.startswith("Qué debe"))
    late = [each.key for each in region.by("F42", NOVEMBER, dimension="market") if each.status == "bad" and each.key]
    names = region.store.names([Link("territory", key) for key in late])
    assert late
    for name in names.values():
        assert any(fact.text.startswith(f"{name}: cobrar") for fact in said.facts)


def test_without_amounts_no_sum_is_told(region):
    quiet = reports.build("R23", region, NOVEMBER, hide=frozenset({"amounts"}))
    titles = [column.title for block in blocks(quiet) if isinstance(block, Table) for column in block.columns]
    assert "Ventas" not in titles
    assert "% vencido" in titles


def test_it_prints(month):
    assert render(month).startswith(b"%PDF")
