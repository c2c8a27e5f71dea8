"""The scopes a report can be asked for: the region and its zones."""

from __future__ import annotations

from kamdesk.figures.model import REGION, Scope
from kamdesk.records.territories import Territory
from kamdesk.store import Reader, Where
from kamdesk.words import _


def offered(reader: Reader) -> list[tuple[str, Scope]]:
    """Names and scopes: everything first, then each zone by name."""
    zones = reader.find(Territory, Where("level", "=", "zone"), sort=(("name", False),))
    region = reader.setting("region_name") or _("The whole region")
    return [(region, REGION), *((zone.name, Scope(territory=zone.id)) for zone in zones)]
