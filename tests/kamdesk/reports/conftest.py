"""The demo region with its reports, made once and only read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import BaseStore
from kamdesk import clock, reports
from kamdesk.app import App
from kamdesk.figures.model import Period
from kamdesk.reports.model import Report
from tests.conftest import TODAY

NOVEMBER = Period.month("2025-11")


@pytest.fixture(scope="session")
def demo_path(demo_file: Path) -> Path:
    """A closed base with the small demo; copy it, never open it."""
    return demo_file


@pytest.fixture(scope="module", autouse=True)
def day_of_the_module() -> None:
    """What a module makes once is made on the day of its tests, which each test fixes only for itself."""
    clock.fix(TODAY)


@pytest.fixture(scope="session")
def region(demo_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The demo, open; nobody writes to it."""
    path = tmp_path_factory.mktemp("region") / "demo.kamdesk"
    shutil.copyfile(demo_path, path)
    app = App(BaseStore(path))
    yield app
    app.store.close()


@pytest.fixture(scope="session")
def summary(region: App) -> Report:
    """The monthly summary of November with prices; made once, before the day of a test is fixed."""
    clock.fix(TODAY)
    return reports.build("R03", region, NOVEMBER)
