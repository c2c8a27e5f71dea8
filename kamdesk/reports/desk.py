"""What a report is built from: the open base, the period, the scope, and what its reader may see."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kamdesk import clock
from kamdesk.app import App
from kamdesk.fields import Id, Link
from kamdesk.figures.model import REGION, Figure, Period, Scope
from kamdesk.kinds import Kind
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.store import IN, UNDER, Reader, Where
from kamdesk.words import _, base_currency, money

PARTIES = ("client", "distributor")
SCOPED = ("territory", "person", "client", "distributor")


@dataclass(frozen=True)
class Desk:
    """The questions of one report; each figure is asked once, and remembered for the box of exclusions."""

    app: App
    period: Period
    scope: Scope = REGION
    prices: bool = True
    today: datetime.date = field(default_factory=clock.today)
    asked: dict[tuple[str, Period], Figure] = field(default_factory=dict)
    broken_down: dict[tuple[str, str], dict[str, Figure]] = field(default_factory=dict)

    @property
    def reader(self) -> Reader:
        """Records and settings."""
        return self.app.store

    @property
    def until(self) -> datetime.date:
        """The last day of the period that has come."""
        return min(self.period.end, self.today)

    def ask(self, code: str, period: Period | None = None) -> Figure:
        """One figure of the scope, by default of the period."""
        key = code, period or self.period
        if key not in self.asked:
            self.asked[key] = self.app.ask(*key, self.scope)
        return self.asked[key]

    def by(self, code: str, dimension: str) -> dict[str, Figure]:
        """A figure of the period broken down, by key; rows without one fall under «»."""
        key = code, dimension
        if key not in self.broken_down:
            found = self.app.by(code, self.period, self.scope, dimension=dimension)
            self.broken_down[key] = {each.key or "": each for each in found}
        return self.broken_down[key]

    def names(self, kind: str, keys: Iterable[str], *, none: str) -> dict[str, str]:
        """What the keys of a breakdown are called; ``none`` names the rows without one."""
        found = self.reader.names(Link(kind, key) for key in keys if key)
        return {**found, "": none}

    @cached_property
    def scope_name(self) -> str:
        """Whose report it is: the region, or the names of what was chosen."""
        chosen = [Link(kind, id_) for kind in SCOPED if (id_ := getattr(self.scope, kind))]
        names = self.reader.names(chosen)
        told = " · ".join(names[link.id] for link in chosen if link.id in names)
        return told or self.reader.setting("region_name") or _("The whole region")

    def narrowed(self, kind: Kind) -> tuple[Where, ...]:
        """The conditions that keep a list of a kind within the scope; kinds without place and owner stay whole."""
        found: list[Where] = []
        owner = kind.fields.get(kind.owner or "")
        if self.scope.territory:
            found.extend(self._there(kind, self.scope.territory))
        if self.scope.person and owner is not None and owner.type == "ref":
            found.append(Where(owner.name, IN, self._team))
        return tuple(found)

    def _there(self, kind: Kind, territory: Id) -> Iterable[Where]:
        place = kind.fields.get("territory")
        if place is not None and place.stored:
            yield Where("territory", UNDER, territory)
            return
        for name, of in kind.fields.items():
            if of.stored and of.type in ("link", "ref") and set(of.to) & set(PARTIES) and "territory" not in of.to:
                yield Where(name, IN, self._parties)
                return

    @cached_property
    def _parties(self) -> list[Id]:
        """Clients and distributors of the territory."""
        below = {each.id for each in self.reader.find(Territory, Where("id", UNDER, self.scope.territory))}
        clients = self.reader.find(Client, Where("territory", UNDER, self.scope.territory))
        partners = self.reader.find(Distributor)
        return [*(each.id for each in clients), *(each.id for each in partners if below & set(each.territories))]

    @cached_property
    def _team(self) -> list[Id]:
        """The person and everybody who reports to her, directly or not."""
        people = self.reader.find(Person)
        team = [self.scope.person or ""]
        for boss in team:  # grows while it is read: those found are asked for their own people
            team.extend(each.id for each in people if each.manager == boss and each.id not in team)
        return team

    def exclusions(self) -> tuple[str, ...]:
        """What the figures asked leave out, each said once, in the order asked."""
        told: dict[str, None] = {}
        for figure in self.asked.values():
            for gone in figure.exclusions:
                amount = "" if gone.amount is None else money(gone.amount, gone.currency or base_currency())
                parts = (_(gone.reason).capitalize(), str(gone.count), amount)
                told.setdefault(" · ".join(filter(None, parts)))
        return tuple(told)
