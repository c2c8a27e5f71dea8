"""Lista: every visit with filters, sorted by SQL; several of them moved or cancelled at once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QVBoxLayout

from kamdesk import clock
from kamdesk.figures.calendars import calendar_of
from kamdesk.records.visits import MISSED_REASONS, Visit
from kamdesk.store import IN, Where
from kamdesk.words import _, long_day
from ui import labels
from ui.exporting import export_list
from ui.page import TabPage
from ui.screen import Address, Context, Screen
from ui.screens.plan.part import PlanPart, Whose
from ui.widgets.buttons import Button

AHEAD = 10  # working days offered for moving


class KindsPart(PlanPart):
    """A tab of lists and records, one a kind."""

    personal = False

    def __init__(self, context: Context, whose: Whose, tab: str) -> None:
        super().__init__(context, whose)
        self.page = TabPage(context, "plan", tab)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.messages)
        column.addWidget(self.page, 1)

    def open(self, address: Address) -> None:
        """A kind of the tab, and a record of it."""
        self.page.choose(address.kind or self.page.view.kind.name).open(address.record)

    def new_label(self) -> str:
        """A new one of the kind shown."""
        return _("New {kind}", kind=_(self.page.view.kind.label).lower())

    def reread(self) -> None:
        """Every list made so far."""
        self.page.reread()

    def new(self) -> None:
        """The draft of a new record."""
        self.page.view.new()

    def focus_filter(self) -> None:
        """The filter of the list."""
        self.page.view.list.focus_filter()

    def export(self, screen: Screen) -> None:
        """The list shown, as a workbook."""
        export_list(self.context, screen, self.page.view.kind, self.page.view.list.query())


class VisitsPart(KindsPart):
    """The list of visits."""

    def __init__(self, context: Context, whose: Whose) -> None:
        super().__init__(context, whose, "list")
        listing = self.page.choose("visit").list
        for text, icon, fill in ((_("Cancel"), "x", self._fill_reasons), (_("Move to"), "calendar", self._fill_days)):
            button = Button(text, kind="link", small=True, icon=icon)
            menu = QMenu(button)
            menu.aboutToShow.connect(partial(fill, menu))
            button.setMenu(menu)
            listing.add_verb(button)

    def selected(self) -> Sequence[Visit]:
        """The visits selected, by day and hour."""
        ids = self.page.view.list.selected()
        return self.context.app.store.find(Visit, Where("id", IN, ids), sort=(("planned_on", False), ("start", False)))

    def _fill_days(self, menu: QMenu) -> None:
        """The working days ahead of whose plan it is."""
        menu.clear()
        calendar = calendar_of(self.context.app.store, self.whose.person)
        day = calendar.on_or_after(clock.today())
        for _at in range(AHEAD):
            menu.addAction(labels.literal(long_day(day).capitalize())).triggered.connect(
                lambda *_args, on=day: self.move_to(on))
            day = calendar.next_working_day(day)

    def _fill_reasons(self, menu: QMenu) -> None:
        menu.clear()
        for key, text in MISSED_REASONS.items():
            menu.addAction(labels.literal(_(text))).triggered.connect(lambda *_args, reason=key: self.cancel(reason))

    def move_to(self, on: datetime.date) -> None:
        """The visits selected to one day."""
        self.hush()
        self.acts.move_all(self.selected(), on)

    def cancel(self, reason: str) -> None:
        """Cancel the visits selected."""
        self.hush()
        self.acts.cancel_all(self.selected(), reason)
