"""Buttons: kinds, icon buttons, one-of-many segments and filter chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from kamdesk.words import _
from ui import icons, labels, theme
from ui.widgets import paint

GAP = 5  # Fusion leaves 4 px between icon and text; the rest is empty pixels of the icon
ICON_TOKENS = {"primary": "on_accent", "link": "accent_text", "danger": "bad", "ghost": "text2", "add": "text2",
               "chip": "text2", "segment": "text2"}
KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason,
            Qt.FocusReason.OtherFocusReason)


def key_text(shortcut: str) -> str:
    """A shortcut as printed on the keys of this language: «Ctrl+Mayús+N», «Ctrl+Intro»."""
    native = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) or shortcut
    names = {"Shift": _("Shift"), "Return": _("Enter"), "Enter": _("Enter"), "Del": _("Del"), "Space": _("Space")}
    return "+".join(names.get(part, part) for part in native.split("+")) if native != "+" else native


def _tip(text: str, shortcut: str) -> str:
    return f"{text} ({key_text(shortcut)})" if shortcut else text


def one_stop(group: QButtonGroup) -> None:
    """Let Tab reach only the chosen button of a group, or the first while none is; arrows move inside."""
    stop = group.checkedButton() or group.buttons()[0]
    for button in group.buttons():
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)


class _Focus:
    """Remembers whether the keyboard brought the focus, so that a mouse click leaves no ring."""

    def __init__(self) -> None:
        self.visible = False

    def taken(self, event: QFocusEvent) -> None:
        self.visible = event.reason() in KEYBOARD

    def draw(self, button: QAbstractButton, *, radius: float = 6, token: str = "focus") -> None:
        if self.visible and button.hasFocus():
            painter = QPainter(button)
            paint.focus_ring(painter, QRectF(button.rect()), radius=radius, token=token)


class Button(QPushButton):
    """A push button: ``kind`` default, primary, ghost, link, danger, add (dashed), chip or segment."""

    def __init__(self, text: str, *, kind: str = "default", icon: str = "", small: bool = False, shortcut: str = "",
                 tip: str = "", on_click: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        """``shortcut`` acts while the button is shown and stands in the tool tip."""
        super().__init__(parent)
        self._icon, self._icon_token, self._focus = icon, "", _Focus()
        self.kind = kind
        self.setProperty("kind", kind)
        self.setProperty("small", "true" if small else "false")
        self.setText(labels.literal(text))
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        if shortcut:
            self.setShortcut(QKeySequence(shortcut))
        if tip or shortcut:
            labels.set_tip(self, _tip(tip or text, shortcut))
        if on_click is not None:
            self.clicked.connect(lambda *_args: on_click())
        self._tint()

    def set_label(self, text: str) -> None:
        """Show another text, taken as it is."""
        shortcut = self.shortcut()
        self.setText(labels.literal(text))
        self.setShortcut(shortcut)  # Qt takes it away with the old text
        self.setAccessibleName(text)

    def set_icon(self, name: str, *, token: str = "") -> None:
        """Show another icon («» for none), in the colour of ``token`` or of its kind."""
        self._icon, self._icon_token = name, token
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """A new theme: the icon takes its colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._tint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note where the focus came from."""
        self._focus.taken(event)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, then its ring."""
        super().paintEvent(event)
        radius = self.height() / 2 if self.kind == "chip" else 6
        self._focus.draw(self, radius=radius, token="text" if self.kind == "primary" else "focus")

    def _tint(self) -> None:
        if not self._icon:
            self.setIcon(QIcon())
            return
        token = self._icon_token or ICON_TOKENS.get(self.kind, "text")
        side = theme.px(16)
        gap = GAP if self.text() else 0
        self.setIconSize(QSize(side + gap, side))
        self.setIcon(icons.icon(self._icon, token=token, size=side, gap=gap,
                                on="accent_text" if self.isCheckable() else None))


