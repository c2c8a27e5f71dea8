"""F111 Where a lot went: who received it, what came back, what distributors still hold (product/05 §5.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamdesk import clock
from kamdesk.fields import Id
from kamdesk.figures import figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import BAD, GOOD, PERCENT, WATCH, Ask, Exclusion, Figure, Period, ratio
from kamdesk.figures.order_facts import LotPart, LotStock
from kamdesk.problems import Problem
from kamdesk.words import N_, _

GOOD_FROM, WATCH_FROM, THOUSANDTHS = 95, 80, 1000
NO_LOT, NOT_DELIVERED = N_("deliveries without lot"), N_("nothing was delivered of this lot")


@dataclass(frozen=True)
class LotPath:
    """A lot of a product: the figure, who received it (most first), and what distributors hold of it."""

    figure: Figure
    parts: Sequence[LotPart]
    stock: Sequence[LotStock]


def path_of(facts: Facts, *, product: Id, lot: str) -> LotPath:
    """Everything known of a lot up to today; recovered in per cent of what was delivered."""
    parts = sorted(facts.orders.lot(product, lot.strip()), key=lambda each: (-each.delivered, each.party.id))
    ask = Ask(Period.day(clock.today()))
    return LotPath(_recovered(facts, ask, parts, product, lot), parts, facts.orders.lot_stock(product, lot.strip()))


def _recovered(facts: Facts, ask: Ask, parts: Sequence[LotPart], product: Id, lot: str) -> Figure:
    delivered, returned = (Fraction(sum(getattr(each, name) for each in parts), THOUSANDTHS)
                           for name in ("delivered", "returned"))
    value = ratio(returned, delivered)
    count, units = facts.orders.without_lot(product, lot.strip())
    gone = (Exclusion(NO_LOT, count),) if count else ()
    status = None if value is None else GOOD if value >= GOOD_FROM else WATCH if value >= WATCH_FROM else BAD
    return Figure("F111", PERCENT, value, returned, delivered, ask.until, ask.period, ask.scope, None, status,
                  "" if value is not None else NOT_DELIVERED, gone,
                  more={"parties": sum(each.delivered > 0 for each in parts),
                        "without_lot": Fraction(units, THOUSANDTHS)})


@figure("F111", N_("Where a lot went"), formula=N_("Received back ÷ delivered of the lot × 100"), unit=PERCENT,
        reads=("delivery", "order_line", "order", "return", "distributor_stock"))
def lots(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """All lots of one product together; ``path_of`` asks for one lot."""
    if not ask.scope.product or ask.by:
        raise Problem(_("Choose the product and the lot."), field="product")
    return {None: _recovered(facts, ask, facts.orders.lot(ask.scope.product, ""), ask.scope.product, "")}
