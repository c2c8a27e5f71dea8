"""The scopes a report can be asked for: the region, its zones, and the people who answer for clients."""

from __future__ import annotations

from kamdesk.figures.model import REGION, Scope
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.store import EMPTY, Reader, Where
from kamdesk.words import _


def offered(reader: Reader) -> list[tuple[str, Scope]]:
    """Names and scopes: everything first, then each zone and each person of the team by name."""
    zones = reader.find(Territory, Where("level", "=", "zone"), sort=(("name", False),))
    people = reader.find(Person, Where("end", EMPTY), Where("employer", EMPTY), sort=(("name", False),))
    region = reader.setting("region_name") or _("The whole region")
    return [(region, REGION), *((zone.name, Scope(territory=zone.id)) for zone in zones),
            *((person.name, Scope(person=person.id)) for person in people)]
