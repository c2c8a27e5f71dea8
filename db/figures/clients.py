"""The SQL behind what clients use, heard and bought: patients, adoption, messages, rhythm, lost ones, files."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, or_, select, union

from db.figures.calculated import AUDIENCES, live, of, one
from db.figures.completeness import applicable, distributor_items, filled, items, person_items
from db.figures.contacts import active, whole
from db.figures.panel import of_parties
from db.figures.rollup_tables import PARTY
from db.figures.scopes import Attribution, branch, of_party, of_people
from kamdesk.fields import Id
from kamdesk.figures.contact_facts import AdoptionPart, FilePart, LostPart, PatientPart, ToldPart
from kamdesk.figures.facts import Key
from kamdesk.figures.model import Ask
from kamdesk.kinds import kind_of
from kamdesk.records.listings import ADOPTION_LEVELS
from kamdesk.records.numbering import field_numbers

ADOPTED = ("regular", "reference")
CLOCK = 1000 * 65536  # of a second, as changes are stamped


class StoredClients:
    """``kamdesk.figures.contact_facts.ClientFacts`` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def patients(self, ask: Ask, until: datetime.date, base_from: str) -> Mapping[Key, PatientPart]:
        """Last readings against those before the period, of pairs that have both."""
        count = of("patient_count")
        now = _last_reading(count, count.c.month <= f"{until:%Y-%m}").subquery("now")
        base = _last_reading(count, count.c.month.between(base_from, _before(ask.period.first_month))).subquery("base")
        both = and_(base.c.client == now.c.client, base.c.product == now.c.product)
        source = now.outerjoin(base, both).join(PARTY, PARTY.c.pk == now.c.client)
        columns = {**of_party(now.c.client), "product": now.c.product}
        fact, key = Attribution(columns, source).by(ask.by)
        paired = base.c.patients.is_not(None)
        chosen = select(key.label("key"), func.coalesce(func.sum(base.c.patients), 0),
                        func.coalesce(func.sum(now.c.patients).filter(paired), 0), func.count().filter(paired),
                        func.count().filter(~paired)).select_from(fact.source).where(
            PARTY.c.archived == 0, fact.within(ask.scope)).group_by("key")
        return {row[0]: PatientPart(*row[1:]) for row in self._connection.execute(chosen)}

    def adoption(self, ask: Ask, until: datetime.date) -> Mapping[Key, AdoptionPart]:
        """Physicians by their level, and the moves of the period, read from the history."""
        level = of("adoption")
        columns = {**of_party(level.c.physician), "product": level.c.product}
        fact, key = Attribution(columns, level.join(PARTY, PARTY.c.pk == level.c.physician)).by(ask.by)
        mine = (live(level), PARTY.c.archived == 0, fact.within(ask.scope))
        adopted = case((level.c.level.in_(ADOPTED), level.c.physician))
        chosen = select(key.label("key"), func.count(level.c.physician.distinct()), func.count(adopted.distinct())
                        ).select_from(fact.source).where(*mine, level.c.on <= until.isoformat()).group_by("key")
        moved = self._moves(ask.period.start, until)
        ways: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
        for of_key, id_ in self._connection.execute(select(key.label("key"), level.c.id).select_from(fact.source).where(
                *mine, level.c.id.in_(list(moved)))):
            for step in moved[id_]:
                ways[of_key][0 if step > 0 else 1] += 1
        return {row[0]: AdoptionPart(*row[1:], *ways[row[0]]) for row in self._connection.execute(chosen)}

    def _moves(self, first: datetime.date, last: datetime.date) -> dict[Id, list[int]]:
        """By level record, how many steps each change of the days moved it."""
        bounds = [int(datetime.datetime.combine(day, datetime.time.min).timestamp() * CLOCK)
                  for day in (first, last + datetime.timedelta(1))]
        sql = ("SELECT j.pk, j.o, j.v FROM kd_journal j JOIN kd_txn x ON j.seq BETWEEN x.s_from AND x.s_to"
               " WHERE j.t = ? AND j.f = ? AND x.hlc >= ? AND x.hlc < ? ORDER BY j.seq")
        order = list(ADOPTION_LEVELS)
        found: dict[Id, list[int]] = defaultdict(list)
        which = (kind_of("adoption").code, field_numbers("adoption")["level"])
        for id_, before, after in self._connection.exec_driver_sql(sql, (*which, *bounds)):
            if before in order and after in order and before != after:
                found[id_].append(order.index(after) - order.index(before))
        return found

    def informed(self, ask: Ask, until: datetime.date) -> Mapping[Id, ToldPart]:
        """By approved message: the clients of its audience, and those who heard it since its approval."""
        found = {}
        for message in self._messages(until):
            who, heard = self._audience(ask, message), _heard(message, until)
            chosen = select(func.count(), func.count().filter(PARTY.c.pk.in_(heard))).where(*who)
            found[message.id] = ToldPart(*self._connection.execute(chosen).one())
        return found

    def uninformed_ids(self, ask: Ask, until: datetime.date, message: Id | None = None) -> list[Id]:
        """The clients of the audience who have not heard a message, or one of them all."""
        chosen = [select(PARTY.c.pk).where(*self._audience(ask, each), PARTY.c.pk.not_in(_heard(each, until)))
                  for each in self._messages(until) if message in (None, each.id)]
        return list(self._connection.execute(union(*chosen)).scalars()) if chosen else []

    def _messages(self, until: datetime.date) -> Sequence[Any]:
        m = of("key_message")
        return self._connection.execute(select(m.c.id, m.c.approved_on, m.c.audience, m.c.product).where(
            live(m), m.c.state == "approved", m.c.approved_on <= until.isoformat()).order_by(m.c.id)).all()

    @staticmethod
    def _audience(ask: Ask, message: Any) -> list[ColumnElement[bool]]:
        wanted = json.loads(message.audience) if message.audience else []
        categories = [each for name in wanted for each in AUDIENCES.get(name, ())]
        return [*active(whole(), ask), PARTY.c.kind == kind_of("client").code, PARTY.c.category.in_(categories)]

    def planned_targets(self, ask: Ask, on: datetime.date) -> tuple[int, int]:
        """Named targets of the work plans that cover a day, and those with a plan in force."""
        work, plan = of("work_plan"), of("client_plan")
        named = func.json_each(work.c.targets).table_valued("value")
        day = on.isoformat()
        within = [of_people(work.c.owner, ask.scope)] if ask.scope.person else []
        if ask.scope.territory:
            within.append(work.c.scope.in_(branch(ask.scope.territory)))
        targets = select(named.c.value.label("client")).select_from(work).join(named, literal(1) == 1).where(
            live(work), work.c.start <= day, work.c.end >= day, *within).distinct().subquery("targets")
        in_force = select(plan.c.client).where(live(plan), plan.c.state == "open", plan.c.start <= day,
                                               plan.c.end >= day)
        row = self._connection.execute(select(func.count(), func.count().filter(targets.c.client.in_(in_force)))
                                       .select_from(targets)).one()
        return row[0], row[1]

    def purchases(self, ask: Ask, on: datetime.date, last: int) -> Mapping[Id, Sequence[datetime.date]]:
        """By active party its last different days with a purchase: a sale with a day, or a confirmed order."""
        sale, order, day = of("sales_record"), of("order"), on.isoformat()
        days = union(
            select(sale.c.on).where(live(sale), sale.c.category == "sale", sale.c.on <= day,
                                    sale.c.party == PARTY.c.pk).correlate(PARTY),
            select(order.c.on).where(live(order), order.c.on <= day, order.c.state.not_in(("draft", "cancelled")),
                                     order.c.buyer == PARTY.c.pk).correlate(PARTY)).subquery("days")
        newest = select(days.c.on).order_by(days.c.on.desc()).limit(last).subquery("newest")
        told = one(select(func.group_concat(newest.c.on)).correlate(PARTY))  # a party looks up its own few sales
        found = self._connection.execute(select(PARTY.c.pk, told.label("days")).where(*active(whole(), ask)))
        return {party: [datetime.date.fromisoformat(each) for each in sorted(text.split(","), reverse=True)]
                for party, text in found if text}

    def lost(self, ask: Ask, months: tuple[str, str, str]) -> Mapping[Key, LostPart]:
        """Parties that bought in the first span, and those that bought nothing in the second; returns are no sales."""
        first, middle, last = months
        sale = of("sales_record")
        early = sale.c.month <= middle
        sums = select(sale.c.party, func.sum(sale.c.amount).filter(early).label("amount"),
                      func.count().filter(early).label("before"), func.count().filter(~early).label("since")).where(
            live(sale), sale.c.category == "sale", sale.c.month.between(first, last), sale.c.party.is_not(None)
        ).group_by(sale.c.party).subquery("sums")
        fact, key = Attribution(of_party(PARTY.c.pk), sums.join(PARTY, PARTY.c.pk == sums.c.party)).by(ask.by)
        gone = and_(sums.c.before > 0, sums.c.since == 0)
        chosen = select(key.label("key"), func.count().filter(sums.c.before > 0), func.count().filter(gone),
                        func.coalesce(func.sum(sums.c.amount).filter(gone), 0)).select_from(fact.source).where(
            fact.within(of_parties(ask.scope))).group_by("key")
        return {row[0]: LostPart(*row[1:]) for row in self._connection.execute(chosen)}

    def lost_ids(self, ask: Ask, months: tuple[str, str, str]) -> list[Id]:
        """The clients that bought in the first span and nothing since."""
        first, middle, last = months
        sale, fact = of("sales_record"), whole()
        bought = select(sale.c.party).where(live(sale), sale.c.category == "sale")
        chosen = select(PARTY.c.pk).where(
            PARTY.c.kind == kind_of("client").code, fact.within(of_parties(ask.scope)),
            PARTY.c.pk.in_(bought.where(sale.c.month.between(first, middle))),
            PARTY.c.pk.not_in(bought.where(sale.c.month > middle, sale.c.month <= last, sale.c.party.is_not(None))))
        return list(self._connection.execute(chosen.order_by(PARTY.c.pk)).scalars())

    def first_sale(self) -> str | None:
        """The first month with a sale."""
        sale = of("sales_record")
        found: str | None = self._connection.execute(select(func.min(sale.c.month)).where(live(sale))).scalar()
        return found

    def files(self, ask: Ask, on: datetime.date) -> Mapping[Key, FilePart]:
        """What is filled in of the files of parties and people."""
        found: dict[Key, FilePart] = {}
        for chosen in self._files(ask, on):
            for of_key, done, wanted in self._connection.execute(chosen):
                before = found.get(of_key, FilePart())
                found[of_key] = FilePart(before.filled + (done or 0), before.applicable + (wanted or 0))
        return found

    def _files(self, ask: Ask, on: datetime.date) -> Iterator[Select[Any]]:
        """One query each for clients, distributors and people, as far as the scope and breakdown reach."""
        scope = ask.scope
        for kind, made in (("client", items), ("distributor", distributor_items)):
            table = of(kind)
            fact, key = Attribution(of_party(PARTY.c.pk), PARTY.join(table, table.c.id == PARTY.c.pk)).by(ask.by)
            every = made(table)
            yield select(key.label("key"), func.sum(filled(every)), func.sum(applicable(every))).select_from(
                fact.source).where(*active(fact, ask)).group_by("key")
        parties = scope.client or scope.distributor or scope.channel
        if ask.by in (None, "person", "territory", "market") and not parties:
            person = of("person")
            columns = {"person": person.c.id, "territory": person.c.territory}
            fact, key = Attribution(columns, person).by(ask.by)
            every = person_items(person, on)
            yield select(key.label("key"), func.sum(filled(every)), func.sum(applicable(every))).select_from(
                fact.source).where(live(person), or_(person.c.end.is_(None), person.c.end >= on.isoformat()),
                                   fact.within(of_parties(scope))).group_by("key")

    def incomplete_ids(self, ask: Ask) -> list[Id]:
        """The clients whose file is not complete."""
        client, fact = of("client"), whole()
        every = items(client)
        chosen = select(client.c.id).select_from(PARTY.join(client, client.c.id == PARTY.c.pk)).where(
            *active(fact, ask), filled(every) < applicable(every)).order_by(client.c.id)
        return list(self._connection.execute(chosen).scalars())


def _before(month: str) -> str:
    year, index = map(int, month.split("-"))
    at = year * 12 + index - 2
    return f"{at // 12:04d}-{at % 12 + 1:02d}"


def _last_reading(count: Any, within: ColumnElement[bool]) -> Select[Any]:
    """By client and product the patients of the last month; SQLite gives the row that holds the maximum."""
    return select(count.c.client, count.c.product, func.max(count.c.month).label("month"), count.c.patients).where(
        live(count), within).group_by(count.c.client, count.c.product)


def _heard(message: Any, until: datetime.date) -> Any:
    """The parties to whom a message was told in a done visit or a conversation since its approval."""
    visit, talk = of("visit"), of("interaction")
    days = (message.approved_on, until.isoformat())
    mark = f'"{message.id}"'
    return union(
        select(visit.c.party).where(live(visit), visit.c.state == "done", visit.c.done_on.between(*days),
                                    visit.c.party.is_not(None), func.instr(visit.c.messages, mark) > 0),
        select(talk.c.party).where(live(talk), talk.c.on.between(*days), talk.c.party.is_not(None),
                                   func.instr(talk.c.messages, mark) > 0))
