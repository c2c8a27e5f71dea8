"""The five figures of the day: month sales, collections, overdue, budget, coverage; a click opens what is behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from kamdesk import clock
from kamdesk.app import App
from kamdesk.figures.model import BAD, GOOD, WATCH, Figure, Period, Scope
from kamdesk.words import N_, _, number, percent, short_money
from ui import icons
from ui.screen import Address, Context
from ui.shell.shell import host_of
from ui.theme import Status
from ui.widgets.cards import Kpi, KpiCard
from ui.widgets.figure_panel import FigurePanel

STATUS: dict[str | None, Status] = {GOOD: "ok", WATCH: "warn", BAD: "bad", None: "mute"}
TOKEN = {GOOD: "ok_solid", WATCH: "warn_solid", BAD: "bad_solid", None: "accent"}
READS = ("visit", "sales_record", "target_month", "invoice", "payment", "allocation", "budget_month", "expense",
         "commitment", "client", "visit_frequency", "non_working_day", "setting")


@dataclass(frozen=True)
class Spec:
    """A card: its label (msgid), how it is made, where a click goes, and the figure it shows."""

    label: str
    make: Callable[[App, Period], Kpi]
    to: Address
    source: Callable[[App, Period], Figure]


def _share(figure: Figure) -> float | None:
    return None if figure.value is None else float(figure.value / 100)


def _per_cent(value: Fraction | None, *, signed: bool = False, decimals: int = 0) -> str:
    return "" if value is None else percent(float(value), decimals, signed=signed)


def _sum(value: Fraction | None) -> str:
    return _("no data") if value is None else short_money(round(value))


def _sales(app: App, month: Period) -> Kpi:
    sold, target, to_date, growth = (app.ask(code, month) for code in ("F20", "F22", "F23", "F24"))
    grown = growth.value is not None and growth.value >= 0
    note = _("Without a target") if target.denominator is None else _(
        "{share} of {target} · {today} of target to date", share=_per_cent(target.value),
        target=_sum(target.denominator), today=_per_cent(to_date.value))
    due = None
    if to_date.denominator is not None and target.denominator:
        due = float(to_date.denominator / target.denominator)
    return Kpi(_("Sales of the month"), _sum(sold.value), note, delta=_per_cent(growth.value, signed=True),
               delta_status=STATUS[growth.status], delta_mark="trending-up" if grown else "trending-down",
               share=_share(target), target=due, token=TOKEN[to_date.status])


def _collections(app: App, month: Period) -> Kpi:
    chosen = _collected(app, month)
    note = _("There is nothing to collect yet")
    if chosen.value is not None:
        pattern = N_("{share} of the goal to date") if chosen.code == "F45" else N_("{share} of what was due")
        note = _(pattern, share=_per_cent(chosen.value))
    return Kpi(_("Collections"), _sum(chosen.numerator), note, delta=_per_cent(chosen.value),
               delta_status=STATUS[chosen.status], share=_share(chosen), token=TOKEN[chosen.status])


def _collected(app: App, month: Period) -> Figure:
    """Against the goal where there is one, else against what was due."""
    goal = app.ask("F45", month)
    return goal if goal.value is not None else app.ask("F44", month)


def _overdue(app: App, month: Period) -> Kpi:
    overdue, dso = app.ask("F42", month), app.ask("F43", month)
    note = _("Nothing is open")
    if overdue.value is not None:
        note = _("{days} days to collect", days=number(round(dso.value))) if dso.value is not None else _(
            "{share} of the receivables", share=_per_cent(overdue.value))
    return Kpi(_("Overdue receivables"), _sum(overdue.numerator), note, delta=_per_cent(overdue.value),
               delta_status=STATUS[overdue.status], share=_share(overdue), token=TOKEN[overdue.status])


def _budget(app: App, month: Period) -> Kpi:
    year = Period.year(month.start.year)
    spent, projected = app.ask("F62", year), app.ask("F63", year)
    note, over = _("There is no budget in force"), None
    if spent.denominator:
        note = _("{spent} of {plan}", spent=_sum(spent.numerator), plan=_sum(spent.denominator))
    if projected.value is not None and spent.denominator:
        over = (projected.value - spent.denominator) * 100 / spent.denominator
    return Kpi(_("Budget"), _per_cent(spent.value) or _("no data"), note,
               delta=_per_cent(over, signed=True, decimals=1), delta_status=STATUS[projected.status],
               share=_share(spent), token=TOKEN[projected.status])


def _coverage(app: App, month: Period) -> Kpi:
    covered, adherence = _covered(app, month), app.ask("F07", month, Scope(person=app.store.me, alone=True))
    if app.store.me is None or covered.value is None:
        return Kpi(_("Coverage"), _("no data"), _("Set frequencies to see whom to visit"))
    seen, due = (number(round(each or 0)) for each in (covered.numerator, covered.denominator))
    note = _("Clients visited of those in turn")
    if adherence.value is not None:
        note = _("{share} of the plan done", share=_per_cent(adherence.value))
    return Kpi(_("Coverage"), f"{seen} / {due}", note, delta=_per_cent(covered.value),
               delta_status=STATUS[covered.status], share=_share(covered), token=TOKEN[covered.status])


def _covered(app: App, month: Period) -> Figure:
    return app.ask("F02", month, Scope(person=app.store.me, alone=True))


CARDS = (
    Spec(N_("Sales of the month"), _sales, Address("targets", "followup"), lambda app, month: app.ask("F20", month)),
    Spec(N_("Collections"), _collections, Address("orders", "payments"), _collected),
    Spec(N_("Overdue receivables"), _overdue, Address("orders", "ageing"), lambda app, month: app.ask("F42", month)),
    Spec(N_("Budget"), _budget, Address("budget", "grid"),
         lambda app, month: app.ask("F62", Period.year(month.start.year))),
    Spec(N_("Coverage"), _coverage, Address("plan", "week"), _covered),
)


class Cards(QWidget):
    """The row of figures."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._cards: list[tuple[Spec, KpiCard]] = []
        for spec in CARDS:
            card = KpiCard(Kpi(_(spec.label), "…"))
            card.clicked.connect(lambda to=spec.to: context.window.go(to))
            card.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)  # right click, or the menu key
            card.customContextMenuRequested.connect(lambda at, spec=spec, card=card: self._menu(spec, card, at))
            self._cards.append((spec, card))
            row.addWidget(card, 1)

    def _menu(self, spec: Spec, card: KpiCard, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("calculator"), _("Where it comes from"), lambda: self.explain(spec))
        menu.popup(card.mapToGlobal(at))

    def explain(self, spec: Spec) -> None:
        """«De dónde sale» of a card."""
        figure = spec.source(self._context.app, Period.month(f"{clock.today():%Y-%m}"))
        FigurePanel(self._context, host_of(self), figure).open()

    def reread(self) -> None:
        """Ask the figures again."""
        month = Period.month(f"{clock.today():%Y-%m}")
        for spec, card in self._cards:
            card.show_kpi(spec.make(self._context.app, month))
