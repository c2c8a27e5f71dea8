"""The files that wait beside the demo: a colleague's changes, an answer, and one of another country."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.approvals import approval_of
from kamdesk.demo import received
from kamdesk.problems import Problem
from kamdesk.records.promotions import PromotionPlan
from kamdesk.sharing.approving import open_letter, opener, take_answer
from kamdesk.sharing.exchange import Incoming
from kamdesk.sharing.letters import Answered

DOORS = FileDoors()


def opened(app: App, file: Path) -> Incoming:
    return DOORS.examine(app.store, file, unseal=opener(app.store, DOORS, file.read_bytes(), passphrase=None))


def test_three_files_wait_to_be_received(demo_file: Path, tmp_path: Path):
    shutil.copyfile(demo_file, tmp_path / "demo.kamdesk")
    app = App(BaseStore(tmp_path / "demo.kamdesk"))
    changes, answer, foreign = received.write(app, DOORS, tmp_path / "files")
    assert app.store.undo_step().label == "Cargar los datos de ejemplo"
    seen = DOORS.preview(app.store, opened(app, changes))
    (clients,) = [each for each in seen.kinds if each.new or each.changed]
    assert (clients.kind, clients.new, clients.changed, len(seen.conflicts)) == ("client", 42, 118, 3)
    letter = open_letter(app.store, DOORS, answer)
    assert isinstance(letter, Answered)
    assert take_answer(app, DOORS, letter, answer).origin == "signed"
    assert approval_of(app.store, app.store.get(PromotionPlan, letter.document)) == "approved"
    with pytest.raises(Problem, match="COP"):
        opened(app, foreign)
    app.store.close()
