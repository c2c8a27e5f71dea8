"""The table of any kind: a model that holds only the pages in sight; SQL sorts, filters, searches and pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kamdesk.display import MASK, display, is_right, title
from kamdesk.fields import Field, Id
from kamdesk.kinds import Kind
from kamdesk.store import Query, Reader, Row
from kamdesk.words import _
from ui.veil import veil

PAGE = 100
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1  # the whole Row of an index
_ROLES = (ROW_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class RecordModel(QAbstractTableModel):
    """Rows of a kind for a QTableView or QListView; asks the store for a page when one of its rows comes in sight."""

    def __init__(self, reader: Reader, kind: Kind, columns: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._kind = reader, kind
        self.columns = list(columns)
        self.query = Query()
        self._pages: dict[int, Sequence[Row]] = {}
        self._total = 0

    @property
    def total(self) -> int:
        """How many records the list has in all."""
        return self._total

    def show(self, query: Query) -> None:
        """Show another selection or order."""
        self.beginResetModel()
        self.query = query
        self._read_first()
        self.endResetModel()

    def reread(self) -> None:
        """Read again what is shown, after a change; the view keeps its place when the count is the same."""
        before = self._total
        self._pages.clear()
        first = self._reader.page(self._kind, self.query, offset=0, limit=PAGE, columns=self.columns)
        if first.total != before:
            self.show(self.query)
            return
        self._pages[0] = first.rows
        if before:
            self.dataChanged.emit(self.index(0, 0), self.index(before - 1, len(self.columns) - 1))

    def _read_first(self) -> None:
        first = self._reader.page(self._kind, self.query, offset=0, limit=PAGE, columns=self.columns)
        self._pages = {0: first.rows}
        self._total = first.total

    def row_at(self, at: int) -> Row | None:
        """The row at a position; None when it vanished meanwhile."""
        number, inside = divmod(at, PAGE)
        if number not in self._pages:
            self._pages[number] = self._reader.page(self._kind, self.query, offset=number * PAGE, limit=PAGE,
                                                    columns=self.columns).rows
        page = self._pages[number]
        return page[inside] if inside < len(page) else None

    def position(self, id_: Id) -> int | None:
        """Where a record stands, looking only at the pages already read."""
        for number, page in self._pages.items():
            for inside, row in enumerate(page):
                if row.id == id_:
                    return number * PAGE + inside
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """All records of the list, read or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The columns shown."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The label of a column."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        of = self._kind.fields[self.columns[section]]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(of.label)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(right=is_right(of))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The value of a cell as text, its side, its row, or the whole row in words."""
        if not index.isValid():
            return None
        of = self._kind.fields[self.columns[index.column()]]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(right=is_right(of))
        row = self.row_at(index.row()) if role in _ROLES else None
        return None if row is None else self._datum(row, of, index.column(), role)

    def _datum(self, row: Row, of: Field, column: int, role: int) -> Any:
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row) if column == 0 else None
        if veil.covers(of) and row.values.get(of.name) is not None:
            return MASK
        text = display(of, row.values.get(of.name), row.names, currency=row.values.get("currency"))
        return text.split("\n", 1)[0]

    def _spoken(self, row: Row) -> str:
        """What a screen reader says of a whole row."""
        fields = [self._kind.fields[name] for name in self.columns]
        parts = (display(of, row.values.get(of.name), row.names) for of in fields if not veil.covers(of))
        return ", ".join(filter(None, (title(self._kind, row.values, row.names), *parts)))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column: the store does it."""
        if 0 <= column < len(self.columns):
            descending = order == Qt.SortOrder.DescendingOrder
            query = self.query
            self.show(Query(query.where, query.search, ((self.columns[column], descending),), query.archived))


def _alignment(*, right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
