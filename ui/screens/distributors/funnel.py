"""The way agents come: a lane a stage from prospect to active; by dragging, or with Ctrl and the arrows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.display import display
from kamdesk.fields import Id
from kamdesk.records.distributors import STAGES, Distributor, StageChange
from kamdesk.store import EQUAL, IN, Query, Row, Where
from kamdesk.words import _, plural
from ui.beside.board import FACE, Board, Face, Lane
from ui.cells import status_of
from ui.labels import label
from ui.page import KindView
from ui.screen import Context
from ui.screens.distributors.verbs import Verbs

WAY = ("prospect", "research", "trial", "active")
MOST = 60  # cards of a lane


def _face(row: Row, since: Mapping[Id | None, datetime.date | None]) -> Face:
    territories = ", ".join(row.names.get(each, "") for each in row.values["territories"] or ())
    came, papers = since.get(row.id), str(row.values.get("documents_state") or "")
    days = plural("{n} day in this stage", "{n} days in this stage", (clock.today() - came).days) if came else ""
    return Face(row.id, row.values["name"], territories, days,
                display(Distributor.kind.fields["documents_state"], papers) if papers else _("No papers asked"),
                "ok" if papers == "valid" else status_of(papers))


class Funnel(QWidget):
    """Agents by stage. ``opened`` carries the one whose record is wanted."""

    opened = Signal(str)

    def __init__(self, context: Context, place: KindView) -> None:
        super().__init__()
        self._context = context
        self.verbs = Verbs(context, place)
        self.board = Board([(key, _(STAGES[key])) for key in WAY])
        self.board.moved.connect(self._move)
        for lane in self.board.lists.values():
            lane.itemActivated.connect(lambda item: self.opened.emit(item.data(FACE).id))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(_("Drag an agent to its next stage, or press Ctrl and an arrow. Enter opens it."),
                               role="small", tone="text2", wrap=True))
        column.addWidget(self.board, 1)

    def reread(self) -> None:
        """The agents as they are stored now."""
        self.board.show_lanes([self._lane(key) for key in WAY])

    def _lane(self, stage: str) -> Lane:
        store = self._context.app.store
        page = store.page(Distributor.kind, Query((Where("role", EQUAL, "agent"), Where("stage", EQUAL, stage)),
                                                  sort=(("name", False),)), limit=MOST,
                          columns=("name", "territories", "documents_state"))
        since = self._since([row.id for row in page.rows])
        return Lane(stage, _(STAGES[stage]), page.total, [_face(row, since) for row in page.rows])

    def _since(self, ids: list[Id]) -> Mapping[Id | None, datetime.date | None]:
        """The day each came to its stage."""
        found = self._context.app.store.find(StageChange, Where("distributor", IN, ids), sort=(("on", False),))
        return {each.distributor: each.on for each in found}

    def _move(self, id_: Id, stage: str) -> None:
        distributor = self._context.app.store.get(Distributor, id_)
        if distributor.stage != stage:
            self.verbs.stage(distributor, stage)
