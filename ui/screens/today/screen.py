"""Hoy: figures, agenda, what requires attention, sales and receivables; everything leads to its rows."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kamdesk import alerts, clock
from kamdesk.figures.calendars import calendar_of
from kamdesk.reports.pictures import ageing_chart, sales_chart
from kamdesk.words import _, long_day
from ui.page import TabPage
from ui.screen import Address, Context, Screen, scrolled
from ui.screens.today.agenda import AgendaCard
from ui.screens.today.attention import AttentionCard
from ui.screens.today.cards import READS, Cards
from ui.tabs import TABS
from ui.widgets.buttons import Button, Segmented
from ui.widgets.cards import TitledCard
from ui.widgets.chart import Chart


class TodayScreen(Screen):
    """The first page of the day."""

    reads = tuple(sorted({*alerts.reads(), *READS}))
    attention_counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Today"), scrolls=False)
        self._tabs = Segmented([(tab, _(text)) for tab, text in TABS["today"]], name=_("Today"))
        self._tabs.changed.connect(lambda tab: context.window.go(Address("today", tab)))
        self.header.add(self._tabs)
        self.header.set_primary(_("Log visit"), "plus", lambda: context.window.quick("visit"))
        self._stack = QStackedWidget()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._stack)
        self._tasks: TabPage | None = None
        self._stack.addWidget(self._agenda_page())
        self._dress()
        QTimer.singleShot(0, self, self._read)  # the frame is painted before the figures are asked

    def _agenda_page(self) -> QWidget:
        context = self.context
        page = QWidget()
        body = QVBoxLayout(page)
        body.setContentsMargins(20, 0, 16, 12)
        body.setSpacing(12)
        self.cards = Cards(context)
        self.agenda = AgendaCard(context)
        self.attention = AttentionCard(context)
        self.attention.counted.connect(self.attention_counted)
        body.addWidget(self.cards)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
        left.addWidget(self.agenda)
        left.addWidget(self._sales(), 1)
        right.addWidget(self.attention)
        right.addWidget(self._ageing(), 1)
        columns.addLayout(left, 11)
        columns.addLayout(right, 8)
        body.addLayout(columns, 1)
        return scrolled(page)

    def open(self, address: Address) -> None:
        """The agenda, or the tasks and emergencies."""
        tab = address.tab or "agenda"
        self._tabs.set_value(tab)
        if tab == "agenda":
            self._stack.setCurrentIndex(0)
            return
        if self._tasks is None:
            self._tasks = TabPage(self.context, "today", "tasks")
            self._tasks.setContentsMargins(20, 0, 16, 12)
            self._stack.addWidget(self._tasks)
        self._stack.setCurrentWidget(self._tasks)
        self._tasks.choose(address.kind or "task").open(address.record)

    def _dress(self) -> None:
        today = clock.today()
        progress = calendar_of(self.context.app.store).progress(today)
        self.header.set_subtitle(f"{long_day(today).capitalize()} · {progress.label()}")

    def _sales(self) -> TitledCard:
        card = TitledCard(_("Sales and target"))
        go = self.context.window.go
        card.add_action(Button(_("See sales"), kind="link", on_click=lambda: go(Address("targets", "followup"))))
        self._sales_chart = Chart(sales_chart(self.context.app, clock.today()), height=150)
        card.add(self._sales_chart, stretch=1)
        return card

    def _ageing(self) -> TitledCard:
        card = TitledCard(_("Receivables by age"))
        go = self.context.window.go
        card.add_action(Button(_("See receivables"), kind="link", on_click=lambda: go(Address("orders", "ageing"))))
        self._ageing_chart = Chart(ageing_chart(self.context.app, clock.today()), height=140)
        card.add(self._ageing_chart, stretch=1)
        return card

    def reread(self) -> None:
        """Everything again, after a command that touched it."""
        self._dress()
        if self._tasks is not None:
            self._tasks.reread()
        self._read()
        self._sales_chart.set_data(sales_chart(self.context.app, clock.today()))
        self._ageing_chart.set_data(ageing_chart(self.context.app, clock.today()))

    def _read(self) -> None:
        """What the page is made without; its charts are made with their data."""
        self.agenda.reread()
        self.attention.reread()
        self.cards.reread()

    def new(self) -> None:
        """Ctrl+N here is a task."""
        self.context.window.go(Address("today", "tasks", "task"))
        if self._tasks is not None:
            self._tasks.view.new()
