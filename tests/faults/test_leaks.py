"""What people type stays in the base: no word of it in logs, temporary files, backups, sealed files or the bytes."""

from __future__ import annotations

import logging
import tempfile
import traceback
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.kinds import kind_of
from tests.conftest import Warnings
from tests.db.files import DOORS, PASSWORD
from tests.made import make

CANARY = "Canario7f3a"
SHAPES = ("utf-8", "utf-16-le", "utf-16-be")
KINDS = ("client", "contact", "interaction", "market_signal", "task", "product", "person", "budget_line", "incident")


def canaries(kind: str) -> dict[str, str]:
    """A canary for every field of a kind in which people write what they want."""
    return {each.name: f"{CANARY} {kind} {each.name}" for each in kind_of(kind).stored
            if each.type in ("text", "note") and each.name not in {"currency", "tax_id", "code", "email", "month"}}


def holders(folder: Path) -> list[str]:
    """The files that hold a canary in plain."""
    words = [CANARY.encode(shape) for shape in SHAPES] + [CANARY.lower().encode()]
    return [path.name for path in folder.rglob("*") if path.is_file() and any(
        word in path.read_bytes() for word in words)]


def live(app: App, folder: Path) -> None:
    """A day with the base: records, files about it, an undo."""
    for kind in KINDS:
        make(app, kind, **canaries(kind))
    app.undo()
    DOORS.back_up(app.store)
    DOORS.share(app.store, folder / "out.kdx", to="Marta", passphrase=PASSWORD)


def test_nothing_of_an_encrypted_base_lies_about_in_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    store = BaseStore(tmp_path / "base.kamdesk", passphrase=PASSWORD)
    live(App(store), tmp_path)
    assert holders(tmp_path) == []
    store.close()
    assert holders(tmp_path) == []
    assert not list((tmp_path / "temp").iterdir())
    plain = BaseStore(tmp_path / "plain.kamdesk")
    make(App(plain), "client", **canaries("client"))
    plain.close()
    assert holders(tmp_path) == ["plain.kamdesk"]  # the search itself finds them where they are


def test_no_error_says_what_a_record_holds(app: App, log_warnings: Warnings, expect_warning) -> None:
    client = make(app, "client", **canaries("client"))
    expect_warning("broken")
    with pytest.raises(IntegrityError) as broken, app.store.unit("twice") as uow:
        uow.add_many(client.kind, [{"id": client.id, "name": CANARY}])
    logging.getLogger("kamdesk").error("broken %s", "".join(traceback.format_exception(broken.value)))
    assert not any(CANARY in line for line in log_warnings.seen)
