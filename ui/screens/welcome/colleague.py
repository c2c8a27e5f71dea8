"""A file from a colleague becomes a new base: checked, shown, accepted, and then whose laptop this is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from kamdesk.app import App
from kamdesk.commands.first_use import introduce
from kamdesk.doors import Doors, Incoming
from kamdesk.problems import Problem
from kamdesk.store import Store
from kamdesk.words import _
from ui.jobs import Progress
from ui.screens.welcome.identity import Identity, free_path
from ui.screens.welcome.pages import Content, FilePassword


class Host(Protocol):
    """What the window of the first use does for this way."""

    def show_page(self, page: QWidget) -> None:
        """Put a page in the middle."""

    def start(self) -> None:
        """Back to the first page."""

    def back(self, problem: Problem) -> None:
        """Back to the first page with what went wrong."""

    def secure(self, store: Store, *, secret: bool) -> None:
        """The base is ready."""

    def work(self, title: str, text: str, do: Callable[[Progress], Any], done: Callable[[Any], None],
             failed: Callable[[Problem], object]) -> None:
        """Something long."""


class Colleague:
    """Holds the new base until it is handed over; ``drop`` takes it away again when nothing was accepted."""

    def __init__(self, host: Host, doors: Doors, file: Path) -> None:
        """Problem when no base can be made."""
        self._host, self._doors, self._file = host, doors, file
        self._path = free_path(file.stem)
        self._store = doors.create(self._path)
        self._accepted = False
        self._inspect(None)

    def drop(self) -> None:
        """Let go of the base, and of its file while it is empty."""
        self._store.close()
        if not self._accepted:
            self._path.unlink(missing_ok=True)

    def _inspect(self, passphrase: str | None) -> None:
        def refused(problem: Problem) -> None:
            if problem.field != "passphrase":
                self._host.back(problem)
                return
            page = FilePassword(self._file.name, back=self._host.start)
            page.typed.connect(self._inspect)
            self._host.show_page(page)
            page.field.setFocus()
            if passphrase is not None:
                page.say(problem.message)

        self._host.work(_("Checking the file"), self._file.name,
                        lambda _progress: self._doors.inspect(self._store, self._file, passphrase=passphrase),
                        self._review, refused)

    def _review(self, incoming: Incoming) -> None:
        self._host.show_page(Content(incoming, accept=lambda: self._accept(incoming), back=self._host.start))

    def _accept(self, incoming: Incoming) -> None:
        self._host.work(_("Joining the file"), self._file.name,
                        lambda _progress: self._doors.receive(self._store, incoming), self._ask_who, self._host.back)

    def _ask_who(self, _count: int) -> None:
        self._accepted = True
        self._page = page = Identity(whole=False, file=self._path)
        page.submitted.connect(self._introduce)
        self._host.show_page(page)
        page.line("name").setFocus()

    def _introduce(self, values: dict[str, Any]) -> None:
        page = self._page
        try:
            App(self._store).run(introduce, **values)
            if page.passphrase:
                self._doors.set_passphrase(self._store, page.passphrase)
        except Problem as problem:
            page.show_problem(problem)
            return
        self._host.secure(self._store, secret=bool(page.passphrase))
