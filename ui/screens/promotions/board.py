"""The board of promotion plans: a lane for each step from draft to evaluated, narrowed to a month or a quarter."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamdesk import clock
from kamdesk.display import MASK
from kamdesk.figures.model import Period
from kamdesk.kinds import kind_of
from kamdesk.methods.months import add_months, month_end, month_of, month_start
from kamdesk.records.approvals import APPROVALS
from kamdesk.records.promotions import PROMOTION_STATES, PromotionPlan
from kamdesk.reports.spans import told
from kamdesk.store import AT_LEAST, AT_MOST, IN, Query, Reader, Row, Where
from kamdesk.words import N_, _, day, percent, short_money
from ui.beside.board import Face, Lane
from ui.theme import Status
from ui.veil import veil

SHOWN, QUARTER = 60, 3
DRAFT, SENT, APPROVED, RUNNING, EVALUATED = "draft", "sent", "approved", "running", "evaluated"
LANES = ((DRAFT, N_("Draft")), (SENT, APPROVALS["sent"]), (APPROVED, APPROVALS["approved"]),
         (RUNNING, PROMOTION_STATES["running"]), (EVALUATED, PROMOTION_STATES["evaluated"]))
ALL, MONTH, THREE = "all", "month", "quarter"
COLUMNS = ("name", "start", "end", "products", "planned_cost", "actual_cost", "progress", "approval", "state", "roi")
APPROVAL: dict[str, Status] = {"returned": "warn", "rejected": "bad", "changed": "warn"}
_BEGUN = Where("state", IN, ("running", "to_evaluate"))
_PREPARED = Where("state", IN, ("preparation",))
_CONDITIONS: dict[str, tuple[Where, ...]] = {
    DRAFT: (_PREPARED, Where("approval", IN, ("unsent", "returned", "rejected", "changed"))),
    SENT: (_PREPARED, Where("approval", IN, ("sent",))), APPROVED: (_PREPARED, Where("approval", IN, ("approved",))),
    RUNNING: (_BEGUN,), EVALUATED: (Where("state", IN, ("evaluated",)),),
}


@dataclass(frozen=True)
class Span:
    """The stretch of time the board shows: everything, or the month or quarter of a month."""

    what: str = ALL
    month: str = ""

    def moved(self, by: int) -> Span:
        """The stretch before or after."""
        return Span(self.what, add_months(self.month, by * (QUARTER if self.what == THREE else 1)))

    @property
    def period(self) -> Period | None:
        """Its days; None for everything."""
        if self.what == ALL:
            return None
        if self.what == MONTH:
            return Period.month(self.month)
        first = add_months(self.month, -((int(self.month[5:]) - 1) % QUARTER))
        return Period(month_start(first), month_end(add_months(first, QUARTER - 1)))

    @property
    def title(self) -> str:
        """«noviembre de 2025»."""
        return told(self.period) if self.period else ""


def this(what: str) -> Span:
    """The stretch that holds today."""
    return Span(what, month_of(clock.today()))


def lanes_of(reader: Reader, span: Span) -> list[Lane]:
    """The plans of each step that run on some day of a stretch, the next to start first."""
    return [_lane(reader, key, _(title), span) for key, title in LANES]


def _lane(reader: Reader, key: str, title: str, span: Span) -> Lane:
    period = span.period
    dates = () if period is None else (Where("start", AT_MOST, period.end), Where("end", AT_LEAST, period.start))
    kind = kind_of("promotion_plan")
    query = Query((*_CONDITIONS[key], *dates), sort=(("start", key == EVALUATED), ("name", False)))
    page = reader.page(kind, query, limit=SHOWN, columns=COLUMNS)
    return Lane(key, title, page.total, [_face(row, key) for row in page.rows])


def _face(row: Row, lane: str) -> Face:
    values = row.values
    chip, status = _chip(row, lane)
    products = ", ".join(row.names.get(each, "") for each in values["products"] or ())
    spent = values["actual_cost"] or 0
    cost = short_money(values["planned_cost"] or 0)
    if lane in (RUNNING, EVALUATED):
        cost = _("{spent} of {plan}", spent=short_money(spent), plan=cost)
    dates = dates_words(values["start"], values["end"])
    return Face(row.id, values["name"], products, " · ".join(filter(None, (dates, cost))), chip, status)


def dates_words(start: datetime.date | None, end: datetime.date | None) -> str:
    """«3 – 20 nov»; the year where it is not this one."""
    year = clock.today().year
    return " – ".join(day(each, this_year=year) for each in (start, end) if each)


def _chip(row: Row, lane: str) -> tuple[str, Status]:
    values = row.values
    if lane == DRAFT:
        approval = str(values["approval"])
        return _(APPROVALS[approval]), APPROVAL.get(approval, "mute")
    if lane == RUNNING:
        over = values["end"] is not None and values["end"] < clock.today()
        return (_("To evaluate"), "warn") if over else (percent(values["progress"] or 0, 0), "info")
    if lane == EVALUATED:
        return _roi(values["roi"])
    return _(APPROVALS[lane]), "info" if lane == SENT else "ok"


def _roi(value: Decimal | None) -> tuple[str, Status]:
    if value is None:
        return _("no return known"), "mute"
    if veil.covers(PromotionPlan.kind.fields["roi"]):
        return _("ROI {share}", share=MASK), "mute"
    return _("ROI {share}", share=percent(value, 0, signed=True)), "ok" if value > 0 else "bad"


def movable(before: str, lane: str) -> str:
    """The verb that takes a plan from a lane to the next; «» when there is none."""
    return {(DRAFT, SENT): "submit", (APPROVED, RUNNING): "start", (RUNNING, EVALUATED): "evaluate",
            (SENT, DRAFT): "withdraw"}.get((before, lane), "")


def lane_of(lanes: Sequence[Lane], id_: str) -> str:
    """The lane a plan stands in, «» when it is not on the board."""
    return next((lane.key for lane in lanes if any(face.id == id_ for face in lane.faces)), "")
