"""Calc fields of clients, territories and visits."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Table, and_, case, cast, func, literal, or_, select

from db.figures.calculated import (
    AUDIENCES,
    count,
    effective,
    half_away,
    live,
    of,
    one,
    percent,
    requirements,
    setting,
    to,
    total,
)
from db.figures.columns import calc, sorted_by, stored
from db.figures.rollup_tables import CLASS, PARTY, PLACE, TOTALS, TURN, UNDER
from kamdesk import clock
from kamdesk.kinds import kind_of

SOON_DAYS = 7  # F14


def party(column: str, id_: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of the roll-up of parties."""
    return one(select(PARTY.c[column]).where(PARTY.c.pk == id_))


stored("client", "last_visit", PARTY.c.last_on)
stored("client", "balance", PARTY.c.balance)
stored("client", "year_sales", PARTY.c.bought)
stored("distributor", "balance", PARTY.c.balance)
sorted_by("client", "visit_status", PARTY.c.due_on)  # the most overdue first


@calc("client", "visit_status")
def visit_status(table: Table) -> ColumnElement[Any]:
    """F14: overdue before today, planned ahead, due within 7 days, on track; none without a frequency."""
    today, soon = clock.today().isoformat(), (clock.today() + datetime.timedelta(SOON_DAYS)).isoformat()
    p = PARTY.c
    status = case((p.every.is_(None), None), (and_(p.last_on.is_(None), p.ahead_on >= today), "planned"),
                  (p.last_on.is_(None), "never"), (p.due_on < today, "overdue"), (p.ahead_on >= today, "planned"),
                  (p.due_on <= soon, "soon"), else_="on_track")
    return one(select(status).where(p.pk == table.c.id))


@calc("client", "city")
def city(table: Table) -> ColumnElement[Any]:
    """The city at or above the client's territory."""
    return one(select(PLACE.c.city).where(PLACE.c.pk == table.c.territory))


@calc("client", "contact_status")
def contact_status(table: Table) -> ColumnElement[Any]:
    """F103 of one client: days since the last effective visit or conversation against the limit of its class."""
    days = func.julianday(clock.today().isoformat()) - func.julianday(_last_contact(table))
    limit = _contact_limit(table)
    return case((limit.is_(None), None), (days <= limit, "in_contact"), (days <= 2 * limit, "late"), else_="lost")


def _last_contact(table: Table) -> ColumnElement[Any]:
    visit, talk = of("visit"), of("interaction")
    seen = one(select(func.max(visit.c.done_on)).where(live(visit), visit.c.party == table.c.id,
                                                       effective(visit, table.c.category)))
    told = one(select(func.max(talk.c.on)).where(live(talk), *to(talk, "party", "client", table.c.id)))
    return func.max(func.coalesce(seen, told), func.coalesce(told, seen))


def _contact_limit(table: Table) -> ColumnElement[Any]:
    """The limit of the category before that of the segment; NULL where the team set none."""
    of_category = setting("contact_limits", table.c.category)
    return func.coalesce(of_category, setting("contact_limits", func.upper(table.c.segment)))


@calc("territory", "clients")
def clients_of_territory(table: Table) -> ColumnElement[Any]:
    """Active clients in the territory and below."""
    own = (select(CLASS.c.territory, func.sum(CLASS.c.n).label("n")).where(
        CLASS.c.turn.startswith("c|"), CLASS.c.active == 1, CLASS.c.archived == 0)
        .group_by(CLASS.c.territory).subquery())
    return one(select(func.coalesce(func.sum(own.c.n), 0)).select_from(
        UNDER.join(own, own.c.territory == UNDER.c.pk)).where(UNDER.c.above == table.c.id))


