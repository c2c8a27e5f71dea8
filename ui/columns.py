"""Column widths of a list: from the words in it and the room there is, or as the person left them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView

from ui import theme

LOOKED_AT = 40  # rows whose words are measured
AIR = 38  # left and right of a word, and the dot of its chip or the sort arrow of its header
LEAST, NARROW, MOST, FIRST = 64, 110, 260, 340  # pixels at 100 %; the first column names the record and may take more


class Columns(QObject):
    """Keeps the columns of a table fitted until the person drags an edge; then hers hold, here and next time.

    ``name`` is what the widths are remembered under. Call ``fit`` when the table shows other rows.
    """

    def __init__(self, table: QTableView, name: str) -> None:
        super().__init__(table)
        self._table, self._key = table, f"lists/{name}/widths"
        self._own = True
        self._natural: list[int] = []
        self._least: list[int] = []
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(theme.px(LEAST))
        header.setStretchLastSection(False)
        header.sectionResized.connect(lambda *_args: self._dragged())
        header.sectionHandleDoubleClicked.connect(self._fit_one)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the room out again when the table becomes wider or narrower."""
        if event.type() == QEvent.Type.Resize and self._natural and not self._kept():
            self._apply(self._shared(self._natural))
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Widths for the rows shown; the first ones decide, so that filtering does not make the columns dance."""
        if self._natural or not self._table.model().rowCount():
            return
        columns = range(self._table.model().columnCount())
        self._least = [max(theme.px(NARROW), self._header(at)) for at in columns]
        self._natural = [self._width(at) for at in columns]
        self._apply(self._kept() or self._shared(self._natural))

    def _kept(self) -> list[int]:
        """What the person left, unless the list has other columns now."""
        said = str(QSettings().value(self._key, "") or "")
        widths = [int(each) for each in said.split(",") if each.isdigit()]
        return widths if len(widths) == len(self._natural) else []

    def _width(self, column: int) -> int:
        model = self._table.model()
        rows = range(min(LOOKED_AT, model.rowCount()))
        texts = (str(model.index(row, column).data() or "") for row in rows)
        longest = max((self._metrics().horizontalAdvance(text) for text in texts), default=0)
        most = FIRST if column == 0 else MOST
        return max(theme.px(LEAST), min(longest, theme.px(most)) + theme.px(AIR), self._header(column))

    def _header(self, column: int) -> int:
        text = str(self._table.model().headerData(column, Qt.Orientation.Horizontal) or "")
        return self._metrics().horizontalAdvance(text) + theme.px(AIR)

    def _metrics(self) -> QFontMetrics:
        bold = self._table.font()
        bold.setWeight(bold.Weight.DemiBold)
        return QFontMetrics(bold)

    def _shared(self, widths: list[int]) -> list[int]:
        """Room that is left goes to the columns by their width; room that is missing comes from the wide ones."""
        room = self._table.viewport().width()
        spare = room - sum(widths)
        gives = widths if spare > 0 else [max(0, each - least) for each, least in zip(widths, self._least, strict=True)]
        whole = sum(gives)
        if not spare or not whole:
            return widths
        if whole + spare < 0:  # it scrolls all the same: as little as can be
            return [width - give for width, give in zip(widths, gives, strict=True)]
        fitted = [width + spare * give // whole for width, give in zip(widths, gives, strict=True)]
        fitted[0] += room - sum(fitted)
        return fitted

    def _apply(self, widths: list[int]) -> None:
        self._own = False
        for at, width in enumerate(widths):
            self._table.setColumnWidth(at, width)
        self._own = True

    def _fit_one(self, column: int) -> None:
        self._table.setColumnWidth(column, self._width(column))

    def _dragged(self) -> None:
        if self._own and self._natural:
            count = self._table.model().columnCount()
            QSettings().setValue(self._key, ",".join(str(self._table.columnWidth(at)) for at in range(count)))
