"""Alerts of visits: what was not logged, and who waits too long (L13, L14)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from kamdesk.alerts.model import MOST, WATCH, Alert, Look, link_to, rule
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.methods import turns
from kamdesk.planning.panel import rule_of
from kamdesk.records.clients import Client
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.records.visits import Visit
from kamdesk.store import IN, Query, Where
from kamdesk.words import N_, _, day, plural

URGENT_SEGMENTS = ("a", "b")
COLUMNS = ("name", "category", "segment", "visit_override", "last_visit", "owner")


@rule("L13", N_("Visits not logged"), "visit")
def unlogged(look: Look) -> Iterator[Alert]:
    """My planned visits of days past, as one alert about the last of them."""
    past = Where("planned_on", "<", look.today)
    count = look.reader.count(Visit, past, state="planned", owner=look.reader.me)
    newest = look.reader.find(Visit, past, state="planned", owner=look.reader.me, sort=(("planned_on", True),), limit=1)
    for each in newest:
        party = each.party or Link("territory", each.territory or "")
        yield Alert("L13", link_to(each), plural("{n} visit not logged", "{n} visits not logged", count),
                    look.names([party]).get(party.id, ""), WATCH, N_("Log"), each.planned_on, owner=each.owner)


@rule("L14", N_("Clients A and B waiting for a visit"), "client", "visit", "visit_frequency",
      days=(N_("Days late"), 7))
def waiting(look: Look) -> Iterator[Alert]:
    """Clients A and B whose visit is late (F14), the latest first."""
    query = Query((Where("visit_status", "=", "overdue"), Where("segment", IN, URGENT_SEGMENTS)),
                  sort=(("visit_status", False),))
    rules = [rule_of(each) for each in look.reader.find(VisitFrequency)]
    for row in look.reader.page(Client.kind, query, limit=MOST, columns=COLUMNS).rows:
        values = row.values
        found = turns.rule_for(rules, category=values["category"] or "", level=values["segment"] or "",
                               override=values["visit_override"])
        state = turns.status(found, today=look.today, last_done=values["last_visit"])
        if state.days_late > look.limit("L14", "days"):
            yield Alert("L14", Link("client", row.id), _(
                "{client} {segment}: visit {n} days late", client=values["name"], n=state.days_late,
                segment=display(Client.kind.fields["segment"], values["segment"])),
                _last(values["last_visit"]), WATCH, N_("Plan it"), state.next_due, owner=values["owner"])


def _last(on: datetime.date | None) -> str:
    return _("Last visit: {day}", day=day(on)) if on else ""
