"""A second start finds the first window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.single import answer, raised_elsewhere


def test_a_second_start_raises_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    base, called, owner = tmp_path / "base.kamdesk", [], QObject()
    assert not raised_elsewhere(base)
    server = answer(base, lambda: called.append(True), owner)
    assert raised_elsewhere(base)
    qtbot.waitUntil(lambda: called == [True], timeout=2000)
    assert not raised_elsewhere(tmp_path / "other.kamdesk")
    server.close()
