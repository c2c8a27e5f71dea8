"""Copias and Historial in the window: back up, restore, password and check; files noted and imports taken back."""

from __future__ import annotations

import datetime
import itertools
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kamdesk import clock, words
from kamdesk.app import App
from kamdesk.commands.exchange import note_received, note_sent
from kamdesk.commands.records import archive
from kamdesk.commands.sheets import import_sheet
from kamdesk.kinds import REGISTER
from kamdesk.records.clients import Client
from kamdesk.records.system import ExchangeEvent
from kamdesk.sharing.exchange import Undone
from kamdesk.sheets.importing import choose, open_source
from kamdesk.sheets.previewing import preview
from tests.ui.lint import lint
from tests.ui.screens.colleague import Colleague
from tests.ui.screens.exchanging import Show, own_backups, press, sample, show, tab  # noqa: F401  fixtures
from tests.windows import finish, settle
from ui import ask, style
from ui.screen import Address
from ui.screens.exchange.copies import Copies
from ui.screens.exchange.history import History, can_be_undone, told

PASSWORD = "una clave larga"


def test_files_are_listed_and_an_import_is_taken_back_when_confirmed(show: Show,  # noqa: F811
                                                                     monkeypatch: pytest.MonkeyPatch):
    doors = Colleague()
    here = show(doors)
    here.app.run(note_sent, profile="P5", to="Patricia Ledesma", file_name="s.kdx", digest="0", what="Solicitud")
    event = here.app.run(note_received, profile="P2", author="Marta Ríos", file_name="m.kdx", digest="1",
                         what="42 registros")
    part = tab(here, "history")
    assert isinstance(part, History)
    told_ = " | ".join(each.text() for each in part.findChildren(QLabel) if each.isVisible())
    for said in ("De Marta Ríos · Cambios", "42 registros", "Para Patricia Ledesma · Solicitud de aprobación"):
        assert said in told_
    finish(here)
    undo = [each for each in part.findChildren(QPushButton) if each.accessibleName() == "Deshacer esta importación"]
    assert len(undo) == 1
    monkeypatch.setattr(ask, "confirm", lambda *_args: False)
    undo[0].click()
    assert ("undo", event.id) not in doors.asked
    monkeypatch.setattr(ask, "confirm", lambda *_args: True)
    undo[0].click()
    assert doors.asked[-1] == ("undo", event.id)


def test_only_what_was_joined_this_month_can_be_undone():
    now = clock.now()
    event = ExchangeEvent(direction="received", profile="P2", other="Marta", at=now)
    cases = {"received": event, "sent": ExchangeEvent(direction="sent", profile="P2", other="M", at=now),
             "letter": ExchangeEvent(direction="received", profile="P6", other="M", at=now),
             "old": ExchangeEvent(direction="received", profile="P2", other="M", at=now - datetime.timedelta(days=31)),
             "undone": ExchangeEvent(direction="received", profile="P2", other="M", at=now, undone_at=now)}
    assert [name for name, each in cases.items() if can_be_undone(each)] == ["received"]


def test_the_two_ways_of_undoing_are_told_apart():
    assert told(Undone(exact=True, restored=9, kept=0)) == "Importación deshecha: todo está como antes"
    assert "3 valores escritos de nuevo" in told(Undone(exact=False, restored=3, kept=0))
    assert "2 escritos después se quedan" in told(Undone(exact=False, restored=3, kept=2))


def imported_clients(app: App, path: Path) -> None:
    """A sheet with two new clients and one row without a name, imported."""
    path.write_text("Nombre;Tipo\nFarmacia Sol;Farmacia\nFarmacia Luna;Farmacia\n;Farmacia\n", encoding="utf-8")
    source = open_source(path)
    table, mapping = choose(source, "client", app.store)
    app.run(import_sheet, preview=preview(app.store, source, table, mapping))


def test_an_imported_spreadsheet_is_taken_back_from_the_history(show: Show, tmp_path: Path,  # noqa: F811
                                                                monkeypatch: pytest.MonkeyPatch):
    here = show(Colleague())
    imported_clients(here.app, tmp_path / "clientes.csv")
    before = here.app.store.count(Client)
    here.go(Address("exchange", "history", "import_batch"))
    settle()
    settle()
    pane = here.page.part.sheets.pane  # type: ignore[attr-defined]
    shown = " | ".join(each.text() for each in pane.findChildren(QLabel) if each.isVisible())
    for said in ("clientes.csv", "Clientes", "Filas leídas", "4 A Nombre: Falta Nombre"):
        assert said in shown
    monkeypatch.setattr(ask, "confirm", lambda *_args: True)
    press(pane, "Deshacer importación")
    finish(here)
    assert here.app.store.count(Client) == before - 2
    settle()
    assert not [each for each in pane.findChildren(QPushButton) if each.accessibleName() == "Deshacer importación"]


def test_a_backup_is_made_and_restored_when_confirmed(show: Show, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    here = show()
    part = tab(here, "copies")
    finish(here)
    assert isinstance(part, Copies)
    part.back_up()
    finish(here)
    made = here.context.doors.backups(here.app.store)
    assert len(made) == 1
    here.app.run(archive, records=here.app.store.find(Client))
    monkeypatch.setattr(ask, "confirm", lambda *_args: False)
    part.restore(made[0].path, made[0])
    assert here.app.store.count(Client) == 0
    monkeypatch.setattr(ask, "confirm", lambda *_args: True)
    part.restore(made[0].path, made[0])
    assert here.app.store.count(Client) == 2
    assert len(here.context.doors.backups(here.app.store)) == 2


def test_the_base_gets_a_password_and_its_key_on_paper(show: Show, tmp_path: Path,  # noqa: F811
                                                       monkeypatch: pytest.MonkeyPatch):
    here = show()
    part = tab(here, "copies")
    finish(here)
    assert isinstance(part, Copies)
    card = part.password
    card.new.field.setText("corta")
    card.again.field.setText("corta")
    card.set.click()
    assert card.new.field.accessibleDescription() != ""
    for entry in (card.new, card.again):
        entry.field.setText(PASSWORD)
    card.set.click()
    assert here.encrypted
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "key.pdf")
    card.print.click()
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")


def test_the_data_is_checked_and_mended(show: Show):  # noqa: F811
    here = show()
    raw = here.app.store.writer.connection.driver_connection  # type: ignore[attr-defined]
    raw.execute("DELETE FROM kd_doc WHERE t = ?", (REGISTER["client"].code,))
    part = tab(here, "copies")
    assert isinstance(part, Copies)
    part.checking.check()
    finish(here)
    part.checking.mend()
    finish(here)
    assert here.context.doors.check(here.app.store) == []


LOOKS = [("light", 1.0, "es"), ("dark", 1.5, "en")]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_fault_in_any_look(app: QApplication, show: Show, look: tuple[style.Scheme, float, str]):  # noqa: F811
    scheme, scale, language = look
    words.set_language(language)
    style.apply(app, scheme=scheme, scale=scale, motion=False)
    window = show(Colleague())
    window.app.run(note_received, profile="P2", author="Marta Ríos", file_name="m.kdx", digest="1", what="42 registros")
    part = tab(window, "copies")
    assert isinstance(part, Copies)
    window.context.doors.back_up(window.app.store)
    part.reread()
    for room, name in itertools.product(((1366, 768), (1024, 600)), ("copies", "history")):
        window.resize(*room)
        tab(window, name)
        settle()
        assert lint(window, room=room) == [], (name, room)
