"""Calc fields of appraisals, training, recruitment, incentives, papers and approvals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Table, case, cast, func, literal, or_, select

from db.figures.calculated import (
    count,
    half_away,
    live,
    of,
    one,
    requirements,
    setting,
    spent_on,
    to,
    total,
)
from db.figures.columns import calc
from db.figures.rollup_tables import BOUGHT, UNDER
from kamdesk import clock

KNOWN, A, B, C = 60_000, 85_000, 70_000, 55_000  # F52: least known weight, and the marks, in thousandths
LICENCES = ("sanitary_licence", "operating_permit", "gsp")


def score(appraisal: Any) -> ColumnElement[Any]:
    """F52: Σ weight × points ÷ Σ known weights, in thousandths."""
    line = of("appraisal_line")
    known = func.sum(line.c.weight).filter(line.c.points.is_not(None))
    return one(select(case((known >= KNOWN, half_away(func.sum(line.c.weight * line.c.points), known)))).where(
        live(line), line.c.appraisal == appraisal.c.id))


def mark(points: ColumnElement[Any]) -> ColumnElement[Any]:
    """The mark of a score in thousandths."""
    return case((points.is_(None), "no_data"), (points >= A, "a"), (points >= B, "b"), (points >= C, "c"), else_="d")


@calc("appraisal", "score")
def appraisal_score(table: Table) -> ColumnElement[Any]:
    """F52; none when less than 60 of the weights are known."""
    return score(table)


@calc("appraisal", "grade")
def appraisal_grade(table: Table) -> ColumnElement[Any]:
    """The mark of the score."""
    return mark(score(table))


@calc("appraisal", "change")
def appraisal_change(table: Table) -> ColumnElement[Any]:
    """The score less that of the appraisal before by the same scheme."""
    before = table.alias()
    last = one(select(score(before)).where(live(before), before.c.subject == table.c.subject,
                                           before.c.scheme == table.c.scheme, before.c.start < table.c.start)
               .order_by(before.c.start.desc(), before.c.id).limit(1))
    return score(table) - last


@calc("appraisal", "actions")
def appraisal_actions(table: Table) -> ColumnElement[Any]:
    """Tasks about it."""
    return count("task", *to(of("task"), "about", "appraisal", table.c.id))


@calc("person", "grade")
def person_grade(table: Table) -> ColumnElement[Any]:
    """The mark of her last closed appraisal."""
    appraisal = of("appraisal")
    return one(select(mark(score(appraisal))).where(
        live(appraisal), *to(appraisal, "subject", "person", table.c.id), appraisal.c.state == "closed")
        .order_by(appraisal.c.end.desc(), appraisal.c.id).limit(1))


def _attended(session: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    attendance = of("training_attendance")
    return [attendance.c.session == session, attendance.c.attended == 1]


@calc("training_session", "attendees")
def attendees(table: Table) -> ColumnElement[Any]:
    """Who came."""
    return count("training_attendance", *_attended(table.c.id))


@calc("training_session", "mean_score")
def mean_score(table: Table) -> ColumnElement[Any]:
    """Mean of the scores given."""
    attendance = of("training_attendance")
    return one(select(half_away(func.sum(attendance.c.score), func.count(attendance.c.score))).where(
        live(attendance), *_attended(table.c.id)))


@calc("training_session", "materials")
def materials(table: Table) -> ColumnElement[Any]:
    """Files of the session."""
    return count("attachment", *to(of("attachment"), "about", "training_session", table.c.id))


@calc("training_attendance", "passed")
def passed(table: Table) -> ColumnElement[Any]:
    """Came, and scored the pass mark; a session without scores is passed by coming (F58)."""
    session = of("training_session")
    needed = one(select(session.c.pass_mark * 1000).where(session.c.id == table.c.session))
    return case((table.c.attended == 0, 0), (table.c.score.is_(None), 1), (table.c.score >= needed, 1), else_=0)


def _goals(field: str) -> Any:
    def goals(table: Table) -> ColumnElement[Any]:
        goal = of("recruitment_goal")
        return total("recruitment_goal", goal.c[field], goal.c.plan == table.c.id)

    return goals


calc("recruitment_plan", "agents_goal")(_goals("agents"))
calc("recruitment_plan", "sales_goal")(_goals("sales"))


def _signed(plan: ColumnElement[Any], *conditions: Any) -> ColumnElement[Any]:
    """Distributors and agents of a plan with a contract signed (F57)."""
    contract, party = of("contract"), of("distributor")
    joined = contract.join(party, party.c.id == contract.c.party)
    return one(select(func.count(func.distinct(party.c.id))).select_from(joined).where(
        live(contract), party.c.recruitment_plan == plan,
        contract.c.category.in_(("agency", "distribution", "recruitment")), *conditions))


@calc("recruitment_plan", "agents_signed")
def agents_signed(table: Table) -> ColumnElement[Any]:
    """Parties of the plan that signed in its year."""
    return _signed(table.c.id, func.substr(of("contract").c.signed_on, 1, 4) == func.printf("%04d", table.c.year))


@calc("recruitment_goal", "signed")
def goal_signed(table: Table) -> ColumnElement[Any]:
    """Parties of the plan that signed in the month for the line and for the territory or a part of it (F57)."""
    contract, party = of("contract"), of("distributor")
    named = func.json_each(func.coalesce(contract.c.territories, party.c.territories)).table_valued("value")
    there = select(literal(1)).select_from(named.join(UNDER, UNDER.c.pk == named.c.value)).where(
        UNDER.c.above == table.c.territory).correlate(contract, party, table).exists()
    line = func.instr(contract.c.lines, literal('"').concat(table.c.line).concat('"')) > 0
    return _signed(table.c.plan, func.substr(contract.c.signed_on, 1, 7) == table.c.month, there,
                   or_(contract.c.lines.is_(None), line))


@calc("recruitment_plan", "sales")
def plan_sales(table: Table) -> ColumnElement[Any]:
    """Company sales of its year to the parties of the plan, in minor units."""
    party, year = of("distributor"), func.printf("%04d", table.c.year)
    return one(select(func.coalesce(func.sum(BOUGHT.c.amount), 0)).select_from(
        BOUGHT.join(party, party.c.id == BOUGHT.c.pk)).where(
        party.c.recruitment_plan == table.c.id, func.substr(BOUGHT.c.month, 1, 4) == year))


@calc("recruitment_plan", "spend")
def plan_spend(table: Table) -> ColumnElement[Any]:
    """Expenses of the plan and of its activities."""
    return spent_on("recruitment_plan", table.c.id) + activity_spend("recruitment_plan", table.c.id)


def activity_spend(kind: str, plan: ColumnElement[Any]) -> ColumnElement[Any]:
    """Expenses of the activities of a plan."""
    activity = of("promotion_activity")
    return one(select(func.coalesce(func.sum(spent_on("promotion_activity", activity.c.id)), 0)).where(
        live(activity), *to(activity, "plan", kind, plan)))


@calc("incentive", "payable")
def payable(table: Table) -> ColumnElement[Any]:
    """Awards not paid yet."""
    award = of("incentive_award")
    return total("incentive_award", award.c.amount, award.c.incentive == table.c.id, award.c.paid_on.is_(None))


@calc("policy", "acks")
def acks(table: Table) -> ColumnElement[Any]:
    """Who knows it."""
    return count("policy_ack", of("policy_ack").c.policy == table.c.id)


def paper_status(paper: Any) -> ColumnElement[Any]:
    """Where a paper stands today (A7): expired, being renewed, expiring within its warning days, valid."""
    today = clock.today().isoformat()
    warning = case((paper.c.category.in_(LICENCES), setting("warning_days", "licences")),
                   else_=setting("warning_days", "documents"))
    last = func.date(today, literal("+").concat(warning).concat(" days"))
    return case((paper.c.expires.is_(None), "valid"), (paper.c.expires < today, "expired"),
                (paper.c.expires > last, "valid"), (paper.c.renewal_started.is_not(None), "renewing"), else_="expiring")


@calc("compliance_document", "status")
def document_status(table: Table) -> ColumnElement[Any]:
    """Where it stands today."""
    return paper_status(table)


@calc("compliance_document", "days")
def days_left(table: Table) -> ColumnElement[Any]:
    """Days to its last day, negative afterwards."""
    days = func.julianday(table.c.expires) - func.julianday(clock.today().isoformat())
    return cast(days, Integer)


calc("compliance_check", "requirements")(requirements("compliance_check"))
