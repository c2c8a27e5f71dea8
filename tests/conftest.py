"""What every test gets: no display, Spanish, a fixed day, a home of its own; an unexpected warning fails it."""

from __future__ import annotations

import datetime
import getpass
import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest
from hypothesis import settings

from kamdesk import clock, words
from tests.sealing import seal

pytest_plugins = ("tests.stores", "tests.windows")
TODAY = datetime.date(2025, 11, 24)  # the reference day of the demo region
FULL = "KAMDESK_FULL"
HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Programs that tests start read their bytecode, as an installed one does, kept out of the repository.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir()) / f"kamdesk-bytecode-{getpass.getuser()}"))
settings.register_profile("short", max_examples=30, derandomize=True, deadline=None)
settings.register_profile("full", max_examples=1_000, deadline=None)


class Warnings(logging.Handler):
    """Collects warnings and errors of the log, and those a test has said it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it: failing here would only hit whoever logged."""
        self.seen.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def faults(self) -> list[str]:
        """Warnings nobody expected, and expected ones that never came."""
        unexpected = [line for line in self.seen if not any(re.search(pattern, line) for pattern in self.expected)]
        absent = [pattern for pattern in self.expected if not any(re.search(pattern, line) for line in self.seen)]
        return unexpected + [f"expected, but never logged: {pattern}" for pattern in absent]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--full``: the long tests too, with many more examples each."""
    parser.addoption("--full", action="store_true", help="run the tests marked full, 1,000 examples a property")


def pytest_configure(config: pytest.Config) -> None:
    """``KAMDESK_FULL=1`` says the same as ``--full``, so that helpers and child processes know it."""
    if config.getoption("--full"):
        os.environ[FULL] = "1"
    settings.load_profile("full" if os.environ.get(FULL) else "short")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is marked full in a short run."""
    if not os.environ.get(FULL):
        for item in items:
            if item.get_closest_marker("full"):
                item.add_marker(pytest.mark.skip(reason="long: runs with --full"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The benchmark table: each row was given as ``record_property("bench", (work, value, floor, unit))``."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    rows = [row for report in reports for name, row in report.user_properties if name == "bench"]
    if rows:
        terminalreporter.section("value, floor, ratio")
    for work, value, floor, unit in rows:
        terminalreporter.line(f"{work:<60} {value:>10.3f} {unit:<3} {floor:>10.3f} {unit:<3} {value / floor:>7.2f} ×")


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Folders for settings and data that are not those of whoever runs the tests."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in HOMES:
            patch.setenv(name, str(home))
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_seals() -> Iterator[None]:
    """Files sealed with a password in milliseconds, but with ``--full`` and where a test takes age itself."""
    with pytest.MonkeyPatch.context() as patch:
        if not os.environ.get(FULL):
            patch.setattr(pyrage.passphrase, "encrypt", seal)
        yield


@pytest.fixture(autouse=True)
def fixed_day() -> Iterator[datetime.date]:
    """Today is Monday 24 November 2025."""
    clock.fix(TODAY)
    yield TODAY
    clock.fix(None)


@pytest.fixture(autouse=True)
def spanish() -> None:
    """Spanish, with the number style and the currency of the demo region."""
    words.set_language("es")
    words.set_format(decimal=".", group=",", currency="MXN")


@pytest.fixture(autouse=True)
def log_warnings() -> Iterator[Warnings]:
    """An unexpected warning in the log fails the test (Qt's own: qt_log_level_fail in pyproject.toml)."""
    handler = Warnings()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    faults = handler.faults()
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.fixture
def expect_warning(log_warnings: Warnings) -> Callable[[str], None]:
    """Say which log line this test provokes: ``expect_warning("a regular expression")``."""
    return log_warnings.expected.append
