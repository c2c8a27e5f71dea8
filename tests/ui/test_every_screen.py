"""The lint over every page and tab, in both languages, themes and font scales: nothing clipped, small or nameless."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from db.store import BaseStore
from kamdesk import words
from kamdesk.app import App
from tests.conftest import FULL
from tests.ui.lint import lint
from tests.windows import opened
from ui import style
from ui.page import PlaceScreen
from ui.screen import Address
from ui.shell.places import PLACES
from ui.tabs import TABS
from ui.window import Window

LOOKS = list(itertools.product(("es", "en"), (1.0, 1.25, 1.5), ("light", "dark")))
ROOMS = {1.0: (1366, 768), 1.25: (1366, 768), 1.5: (1366, 768)}


@pytest.fixture(scope="module")
def demo_base(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseStore]:
    """The demo region for all looks; nobody writes into it."""
    path: Path = tmp_path_factory.mktemp("demo") / "demo.kamdesk"
    shutil.copyfile(demo_file, path)
    store = BaseStore(path)
    yield store
    store.close()


@pytest.mark.parametrize(("language", "scale", "scheme"), LOOKS)
def test_every_screen_is_clean(dressed: QApplication, demo_base: BaseStore, language: str, scale: float,
                               scheme: style.Scheme) -> None:
    words.set_language(language)
    style.apply(dressed, scheme=scheme, scale=scale, motion=False)
    turn = LOOKS.index((language, scale, scheme))
    with opened(App(demo_base), size=ROOMS[scale]) as window:
        found = [f"{place.key}/{tab}: {fault}" for place in PLACES for tab in some(tabs_of(window, place.key), turn)
                 for fault in faults(dressed, window, Address(place.key, tab))]
    style.apply(dressed, scheme="light", motion=False)
    assert found == []


def some(tabs: list[str], turn: int) -> list[str]:
    """Every tab in a long run; in a short one a tab a look, so that the looks together see them all."""
    return tabs if os.environ.get(FULL) else [tabs[turn % len(tabs)]]


def tabs_of(window: Window, page: str) -> list[str]:
    """The tabs a page really has."""
    window.go(Address(page))
    return [tab for tab, _text in window.page.tabs] if isinstance(window.page, PlaceScreen) else [TABS[page][0][0]]


def faults(dressed: QApplication, window: Window, address: Address) -> list[str]:
    """What the lint says of one tab."""
    window.go(address)
    for _turn in range(3):
        dressed.processEvents()
    return lint(window, room=ROOMS[1.0])
