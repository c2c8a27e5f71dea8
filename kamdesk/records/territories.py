"""Territories: the map of the region as a tree of regions, zones, cities and sectors (product/03 §3.1)."""

from __future__ import annotations

from kamdesk.fields import Geo, Id, calc, choice, geo, integer, note, ref, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.store import EMPTY, NOT_EQUAL, Reader, Where
from kamdesk.words import _, plural

LEVELS = {"region": "Region", "zone": "Zone", "city": "City", "sector": "Sector of a city"}


@record(
    "Territory", "Territories", code=1, place="settings/region", title="name",
    columns=("name", "level", "parent", "manager", "clients", "year_sales"), search=("name", "code"),
    filters=("level", "manager"), unique=(("name", "parent"),), join="ask",
)
class Territory(Record):
    """A part of the region; of level zone it is what reports call a market."""

    name: str = text("Name", required=True)
    code: str = text("Code")
    level: str | None = choice("Level", LEVELS, required=True, default="city")
    parent: Id | None = ref("Parent", "territory")
    manager: Id | None = ref("In charge", "person")
    geo: Geo | None = geo()
    population: int | None = integer("Population")
    note: str = note("Note")
    clients: int | None = calc("Clients", "int", "client", "territory")
    year_sales: int | None = calc("Sales of the year", "money", "sales_record", "territory", klass="amount")

    @check("parent")
    def no_loop(self, reader: Reader) -> str | None:
        """A territory does not hang on itself, directly or through others."""
        seen, above = {self.id}, self.parent
        while self.id and above:
            if above in seen:
                return _("A territory cannot depend on itself.")
            seen.add(above)
            parent = reader.maybe(Territory, above)
            above = parent.parent if parent else None
        return None

    def may_archive(self, reader: Reader) -> str | None:
        """Why it stays on the map: active clients, or somebody who answers for it today; None when it may go."""
        from kamdesk.records.clients import Client
        from kamdesk.records.network import Assignment

        clients = reader.count(Client, territory=self.id, status="active")
        if clients:
            return plural("The territory has {n} active client. Reassign it first.",
                          "The territory has {n} active clients. Reassign them first.", clients)
        held = sum(each.in_force for each in reader.find(Assignment, territory=self.id))
        return plural("The territory has {n} assignment in force. End it first.",
                      "The territory has {n} assignments in force. End them first.", held) if held else None

    @caution("parent")
    def one_root(self, reader: Reader) -> str | None:
        """A base describes one region."""
        if self.level != "region" or self.parent:
            return None
        others = reader.count(Territory, Where("parent", EMPTY), Where("id", NOT_EQUAL, self.id), level="region")
        return _("There is more than one root region.") if others else None
