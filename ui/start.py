"""From nothing to a window: the application, its look, the frame painted first, then the base."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from kamdesk import last_base, words
from kamdesk.problems import Problem
from kamdesk.words import _
from ui import laptop, style
from ui.shell.shell import Shell
from ui.single import answer, raised_elsewhere

if TYPE_CHECKING:
    from kamdesk.doors import Doors
    from kamdesk.store import Store

FOLDER = "Kamdesk"
REST = 1_000  # milliseconds after the window is shown


def start(make_doors: Callable[[], Doors], base: Path | None, *, language: str | None = None) -> int:
    """Open the window on ``base``, else on the one used last, else on the welcome; returns the exit status."""
    gc.disable()  # collecting while everything is being made costs 80 ms; frozen below
    application = _application(language)
    path = base or last_base.last()
    if path is not None and raised_elsewhere(path):
        return 0
    frame = Shell()
    frame.show()
    application.processEvents()  # the frame is on the screen before what it does not show is imported
    from kamdesk import logs
    from ui import ask

    logs.start_log()
    doors = make_doors()
    store = _opened(doors, path, frame) if path is not None else None
    window = _window(doors, store)
    _place(window)
    window.show()
    frame.close()
    frame.deleteLater()
    del frame
    gc.freeze()
    gc.enable()
    sys.excepthook = ask.bug
    QTimer.singleShot(REST, lambda: trim(store))
    return application.exec()


def trim(store: Store | None) -> None:
    """Give the memory that the first answers took back to the system; the C library of Linux keeps it otherwise."""
    if store is not None:
        store.rest()
    if sys.platform == "linux":
        import ctypes

        give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, others do not
        if give_back is not None:
            give_back(0)


def _application(language: str | None) -> QApplication:
    QCoreApplication.setOrganizationName("Kamdesk")
    QCoreApplication.setApplicationName("Kamdesk")
    application = QApplication(sys.argv[:1])
    laptop.speak()
    if language is not None:
        words.set_language(language)
    style.start(application)
    laptop.dress()
    return application


def _opened(doors: Doors, path: Path, frame: Shell) -> Store | None:
    """The store of a base, asking for its password until it opens or the person gives up."""
    passphrase = None
    while True:
        try:
            if not path.exists():
                return doors.create(path)
            return doors.open(path, passphrase=passphrase)
        except Problem as problem:
            if problem.field != "passphrase":
                frame.status.set_message(problem.message, status="bad")
                return None
            from ui import ask

            passphrase = ask.passphrase(frame, _("Open {base}", base=path.stem), problem.message)
            if passphrase is None:
                return None


def _window(doors: Doors, store: Store | None) -> QMainWindow:
    if store is None:
        from ui.screens.welcome import Welcome

        return Welcome(doors, opened=main_window)
    return main_window(doors, store)


def main_window(doors: Doors, store: Store) -> QMainWindow:
    """The window of an open base."""
    from kamdesk.app import App
    from ui.example import begin_anew, example_bar
    from ui.pages import PAGES, PARTS, QUICK
    from ui.window import Window

    words.set_format(currency=store.setting("currency"))
    base = Path(str(getattr(store, "path", "")))
    last_base.remember(base)
    window = Window(App(store), doors, pages=PAGES, parts=PARTS, quick=QUICK)
    answer(base, window.come_forward, window)
    bar = example_bar(store, lambda: begin_anew(window, doors, store, main_window))
    if bar is not None:
        window.set_banner(bar)
    return window


def _place(window: QMainWindow) -> None:
    """Where it was last time, else as large as the design, within the screen."""
    geometry = QSettings().value("geometry")
    if geometry is not None and window.restoreGeometry(geometry):
        return
    room = QApplication.primaryScreen().availableSize()
    window.resize(min(1366, room.width()), min(768, room.height()))
    if room.width() <= window.width():
        window.setWindowState(Qt.WindowState.WindowMaximized)
