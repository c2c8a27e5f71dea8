"""The tabs of orders in every look: nothing clipped, small or nameless; empty and full."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from db.store import BaseStore
from kamdesk import words
from kamdesk.app import App
from kamdesk.commands.orders import NewLine
from kamdesk.commands.payments import register_payment
from kamdesk.problems import Problem
from kamdesk.records.quality import QualityIssue, Return
from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.team import Person
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import day, put
from tests.ui.lint import lint
from ui.screen import Address
from ui.screens.receivables.acts import read_edges
from ui.window import Window

TABS = [("orders", ""), ("invoices", ""), ("payments", ""), ("payments", "payment_promise"), ("returns", ""),
        ("returns", "quality_issue")]


@pytest.fixture
def trade(store: BaseStore, me: Person) -> Trade:
    """Something under every tab, before the window opens."""
    app = App(store)
    trade = Trade(app, me)
    order = trade.confirmed(NewLine(trade.plain.id, Decimal(1_000), bonus=Decimal(20)))
    trade.deliver(order, "480", lot="24B88")
    trade.order(NewLine(trade.taxed.id, Decimal(12), discount=Decimal(8)))
    trade.invoice("F-2025-001188", 1_240_000_00, disputed=True, dispute_reason="Faltan dos cajas")
    app.run(register_payment, party=trade.hospital, amount=40_000_00, reference="SPEI 730103")
    put(app, PaymentPromise(party=trade.hospital, promised_on=day("2025-10-20"), due=day("2025-11-03"),
                            amount=85_000_00, note="Confirmada por teléfono con cuentas por pagar."))
    put(app, Return(number="D-MR-0018", category="return", party=trade.hospital, product=trade.plain.id, lot="24B88",
                    quantity=Decimal(14), reason="recall", on=day("2025-11-20"), amount=2_220_00))
    put(app, QualityIssue(number="Q-MR-0117", party=trade.buyer, product=trade.plain.id, lot="24B88",
                          found_on=day("2025-11-18"), reported_on=day("2025-11-19"), description="Blíster abierto"))
    return trade


@pytest.mark.parametrize(("tab", "kind"), TABS)
def test_nothing_is_clipped_small_or_nameless(dressed: QApplication, trade: Trade, window: Window, tab: str,
                                              kind: str) -> None:
    for size in ((1366, 768), (1093, 614)):
        window.resize(*size)
        window.go(Address("orders", tab, kind))
        for _turn in range(4):
            dressed.processEvents()
        assert lint(window, room=size) == []


def test_in_english_too(dressed: QApplication, trade: Trade, window: Window) -> None:
    words.set_language("en")
    window.go(Address("orders", "orders"))
    for _turn in range(4):
        dressed.processEvents()
    assert lint(window, room=(1366, 768)) == []


@pytest.mark.parametrize("text", ["", "a, b", "30, 30", "60, 30", "-1, 5", "0,1,2,3,4,5,6,7,8"])
def test_columns_that_do_not_grow_are_refused(text: str) -> None:
    with pytest.raises(Problem):
        read_edges(text)


def test_columns_are_read() -> None:
    assert read_edges("0; 15, 45") == [0, 15, 45]
