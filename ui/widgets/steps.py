"""The header of a wizard: where one is, what is done, what follows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kamdesk.words import _
from ui import icons, theme
from ui.widgets import paint

DISC, GAP, ARROW = 22, 7, 26


class Steps(QWidget):
    """Numbered discs with words; where there is no room only the current step keeps its words."""

    def __init__(self, titles: Sequence[str], *, current: int = 0) -> None:
        super().__init__()
        self._titles = tuple(titles)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_current(current)

    def set_current(self, current: int) -> None:
        """Go to a step (0 is the first)."""
        self._current = current
        self.setAccessibleName(_("Step {n} of {total}: {title}", n=current + 1, total=len(self._titles),
                                 title=self._titles[current]))
        self.updateGeometry()
        self.update()

    def current(self) -> int:
        """The step shown."""
        return self._current

    def sizeHint(self) -> QSize:
        """All words."""
        return QSize(self._width(words=True), theme.px(28))

    def minimumSizeHint(self) -> QSize:
        """The current words only."""
        return QSize(self._width(words=False), theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Discs, words and arrows."""
        painter = QPainter(self)
        words = self.width() >= self._width(words=True)
        x, disc = 0.0, theme.px(DISC)
        for at, title in enumerate(self._titles):
            if at:
                side = theme.px(12)
                spot = QRectF(x + (theme.px(ARROW) - side) / 2, (self.height() - side) / 2, side, side)
                icons.paint(painter, spot, "chevron-right", token="text3")
                x += theme.px(ARROW)
            self._disc(painter, QRectF(x, (self.height() - disc) / 2, disc, disc), at)
            x += disc
            if words or at == self._current:
                wide = self._words_width(at)
                room = QRectF(x + GAP, 0, wide, self.height())
                here = at == self._current
                paint.text(painter, room, title, role="strong" if here else "small",
                           token="text" if here else "text2")
                x += GAP + wide

    def _disc(self, painter: QPainter, spot: QRectF, at: int) -> None:
        ground = "ok_soft" if at < self._current else "accent" if at == self._current else "mute_soft"
        paint.box(painter, spot, fill=theme.colour(ground), radius=spot.width() / 2)
        if at < self._current:
            icons.paint(painter, spot.adjusted(5, 5, -5, -5), "check", token="ok")
        else:
            token = "on_accent" if at == self._current else "mute"
            paint.text(painter, spot, str(at + 1), role="caption", weight=600, token=token,
                       align=Qt.AlignmentFlag.AlignHCenter)

    def _words_width(self, at: int) -> int:
        role = "strong" if at == self._current else "small"
        return round(paint.text_width(self._titles[at], role=role)) + 2

    def _width(self, *, words: bool) -> int:
        count = len(self._titles)
        shown = [at for at in range(count) if words or at == self._current]
        texts = sum(GAP + self._words_width(at) for at in shown)
        return count * theme.px(DISC) + (count - 1) * theme.px(ARROW) + texts
