"""Fixtures with a real base: made once a session, copied for each test, so that a test starts in milliseconds."""

from __future__ import annotations

import datetime
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import BaseStore
from kamdesk import clock, demo, words
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.problems import Problem
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory

DEMO_DAY = datetime.date(2025, 11, 24)


@pytest.fixture(scope="session")
def empty_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed base with its tables and nothing else; copy it, never open it."""
    path = tmp_path_factory.mktemp("empty") / "base.kamdesk"
    BaseStore(path).close()
    return path


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed base with the small demo of the fixed day, made once for all workers; copy it, never open it."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    path = folder / "demo" / "demo.kamdesk"
    path.parent.mkdir(exist_ok=True)
    making = path.with_name("making.kamdesk")
    while not path.exists():
        try:
            store = BaseStore(making)
        except Problem:  # another worker makes it
            time.sleep(0.2)
            continue
        clock.fix(DEMO_DAY)
        words.set_language("es")
        demo.build(App(store), today=DEMO_DAY)
        store.close()
        making.rename(path)
    return path


@pytest.fixture
def base_path(empty_base: Path, tmp_path: Path) -> Path:
    """A fresh copy of the empty base."""
    path = tmp_path / "base.kamdesk"
    shutil.copyfile(empty_base, path)
    return path


@pytest.fixture
def store(base_path: Path) -> Iterator[BaseStore]:
    """The open store of an empty base."""
    store = BaseStore(base_path)
    yield store
    store.close()


@pytest.fixture
def app(store: BaseStore) -> App:
    """An app on an empty base."""
    return App(store)


@pytest.fixture
def me(store: BaseStore) -> Person:
    """The manager of the laptop."""
    app = App(store)
    person = app.run(save, record=Person(name="Laura Benítez", position="regional_manager"))
    app.run(change_setting, name="me", value=person.id)
    return person


@pytest.fixture
def zone(store: BaseStore) -> Territory:
    """A zone to hang clients on."""
    return App(store).run(save, record=Territory(name="Jalisco", level="zone"))
