"""From what is missing to the target to what would fill it: clients, listings, patients, visits (product/06 A13)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kamdesk import words
from kamdesk.fields import Id, Link
from kamdesk.figures import ask as ask_figure
from kamdesk.figures.histories import scope_of, whole_through
from kamdesk.figures.model import Ask, Period, Scope
from kamdesk.figures.sales import sold
from kamdesk.methods.months import add_months, month_end, month_start
from kamdesk.planning.gap_bases import Basis, bases_of
from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from kamdesk.store import IN, UNDER, Reader, Where
from kamdesk.words import _, plural

YEAR = 12
SHOWN = 60  # target clients proposed at most
YEARLY = ("clients", "listings", "patients")  # ratios of a year, taken by the months of the period


@dataclass(frozen=True)
class Gap:
    """What a period lacks to its target, in minor units, and the alternatives that would each fill it.

    ``ways``: clients, listings, patients and visits; one without a base is left out. ``clients``: target clients
    proposed, the most room first. ``expected`` and ``target`` None: nobody forecast the period, or set a target for it.
    """

    target: Fraction | None
    expected: Fraction | None
    ways: Mapping[str, int]
    clients: tuple[Id, ...] = ()

    @property
    def missing(self) -> Fraction:
        """Target − expected, not below zero."""
        return max((self.target or Fraction(0)) - (self.expected or Fraction(0)), Fraction(0))

    def sentence(self) -> str:
        """The gap in words."""
        if self.target is None:
            return _("There is no target for this period.")
        if self.expected is None:
            return _("There is no forecast for this period.")
        if not self.missing:
            return _("The forecast reaches the target.")
        amount = words.money(round(self.missing), decimals=0)
        told = [_counted(name, count) for name, count in self.ways.items()]
        if not told:
            return _("{amount} is missing.", amount=amount)
        *most, last = told
        ways = _("{some} or {last}", some=", ".join(most), last=last) if most else last
        return _("{amount} is missing: it equals {ways} more.", amount=amount, ways=ways)


def _counted(way: str, count: int) -> str:
    return {"clients": plural("{n} client", "{n} clients", count),
            "listings": plural("{n} listing", "{n} listings", count),
            "patients": plural("{n} patient", "{n} patients", count),
            "visits": plural("{n} effective visit", "{n} effective visits", count)}[way]


def ways_to_fill(missing: Fraction, bases: Mapping[str, Basis], *, months: int) -> dict[str, int]:
    """How many of each would fill what is missing, rounded up; yearly ratios × months ÷ 12, visits not."""
    found = {}
    for name, basis in bases.items():
        if basis.sold > 0 and basis.among > 0 and missing > 0:
            each = basis.sold / basis.among
            found[name] = math.ceil(missing / (each * months / YEAR if name in YEARLY else each))
    return found


def propose_work_plan(reader: Reader, *, scope: Link, start: str, months: int) -> Gap:
    """The gap of months from ``start`` («YYYY-MM») in a territory or of a person, and who fills it; saves nothing."""
    last = add_months(start, months - 1)
    period = Period(month_start(start), Period.month(last).end)
    at = scope_of(reader, scope)
    figure = ask_figure(reader.facts, "F91", period, at)
    past = _past(reader)
    gap = Gap(figure.denominator, figure.value, {})
    clients = _clients(reader, scope)
    ways = {} if figure.value is None else ways_to_fill(gap.missing, bases_of(reader, at, past, clients), months=months)
    return Gap(gap.target, gap.expected, ways, _with_room(reader, at, past, clients, ways.get("clients", SHOWN)))


def _past(reader: Reader) -> Period:
    """The last 12 whole months."""
    last = whole_through(reader.facts, "own")
    return Period(month_start(add_months(last, 1 - YEAR)), month_end(last))


def _clients(reader: Reader, scope: Link) -> list[Client]:
    """The active clients of a territory and below, or of a person and her team."""
    if scope.kind == "territory":
        return reader.find(Client, Where("territory", UNDER, scope.id), status="active")
    return reader.find(Client, Where("owner", IN, sorted(_team(reader, scope.id))), status="active")


def _team(reader: Reader, boss: Id) -> set[Id]:
    found, people = {boss}, reader.find(Person)
    while new := {each.id for each in people if each.manager in found} - found:
        found |= new
    return found


def _with_room(reader: Reader, at: Scope, past: Period, clients: Iterable[Client], count: int) -> tuple[Id, ...]:
    """The clients that buy least of what they could, the most room first."""
    bought = sold(reader.facts, Ask(past, at, "client"), past.end)
    room = {each.id: (each.potential or 0) - (bought[each.id].net if each.id in bought else 0) for each in clients}
    ranked = sorted((id_ for id_, left in room.items() if left > 0), key=lambda id_: (-room[id_], id_))
    return tuple(ranked[:min(count, SHOWN)])
