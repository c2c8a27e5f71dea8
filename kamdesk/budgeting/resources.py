"""«Reparto de recursos»: the table of product/06 A4 with the move that would help the worst place of each resource."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.display import display
from kamdesk.fields import Id, Link
from kamdesk.figures.model import Ask, Period
from kamdesk.figures.resources import BUDGET, RESOURCES, Division, Shared, division
from kamdesk.methods.balance import Move, Place, move
from kamdesk.records.clients import Client
from kamdesk.store import Reader
from kamdesk.words import N_, _, exponent

KINDS = {"market": "territory", "line": "product_line", "person": "person", "segment": ""}
NONE = {"market": N_("Without market"), "line": N_("Without line"), "person": N_("Without owner"),
        "segment": N_("Without segment")}


@dataclass(frozen=True)
class Sharing:
    """A division with what its places are called, and the move proposed of each resource (None: all is even)."""

    division: Division
    moves: Mapping[str, Move]
    names: Mapping[str, str]
    dimension: str

    @property
    def kept(self) -> list[str]:
        """The resources of which some belongs to a place."""
        return [name for name in RESOURCES if self.division.totals.get(name)]

    @property
    def places(self) -> list[Shared]:
        """The places with a name, the one with most potential first."""
        known = [each for each in self.division.parts if each.key]
        return sorted(known, key=lambda each: (-(each.base or 0), each.key))


def sharing(reader: Reader, period: Period, dimension: str) -> Sharing:
    """How the resources of a period are shared by a dimension."""
    found = division(reader.facts, Ask(period, by=dimension))
    names = names_of(reader, dimension, [each.key for each in found.parts])
    moves = {name: made for name in RESOURCES if (made := move(_places(found, name, names))) is not None}
    return Sharing(found, moves, names, dimension)


def names_of(reader: Reader, dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """What the places are called; «sin zona» and its like for those without one."""
    kind = KINDS[dimension]
    wanted = [each for each in keys if each]
    known = reader.names(Link(kind, each) for each in wanted) if kind else {
        each: display(Client.kind.fields["segment"], each) for each in wanted}
    return {**known, "": _(NONE[dimension])}


def _places(found: Division, resource: str, names: Mapping[Id, str]) -> list[Place]:
    """Whole units (of money: of the currency, not cents) of each place with a name and a base."""
    unit = 10 ** exponent() if resource == BUDGET else 1
    base = "sales" if found.estimated else "potential"
    return [Place(each.key, names.get(each.key, each.key), int(each.amounts.get(resource, 0)) // unit,
                  each.amounts.get(base, Fraction(0)))
            for each in found.parts if each.key and resource in found.totals]
