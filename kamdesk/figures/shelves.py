"""F31 Numeric distribution: which pharmacies have a product, by sales and by what was seen (product/05 §5.2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction

from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import BAD, GOOD, PERCENT, WATCH, Ask, Figure, ratio
from kamdesk.figures.order_facts import ShelfPart
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.words import N_, _

DAYS, GOOD_FROM, WATCH_FROM = 90, 80, 40
NO_PHARMACIES = N_("no active pharmacies")


def _since(ask: Ask) -> datetime.date:
    return ask.until - datetime.timedelta(DAYS - 1)


def _demand_product(ask: Ask) -> None:
    if not (ask.scope.product or ask.scope.line):
        raise Problem(_("Choose a product or a line."), field="product")


def _without(facts: Facts, ask: Ask) -> Rows:
    """The list «without the product»."""
    _demand_product(ask)
    return Rows(Client.kind, facts.orders.without_product(ask, _since(ask), ask.until))


@figure("F31", N_("Numeric distribution"), unit=PERCENT, rows=_without,
        formula=N_("Active pharmacies with the product ÷ active pharmacies × 100, 90 days"),
        reads=("sales_record", "shelf_check", "client", "territory", "product"))
def numeric_distribution(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """A later check that found nothing outweighs a sale. ``more``: by sale, by check only, sold out, checked, without.

    The rows behind it are the pharmacies without the product.
    """
    _demand_product(ask)
    parts = facts.orders.shelves(ask, _since(ask), ask.until)
    keys: Iterable[Key] = parts if ask.by else [None]
    return {key: _told(ask, key, parts.get(key, ShelfPart())) for key in keys}


def _told(ask: Ask, key: Key, part: ShelfPart) -> Figure:
    with_it = part.sold + part.seen
    value = ratio(with_it, part.pharmacies)
    status = None if value is None else GOOD if value >= GOOD_FROM else WATCH if value >= WATCH_FROM else BAD
    return Figure("F31", PERCENT, value, Fraction(with_it), Fraction(part.pharmacies), ask.until, ask.period, ask.scope,
                  key, status, "" if value is not None else NO_PHARMACIES, more={
                      "sold": part.sold, "seen": part.seen, "sold_out": part.sold_out, "checked": part.checked,
                      "without": part.pharmacies - with_it})
