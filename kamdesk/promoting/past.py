"""«Qué funcionó»: the plans judged over 24 months, what to expect of another like them (product/05 F71)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kamdesk import clock
from kamdesk.fields import Id, Link
from kamdesk.methods.months import add_months_to_day
from kamdesk.methods.promotion_roi import expected_lift, lift
from kamdesk.records.promotions import MEMORY_MONTHS, PromotionActivity, PromotionEvaluation, PromotionPlan
from kamdesk.store import AT_LEAST, IN, Reader, Where

TENTHS = Decimal("0.1")
Tried = tuple[str | None, Id | None]  # category of an activity and its market


@dataclass(frozen=True)
class Judged:
    """A plan with its last judgement; ``lift`` in per cent of the amount sold, None without a baseline."""

    plan: PromotionPlan
    evaluation: PromotionEvaluation
    tried: frozenset[Tried]
    lift: Fraction | None

    def of(self, products: Iterable[Id]) -> bool:
        """Whether it was about one of some products."""
        return not set(products).isdisjoint(self.plan.products)


def judged(reader: Reader) -> list[Judged]:
    """The plans judged over the last 24 months, the last judgement of each, the newest first."""
    since = add_months_to_day(clock.today(), -MEMORY_MONTHS)
    last: dict[Id, PromotionEvaluation] = {}
    for each in reader.find(PromotionEvaluation, Where("on", AT_LEAST, since), sort=(("on", True), ("id", False))):
        last.setdefault(each.plan or "", each)
    plans = {each.id: each for each in reader.find(PromotionPlan, Where("id", IN, list(last)))}
    links = [Link(PromotionPlan.kind.name, id_) for id_ in plans]
    tried: dict[Id, set[Tried]] = {}
    for activity in reader.find(PromotionActivity, Where("plan", IN, links)) if links else ():
        if activity.plan is not None:
            tried.setdefault(activity.plan.id, set()).add((activity.category, activity.territory))
    return [Judged(plans[id_], each, frozenset(tried.get(id_, ())), _lift(each))
            for id_, each in last.items() if id_ in plans]


def proposed_lift(reader: Reader, products: Sequence[Id], activities: Iterable[PromotionActivity]) -> Decimal | None:
    """The lift to expect, %: the median of plans of the same category and product, else of the product; or None."""
    alike = [each for each in judged(reader) if each.of(products) and each.lift is not None]
    categories = {each.category for each in activities}
    same = [each for each in alike if categories & {category for category, _market in each.tried}]
    found = expected_lift(each.lift for each in same or alike if each.lift is not None)
    return None if found is None else (Decimal(found.numerator) / found.denominator).quantize(TENTHS)


def warnings(reader: Reader, products: Sequence[Id], activities: Iterable[PromotionActivity]) -> list[str]:
    """What was learnt of plans not to be repeated: same product, category of activity and market."""
    tried = {(each.category, each.territory) for each in activities}
    return [each.evaluation.next_time.strip() for each in judged(reader)
            if each.evaluation.rating == "do_not_repeat" and each.of(products) and tried & each.tried]


def _lift(each: PromotionEvaluation) -> Fraction | None:
    if each.amount is None or each.baseline_amount is None:
        return None
    return lift(Fraction(each.amount), Fraction(each.baseline_amount))
