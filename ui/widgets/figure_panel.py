"""«De dónde sale»: what a figure is made of, and the rows behind it as a list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from kamdesk.figures import Rows
from kamdesk.figures.model import Figure
from kamdesk.figures.told import told
from kamdesk.reports.texts import name_of
from kamdesk.store import IN, Where
from kamdesk.words import _, number, plural
from ui import theme
from ui.clipping import copy_selected
from ui.labels import ElidedLabel, label
from ui.listing import Listing
from ui.screen import Address, Context
from ui.tabs import place_of
from ui.widgets.buttons import IconButton
from ui.widgets.messages import MessageBar
from ui.widgets.overlay import Overlay
from ui.widgets.panel import QuickPanel

MOST = 5_000  # rows a list is given at once
WIDE, HIGH = 1040, 420
Behind = Callable[[], Rows | None]


class FigurePanel(QuickPanel):
    """A figure with its formula, parts, cut-off, scope and what it leaves out; its button lists the rows."""

    def __init__(self, context: Context, host: QWidget, figure: Figure, *, whose: str = "", counted: bool = False,
                 behind: Behind | None = None) -> None:
        """``whose`` names the scope, default the region; ``behind`` gives the rows, default those of the scope."""
        name = name_of(figure.code)
        super().__init__(host, name, _("Where it comes from"), icon="calculator")
        self._context, self._host, self._figure, self._name = context, host, figure, name
        self._behind = behind or self._of_scope
        region = context.app.store.setting("region_name") or _("The whole region")
        self.lines = dict(told(figure, whose=whose or region, counted=counted))
        self.body.body.addLayout(self._terms())
        self.add_button(_("See rows"), self.see_rows)
        self.closed.connect(self.deleteLater)

    def _terms(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for at, (term, words) in enumerate(self.lines.items()):
            grid.addWidget(label(term, role="small", tone="text2"), at, 0)
            grid.addWidget(label(words, wrap=True, figures=True), at, 1)
        return grid

    def _of_scope(self) -> Rows | None:
        figure = self._figure
        return None if figure.period is None else self._context.app.rows(figure.code, figure.period, figure.scope)

    def see_rows(self) -> None:
        """The records the figure is made of, over the window."""
        rows = self._behind()
        self.shut()
        if rows is None:
            self._context.window.tell(_("No list shows the rows of this figure."))
        else:
            RowsPanel(self._context, self._host, self._name, rows).open()


class RowsPanel(Overlay):
    """A list of given records; opening one goes to it."""

    def __init__(self, context: Context, host: QWidget, title: str, rows: Rows) -> None:
        super().__init__(host, width=WIDE, top=48)
        self._context, self._kind = context, rows.kind
        self.setAccessibleName(title)
        store, shown = context.app.store, list(rows.ids[:MOST])
        self.list = Listing(rows.kind, store, store.columns(rows.kind), where=(Where("id", IN, shown),))
        self.list.setMinimumHeight(theme.px(HIGH))
        self.list.setContentsMargins(14, 8, 14, 14)
        self.list.opened.connect(self._go)
        self.list.table.copy_asked.connect(lambda: copy_selected(context, rows.kind, self.list))
        self.column.addWidget(self._header(title, _(rows.kind.labels), len(rows.ids)))
        if len(rows.ids) > MOST:
            self.column.addWidget(MessageBar(_(
                "Only the first {n} rows are shown. Choose a shorter period or open one line to see the others.",
                n=number(MOST)), closable=False))
        self.column.addWidget(self.list, 1)
        self.closed.connect(self.deleteLater)
        self.list.apply()

    def _header(self, title: str, kind: str, count: int) -> QFrame:
        bar = QFrame()
        bar.setProperty("band", "header")
        row = QHBoxLayout(bar)
        row.setContentsMargins(18, 10, 12, 10)
        row.setSpacing(8)
        row.addWidget(ElidedLabel(title, role="subtitle"))
        row.addWidget(ElidedLabel(f"{kind} · {plural('{n} row', '{n} rows', count)}", role="small", tone="text2"), 1)
        row.addWidget(IconButton("x", _("Close"), shortcut="Esc", on_click=self.shut))
        return bar

    def _go(self, id_: str) -> None:
        self.shut()
        self._context.window.go(Address(*place_of(self._kind), self._kind.name, id_))
