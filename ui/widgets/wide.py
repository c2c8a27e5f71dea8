"""Buttons laid out from parts, and the row of big choices answered with one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui import icons, labels, theme
from ui.labels import ElidedLabel
from ui.theme import Status
from ui.widgets import paint
from ui.widgets.buttons import KEYBOARD, one_stop
from ui.widgets.chips import Key


class WideButton(QPushButton):
    """A flat button that is laid out from parts; subclasses paint their ground."""

    def __init__(self, *, left: int, right: int) -> None:
        super().__init__()
        self.setProperty("kind", "ghost")
        self._keyboard = False
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(left, 0, right, 0)
        self.row.setSpacing(8)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note where the focus came from."""
        self._keyboard = event.reason() in KEYBOARD
        super().focusInEvent(event)

    def add(self, part: QWidget, stretch: int = 0) -> None:
        """A part of the button; clicks pass through it."""
        part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.row.addWidget(part, stretch)

    def sizeHint(self) -> QSize:
        """As wide as its parts, as high as a button."""
        return QSize(self.row.sizeHint().width(), max(super().sizeHint().height(), self.row.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Parts may give way."""
        return QSize(self.row.minimumSize().width(), self.sizeHint().height())

    def ring(self) -> None:
        """Paint the ring when the keyboard brought the focus."""
        if self._keyboard and self.hasFocus():
            paint.focus_ring(QPainter(self), QRectF(self.rect()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The flat ground, then the ring."""
        super().paintEvent(event)
        self.ring()


@dataclass(frozen=True)
class Choice:
    """One answer: its key, word, icon, and the status whose colours it takes when chosen."""

    key: str
    text: str
    icon: str
    status: Status = "info"


class ChoiceButton(WideButton):
    """One big answer; chosen it has ground, edge and weight, so that colour is not the only sign."""

    def __init__(self, choice: Choice, *, number: int) -> None:
        super().__init__(left=theme.px(16) + 20, right=8)
        self._choice = choice
        self.setCheckable(True)
        self.setAccessibleName(choice.text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words = ElidedLabel(choice.text, role="strong", least=30)
        self.add(self._words, 1)
        self.add(Key(str(number)))
        self.toggled.connect(lambda on: labels.set_tone(self._words, choice.status if on else ""))

    def sizeHint(self) -> QSize:
        """Higher than a button."""
        return QSize(super().sizeHint().width(), theme.px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, edge and icon by state."""
        painter, rect = QPainter(self), QRectF(self.rect())
        status, on = self._choice.status, self.isChecked()
        ground = f"{status}_soft" if on else "hover" if self.underMouse() else "surface"
        line = theme.colour(f"{status}_solid" if on else "line_strong")
        paint.box(painter, rect, fill=theme.colour(ground), line=line, width=2 if on else 1)
        side = theme.px(16)
        spot = QRectF(11, round(rect.center().y() - side / 2), side, side)
        icons.paint(painter, spot, self._choice.icon, token=status if on else "text2")
        painter.end()
        self.ring()


class Choices(QWidget):
    """Big answers side by side, one or none chosen; see ``bind_digits`` for the keys."""

    changed = Signal(str)

    def __init__(self, choices: Sequence[Choice], *, name: str, value: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._keys = [choice.key for choice in choices]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for at, choice in enumerate(choices):
            button = ChoiceButton(choice, number=at + 1)
            self._group.addButton(button, at)
            row.addWidget(button)
        self.set_value(value)
        self._group.idClicked.connect(lambda at: self.changed.emit(self._keys[at]))

    def value(self) -> str:
        """The key chosen, «» for none."""
        at = self._group.checkedId()
        return self._keys[at] if at >= 0 else ""

    def set_value(self, key: str) -> None:
        """Choose without telling anybody; «» chooses none."""
        self._group.setExclusive(False)
        for at, button in enumerate(self._group.buttons()):
            button.setChecked(self._keys[at] == key)
        self._group.setExclusive(True)
        one_stop(self._group)

    def bind_digits(self, scope: QWidget) -> None:
        """Let the digits choose while the focus is inside ``scope`` (and not in a text field, which eats them)."""
        for at, button in enumerate(self._group.buttons()):
            shortcut = QShortcut(QKeySequence(str(at + 1)), scope)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
