"""The tab «Cierre de información»: a month's cells by market and distributor; Enter says one is loaded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.fields import Link
from kamdesk.figures.information import (
    COMPLETE,
    DISTRIBUTORS,
    MARKETS,
    MISSING,
    NO_TOTAL,
    SHORT,
    SOURCES,
    Piece,
    pieces,
    total_text,
)
from kamdesk.figures.model import BAD, GOOD, WATCH, Ask, Period
from kamdesk.methods.months import add_months, month_of
from kamdesk.reports.texts import share
from kamdesk.words import _, day, month, number
from ui import theme
from ui.labels import ElidedLabel, label
from ui.screen import Context, scrolled
from ui.screens.information.panel import LoadedPanel
from ui.shell.shell import host_of
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip
from ui.widgets.text_table import TextTable

MONTHS = 12
LOOKS = {COMPLETE: ("circle-check", "ok"), NO_TOTAL: ("circle-dashed", "text2"), SHORT: ("triangle-alert", "warn"),
         MISSING: ("circle-x", "bad")}
MOODS: dict[str | None, theme.Status] = {GOOD: "ok", WATCH: "warn", BAD: "bad", None: "mute"}


class Matrix(TitledCard):
    """Places down, sources across; ``table`` is one stop of the keyboard."""

    def __init__(self, title: str, place: str, sources: Sequence[str]) -> None:
        super().__init__(title)
        self._sources = sources
        self.cells: list[list[Piece]] = []
        names = (place, *(_(SOURCES[each]) for each in sources))
        self.table = TextTable(names, name=title)
        self.table.setProperty("framed", "false")
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for turn in (self.table.setHorizontalScrollBarPolicy, self.table.setVerticalScrollBarPolicy):
            turn(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self.table)

    def show_pieces(self, found: Sequence[Piece], names: dict[str, str]) -> None:
        """The cells of a month."""
        by = {(each.place, each.source): each for each in found if each.source in self._sources}
        places = list(dict.fromkeys(place for place, _source in by))
        self.cells = [[by[place, source] for source in self._sources] for place in places]
        looks = {(at, across + 1): LOOKS[each.state] for at, row in enumerate(self.cells)
                 for across, each in enumerate(row)}
        self.table.show_rows([(names.get(place, _("The whole region")), *map(told, row))
                              for place, row in zip(places, self.cells, strict=True)], looks)
        self.table.fit(len(places))
        self.setVisible(bool(places))

    def piece(self) -> Piece | None:
        """The cell chosen; of a name, its first one."""
        index = self.table.currentIndex()
        return self.cells[index.row()][max(0, index.column() - 1)] if index.isValid() else None


def told(each: Piece) -> str:
    """A cell in words."""
    if each.state == MISSING:
        return _("Loaded to {day}", day=day(each.through)) if each.through else _("Not loaded")
    if each.state == SHORT:
        amount = total_text(each.source, abs(each.difference))
        said = _("{amount} missing", amount=amount) if each.difference > 0 else _("{amount} too many", amount=amount)
        return " · ".join((said, _("of all markets"))) if each.shared else said
    return _("Without control total") if each.state == NO_TOTAL else _("Complete")


class InformationPage(QWidget):
    """The month, how complete it is, and its cells."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.month = QComboBox()
        self.month.setAccessibleName(_("Month"))
        now = month_of(clock.today())
        for back in range(MONTHS):
            each = add_months(now, -back)
            self.month.addItem(month(each).capitalize(), each)
        self.month.setCurrentIndex(1)  # the month that is being closed
        self.markets = Matrix(_("By market"), _("Market"), MARKETS)
        self.distributors = Matrix(_("By distributor"), _("Distributor"), DISTRIBUTORS)
        self._whole, self._note = QHBoxLayout(), ElidedLabel(tone="text2")
        self._lay_out()
        self.month.currentIndexChanged.connect(lambda _at: self.reread())
        for matrix in (self.markets, self.distributors):
            matrix.table.opened.connect(lambda _row, of=matrix: self.mark(of))
        self.reread()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(label(_("Month"), role="small", tone="text2", buddy=self.month))
        bar.addWidget(self.month)
        bar.addLayout(self._whole)
        bar.addWidget(self._note, 1)
        bar.addWidget(Button(_("Bring in"), icon="file-up", on_click=lambda: self.context.window.quick("import")))
        self._loaded = Button(_("Mark as loaded…"), icon="check", kind="primary", on_click=self._mark_chosen)
        bar.addWidget(self._loaded)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.markets)
        column.addWidget(self.distributors)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(bar)
        whole.addWidget(scrolled(inside), 1)

    def reread(self) -> None:
        """Read the month again."""
        app, period = self.context.app, Period.month(self.month.currentData())
        found = pieces(app.store.facts, Ask(period))
        links = {Link("distributor" if each.source in DISTRIBUTORS else "territory", each.place)
                 for each in found if each.place}
        names = app.store.names(links)
        self.markets.show_pieces(found, dict(names))
        self.distributors.show_pieces(found, dict(names))
        figure = app.ask("F106", period)
        while (item := self._whole.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._whole.addWidget(Chip(_("Information complete to {share}", share=share(figure.value, decimals=1)),
                                   status=MOODS[figure.status]))
        self._note.setText(_("{done} of {due} cells · {n} without a control total",
                             done=number(int(figure.numerator or 0)), due=number(int(figure.denominator or 0)),
                             n=number(int(figure.more["untotalled"]))))

    def _mark_chosen(self) -> None:
        """The cell chosen last, else the first that lacks."""
        with_focus = [each for each in (self.markets, self.distributors) if each.table.currentIndex().isValid()]
        if with_focus:
            self.mark(with_focus[-1])
            return
        every = [cell for each in (self.markets, self.distributors) for row in each.cells for cell in row]
        lacking = next((cell for cell in every if not cell.complete), None)
        if lacking or every:
            self._open(lacking or every[0])

    def mark(self, matrix: Matrix) -> None:
        """Say up to when a cell is loaded, and its control total."""
        piece = matrix.piece()
        if piece is not None:
            self._open(piece)

    def _open(self, piece: Piece) -> None:
        panel = LoadedPanel(self.context, host_of(self), piece)
        panel.saved.connect(self.reread)
        panel.open()


def information(context: Context) -> QWidget:
    """The tab."""
    return InformationPage(context)
