"""A day of the board: its date, how full it is, its cards, «+ Añadir»; visits are dropped on it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.planning import BoardDay, ProposedDay
from kamdesk.words import SHORT_WEEKDAYS, _, day, plural
from ui import theme
from ui.labels import ElidedLabel, label
from ui.screens.plan.card import PARTY_MIME, VISIT_MIME, BoardCard
from ui.screens.plan.looks import hours_text, km_text
from ui.widgets import paint
from ui.widgets.buttons import Button

LEAST = 108
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class AddButton(Button):
    """«+ Añadir» at the foot of a day; the board moves its focus, so arrows pass through."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the board, which Qt would use to walk the tab order."""
        if event.key() in ARROWS:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class DayColumn(QFrame):
    """One day; ``stops`` are what the keyboard reaches in it, from top to bottom."""

    add_asked = Signal()
    visit_dropped = Signal(str)
    party_dropped = Signal(str)

    def __init__(self, content: BoardDay) -> None:
        super().__init__()
        self.content = content
        self.setMinimumWidth(theme.px(LEAST))
        self.setAcceptDrops(self.works)
        self._over = False
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(self._header())
        if content.off:
            column.addWidget(ElidedLabel(content.off, role="caption", tone="text2"))
        self.road = ElidedLabel(role="caption", tone="text3", figures=True)
        column.addWidget(self.road)
        self._late = ElidedLabel(role="caption", tone="warn")
        column.addWidget(self._late)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(6)
        column.addLayout(self._cards)
        self.add = AddButton(_("Add visit"), kind="add", icon="plus", on_click=self.add_asked.emit)
        self.add.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column.addWidget(self.add)
        self.add.setVisible(self.works)
        column.addStretch(1)
        self.cards: list[BoardCard] = []

    @property
    def day(self) -> datetime.date:
        """Which day it is."""
        return self.content.day

    @property
    def works(self) -> bool:
        """Whether any part of it is worked."""
        return self.content.part > 0

    @property
    def stops(self) -> list[QWidget]:
        """Cards, then the button."""
        return [*self.cards, *([self.add] if self.works else [])]

    def show_cards(self, cards: Sequence[BoardCard]) -> None:
        """Put the cards in."""
        self.cards = list(cards)
        for card in cards:
            self._cards.addWidget(card)

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(3, 0, 2, 2)
        row.setSpacing(6)
        tone = "text2" if self.works else "text3"
        row.addWidget(label(_(SHORT_WEEKDAYS[self.day.weekday()]).rstrip(".").upper(), role="overline", tone=tone))
        row.addWidget(label(str(self.day.day), role="subtitle", tone="" if self.works else "text3", figures=True))
        row.addStretch(1)
        self.load = label("", role="small", tone="text2", figures=True)
        row.addWidget(self.load)
        return row

    def show_load(self, proposed: ProposedDay | None) -> None:
        """Visits and hours of the day, with those proposed."""
        count = len(self.content.cards) + (len(proposed.visits) if proposed else 0)
        whole = proposed or self.content
        self.load.setText(f"{count} · {hours_text(whole.hours)}" if count else "")
        self.road.setText(_("{km} on the road", km=km_text(whole.km)))
        self.road.setVisible(whole.km >= 1)
        self._late.setText(whole.warning)
        self._late.setVisible(bool(whole.warning))
        visits = plural("{n} visit", "{n} visits", count)
        self.setAccessibleName(", ".join(filter(None, (day(self.day), visits, self.content.off))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground; today and a day with a visit over it have an edge."""
        edge = "selected_line" if self._over or self.day == clock.today() else "line"
        ground = "subtle" if self.works else "mute_soft"
        paint.box(QPainter(self), QRectF(self.rect()), fill=theme.colour(ground), line=theme.colour(edge), radius=10,
                  width=2 if self._over else 1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Visits and parties may be dropped here."""
        if event.mimeData().hasFormat(VISIT_MIME) or event.mimeData().hasFormat(PARTY_MIME):
            event.acceptProposedAction()
            self._mark(over=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self._mark(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """A visit moves here, a party gets a visit here."""
        self._mark(over=False)
        for mime, signal in ((VISIT_MIME, self.visit_dropped), (PARTY_MIME, self.party_dropped)):
            if event.mimeData().hasFormat(mime):
                event.acceptProposedAction()
                signal.emit(bytes(event.mimeData().data(mime).data()).decode())

    def _mark(self, *, over: bool) -> None:
        self._over = over
        self.update()
