"""Plan de visitas: the week by hand; list, cycle and samples as the kinds give them."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from kamdesk.files import write_atomically
from kamdesk.planning.ical import week_calendar
from kamdesk.problems import Problem
from kamdesk.words import _, day, month
from ui import ask, icons, labels
from ui.exporting import export_list
from ui.page import TabPage
from ui.screen import Address, Context, Screen
from ui.screens.plan.looks import week_title
from ui.screens.plan.week import WeekView
from ui.tabs import TABS
from ui.widgets.buttons import Button, IconButton, Segmented

READS = ("visit", "client", "distributor", "territory", "person", "visit_frequency", "visit_cycle", "cycle_client",
         "non_working_day", "setting")
WEEK = "week"


class PlanScreen(Screen):
    """The page of the plan."""

    reads = READS

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Visit plan"), scrolls=False)
        self._made: dict[str, TabPage] = {}
        self.week = WeekView(context)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.week)
        self.body.addWidget(self._stack, 1)
        self._arrows = self._walk()
        self.header.add(self._arrows)
        self.drawer = Button("", icon="list-checks", on_click=self.week.toggle_side)
        self.header.add(self.drawer)
        self.tabs = Segmented([(tab, _(text)) for tab, text in TABS["plan"]], name=_("Visit plan"))
        self.tabs.changed.connect(lambda tab: context.window.go(Address("plan", tab)))
        self.header.add(self.tabs)
        self._more = IconButton("ellipsis-vertical", _("Actions of the week"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._more.setMenu(self._menu)
        self.header.add(self._more)
        self._new = self.header.set_primary(_("New visit"), "plus", self.new, shortcut="Ctrl+N")
        self.week.week_changed.connect(self._dress)
        self._dress()

    def _walk(self) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(IconButton("chevron-left", _("Week before"), shortcut="Alt+PgUp",
                                 on_click=lambda: self.week.turn(-1)))
        row.addWidget(Button(_("Today"), shortcut="Ctrl+T", on_click=lambda: self.week.turn(0)))
        row.addWidget(IconButton("chevron-right", _("Week after"), shortcut="Alt+PgDown",
                                 on_click=lambda: self.week.turn(1)))
        return host

    def open(self, address: Address) -> None:
        """A tab, and a record of it."""
        tab = address.tab or self.tabs.value()
        self.hush()
        self.tabs.set_value(tab)
        if tab == WEEK:
            self._stack.setCurrentWidget(self.week)
        else:
            page = self._page(tab)
            self._stack.setCurrentWidget(page)
            page.choose(address.kind or page.view.kind.name).open(address.record)
        self._dress()

    def _page(self, tab: str) -> TabPage:
        if tab not in self._made:
            self._made[tab] = TabPage(self.context, "plan", tab)
            self._stack.addWidget(self._made[tab])
        return self._made[tab]

    @property
    def _shown_page(self) -> TabPage | None:
        page = self._stack.currentWidget()
        return page if isinstance(page, TabPage) else None

    def reread(self) -> None:
        """Everything made so far again."""
        self.week.reread()
        for page in self._made.values():
            page.reread()

    def new(self) -> None:
        """A visit planned by hand, or a record of the kind shown."""
        page = self._shown_page
        if page is None:
            self.week.new()
        else:
            page.view.new()

    def focus_filter(self) -> None:
        """The filter of «Por planificar» or of the list."""
        page = self._shown_page
        if page is None:
            self.week.focus_filter()
        else:
            page.view.list.focus_filter()

    def export(self) -> None:
        """The list shown, as a workbook; in the week, all visits."""
        view = (self._shown_page or self._page("list")).view
        export_list(self.context, self, view.kind, view.list.query())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button of the drawer only where the panel has no room."""
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        week = self._shown_page is None
        days = self.week.days
        self.header.set_subtitle(week_title(days[0].day, days[-1].day) if week and days else "")
        self.drawer.set_label(_("To plan {n}", n=self.week.due_count))
        self.drawer.setVisible(week and self.week.narrow)
        self._arrows.setVisible(week)
        self._more.setVisible(week)
        page = self._shown_page
        self._new.set_label(_("New visit") if page is None else _("New {kind}", kind=_(page.view.kind.label).lower()))

    def _save_calendar(self) -> None:
        """The week for a telephone or a mail program."""
        suggested = Path.home() / f"{_('Visit plan')} {self.week.first.isoformat()}.ics"
        path = ask.save_file(self, _("Save the calendar file"), "iCalendar (*.ics)", suggested)
        if path is not None:
            content = week_calendar(self.week.days)
            try:
                write_atomically(path, lambda file: _write(file, content))
            except Problem as problem:
                self.show_problem(problem)
                return
            self.context.window.tell(_("Week saved in {file}", file=path.name))

    def _fill_menu(self) -> None:
        week, acts = self.week, self.week.acts
        self._menu.clear()
        lines = (
            (_("Complete the week"), "sparkles", week.complete),
            (_("Copy the week before"), "copy", lambda: acts.copy(week.first)),
            (_("Put the route in order"), "route", lambda: acts.order(week.days)),
            (_("Calendar file of the week…"), "calendar-days", self._save_calendar),
            (_("Publish the cycle of {month}", month=month(week.month)), "send", lambda: acts.publish(week.month)),
            (_("Close the cycle of {month}", month=month(week.month)), "lock", lambda: acts.close(week.month)),
        )
        for text, icon, slot in lines:
            action = self._menu.addAction(icons.icon(icon), labels.literal(text))
            action.triggered.connect(lambda *_args, slot=slot: slot())
        free = self._menu.addMenu(icons.icon("calendar-x"), _("Mark a day off"))
        for each in week.days:
            if each.part > 0:
                action = free.addAction(labels.literal(day(each.day)))
                action.triggered.connect(lambda *_args, on=each.day: acts.day_off(on))


def _write(file: BinaryIO, content: bytes) -> None:
    file.write(content)
