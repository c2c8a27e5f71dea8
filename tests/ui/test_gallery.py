"""Every shared widget, in both languages, themes and all font scales: nothing clipped, small, nameless or too large."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kamdesk import words
from tests.ui import gallery, gallery_parts
from tests.ui.lint import lint
from ui import style
from ui.widgets.overlay import Overlay
from ui.widgets.toast import Toast

ROOM = (1366, 768)
LOOKS = [*itertools.product(("light", "dark"), (1.0, 1.25, 1.5), ("es", "en"))]
PAGES = {"today": gallery.today_page, "parts": gallery_parts.parts_page}


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("page", PAGES)
def test_pages_have_no_fault(app: QApplication, qtbot: QtBot, page: str,
                             look: tuple[style.Scheme, float, str]) -> None:
    scheme, scale, language = look
    words.set_language(language)
    style.apply(app, scheme=scheme, scale=scale, motion=False)
    shell = gallery.build(PAGES[page])
    qtbot.addWidget(shell)
    for room in (ROOM, (1024, 600)):
        shell.resize(*room)
        shell.show()
        settle()
        assert lint(shell, room=room) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_window_that_is_open_follows_every_look(app: QApplication, qtbot: QtBot, page: str) -> None:
    shell = gallery.build(PAGES[page])
    qtbot.addWidget(shell)
    shell.resize(*ROOM)
    shell.show()
    for scheme, scale in (("dark", 1.5), ("light", 1.25), ("dark", 1.0)):
        style.apply(app, scheme=scheme, scale=scale, motion=False)  # type: ignore[arg-type]
        settle()
        assert lint(shell, room=ROOM) == []


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("build", [gallery_parts.panel, gallery_parts.palette])
def test_overlays_have_no_fault(app: QApplication, qtbot: QtBot, build: Callable[[QWidget], Overlay],
                                scale: float) -> None:
    style.apply(app, scheme="light", scale=scale, motion=False)
    shell = gallery.build()
    qtbot.addWidget(shell)
    shell.resize(1024, 600)
    shell.show()
    overlay = build(shell.overlay_host)
    overlay.open()
    settle()
    assert lint(overlay) == []
    assert shell.overlay_host.rect().contains(overlay.frame.geometry())


def test_toast_has_no_fault(app: QApplication, qtbot: QtBot) -> None:
    shell = gallery.build()
    qtbot.addWidget(shell)
    shell.show()
    toast = Toast(shell.overlay_host)
    toast.say("12 clientes archivados", action="Deshacer")
    settle()
    assert lint(toast) == []


def settle() -> None:
    """Let layouts come to rest."""
    for _time in range(3):
        QApplication.processEvents()
