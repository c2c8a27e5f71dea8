"""The line above the board: coverage of the month by segment, and what the week holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kamdesk import clock
from kamdesk.figures.calendars import calendar_of
from kamdesk.figures.model import BAD, GOOD, WATCH, Figure, Period, Scope
from kamdesk.planning import BoardDay, PlanProposal
from kamdesk.records.clients import SEGMENTS
from kamdesk.words import MONTHS, _, number, percent, plural
from ui import theme
from ui.labels import ElidedLabel, label
from ui.screen import Context
from ui.screens.plan.looks import hours_text, km_text
from ui.screens.plan.part import clear
from ui.widgets.cards import Card
from ui.widgets.meters import Meter

TOKENS = {GOOD: "ok_solid", WATCH: "warn_solid", BAD: "bad_solid", None: "accent"}


class CoverageLine(Card):
    """One row; coverage comes from F02, the totals from the week shown."""

    def __init__(self, context: Context) -> None:
        super().__init__(margins=(14, 4, 14, 4))
        self._context = context
        row = QHBoxLayout()
        row.setSpacing(14)
        self.body.addLayout(row)
        self._title = label("", role="strong")
        row.addWidget(self._title)
        self._parts = QHBoxLayout()
        self._parts.setSpacing(18)
        row.addLayout(self._parts, 1)
        self._totals = ElidedLabel(role="small", tone="text2", figures=True, least=60)
        row.addWidget(self._totals)

    def show_month(self, month: str, person: str | None) -> None:
        """Coverage of a month by segment or grade, with where it should be today."""
        clear(self._parts)
        bars = segments(self._context, month, person)
        for bar in bars:
            self._parts.addWidget(bar, 1)
        self._title.setText(_("Coverage of {month}", month=_(MONTHS[int(month[5:]) - 1])))
        self._title.setVisible(bool(bars))
        if not bars:
            self._parts.addStretch(1)

    def show_week(self, days: list[BoardDay], proposal: PlanProposal | None) -> None:
        """«17 visitas · 23 h · 214 km», with what is proposed."""
        drafts = {each.day: each for each in proposal.days} if proposal else {}
        count = sum(len(each.cards) for each in days) + sum(len(each.visits) for each in drafts.values())
        whole = [drafts.get(each.day, each) for each in days]  # a proposed day tells of what stands on it too
        hours, km = sum(each.hours for each in whole), sum(each.km for each in whole)
        self._totals.setText(" · ".join((plural("{n} visit", "{n} visits", count), hours_text(hours), km_text(km))))


def segments(context: Context, month: str, person: str | None, *, wide: bool = False) -> list[QWidget]:
    """A bar a segment or grade: how much of it was visited in a month (F02), and what is expected by today.

    ``wide``: the bars take all the room there is.
    """
    period = Period.month(month)
    found = context.app.by("F02", period, Scope(person=person, alone=True), dimension="segment")
    known = {each.key: each for each in found if each.key in SEGMENTS and each.denominator}
    share = calendar_of(context.app.store, person).elapsed_share(period.start, clock.today(), period.end)
    due = float(share) if share else None
    return [_segment(letter, known[key], due, wide=wide) for key, letter in SEGMENTS.items() if key in known]


def _segment(letter: str, figure: Figure, share: float | None, *, wide: bool) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    done, due = int(figure.numerator or 0), int(figure.denominator or 1)
    said = _("{segment}: {done} of {due} visited", segment=letter, done=number(done), due=number(due))
    if share is not None:
        said = _("{text}, {share} expected today", text=said, share=percent(share * 100, 0))
    row.addWidget(label(letter, role="small", tone="text2"))
    meter = Meter(done / due, target=share, token=TOKENS[figure.status], name=said)
    if not wide:
        meter.setMaximumWidth(140)
    row.addWidget(meter, 1)
    count = label(f"{number(done)}/{number(due)}", role="strong", figures=True)
    if wide:  # bars under one another end in one line
        count.setMinimumWidth(theme.px(48))
        count.setAlignment(Qt.AlignmentFlag.AlignRight)
    row.addWidget(count)
    return part
