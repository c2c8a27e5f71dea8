"""Ciclo: the month of a person judged: kept plan, coverage by segment, who is missing, what passes on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.fields import Link
from kamdesk.figures.model import Figure, Period, Scope
from kamdesk.methods.months import add_months, month_of, month_start
from kamdesk.planning import CycleNow, Due, cycle_now
from kamdesk.records.frequencies import CYCLE_STATES
from kamdesk.reports.texts import written
from kamdesk.words import _, day, month, number, plural
from ui.labels import ElidedLabel
from ui.page import TabPage
from ui.screen import Address, Context, scrolled
from ui.screens.plan.coverage import TOKENS, segments
from ui.screens.plan.part import Line, PlanPart, Whose, clear
from ui.screens.plan.passing import PassingCard
from ui.screens.plan.rescue import RescueCard
from ui.shell.shell import host_of
from ui.theme import Status
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, Kpi, KpiCard, TitledCard
from ui.widgets.chips import Chip
from ui.widgets.figure_panel import FigurePanel

FIGURES = ("F07", "F02", "F05", "F104")
CHIPS: dict[str, tuple[Status, str]] = {"open": ("mute", "dot"), "published": ("info", "send"),
                                        "closed": ("ok", "lock")}


class CyclePart(PlanPart):
    """The tab: the month shown, or the list of all cycles with their records."""

    walks = True

    def __init__(self, context: Context, whose: Whose) -> None:
        super().__init__(context, whose)
        self.month = month_of(clock.today())
        self.now: CycleNow | None = None
        self._figures: dict[str, Figure] = {}
        self._lists: TabPage | None = None
        self.cards = {code: KpiCard(Kpi("…", "…")) for code in FIGURES}
        self.rescue, self.passing = RescueCard(self), PassingCard(self)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._page = self._lay_out()
        self._stack.addWidget(self._page)
        for code, card in self.cards.items():
            card.clicked.connect(partial(self._explain, code))
        self.reread()

    def _lay_out(self) -> QWidget:
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._band())
        column.addLayout(self.messages)
        figures = QHBoxLayout()
        figures.setSpacing(10)
        for card in self.cards.values():
            figures.addWidget(card, 1)
        column.addLayout(figures)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.rescue, 3)
        side = QVBoxLayout()
        side.setSpacing(10)
        self._coverage = TitledCard(_("Coverage by segment"))
        self._bars = QVBoxLayout()
        holder = QWidget()
        holder.setLayout(self._bars)
        self._coverage.add(holder)
        side.addWidget(self._coverage)
        side.addWidget(self.passing, 1)
        row.addLayout(side, 2)
        column.addLayout(row, 1)
        return scrolled(host)

    def _band(self) -> QWidget:
        card = Card(margins=(14, 6, 10, 6))
        row = QHBoxLayout()
        row.setSpacing(10)
        self._state_row = row
        self._chip: Chip | None = None
        self._load = ElidedLabel(role="small", tone="text2", figures=True, least=80)
        row.addWidget(self._load, 1)
        self.publish = Button(_("Publish"), icon="send", on_click=lambda: self.acts.publish(self.month))
        self.close_button = Button(_("Close the cycle"), icon="lock", on_click=lambda: self.acts.close(self.month))
        row.addWidget(self.publish)
        row.addWidget(self.close_button)
        row.addWidget(Button(_("All cycles"), kind="link", on_click=lambda: self.context.window.go(
            Address("plan", "cycle", "visit_cycle"))))
        card.body.addLayout(row)
        return card

    def open(self, address: Address) -> None:
        """The month shown, or the lists when one of their kinds is asked for."""
        if not address.kind:
            self._stack.setCurrentWidget(self._page)
            return
        if self._lists is None:
            self._lists = TabPage(self.context, "plan", "cycle")
            self._stack.addWidget(self._lists)
        self._lists.choose(address.kind).open(address.record)
        self._stack.setCurrentWidget(self._lists)

    def page_shown(self) -> str:
        """The kind whose list is shown, «» for the month."""
        lists = self._lists
        return lists.view.kind.name if lists is not None and self._stack.currentWidget() is lists else ""

    def subtitle(self) -> str:
        """«Noviembre 2025»."""
        return month(self.month).capitalize()

    def span(self) -> Period:
        """The day of the month that printing is about: today, or the first."""
        inside = month_of(clock.today()) == self.month
        return Period.day(clock.today() if inside else month_start(self.month))

    def verbs(self) -> Sequence[Line]:
        """What can be done to the cycle."""
        return ((_("Publish the cycle of {month}", month=month(self.month)), "send",
                 lambda: self.acts.publish(self.month)),
                (_("Close the cycle of {month}", month=month(self.month)), "lock",
                 lambda: self.acts.close(self.month)))

    def turn(self, steps: int) -> None:
        """Some months on or back; 0 is the month of today."""
        self.month = add_months(self.month, steps) if steps else month_of(clock.today())
        self.context.window.go(Address("plan", "cycle"))
        self.reread()

    def new(self) -> None:
        """A visit, today or on the first day of a later month."""
        self.add_visit(max(clock.today(), month_start(self.month)))

    def focus_filter(self) -> None:
        """The table of those missing."""
        self.rescue.table.view.setFocus()

    def plan_due(self, due: Due) -> None:
        """A visit to somebody who is missing."""
        on = max(clock.today(), month_start(self.month))
        if due.member.market or due.carried is not None:
            self.acts.plan(due, on)
        else:
            self.add_visit(on, due.member.link)

    def reread(self) -> None:
        """Read the cycle again."""
        self.hush()
        if self._lists is not None:
            self._lists.reread()
        if self.nobody():
            return
        self.now = cycle_now(self.context.app.store, self.whose.person or "", self.month)
        self._show_state(self.now)
        self._show_figures(self.now)
        self._warn(self.now)
        self.rescue.show_cycle(self.now)
        self.passing.show_cycle(self.now)
        self.retitled.emit()

    def _show_state(self, now: CycleNow) -> None:
        if self._chip is not None:
            self._chip.hide()
            self._chip.deleteLater()
        on = now.cycle.closed_on or now.cycle.published_on if now.cycle else None
        since = f" · {day(on, this_year=clock.today().year)}" if on else ""
        status, mark = CHIPS[now.state]
        self._chip = Chip(_(CYCLE_STATES[now.state]) + since, status=status, mark=mark)
        self._state_row.insertWidget(0, self._chip)
        self._load.setText(" · ".join((
            plural("{n} visit due", "{n} visits due", now.needed), _("capacity {n}", n=number(now.capacity)),
            plural("{n} visit in the plan", "{n} visits in the plan", now.planned),
            plural("{n} made", "{n} made", now.done))))
        self.publish.setVisible(now.state == "open")
        over = self.month < month_of(clock.today())
        self.close_button.setVisible(now.state != "closed" and over)

    def _show_figures(self, now: CycleNow) -> None:
        app, period = self.context.app, Period.month(now.month)
        scope = Scope(person=self.whose.person, alone=True)
        self._figures = {code: app.ask(code, period, scope) for code in FIGURES}
        titles = {"F07": _("Plan adherence"), "F02": _("Coverage"), "F05": _("Frequency attainment"),
                  "F104": _("Markets visited")}
        for code, figure in self._figures.items():
            self.cards[code].show_kpi(_kpi(titles[code], figure))
        clear(self._bars)
        bars = segments(self.context, now.month, self.whose.person, wide=True)
        for bar in bars:
            self._bars.addWidget(bar)
        self._coverage.setVisible(bool(bars))

    def _warn(self, now: CycleNow) -> None:
        """Feasibility before any proposal: what the month asks against what its days take, and what is left of it."""
        if now.state == "closed" or now.month < month_of(clock.today()):
            return
        beyond = now.look.rescue.missing - now.look.rescue.capacity
        if beyond > 0:
            self.say(plural("The cycle of {month} does not fit: {n} visit is missing.",
                            "The cycle of {month} does not fit: {n} visits are missing.", beyond,
                            month=month(now.month)), text=f"{now.look.rescue.label()}.")
        elif now.beyond:
            self.say(plural("{n} visit of capacity is missing: {c} of {t} fit.",
                            "{n} visits of capacity are missing: {c} of {t} fit.", now.beyond,
                            c=number(now.capacity), t=number(now.needed)))

    def _explain(self, code: str) -> None:
        if code in self._figures:
            person = Link("person", self.whose.person or "")
            whose = self.context.app.store.names([person]).get(person.id, "")
            FigurePanel(self.context, host_of(self), self._figures[code], whose=whose, counted=True).open()


def _kpi(title: str, figure: Figure) -> Kpi:
    if figure.value is None:
        return Kpi(title, written(figure), _(figure.reason))
    note = _("{n} of {total}", n=number(int(figure.numerator or 0)), total=number(int(figure.denominator or 0)))
    return Kpi(title, written(figure), note, share=float(figure.value / 100), token=TOKENS[figure.status])
