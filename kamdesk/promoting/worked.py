"""«Qué funcionó»: what the plans judged over 24 months brought, by category of activity, product and market (F71)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.display import display
from kamdesk.fields import Id, Link
from kamdesk.methods.promotion_roi import expected_lift, return_of
from kamdesk.promoting.past import Judged, judged
from kamdesk.records.promotions import PromotionActivity, PromotionPlan
from kamdesk.store import IN, NOT_EQUAL, Query, Reader, Row, Where
from kamdesk.words import N_

CATEGORY, PRODUCT, MARKET = "category", "product", "market"
DIMENSIONS = {CATEGORY: N_("Category"), PRODUCT: N_("Product"), MARKET: N_("Market")}
MOST = 5_000


@dataclass(frozen=True)
class Worked:
    """One category, product or market: its plans, their median lift and return, per cent, the last one first.

    ``each``: minor units an attendee cost over the activities of that category or market, None where nobody came.
    """

    key: str
    name: str
    plans: tuple[Judged, ...]
    lift: Fraction | None
    roi: Fraction | None
    each: Fraction | None

    @property
    def rating(self) -> str:
        """How the last plan was rated."""
        return str(self.plans[0].evaluation.rating)

    @property
    def lesson(self) -> str:
        """What the last plan says of the next time."""
        return self.plans[0].evaluation.next_time.strip()


def worked(reader: Reader, dimension: str) -> list[Worked]:
    """What worked, the best lift first; those without a lift last."""
    plans = judged(reader)
    rows = _activities(reader, plans)
    keys = dict.fromkeys(key for each in plans for key in _keys(each, dimension))
    names = _names(reader, dimension, keys)
    found = [_worked(key, names.get(key, ""), [each for each in plans if key in _keys(each, dimension)],
                     _in(rows, key, dimension, plans)) for key in keys if key]
    return sorted(found, key=lambda each: (each.lift is None, -(each.lift or 0), each.name, each.key))


def _keys(each: Judged, dimension: str) -> Sequence[str]:
    if dimension == PRODUCT:
        return each.plan.products
    at = 0 if dimension == CATEGORY else 1
    return list(dict.fromkeys(str(tried[at] or "") for tried in sorted(each.tried, key=str)))


def _activities(reader: Reader, plans: Sequence[Judged]) -> Sequence[Row]:
    """The activities of the plans with what they cost and who came, one query."""
    links = [Link(PromotionPlan.kind.name, each.plan.id) for each in plans]
    if not links:
        return ()
    query = Query((Where("plan", IN, links), Where("state", NOT_EQUAL, "cancelled")))
    return reader.page(PromotionActivity.kind, query, limit=MOST,
                       columns=("plan", "category", "territory", "actual_cost", "attendees")).rows


def _in(rows: Iterable[Row], key: str, dimension: str, plans: Sequence[Judged]) -> list[Row]:
    if dimension == PRODUCT:
        about = {each.plan.id for each in plans if key in each.plan.products}
        return [row for row in rows if row.values["plan"] and row.values["plan"].id in about]
    field = "category" if dimension == CATEGORY else "territory"
    return [row for row in rows if row.values[field] == key]


def _worked(key: Id, name: str, plans: list[Judged], rows: Sequence[Row]) -> Worked:
    came = sum(row.values["attendees"] or 0 for row in rows)
    spent = sum(row.values["actual_cost"] or 0 for row in rows if row.values["attendees"])
    known = [each.evaluation for each in plans if each.evaluation.profit_change is not None]
    gain = Fraction(sum(each.profit_change or 0 for each in known))
    cost = Fraction(sum(each.cost or 0 for each in known))
    return Worked(key, name, tuple(plans), expected_lift(each.lift for each in plans if each.lift is not None),
                  return_of(gain, cost=cost), Fraction(spent, came) if came and spent else None)


def _names(reader: Reader, dimension: str, keys: Iterable[str]) -> dict[str, str]:
    if dimension == CATEGORY:
        return {key: display(PromotionActivity.kind.fields["category"], key) for key in keys if key}
    kind = "product" if dimension == PRODUCT else "territory"
    return reader.names(Link(kind, key) for key in keys if key)
