"""The SQL behind contact: timeline and standing of parties, visit status, who was reached when, days on the road."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, literal, select, union_all

from db.figures.calculated import COUNTED, effective, live, of, one
from db.figures.panel import of_parties
from db.figures.rollup_tables import PARTY
from db.figures.scopes import Attribution, of_party
from db.figures.timeline import timeline
from kamdesk.fields import Id, Link
from kamdesk.figures.contact_facts import Happening, JointPart, ReachPart, Standing, StatusPart
from kamdesk.figures.facts import Key, MoneyPart
from kamdesk.figures.model import Ask
from kamdesk.kinds import kind_of

SOON_DAYS = 7  # F14
KEY_UNITS = ("public_hospital", "private_hospital", "tender_office", "institution")
OPEN_CASES = {"quality_issue": ("closed",), "return": ("resolved", "rejected")}  # the states that end one


class StoredContacts:
    """``kamdesk.figures.contact_facts.ContactFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def timeline(self, party: Link, limit: int) -> list[Happening]:
        """The last happenings of a party, newest first."""
        return timeline(self._connection, party, limit)

    def standings(self, parties: Sequence[Id], today: datetime.date) -> Mapping[Id, Standing]:
        """How some parties stand with their visits."""
        visit, p = of("visit"), PARTY.c
        hour = one(select(func.min(func.coalesce(visit.c.start, "00:00"))).where(
            live(visit), visit.c.party == p.pk, visit.c.state == "planned", visit.c.planned_on == today.isoformat()))
        chosen = select(p.pk, p.last_on, p.due_on, p.ahead_on, p.every, hour).where(p.pk.in_(parties))
        return {row[0]: Standing(_day(row[1]), _day(row[2]), _day(row[3]), row[4], _time(row[5]))
                for row in self._connection.execute(chosen)}

    def statuses(self, ask: Ask) -> Mapping[Key, StatusPart]:
        """Active parties by visit status; the order of the cases is that of F14."""
        status, late = _status(ask.today), func.julianday(ask.today.isoformat()) - func.julianday(PARTY.c.due_on)
        fact, key = whole().by(ask.by)
        counted = (func.count().filter(status == name) for name in
                   ("overdue", "soon", "on_track", "planned", "never", "without"))
        chosen = select(key.label("key"), *counted, func.max(case((status == "overdue", late), else_=0))).select_from(
            fact.source).where(*active(fact, ask)).group_by("key")
        return {row[0]: StatusPart(*(int(each or 0) for each in row[1:])) for row in self._connection.execute(chosen)}

    def overdue_ids(self, ask: Ask) -> list[Id]:
        """The active clients whose visit is overdue, the latest first."""
        fact = whole()
        chosen = select(PARTY.c.pk).where(*active(fact, ask), _status(ask.today) == "overdue",
                                          PARTY.c.kind == kind_of("client").code).order_by(PARTY.c.due_on, PARTY.c.pk)
        return list(self._connection.execute(chosen).scalars())

    def reach(self, ask: Ask, on: datetime.date, limits: Mapping[str, int], decider_days: int
              ) -> Mapping[Key, ReachPart]:
        """Active parties by their last contact, key units by their deciding contact, complaints that are open."""
        last, limit = _last_contact(on, ask), _limit(limits)
        days = func.julianday(on.isoformat()) - func.julianday(last.c.on)
        near, far = days <= limit, days <= 2 * limit
        source = PARTY.outerjoin(last, last.c.party == PARTY.c.pk)
        fact, key = Attribution(of_party(PARTY.c.pk), source).by(ask.by)
        chosen = select(
            key.label("key"), func.count().filter(near), func.count().filter(and_(far, ~near)),
            func.count().filter(and_(limit.is_not(None), func.coalesce(~far, True))),
            func.count().filter(limit.is_(None)), func.max(days), func.max(limit)).select_from(fact.source).where(
            *active(fact, ask)).group_by("key")
        found = {row[0]: ReachPart(row[1], row[2], row[3], row[4], _whole(row[5]), row[6])
                 for row in self._connection.execute(chosen)}
        for of_key, units, reached in self._units(ask, on, decider_days):
            found[of_key] = replace(found.get(of_key, ReachPart()), units=units, reached=reached)
        for of_key, count in self._complaints(ask, on):
            part = found.get(of_key, ReachPart())
            found[of_key] = replace(part, complaints=part.complaints + count)
        return found

    def _units(self, ask: Ask, on: datetime.date, days: int) -> Sequence[Any]:
        """(key, key units, those whose deciding contact was met or spoken to since)."""
        since = (on - datetime.timedelta(days)).isoformat()
        visit, talk = of("visit"), of("interaction")
        met = [_with_decider(visit, visit.c.done_on, since, on, visit.c.state == "done", *_only(visit, ask)),
               _with_decider(talk, talk.c.on, since, on, *_only(talk, ask))]
        seen = select(union_all(*met).subquery("met").c.party).distinct().subquery("seen")
        unit = (PARTY.c.category.in_(KEY_UNITS)) | (and_(PARTY.c.level == "a", PARTY.c.kind == kind_of("client").code))
        fact, key = Attribution(of_party(PARTY.c.pk), PARTY.outerjoin(seen, seen.c.party == PARTY.c.pk)).by(ask.by)
        return self._connection.execute(select(key.label("key"), func.count(), func.count(seen.c.party)).select_from(
            fact.source).where(*active(fact, ask), unit).group_by("key")).all()

    def _complaints(self, ask: Ask, on: datetime.date) -> list[Any]:
        """Complaints not told back to the client, quality issues and returns that are not closed."""
        talk, issue, back = of("interaction"), of("quality_issue"), of("return")
        rows = union_all(
            select(talk.c.party).where(live(talk), talk.c.topic == "complaint", talk.c.relay != "returned",
                                       talk.c.on <= on.isoformat()),
            select(issue.c.party).where(live(issue), issue.c.state.not_in(OPEN_CASES["quality_issue"]),
                                        func.coalesce(issue.c.reported_on, issue.c.found_on) <= on.isoformat()),
            select(back.c.party).where(live(back), back.c.state.not_in(OPEN_CASES["return"]),
                                       back.c.on <= on.isoformat())).subquery("complaints")
        fact, key = Attribution(of_party(PARTY.c.pk), rows.join(PARTY, PARTY.c.pk == rows.c.party)).by(ask.by)
        return list(self._connection.execute(select(key.label("key"), func.count()).select_from(fact.source).where(
            *active(fact, ask)).group_by("key")))

    def unreached_ids(self, ask: Ask, on: datetime.date, limits: Mapping[str, int]) -> list[Id]:
        """The active clients beyond the limit of their class."""
        last, limit = _last_contact(on, ask), _limit(limits)
        days = func.julianday(on.isoformat()) - func.julianday(last.c.on)
        fact = Attribution(of_party(PARTY.c.pk), PARTY.outerjoin(last, last.c.party == PARTY.c.pk))
        chosen = select(PARTY.c.pk).select_from(fact.source).where(
            *active(fact, ask), PARTY.c.kind == kind_of("client").code, limit.is_not(None),
            func.coalesce(days > limit, True)).order_by(last.c.on, PARTY.c.pk)
        return list(self._connection.execute(chosen).scalars())

    def joint(self, ask: Ask, until: datetime.date) -> Mapping[Key, JointPart]:
        """Coaching days of the period; a day counts once a person."""
        coaching, person = of("coaching"), of("person")
        columns = {"person": coaching.c.person, "territory": person.c.territory,
                   "month": func.substr(coaching.c.on, 1, 7)}
        fact, key = Attribution(columns, coaching.join(person, person.c.id == coaching.c.person)).by(ask.by)
        day = coaching.c.person.concat(coaching.c.on)
        chosen = select(key.label("key"), func.count(day.distinct()),
                        func.count(case((coaching.c.state == "done", day)).distinct())).select_from(fact.source).where(
            live(coaching), coaching.c.on.between(ask.period.start.isoformat(), until.isoformat()),
            fact.within(replace(of_parties(ask.scope), channel=None, client=None, distributor=None))).group_by("key")
        return {row[0]: JointPart(*row[1:]) for row in self._connection.execute(chosen)}

    def travel(self, ask: Ask, until: datetime.date) -> Mapping[Key, Sequence[MoneyPart]]:
        """Real expenses of the period made for a visit or with kilometres, by who spent them."""
        expense, person = of("expense"), of("person")
        month, currency = func.substr(expense.c.on, 1, 7), func.coalesce(expense.c.currency, "")
        columns = {"person": expense.c.person, "territory": person.c.territory, "month": month}
        fact, key = Attribution(columns, expense.join(person, person.c.id == expense.c.person)).by(ask.by)
        chosen = select(key.label("key"), month.label("month"), currency.label("money"), func.sum(expense.c.amount),
                        func.count()).select_from(fact.source).where(
            live(expense), expense.c.state.in_(COUNTED),
            expense.c.on.between(ask.period.start.isoformat(), until.isoformat()),
            (expense.c.visit.is_not(None)) | (func.coalesce(expense.c.km, 0) > 0),
            fact.within(replace(of_parties(ask.scope), channel=None, client=None, distributor=None)),
        ).group_by("key", "month", "money")
        found: dict[Key, list[MoneyPart]] = defaultdict(list)
        for row in self._connection.execute(chosen):
            found[row[0]].append(MoneyPart(*row[1:]))
        return found


