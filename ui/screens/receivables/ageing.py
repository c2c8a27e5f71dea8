"""Cartera: what everybody owes on a day by age, and the invoices behind every line."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kamdesk import clock
from kamdesk.fields import Link
from kamdesk.figures import Rows
from kamdesk.figures.model import Exclusion, Period, Scope
from kamdesk.figures.owed import DIMENSIONS, PARTIES, PARTY, Owing, owed
from kamdesk.kinds import kind_of
from kamdesk.methods.months import month_start
from kamdesk.problems import Problem
from kamdesk.reports.pictures import ageing_chart
from kamdesk.reports.texts import name_of as figure_name
from kamdesk.words import _
from ui import theme
from ui.figure_page import FigurePage
from ui.labels import label
from ui.screen import Address, Context
from ui.screens.receivables.acts import Acts
from ui.screens.receivables.content import MOST, TOTAL, cards_of, chart_of, content_of, name_of
from ui.shell.shell import host_of
from ui.tabs import place_of
from ui.widgets.buttons import Button, IconButton, Segmented
from ui.widgets.fields import DateField
from ui.widgets.figure_panel import RowsPanel
from ui.widgets.figure_table import REST, Verb, out_sheet

WIDE = 132


class AgeingPage(FigurePage):
    """The tab."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, chart=_("Largest balances by age"), data=ageing_chart(context.app, clock.today()),
                         table=_("Receivables by age"))
        self.on = DateField(clock.today(), name=_("As of"))
        self.on.setFixedWidth(theme.px(WIDE))
        self.by = Segmented([(key, _(text)) for key, (text, _none) in DIMENSIONS.items()], name=_("Divided by"))
        self.acts = Acts(context, self, self)
        self.asks.addWidget(self._day())
        self.asks.addWidget(self.by)
        self.asks.addWidget(self._buttons())
        self.on.changed.connect(lambda _day: self.refresh())
        self.by.changed.connect(lambda _by: self._divide())
        self.table.opened.connect(self.open_key)
        self.table.verbs = self._verbs
        self.table.view.ranged.connect(self._dress)

    def _day(self) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(_("As of"), role="small", tone="text2", buddy=self.on))
        row.addWidget(self.on)
        row.addWidget(Button(_("Today"), kind="ghost", small=True, on_click=lambda: self.to_day(clock.today())))
        row.addWidget(Button(_("End of last month"), kind="ghost", small=True, on_click=lambda: self.to_day(
            month_start(clock.today()) - datetime.timedelta(1))))
        return host

    def _buttons(self) -> QWidget:
        """What can be done about the debtor of the line chosen."""
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.pay = Button(_("Record payment"), kind="primary", icon="banknote", on_click=lambda: self.acts.pay(
            self.debtor()))
        self.promise = Button(_("Payment promise"), icon="handshake", on_click=lambda: self._for_debtor("promise"))
        self.statement = Button(_("Account statement"), icon="file-down",
                                on_click=lambda: self._for_debtor("statement", self.day))
        for button in (self.pay, self.promise, self.statement):
            row.addWidget(button)
        row.addWidget(IconButton("sliders-horizontal", _("Columns of the receivables"), on_click=self.acts.columns))
        return host

    def debtor(self) -> Link | None:
        """The client or distributor of the line chosen."""
        at = self.table.view.currentIndex()
        each = self._part(self.table.model.content.lines[at.row()].key) if at.isValid() else None
        return Link(each.kind, each.key) if each is not None and each.key and each.kind in PARTIES else None

    def _for_debtor(self, verb: str, *more: object) -> None:
        party = self.debtor()
        if party is not None:
            getattr(self.acts, verb)(party, *more)

    def _dress(self) -> None:
        """Promise and statement are of somebody; a payment may still choose of whom."""
        for button in (self.promise, self.statement):
            button.setEnabled(self.debtor() is not None)

    def show_problem(self, problem: Problem) -> None:
        """Above the page."""
        self.show_error(problem)

    @property
    def day(self) -> datetime.date:
        """The day shown: never one to come, nobody knows it yet."""
        return min(self.on.value() or clock.today(), clock.today())

    def to_day(self, day: datetime.date) -> None:
        """Show another day."""
        self.on.set_value(day)
        self.refresh()

    def refresh(self) -> None:
        """Everything anew."""
        self.on.set_value(self.day)
        self.show_cards(cards_of(self.context.app, self.day))
        self._divide()

    def _divide(self) -> None:
        store, by = self.context.app.store, self.by.value()
        self.found = owed(store.facts, self.day, by=by)
        self._names = self._named(self.found.parts[:MOST])
        self.say_left_out(self._left_out())
        self.table.show_content(content_of(self.found, by, self._names, store.setting("ageing_buckets")))
        self.chart.set_data(chart_of(store, self.found, by, self._names))
        self._dress()

    def _named(self, parts: Sequence[Owing]) -> dict[str, str]:
        """What the keys of these lines are called."""
        by = self.by.value()
        return {key: name for kind in (PARTIES if by == PARTY else (self._kind(by),))
                for key, name in self.names(kind, [each.key for each in parts if each.kind == kind]).items()}

    @staticmethod
    def _kind(by: str) -> str:
        return "territory" if by == "market" else by

    def _left_out(self) -> tuple[Exclusion, ...]:
        told = [gone for each in self.shown for gone in each.figure.exclusions]
        return tuple(dict.fromkeys((*self.found.whole.aged.exclusions, *told)))

    def _part(self, key: str) -> Owing | None:
        return next((each for each in self.found.parts if each.key == key and key), None)

    def open_key(self, key: str) -> None:
        """The open invoices of a line, as of the day shown."""
        each = self._part(key)
        rows = self._rows(each) if each is not None else None
        if each is not None and rows is not None:
            title = f"{figure_name('F40')} · {name_of(each, self.by.value(), self._names)}"
            RowsPanel(self.context, host_of(self), title, rows).open()

    def _rows(self, each: Owing) -> Rows | None:
        return self.context.app.rows("F40", Period.day(self.day), self._scope(each))

    @staticmethod
    def _scope(each: Owing) -> Scope:
        scopes = {"client": Scope(client=each.key), "distributor": Scope(distributor=each.key),
                  "territory": Scope(territory=each.key), "person": Scope(person=each.key, alone=True)}
        return scopes[each.kind]

    def _record(self, key: str) -> None:
        each = self._part(key)
        if each is not None:
            self.context.window.go(Address(*place_of(kind_of(each.kind)), each.kind, key))

    def explain_key(self, key: str) -> None:
        """Where the balance of a line comes from."""
        each = self._part(key)
        if each is not None:
            self.explain(self.context.app.ask("F40", Period.day(self.day), self._scope(each)),
                         whose=name_of(each, self.by.value(), self._names))

    def _verbs(self, key: str) -> list[Verb]:
        if key in ("", REST, TOTAL):
            return []
        acts: list[Verb] = []
        if self._part(key) is not None and self.by.value() == PARTY:
            acts = [(_("Record payment"), "banknote", self._on_line(self.acts.pay)),
                    (_("Payment promise"), "handshake", self._on_line(self.acts.promise)),
                    (_("Account statement"), "file-down",
                     self._on_line(lambda party: self.acts.statement(party, self.day)))]
        return [*acts, (_("Open invoices"), "list", self.open_key), (_("Open the record"), "arrow-right", self._record),
                (_("Where it comes from"), "calculator", self.explain_key)]

    def _on_line(self, act: Callable[[Link], object]) -> Callable[[str], object]:
        """A verb of the menu: what it does with the debtor of a line."""
        def run(key: str) -> None:
            each = self._part(key)
            if each is not None and each.key:
                act(Link(each.kind, each.key))

        return run

    def export(self) -> None:
        """The table as a workbook, every key of it."""
        by, edges = self.by.value(), self.context.app.store.setting("ageing_buckets")
        names = self._named(self.found.parts)
        content = content_of(self.found, by, names, edges, most=max(MOST, len(self.found.parts)))
        amounts = frozenset(each.key for each in content.columns) - {"overdue"}
        self.save_sheet(out_sheet(content, title=_("Receivables by age"), money=amounts,
                                  notes=[_("As of {day}", day=self.day.isoformat())]))


def ageing_tab(context: Context) -> AgeingPage:
    """The tab «Cartera»."""
    return AgeingPage(context)
