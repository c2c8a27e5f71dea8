"""Hoy: figures, agenda, what requires attention, tasks, emergencies, sales and receivables; all lead to their rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.figures.calendars import calendar_of
from kamdesk.figures.model import Period, Scope
from kamdesk.reports.pictures import ageing_chart, sales_chart
from kamdesk.words import _, long_day
from ui.page import TabPage
from ui.paper import print_report
from ui.screen import Address, Context, Screen, scrolled
from ui.screens.today import asking
from ui.screens.today.agenda import READS as AGENDA
from ui.screens.today.agenda import AgendaCard
from ui.screens.today.attention import AttentionCard
from ui.screens.today.cards import READS as FIGURES
from ui.screens.today.cards import Cards
from ui.screens.today.incidents import IncidentBars
from ui.screens.today.parts import Part
from ui.screens.today.tasks import TasksCard
from ui.screens.today.work import WorkPage
from ui.shell.shell import host_of
from ui.tabs import TABS
from ui.widgets.buttons import Button, Segmented
from ui.widgets.cards import TitledCard
from ui.widgets.chart import Chart

SALES = ("sales_record", "target_plan", "target", "target_month", "exchange_rate", "setting")
OWED = ("invoice", "payment", "allocation", "exchange_rate", "setting")
TASKS_SHOWN = 5
A_MINUTE = 60_000


class TodayScreen(Screen):
    """The first page of the day. Each card hears of the kinds it reads; a command changes only those it touched."""

    reads = ("non_working_day", "person")  # the line under the title
    attention_counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Today"), scrolls=False)
        self._day = clock.today()
        self._tabs = Segmented([(tab, _(text)) for tab, text in TABS["today"]], name=_("Today"))
        self._tabs.changed.connect(lambda tab: context.window.go(Address("today", tab)))
        self.header.add(self._tabs)
        self._log = self.header.set_primary(_("Log visit"), "plus", lambda: context.window.quick("visit"))
        self.header.add_secondary(_("Print day"), "printer", self.print_page)
        self._task = self.header.set_primary(_("New task"), "plus", self.new)
        for keys, slot in (("Ctrl+N", self.new), ("Ctrl+E", self.export)):
            QShortcut(QKeySequence(keys), self, slot)
        self._stack = QStackedWidget()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._stack)
        self._work: WorkPage | None = None
        self._lists: TabPage | None = None
        self._stack.addWidget(self._agenda_page())
        self._dress()
        QTimer.singleShot(0, self, self.refresh)  # the frame is painted before the figures are asked
        self._midnight = QTimer(self)
        self._midnight.timeout.connect(self._turn_page)
        self._midnight.start(A_MINUTE)

    def _agenda_page(self) -> QWidget:
        page = QWidget()
        body = QVBoxLayout(page)
        body.setContentsMargins(20, 0, 16, 12)
        body.setSpacing(12)
        self._make_cards()
        body.addWidget(self.incidents)
        body.addWidget(self.cards)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
        left.addWidget(self.agenda)
        left.addWidget(self._sales, 1)
        right.addWidget(self._side)
        right.addWidget(self._ageing, 1)
        columns.addLayout(left, 11)
        columns.addLayout(right, 8)
        body.addLayout(columns, 1)
        return scrolled(page)

    def _make_cards(self) -> None:
        context = self.context
        self.incidents, self.cards, self.agenda = IncidentBars(context), Cards(context), AgendaCard(context)
        self.attention, self.tasks = AttentionCard(context), TasksCard(context, limit=TASKS_SHOWN)
        self.attention.counted.connect(self.attention_counted)
        self._side = Side(self.attention, self.tasks)
        sales, owed = Chart(sales_chart(context.app, self._day), height=150), Chart(
            ageing_chart(context.app, self._day), height=140)
        self._sales = self._charted(_("Sales and target"), sales, _("See sales"), Address("targets", "followup"))
        self._ageing = self._charted(_("Receivables by age"), owed, _("See receivables"), Address("orders", "ageing"))
        charts = (Part(context, sales, SALES, lambda: sales.set_data(sales_chart(context.app, clock.today()))),
                  Part(context, owed, OWED, lambda: owed.set_data(ageing_chart(context.app, clock.today()))))
        for chart in charts:
            chart.mark_read()  # they were made with their data
        self._parts = [Part(context, self.incidents, IncidentBars.reads, self.incidents.reread, hidden=True),
                       Part(context, self.agenda, AGENDA, self.agenda.reread),
                       Part(context, self.attention, ("person",), self.attention.reread, hidden=True),
                       Part(context, self.tasks, TasksCard.reads, self.tasks.reread, hidden=True),
                       Part(context, self.cards, FIGURES, self.cards.reread), *charts]

    def _charted(self, title: str, chart: Chart, link: str, to: Address) -> TitledCard:
        card = TitledCard(title)
        card.add_action(Button(link, kind="link", on_click=lambda: self.context.window.go(to)))
        card.add(chart, stretch=1)
        return card

    def open(self, address: Address) -> None:
        """The agenda, the tasks and emergencies, or the list and records of one of their kinds."""
        tab = address.tab or "agenda"
        self._tabs.set_value(tab)
        self._log.setVisible(tab == "agenda")
        self._task.setVisible(tab != "agenda")
        if tab == "agenda":
            self._stack.setCurrentIndex(0)
        elif address.kind:
            lists = self._list_page()
            self._stack.setCurrentWidget(lists)
            lists.choose(address.kind).open(address.record)
        else:
            self._stack.setCurrentWidget(self._work_page())
        self.refresh()

    def _work_page(self) -> WorkPage:
        if self._work is None:
            self._work = WorkPage(self.context)
            self._stack.addWidget(self._work)
        return self._work

    def _list_page(self) -> TabPage:
        if self._lists is None:
            self._lists = TabPage(self.context, "today", "tasks")
            self._lists.setContentsMargins(20, 0, 16, 12)
            self._stack.addWidget(self._lists)
            kinds = tuple(self._lists.kinds)
            self.context.bus.on(self._lists, kinds, self._lists.reread)
        return self._lists

    def _dress(self) -> None:
        progress = calendar_of(self.context.app.store).progress(self._day)
        self.header.set_subtitle(f"{long_day(self._day).capitalize()} · {progress.label()}")

    def reread(self) -> None:
        """The line under the title; the cards read by themselves."""
        self._dress()

    def shown(self) -> None:
        """The page comes to the front: what was touched meanwhile is read."""
        super().shown()
        self.refresh()

    def refresh(self) -> None:
        """Read the cards of the page in front that were touched while they were not seen."""
        if self._stack.currentIndex() == 0:
            for part in self._parts:
                part.refresh()
        elif self._work is not None and self._stack.currentWidget() is self._work:
            self._work.refresh()

    def _turn_page(self) -> None:
        """At midnight another day begins."""
        if clock.today() == self._day:
            return
        self._day = clock.today()
        self._dress()
        for each in (*self._parts, *((self._work,) if self._work else ())):
            each.spoil()
        self.refresh()

    def new(self) -> None:
        """Ctrl+N here is a task."""
        asking.new_task(self.context, host_of(self))

    def print_page(self) -> None:
        """Ctrl+P: my route sheet of today."""
        print_report(self.context, self, "R08", Period.day(clock.today()), Scope(person=self.context.app.store.me),
                     title=_("Agenda of today"))

    def export(self) -> None:
        """Ctrl+E: the list in front, where there is one."""
        if self._lists is not None and self._stack.currentWidget() is self._lists:
            from ui.exporting import export_list

            view = self._lists.view
            export_list(self.context, self, view.kind, view.list.query())


class Side(QStackedWidget):
    """What requires attention, or the tasks, in one place: a link in each leads to the other."""

    def __init__(self, attention: AttentionCard, tasks: TasksCard) -> None:
        super().__init__()
        self._cards = (attention, tasks)
        for card, text, other in ((attention, _("Tasks"), tasks), (tasks, _("Alerts"), attention)):
            self.addWidget(card)
            card.add_action(Button(text, kind="link", on_click=self._to(other)))
        self.currentChanged.connect(self._fit)
        self._fit()

    def _fit(self, _at: int = 0) -> None:
        """Only the card in front asks for room."""
        for card in self._cards:
            asks = QSizePolicy.Policy.Preferred if card is self.currentWidget() else QSizePolicy.Policy.Ignored
            card.setSizePolicy(QSizePolicy.Policy.Preferred, asks)
        self.updateGeometry()

    def _to(self, card: QWidget) -> Callable[[], None]:
        return lambda: self.setCurrentWidget(card)
