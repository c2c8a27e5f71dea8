"""F55 Network coverage: cities that buy a line and somebody active answers for (product/05 §5.4)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from fractions import Fraction

from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import PERCENT, Ask, Figure, ratio
from kamdesk.figures.network_facts import City
from kamdesk.figures.thresholds import high
from kamdesk.methods.months import add_months, month_of
from kamdesk.problems import Problem
from kamdesk.records.territories import Territory
from kamdesk.store import UNDER, Where
from kamdesk.words import N_, _

YEAR = 12
NO_CITIES = N_("no city buys the line")
ALL_CITIES = N_("without potential data: counted over all cities")
DIVIDED = ("line", "market", "territory")


def cities(facts: Facts, ask: Ask) -> tuple[list[City], bool]:
    """The cities that buy a line of the scope, and whether of some line nothing was known, so that all are counted.

    A line without market sizes goes by the potential of the clients of each city.
    """
    since = add_months(month_of(ask.until), 1 - YEAR)
    within = None
    if ask.scope.territory:
        within = {each.id for each in facts.reader.find(Territory, Where("id", UNDER, ask.scope.territory))}
    every = [each for each in facts.network.cities(ask.until, since=since)
             if ask.scope.line in (None, each.line)]
    by_clients = facts.network.clients_with_potential()
    found: list[City] = []
    blind = False
    for line in dict.fromkeys(each.line for each in every):
        of_line = [each for each in every if each.line == line]
        if not any(each.potential for each in of_line):
            blind |= not by_clients
            of_line = [dataclasses.replace(each, potential=not by_clients or each.city in by_clients)
                       for each in of_line]
        found += [each for each in of_line if each.potential and (within is None or each.city in within)]
    return found, blind


def _open(facts: Facts, ask: Ask) -> Rows:
    return Rows(Territory.kind, list(dict.fromkeys(each.city for each in cities(facts, ask)[0] if not each.covered)))


@figure("F55", N_("Network coverage"), unit=PERCENT, rows=_open,
        formula=N_("Cities with an active distributor or agent for the line ÷ cities that buy the line × 100"),
        reads=("assignment", "distributor", "territory", "product_line", "market_size", "client"))
def reach(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Of a line or of all, each city once a line; by line, market or city. Its rows are the cities nobody covers."""
    if ask.by not in (None, *DIVIDED) or ask.scope.distributor or ask.scope.client or ask.scope.person:
        raise Problem(_("This figure cannot be divided by that."), field="by")
    found, blind = cities(facts, ask)
    groups: dict[Key, list[City]] = {} if ask.by else {None: []}
    for each in found:
        groups.setdefault(_key(ask, each), []).append(each)
    return {key: _told(facts, ask, key, group, blind=blind) for key, group in groups.items()}


def _key(ask: Ask, each: City) -> Key:
    return {None: None, "line": each.line, "market": each.market or "", "territory": each.city}[ask.by]


def _told(facts: Facts, ask: Ask, key: Key, group: list[City], *, blind: bool) -> Figure:
    covered = Fraction(sum(each.covered for each in group))
    value = ratio(covered, len(group))
    return Figure("F55", PERCENT, value, covered, Fraction(len(group)), ask.until, ask.period, ask.scope, key,
                  high(facts.reader, "F55", value), "" if value is not None else NO_CITIES,
                  notes=(ALL_CITIES,) if blind else ())
