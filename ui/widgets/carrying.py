"""A list whose rows are carried by the mouse to another list of its sort."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem


class CarryList(QListWidget):
    """``dropped`` tells the id that came; what is shown is drawn anew from what is stored, so nothing moves by itself.

    ``mime`` keeps lists of different sorts apart. Subclasses say which id a row carries.
    """

    dropped = Signal(str)

    def __init__(self, name: str, *, mime: str) -> None:
        super().__init__()
        self._mime = mime
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def carried(self, item: QListWidgetItem) -> str:
        """The id a row carries."""
        raise NotImplementedError

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """A row on its way to another list."""
        data = QMimeData()
        data.setData(self._mime, self.carried(items[0]).encode())
        return data

    def mimeTypes(self) -> list[str]:
        """What may be dropped here."""
        return [self._mime]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only rows of other lists of the sort."""
        if event.source() is not self and event.mimeData().hasFormat(self._mime):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere in the list."""
        if event.source() is not self:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what came."""
        self.dropped.emit(bytes(event.mimeData().data(self._mime).data()).decode())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
