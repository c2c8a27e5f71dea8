"""The list of any kind: filter box, chips, table, count; SQL does the work."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kamdesk.fields import Id
from kamdesk.kinds import Kind
from kamdesk.store import Query, Reader, Where
from kamdesk.words import _, plural
from ui import theme
from ui.cells import CellDelegate, dressed, shown_state
from ui.columns import Columns
from ui.filters import FilterBar
from ui.labels import label
from ui.table import RecordModel
from ui.veil import veil
from ui.widgets.buttons import Button, FilterChip
from ui.widgets.flow import FlowLayout
from ui.widgets.messages import EmptyState

WAIT = 150  # milliseconds after the last key before the list is filtered
MOST_CHIPS = 6


def stack(listing: Listing, *keep: str) -> None:
    """For a list with little room: its chips under the filter, of those of the state only some."""
    listing.bar.removeWidget(listing.chip_line)
    listing.bar.insertStretch(1)
    for key, chip in listing.chips.items():
        chip.setVisible(key in keep)
    layout = listing.layout()
    if isinstance(layout, QVBoxLayout):
        layout.insertWidget(1, listing.chip_line)


class Table(QTableView):
    """A table whose Enter opens, Delete archives, Ctrl+C copies, and «/» goes to the filter."""

    opened = Signal(int)
    archive_asked = Signal()
    copy_asked = Signal()
    filter_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a list (UI.md §8)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Delete:
            self.archive_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.text() == "/":
            self.filter_asked.emit()
        else:
            super().keyPressEvent(event)

    def places(self) -> list[int]:
        """The positions of the rows selected."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def order(self) -> list[int]:
        """The columns shown, from left to right."""
        header = self.horizontalHeader()
        columns = (header.logicalIndex(at) for at in range(header.count()))
        return [at for at in columns if not header.isSectionHidden(at)]


