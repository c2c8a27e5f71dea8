"""Ctrl+Z in a field with nothing of its own to undo takes back the window's last step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from tests.made import make
from ui.listing import Listing
from ui.screen import Address
from ui.window import Window


def test_undo_reaches_the_window_from_an_empty_field(window: Window, dressed: QApplication, me: Person) -> None:
    client = make(window.app, "client")
    window.go(Address("clients", "contacts"))
    window.activateWindow()
    field = window.page.findChild(Listing).filter
    field.setFocus()
    dressed.processEvents()
    QTest.keyClick(field, Qt.Key.Key_X)
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""  # its own first
    assert window.app.store.maybe(Client, client.id) is not None
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.app.store.maybe(Client, client.id) is None
