"""Plans as a board or a list; a plan opens on a page of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.fields import Id
from kamdesk.words import _
from ui.beside.board import Board
from ui.labels import ElidedLabel
from ui.page import KindView
from ui.screen import Address, Context
from ui.screens.promotions.board import ALL, LANES, MONTH, THREE, Span, lane_of, lanes_of, this
from ui.screens.promotions.page import PlanPage
from ui.screens.promotions.verbs import Verbs
from ui.tabs import Shown
from ui.veil import veil
from ui.widgets.buttons import Button, IconButton, Segmented

BOARD, LIST = "board", "list"


class PlanView(KindView):
    """The board of the year, month or quarter, the list, and the plan opened."""

    newest = "start"

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown)
        self.verbs, self.span = Verbs(context, self), Span()
        self.board = Board([(key, _(title)) for key, title in LANES])
        for lane in self.board.lists.values():
            lane.itemClicked.connect(lambda _item: self._open_marked())
            lane.itemActivated.connect(lambda _item: self._open_marked())
        self.board.moved.connect(self._move)
        self.look = Segmented([(BOARD, _("Board")), (LIST, _("List"))], name=_("Look"))
        self.look.changed.connect(lambda _look: self._dress())
        self.front = QWidget()
        column = QVBoxLayout(self.front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._bar())
        column.addWidget(self.board, 1)
        self.removeWidget(self.list)
        column.addWidget(self.list, 1)
        self.addWidget(self.front)
        self.plan = PlanPage(context)
        self.plan.closed.connect(lambda: context.window.go(Address(*shown.place, self.kind.name)))
        self.plan.form_asked.connect(self._open_form)
        self.addWidget(self.plan)
        self.setCurrentWidget(self.front)
        veil.changed.connect(self._fill)
        self._dress()

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.spans = Segmented([(ALL, _("Everything")), (MONTH, _("Month")), (THREE, _("Quarter"))], name=_("Period"))
        self.spans.changed.connect(lambda what: self._show(this(what)))
        self.back = IconButton("chevron-left", _("The period before"), on_click=lambda: self._show(self.span.moved(-1)))
        self.on = IconButton("chevron-right", _("The period after"), on_click=lambda: self._show(self.span.moved(1)))
        self.when = ElidedLabel(role="strong", least=60)
        for part in (self.look, self.spans, self.back, self.on):
            row.addWidget(part)
        row.addWidget(self.when, 1)
        row.addWidget(Button(_("Copy the last one"), icon="copy", on_click=self.verbs.copy_last))
        return row

    def _show(self, span: Span) -> None:
        self.span = span
        self._dress()

    def _dress(self) -> None:
        on_board, moves = self.look.value() == BOARD, self.span.period is not None
        self.board.setVisible(on_board)
        self.list.setVisible(not on_board)
        self.spans.setVisible(on_board)
        for part in (self.back, self.on):
            part.setVisible(on_board and moves)
        self.when.setText(self.span.title if on_board else "")
        self._fill()

    def _fill(self) -> None:
        self.lanes = lanes_of(self.context.app.store, self.span)
        self.board.show_lanes(self.lanes)

    def _open_marked(self) -> None:
        id_ = next(filter(None, (lane.current() for lane in self.board.lists.values())), "")
        if id_:
            self.list.opened.emit(id_)

    def _move(self, id_: Id, lane: str) -> None:
        self.verbs.move(id_, lane_of(self.lanes, id_), lane)

    def open(self, id_: str) -> None:
        """A plan on its page, or the board."""
        if id_:
            self.plan.show_id(id_)
        self.setCurrentWidget(self.plan if id_ else self.front)

    def _open_form(self, id_: Id) -> None:
        self.record.show_id(id_)
        self.setCurrentWidget(self.record)

    def new(self) -> None:
        """The panel of a new plan."""
        self.verbs.new()

    def reread(self) -> None:
        """Board, list and plan as they are stored now."""
        super().reread()
        self._fill()
        if self.currentWidget() is self.plan:
            self.plan.refresh()