def whole() -> Attribution:
    """Parties by the dimensions they have."""
    return Attribution(of_party(PARTY.c.pk), PARTY)


def active(fact: Attribution, ask: Ask) -> list[ColumnElement[bool]]:
    """Active parties within a scope; one that is named is looked up."""
    one = ask.scope.client or ask.scope.distributor
    named = [PARTY.c.pk == one] if one else []
    return [PARTY.c.active == 1, PARTY.c.archived == 0, *named, fact.within(of_parties(ask.scope))]


def _status(today: datetime.date) -> ColumnElement[Any]:
    """F14 of a party, by the roll-up; «without» a frequency."""
    p, now = PARTY.c, today.isoformat()
    soon = (today + datetime.timedelta(SOON_DAYS)).isoformat()
    return case((p.every.is_(None), "without"), (and_(p.last_on.is_(None), p.ahead_on >= now), "planned"),
                (p.last_on.is_(None), "never"), (p.due_on < now, "overdue"), (p.ahead_on >= now, "planned"),
                (p.due_on <= soon, "soon"), else_="on_track")


def _only(table: Any, ask: Ask) -> list[ColumnElement[bool]]:
    """The rows of the one party that is asked for, which an index finds."""
    one_party = ask.scope.client or ask.scope.distributor
    return [table.c.party == one_party] if one_party else []


