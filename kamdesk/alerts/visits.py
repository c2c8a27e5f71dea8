"""Alerts of visits and contact: what was not logged, who waits, cycles, markets: L13 to L15, L43, L44."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from kamdesk.alerts.model import BAD, MOST, WATCH, Alert, Look, link_to, rule
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.figures import ask, by
from kamdesk.figures.model import Figure, Period, Scope
from kamdesk.methods import turns
from kamdesk.methods.months import add_months, month_end, month_start
from kamdesk.planning.panel import rule_of
from kamdesk.records.clients import Client
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.records.visits import Visit
from kamdesk.store import IN, Query, Where
from kamdesk.words import N_, _, day, plural
from kamdesk.words import month as month_words

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


@rule("L15", N_("Cycles that do not fit"), "visit", "client", "distributor", "visit_frequency", "non_working_day",
      "person")
def rescue(look: Look) -> Iterator[Alert]:
    """My visits that are missing this month do not fit in what is left of it (F15)."""
    if look.reader.me is None:
        return
    month, mine = Period.month(f"{look.today:%Y-%m}"), Scope(person=look.reader.me, alone=True)
    found = ask(look.facts, "F15", month, mine)
    if found.status == "bad":
        fits, missing = int(found.more["fits"]), round(found.value or 0)
        yield Alert("L15", Link("person", look.reader.me), _("The cycle is not enough: {n} visits missing",
                                                             n=missing - fits),
                    _("{fits} of {missing} fit", fits=fits, missing=missing), BAD, N_("See rescue"),
                    owner=look.reader.me)


@rule("L43", N_("Without contact"), "visit", "interaction", "client", "distributor", "contact")
def silent(look: Look) -> Iterator[Alert]:
    """Parties beyond the contact limit of their class (F103), and key units whose deciding contact nobody reached.

    Clients already told as late for a visit are left out.
    """
    late = {alert.about.id for alert in waiting(look)}
    today = Period.day(look.today)
    for kind in ("client", "distributor"):
        found = [each for each in by(look.facts, "F103", today, look.scope, dimension=kind)
                 if each.key and each.key not in late and _unheard(each)]
        found.sort(key=lambda each: (each.status != "bad", -(each.more["days"] or 0), each.key or ""))
        names = look.names_of(kind, [each.key for each in found[:MOST]])
        for each in found[:MOST]:
            yield _silence(kind, each, names.get(each.key or "", ""))


def _unheard(each: Figure) -> bool:
    return each.status in ("watch", "bad") or bool(each.more["units"] and not each.more["reached"])


def _silence(kind: str, each: Figure, name: str) -> Alert:
    beyond, days = each.status in ("watch", "bad"), each.more["days"]
    if not beyond:
        title = _("{name}: nobody spoke with who decides", name=name)
    elif days is None:
        title = _("{name}: never in contact", name=name)
    else:
        title = _("{name}: without contact for {n} days", name=name, n=days)
    text = _("Limit of its class: {n} days", n=each.more["limit"]) if beyond else ""
    return Alert("L43", Link(kind, each.key or ""), title, text, BAD if each.status == "bad" else WATCH,
                 N_("Note contact"))


@rule("L44", N_("Markets without a visit"), "visit", "client", "territory", "non_working_day",
      days=(N_("Last working days of the month"), 5))
def markets(look: Look) -> Iterator[Alert]:
    """Markets nobody visited: near the end of the month while none is planned, and in the first days of the next."""
    month = f"{look.today:%Y-%m}"
    days = look.limit("L44", "days")
    planned = {each.territory for each in look.reader.find(
        Visit, Where("planned_on", ">=", look.today), Where("planned_on", "<=", month_end(month)), state="planned",
        purpose="market")}
    if look.calendar.working(look.today, month_end(month)) <= days:
        yield from _unseen(look, month, WATCH, but=planned)
    if look.calendar.working(month_start(month), look.today) <= days:
        yield from _unseen(look, add_months(month, -1), BAD, but=set())


def _unseen(look: Look, month: str, severity: str, *, but: set[str | None]) -> Iterator[Alert]:
    found = [each.key for each in by(look.facts, "F104", Period.month(month), dimension="market")
             if each.key and not each.numerator and each.key not in but]
    names = look.names_of("territory", found)
    for zone in found:
        yield Alert("L44", Link("territory", zone), _("{zone} without a market visit in {month}",
                                                      zone=names.get(zone, ""), month=month_words(month)),
                    "", severity, N_("Plan it"), month_end(month))
