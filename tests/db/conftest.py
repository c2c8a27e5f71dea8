"""Fixtures for the files of a base: a small one that is open, and a folder of its own for backups."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import BaseStore
from tests.db.files import filled


@pytest.fixture(autouse=True)
def own_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Backups of a test lie in its own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture(scope="session")
def filled_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed base with some records; copy it, never open it."""
    path = tmp_path_factory.mktemp("filled") / "base.kamdesk"
    filled(path).close()
    return path


@pytest.fixture
def base(filled_base: Path, tmp_path: Path) -> Iterator[BaseStore]:
    """An open base with some records."""
    path = tmp_path / "base.kamdesk"
    shutil.copyfile(filled_base, path)
    path.chmod(0o600)
    store = BaseStore(path)
    yield store
    store.close()
