"""How a plan in force stands: the attainment of its year, quarter and month, and the forecast of the year."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kamdesk import clock
from kamdesk.cascade.bases import MEASURED
from kamdesk.figures.model import Ask, Figure, Period
from kamdesk.figures.sales import attainment
from kamdesk.figures.spans import MONTH, QUARTER, label_of, period_of
from kamdesk.methods.months import month_of
from kamdesk.records.targets import COUNTED, TargetPlan
from kamdesk.reports.texts import brief_money, share
from kamdesk.words import SHORT_MONTHS, _
from ui.screen import Context
from ui.shell.shell import host_of
from ui.widgets.buttons import Button
from ui.widgets.figure_panel import FigurePanel
from ui.widgets.flow import cleared


class Standing(QWidget):
    """Figures in a row; a click tells where each comes from. Empty for plans that are not in force this year."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)

    def show_plan(self, plan: TargetPlan) -> None:
        """Ask the figures of a plan again."""
        cleared(self._row)
        measure = str(plan.measure)
        if plan.state != "in_force" or plan.year != clock.today().year or measure not in MEASURED:
            return
        facts, now = self._context.app.store.facts, month_of(clock.today())
        month = _(SHORT_MONTHS[int(now[5:]) - 1]).rstrip(".").capitalize()
        spans = ((str(plan.year), Period.year(clock.today().year)),
                 (label_of(QUARTER, now).split(" ")[0], period_of(QUARTER, now)), (month, period_of(MONTH, now)))
        for text, period in spans:
            figure = attainment(facts, Ask(period), measure)[None]
            self._add(f"{text} {share(figure.value, decimals=0)}", figure, counted=measure in COUNTED)
        if measure == "amount":
            year = self._context.app.ask("F91", Period.year(clock.today().year))
            self._add(_("Forecast {amount}", amount=brief_money(year.value)), year)

    def _add(self, text: str, figure: Figure, *, counted: bool = False) -> None:
        self._row.addWidget(Button(text, kind="link", small=True, tip=_("Where it comes from"), on_click=lambda: (
            FigurePanel(self._context, host_of(self), figure, counted=counted).open())))
