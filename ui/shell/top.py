"""The top bar: search, undo and redo, alerts, theme, and who is working."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy

from kamdesk.words import _
from ui import icons, labels, theme
from ui.labels import ElidedLabel
from ui.widgets import paint
from ui.widgets.buttons import IconButton
from ui.widgets.chips import Avatar, Key
from ui.widgets.wide import WideButton


class SearchBox(WideButton):
    """Looks like a field and opens the palette: one place to type, wherever the search starts."""

    def __init__(self) -> None:
        super().__init__(left=theme.px(18) + 18, right=6)
        hint = _("Search clients, orders, contracts or actions")
        self.setAccessibleName(hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self.fit()
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._hint = ElidedLabel(hint, tone="text3", least=20)
        key = Key("Ctrl+K")
        self.add(self._hint, 1)
        self.add(key)

    def fit(self) -> None:
        """Follow the font scale."""
        self.setMaximumWidth(theme.px(420))
        self.row.setContentsMargins(theme.px(18) + 18, 0, 6, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet field with a lens."""
        painter, rect = QPainter(self), QRectF(self.rect())
        over = self.underMouse()
        line = theme.colour("line_strong" if over else "line")
        paint.box(painter, rect, fill=theme.colour("subtle"), line=line)
        side = theme.px(16)
        icons.paint(painter, QRectF(10, round(rect.center().y() - side / 2), side, side), "search", token="text2")
        painter.end()
        self.ring()


class UserButton(WideButton):
    """Initials and name; opens a menu."""

    def __init__(self) -> None:
        super().__init__(left=4, right=4)
        self._avatar, self._name = Avatar(""), ElidedLabel(role="strong", least=0)
        for part in (self._avatar, self._name):
            self.add(part)

    def set_name(self, name: str) -> None:
        """Who works here."""
        self._avatar.set_name(name)
        self._name.setText(name)
        self.setAccessibleName(_("{name}: profile and settings", name=name))
        self.set_short(self._name.isHidden())

    def set_short(self, short: bool) -> None:  # noqa: FBT001  a property of the button
        """Initials only."""
        self._name.setVisible(not short)
        self.setFixedWidth(self.row.sizeHint().width())

    def changeEvent(self, event: QEvent) -> None:
        """A new font scale: another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.row.count():
            self.set_short(self._name.isHidden())


class TopBar(QFrame):
    """Signals say what the person asked for; the window decides."""

    search_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    alerts_asked = Signal()
    theme_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("band", "header")
        self.search = SearchBox()
        self.undo = IconButton("undo-2", _("Undo"), shortcut="Ctrl+Z", on_click=self.undo_asked.emit)
        self.redo = IconButton("redo-2", _("Redo"), shortcut="Ctrl+Y", on_click=self.redo_asked.emit)
        self.alerts = IconButton("bell", _("Alerts"), on_click=self.alerts_asked.emit)
        self.theme = IconButton("moon", _("Dark theme"), on_click=self.theme_asked.emit)
        self.user = UserButton()
        self.search.clicked.connect(self.search_asked)
        theme.signals.changed.connect(self._retheme)
        self._lay_out()
        self.set_history(undo="", redo="")
        self._retheme()

    def set_history(self, *, undo: str, redo: str) -> None:
        """Name the steps that can be undone and redone; «» when there is none."""
        self.undo.setEnabled(bool(undo))
        self.redo.setEnabled(bool(redo))
        self.undo.set_tip(_("Undo: {step}", step=undo) if undo else _("Nothing to undo"), shortcut="Ctrl+Z")
        self.redo.set_tip(_("Redo: {step}", step=redo) if redo else _("Nothing to redo"), shortcut="Ctrl+Y")

    def set_alerts(self, count: int) -> None:
        """How many alerts ask for a decision."""
        self.alerts.set_dot("bad_solid" if count else "")
        self.alerts.set_tip(_("Alerts: {n}", n=count) if count else _("No alerts"))

    def set_user(self, name: str, menu: QMenu | None = None) -> None:
        """Who works here and what the button opens."""
        self.user.set_name(name)
        if menu is not None:
            self.user.setMenu(menu)

    def set_short(self, short: bool) -> None:  # noqa: FBT001  a property of the bar
        """A narrow window: initials instead of the name."""
        self.user.set_short(short)

    def _lay_out(self) -> None:
        self.setFixedHeight(theme.px(theme.size("top_bar")))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        for part in (self.undo, self.redo):
            row.addWidget(part)
        row.addSpacing(8)
        for part in (self.alerts, self.theme):
            row.addWidget(part)
        row.addSpacing(4)
        row.addWidget(self.user)

    def _retheme(self) -> None:
        dark = theme.shown().theme.dark
        self.theme.set_icon("sun" if dark else "moon")
        self.theme.set_tip(_("Light theme") if dark else _("Dark theme"))
        self.setFixedHeight(theme.px(theme.size("top_bar")))
        self.search.fit()
        labels.set_tip(self.search, self.search.accessibleName())