class Listing(QWidget):
    """The list of a kind with what narrows it. ``opened`` carries the id of the record to show."""

    opened = Signal(str)
    archive_asked = Signal()
    change_asked = Signal()
    merge_asked = Signal()
    counted = Signal(int)

    def __init__(self, kind: Kind, reader: Reader, columns: list[str], *, where: tuple[Where, ...] = ()) -> None:
        super().__init__()
        self._kind, self._fixed, self._reader = kind, where, reader
        self.model = RecordModel(reader, kind, columns, self)
        self.table = Table()
        dressed(self.table)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(kind, columns, self.table))
        self.table.setAccessibleName(_(kind.labels))
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(lambda index: self._open(index.row()))
        self.table.archive_asked.connect(self.archive_asked)
        self.table.filter_asked.connect(self.focus_filter)
        header = self.table.horizontalHeader()
        header.setSortIndicatorClearable(True)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT)
        self._waiting.timeout.connect(self.apply)
        self._sort: tuple[tuple[str, bool], ...] = ()
        self._lay_out()
        self._columns = Columns(self.table, kind.name)
        self._recall()
        self.table.setSortingEnabled(True)
        header.sortIndicatorChanged.connect(self._sorted)
        veil.changed.connect(self.table.viewport().update)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        bar = self.bar = QHBoxLayout()
        bar.setSpacing(8)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter {records}", records=_(self._kind.labels).lower()))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(theme.px(240))
        self.filter.textChanged.connect(lambda _text: self._waiting.start())
        bar.addWidget(self.filter)
        chips = self.chip_line = QWidget()
        flow = FlowLayout(chips)
        self.chips = self._make_chips()
        for chip in self.chips.values():
            flow.addWidget(chip)
        self._archived = FilterChip(_("Archived"))
        self._archived.clicked.connect(lambda *_args: self.apply())
        flow.addWidget(self._archived)
        self._filters = FilterBar(self._kind, self._reader)
        self._filters.changed.connect(self.apply)
        flow.addWidget(self._filters)
        bar.addWidget(chips, 1, Qt.AlignmentFlag.AlignVCenter)
        self._count = label(role="small", tone="text3")
        bar.addWidget(self._count)
        layout.addLayout(bar)
        layout.addWidget(self._selection_bar())
        layout.addWidget(self._card(), 1)
        self.table.selectionModel().selectionChanged.connect(lambda *_args: self._selected())

    def _selection_bar(self) -> QFrame:
        """What can be done with several rows, while several are selected."""
        self._several = QFrame()
        self._several.setProperty("bar", "info")
        row = QHBoxLayout(self._several)
        row.setContentsMargins(12, 3, 6, 3)
        self._many = label(role="strong")
        row.addWidget(self._many)
        row.addStretch(1)
        self._merge = Button(_("Join"), kind="link", small=True, icon="merge", on_click=self.merge_asked.emit)
        row.addWidget(self._merge)
        for text, icon, signal in ((_("Change a field"), "pencil", self.change_asked),
                                   (_("Archive"), "archive", self.archive_asked)):
            row.addWidget(Button(text, kind="link", small=True, icon=icon, on_click=signal.emit))
        self._verbs = row
        self._several.hide()
        return self._several

    def add_verb(self, button: QWidget) -> None:
        """A verb of this kind of record, before those that all have, for the rows selected."""
        self._verbs.insertWidget(2, button)

    def _selected(self) -> None:
        count = len(self.table.selectionModel().selectedRows())
        self._many.setText(plural("{n} selected", "{n} selected", count))
        self._merge.setVisible(count == 2)  # noqa: PLR2004  two records become one
        self._several.setVisible(count > 1)

    def _make_chips(self) -> dict[str, FilterChip]:
        """One chip a state, when the kind has few of them."""
        state = self._kind.fields.get(shown_state(self._kind))
        if state is None or len(state.options) > MOST_CHIPS:
            return {}
        chips = {option: FilterChip(_(text)) for option, text in state.options.items()}
        for chip in chips.values():
            chip.clicked.connect(lambda *_args: self.apply())
        return chips

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", "true")
        self._stack = QStackedLayout(card)
        self._stack.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(self.table)
        kind = _(self._kind.labels).lower()
        self._none = EmptyState("inbox", _("There are no {records} yet", records=kind),
                                _("Create the first one or receive it from a colleague."))
        self._nothing = EmptyState("search-x", _("Nothing matches"), _("Change or remove the filters."),
                                   actions=((_("Remove filters"), self.clear),))
        self._stack.addWidget(self._none)
        self._stack.addWidget(self._nothing)
        return card

    def query(self) -> Query:
        """What the list shows now."""
        states = [option for option, chip in self.chips.items() if chip.isChecked()]
        where = (*self._fixed, *self._filters.conditions())
        if states:
            where += (Where(shown_state(self._kind), "in", states),)
        return Query(where, self.filter.text(), self._sort, archived=self._archived.isChecked())

    def apply(self) -> None:
        """Read the list again with its filters."""
        self._waiting.stop()
        query = self.query()
        self._keep()
        self.model.show(query)
        self._after(narrowed=bool(query.search.strip()) or len(query.where) > len(self._fixed)
                    or bool(query.archived))

    def reread(self) -> None:
        """Read what is shown again, keeping the place."""
        self.model.reread()
        self._after(narrowed=self._stack.currentWidget() is self._nothing or bool(self.filter.text().strip()))

    def _after(self, *, narrowed: bool) -> None:
        total = self.model.total
        self._count.setText(plural("{n} record", "{n} records", total))
        self._stack.setCurrentWidget(self.table if total else self._nothing if narrowed else self._none)
        self._columns.fit()
        self.counted.emit(total)

    def clear(self) -> None:
        """Take all filters away."""
        self.filter.clear()
        self._filters.clear()
        for chip in (*self.chips.values(), self._archived):
            chip.setChecked(False)
        self.apply()

    def _recall(self) -> None:
        """States and order as they were left, on this laptop; what was typed is of its moment and not kept."""
        kept = QSettings()
        left = set(str(kept.value(self._at("states"), "") or "").split(","))
        for option, chip in self.chips.items():
            chip.setChecked(option in left)
        name, _dot, way = str(kept.value(self._at("sort"), "") or "").partition(" ")
        at = self.model.columns.index(name) if name in self.model.columns else -1
        order = Qt.SortOrder.DescendingOrder if way else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(at, order)
        self._sort = ((name, bool(way)),) if at >= 0 else ()

    def _keep(self) -> None:
        kept = QSettings()
        kept.setValue(self._at("states"), ",".join(option for option, chip in self.chips.items() if chip.isChecked()))
        kept.setValue(self._at("sort"), "".join(name + " down" * down for name, down in self._sort))

    def _at(self, what: str) -> str:
        return f"lists/{self._kind.name}/{what}"

    def focus_filter(self) -> None:
        """Go to the filter box."""
        self.filter.setFocus()
        self.filter.selectAll()

    def selected(self) -> list[Id]:
        """Ids of the rows selected."""
        found = (self.model.row_at(at) for at in self.table.places())
        return [row.id for row in found if row is not None]
    def _open(self, at: int) -> None:
        row = self.model.row_at(at)
        if row is not None:
            self.opened.emit(row.id)

    def _sorted(self, column: int, order: Qt.SortOrder) -> None:
        names = self.model.columns
        self._sort = ((names[column], order == Qt.SortOrder.DescendingOrder),) if 0 <= column < len(names) else ()
        self._keep()
