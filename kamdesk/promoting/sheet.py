"""A promotion plan as one sheet: its activities, its money against the budget line, what it should and did bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamdesk import clock
from kamdesk.budgeting.spending import months_of
from kamdesk.fields import Link
from kamdesk.figures.model import Ask, Period
from kamdesk.methods.months import fiscal_months, month_of
from kamdesk.methods.promotion_roi import Sold
from kamdesk.promoting.result import baseline, break_even, total, unit_costs
from kamdesk.records.budgets import Commitment
from kamdesk.records.promotions import PromotionActivity, PromotionEvaluation, PromotionPlan
from kamdesk.store import EQUAL, Query, Reader, Row, Where

MOST = 500
ACTIVITY = ("on", "until", "name", "category", "territory", "responsible", "planned_cost", "actual_cost", "progress",
            "attendees_planned", "attendees", "leads", "result", "evidence", "late", "state")
HELD = ("line", "month", "amount", "left", "state")


@dataclass(frozen=True)
class Money:
    """Minor units of the base currency: what a plan costs, and what its line has without it and with it this year.

    ``without`` None: the line is in no budget in force.
    """

    planned: int
    spent: int
    held: int
    without: int | None = None
    over: bool = False  # judged or cancelled: it spends no more

    @property
    def with_it(self) -> int | None:
        """What the line keeps once the plan has spent all it plans."""
        if self.without is None or self.over:
            return self.without
        return self.without - max(self.planned - self.spent, 0)


@dataclass(frozen=True)
class Hopes:
    """What the plan would sell anyway over its days, and the lift, per cent, from which it pays for itself.

    ``base`` None without a baseline; ``even`` None without the cost of a product. ``assumed``: by the usual margin.
    """

    base: Sold | None
    even: Fraction | None
    assumed: bool = False


@dataclass(frozen=True)
class PlanSheet:
    """Everything a person looks at before she approves, follows or judges a plan."""

    plan: PromotionPlan
    approval: str
    activities: Sequence[Row]
    commitments: Sequence[Row]
    money: Money
    judged: PromotionEvaluation | None

    @property
    def stands(self) -> str:
        """Where it stands today: a running plan past its end waits to be evaluated."""
        over = self.plan.state == "running" and self.plan.end is not None and self.plan.end < clock.today()
        return "to_evaluate" if over else str(self.plan.state)

    def markets(self) -> dict[str, list[Row]]:
        """The activities of each territory, in the order of their dates."""
        found: dict[str, list[Row]] = {}
        for each in self.activities:
            found.setdefault(each.values["territory"] or "", []).append(each)
        return found


def sheet_of(reader: Reader, plan: PromotionPlan) -> PlanSheet:
    """The sheet of a plan as it is stored now."""
    link = Link(PromotionPlan.kind.name, plan.id)
    own = reader.page(PromotionPlan.kind, Query((Where("id", EQUAL, plan.id),)), limit=1,
                      columns=("planned_cost", "actual_cost", "approval")).rows[0].values
    activities = reader.page(PromotionActivity.kind, Query((Where("plan", EQUAL, link),), sort=(
        ("on", False), ("name", False))), limit=MOST, columns=ACTIVITY).rows
    held = reader.page(Commitment.kind, Query((Where("source", EQUAL, link),), sort=(("month", False),)), limit=MOST,
                       columns=HELD).rows
    last = reader.find(PromotionEvaluation, plan=plan.id, sort=(("on", True), ("id", False)), limit=1)
    left = sum(each.values["left"] or 0 for each in held)
    free = _free(reader, plan)
    own_left = sum(each.values["left"] or 0 for each in held if each.values["line"] == plan.budget_line)
    money = Money(own["planned_cost"] or 0, own["actual_cost"] or 0, left, None if free is None else free + own_left,
                  over=plan.state in ("evaluated", "cancelled"))
    return PlanSheet(plan, str(own["approval"]), activities, held, money, last[0] if last else None)


def hopes(reader: Reader, plan: PromotionPlan, *, cost: int) -> Hopes:
    """What to expect of a plan over its whole length; ``cost`` in minor units."""
    if plan.start is None or plan.end is None:
        return Hopes(None, None)
    before = baseline(reader.facts, plan, Ask(Period(plan.start, plan.end)), plan.end)
    costs = unit_costs(reader, plan)
    assumed = any(each.assumed for each in costs.values())
    if before is None:
        return Hopes(None, None, assumed)
    return Hopes(total(before), break_even(before, costs, cost=cost), assumed)


def _free(reader: Reader, plan: PromotionPlan) -> int | None:
    """What is left of its line in the fiscal year it starts in."""
    if plan.budget_line is None or plan.start is None:
        return None
    year = fiscal_months(month_of(plan.start), starts_in=reader.setting("fiscal_start"))
    months = months_of(reader, plan.budget_line, year)
    return sum(each.available for each in months.values()) if months else None


def judged_parts(judged: PromotionEvaluation) -> tuple[Sold | None, Sold]:
    """Baseline and sales as they were frozen with a judgement."""
    after = Sold(Fraction(judged.units or 0), Fraction(judged.amount or 0))
    if judged.baseline_amount is None:
        return None, after
    return Sold(Fraction(judged.baseline_units or 0), Fraction(judged.baseline_amount)), after
