"""What a page says about itself: message bar, empty state, rows that are still being read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kamdesk.words import _
from ui import theme
from ui.labels import label
from ui.theme import Status
from ui.widgets import paint
from ui.widgets.buttons import Button, IconButton
from ui.widgets.chips import IconTile
from ui.widgets.glyph import Glyph

Action = tuple[str, Callable[[], object]]
BAR_ICONS = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert", "info": "info"}


class MessageBar(QFrame):
    """Sits in the layout right above what it speaks of; takes no room while hidden."""

    closed = Signal()

    def __init__(self, title: str, text: str = "", *, status: Literal["ok", "warn", "bad", "info"] = "info",
                 icon: str = "", actions: Sequence[Action] = (), closable: bool = True) -> None:
        """``actions`` are (verb, what it does), shown as links."""
        super().__init__()
        self.setProperty("bar", status)
        self.setAccessibleName(" · ".join(filter(None, (title, text))))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 6, 5)
        row.setSpacing(8)
        row.addWidget(Glyph(icon or BAR_ICONS[status], token=status))
        row.addLayout(self._words(title, text), 1)
        for verb, slot in actions:
            row.addWidget(Button(verb, kind="link", small=True, on_click=slot))
        if closable:
            row.addWidget(IconButton("x", _("Close this message"), on_click=self._close))

    @staticmethod
    def _words(title: str, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label(title, role="strong", wrap=not text), 0 if text else 1)
        if text:
            row.addWidget(label(text, wrap=True), 1)
        return row

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class EmptyState(QWidget):
    """Instead of an empty list: what this is, and what to do first."""

    def __init__(self, icon: str, title: str, text: str = "", *, status: Status = "info",
                 actions: Sequence[Action] = ()) -> None:
        """The first of ``actions`` is primary, the others are links."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(IconTile(icon, status=status, side=56), 0, Qt.AlignmentFlag.AlignHCenter)
        for words, role, tone in ((title, "subtitle", "text"), (text, "body", "text2")):
            line = label(words, role=role, tone=tone, wrap=True)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)
            line.setVisible(bool(words))  # in its layout first: without a parent it would be a window for a moment
        column.addSpacing(4)
        for at, (verb, slot) in enumerate(actions):
            button = Button(verb, kind="link" if at else "primary", on_click=slot)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


class Skeleton(QWidget):
    """Grey rows while a list is read for more than 300 ms; they stand still."""

    WIDTHS = (0.62, 0.48, 0.7, 0.4, 0.55)

    def __init__(self, *, rows: int = 6, high: int = 0) -> None:
        """``high`` are the logical pixels of a row; those of a list of two lines when it is not told."""
        super().__init__()
        self._rows, self._high = rows, theme.px(high or theme.size("row_two_lines"))
        self.setAccessibleName(_("Reading…"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Rows of two lines."""
        return QSize(240, self._rows * self._high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a tile and two bars a row."""
        painter, ground = QPainter(self), theme.colour("track")
        high, side, bar = self._high, theme.px(34), theme.px(10)
        for at in range(self._rows):
            top, room = at * high + (high - side) / 2, self.width() - side - 48
            share = self.WIDTHS[at % len(self.WIDTHS)]
            paint.box(painter, QRectF(14, top, side, side), fill=ground, radius=7)
            paint.box(painter, QRectF(26 + side, top + 3, room * share, bar), fill=ground, radius=bar / 2)
            paint.box(painter, QRectF(26 + side, top + side - bar - 3, room * share * 0.7, bar), fill=ground,
                      radius=bar / 2)


def field_message(text: str, *, bad: bool = True) -> QWidget:
    """The line under a field: an icon and what is wrong or worth a look."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 2, 0, 0)
    row.setSpacing(5)
    status = "bad" if bad else "warn"
    row.addWidget(Glyph(BAR_ICONS[status], token=status, side=13), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(text, role="caption", tone=status, wrap=True), 1)
    return line


