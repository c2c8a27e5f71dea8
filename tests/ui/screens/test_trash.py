"""The bin in Copias: what was archived is listed, comes back with one click, and goes again with undo."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from kamdesk.commands.records import archive
from kamdesk.records.clients import Client
from tests.ui.screens.exchanging import Show, own_backups, sample, show, tab  # noqa: F401  fixtures
from tests.windows import finish, settle
from ui.screens.exchange.copies import Copies


def test_an_archived_client_is_restored_from_the_bin(show: Show):  # noqa: F811
    here = show()
    clients = here.app.store.find(Client)
    here.app.run(archive, records=clients)
    part = tab(here, "copies")
    assert isinstance(part, Copies)
    assert {each.title for each in part.trash.gone} == {each.name for each in clients}
    name = part.trash.gone[0].title
    button = next(each for each in part.trash.findChildren(QPushButton)
                  if each.accessibleName() == f"Restaurar {name}")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert [each.name for each in here.app.store.find(Client)] == [name]
    assert len(part.trash.gone) == len(clients) - 1
    here.app.undo()
    settle()
    assert len(part.trash.gone) == len(clients)
    finish(here)
