"""By what a target is shared among its children: what they sold, what they could buy, equal parts, or by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kamdesk.fields import Id, Link
from kamdesk.figures.facts import Key
from kamdesk.figures.histories import scope_of
from kamdesk.figures.model import Ask, Period, Scope
from kamdesk.figures.sales import actuals, loaded_through
from kamdesk.methods.allocation import Number
from kamdesk.methods.months import add_months, month_end, month_of, month_start
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.targets import BASES, Target
from kamdesk.records.territories import Territory
from kamdesk.store import FILLED, IN, Reader, Where
from kamdesk.words import _

YEAR = 12
MANY = ("client", "distributor")  # asked for all at once; a territory or a person is asked with those below it
MEASURED = ("amount", "units", "billing", "collection")  # measures whose past is known by party


def weights(reader: Reader, basis: str, targets: Sequence[Target], *, measure: str, before: str) -> dict[Id, Number]:
    """The weight of each target by one of ``BASES``; last year: the 12 whole months known before a month."""
    if basis not in BASES:
        raise Problem(_("Choose last year's sales, potential, equal shares or manual."), field="basis")
    if basis == "equal":
        return {each.id: 1 for each in targets}
    if basis == "manual":
        return {each.id: each.weight or 0 for each in targets}
    if basis == "potential":
        return _potential(reader, targets)
    return _sold(reader, targets, measure if measure in MEASURED else "amount", last_year(reader, before))


def last_year(reader: Reader, before: str) -> Period:
    """The last 12 whole months with sales known, all before a month."""
    loaded = loaded_through(reader.facts)
    last = add_months(before, -1)
    if loaded is not None:
        known = month_of(loaded) if loaded == month_end(loaded) else add_months(month_of(loaded), -1)
        last = min(last, known)
    return Period(month_start(add_months(last, 1 - YEAR)), month_end(last))


def _sold(reader: Reader, targets: Sequence[Target], measure: str, period: Period) -> dict[Id, Number]:
    """What each sold in the period, never below zero."""
    known: dict[tuple[str, Id | None, Id | None], Mapping[Key, Fraction]] = {}
    found: dict[Id, Number] = {}
    for each in targets:
        node = each.node or Link("", "")
        if node.kind in MANY:
            group = (node.kind, each.line, each.product)
            if group not in known:
                known[group] = _reached(reader, Ask(period, Scope(line=each.line, product=each.product), node.kind),
                                        measure)
            found[each.id] = max(known[group].get(node.id, Fraction(0)), Fraction(0))
        else:
            scope = scope_of(reader, node, line=each.line, product=each.product)
            found[each.id] = max(_reached(reader, Ask(period, scope), measure).get(None, Fraction(0)), Fraction(0))
    return found


def _reached(reader: Reader, ask: Ask, measure: str) -> dict[Key, Fraction]:
    return {key: each.amount for key, each in actuals(reader.facts, ask, measure)[1].items()}


def _potential(reader: Reader, targets: Sequence[Target]) -> dict[Id, Number]:
    """Σ potential of a year of the clients of each; a distributor has none."""
    nodes = [each.node for each in targets if each.node]
    if all(node.kind == "client" for node in nodes):  # the usual last level: only those asked for are read
        clients = {each.id: each.potential or 0 for each in
                   reader.find(Client, Where("id", IN, [node.id for node in nodes]))}
        return {each.id: clients.get(each.node.id, 0) if each.node else 0 for each in targets}
    sums = potentials(reader)
    return {each.id: sums.get(each.node, 0) if each.node else 0 for each in targets}


def potentials(reader: Reader, *, factors: Mapping[str, Fraction] | None = None) -> dict[Link, Fraction]:
    """Σ potential of a year of clients by client, person and territory, each times the factor of its segment."""
    above = {each.id: each.parent for each in reader.find(Territory)}
    sums: dict[Link, Fraction] = {}
    for client in reader.find(Client, Where("potential", FILLED)):
        worth = (client.potential or 0) * (factors or {}).get(client.segment or "", Fraction(1))
        spots = [Link("client", client.id), *([Link("person", client.owner)] if client.owner else [])]
        spots += [Link("territory", each) for each in _upward(client.territory, above)]
        for spot in spots:
            sums[spot] = sums.get(spot, Fraction(0)) + worth
    return sums


def _upward(territory: Id | None, above: Mapping[Id, Id | None]) -> list[Id]:
    found: list[Id] = []
    while territory is not None and territory not in found:
        found.append(territory)
        territory = above.get(territory)
    return found
