"""Ctrl+C in a list: headings and rows as a spreadsheet takes them; veiled prices stay behind, others are noted."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kamdesk.kinds import kind_of
from kamdesk.records.system import ConfidentialAccess
from kamdesk.sheets.clipboard import parse_cells
from tests.made import make
from ui import clipping
from ui.screen import Address
from ui.veil import veil


def copied(view) -> list[list[str]]:
    """What Ctrl+C in a view puts on the clipboard."""
    QGuiApplication.clipboard().clear()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return parse_cells(QGuiApplication.clipboard().text())


def test_rows_copied_from_lists(window, monkeypatch):
    app = window.context.app
    for name in ("=HYPERLINK(1)", "Ana", "Tab\tdentro", "Zoe"):
        make(app, "client", name=name, status="active")
    window.go(Address("clients", "list"))
    window.page.pane.list.setCurrentIndex(window.page.pane.model.index(1, 0))
    head, row = copied(window.page.pane.list)
    assert (head[0], row[0]) == ("Nombre", "Ana")

    window.page.show_table()
    listing = window.page.table.list
    listing.table.horizontalHeader().moveSection(1, 0)
    listing.table.selectAll()
    head, *rows = copied(listing.table)
    at = head.index("Nombre")
    assert at == 1  # as it stands on the screen
    assert [row[at] for row in rows] == ["'=HYPERLINK(1)", "Ana", "Tab\tdentro", "Zoe"]
    assert "<td>Ana</td>" in QGuiApplication.clipboard().mimeData().html()

    monkeypatch.setattr(clipping, "MOST", 3)
    assert copied(listing.table) == []
    assert window.toast.isVisible()


def test_prices_are_copied_only_while_they_are_shown(window):
    app = window.context.app
    make(app, "price", amount=Decimal("125.5"))
    window.go(Address("settings", "products", "price"))
    listing = window.page.part.view.list
    amount = kind_of("price").fields["amount"]
    listing.table.selectAll()
    assert veil.covers(amount)
    assert "125.500000" not in copied(listing.table)[1]
    assert app.store.count(ConfidentialAccess) == 0
    veil.open(60)
    assert "125.500000" in copied(listing.table)[1]
    assert [each.action for each in app.store.find(ConfidentialAccess)] == ["copied"]
    veil.close()
