"""set_frequency: a rule of visits for the team, with its turns spread evenly over the months (product/04 §4.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil

from kamdesk.commands import command
from kamdesk.methods.turns import even_phase, rule_for
from kamdesk.planning.panel import rule_of
from kamdesk.records.clients import Client
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.store import UnitOfWork
from kamdesk.words import _, fold


@command
def set_frequency(uow: UnitOfWork, *, rule: VisitFrequency) -> VisitFrequency:
    """Create or change a frequency; the clients that follow it get turns spread evenly over its months."""
    stored = uow.save(rule) if rule.id else uow.add(rule)
    rules = [rule_of(each) for each in uow.find(VisitFrequency)]
    followers = []
    for client in uow.find(Client, status="active"):
        own = rule_for(rules, category=client.category or "", level=client.segment or "",
                       override=client.visit_override)
        if own is not None and own.id == stored.id:
            followers.append(client)
    _rebalance(uow, followers, stored.months)
    uow.describe(_("Change the frequency {name}", name=stored.name))
    return stored


def _rebalance(uow: UnitOfWork, clients: Sequence[Client], months: int) -> None:
    """Keep the turns that fit in an even share and give the others the least used ones."""
    share, kept = ceil(len(clients) / months), Counter[int]()
    moved: list[Client] = []
    for client in sorted(clients, key=lambda each: (fold(each.name), each.id)):
        phase = client.phase
        if phase is not None and 0 <= phase < months and kept[phase] < share:
            kept[phase] += 1
        else:
            moved.append(client)
    rows = []
    for client in moved:
        phase = even_phase(kept.elements(), months)
        kept[phase] += 1
        rows.append({"id": client.id, "phase": phase})
    uow.change_many(Client.kind, rows)
