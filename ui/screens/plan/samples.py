"""Muestras: what each person holds of each lot and when it expires, and the moves behind it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from kamdesk import clock
from kamdesk.fields import Link
from kamdesk.figures.facts import SampleLot
from kamdesk.store import Reader
from kamdesk.words import _, day, number, plural
from ui import theme
from ui.grid_model import Cell, Column, Content, Form, Line, words_form
from ui.page import TabPage
from ui.screen import Address, Context
from ui.screens.plan.moving import MovePanel
from ui.screens.plan.part import PlanPart, Whose, team_of
from ui.shell.shell import host_of
from ui.widgets.buttons import Segmented
from ui.widgets.cards import Card, Kpi, KpiCard
from ui.widgets.figure_table import FigureTable, Verb, quantities
from ui.widgets.messages import EmptyState

SOON = datetime.timedelta(90)  # of the alert L32
STOCK, MOVES = "stock", "moves"


def lots_of(reader: Reader, person: str | None) -> list[SampleLot]:
    """The lots a person holds or held; mine with those of my team. Those gone without a trace of stock stay out."""
    team = [each.id for each in team_of(reader)] if person == reader.me else [person or ""]
    return [lot for lot in reader.facts.samples.held(team) if lot.stock]


class SamplesPart(PlanPart):
    """The tab: stock by lot, or the moves as a list."""

    def __init__(self, context: Context, whose: Whose) -> None:
        super().__init__(context, whose)
        self.lots: dict[str, SampleLot] = {}
        self.cards = [KpiCard(Kpi("…", "…")) for _at in range(4)]
        self.switch = Segmented([(STOCK, _("Stock")), (MOVES, _("Moves"))], name=_("Samples"))
        self.table = FigureTable(name=_("Samples"), frozen=260)
        self.table.verbs = self._verbs
        self.table.opened.connect(partial(self._move, "handed_over"))
        self.page = TabPage(context, "plan", "samples")
        self._lay_out()
        self.switch.changed.connect(self._show)
        self.reread()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        figures = QHBoxLayout()
        figures.setSpacing(10)
        for card in self.cards:
            card.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # they open nothing: the lots stand right below
            card.unsetCursor()
            figures.addWidget(card, 1)
        column.addLayout(figures)
        bar = QHBoxLayout()
        bar.addWidget(self.switch)
        bar.addStretch(1)
        column.addLayout(bar)
        column.addLayout(self.messages)
        framed = Card(margins=(0, 0, 0, 0), spacing=0)
        framed.body.addWidget(self.table, 1)
        self.nothing = EmptyState("package", _("No samples yet"),
                                  _("Record the lots you receive: each hand-over is taken off its lot."),
                                  actions=((_("Receive samples"), partial(self._open, "in")),))
        framed.body.addWidget(self.nothing, 1)
        self.table.setMinimumHeight(theme.px(200))
        self._stack = QStackedWidget()
        self._stack.addWidget(framed)
        self._stack.addWidget(self.page)
        column.addWidget(self._stack, 1)

    def open(self, address: Address) -> None:
        """A move is shown in the list of moves."""
        if address.kind:
            self.page.choose(address.kind).open(address.record)
            self._show(MOVES)

    def _show(self, what: str) -> None:
        self.switch.set_value(what)
        self._stack.setCurrentIndex(0 if what == STOCK else 1)

    def new_label(self) -> str:
        """The primary button moves samples."""
        return _("Move samples")

    def new(self) -> None:
        """Samples received."""
        self._open("in")

    def focus_filter(self) -> None:
        """The filter of the moves."""
        self._show(MOVES)
        self.page.view.list.focus_filter()

    def reread(self) -> None:
        """Read stock and moves again."""
        self.hush()
        self.page.reread()
        store = self.context.app.store
        found = lots_of(store, self.whose.person)
        self.lots = {f"{each.person} {each.product} {each.lot}": each for each in found}
        names = store.names([*(Link("person", each.person) for each in found),
                             *(Link("product", each.product) for each in found)])
        self.table.show_content(content_of(self.lots, names))
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        for card, kpi in zip(self.cards, _cards(found), strict=True):
            card.show_kpi(kpi)

    def _verbs(self, key: str) -> list[Verb]:
        lines = (("handed_over", _("Hand over…"), "gift"), ("returned", _("Give back…"), "undo-2"),
                 ("adjustment", _("Adjust…"), "pencil"), ("write_off", _("Write off…"), "trash-2"))
        return [(text, icon, partial(self._move, category)) for category, text, icon in lines if key in self.lots]

    def _move(self, category: str, key: str) -> None:
        self._open(category, self.lots[key])

    def _open(self, category: str, lot: SampleLot | None = None) -> None:
        MovePanel(self.context, host_of(self), person=self.whose.person or "", category=category, lot=lot).open()


def content_of(lots: dict[str, SampleLot], names: dict[str, str]) -> Content:
    """A line a lot: product and lot, who holds it, stock, when it expires, what was handed over."""
    lines, cells = [], {}
    for key, each in sorted(lots.items(), key=lambda item: (item[1].expires or datetime.date.max, item[0])):
        lines.append(Line(key, f"{names.get(each.product, '')} · {each.lot}"))
        cells[key, "person"] = Cell(names.get(each.person, ""), tone="text2")
        cells[key, "stock"] = Cell(Decimal(each.stock), tone="" if each.stock > 0 else "bad")
        cells[key, "expires"] = Cell(each.expires, tone=_tone(each.expires))
        cells[key, "given"] = Cell(Decimal(each.given) if each.given else None)
        cells[key, "last"] = Cell(each.last_given, tone="text2")
    columns = (Column("person", _("Person"), words_form(), least=150),
               Column("stock", _("Stock"), quantities()), Column("expires", _("Expires"), _days(), least=110),
               Column("given", _("Handed over"), quantities()), Column("last", _("Last hand-over"), _days(), least=110))
    return Content(columns, lines, cells, None, _("Product and lot"))


def _days() -> Form:
    def show(value: datetime.date) -> str:
        return day(value, this_year=clock.today().year)

    return Form(show, datetime.date.isoformat, datetime.date.fromisoformat)


def _tone(expires: datetime.date | None) -> str:
    if expires is None:
        return "text2"
    return "bad" if expires < clock.today() else "warn" if expires <= clock.today() + SOON else ""


def _cards(found: Sequence[SampleLot]) -> list[Kpi]:
    today = clock.today()
    soon = [each for each in found if each.expires and today <= each.expires <= today + SOON]
    over = [each for each in found if each.expires and each.expires < today]
    below = [each for each in found if each.stock < 0]

    def units(lots: Sequence[SampleLot]) -> str:
        return plural("{n} unit", "{n} units", sum(each.stock for each in lots))

    return [Kpi(_("Samples in hand"), number(sum(each.stock for each in found)),
                plural("{n} lot", "{n} lots", len(found))),
            Kpi(_("Expire in 90 days"), number(len(soon)), units(soon)),
            Kpi(_("Expired lots"), number(len(over)), units(over)),
            Kpi(_("Below zero"), number(len(below)), _("handed over without an entry") if below else _("in order"))]
