"""Recibir: a file is opened, checked and looked through; nothing changes until it is applied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.sharing import exchange
from kamdesk.sharing.deciding import undecided
from kamdesk.sharing.exchange import Incoming, Preview
from kamdesk.sharing.incoming import REQUESTS, Opened, open_file, open_waiting
from kamdesk.sharing.letters import Answered, Asked, Letter
from kamdesk.words import N_, _
from ui.screen import Address, Context, scrolled
from ui.screens.exchange.guest import Guest
from ui.screens.exchange.inbox import Gap, PasswordCard, Start
from ui.screens.exchange.joining import Deciding, Joining
from ui.screens.exchange.letters import AnsweredView, AskedView
from ui.screens.exchange.parts import REQUEST, clear, page_of, work
from ui.screens.exchange.receive_parts import Head, about
from ui.tabs import place_of

FILE, CHECK, REVIEW, APPLY = range(4)
REFUSED = {exchange.APPLIED: N_("This file is already in your base: nothing to do."),
           exchange.OWN: N_("You made this file yourself: nothing to do."),
           exchange.FORK: N_("Two laptops write under the same identity: one is a copy of the other. Nothing of the "
                             "file was taken. Whoever copied the laptop restores a backup there, which gives it an "
                             "identity of its own, and sends the file again.")}


class Receive(QWidget):
    """Archivo › Comprobación › Revisión › Aplicar; with no file open, what still waits to be decided."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._file: Path | None = None
        self.shown: QWidget | None = None
        self.head = Head(cancel=self.start, apply=self.apply)
        self._body = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addLayout(self._body, 1)
        self.start()

    def _show(self, part: QWidget) -> None:
        """The room is for it alone; where it needs more, it scrolls."""
        clear(self._body)
        self.shown = part
        self._body.addWidget(scrolled(part))

    def start(self) -> None:
        """Ask for a file; show what waits."""
        self._file = None
        self.head.say(FILE)
        first = Start(self.context)
        first.chosen.connect(lambda path: self.take(path) if path else self.start())
        first.decide.connect(self.decide)
        first.look.connect(self._look)
        self._show(first)

    def reread(self) -> None:
        """Another place wrote: what waits may be less."""
        if isinstance(self.shown, Start):
            self.start()

    def open(self, _address: Address) -> None:
        """Shown by its tab."""
        self.reread()

    def take(self, path: Path) -> None:
        """Check a file, asking for its password when it has one; a request is answered under «Enviar»."""
        if path.suffix.lower() == REQUESTS:
            self.context.window.go(Address("exchange", "send", REQUEST, str(path)))
            return
        self._file = path
        self.check()

    def check(self) -> None:
        """Check the chosen file with the password typed."""
        path, store, doors = self._file, self.context.app.store, self.context.doors
        passphrase = self.shown.entry.text() if isinstance(self.shown, PasswordCard) else None
        if path is not None:
            work(self.context, self, _("Checking the file"),
                 lambda: open_file(store, doors, path, passphrase=passphrase), self._opened)

    def _look(self, file: str) -> None:
        store, doors = self.context.app.store, self.context.doors
        work(self.context, self, _("Checking the file"), lambda: open_waiting(store, doors, file), self._opened)

    def _opened(self, opened: Opened) -> None:
        if opened.letter is not None:
            self._letter(opened.letter, self._file or Path())
        elif opened.incoming is not None and opened.preview is not None and opened.incoming.state == exchange.EDITED:
            self._decide(Guest(self.context, opened.incoming, opened.preview))
        elif opened.incoming is not None and opened.preview is not None:
            self._join(opened.incoming, opened.preview, opened.signer)
        elif opened.incoming is not None:
            self._refuse(opened.incoming)

    def _letter(self, letter: Letter, file: Path) -> None:
        self.head.say(REVIEW, title=file.name, about=letter.author if isinstance(letter, Asked) else letter.actor)
        if isinstance(letter, Asked):
            self._show(AskedView(self.context, letter, done=self._told, problem=self._complain))
        else:
            self._show(AnsweredView(self.context, letter, file, done=self._noted, problem=self._complain))

    def _told(self, text: str) -> None:
        self.start()
        self.context.window.tell(text)

    def _noted(self, answer: Answered) -> None:
        self.start()
        self.context.window.go(Address(*place_of(kind_of(answer.kind)), answer.kind, answer.document))
        self.context.window.tell(_("Answer noted"))

    def _refuse(self, incoming: Incoming) -> None:
        """It is kept while another file is missing; else said why there is nothing to do."""
        if incoming.state != exchange.GAP:
            self.start()
            page_of(self).say(_(REFUSED[incoming.state]), status="bad" if incoming.state == exchange.FORK else "info")
            return
        self.head.say(CHECK, title=incoming.path.name, about=about(incoming))
        self._show(Gap(self.context, incoming))
        store, doors = self.context.app.store, self.context.doors
        if all(each.file != incoming.file for each in doors.inbox(store)):
            work(self.context, self, _("Keeping the file"), lambda: doors.apply(store, incoming), lambda _done: None)

    def _join(self, incoming: Incoming, preview: Preview, signer: str) -> None:
        joining = Joining(self.context, incoming, preview, signer=signer)
        # What a guest wrote into it is looked through next.
        self._decide(joining, then=self.check if incoming.edits and self._file is not None else self.start)

    def decide(self) -> None:
        """Look through what was left for later."""
        self._decide(Deciding(self.context, self.context.doors.conflicts(self.context.app.store)))

    def _decide(self, part: Deciding, *, then: Callable[[], None] | None = None) -> None:
        part.changed.connect(self._dress)
        part.finished.connect(then or self.start)
        self._show(part)
        self._dress()

    def _dress(self) -> None:
        shown = self.shown
        if isinstance(shown, (Joining, Guest)):
            self.head.say(REVIEW, title=shown.incoming.path.name, about=about(shown.incoming), apply=shown.verb,
                          enabled=shown.ready)
        elif isinstance(shown, Deciding):
            self.head.say(REVIEW, title=undecided(shown.review.open), apply=shown.verb, enabled=shown.ready)

    def apply(self) -> None:
        """Join what was shown, or save the decisions about what was left for later."""
        if isinstance(self.shown, Deciding):
            self.shown.apply()

    def _complain(self, problem: Problem) -> None:
        page_of(self).show_problem(problem)

    def show_problem(self, problem: Problem) -> None:
        """A password is asked for in its field; everything else is said above the page."""
        if problem.field == "passphrase" and self._file is not None:
            self._ask_password(problem)
            return
        if not isinstance(self.shown, (Gap, Start)):
            self.start()
        page_of(self).show_problem(problem)

    def _ask_password(self, problem: Problem) -> None:
        if isinstance(self.shown, PasswordCard):
            self.shown.entry.say(problem.message)
            return
        card = PasswordCard(self._file or Path(), check=self.check, other=self.start)
        self.head.say(CHECK, title=card.title.text())
        self._show(card)
        card.entry.field.setFocus()


def receive(context: Context) -> QWidget:
    """The tab «Recibir»."""
    return Receive(context)