def _last_contact(on: datetime.date, ask: Ask) -> FromClause:
    """By party the day of its last effective visit or conversation to a day; of private notes only the day counts.

    Each party looks into the indexes for its last ones: of 200,000 visits nobody reads the old ones.
    """
    visit, talk = of("visit"), of("interaction")
    seen = one(select(visit.c.done_on).where(
        live(visit), visit.c.party == PARTY.c.pk, visit.c.done_on <= on.isoformat(), effective(visit, PARTY.c.category)
    ).order_by(visit.c.done_on.desc()).limit(1).correlate(PARTY))
    told = one(select(func.max(talk.c.on)).where(live(talk), talk.c.party == PARTY.c.pk, talk.c.on <= on.isoformat()
                                                 ).correlate(PARTY))
    last = func.nullif(func.max(func.coalesce(seen, ""), func.coalesce(told, "")), "")
    return (select(PARTY.c.pk.label("party"), last.label("on")).where(*active(whole(), ask)).cte("last")
            .prefix_with("MATERIALIZED"))  # else SQLite would look again for every mention of the day


def _limit(limits: Mapping[str, int]) -> ColumnElement[Any]:
    """The limit in days of a party: by its category before its segment; NULL where the team set none."""
    p, client = PARTY.c, kind_of("client").code
    cases = [(p.category == name, days) for name, days in limits.items() if name.islower()]
    cases += [(and_(p.kind == client, func.upper(p.level) == name), days) for name, days in limits.items()
              if not name.islower()]
    return case(*cases, else_=None) if cases else literal(None)


def _with_decider(table: Any, day: ColumnElement[Any], since: str, on: datetime.date,
                  *conditions: ColumnElement[bool]) -> Any:
    """Parties of records whose contacts include one that decides."""
    contact = of("contact")
    named = func.json_each(table.c.contacts).table_valued("value")
    decides = select(contact.c.id).where(contact.c.influence == "decides", live(contact))
    return select(table.c.party).where(live(table), day.between(since, on.isoformat()), table.c.contacts.is_not(None),
                                       select(named.c.value).where(named.c.value.in_(decides)).exists(), *conditions)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _day(cell: Any) -> datetime.date | None:
    return datetime.date.fromisoformat(cell) if cell else None


def _time(cell: Any) -> datetime.time | None:
    return datetime.time.fromisoformat(cell) if cell else None
