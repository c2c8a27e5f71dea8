"""The composer: one line about a party, what was understood of it under the line; Enter saves, Tab edits."""

from __future__ import annotations

import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid

from kamdesk import clock
from kamdesk.display import display
from kamdesk.fields import Id, Link
from kamdesk.kinds import kind_of
from kamdesk.methods.note_parser import Doubt, Vocabulary
from kamdesk.noting import CALL, EMAIL, VISIT, Line, minor, read_line, store_line, vocabulary_of
from kamdesk.problems import Problem
from kamdesk.records.interactions import CHANNELS
from kamdesk.records.visits import NEXT_STEPS
from kamdesk.words import N_, _, day, money, number
from ui.labels import label
from ui.run import FAILED
from ui.screen import Context
from ui.theme import Status
from ui.widgets.buttons import FilterChip, IconButton
from ui.widgets.cards import Card
from ui.widgets.chips import Chip, Key
from ui.widgets.flow import FlowLayout, cleared
from ui.widgets.messages import MessageBar

READ_AFTER = 120  # milliseconds after the last key
HOWS = ((VISIT, "map-pin", N_("A visit")), (CALL, "phone", N_("A call")), (EMAIL, "mail", N_("An e-mail")))
OUTCOMES: dict[str, Status] = {"interested": "ok", "neutral": "mute", "objection": "warn", "refused": "bad"}


