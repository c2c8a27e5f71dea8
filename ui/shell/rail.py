"""The navigation rail: brand, places and badges; one tab stop with arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout

from kamdesk.words import _, plural
from ui import theme
from ui.labels import label
from ui.shell.places import Badge, Place
from ui.shell.rail_delegate import BADGE, HEIGHT, ICON, KEY, KIND, RailDelegate
from ui.widgets.buttons import KEYBOARD, IconButton, key_text
from ui.widgets.logo import Logo

LEAST_ROW, GAP, SECTION, SPACE = 26, 2, 30, 13
TOP = 48


class PlaceList(QListView):
    """The list inside the rail. Arrow keys move, Enter, space and clicks open."""

    opened = Signal(str)

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self._places = tuple(places)
        self._delegate = RailDelegate(self)
        self._rows: dict[str, QStandardItem] = {}
        self._model = QStandardItemModel(self)
        self.setProperty("ground", "rail")
        self.setAccessibleName(_("Places"))
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._fill()
        self.setModel(self._model)
        theme.signals.changed.connect(self._fit)

    @property
    def collapsed(self) -> bool:
        """Whether only icons are shown."""
        return self._delegate.collapsed

    def set_collapsed(self, collapsed: bool) -> None:  # noqa: FBT001  a property of the list
        """Show icons only, or icons and words."""
        self._delegate.collapsed = collapsed
        self._fit()
        self._tell()

    def set_open(self, key: str) -> None:
        """Mark the place that is open; nothing is emitted."""
        self._delegate.opened = key
        if key in self._rows:
            index = self._rows[key].index()
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.viewport().update()

    def set_badge(self, key: str, badge: Badge | None) -> None:
        """Put a number beside a place, or take it away."""
        self._rows[key].setData(badge if badge is not None and badge.count else None, BADGE)
        self._tell()

    def badge(self, key: str) -> Badge | None:
        """The number beside a place now."""
        found = self._rows[key].data(BADGE)
        return found if isinstance(found, Badge) else None

    def selectionCommand(self, index: QModelIndex, event: object = None) -> QItemSelectionModel.SelectionFlag:  # type: ignore[override]
        """What is selected is the open place; moving about selects nothing."""
        del index, event
        return QItemSelectionModel.SelectionFlag.NoUpdate

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and space open the current row."""
        self._delegate.keyboard = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring only to the keyboard."""
        self._delegate.keyboard = event.reason() in KEYBOARD
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rows to the height."""
        super().resizeEvent(event)
        self._fit()

    def _open(self, index: QModelIndex) -> None:
        key = index.data(KEY)
        if key:
            self.opened.emit(key)

    def _fill(self) -> None:
        section, bottom = "", False
        for place in self._places:
            if place.section != section and place.section:
                self._append("section", _(place.section))
            if place.bottom and not bottom:
                self._append("space", "")
            section, bottom = place.section, place.bottom
            item = self._append("place", _(place.text))
            item.setData(place.key, KEY)
            item.setData(place.icon, ICON)
            self._rows[place.key] = item
        self._tell()

    def _append(self, kind: str, text: str) -> QStandardItem:
        item = QStandardItem(text)
        item.setData(kind, KIND)
        item.setData(0, HEIGHT)
        if kind != "place":
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._model.appendRow(item)
        return item

    def _tell(self) -> None:
        for place in self._places:
            item, badge = self._rows[place.key], self.badge(place.key)
            said = _(place.text)
            if badge is not None:
                said += ", " + plural("{n} pending", "{n} pending", badge.count)
            item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
            keys = f" ({key_text(place.shortcut)})" if place.shortcut else ""
            item.setToolTip(said + keys if self.collapsed or place.shortcut else "")

    def _fit(self) -> None:
        """Rows share the height: 34 px where there is room, never under 26; the space takes what is left."""
        count = len(self._places)
        rows = [self._model.item(at) for at in range(self._model.rowCount())]
        heads = sum(self._head(str(item.data(KIND))) for item in rows)
        least = LEAST_ROW if self.collapsed else max(LEAST_ROW, theme.px(20))
        height = max(least, min(theme.px(32), (self.viewport().height() - heads) // count - GAP)) + GAP
        spare = max(0, self.viewport().height() - heads - height * count)
        for item in rows:
            kind = str(item.data(KIND))
            wanted = height if kind == "place" else self._head(kind) + (spare if kind == "space" else 0)
            item.setData(wanted, HEIGHT)
        self.scheduleDelayedItemsLayout()

    def _head(self, kind: str) -> int:
        if kind == "section":
            return 0 if self.collapsed else theme.px(SECTION)
        return SPACE if kind == "space" else 0


class NavRail(QFrame):
    """Brand, the list of places and the button that collapses them."""

    opened = Signal(str)
    toggled = Signal()

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self.setProperty("ground", "rail")
        self.list = PlaceList(places)
        self._logo, self._name = Logo(), label("Kamdesk", role="subtitle")
        self._toggle = IconButton("panel-left", _("Collapse the navigation"), shortcut="Ctrl+B",
                                  on_click=self.toggled.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(self._brand())
        column.addWidget(self.list, 1)
        self.list.opened.connect(self.opened)
        self.set_collapsed(collapsed=False, forced=False)

    def set_open(self, key: str) -> None:
        """Mark the place that is open."""
        self.list.set_open(key)

    def set_badge(self, key: str, badge: Badge | None) -> None:
        """Put a number beside a place, or take it away."""
        self.list.set_badge(key, badge)

    def set_collapsed(self, *, collapsed: bool, forced: bool) -> None:
        """Icons only; ``forced`` by a narrow window, where the button could do nothing and gives way to the mark."""
        self._logo.setVisible(not collapsed or forced)
        self._name.setVisible(not collapsed)
        self._toggle.setVisible(not forced)
        tip = _("Expand the navigation") if collapsed else _("Collapse the navigation")
        self._toggle.set_tip(tip, shortcut="Ctrl+B")
        self.list.set_collapsed(collapsed)
        self.setFixedWidth(theme.size("rail_collapsed") if collapsed else theme.px(theme.size("rail")))

    def _brand(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("ground", "rail")
        bar.setFixedHeight(TOP - 4)
        row = QHBoxLayout(bar)
        row.setContentsMargins(13, 4, 10, 0)
        row.setSpacing(9)
        row.addWidget(self._logo)
        row.addWidget(self._name, 1)
        row.addWidget(self._toggle)
        return bar
