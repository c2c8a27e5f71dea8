"""The list of clients beside the record: filter as you type, chips, order, saved views, count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from kamdesk.fields import Id
from kamdesk.records.clients import Client
from kamdesk.store import EQUAL, Query, Where
from kamdesk.words import N_, _, number
from ui import ask, icons, labels
from ui.clipping import copy_rows
from ui.filters import FilterBar
from ui.labels import ElidedLabel
from ui.listing import WAIT
from ui.screen import Context
from ui.screens.clients import views
from ui.screens.clients.rows import ClientDelegate, ClientModel
from ui.screens.clients.views import View
from ui.table import ROW_ROLE
from ui.tabs import TABS
from ui.widgets.buttons import FilterChip, IconButton
from ui.widgets.flow import FlowLayout
from ui.widgets.messages import EmptyState

MINE, LATE = "mine", "late"
CHIPS = ((MINE, N_("My portfolio")), ("a", "A"), ("b", "B"), ("c", "C"), (LATE, N_("Late ones")))
ORDERS: dict[str, tuple[str, tuple[str, bool]]] = {
    "name": (N_("by name"), ("name", False)), "next": (N_("by next visit"), ("visit_status", False)),
    "last": (N_("by last visit"), ("last_visit", True)), "sales": (N_("by sales"), ("year_sales", True)),
    "balance": (N_("by balance"), ("balance", True)),
}
LAST_ORDER = "lists/clients/order"


def empty_states(pane: ClientPane) -> tuple[EmptyState, EmptyState]:
    """Instead of the list: when there is nobody yet, and when nobody fits."""
    nobody = EmptyState("hospital", _("There are no {records} yet", records=_("Clients").lower()),
                        _("Create the first one or receive it from a colleague."),
                        actions=((_("New client"), pane.new_asked.emit), (_("Bring in"), pane.bring)))
    return nobody, EmptyState("search-x", _("Nothing matches"), _("Change or remove the filters."),
                              actions=((_("Remove filters"), pane.clear),))


class ClientList(QListView):
    """Enter opens, Delete archives, Ctrl+C copies, «/» goes to the filter, walking with the arrows shows."""

    opened = Signal()
    copy_asked = Signal()
    archive_asked = Signal()
    filter_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a list (UI.md §8)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.archive_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.text() == "/":
            self.filter_asked.emit()
        else:
            super().keyPressEvent(event)


def copy_marked(context: Context, pane: ClientPane) -> None:
    """The client marked to the clipboard."""
    at = pane.list.currentIndex()
    copy_rows(context, Client.kind, pane.model, [at.row()] if at.isValid() else [], pane.model.columns)


class PaneMenus:
    """The two menus beside the filter box: the order, and filters, views and other lists."""

    def __init__(self, pane: ClientPane, context: Context) -> None:
        self._pane, self._context = pane, context
        self.sorting = self._button("arrow-up-down", _("Order"), self._fill_orders)
        self.views = self._button("sliders-horizontal", _("Views"), self._fill_views)

    @staticmethod
    def _button(icon: str, tip: str, fill: Callable[[QMenu], None]) -> IconButton:
        button = IconButton(icon, tip)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: fill(menu))
        button.setMenu(menu)
        return button

    def _fill_orders(self, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for key, (text, _sort) in ORDERS.items():
            action = menu.addAction(labels.literal(_(text).capitalize()))
            action.setCheckable(True)
            action.setChecked(key == self._pane.sorting)
            group.addAction(action)
            action.triggered.connect(lambda *_args, key=key: self._pane.order(key))

    def _fill_views(self, menu: QMenu) -> None:
        pane = self._pane
        menu.clear()
        narrower = menu.addMenu(icons.icon("funnel"), _("Filter by"))
        narrower.aboutToShow.connect(lambda: pane.filters.fill(narrower))
        self._offer_views(menu)
        menu.addAction(icons.icon("save"), _("Save this view…")).triggered.connect(lambda *_args: self.save_view())
        menu.addAction(icons.icon("x"), _("Remove filters")).triggered.connect(lambda *_args: pane.clear())
        menu.addSeparator()
        menu.addAction(icons.icon("file-up"), _("Bring in")).triggered.connect(lambda *_args: pane.bring())
        menu.addAction(icons.icon("file-spreadsheet"), _("Export")).triggered.connect(
            lambda *_args: pane.export_asked.emit())
        menu.addSeparator()
        menu.addAction(icons.icon("table-2"), _("Show as a table")).triggered.connect(
            lambda *_args: pane.table_asked.emit())
        for tab, text in (*TABS["clients"][1:], ("duplicates", N_("Possible duplicates"))):
            action = menu.addAction(labels.literal(_(text)))
            action.triggered.connect(lambda *_args, tab=tab: pane.place_asked.emit(tab))

    def _offer_views(self, menu: QMenu) -> None:
        known = views.saved()
        for name, view in known.items():
            action = menu.addAction(icons.icon("star"), labels.literal(name))
            action.triggered.connect(lambda *_args, view=view: self._pane.show_view(view))
        if known:
            gone = menu.addMenu(icons.icon("x"), _("Forget a view"))
            for name in known:
                gone.addAction(labels.literal(name)).triggered.connect(lambda *_args, name=name: views.forget(name))
            menu.addSeparator()

    def save_view(self) -> None:
        """Keep what the list is narrowed to under a name."""
        name = ask.line(self._pane, _("Save this view"), _("Name of the view"))
        if name and name.strip():
            views.save(name.strip(), self._pane.view())
            self._context.window.tell(_("View “{name}” saved", name=name.strip()))


class ClientPane(QFrame):
    """``chosen`` carries the id of the client to show; ``table_asked`` wants the table instead."""

    chosen = Signal(str)
    entered = Signal()
    archive_asked = Signal()
    table_asked = Signal()
    new_asked = Signal()
    export_asked = Signal()
    place_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._context = context
        self.model = ClientModel(context.app.store, self)
        self._order = str(QSettings().value(LAST_ORDER, "name"))
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT)
        self._waiting.timeout.connect(self.apply)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 10)
        top.setSpacing(10)
        top.addLayout(self._filter_line())
        top.addWidget(self._chip_line())
        column.addLayout(top)
        column.addWidget(labels.rule())
        column.addWidget(self._body(), 1)
        column.addWidget(labels.rule())
        self._count = ElidedLabel(role="caption", tone="text3", least=80)
        self._count.setContentsMargins(14, 6, 12, 6)
        column.addWidget(self._count)

    def _filter_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.filter = QLineEdit()
        self.filter.setAccessibleName(_("Filter clients"))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(lambda _text: self._waiting.start())
        self.filter.returnPressed.connect(self._take_first)
        row.addWidget(self.filter, 1)
        row.addWidget(IconButton("plus", _("New client"), shortcut="Ctrl+N", on_click=self.new_asked.emit))
        self.menus = PaneMenus(self, self._context)
        row.addWidget(self.menus.sorting)
        row.addWidget(self.menus.views)
        return row

    def _chip_line(self) -> QWidget:
        host = QWidget()
        flow = FlowLayout(host)
        self._chips = {key: FilterChip(_(text)) for key, text in CHIPS}
        for chip in self._chips.values():
            chip.clicked.connect(lambda *_args: self.apply())
            flow.addWidget(chip)
        self.filters = FilterBar(Client.kind, self._context.app.store, button=False)
        self.filters.changed.connect(self.apply)
        flow.addWidget(self.filters)
        return host

    def _body(self) -> QWidget:
        host = QWidget()
        self._stack = QStackedLayout(host)
        self.list = ClientList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ClientDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Clients"))
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.list.opened.connect(self.entered)
        self.list.filter_asked.connect(self.focus_filter)
        self.list.archive_asked.connect(self.archive_asked)
        self._none, self._nothing = empty_states(self)
        for part in (self.list, self._none, self._nothing):
            self._stack.addWidget(part)
        return host

    def query(self) -> Query:
        """What the list shows now."""
        on = {key for key, chip in self._chips.items() if chip.isChecked()}
        where = list(self.filters.conditions())
        segments = sorted(on - {MINE, LATE})
        if MINE in on:
            where.append(Where("owner", EQUAL, self._context.app.store.me))
        if segments:
            where.append(Where("segment", "in", segments))
        if LATE in on:
            where.append(Where("visit_status", EQUAL, "overdue"))
        return Query(tuple(where), self.filter.text(), (ORDERS[self._order][1],))

    def apply(self) -> None:
        """Read the list again with its filters, keeping the client shown when it is still there."""
        self._waiting.stop()
        shown = self.current()
        self.model.show(self.query())
        self._tell()
        if shown:
            self.mark(shown)

    def reread(self) -> None:
        """Read what is shown again, keeping the place."""
        shown = self.current()
        self.model.reread()
        self._tell()
        if shown and self.current() != shown:
            self.mark(shown)

    def _tell(self) -> None:
        store, total = self._context.app.store, self.model.total
        query = self.query()
        narrowed = bool(query.where or query.search.strip())
        everybody = store.count(Client) if narrowed else total
        told = _("{n} of {all}", n=number(total), all=number(everybody)) if narrowed else number(total)
        self._count.setText(" · ".join((told, _("sorted {how}", how=_(ORDERS[self._order][0])))))
        self.filter.setPlaceholderText(_("Filter {n} clients", n=number(everybody)))
        self._stack.setCurrentWidget(self.list if total else self._nothing if narrowed else self._none)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = index.data(ROW_ROLE) if index.isValid() else None
        if row is not None:
            self.chosen.emit(row.id)

    def _take_first(self) -> None:
        """Enter in the filter shows the first client found."""
        self.apply()
        if self.model.total:
            self.list.setCurrentIndex(self.model.index(0, 0))
            self.list.setFocus()

    def current(self) -> Id:
        """The client marked, «» for none."""
        row = self.list.currentIndex().data(ROW_ROLE)
        return row.id if row is not None else ""

    def mark(self, id_: Id) -> None:
        """Mark a client without telling anybody; one that the list does not show unmarks."""
        at = self.model.place_of(id_) if id_ else None
        index = QModelIndex() if at is None else self.model.index(at, 0)
        model = self.list.selectionModel()
        model.blockSignals(True)
        model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        model.blockSignals(False)
        if index.isValid():
            self.list.scrollTo(index)
        self.list.viewport().update()

    def first(self) -> Id:
        """The first client of the list, «» in an empty one."""
        return self.model.first()

    def bring(self) -> None:
        """Clients from a spreadsheet."""
        self._context.window.quick("import", kind=Client.kind.name)

    def focus_filter(self) -> None:
        """Go to the filter box."""
        self.filter.setFocus()
        self.filter.selectAll()

    def clear(self) -> None:
        """Take all filters away."""
        self.show_view(View(sort=self._order))

    def show_view(self, view: View) -> None:
        """Narrow the list to a view."""
        for key, chip in self._chips.items():
            chip.setChecked(key in view.chips)
        self.filters.choose(view.filters)
        self._order = view.sort if view.sort in ORDERS else "name"
        self.filter.blockSignals(True)
        self.filter.setText(view.words)
        self.filter.blockSignals(False)
        self.apply()

    def view(self) -> View:
        """What the list is narrowed to now."""
        return View(tuple(key for key, chip in self._chips.items() if chip.isChecked()), self.filters.chosen,
                    self.filter.text(), self._order)

    @property
    def sorting(self) -> str:
        """Which of the orders it is in."""
        return self._order

    def order(self, key: str) -> None:
        """Sort by another of the orders; remembered on this laptop."""
        self._order = key
        QSettings().setValue(LAST_ORDER, key)
        self.apply()
