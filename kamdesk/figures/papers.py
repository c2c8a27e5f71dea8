"""F93 Documents in force: mandatory papers that hold today, of one holder or of all (product/05 §5.8)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.fields import Link
from kamdesk.figures import figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import BAD, GOOD, PERCENT, WATCH, Ask, Figure, Scope, ratio
from kamdesk.problems import Problem
from kamdesk.records.distributors import Distributor
from kamdesk.records.policies import ComplianceDocument
from kamdesk.selling.papers import mandatory_for
from kamdesk.store import EQUAL, FILLED, NOT_EQUAL, Reader, Where
from kamdesk.words import N_, _

NOTHING_ASKED = N_("no document is mandatory")


@dataclass(frozen=True)
class Papers:
    """The mandatory papers of some holders: how many are asked for, how many hold, how many have expired."""

    asked: int = 0
    held: int = 0
    expired: int = 0

    def __add__(self, other: Papers) -> Papers:
        return Papers(self.asked + other.asked, self.held + other.held, self.expired + other.expired)

    @property
    def share(self) -> Fraction | None:
        """Papers that hold ÷ papers asked for, in per cent; None when nothing is asked for."""
        return ratio(self.held, self.asked)

    @property
    def status(self) -> str | None:
        """Good when all hold, bad when any expired, else to be watched."""
        if not self.asked:
            return None
        return BAD if self.expired else GOOD if self.held == self.asked else WATCH


def counted(wanted: Collection[str], papers: Iterable[ComplianceDocument], on: datetime.date) -> Papers:
    """The papers of one holder on a day; those marked mandatory count besides the categories ``wanted``."""
    last: dict[str, list[ComplianceDocument]] = {each: [] for each in wanted}
    for each in papers:
        if each.category in last or each.mandatory:
            last.setdefault(each.category or "", []).append(each)
    held = [any(each.expires is None or each.expires >= on for each in found) for found in last.values()]
    expired = sum(bool(found) and not holds for found, holds in zip(last.values(), held, strict=True))
    return Papers(len(last), sum(held), expired)


def papers_of(reader: Reader, holder: Link, on: datetime.date) -> Papers:
    """The mandatory papers of a holder on a day."""
    return counted(mandatory_for(reader, holder), reader.find(ComplianceDocument, holder=holder), on)


def _holders(reader: Reader, scope: Scope) -> dict[str, str]:
    """Distributors and agents that work with us, with their role."""
    where = [Where("stage", NOT_EQUAL, "ended")]
    where += [Where("id", EQUAL, scope.distributor)] if scope.distributor else []
    return {each.id: each.role or "" for each in reader.find(Distributor, *where)}


@figure("F93", N_("Documents in force"), unit=PERCENT, formula=N_("Mandatory documents in force ÷ mandatory × 100"),
        reads=("compliance_document", "distributor", "client", "setting"))
def documents_in_force(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Of one client or distributor, of each distributor, or of the whole network."""
    reader, scope = facts.reader, ask.scope
    if ask.by not in (None, "distributor"):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    if scope.client:
        return {None: _told(ask, None, papers_of(reader, Link("client", scope.client), ask.until))}
    found = _of_network(reader, ask)
    if ask.by:
        return {key: _told(ask, key, each) for key, each in found.items()}
    return {None: _told(ask, None, sum(found.values(), Papers()))}


def _of_network(reader: Reader, ask: Ask) -> dict[str, Papers]:
    rules: Mapping[str, list[str]] = reader.setting("mandatory_documents")
    roles = _holders(reader, ask.scope)
    kept: dict[str, list[ComplianceDocument]] = {id_: [] for id_ in roles}
    for each in reader.find(ComplianceDocument, Where("holder", FILLED)):
        if each.holder and each.holder.kind == "distributor" and each.holder.id in kept:
            kept[each.holder.id].append(each)
    return {id_: counted(rules.get("agent" if role == "agent" else "distributor", []), kept[id_], ask.until)
            for id_, role in roles.items()}


def _told(ask: Ask, key: Key, found: Papers) -> Figure:
    return Figure("F93", PERCENT, found.share, Fraction(found.held), Fraction(found.asked), ask.until, ask.period,
                  ask.scope, key, found.status, "" if found.asked else NOTHING_ASKED,
                  more={"expired": found.expired, "missing": found.asked - found.held - found.expired})
