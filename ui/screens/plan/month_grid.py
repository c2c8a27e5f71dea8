"""The month as heat: a cell a day, the fuller the darker; one tab stop, arrows walk the days."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk import clock
from kamdesk.planning import BoardDay
from kamdesk.words import SHORT_WEEKDAYS, _, long_day, plural
from ui import theme
from ui.screens.plan.looks import hours_text, km_text
from ui.widgets import paint
from ui.widgets.buttons import KEYBOARD

WEEK, GAP, HEAD, LEAST = 7, 6, 22, 58
PALE, STRONG = 0.05, 0.46  # how much of the accent an almost empty and a full day take
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MonthGrid(QWidget):
    """``chosen``: the day walked to or pressed. ``entered``: Enter or a double click on it. ``left``: past the edge."""

    chosen = Signal(object)
    entered = Signal(object)
    left = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.days: dict[datetime.date, BoardDay] = {}
        self.day = clock.today()
        self._first_weekday = self._capacity = 0
        self._keyboard = False

    def show_days(self, days: Sequence[BoardDay], *, capacity: int, first_weekday: int) -> None:
        """Show a month; ``capacity`` is how many visits make a full day, ``first_weekday`` 0 is Monday."""
        self.days = {each.day: each for each in days}
        self._capacity, self._first_weekday = max(1, capacity), first_weekday
        self.choose(self.day)

    def choose(self, day: datetime.date) -> None:
        """Mark a day of the month shown, without telling anybody."""
        self.day = day
        content = self.days.get(day)
        self.setAccessibleName(said(content) if content else long_day(day))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for six weeks."""
        return QSize(theme.px(WEEK * 84), theme.px(HEAD + 6 * (LEAST + GAP)))

    def minimumSizeHint(self) -> QSize:
        """The least that can be read."""
        return QSize(theme.px(WEEK * 44), theme.px(HEAD) + self._weeks() * theme.px(44))

    def _weeks(self) -> int:
        first = min(self.days, default=clock.today())
        return (self._lead(first) + len(self.days) + WEEK - 1) // WEEK or 1

    def _lead(self, first: datetime.date) -> int:
        return (first.weekday() - self._first_weekday) % WEEK

    def rect_of(self, day: datetime.date) -> QRectF:
        """Where a day stands."""
        at = self._lead(min(self.days)) + (day - min(self.days)).days
        wide = (self.width() - GAP * (WEEK - 1)) / WEEK
        top = theme.px(HEAD)
        high = (self.height() - top - GAP * (self._weeks() - 1)) / self._weeks()
        row, column = divmod(at, WEEK)
        return QRectF(column * (wide + GAP), top + row * (high + GAP), wide, high)

    def day_at(self, place: QPointF) -> datetime.date | None:
        """The day under a point."""
        return next((day for day in self.days if self.rect_of(day).contains(place)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day pressed."""
        day = self.day_at(event.position())
        if day is not None:
            self.choose(day)
            self.chosen.emit(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The week of the day."""
        day = self.day_at(event.position())
        if day is not None:
            self.entered.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Inicio and Fin go to the ends, Enter opens the week."""
        key = Qt.Key(event.key())
        if key in ENTER:
            self.entered.emit(self.day)
        elif key in STEPS:
            self._walk(self.day + datetime.timedelta(STEPS[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.days:
            self._walk(min(self.days) if key == Qt.Key.Key_Home else max(self.days))
        else:
            super().keyPressEvent(event)

    def _walk(self, day: datetime.date) -> None:
        if day in self.days:
            self.choose(day)
            self.chosen.emit(day)
        else:
            self.left.emit(day)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note where the focus came from."""
        self._keyboard = event.reason() in KEYBOARD
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Weekdays, then the days."""
        if not self.days:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = (self.width() - GAP * (WEEK - 1)) / WEEK
        for at in range(WEEK):
            name = _(SHORT_WEEKDAYS[(at + self._first_weekday) % WEEK]).rstrip(".").upper()
            paint.text(painter, QRectF(at * (wide + GAP) + 8, 0, wide - 8, theme.px(HEAD - 4)), name, role="overline",
                       token="text2")
        for day, content in self.days.items():
            self._cell(painter, self.rect_of(day), content)

    def _cell(self, painter: QPainter, rect: QRectF, content: BoardDay) -> None:
        works, count = content.part > 0, len(content.cards)
        line = "selected_line" if content.day == self.day else "line"
        paint.box(painter, rect, fill=theme.colour("surface" if works else "mute_soft"), radius=8)
        if count:
            paint.box(painter, rect, fill=theme.colour("accent", alpha=heat(content, self._capacity)), radius=8)
        paint.box(painter, rect, line=theme.colour(line), radius=8, width=2 if content.day == self.day else 1)
        self._words(painter, rect.adjusted(8, 5, -8, -6), content)
        if content.day == self.day and self.hasFocus() and self._keyboard:
            paint.focus_ring(painter, rect.adjusted(3, 3, -3, -3), radius=6)

    def _words(self, painter: QPainter, room: QRectF, content: BoardDay) -> None:
        today, count = content.day == clock.today(), len(content.cards)
        line = QRectF(room.left(), room.top(), room.width(), theme.px(20))
        paint.text(painter, line, str(content.day.day), role="strong" if today else "small", figures=True,
                   token="accent" if today else "text" if content.part > 0 else "text3")
        if count:
            paint.text(painter, line, str(count), role="subtitle", figures=True, align=Qt.AlignmentFlag.AlignRight)
        under = QRectF(room.left(), line.bottom(), room.width(), theme.px(16))
        second = content.off if content.off and not count else hours_text(content.hours) if count else ""
        if under.bottom() <= room.bottom() - (theme.px(8) if count else 0):
            paint.text(painter, under, second, role="caption", token="text2")
        if count:
            bar = QRectF(room.left(), room.bottom() - theme.px(6), room.width(), theme.px(6))
            paint.meter(painter, bar, done_share(content), token="ok_solid")


def heat(content: BoardDay, capacity: int) -> float:
    """How much of the accent a day takes, by how full it is."""
    return PALE + (STRONG - PALE) * min(1.0, len(content.cards) / capacity)


def done_share(content: BoardDay) -> float:
    """The part of the visits of a day that were made, 0 to 1."""
    done = sum(card.visit.state == "done" for card in content.cards)
    return done / len(content.cards) if content.cards else 0.0


def said(content: BoardDay) -> str:
    """A day in a sentence for readers: «lunes, 24 de noviembre, 5 visitas, 2 hechas, 6 h, 40 km»."""
    count = len(content.cards)
    done = sum(card.visit.state == "done" for card in content.cards)
    parts = [long_day(content.day), plural("{n} visit", "{n} visits", count), content.off]
    if count:
        parts += [plural("{n} made", "{n} made", done), hours_text(content.hours), km_text(content.km)]
    return ", ".join(filter(None, parts))
