"""Says up to when a source is loaded for a market or distributor, and its control total."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kamdesk import clock
from kamdesk.commands.sales import mark_sales_loaded
from kamdesk.fields import Link
from kamdesk.figures.information import DISTRIBUTORS, SOURCES, Piece, total_text
from kamdesk.methods.months import month_end
from kamdesk.words import _, month
from ui.labels import label
from ui.panels.asking import AskPanel
from ui.panels.parts import line
from ui.run import FAILED
from ui.screen import Context
from ui.widgets.fields import DateField, MoneyField

THOUSANDTHS_OF_CENTS = 10  # units of stock are thousandths; the field holds hundredths


class LoadedPanel(AskPanel):
    """Two fields and what the base adds up; the command compares."""

    saved = Signal()

    def __init__(self, context: Context, host: QWidget, piece: Piece) -> None:
        title = _("{source} of {month}", source=_(SOURCES[piece.source]), month=month(piece.month))
        super().__init__(host, title, self._where(context, piece), _("Save"))
        self._context, self._piece = context, piece
        self.through = DateField(min(month_end(piece.month), clock.today()), name=_("Loaded through"))
        self.total = MoneyField(name=_("Control total"))
        if piece.control is not None and not piece.shared:
            self.total.set_value(round(piece.control / self._scale))
        added = _("The base adds up {amount}.", amount=total_text(piece.source, piece.total))
        self.body.body.addWidget(label(added, tone="text2", wrap=True))
        self.body.body.addWidget(line(_("Loaded through"), self.through))
        self.body.body.addWidget(line(_("Control total"), self.total))
        self.run = self._save

    @property
    def _scale(self) -> int:
        return THOUSANDTHS_OF_CENTS if self._piece.source == "stock" else 1

    @staticmethod
    def _where(context: Context, piece: Piece) -> str:
        link = LoadedPanel._link(piece)
        return context.app.store.names([link]).get(link.id, "") if link else _("The whole region")

    @staticmethod
    def _link(piece: Piece) -> Link | None:
        kind = "distributor" if piece.source in DISTRIBUTORS else "territory"
        return Link(kind, piece.place) if piece.place else None

    def _save(self) -> bool:
        through, total = self.through.value(), self.total.value()
        if through is None:
            return False
        done = self._context.runner.attempt(
            self, mark_sales_loaded, source=self._piece.source, through=through, scope=self._link(self._piece),
            control_total=None if total is None else total * self._scale)
        if done is FAILED:
            return False
        self.saved.emit()
        return True
