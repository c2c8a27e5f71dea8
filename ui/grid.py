"""The spreadsheet-like grid: frozen first column, pinned totals, ranges, copy and paste, fills; one write a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from kamdesk.problems import Problem
from kamdesk.sheets.clipboard import as_html, as_text, parse_cells
from kamdesk.words import _, plural
from ui import icons, labels, theme
from ui.grid_block import Block, Change, clear, fill, numbers, paste, table
from ui.grid_fit import fit
from ui.grid_keys import GridView, TotalView
from ui.grid_model import Content, GridModel, Key
from ui.labels import label

Write = Callable[[Mapping[Key, Any]], bool]


class Grid(QWidget):
    """Cells to look at and to edit.

    ``write`` stores values by (line, column), None for «no value», as one command, and says whether it did.
    ``told`` is what was done («40 celdas pegadas, 2 fuera de la tabla»), ``refused`` a Problem that stopped it,
    ``summed`` the sum, mean and count of the range chosen.
    """

    told = Signal(str)
    refused = Signal(object)  # Problem
    summed = Signal(str)

    def __init__(self, write: Write, *, name: str, frozen: int = 208) -> None:
        """``frozen`` is the width of the first column in logical pixels."""
        super().__init__()
        self.model, self._totals = GridModel(self), GridModel(self)
        self.model.write = write
        self.model.refused.connect(self.refused)
        self.view, self.total = GridView(self.model, frozen=frozen), TotalView(self._totals, frozen=frozen)
        self.view.setAccessibleName(name)
        self.setFocusProxy(self.view)
        self._frozen = frozen
        self._corner = label(role="small", tone="text2")
        self._corner.setIndent(theme.px(10))
        self._corner.setParent(self.view)
        self._extra: list[tuple[str, str, Callable[[], object]]] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._say_sums)
        self._connect()
        self._lay_out()
        theme.signals.changed.connect(self._fit)

    def _connect(self) -> None:
        view, total = self.view, self.total
        view.asked.connect(self.do)
        view.ranged.connect(lambda: self._settle.start(0))
        view.customContextMenuRequested.connect(self._menu)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.horizontalScrollBar().valueChanged.connect(total.horizontalScrollBar().setValue)
        total.horizontalScrollBar().valueChanged.connect(view.horizontalScrollBar().setValue)
        view.horizontalHeader().sectionResized.connect(
            lambda at, _old, new: total.setColumnWidth(at, new))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(labels.rule())
        pinned = QHBoxLayout()
        pinned.setSpacing(0)
        pinned.addWidget(self.total, 1)
        pinned.addSpacing(self.view.verticalScrollBar().sizeHint().width())  # so that both scroll the same way
        column.addLayout(pinned)

    def show_content(self, content: Content) -> None:
        """Show other values; place and selection stay while lines and columns are the same."""
        new = [each.key for each in content.columns] != [each.key for each in self.model.content.columns]
        self.model.show_content(content)
        whole = [content.total] if content.total else []
        self._totals.show_content(Content(content.columns, whole, content.cells))
        self.total.setVisible(content.total is not None)
        self._corner.setText(content.title)
        if new:
            self._fit()
        if not self.view.currentIndex().isValid():
            self._to_first_open()
        self._settle.start(0)

    def add_action(self, text: str, icon: str, slot: Callable[[], object]) -> None:
        """A line of the menu on a range."""
        self._extra.append((text, icon, slot))

    def block(self) -> Block | None:
        """The range chosen."""
        return self.view.block()

    def keys(self) -> list[Key]:
        """Line and column of every cell of the range."""
        where = self.block()
        return [self.model.key_at(*spot) for spot in where.spots()] if where else []

    def do(self, name: str) -> None:
        """What a key or a line of the menu asks: copy, copy_titles, paste, fill_down, fill_right, clear."""
        where = self.block()
        if where is None or not self.model.rowCount():
            return
        verbs: dict[str, Callable[[Block], None]] = {
            "copy": self._copy, "copy_titles": partial(self._copy, titles=True), "paste": self._paste,
            "fill_down": self._fill_down, "fill_right": self._fill_right, "clear": self._clear}
        try:
            verbs[name](where)
        except Problem as problem:
            self.refused.emit(problem)

    def _copy(self, where: Block, *, titles: bool = False) -> None:
        rows = table(self.model, where, titles=titles)
        data = QMimeData()
        data.setText(as_text(rows))
        data.setHtml(as_html(rows))
        QGuiApplication.clipboard().setMimeData(data)

    def _paste(self, where: Block) -> None:
        texts = parse_cells(QGuiApplication.clipboard().text())
        if not texts:
            raise Problem(_("There is nothing to paste. Copy some cells first."))
        change = paste(self.model, texts, where)
        change.demand()
        self._apply(change, plural("{n} cell pasted", "{n} cells pasted", len(change.cells)))
        if texts[1:] or texts[0][1:]:
            self.view.select(Block(where.top, where.left,
                                   min(where.top + len(texts), self.model.rowCount()) - 1,
                                   min(where.left + len(texts[0]), self.model.columnCount()) - 1))

    def _fill_down(self, where: Block) -> None:
        change = fill(self.model, where)
        self._apply(change, plural("{n} cell filled", "{n} cells filled", len(change.cells)))

    def _fill_right(self, where: Block) -> None:
        change = fill(self.model, where, right=True)
        self._apply(change, plural("{n} cell filled", "{n} cells filled", len(change.cells)))

    def _clear(self, where: Block) -> None:
        change = clear(self.model, where)
        self._apply(change, plural("{n} cell cleared", "{n} cells cleared", len(change.cells)))

    def _apply(self, change: Change, done: str) -> None:
        if change.cells and not self.model.change(change.cells):
            return  # whoever refused it has said why
        if change.cells or change.closed or change.outside:
            self.told.emit(change.words(done))

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        own = [(_("Copy cells"), "copy", partial(self.do, "copy")),
               (_("Paste"), "clipboard-list", partial(self.do, "paste")),
               (_("Fill down"), "arrow-down", partial(self.do, "fill_down")),
               (_("Fill to the right"), "arrow-right", partial(self.do, "fill_right"))]
        for text, icon, slot in [*own, *self._extra]:
            action = QAction(icons.icon(icon), labels.literal(text), menu)
            action.triggered.connect(lambda *_args, run=slot: run())
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _say_sums(self) -> None:
        where = self.block()
        values = numbers(self.model, where) if where else []
        self.summed.emit(self._sums(where, values) if where and values[1:] else "")

    def _sums(self, where: Block, values: Sequence[Any]) -> str:
        form = self.model.content.columns[where.left].form
        total = sum(values)
        mean = round(total / len(values)) if isinstance(total, int) else total / len(values)
        return plural("{n} cell", "{n} cells", len(values)) + " · " + _(
            "sum {sum} · mean {mean}", sum=form.show(total), mean=form.show(mean))

    def _to_first_open(self) -> None:
        model = self.model
        spots = ((row, column) for row in range(model.rowCount()) for column in range(model.columnCount()))
        first = next((spot for spot in spots if model.cell_at(*spot).open), (0, 0))
        if model.rowCount() and model.columnCount():
            self.view.setCurrentIndex(model.index(*first))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the width there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        frozen = fit(self.view, self.total, room=self.width(), frozen=self._frozen)
        self._corner.setGeometry(1, 0, frozen - 2, self.view.horizontalHeader().height())
