"""How a budget line would be shared: the weights and rounding of the command, before anybody applies it (A1, A4)."""

from __future__ import annotations

from collections.abc import Sequence

from kamdesk import clock
from kamdesk.budgeting.bases import weights
from kamdesk.fields import Link
from kamdesk.methods.allocation import Child, split
from kamdesk.methods.months import month_of
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.store import EMPTY, FILLED, Reader, Where
from kamdesk.words import N_

TERRITORIES, PEOPLE = "territory", "person"
AMONG = {TERRITORIES: N_("Territories"), PEOPLE: N_("People")}


def receivers(reader: Reader, among: str) -> list[Link]:
    """The zones, or the people of the company who have one, by name."""
    if among == TERRITORIES:
        zones = reader.find(Territory, level="zone", sort=(("name", False),))
        return [Link(TERRITORIES, each.id) for each in zones]
    people = reader.find(Person, Where("end", EMPTY), Where("employer", EMPTY), Where("territory", FILLED),
                         sort=(("name", False),))
    return [Link(PEOPLE, each.id) for each in people]


def proposed(reader: Reader, *, total: int, children: Sequence[Link], basis: str) -> list[tuple[str, int]]:
    """Name and minor units of each receiver of a total, in their order; what it would be without closed months."""
    if total < 0 or not children:
        return []
    names = reader.names(children)
    parts = weights(reader, basis, children, before=month_of(clock.today()))
    shares = split(total, [Child(each.id, names.get(each.id, ""), weight)
                           for each, weight in zip(children, parts, strict=True)]).values()
    return [(names.get(each.id, ""), shares[each.id]) for each in children]
