"""Parts of Enviar: the list of readers, the switches of what goes along, the password."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.problems import Problem
from kamdesk.sharing.deciding import moment
from kamdesk.sharing.exchange import Share, Summary
from kamdesk.sharing.guide import counts_by_label
from kamdesk.sharing.outgoing import SWITCHES, Addressee, sentence
from kamdesk.words import _
from ui import icons, theme
from ui.labels import ElidedLabel, label, literal
from ui.screen import Context
from ui.screens.exchange.parts import Counts, Entry, clear
from ui.widgets import paint
from ui.widgets.buttons import Button, one_stop
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Avatar, Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.wide import WideButton

SOMEBODY = Addressee("", "")  # whoever has no card here: by password


class ReaderButton(WideButton):
    """Somebody a file can go to; chosen it has ground, edge and mark."""

    def __init__(self, to: Addressee) -> None:
        super().__init__(left=38, right=12)
        self.to = to
        self.setCheckable(True)
        self.row.setContentsMargins(38, 7, 12, 7)
        name = to.name or _("Somebody else, with a password")
        self.setAccessibleName(name)
        if to.name:
            self.add(Avatar(to.name))
        text = QWidget()
        column = QVBoxLayout(text)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ElidedLabel(name, role="strong", least=80))
        column.addWidget(ElidedLabel(_told(to), role="small", tone="text2", least=80))
        self.add(text, 1)
        if to.name:
            self.add(Chip(_("By her card"), status="ok", mark="check") if to.card
                     else Chip(_("By password"), status="mute"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, edge and radio mark by state."""
        painter, rect, on = QPainter(self), QRectF(self.rect()), self.isChecked()
        ground = "selected" if on else "hover" if self.underMouse() else "surface"
        paint.box(painter, rect, fill=theme.colour(ground), line=theme.colour("selected_line" if on else "line"))
        side = theme.px(16)
        icons.paint(painter, QRectF(12, round(rect.center().y() - side / 2), side, side),
                    "circle-dot" if on else "circle", token="accent_text" if on else "text3")
        painter.end()
        self.ring()


def _told(to: Addressee) -> str:
    if not to.name:
        return _("Her card is not here: tell her the password by telephone")
    since = _("last file {moment}", moment=moment(to.since)) if to.since else _("no file yet")
    return " · ".join(filter(None, (to.label, since)))


class Readers(QWidget):
    """One of those a file can go to."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(lambda _button: self.changed.emit())
        self.buttons: list[ReaderButton] = []

    def show_readers(self, found: Sequence[Addressee]) -> None:
        """Show others; who was chosen stays so, else the first."""
        before = self.value.key if self.buttons else None
        for button in self.buttons:
            self._group.removeButton(button)
        clear(self._column)
        self.buttons = [ReaderButton(each) for each in (*found, SOMEBODY)]
        for button in self.buttons:
            self._group.addButton(button)
            self._column.addWidget(button)
        next((each for each in self.buttons if each.to.key == before), self.buttons[0]).setChecked(True)
        one_stop(self._group)

    @property
    def value(self) -> Addressee:
        """Who is chosen."""
        return next((each.to for each in self.buttons if each.isChecked()), SOMEBODY)


class Switches(QWidget):
    """What goes along: a box a class, and the contents of attachments."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        flow = FlowLayout(self, gap=14)
        self.boxes = {name: QCheckBox(literal(_(text))) for name, (text, _classes) in SWITCHES.items()}
        self.attachments = QCheckBox(literal(_("Attached files")))
        for box in (*self.boxes.values(), self.attachments):
            box.clicked.connect(lambda *_args: self.changed.emit())
            flow.addWidget(box)

    def show_switches(self, on: frozenset[str], *, attachments: bool) -> None:
        """Tick them without telling anybody."""
        for name, box in self.boxes.items():
            box.setChecked(name in on)
        self.attachments.setChecked(attachments)

    def show_classes(self, shown: bool) -> None:  # noqa: FBT001  as Qt's setVisible
        """Whether there is a choice of classes at all."""
        for box in self.boxes.values():
            box.setVisible(shown)

    @property
    def on(self) -> frozenset[str]:
        """The switches that are on."""
        return frozenset(name for name, box in self.boxes.items() if box.isChecked())


