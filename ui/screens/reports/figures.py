"""The figures of a report as a list over the window; each leads to where it comes from and to its rows."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kamdesk.reports import Gathered
from kamdesk.reports.stated import Stated, stated
from kamdesk.words import _, fold, plural
from ui import theme
from ui.labels import ElidedLabel
from ui.screen import Context
from ui.widgets.buttons import IconButton
from ui.widgets.figure_panel import FigurePanel
from ui.widgets.overlay import Overlay
from ui.widgets.text_table import TextTable

WIDE, HIGH = 860, 420
WIDTHS = (230, 300, 150)


class FiguresPanel(Overlay):
    """Name, whose, period and value; Enter or a double click says where one comes from."""

    def __init__(self, context: Context, host: QWidget, gathered: Gathered) -> None:
        super().__init__(host, width=WIDE, top=48)
        self._context, self._host = context, host
        self._every = stated(gathered)
        self.shown: list[Stated] = list(self._every)
        self.setAccessibleName(_("Where the figures come from"))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter"))
        self.filter.textChanged.connect(self._narrow)
        self.table = TextTable((_("Figure"), _("Whose"), _("Period"), _("Value")), widths=WIDTHS,
                               name=_("Figures of the report"), right=frozenset((3,)))
        self.table.setMinimumHeight(theme.px(HIGH))
        self.table.opened.connect(self.explain)
        self.column.addWidget(self._header())
        self.column.addWidget(self._body(), 1)
        self.closed.connect(self.deleteLater)
        self._narrow("")

    def _header(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("band", "header")
        row = QHBoxLayout(bar)
        row.setContentsMargins(18, 10, 12, 10)
        row.setSpacing(8)
        row.addWidget(ElidedLabel(_("Where the figures come from"), role="subtitle"))
        row.addWidget(ElidedLabel(plural("{n} figure", "{n} figures", len(self._every)), role="small", tone="text2"), 1)
        row.addWidget(IconButton("x", _("Close"), shortcut="Esc", on_click=self.shut))
        return bar

    def _body(self) -> QWidget:
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        return host

    def _narrow(self, text: str) -> None:
        wanted = fold(text)
        self.shown = [each for each in self._every if wanted in fold(f"{each.name} {each.whose}")]
        self.table.show_rows([(each.name, each.whose, each.period, each.value) for each in self.shown])

    def explain(self, at: int) -> None:
        """Where a figure comes from; its button lists the rows."""
        each = self.shown[at]
        self.shut()
        FigurePanel(self._context, self._host, each.figure, whose=each.whose).open()