@calc("territory", "year_sales")
def sales_of_territory(table: Table) -> ColumnElement[Any]:
    """Company sales of the calendar year in the territory and below, in minor units."""
    t = TOTALS.c
    own = (select(t.territory, func.sum(t.sales + t.returns).label("amount")).where(
        t.flow == "sell_in", t.month.between(*this_year())).group_by(t.territory).subquery())
    return one(select(func.coalesce(func.sum(own.c.amount), 0)).select_from(
        UNDER.join(own, own.c.territory == UNDER.c.pk)).where(UNDER.c.above == table.c.id))


def this_year() -> tuple[str, str]:
    """The first month of the calendar year and the current one."""
    return f"{clock.today():%Y}-01", f"{clock.today():%Y-%m}"


calc("hospital_listing", "requirements")(requirements("hospital_listing"))


@calc("client_plan", "actions")
def actions_of_plan(table: Table) -> ColumnElement[Any]:
    """Tasks about the plan."""
    return count("task", *to(of("task"), "about", "client_plan", table.c.id))


@calc("visit", "effective")
def visit_effective(table: Table) -> ColumnElement[Any]:
    """F10 of one visit."""
    return case((effective(table, party("category", table.c.party)), 1), else_=0)


@calc("visit", "segment")
def visit_segment(table: Table) -> ColumnElement[Any]:
    """The segment or grade of the party."""
    return party("level", table.c.party)


@calc("visit", "shelf")
def shelf(table: Table) -> ColumnElement[Any]:
    """Products looked for on the shelf."""
    return count("shelf_check", of("shelf_check").c.visit == table.c.id)


@calc("visit_frequency", "label")
def days_between(table: Table) -> ColumnElement[Any]:
    """round(30 × every_months ÷ visits), in days."""
    return half_away(30 * func.coalesce(cast(table.c.every_months, Integer), 1), table.c.visits)


@calc("visit_frequency", "clients")
def followers(table: Table) -> ColumnElement[Any]:
    """Active parties that follow the rule."""
    own = (select(CLASS.c.turn, func.sum(CLASS.c.n).label("n")).where(CLASS.c.active == 1, CLASS.c.archived == 0)
           .group_by(CLASS.c.turn).subquery())
    return one(select(func.coalesce(func.sum(own.c.n), 0)).select_from(
        TURN.join(own, own.c.turn == TURN.c.turn)).where(TURN.c.rule == table.c.id))


def _cycle_visits(table: Table) -> list[ColumnElement[bool]]:
    visit = of("visit")
    first = func.coalesce(visit.c.planned_first, visit.c.planned_on)
    month = first.between(table.c.month.concat("-01"), table.c.month.concat("-31"))
    return [visit.c.owner == table.c.person, visit.c.origin == "plan", month]


def _done_in_cycle(table: Table) -> list[ColumnElement[bool]]:
    visit = of("visit")
    month = visit.c.done_on.between(table.c.month.concat("-01"), table.c.month.concat("-31"))
    return [visit.c.owner == table.c.person, visit.c.state == "done", month]


@calc("visit_cycle", "planned")
def planned(table: Table) -> ColumnElement[Any]:
    """Visits of the plan of the month."""
    return count("visit", *_cycle_visits(table))


@calc("visit_cycle", "done")
def done(table: Table) -> ColumnElement[Any]:
    """Visits done in the month."""
    return count("visit", *_done_in_cycle(table))


@calc("visit_cycle", "fulfilment")
def fulfilment(table: Table) -> ColumnElement[Any]:
    """F07 of the cycle: planned visits done in their month ÷ planned, those cancelled for a holiday or leave apart."""
    visit = of("visit")
    excused = and_(visit.c.state == "cancelled", visit.c.missed_reason.in_(("holiday", "leave")))
    kept = and_(visit.c.state == "done", func.substr(visit.c.done_on, 1, 7) == table.c.month)
    return one(select(percent(func.count().filter(kept), func.count().filter(~excused))).where(
        live(visit), *_cycle_visits(table)))


@calc("visit_cycle", "clients")
def clients_of_cycle(table: Table) -> ColumnElement[Any]:
    """Parties of the frozen panel."""
    return count("cycle_client", of("cycle_client").c.cycle == table.c.id)


