"""The first page of Recibir: open a file, decide what was left for later, files that wait for another one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.problems import Problem
from kamdesk.sharing.deciding import undecided
from kamdesk.sharing.exchange import Conflict, Incoming, Waiting
from kamdesk.sharing.incoming import REQUESTS
from kamdesk.words import _
from ui import ask
from ui.labels import label
from ui.screen import Context
from ui.screens.exchange.parts import Entry, page_of
from ui.screens.exchange.receive_parts import GapCard, InboxCard
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.messages import EmptyState, MessageBar

PATTERN = f"Kamdesk (*.kdx *.sqlite *{REQUESTS})"


class Start(QWidget):
    """``chosen`` a file, ``decide`` what waits, ``look`` at a file of the inbox."""

    chosen = Signal(object)
    decide = Signal()
    look = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        try:
            pending, waiting = self._waiting()
        except Problem as problem:  # a job is writing: what waits is seen when it has ended
            pending, waiting = [], []
            column.addWidget(MessageBar(problem.message, status="warn", closable=False))
        if pending:
            column.addWidget(MessageBar(undecided(len(pending)), _("Both values are kept until you decide."),
                                        status="warn", closable=False, actions=((_("Decide now"), self.decide.emit),)))
        if waiting:
            column.addWidget(InboxCard(waiting, look=self.look.emit, drop=self._drop))
        column.addWidget(EmptyState(
            "file-down", _("Open a file from a colleague"),
            _("Changes, requests for approval and answers. First the file is checked and shown; nothing changes until "
              "you apply it."), actions=((_("Choose file…"), self._choose),)), 1)

    def _waiting(self) -> tuple[list[Conflict], list[Waiting]]:
        store, doors = self._context.app.store, self._context.doors
        return doors.conflicts(store), doors.inbox(store)

    def _choose(self) -> None:
        path = ask.open_file(self, _("Choose file"), PATTERN)
        if path is not None:
            self.chosen.emit(path)

    def _drop(self, file: str) -> None:
        self._context.doors.drop_waiting(self._context.app.store, file)
        self.chosen.emit(None)


class Gap(QWidget):
    """A file that came before another one."""

    def __init__(self, context: Context, incoming: Incoming) -> None:
        super().__init__()
        self._context, self._incoming = context, incoming
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(GapCard(incoming.path.name, incoming.missing, ask=self._request))
        column.addStretch(1)

    def _request(self) -> None:
        suggested = Path.home() / f"{_('Request')} {self._incoming.author}{REQUESTS}".replace("/", "-")
        path = ask.save_file(self, _("Save the request"), f"Kamdesk (*{REQUESTS})", suggested)
        if path is None:
            return
        doors, store = self._context.doors, self._context.app.store
        try:
            made = doors.request(store, self._incoming, path.with_suffix(REQUESTS))
        except Problem as problem:
            page_of(self).show_problem(problem)
            return
        self._context.window.tell(_("Saved {file}: send it to {name}", file=made.name, name=self._incoming.author))


class PasswordCard(TitledCard):
    """The password of a file that has one."""

    def __init__(self, path: Path, *, check: Callable[[], object], other: Callable[[], object]) -> None:
        super().__init__(path.name)
        self.entry = Entry(_("Password of the file"), secret=True)
        self.entry.field.returnPressed.connect(check)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(_("The file has a password. Ask the sender for it and type it here."), wrap=True))
        column.addWidget(self.entry)
        foot = QHBoxLayout()
        foot.addWidget(Button(_("Check"), kind="primary", on_click=check))
        foot.addWidget(Button(_("Choose another file"), kind="link", on_click=other))
        foot.addStretch(1)
        column.addLayout(foot)
        self.add(inside)
        self.body.addStretch(1)
