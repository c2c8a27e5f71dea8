"""Recibir: a file from somebody is opened, checked and shown; a whole one is joined into an empty base."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import words
from kamdesk.doors import Incoming
from kamdesk.problems import Problem
from kamdesk.sharing.guide import counts_by_label
from kamdesk.words import _, plural
from ui import ask, theme
from ui.labels import label
from ui.screen import Address, Context, scrolled
from ui.screens.exchange.parts import Counts, Entry, clear, page_of, work
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.messages import EmptyState, MessageBar
from ui.widgets.steps import Steps

WIDE = 420  # a line of name and number is read at a glance
FILE, CHECK, REVIEW, APPLY = range(4)


class Receive(QWidget):
    """Archivo › Comprobación › Revisión › Aplicar."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._file: Path | None = None
        self.incoming: Incoming | None = None
        self.steps = Steps((_("File"), _("Checking"), _("Look through"), _("Apply")))
        self.passphrase: Entry | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.steps)
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(12)
        column.addWidget(scrolled(inside), 1)
        self.start()

    def _show(self, step: int, *parts: QWidget) -> None:
        self.steps.set_current(step)
        clear(self._body)
        for part in parts:
            self._body.addWidget(part)
        self._body.addStretch(1)

    def start(self) -> None:
        """Ask for a file."""
        self._file = self.incoming = self.passphrase = None
        self._show(FILE, EmptyState(
            "file-down", _("Open a file from a colleague"),
            _("A .kdx or .sqlite file that Kamdesk made. First it is checked and shown; nothing changes until you "
              "apply it."),
            actions=((_("Choose file…"), self._choose),)))

    def _choose(self) -> None:
        path = ask.open_file(self, _("Choose file"), "Kamdesk (*.kdx *.sqlite)")
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Check a file, asking for its password when it has one."""
        self._file, self.passphrase = path, None
        self.check()

    def check(self) -> None:
        """Check the chosen file with the password typed."""
        path = self._file
        passphrase = self.passphrase.text() if self.passphrase is not None else None
        if path is not None:
            work(self.context, self, _("Checking the file"),
                 lambda: self.context.doors.inspect(self.context.app.store, path, passphrase=passphrase), self._review)

    def show_problem(self, problem: Problem) -> None:
        """A password is asked for in its field; everything else is said above the page, and another file chosen."""
        if problem.field != "passphrase" or self._file is None:
            self.start()
            page_of(self).show_problem(problem)
            return
        if self.passphrase is not None:
            self.passphrase.say(problem.message)
            return
        entry = self.passphrase = Entry(_("Password of the file"), secret=True)
        entry.field.returnPressed.connect(self.check)
        self._show(CHECK, self._password_card(self._file, entry))
        entry.field.setFocus()

    def _password_card(self, path: Path, entry: Entry) -> QWidget:
        card = TitledCard(path.name)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(_("The file has a password. Ask the sender for it and type it here."), wrap=True))
        column.addWidget(entry)
        foot = QHBoxLayout()
        foot.addWidget(Button(_("Check"), kind="primary", on_click=self.check))
        foot.addWidget(Button(_("Choose another file"), kind="link", on_click=self.start))
        foot.addStretch(1)
        column.addLayout(foot)
        card.add(inside)
        return card

    def _review(self, incoming: Incoming) -> None:
        self.incoming, self.passphrase = incoming, None
        empty = not any(name != "setting" for name in self.context.doors.measure(self.context.app.store))
        bar = MessageBar(_("A backup is made before anything changes."), closable=False) if empty else MessageBar(
            _("This base already has records. Joining files into it comes with the exchange between colleagues; "
              "receive the file into a new, empty base."), status="warn", closable=False)
        self._show(REVIEW, bar, self._content_card(incoming, can_apply=empty))

    def _content_card(self, incoming: Incoming, *, can_apply: bool) -> QWidget:
        card = TitledCard(incoming.path.name)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        made = incoming.made_at.astimezone()
        column.addWidget(label(_("From {author} ({device}), {date}", author=incoming.author, device=incoming.device,
                                 date=f"{words.day(made.date())} {made:%H:%M}"), role="strong", wrap=True))
        column.addLayout(self._verbs(incoming, can_apply=can_apply))
        counts = Counts()
        counts.setMaximumWidth(theme.px(WIDE))
        counts.show_counts(counts_by_label(incoming.counts))
        column.addWidget(counts)
        card.add(inside)
        return card

    def _verbs(self, incoming: Incoming, *, can_apply: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        if can_apply:
            verb = plural("Apply {n} record", "Apply {n} records", incoming.records)
            row.addWidget(Button(verb, kind="primary", icon="check", on_click=self.apply))
        row.addWidget(Button(_("Choose another file"), kind="link", on_click=self.start))
        row.addStretch(1)
        return row

    def apply(self) -> None:
        """Join what was shown."""
        incoming = self.incoming
        if incoming is not None:
            self.steps.set_current(APPLY)
            work(self.context, self, _("Joining the file"),
                 lambda: self.context.doors.receive(self.context.app.store, incoming), self._joined)

    def _joined(self, count: int) -> None:
        store = self.context.app.store
        words.set_format(currency=store.setting("currency"))
        self.start()
        self.context.window.tell(plural("{n} record received", "{n} records received", count))
        self.context.window.go(Address("clients"))


def receive(context: Context) -> QWidget:
    """The tab «Recibir»."""
    return Receive(context)
