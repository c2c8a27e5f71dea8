"""A list of a kind with a panel beside it that follows the row chosen; its form opens from the panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kamdesk.fields import Id
from kamdesk.problems import Problem
from ui import theme
from ui.page import KindView
from ui.screen import Context, scrolled
from ui.tabs import Shown
from ui.widgets.cards import Card
from ui.widgets.flow import cleared
from ui.widgets.messages import MessageBar

GROWING = (QEvent.Type.LayoutRequest, QEvent.Type.ChildPolished)  # events after which a panel may be higher
WIDE, NARROW, ROOMY, FILTER = 420, 384, 1080, 150


class Pane(Card):
    """What stands beside a list about one record: subclasses fill ``content`` in ``show_id`` and ``reread``."""

    def __init__(self, context: Context) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0)
        self.context = context
        self.id: Id = ""
        self.setFixedWidth(theme.px(WIDE))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        self._messages = QVBoxLayout()
        column.addLayout(self._messages)
        self.content = QVBoxLayout()
        self.content.setSpacing(8)
        column.addLayout(self.content, 1)
        self._inner = inner
        self._grown = QTimer(self)
        self._grown.setSingleShot(True)
        self._grown.timeout.connect(inner.updateGeometry)
        inner.installEventFilter(self)
        self.body.addWidget(scrolled(inner))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is put in while it is seen is shown a moment later, and counts for the scrolled height only then."""
        if watched is self._inner and event.type() in GROWING:
            self._grown.start(0)
        return super().eventFilter(watched, event)

    def show_id(self, id_: Id) -> None:
        """Another record, «» for none."""
        self.id = id_
        self.hush()
        self.refresh()

    def form(self) -> None:
        """All the fields of the record; the view beside the list opens them."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, SideView):
            parent = parent.parentWidget()
        if parent is not None:
            parent.open_form(self.id)

    def refresh(self) -> None:
        """Read the record again and show it."""
        raise NotImplementedError

    def show_problem(self, problem: Problem) -> None:
        """At the top of the panel, until something else is done."""
        self.hush()
        self._messages.addWidget(MessageBar(problem.message, status="bad"))

    def hush(self) -> None:
        """Take the message away."""
        cleared(self._messages)


class SideView(KindView):
    """The list of a kind with its panel; an address with a record marks it here, «All data» opens the form."""

    newest = "on"

    def __init__(self, context: Context, shown: Shown, pane: Pane) -> None:
        super().__init__(context, shown)
        self.pane = pane
        self._both = QWidget()
        row = QHBoxLayout(self._both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.removeWidget(self.list)
        row.addWidget(self.list, 1)
        row.addWidget(pane)
        self.insertWidget(0, self._both)
        self.setCurrentWidget(self._both)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._follow)
        self.list.table.selectionModel().currentChanged.connect(lambda *_args: self._settle.start(0))
        self.list.counted.connect(lambda _count: self._settle.start(0))
        self._asked: Id = ""
        self.list.filter.setFixedWidth(theme.px(FILTER))

    def open(self, id_: str) -> None:
        """Mark a record and show it in the panel; the first one when none is asked for."""
        self.setCurrentWidget(self._both)
        self.list.show()
        self._asked = id_
        if id_:
            at = self.list.model.position(id_)
            if at is not None:
                self.list.table.setCurrentIndex(self.list.model.index(at, 0))
            self.pane.show_id(id_)
        else:
            self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the panel leaves the list room for its columns."""
        super().resizeEvent(event)
        self.pane.setFixedWidth(theme.px(WIDE if self.width() >= theme.px(ROOMY) else NARROW))

    def open_form(self, id_: Id) -> None:
        """The whole form of a record."""
        self.record.show_id(id_)
        self.setCurrentWidget(self.record)

    def _follow(self) -> None:
        """The panel shows the row marked; a record asked for stays until another row is."""
        index = self.list.table.currentIndex()
        if not index.isValid() and self.list.model.total and not self._asked:
            index = self.list.model.index(0, 0)
            self.list.table.setCurrentIndex(index)
        row = self.list.model.row_at(index.row()) if index.isValid() else None
        if row is not None:
            self._asked = ""
        id_ = row.id if row is not None else self._asked
        if id_ != self.pane.id:
            self.pane.show_id(id_)

    def reread(self) -> None:
        """List and panel as they are stored now."""
        super().reread()
        self.pane.refresh()
