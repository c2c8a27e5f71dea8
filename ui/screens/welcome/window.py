"""The window of the first use: leads from nothing to an open base, whichever way the person chooses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from kamdesk import words
from kamdesk.commands.first_use import begin
from kamdesk.doors import Doors
from kamdesk.files import backups_home
from kamdesk.problems import Problem
from kamdesk.store import Store
from kamdesk.words import _
from ui import ask
from ui.jobs import Jobs, Progress
from ui.recovery import save_key
from ui.screen import scrolled
from ui.screens.welcome.bases import make, make_example, open_at, restore_at
from ui.screens.welcome.colleague import Colleague
from ui.screens.welcome.front import Front
from ui.screens.welcome.identity import Identity, free_path, home
from ui.screens.welcome.pages import Recovery, Waiting
from ui.widgets.messages import MessageBar
from ui.window import Window

BASES = "Kamdesk (*.kamdesk)"
SHEETS = "Excel, CSV (*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.tsv *.txt *.json)"
Opened = Callable[[Doors, Store], QMainWindow]


class Welcome(QMainWindow):
    """Shown while no base is open; every way ends in the window that ``opened`` makes."""

    def __init__(self, doors: Doors, *, opened: Opened) -> None:
        super().__init__()
        self._doors, self._opened = doors, opened
        self.jobs = Jobs(self)
        self.main: QMainWindow | None = None
        self._week = "mon"
        self._workbook: Path | None = None
        self._colleague: Colleague | None = None
        self.setWindowTitle("Kamdesk")
        self.setMinimumSize(800, 560)
        self.resize(1366, 768)
        self.start()

    def start(self) -> None:
        """The first page; a base that was begun and not accepted is dropped."""
        self._let_go()
        self.front = Front(week_start=self._week)
        self.front.asked.connect(self._choose)
        self.front.language_chosen.connect(self._speak)
        self.show_page(self.front)
        self.front.buttons["example"].setFocus()

    def show_page(self, page: QWidget) -> None:
        """Put a page in the middle of the window."""
        self.page = page
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        self._messages = QVBoxLayout()
        self._messages.setContentsMargins(20, 12, 20, 0)
        column.addLayout(self._messages)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(page, 100)
        row.addStretch(1)
        column.addLayout(row, 1)
        self.setCentralWidget(scrolled(host))

    def show_problem(self, problem: Problem) -> None:
        """Above the page shown."""
        while (item := self._messages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._messages.addWidget(MessageBar(problem.message, status="bad"))

    def _speak(self, language: str) -> None:
        QSettings().setValue("language", language)
        words.set_language(language)
        self._week = self.front.week.value()
        self.start()

    def _choose(self, way: str) -> None:
        self._week = self.front.week.value()
        ways: dict[str, Callable[[], object]] = {
            "example": self._example, "workbook": self._bring, "colleague": self._receive, "empty": self._identify,
            "open": self._open, "restore": self._restore}
        ways[way]()

    def work(self, title: str, text: str, do: Callable[[Progress], Any], done: Callable[[Any], None],
             failed: Callable[[Problem], object]) -> None:
        """Do something long as a job while a page says so."""
        waiting = Waiting(title, text)
        self.show_page(waiting)

        def failing(error: Exception) -> None:
            if not isinstance(error, Problem):
                raise error
            failed(error)

        job = self.jobs.start(do, done=done, failed=failing)
        job.progressed.connect(waiting.show_progress)

    def back(self, problem: Problem) -> None:
        """To the first page, saying what went wrong."""
        self.start()
        self.show_problem(problem)

    def _example(self) -> None:
        path, week = free_path(_("Example")), self._week
        self.work(_("Making the example region"),
                   _("Three years of work of a region: clients, visits, sales, collections, budget."),
                   lambda progress: make_example(self._doors, path, week, progress), self._enter, self.back)

    def _bring(self) -> None:
        path = ask.open_file(self, _("Choose file"), SHEETS)
        if path is not None:
            self._workbook = path
            self._identify()

    def _identify(self) -> None:
        page = Identity()
        page.left.connect(self.start)
        page.submitted.connect(self._make)
        self.show_page(page)
        page.line("name").setFocus()

    def _make(self, values: dict[str, Any]) -> None:
        page = self.page
        assert isinstance(page, Identity)  # noqa: S101  its signal
        assert page.file is not None  # noqa: S101  proposed by the page
        try:
            store = make(self._doors, page.file, page.passphrase,
                         lambda app: app.run(begin, week_start=self._week, **values))
        except Problem as problem:
            page.show_problem(problem)
            return
        self.secure(store, secret=bool(page.passphrase))

    def secure(self, store: Store, *, secret: bool) -> None:
        """A base with a password first offers its recovery key; then its window opens."""
        if secret:
            self.show_page(Recovery(save=lambda: self._save_key(store), go=lambda: self._enter(store)))
        else:
            self._enter(store)

    def _save_key(self, store: Store) -> None:
        try:
            saved = save_key(self, self._doors, store)
        except Problem as problem:
            self.show_problem(problem)
            return
        if saved:
            self._enter(store)

    def _receive(self) -> None:
        path = ask.open_file(self, _("Choose file"), "Kamdesk (*.kdx *.sqlite)")
        if path is None:
            return
        try:
            self._colleague = Colleague(self, self._doors, path)
        except Problem as problem:
            self.show_problem(problem)

    def _let_go(self) -> None:
        if self._colleague is not None:
            self._colleague.drop()
            self._colleague = None

    def _open(self) -> None:
        path = ask.open_file(self, _("Open another base"), BASES, home() if home().exists() else None)
        if path is not None:
            self._try(lambda: open_at(self, self._doors, path))

    def _restore(self) -> None:
        file = ask.open_file(self, _("Choose a backup"), BASES, backups_home() if backups_home().exists() else None)
        if file is None:
            return
        target = ask.save_file(self, _("Where to keep the base"), BASES, free_path(file.stem.split(".")[0]))
        if target is not None:
            self._try(lambda: restore_at(self, self._doors, target.with_suffix(".kamdesk"), file))

    def _try(self, opening: Callable[[], Store | None]) -> None:
        try:
            store = opening()
        except Problem as problem:
            self.show_problem(problem)
            return
        if store is not None:
            self._enter(store)

    def _enter(self, store: Store) -> None:
        self._colleague = None
        self.main = main = self._opened(self._doors, store)
        main.setGeometry(self.geometry())
        main.show()
        if self._workbook is not None and isinstance(main, Window):
            main.quick("import", path=self._workbook)
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the worker and let go of a base that was not handed over."""
        self.jobs.close()
        self._let_go()
        super().closeEvent(event)
