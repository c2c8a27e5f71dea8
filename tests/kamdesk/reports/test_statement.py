"""R09: the balance before, what moved, and the balance after agree to the cent; nobody else is named."""

from __future__ import annotations

import datetime

import pytest

from kamdesk import reports, words
from kamdesk.figures.model import Period, Scope
from kamdesk.pdf import render
from kamdesk.problems import Problem
from kamdesk.records.distributors import Distributor
from kamdesk.reports.model import Cards, Report, Table, blocks

TODAY = Period.day(datetime.date(2025, 11, 24))


@pytest.fixture(scope="module")
def statement(region) -> tuple[Report, Scope]:
    party = region.store.find(Distributor, name="Medistar del Centro")[0]
    scope = Scope(distributor=party.id)
    return reports.build("R09", region, TODAY, scope), scope


def table(report: Report, title: str) -> Table:
    """A table by the beginning of its title."""
    return next(block for block in blocks(report) if isinstance(block, Table) and block.title.startswith(title))


def cents(text: str) -> int:
    """An amount as minor units."""
    return int(words.parse_amount(text) * 100)


def total(found: Table, column: int) -> int:
    """The sum of a column of amounts."""
    texts = [str(row.cells[column]) for row in found.rows]
    return sum(cents(text) for text in texts if text)


def test_opening_and_movements_make_the_closing_balance(statement, region):
    report, scope = statement
    opening, billed, paid, closing = (cents(card.value) for block in blocks(report) if isinstance(block, Cards)
                                      for card in block.cards)
    moved = table(report, "Movimientos")
    assert (total(moved, 3), total(moved, 4)) == (billed, paid)
    assert opening + billed - paid == closing
    assert closing == region.ask("F40", TODAY, scope).value


def test_open_invoices_add_up_to_the_balance(statement, region):
    report, scope = statement
    assert total(table(report, "Facturas abiertas"), 5) == region.ask("F40", TODAY, scope).value


def test_only_the_party_is_named(statement, region):
    report, _scope = statement
    assert report.scope == "Medistar del Centro"
    assert report.mark == ""
    others = [each.name for each in region.store.find(Distributor) if each.name != report.scope]
    assert not any(name in repr(report) for name in others)


def test_twice_the_same_bytes(statement, region):
    report, scope = statement
    assert render(report) == render(reports.build("R09", region, TODAY, scope))


def test_without_a_party_it_says_what_to_choose(region):
    with pytest.raises(Problem, match="Elige el cliente"):
        reports.build("R09", region, TODAY)
