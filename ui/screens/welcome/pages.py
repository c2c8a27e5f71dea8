"""The smaller pages of the first use: waiting, a colleague's file, the recovery key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from kamdesk import words
from kamdesk.doors import Incoming
from kamdesk.sharing.guide import counts_by_label
from kamdesk.words import _, plural
from ui import theme
from ui.labels import label
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, TitledCard
from ui.widgets.chips import IconTile
from ui.widgets.fields import mark
from ui.widgets.messages import MessageBar, field_message

WIDE = 520


class Page(QWidget):
    """A title, what it means, and a row of buttons at the end."""

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self.setMaximumWidth(theme.px(WIDE))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, 32, 20, 16)
        self.body.setSpacing(12)
        self.body.addWidget(label(title, role="title", wrap=True))
        if text:
            self.body.addWidget(label(text, tone="text2", wrap=True))

    def finish(self, *buttons: Button) -> None:
        """Put the buttons; the last one is at the right."""
        row = QHBoxLayout()
        for at, button in enumerate(buttons):
            if at == len(buttons) - 1:
                row.addStretch(1)
            row.addWidget(button)
        self.body.addLayout(row)
        self.body.addStretch(1)


class Waiting(Page):
    """Something long is being done."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title, text)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        self.body.addWidget(self.bar)
        self.said = label("", role="small", tone="text2", wrap=True)
        self.body.addWidget(self.said)
        self.body.addStretch(1)

    def show_progress(self, text: str, done: int, total: int) -> None:
        """How far it is; without a total the bar only moves."""
        self.said.setText(text)
        self.bar.setRange(0, total)
        self.bar.setValue(done)


class FilePassword(Page):
    """The file of a colleague has a password."""

    typed = Signal(str)

    def __init__(self, name: str, *, back: Callable[[], object]) -> None:
        super().__init__(name, _("The file has a password. Ask the sender for it and type it here."))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(_("Password of the file"))
        self.field.returnPressed.connect(self._send)
        self.field.textEdited.connect(lambda _text: self.say(""))
        self.body.addWidget(self.field)
        self._below = QVBoxLayout()
        self.body.addLayout(self._below)
        self.finish(Button(_("Back"), kind="ghost", icon="arrow-left", on_click=back),
                    Button(_("Check"), kind="primary", on_click=self._send))

    def _send(self) -> None:
        self.typed.emit(self.field.text())

    def say(self, problem: str) -> None:
        """What is wrong with the password, or that nothing is."""
        mark(self.field, problem)
        while (item := self._below.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if problem:
            self._below.addWidget(field_message(problem))
            self.field.setFocus()


class Content(Page):
    """What a colleague's file holds, before it is accepted."""

    def __init__(self, incoming: Incoming, *, accept: Callable[[], object], back: Callable[[], object]) -> None:
        made = incoming.made_at.astimezone()
        super().__init__(incoming.path.name, _("From {author} ({device}), {date}", author=incoming.author,
                                               device=incoming.device, date=f"{words.day(made.date())} {made:%H:%M}"))
        card = TitledCard(_("What it holds"))
        host = QWidget()
        rows = QVBoxLayout(host)
        rows.setContentsMargins(0, 0, 0, 0)
        for name, count in counts_by_label(incoming.counts):
            row = QHBoxLayout()
            row.addWidget(label(name, tone="text2", wrap=True), 1)
            row.addWidget(label(count, figures=True))
            rows.addLayout(row)
        card.add(host)
        self.body.addWidget(card)
        self.accept = Button(plural("Accept {n} record", "Accept {n} records", incoming.records), kind="primary",
                             icon="check", on_click=accept)
        self.finish(Button(_("Back"), kind="ghost", icon="arrow-left", on_click=back), self.accept)


class Recovery(Page):
    """The base has a password: its recovery key, to be printed now."""

    def __init__(self, *, save: Callable[[], object], go: Callable[[], object]) -> None:
        super().__init__(_("Save the recovery key"))
        self.body.addWidget(MessageBar(_("Without password and recovery key nobody can read the base again, not even "
                                         "who made Kamdesk."), status="warn", closable=False))
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconTile("key-round", status="info", side=44), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(_("Print the sheet, keep it away from the laptop and delete the file."), wrap=True), 1)
        card.body.addLayout(row)
        self.body.addWidget(card)
        self.save = Button(_("Save the recovery key…"), kind="primary", icon="key-round", on_click=save)
        self.go = Button(_("Go on"), kind="link", on_click=go)
        self.finish(self.go, self.save)
