"""The demo region, made once for all the tests that only read it."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import BaseStore
from kamdesk import clock, demo, words
from kamdesk.app import App

TODAY = datetime.date(2025, 11, 24)


def made(path: Path, today: datetime.date) -> App:
    """An app on a new base with the small demo of a day."""
    clock.fix(today)
    words.set_language("es")
    app = App(BaseStore(path))
    demo.build(app, today=today)
    return app


@pytest.fixture(scope="session")
def shown(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The small demo on Monday 24 November 2025; nobody writes to it."""
    path = tmp_path_factory.mktemp("demo") / "demo.kamdesk"
    shutil.copyfile(demo_file, path)
    app = App(BaseStore(path))
    yield app
    app.store.close()