class PasswordPart(QWidget):
    """Whom a file is for that no card seals: her name, the password twice, or no encryption by an explicit tick."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.to = Entry(_("For whom"))
        self.passphrase = Entry(_("Password of the file"), secret=True)
        self.again = Entry(_("Repeat the password"), secret=True)
        self.plain = QCheckBox(literal(_("Without password: anybody who gets the file can read it")))
        self.plain.toggled.connect(self._dress)
        self._hint = label(_("Tell the password by telephone or message, never beside the file."), role="small",
                           tone="text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.to)
        twice = QHBoxLayout()
        twice.setSpacing(10)
        for entry in (self.passphrase, self.again):
            twice.addWidget(entry, 1)
        column.addLayout(twice)
        column.addWidget(self.plain)
        column.addWidget(self._hint)

    def ask_for(self, to: Addressee) -> None:
        """Show what is missing to write to somebody."""
        self.setVisible(to.card is None)
        self.to.setVisible(not to.name)

    def complete(self, to: Addressee) -> bool:
        """Whether somebody is named and the passwords are the same; the doors judge the rest."""
        if to.card is not None:
            return True
        if not to.name and not self.to.text().strip():
            self.to.say(_("Say who the file is for."))
            return False
        if not self.plain.isChecked() and self.passphrase.text() != self.again.text():
            self.again.say(_("The two passwords differ."))
            return False
        return True

    def forget(self) -> None:
        """The file is made: no password stays on screen."""
        for entry in (self.passphrase, self.again):
            entry.field.clear()

    def _dress(self) -> None:
        for entry in (self.passphrase, self.again):
            entry.setEnabled(not self.plain.isChecked())
            entry.say("")
        self._hint.setVisible(not self.plain.isChecked())
        self.changed.emit()


class FileCard(TitledCard):
    """The file in numbers before it is made, and the button that makes it."""

    def __init__(self, context: Context, save: Button) -> None:
        super().__init__(_("What it holds"))
        self._context = context
        self._asked: Share | None = None
        self.said = label(role="strong", wrap=True)
        self._since = label(role="small", tone="text2", wrap=True)
        self._counts = Counts()
        host = QWidget()
        lines = QVBoxLayout(host)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(10)
        lines.addWidget(self.said)
        lines.addWidget(self._since)
        foot = QHBoxLayout()
        foot.addWidget(save)
        foot.addStretch(1)
        lines.addLayout(foot)
        lines.addWidget(self._counts)
        self.add(host)
        self.body.addStretch(1)

    def say(self, text: str) -> None:
        """Instead of numbers: what is missing."""
        self._asked = None
        self.said.setText(text)
        self._since.setText("")
        self._counts.show_counts(())

    def count(self, share: Share) -> None:
        """Ask for a file in numbers, away from the window's thread."""
        self._asked = share
        self.said.setText(_("Counting what it will hold…"))
        store, doors = self._context.app.store, self._context.doors
        self._context.jobs.start(lambda _progress: doors.summary(store, share),
                                 done=lambda found: self._tell(share, found), failed=self._not_counted)

    def _not_counted(self, error: Exception) -> None:
        if not isinstance(error, Problem):
            raise error
        self.say(error.message)

    def _tell(self, share: Share, found: Summary) -> None:
        if share != self._asked:
            return  # something else was asked meanwhile
        self.said.setText(sentence(found, share))
        self._since.setText(_("Changes since {moment}.", moment=moment(found.since)) if found.since
                            else _("A whole copy: she has confirmed nothing yet."))
        self._counts.show_counts(counts_by_label(found.counts))
