"""Text on screen: labels that never read markup, labels that shorten themselves, and tool tips."""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui import fonts


def literal(text: str) -> str:
    """Text for buttons, tabs and menus: «&» stays an ampersand instead of marking a key."""
    return text.replace("&", "&&")


def tip(text: str) -> str:
    """Text for a tool tip that is shown as it is; Qt would read «<b>» in it as markup."""
    rich = GuiQt.mightBeRichText(text)
    return "<span>" + html.escape(text).replace("\n", "<br>") + "</span>" if rich else text


def set_tip(widget: QWidget, text: str) -> None:
    """Give ``widget`` a tool tip of plain text."""
    widget.setToolTip(tip(text))


def label(text: str = "", *, role: str = "body", tone: str = "", wrap: bool = False, figures: bool = False,
          buddy: QWidget | None = None) -> QLabel:
    """A plain text label in a role of the type scale; ``tone`` is a colour, for instance text2 or bad.

    ``figures`` gives digits one width (money, dates); ``buddy`` is the field it names.
    """
    made = QLabel()
    _dress(made, role=role, tone=tone, figures=figures)
    made.setWordWrap(wrap)
    made.setText(text)
    if buddy is not None:
        made.setBuddy(buddy)
    return made


def set_tone(target: QLabel, tone: str) -> None:
    """Change the colour of a label made here, after it has been shown too."""
    target.setProperty("tone", tone)
    target.style().unpolish(target)
    target.style().polish(target)


def _dress(target: QLabel, *, role: str, tone: str, figures: bool) -> None:
    target.setTextFormat(Qt.TextFormat.PlainText)
    target.setProperty("role", role)
    target.setProperty("tone", tone)
    if figures or role == "display":
        target.setFont(fonts.tabular(QFont()))


def rule(*, vertical: bool = False) -> QFrame:
    """A hairline between parts."""
    made = QFrame()
    made.setProperty("rule", "v" if vertical else "h")
    return made


class ElidedLabel(QLabel):
    """One line that ends in «…» where it does not fit; the whole text is then its tool tip."""

    def __init__(self, text: str = "", *, role: str = "body", tone: str = "", figures: bool = False,
                 least: int = 40) -> None:
        """``least`` is the width in pixels below which a layout must not press it."""
        super().__init__()
        self._least = least
        _dress(self, role=role, tone=tone, figures=figures)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(" ".join(text.split()))
        self._mark_cut()

    @property
    def cut(self) -> bool:
        """Whether the text does not fit now."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def minimumSizeHint(self) -> QSize:
        """Small, so that the text gives way before anything else."""
        hint = super().sizeHint()
        return QSize(min(self._least, hint.width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show or drop the tool tip."""
        super().resizeEvent(event)
        self._mark_cut()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text, shortened at its end."""
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        # The style sheet's colour is in the palette of a polished label.
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment()) | Qt.TextFlag.TextSingleLine, text)

    def _mark_cut(self) -> None:
        set_tip(self, self.text() if self.cut else "")
