"""Two windows and a USB stick: cards, changes, a conflict decided, the whole import taken back, an approval by file."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.doors import FileDoors
from db.replica import renew
from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.approvals import approval_of, submit
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.records.approvals import ApprovalEvent
from kamdesk.records.campaigns import CommunicationPlan
from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from kamdesk.sharing.devices import own_card
from tests.db.files import fill
from tests.ui.screens.exchanging import press, tab
from tests.windows import finish, leave, settle
from ui import ask
from ui.pages import PARTS
from ui.screens.exchange.history import History
from ui.screens.exchange.joining import Joining
from ui.screens.exchange.letters import AnsweredView, AskedView
from ui.screens.exchange.receive import Receive
from ui.screens.exchange.send import Send
from ui.window import Window

DOORS = FileDoors()


class Desk:
    """A window on a base of its own."""

    def __init__(self, path: Path, empty: Path) -> None:
        shutil.copyfile(empty, path)
        self.store = BaseStore(path)
        with self.store.writer.begin():
            renew(self.store.writer)  # a copy that goes on as a base of its own
        self.app = App(self.store)
        self.window = Window(self.app, DOORS, parts=PARTS)
        self.window.resize(1366, 768)
        self.window.show()

    def trusts(self, other: Desk) -> None:
        DOORS.trust(self.store, own_card(other.store, DOORS.keys(other.store)))

    def sends(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        part = tab(self.window, "send")
        assert isinstance(part, Send)
        part.reread()
        finish(self.window)
        for box in part.switches.boxes.values():
            box.setChecked(True)
        monkeypatch.setattr(ask, "save_file", lambda *_args: file)
        monkeypatch.setattr(ask, "confirm", lambda *_args: True)
        part.save.click()
        finish(self.window)
        assert file.exists()

    def opens(self, file: Path) -> Receive:
        part = tab(self.window, "receive")
        assert isinstance(part, Receive)
        part.take(file)
        finish(self.window)
        return part

    def close(self) -> None:
        finish(self.window)
        leave(self.window)
        self.store.close()


@pytest.fixture
def desks(dressed: object, empty_base: Path, tmp_path: Path,
          monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Desk]]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    laura, marta = (Desk(tmp_path / f"{name}.kamdesk", empty_base) for name in ("laura", "marta"))
    fill(laura.app)
    person = marta.app.run(save, record=Person(name="Marta Ríos", position="sales_manager",
                                               can_approve=("promotion",)))
    marta.app.run(change_setting, name="me", value=person.id)
    laura.trusts(marta)
    marta.trusts(laura)
    yield laura, marta
    laura.close()
    marta.close()


def test_changes_a_conflict_and_the_way_back(desks: tuple[Desk, Desk], tmp_path: Path,
                                             monkeypatch: pytest.MonkeyPatch):
    laura, marta = desks
    laura.sends(tmp_path / "1.kdx", monkeypatch)
    part = marta.opens(tmp_path / "1.kdx")
    assert isinstance(part.shown, Joining)
    assert marta.store.count(Client) == 0
    part.head.apply.click()
    finish(marta.window)
    assert marta.store.count(Client) == 2
    client = laura.store.find(Client)[0]
    for desk, tax in ((laura, "LAU010101AA1"), (marta, "MAR010101AA1")):
        desk.app.run(save, record=dataclasses.replace(desk.store.get(Client, client.id), tax_id=tax))
    marta.sends(tmp_path / "2.kdx", monkeypatch)
    part = laura.opens(tmp_path / "2.kdx")
    assert isinstance(part.shown, Joining)
    review = part.shown.review
    assert [each.text for each in review.card.case.questions[0].options] == ["LAU010101AA1", "MAR010101AA1"]
    review.card.questions.choose_number(1)
    review.accept()
    part.head.apply.click()
    finish(laura.window)
    assert laura.store.get(Client, client.id).tax_id == "MAR010101AA1"
    assert laura.store.count(Person, name="Marta Ríos") == 1
    assert DOORS.conflicts(laura.store) == []
    history = tab(laura.window, "history")
    assert isinstance(history, History)
    press(history, "Deshacer esta importación")
    assert laura.store.count(Person, name="Marta Ríos") == 0
    assert laura.store.get(Client, client.id).tax_id == "MAR010101AA1"  # her own decision stays


def test_an_approval_goes_and_comes_by_file(desks: tuple[Desk, Desk], tmp_path: Path,
                                            monkeypatch: pytest.MonkeyPatch):
    from kamdesk.sharing import container
    from kamdesk.sharing.approving import Recipient, request_file

    laura, marta = desks
    laura.app.run(save, record=Person(name="Marta Ríos", position="sales_manager", can_approve=("promotion",)))
    plan = laura.app.run(save, record=CommunicationPlan(
        name="Cardio", start=datetime.date(2025, 11, 24), end=datetime.date(2026, 1, 10), objective="Recordar",
        channels=("email",), cost=100_00))
    laura.app.run(submit, document=plan)
    card = own_card(marta.store, DOORS.keys(marta.store))
    request_file(laura.app, DOORS, plan, tmp_path / "s.kdx",
                 to=Recipient(card.person, container.for_cards([card.sealing])))
    part = marta.opens(tmp_path / "s.kdx")
    assert isinstance(part.shown, AskedView)
    part.shown.action.set_value("approve")
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "r.kdx")
    part.shown.save.click()
    settle()
    assert marta.store.count(ApprovalEvent) == marta.store.count(CommunicationPlan) == 0
    part = laura.opens(tmp_path / "r.kdx")
    assert isinstance(part.shown, AnsweredView)
    part.shown.note.click()
    settle()
    assert approval_of(laura.store, plan) == "approved"
    assert {each.origin for each in laura.store.find(ApprovalEvent, action="approve")} == {"signed"}
    assert laura.window.page.part is not part  # type: ignore[attr-defined]  the document is in front now
