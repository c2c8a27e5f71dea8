"""Which invoices a payment pays: two lists, what it pays and what is open; rows go over by dragging or by keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidgetItem

from kamdesk.fields import Id
from ui import theme
from ui.widgets.cards import Card
from ui.widgets.carrying import CarryList

ROW = Qt.ItemDataRole.UserRole
HIGH = 26


class InvoiceList(CarryList):
    """Invoices as rows of words. ``sent``: one that leaves by a key; ``dropped``: one that came from the other list."""

    sent = Signal(str)

    def __init__(self, name: str, *, key: Qt.Key) -> None:
        """``key`` also sends the row marked: the arrow towards the other list."""
        super().__init__(name, mime="application/x-kamdesk-invoice")
        self._key = key
        self.setUniformItemSizes(True)
        self.frame = Card(margins=(4, 4, 4, 4))
        self.frame.body.addWidget(self)
        self.itemDoubleClicked.connect(lambda item: self.sent.emit(item.data(ROW)))

    def show_rows(self, rows: Sequence[tuple[Id, str]]) -> None:
        """Replace them all, keeping the place."""
        at = self.currentRow()
        self.clear()
        for id_, text in rows:
            item = QListWidgetItem(text)
            item.setData(ROW, id_)
            item.setSizeHint(QSize(0, theme.px(HIGH)))
            self.addItem(item)
        if rows and self.hasFocus():
            self.setCurrentRow(max(0, min(at, len(rows) - 1)))
        self.setFixedHeight(theme.px(HIGH) * max(2, min(len(rows), 6)) + 8)

    def current(self) -> Id:
        """The invoice marked, «» for none."""
        item = self.currentItem()
        return str(item.data(ROW)) if item is not None else ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keyboard finds a row marked."""
        super().focusInEvent(event)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the arrow towards the other list send the row marked."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, self._key) and self.current():
            self.sent.emit(self.current())
        else:
            super().keyPressEvent(event)

    def carried(self, item: QListWidgetItem) -> Id:
        """The invoice."""
        return str(item.data(ROW))
