"""The view of a grid and its keyboard: ranges, edges, editing, and what the grid is asked to do with a range."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView

from kamdesk.words import _
from ui import theme
from ui.grid_block import Block
from ui.grid_delegate import GridDelegate, LineHeader
from ui.grid_model import GridModel

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ARROWS = {Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0), Key.Key_Left: (0, -1), Key.Key_Right: (0, 1)}
SIDEWAYS = {Key.Key_Tab: 1, Key.Key_Backtab: -1}


class GridView(QTableView):
    """The cells. What needs more than one of them is asked of the grid by name (copy, paste, fill_down)."""

    asked = Signal(str)
    ranged = Signal()  # the selection changed

    def __init__(self, model: GridModel, *, frozen: int) -> None:
        """``frozen`` is the width of the first column in logical pixels."""
        super().__init__()
        self.cells = model
        self.lines = LineHeader(model, width=frozen)
        self.setVerticalHeader(self.lines)
        self.setModel(model)
        painter = GridDelegate(self)
        painter.left.connect(self.step)
        self.setItemDelegate(painter)
        self.setAccessibleName(_("Grid"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setTabKeyNavigation(False)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFixedHeight(theme.px(34))
        self.selectionModel().selectionChanged.connect(lambda *_args: self.ranged.emit())

    def block(self) -> Block | None:
        """The range selected, or the current cell; None when nothing is."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(each) for each in range(selection.size())]
        if not ranges:
            at = self.currentIndex()
            return Block(at.row(), at.column(), at.row(), at.column()) if at.isValid() else None
        return Block(min(each.top() for each in ranges), min(each.left() for each in ranges),
                     max(each.bottom() for each in ranges), max(each.right() for each in ranges))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of UI.md §7.3."""
        command = _command(event)
        if command:
            self.asked.emit(command)
        elif event.key() == Key.Key_F2:
            self._edit()
        elif event.key() in (Key.Key_Return, Key.Key_Enter):
            self.step(-1 if event.modifiers() & SHIFT else 1, 0)
        elif event.key() in SIDEWAYS and self._can_step(SIDEWAYS[Key(event.key())]):
            self.step(0, SIDEWAYS[Key(event.key())])
        elif event.key() in ARROWS and event.modifiers() & CONTROL:
            self._to_edge(*ARROWS[Key(event.key())], extend=bool(event.modifiers() & SHIFT))
        elif event.key() == Key.Key_Escape and len(self.selectedIndexes()) > 1:
            self.clearSelection()
            self.setCurrentIndex(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001  Qt's own
        """Tab goes through the cells first; after the last one it leaves."""
        return False if self._can_step(1 if next else -1) else super().focusNextPrevChild(next)

    def step(self, rows: int, columns: int) -> None:
        """Go some cells on; at the end of a line to the next one."""
        model, at = self.cells, self.currentIndex()
        row, column = at.row() + rows, at.column() + columns
        if not 0 <= column < model.columnCount():
            row, column = row + columns, 0 if columns > 0 else model.columnCount() - 1
        if 0 <= row < model.rowCount():
            self.setCurrentIndex(model.index(row, column))

    def select(self, block: Block) -> None:
        """Select a range."""
        model = self.cells
        chosen = QItemSelection(model.index(block.top, block.left), model.index(block.bottom, block.right))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _edit(self) -> None:
        at = self.currentIndex()
        if at.isValid() and self.cells.flags(at) & Qt.ItemFlag.ItemIsEditable:
            self.edit(at)

    def _can_step(self, columns: int) -> bool:
        at, model = self.currentIndex(), self.cells
        if not at.isValid():
            return False
        last = (model.rowCount() - 1, model.columnCount() - 1) if columns > 0 else (0, 0)
        return (at.row(), at.column()) != last

    def _to_edge(self, rows: int, columns: int, *, extend: bool) -> None:
        model, at = self.cells, self.currentIndex()
        row = at.row() if not rows else (model.rowCount() - 1 if rows > 0 else 0)
        column = at.column() if not columns else (model.columnCount() - 1 if columns > 0 else 0)
        target = model.index(row, column)
        if not extend:
            self.setCurrentIndex(target)
            return
        block = self.block()
        if block is None:
            return
        # The range grows from its far corner, as with Shift and an arrow.
        wide = Block(min(block.top, row), min(block.left, column), max(block.bottom, row), max(block.right, column))
        self.selectionModel().setCurrentIndex(target, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.select(wide)


def _command(event: QKeyEvent) -> str:
    """What the grid is asked by a key, «» when it is none of those."""
    shift = bool(event.modifiers() & SHIFT)
    if event.matches(QKeySequence.StandardKey.Copy):
        return "copy"
    if event.matches(QKeySequence.StandardKey.Paste):
        return "paste"
    if event.key() == Key.Key_Delete:
        return "clear"
    if not event.modifiers() & CONTROL:
        return ""
    return {Key.Key_D: "fill_right" if shift else "fill_down", Key.Key_C: "copy_titles" if shift else "copy"}.get(
        Key(event.key()), "")


class TotalView(QTableView):
    """The pinned line under a grid: same columns, never chosen."""

    def __init__(self, model: GridModel, *, frozen: int) -> None:
        super().__init__()
        self.cells = model
        self.lines = LineHeader(model, width=frozen)
        self.setVerticalHeader(self.lines)
        self.setModel(model)
        self.setItemDelegate(GridDelegate(self))
        self.setShowGrid(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.setAccessibleName(_("Totals"))

