"""Small marks beside a text: status chip, segment letter, icon tile, initials, key cap."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui import labels, theme
from ui.theme import Status
from ui.widgets import paint
from ui.widgets.buttons import key_text

PEOPLE: tuple[Status, ...] = ("mute", "ok", "plum", "info")


def person_status(name: str) -> Status:
    """The colour a person keeps on every screen; a matter of recognition, it means nothing."""
    return PEOPLE[sum(map(ord, name)) % len(PEOPLE)]


class Mark(QLabel):
    """A label that paints itself in a fixed size; readers get its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its paint."""
        return self.sizeHint()


class Chip(Mark):
    """A status in a word on a soft ground; ``mark`` is «dot», an icon's name or nothing."""

    def __init__(self, text: str, *, status: Status = "mute", mark: str = "dot") -> None:
        self._status, self._mark = status, mark
        super().__init__(text)

    @property
    def status(self) -> Status:
        """Which of the six statuses it shows."""
        return self._status

    def set(self, text: str, *, status: Status, mark: str = "dot") -> None:
        """Show another status."""
        self._status, self._mark = status, mark
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        return paint.chip_size(self.text(), mark=self._mark).toSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        paint.chip(QPainter(self), QRectF(self.rect()), self.text(), status=self._status, mark=self._mark)


class ChipLine(QLabel):
    """Several chips in one line, painted by one widget; those without room are counted at its end."""

    GAP = 6

    def __init__(self, chips: Sequence[tuple[str, Status]]) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(chips)

    def set(self, chips: Sequence[tuple[str, Status]]) -> None:
        """Show others."""
        self._chips = tuple(chips)
        self.setText(" · ".join(text for text, _status in chips))
        labels.set_tip(self, "")

    def sizeHint(self) -> QSize:
        """As high as a chip; it takes the width that there is."""
        return QSize(theme.px(60), theme.px(20))

    def minimumSizeHint(self) -> QSize:
        """It may be narrow: what has no room is counted."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Chip by chip, as far as they fit."""
        painter, left, high = QPainter(self), 0.0, float(self.height())
        room = self.width() - theme.px(30)
        for at, (text, status) in enumerate(self._chips):
            size = paint.chip_size(text, mark="dot")
            if at and left + size.width() > (room if at + 1 < len(self._chips) else self.width()):
                paint.text(painter, QRectF(left, 0, theme.px(30), high), f"+{len(self._chips) - at}", role="caption",
                           token="text3")
                labels.set_tip(self, self.text())
                return
            wide = min(size.width(), self.width() - left)
            paint.chip(painter, QRectF(left, (high - size.height()) / 2, wide, size.height()), text, status=status)
            left += wide + self.GAP


class Count(Mark):
    """A number on a soft round ground beside a title."""

    def __init__(self, count: int, *, status: Status = "mute") -> None:
        self._status = status
        super().__init__(str(count))

    def set(self, count: int, *, status: Status) -> None:
        """Show another number."""
        self._status = status
        self.setText(str(count))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """A disc that grows with its digits."""
        side = theme.px(22)
        return QSize(max(side, round(paint.text_width(self.text(), role="caption", weight=600)) + 14), side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the number."""
        painter, rect = QPainter(self), QRectF(self.rect())
        paint.box(painter, rect, fill=theme.colour(f"{self._status}_soft"), radius=rect.height() / 2)
        paint.text(painter, rect, self.text(), role="caption", token=self._status, weight=600,
                   align=Qt.AlignmentFlag.AlignHCenter)


class SegmentBadge(Mark):
    """The outlined letter of a client's segment: A, B, C, D."""

    def sizeHint(self) -> QSize:
        """A small square."""
        side = theme.px(18)
        return QSize(max(side, round(paint.text_width(self.text(), role="caption", weight=600)) + 10), side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the letter."""
        paint.letter(QPainter(self), QRectF(self.rect()), self.text())


class IconTile(Mark):
    """A soft square with an icon; ``name`` tells readers what it stands for."""

    def __init__(self, icon: str, *, status: Status = "mute", side: int = 34, name: str = "",
                 disc: bool = False) -> None:
        self._icon, self._status, self._side, self._disc = icon, status, side, disc
        super().__init__("")
        self.setAccessibleName(name)

    def set(self, icon: str, *, status: Status) -> None:
        """Show another icon."""
        self._icon, self._status = icon, status
        self.update()

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(theme.px(self._side), theme.px(self._side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and icon."""
        paint.tile(QPainter(self), QRectF(self.rect()), self._icon, status=self._status, round_=self._disc)


class Avatar(Mark):
    """The initials of a person."""

    def __init__(self, name: str, *, side: int = 28, status: Status | None = None) -> None:
        self._side, self._status = side, status
        super().__init__("")
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Another person."""
        self.setAccessibleName(name)
        labels.set_tip(self, name)
        self.update()

    def sizeHint(self) -> QSize:
        """A disc."""
        return QSize(theme.px(self._side), theme.px(self._side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc."""
        name = self.accessibleName()
        paint.avatar(QPainter(self), QRectF(self.rect()), name, status=self._status or person_status(name))


class Key(Mark):
    """A key cap: «Ctrl+K», written as on this language's keyboard."""

    def __init__(self, shortcut: str) -> None:
        super().__init__(key_text(shortcut))

    def sizeHint(self) -> QSize:
        """As wide as the words on it."""
        width = round(paint.text_width(self.text(), role="caption", weight=500)) + 16
        return QSize(max(width, theme.px(24)), theme.px(19))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cap."""
        paint.key(QPainter(self), QRectF(self.rect()), self.text())
