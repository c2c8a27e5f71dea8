"""Reports about one record: the switches, header and closing box of the register, the blocks of that record."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from kamdesk import reports
from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.model import REGION, Period, Scope
from kamdesk.kinds import Kind
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block, Report, Row
from kamdesk.store import EQUAL, Query, Reader, Where
from kamdesk.store import Row as Stored

PARTIES = ("distributor", "client", "person")
Parts = Mapping[str, Callable[[Desk], tuple[Block, ...]]]


def about(app: App, code: str, period: Period, scope: Scope, parts: Parts, *, name: str, prices: bool | None = None,
          number: str = "", reader: str = "") -> Report:
    """A report of the register whose parts are made from one record called ``name``, by the names of the parts.

    ``prices`` None: as the report declares it.
    """
    declared = reports.declared(code)
    desk = Desk(app, period, scope, prices=declared.prices if prices is None else prices)
    gathered = reports.Gathered(declared, desk, {part.name: parts[part.name](desk) for part in declared.parts})
    made = reports.finish(gathered, reports.Choices(prices=desk.prices, reader=reader, number=number))
    return dataclasses.replace(made, scope=name)


def scope_of(party: Link | None) -> Scope:
    """The scope that asks for one client, distributor or person."""
    if party is None:
        return REGION
    if party.kind == "person":
        return Scope(person=party.id)
    return Scope(client=party.id) if party.kind == "client" else Scope(distributor=party.id)


def party_of(scope: Scope) -> Link | None:
    """The client, distributor or person that a scope names."""
    return next((Link(kind, id_) for kind in PARTIES if (id_ := getattr(scope, kind))), None)


def values_of(reader: Reader, kind: Kind, id_: str, columns: Sequence[str]) -> Stored:
    """Some columns of one record, calculated ones too."""
    return reader.page(kind, Query((Where("id", EQUAL, id_),), archived=None), limit=1, columns=columns).rows[0]


def named(reader: Reader, link: Link | None) -> str:
    """What a record is called, «» for none."""
    return reader.names([link]).get(link.id, "") if link else ""


def listed(names: Mapping[str, str], ids: Sequence[str]) -> str:
    """Names after one another."""
    return ", ".join(filter(None, (names.get(each, "") for each in ids)))


def row(*cells: str) -> Row:
    """A row of plain cells."""
    return Row(cells)
