"""Rescate del ciclo: who is still missing this month, in the order in which to save it, and who still fits (F15)."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from kamdesk.planning import CycleNow, Due
from kamdesk.words import _, number, plural
from ui import theme
from ui.grid_model import Cell, Column, Content, Form, Line, words_form
from ui.screen import Address, Context
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Count
from ui.widgets.figure_table import FigureTable, Verb, quantities
from ui.widgets.messages import EmptyState

LEAST = 220


class Plans(Protocol):
    """The tab the card stands on."""

    context: Context

    def plan_due(self, due: Due) -> None:
        """A visit to somebody who is missing."""


class RescueCard(TitledCard):
    """The table; Ctrl+Intro or a double click plans a visit."""

    def __init__(self, part: Plans) -> None:
        self.count = Count(0, status="warn")
        super().__init__(_("Still missing this month"), marks=(self.count,))
        self._part = part
        self._due: dict[str, Due] = {}
        self.table = FigureTable(name=_("Still missing this month"), frozen=200)
        self.table.setMinimumHeight(theme.px(LEAST))
        self.table.verbs = self._verbs
        self.table.opened.connect(self.plan)
        self.nothing = EmptyState("circle-check", _("The cycle is covered"),
                                  _("Everybody due this month was visited or has a day."), status="ok")
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.nothing, 1)
        self.add_action(Button(_("Complete the week"), kind="link", small=True, icon="sparkles", on_click=lambda:
                               part.context.window.go(Address("plan", "week"))))

    def show_cycle(self, now: CycleNow) -> None:
        """Show who is missing."""
        self._due = {each.member.link.id: each for each in now.look.due}
        missing = now.look.rescue.missing
        self.count.set(missing, status="warn" if missing else "ok")
        self.table.show_content(content_of(now))
        self.table.setVisible(bool(missing))
        self.nothing.setVisible(not missing)

    def plan(self, party: str) -> None:
        """A visit to one of them."""
        self._part.plan_due(self._due[party])

    def _verbs(self, party: str) -> list[Verb]:
        found: list[Verb] = [(_("Plan the visit"), "calendar-plus", self.plan)]
        due = self._due[party]
        if due.member.link.kind == "client":
            found.append((_("Open the record"), "arrow-right", lambda id_: self._part.context.window.go(
                Address("clients", "list", "client", id_))))
        return found


def content_of(now: CycleNow) -> Content:
    """Parties in the order of the rescue, with what still fits of each."""
    due = {each.member.link.id: each for each in now.look.due}
    lines, cells = [], {}
    for each in now.look.rescue.parties:
        member = due[each.id].member
        lines.append(Line(each.id, " · ".join(filter(None, (each.name, member.places.city)))))
        cells[each.id, "level"] = Cell(member.grade or "—", tone="text2")
        cells[each.id, "missing"] = Cell(Decimal(each.missing))
        cells[each.id, "late"] = Cell(Decimal(each.days_late) if each.days_late else None, tone="bad")
        fits = each.fits >= each.missing
        cells[each.id, "fits"] = Cell(each.fits, tone="ok" if fits else "bad" if not each.fits else "warn")
    columns = (Column("level", _("Segment"), words_form()), Column("missing", _("Missing"), quantities()),
               Column("late", _("Days late"), quantities()), Column("fits", _("Fits"), _fits(), least=96))
    total = Line("total", _("Total"), group=True)
    cells["total", "missing"] = Cell(Decimal(now.look.rescue.missing))
    cells["total", "fits"] = Cell(now.look.rescue.fitting)
    return Content(columns, lines, cells, total, _("Client"))


def _fits() -> Form:
    def show(value: int) -> str:
        return plural("{n} fits", "{n} fit", value) if value else _("Does not fit")

    return Form(show, number, int)