@calc("visit_cycle", "coverage")
def coverage(table: Table) -> ColumnElement[Any]:
    """F02 of the frozen panel; none before the cycle is published."""
    member, visit = of("cycle_client"), of("visit")
    seen = select(literal(1)).where(live(visit), visit.c.party == member.c.party, *_done_in_cycle(table)).correlate(
        table, member).exists()
    return one(select(percent(func.count().filter(seen), func.count())).where(
        live(member), member.c.cycle == table.c.id, member.c.target > 0))


@calc("person", "daily_visits")
def daily_visits(table: Table) -> ColumnElement[Any]:
    """F09 of the current month: done visits ÷ field days."""
    visit = of("visit")
    first = clock.today().replace(day=1).isoformat()
    return one(select(half_away(func.count() * 1000, func.count(func.distinct(visit.c.done_on)))).where(
        live(visit), visit.c.owner == table.c.id, visit.c.state == "done",
        visit.c.done_on.between(first, clock.today().isoformat())))


@calc("person", "target_reached")
def target_reached(table: Table) -> ColumnElement[Any]:
    """F22 of the current month, by the sales and targets of the person alone."""
    month, t = f"{clock.today():%Y-%m}", TOTALS.c
    target, plan, each = of("target"), of("target_plan"), of("target_month")
    above = target.alias()
    same = select(literal(1)).where(above.c.id == target.c.parent, above.c.node == target.c.node).exists()
    wanted = one(select(func.sum(each.c.value)).select_from(
        target.join(plan, plan.c.id == target.c.plan).join(each, each.c.target == target.c.id)).where(
        live(target), live(plan), live(each), plan.c.state == "in_force", plan.c.measure == "amount",
        *to(target, "node", "person", table.c.id), each.c.month == month, ~same))
    sold = one(select(func.coalesce(func.sum(t.sales + t.returns), 0)).where(
        t.month == month, t.flow == "sell_in", t.person == table.c.id))
    return percent(sold, wanted)


@calc("vacancy", "candidates")
def candidates(table: Table) -> ColumnElement[Any]:
    """Candidates for the post."""
    return count("candidate", of("candidate").c.vacancy == table.c.id)


@calc("coaching", "average")
def coaching_average(table: Table) -> ColumnElement[Any]:
    """Mean of the five aspects."""
    c = table.c
    return half_away((c.preparation + c.opening + c.message + c.objections + c.close) * 1000, literal(5))


@calc("target", "year_total")
def year_total(table: Table) -> ColumnElement[Any]:
    """Σ of its months."""
    month = of("target_month")
    return total("target_month", month.c.value, month.c.target == table.c.id)


@calc("key_message", "informed")
def informed(table: Table) -> ColumnElement[Any]:
    """F109 of one message: active clients of its audience who heard it since its approval, in per cent."""
    p, visit, talk = PARTY.c, of("visit"), of("interaction")
    mark = literal('"').concat(table.c.id).concat('"')
    since = func.coalesce(table.c.approved_on, "9999")
    met = select(literal(1)).where(live(visit), visit.c.party == p.pk, visit.c.state == "done",
                                   visit.c.done_on >= since, func.instr(visit.c.messages, mark) > 0).correlate(
                                       table, PARTY).exists()
    told = select(literal(1)).where(live(talk), talk.c.party == p.pk, talk.c.on >= since,
                                    func.instr(talk.c.messages, mark) > 0).correlate(table, PARTY).exists()
    meant = or_(*(and_(func.instr(table.c.audience, f'"{name}"') > 0, p.category.in_(categories))
                  for name, categories in AUDIENCES.items()))
    counted = select(percent(func.count().filter(or_(met, told)), func.count())).select_from(PARTY).where(
        p.active == 1, p.archived == 0, p.kind == kind_of("client").code, meant)
    return case((table.c.state == "approved", one(counted.correlate(table))), else_=None)
