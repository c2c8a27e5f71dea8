"""Plan de visitas: week, month, list, cycle and samples of the person whose plan is shown."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from kamdesk.words import _
from ui import icons, labels
from ui.screen import Address, Context, Screen
from ui.screens.plan.cycle import CyclePart
from ui.screens.plan.month import MonthView
from ui.screens.plan.paper import Paper
from ui.screens.plan.part import Line, PlanPart, Whose, WhoseField
from ui.screens.plan.samples import SamplesPart
from ui.screens.plan.sheet import GridSheet
from ui.screens.plan.visits import KindsPart, VisitsPart
from ui.screens.plan.week import WeekView
from ui.tabs import TABS
from ui.widgets.buttons import Button, IconButton, Segmented

READS = ("visit", "client", "distributor", "territory", "person", "visit_frequency", "visit_cycle", "cycle_client",
         "non_working_day", "sample_move", "setting")
WEEK, MONTH = "week", "month"
Make = Callable[[Context, Whose], PlanPart]
PARTS: dict[str, Make] = {"month": MonthView, "list": VisitsPart, "cycle": CyclePart, "samples": SamplesPart}


class PlanScreen(Screen):
    """The page of the plan."""

    reads = READS

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Visit plan"), scrolls=False)
        self.whose = Whose(context)
        self.week = WeekView(context, self.whose)
        self._made: dict[str, PlanPart] = {WEEK: self.week}
        self._old: set[str] = set()  # tabs read before the last change
        self._stack = QStackedWidget()
        self._stack.addWidget(self.week)
        self.body.addWidget(self._stack, 1)
        self.paper, self.sheet = Paper(context, self, self.whose), GridSheet(context, self, self.whose)
        self._fill_header()
        self.whose.changed.connect(self.reread)
        self.week.retitled.connect(self._dress)
        QShortcut(QKeySequence("Ctrl+M"), self, lambda: context.window.go(Address("plan", MONTH)))
        QShortcut(QKeySequence("Ctrl+Shift+N"), self, self.week.new)
        self._dress()

    def _fill_header(self) -> None:
        self._arrows = self._walk()
        self.header.add(self._arrows)
        self.who = WhoseField(self.context, self.whose)
        self.header.add(self.who)
        self.drawer = Button("", icon="list-checks", on_click=self.week.toggle_side)
        self.header.add(self.drawer)
        self.tabs = Segmented([(tab, _(text)) for tab, text in TABS["plan"]], name=_("Visit plan"))
        self.tabs.changed.connect(lambda tab: self.context.window.go(Address("plan", tab)))
        self.header.add(self.tabs)
        self.printer = IconButton("printer", _("Print"), on_click=self.print_page)
        self.header.add(self.printer)
        self._more = IconButton("ellipsis-vertical", _("Actions of the plan"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._more.setMenu(self._menu)
        self.header.add(self._more)
        self._new = self.header.set_primary(_("New visit"), "plus", self.new, shortcut="Ctrl+N")

    def _walk(self) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(IconButton("chevron-left", _("Before"), shortcut="Alt+PgUp", on_click=lambda: self.part.turn(-1)))
        row.addWidget(Button(_("Today"), shortcut="Ctrl+T", on_click=lambda: self.part.turn(0)))
        row.addWidget(IconButton("chevron-right", _("After"), shortcut="Alt+PgDown",
                                 on_click=lambda: self.part.turn(1)))
        return host

    @property
    def part(self) -> PlanPart:
        """The tab shown."""
        return self._made[self.tabs.value()]

    def open(self, address: Address) -> None:
        """A tab, and a record of it."""
        tab = address.tab or self.tabs.value()
        self.hush()
        self.tabs.set_value(tab)
        self._stack.setCurrentWidget(self._part(tab))
        if tab in self._old:
            self._old.discard(tab)
            self.part.reread()
        self.part.open(address)
        self._dress()

    def _part(self, tab: str) -> PlanPart:
        if tab not in self._made:
            self._made[tab] = made = PARTS[tab](self.context, self.whose)
            made.retitled.connect(self._dress)
            if isinstance(made, MonthView):
                made.week_asked.connect(self._see_week)
            self._stack.addWidget(made)
        return self._made[tab]

    def _see_week(self, day: datetime.date) -> None:
        self._old.discard(WEEK)
        self.week.show_day(day)
        self.context.window.go(Address("plan", WEEK))

    def reread(self) -> None:
        """What is shown again; the other tabs when they come to the front."""
        self.who.refresh()
        self._old = set(self._made) - {self.tabs.value()}
        self.part.reread()
        self._dress()

    def new(self) -> None:
        """A visit planned by hand, or what the tab makes."""
        self.part.new()

    def focus_filter(self) -> None:
        """The filter of what is shown."""
        self.part.focus_filter()

    def print_page(self) -> None:
        """The week, or the day chosen."""
        self.paper.print(self.part.span() or self.week.span())

    def export(self) -> None:
        """The list shown, as a workbook; elsewhere all visits."""
        part = self.part if isinstance(self.part, KindsPart) else self._part("list")
        if isinstance(part, KindsPart):
            part.export(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button of the drawer only where the panel has no room."""
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        part, week = self.part, self.part is self.week
        self.header.set_subtitle(part.subtitle())
        self.drawer.set_label(_("To plan {n}", n=self.week.due_count))
        self.drawer.setVisible(week and self.week.narrow)
        self._arrows.setVisible(part.walks)
        self.who.setVisible(bool(self.who.people()) and part.personal and not self.week.narrow)
        self.printer.setVisible(part.span() is not None and not self.week.narrow)
        self._more.setVisible(part.span() is not None or (self.week.narrow and bool(self.who.people())))
        self._new.set_label(part.new_label())

    def _lines(self) -> list[Line]:
        """What the menu of actions offers now."""
        span, lines = self.part.span(), list(self.part.verbs())
        if span is not None:
            lines += [(_("Print the day"), "printer", partial(self.paper.print_day, span)),
                      (_("Print the week"), "printer", partial(self.paper.print_week, span)),
                      (_("Calendar file…"), "calendar-days", partial(self.paper.save_calendar, span)),
                      (_("Month in Excel…"), "file-spreadsheet", partial(self.sheet.export, span)),
                      (_("Bring the month from Excel…"), "file-up", partial(self.sheet.bring, span))]
        return lines

    def _fill_menu(self) -> None:
        self._menu.clear()
        for text, icon, slot in self._lines():
            action = self._menu.addAction(icons.icon(icon), labels.literal(text))
            action.triggered.connect(lambda *_args, run=slot: run())
        if self.week.narrow and self.who.people():
            whose = self._menu.addMenu(icons.icon("users-round"), _("Plan of"))
            for person, name in self.who.people():
                whose.addAction(labels.literal(name)).triggered.connect(
                    lambda *_args, chosen=person: self.whose.choose(chosen))