class Composer(Card):
    """A line about the party shown; Tab finishes it in the panel of a visit or of a call."""

    attach_asked = Signal()
    plan_asked = Signal()

    def __init__(self, context: Context, *, files: bool = True) -> None:
        """``files``: the page has a place to attach files to."""
        super().__init__(margins=(14, 8, 10, 8), spacing=6)
        self._context = context
        self._party: Link | None = None
        self._known: Vocabulary | None = None
        self._how = ""
        self._chosen: dict[str, Id] = {}
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(READ_AFTER)
        self._waiting.timeout.connect(self._read)
        self._lay_out()
        self._attach.setVisible(files)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        self.line = QLineEdit()
        self.line.setProperty("plain", "true")
        self.line.setAccessibleName(_("Note"))
        self.line.setPlaceholderText(_("Note a call, visit or agreement…  @contact  #product"))
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        top.addWidget(self.line, 1)
        top.addWidget(Key("Ctrl+Return"))
        self.body.addLayout(top)
        self._preview = QWidget()
        self._flow = FlowLayout(self._preview)
        self._preview.hide()
        self.body.addWidget(self._preview)
        self._message = QHBoxLayout()
        self.body.addLayout(self._message)
        self.body.addLayout(self._tools())

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self._buttons: dict[str, IconButton] = {}
        for how, icon, text in HOWS:
            button = IconButton(icon, _(text), checkable=True)
            button.clicked.connect(partial(self._press, how))
            self._buttons[how] = button
            row.addWidget(button)
        self._attach = IconButton("paperclip", _("Attach a file"), on_click=self.attach_asked.emit)
        row.addWidget(self._attach)
        row.addWidget(IconButton("calendar-plus", _("Plan a visit"), on_click=self.plan_asked.emit))
        row.addStretch(1)
        self._hint = label("", role="caption", tone="text3")
        row.addWidget(self._hint)
        return row

    def show_party(self, party: Link) -> None:
        """Write about another party; what was typed of the one before is kept with it until it is stored."""
        if self._party is not None and self._party != party:
            _drafts[self._party.id] = self.line.text()
        if party != self._party:
            self._how, self._chosen = "", {}
            self.line.setText(_drafts.pop(party.id, ""))
        self._party, self._known = party, None
        self._read()

    @property
    def _words(self) -> Vocabulary:
        """The names a line may hold, read when somebody begins to write."""
        if self._known is None:
            self._known = vocabulary_of(self._context.app.store, self._party) if self._party else Vocabulary(())
        return self._known

    def _press(self, how: str, *_args: object) -> None:
        """The person says how it was; pressed again, the words say it."""
        self._how = "" if self._how == how else how
        self._read()
        self.line.setFocus()

    def _typed(self, _text: str) -> None:
        self._waiting.start()

    def understood(self) -> Line:
        """What the line says now."""
        return read_line(self.line.text(), self._words, how=self._how, chosen=self._chosen)

    def _read(self) -> None:
        """Show what was understood."""
        self._waiting.stop()
        cleared(self._message)
        self._flow.clear()
        typed = bool(self.line.text().strip())
        found = self.understood() if typed else None
        shown = found.how if found and not found.note.amount else ""
        for how, button in self._buttons.items():
            button.setChecked(how == (shown or self._how))
        if found is not None:
            for text, status in chips_of(found, self._words):
                self._flow.addWidget(Chip(text, status=status))
            for doubt in found.note.doubts:
                self._ask(doubt)
        self._preview.setVisible(typed)
        self._hint.setText(_("Enter saves · Tab edits") if typed else "")

    def _ask(self, doubt: Doubt) -> None:
        """The names that some words fit; a click chooses one."""
        self._flow.addWidget(Chip(f"{doubt.text}?", status="warn"))
        for id_ in doubt.options:
            chip = FilterChip(self._words.known[id_].name)
            chip.clicked.connect(partial(self._settle, doubt.text, id_))
            self._flow.addWidget(chip)

    def _settle(self, text: str, id_: Id, *_args: object) -> None:
        self._chosen[text] = id_
        self._read()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter stores, Tab opens the panel with what was understood."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            typed = bool(self.line.text().strip())
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and typed:
                self.store()
                return True
            if event.key() == Qt.Key.Key_Tab and typed:
                self.edit()
                return True
        return super().eventFilter(watched, event)

    def store(self) -> None:
        """Store the line as what it tells."""
        if self._party is None:
            return
        line = self.understood()
        if self._context.runner.attempt(self, store_line, party=self._party, line=line) is FAILED:
            return
        self.clear()
        self._context.runner.tell(_("Noted"))

    def edit(self) -> None:
        """The rest in a panel, filled in with what was understood; the line stays until that is stored."""
        line, quick = self.understood(), self._context.window.quick
        note = line.note
        if line.how == VISIT:
            quick("visit", party=self._party, said=note, saved=self._stored)
        else:
            quick("call", party=self._party, channel=line.how, text=note.text, contacts=note.contacts,
                  products=note.products, next_step=note.next_step, next_on=note.next_on, saved=self._stored)

    def _stored(self) -> None:
        """The panel stored the line; the page may have made another composer since."""
        if isValid(self):
            self.clear()

    def clear(self) -> None:
        """An empty line for the next note."""
        self._how, self._chosen = "", {}
        self.line.clear()
        self._read()

    def show_problem(self, problem: Problem) -> None:
        """Under the line, which stays as typed."""
        cleared(self._message)
        self._message.addWidget(MessageBar(problem.message, status="bad"))


_drafts: dict[str, str] = {}  # lines not stored yet, by party


def chips_of(line: Line, words: Vocabulary) -> list[tuple[str, Status]]:
    """What was understood of a line, as chips."""
    note = line.note
    found: list[tuple[str, Status]] = []
    if note.amount is not None:
        sort = _("Payment") if note.money == "payment" else _("Payment promise")
        due = f" · {_day(note.due)}" if note.due else ""
        found.append((f"{sort} {money(minor(note.amount))}{due}", "ok"))
    else:
        found.append((_("Visit") if line.how == VISIT else _(CHANNELS[line.how]), "info"))
    found += [(words.known[id_].name, "plum") for id_ in note.contacts]
    for id_ in note.products:
        count = note.samples.get(id_)
        sample = f" · {_('{n} samples', n=number(count))}" if count else ""
        found.append((words.known[id_].name + sample, "mute"))
    if note.outcome:
        found.append((display(kind_of("visit").fields["outcome"], note.outcome), OUTCOMES[note.outcome]))
    if note.next_step:
        when = f" {_day(note.next_on)}" if note.next_on else ""
        found.append((f"{_(NEXT_STEPS[note.next_step])}{when}", "info"))
    return found


def _day(on: datetime.date | None) -> str:
    return day(on, this_year=clock.today().year) if on else ""
