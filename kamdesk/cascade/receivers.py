"""Among whom a target may be shared: the zones, people, clients and distributors below it, or lines of products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kamdesk.fields import Id, Link
from kamdesk.kinds import Record
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.products import ProductLine
from kamdesk.records.targets import Target
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.store import EQUAL, NOT_EQUAL, UNDER, Reader, Where
from kamdesk.words import N_

GROUPS = {"territory": N_("Zones"), "person": N_("People"), "client": N_("Clients"),
          "distributor": N_("Distributors"), "line": N_("Lines")}
ACTIVE = Where("status", NOT_EQUAL, "inactive")


@dataclass(frozen=True)
class NewShare:
    """A receiver of a target: whose, of which line or product, with its limits of the year and its weight by hand."""

    node: Link
    line: Id | None = None
    product: Id | None = None
    floor: int | None = None
    cap: int | None = None
    weight: Decimal | None = None


def receivers(reader: Reader, target: Target) -> dict[str, list[NewShare]]:
    """Those who could receive a part of a target, by a key of ``GROUPS``; groups without anybody are left out."""
    node = target.node or Link("", "")
    found = {kind: _shares(kind, records) for kind, records in _below(reader, node).items()}
    if target.line is None and target.product is None:
        found["line"] = [NewShare(node, line=each.id) for each in reader.find(ProductLine, sort=(("name", False),))]
    return {group: shares for group, shares in found.items() if shares}


def _shares(kind: str, records: Iterable[Record]) -> list[NewShare]:
    return [NewShare(Link(kind, each.id)) for each in records]


def _below(reader: Reader, node: Link) -> Mapping[str, Iterable[Record]]:
    by_name = (("name", False),)
    if node.kind == "territory":
        there = Where("territory", UNDER, node.id)
        inside = {each.id for each in reader.find(Territory, Where("id", UNDER, node.id))}
        partners = reader.find(Distributor, sort=by_name)
        return {"territory": reader.find(Territory, parent=node.id, sort=by_name),
                "person": reader.find(Person, there, sort=by_name),
                "client": reader.find(Client, there, ACTIVE, sort=by_name),
                "distributor": [each for each in partners if inside & set(each.territories)]}
    if node.kind == "person":
        own = Where("owner", EQUAL, node.id)
        return {"person": reader.find(Person, manager=node.id, sort=by_name),
                "client": reader.find(Client, own, ACTIVE, sort=by_name),
                "distributor": reader.find(Distributor, own, sort=by_name)}
    return {}


def label_of(names: Mapping[Id, str], share: NewShare | Target) -> str:
    """What a target is called: whose it is and, where it is only a part, of which line or product."""
    whose = names.get(share.node.id, "") if share.node else ""
    return " · ".join(filter(None, (whose, names.get(share.line or "", ""), names.get(share.product or "", ""))))


def links_of(shares: Iterable[NewShare | Target]) -> list[Link]:
    """Everything that their labels name."""
    return [link for each in shares for link in (
        each.node, Link("product_line", each.line) if each.line else None,
        Link("product", each.product) if each.product else None) if link]