class IconButton(QToolButton):
    """A 30×30 button with an icon only, 24×24 where it is ``small``; its tool tip is its accessible name."""

    def __init__(self, icon: str, tip: str, *, shortcut: str = "", token: str = "text2", checkable: bool = False,
                 small: bool = False, on_click: Callable[[], object] | None = None,
                 parent: QWidget | None = None) -> None:
        """``shortcut`` is only shown: the action that owns it reacts to it."""
        super().__init__(parent)
        self._side = 24 if small else theme.size("icon_button")
        self.setProperty("small", "true" if small else "false")
        self._icon, self._token, self._focus, self._dot = icon, token, _Focus(), ""
        self.setCheckable(checkable)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_tip(tip, shortcut=shortcut)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        if on_click is not None:
            self.clicked.connect(lambda *_args: on_click())
        self._tint()

    def sizeHint(self) -> QSize:
        """Square, and larger with larger text."""
        return QSize(theme.px(self._side), theme.px(self._side))

    def set_tip(self, tip: str, *, shortcut: str = "") -> None:
        """What it does, in words."""
        labels.set_tip(self, _tip(tip, shortcut))
        self.setAccessibleName(tip)

    def set_icon(self, name: str, *, token: str = "text2") -> None:
        """Show another icon."""
        self._icon, self._token = name, token
        self._tint()

    def set_dot(self, token: str) -> None:
        """A dot in the corner in the colour of ``token`` («» for none): something is new."""
        self._dot = token
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """A new theme: the icon takes its colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._tint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note where the focus came from."""
        self._focus.taken(event)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, its dot, its ring."""
        super().paintEvent(event)
        if self._dot:
            painter = QPainter(self)
            middle = self.rect().center()
            paint.box(painter, QRectF(middle.x() + 2, middle.y() - 9, 8, 8), fill=theme.colour(self._dot), radius=4)
        self._focus.draw(self)

    def _tint(self) -> None:
        side = theme.px(16)
        self.setIconSize(QSize(side, side))
        self.setIcon(icons.icon(self._icon, token=self._token, on="accent_text", size=side))


class Segmented(QFrame):
    """One of a few words; one tab stop, arrow keys inside. ``changed`` gives the key chosen by the person.

    Where there is no room for all, the last ones wait in a menu at the end; no word is ever cut.
    """

    changed = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], *, value: str = "", name: str = "") -> None:
        """``options`` are (key, text shown); ``name`` says for readers what is chosen."""
        super().__init__()
        self.setProperty("segmented", "true")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _text in options]
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for at, (_key, text) in enumerate(options):
            button = Button(text, kind="segment")
            button.setCheckable(True)
            self._group.addButton(button, at)
            row.addWidget(button)
        self._more = IconButton("ellipsis", _("More"), small=True)
        self._more.setMenu(QMenu(self._more))
        self._more.menu().aboutToShow.connect(self._offer)
        self._more.hide()
        row.addWidget(self._more)
        self.set_value(value or self._keys[0])
        self._group.idClicked.connect(lambda at: self.changed.emit(self._keys[at]))

    def value(self) -> str:
        """The key chosen."""
        return self._keys[self._group.checkedId()]

    def set_value(self, key: str) -> None:
        """Choose without telling anybody."""
        self._group.button(self._keys.index(key)).setChecked(True)
        one_stop(self._group)
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for every word."""
        return QSize(sum(self._widths()) + self._frame(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the widest word and the menu of the others."""
        least = max(self._widths()) + self._more.sizeHint().width() + 2 + self._frame()
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as fit."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Other letters, or a look that comes late, need another room."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _widths(self) -> list[int]:
        """What each word takes with the gap after it."""
        return [button.sizeHint().width() + 2 for button in self._group.buttons()]

    def _frame(self) -> int:
        """What the frame takes beside the words and their gaps."""
        return self.width() - self.contentsRect().width() + 2

    def _fit(self) -> None:
        widths, chosen = self._widths(), self._group.checkedId()
        room = self.width() - self._frame()
        everything = sum(widths) <= room
        room -= widths[chosen] + self._more.sizeHint().width() + 2
        for at, button in enumerate(self._group.buttons()):
            if at != chosen:
                room -= widths[at]
            button.setVisible(everything or at == chosen or room >= 0)
        self._more.setVisible(not everything)

    def _offer(self) -> None:
        menu = self._more.menu()
        menu.clear()
        for button in self._group.buttons():
            if button.isHidden():
                menu.addAction(button.text(), button.click)


class FilterChip(Button):
    """A filter that is on or off; one the person made has a cross and can be ``removed``."""

    removed = Signal()

    def __init__(self, text: str, *, on: bool = False, removable: bool = False) -> None:
        super().__init__(text, kind="chip")
        self.setCheckable(True)
        self.setChecked(on)
        if removable:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            self.set_icon("x")
            self.setAccessibleDescription(_("Click to remove this filter"))
            self.clicked.connect(self.removed)
