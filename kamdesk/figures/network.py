"""F52 Appraisal score, F53 Stock days, F56 Agent activation and F58 Training (product/05 §5.4)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

from kamdesk.fields import Id, Link
from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import BAD, DAYS, GOOD, NUMBER, PERCENT, WATCH, Ask, Exclusion, Figure, Period, ratio
from kamdesk.figures.thresholds import high
from kamdesk.methods.months import add_months_to_day
from kamdesk.problems import Problem
from kamdesk.records.appraisals import Appraisal
from kamdesk.records.distributors import Distributor, DistributorStock
from kamdesk.records.team import Person
from kamdesk.records.training import TrainingAttendance, TrainingSession
from kamdesk.store import AT_LEAST, AT_MOST, EQUAL, IN, Query, Where
from kamdesk.words import N_, _

THOUSANDTHS, QUARTER_YEAR, OLD_STOCK, MOST = 1_000, 90, 30, 100_000
NEVER, NO_SELL_OUT, NO_AGENTS, NOBODY = (N_("not appraised yet"), N_("no sell-out in 90 days"),
                                         N_("no active agent"), N_("nobody is assigned to the line"))
RECENT, OLD = N_("signed less than 90 days ago"), N_("the stock was read more than 30 days ago")
MARKS = {"a": GOOD, "b": GOOD, "c": WATCH, "d": BAD}
LOW, FULL, SCARCE, EXCESS = 30, 75, 15, 120  # days of stock


@figure("F52", N_("Appraisal score"), unit=NUMBER, formula=N_("Σ (weight × points) ÷ Σ known weights"),
        reads=("appraisal", "appraisal_line"))
def appraisal_score(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """The last appraisal that ended by the end of the period, of one distributor or person."""
    scope = ask.scope
    if ask.by is not None or not (scope.distributor or scope.person):
        raise Problem(_("Choose a distributor or a person."), field="distributor")
    subject = Link("distributor", scope.distributor) if scope.distributor else Link("person", scope.person or "")
    page = facts.reader.page(Appraisal.kind, Query((Where("subject", EQUAL, subject), Where("end", AT_MOST, ask.until)),
                                                   sort=(("end", True),)), limit=1, columns=("score", "grade", "end"))
    values: Mapping[str, object] = page.rows[0].values if page.rows else {}
    score = values.get("score")
    value = None if score is None else Fraction(str(score))
    return {None: Figure("F52", NUMBER, value, value, Fraction(100), ask.until, ask.period, scope, None,
                         MARKS.get(str(values.get("grade"))), "" if value is not None else NEVER,
                         more={"grade": values.get("grade"), "end": values.get("end")})}


@figure("F53", N_("Stock days"), unit=DAYS, reads=("distributor_stock", "sales_record"),
        formula=N_("Last stock ÷ (sell-out of 90 days ÷ 90)"))
def stock_days(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """How long the last stock read lasts, of one distributor, of all, or by product or distributor."""
    if ask.by not in (None, "product", "distributor"):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    span = Period(ask.until - datetime.timedelta(QUARTER_YEAR - 1), ask.until)
    out = facts.sales.sums(ask.over(span), ask.until, flow="sell_out")
    sold = {key: Fraction(sum(part.units for part in parts), THOUSANDTHS) for key, parts in out.items()}
    stock = _stock(facts, ask)
    keys: list[Key] = list(dict.fromkeys([*stock, *(key for key in sold if key)])) if ask.by else [None]
    return {key: _lasting(ask, key, stock.get(key), sold.get(key, Fraction(0))) for key in keys}


Stock = tuple[Fraction, datetime.date]


def _stock(facts: Facts, ask: Ask) -> dict[Key, Stock]:
    """The newest reading of each product at each distributor, added by key, with the oldest of their days."""
    wanted = [Where(name, EQUAL, value) for name, value in (("distributor", ask.scope.distributor),
                                                            ("product", ask.scope.product)) if value]
    found = facts.reader.find(DistributorStock, Where("on", AT_MOST, ask.until), *wanted, sort=(("on", True),))
    newest: dict[tuple[Id, Id], datetime.date] = {}
    sums: dict[Key, Stock] = {}
    for each in found:
        at = (each.distributor or "", each.product or "")
        if each.on is None or newest.setdefault(at, each.on) != each.on:
            continue
        key = {"product": each.product, "distributor": each.distributor}.get(ask.by or "")
        before, day = sums.get(key, (Fraction(0), each.on))
        sums[key] = before + Fraction(each.units or 0), min(day, each.on)
    return sums


def _lasting(ask: Ask, key: Key, stock: Stock | None, sold: Fraction) -> Figure:
    units = stock[0] if stock else Fraction(0)
    days = units / (sold / QUARTER_YEAR) if sold > 0 and stock else None
    old = stock is not None and (ask.until - stock[1]).days > OLD_STOCK
    status = None if days is None else GOOD if LOW <= days <= FULL else BAD if days < SCARCE or days > EXCESS else WATCH
    return Figure("F53", DAYS, days, units, sold, ask.until, ask.period, ask.scope, key, status,
                  "" if days is not None else NO_SELL_OUT, notes=(OLD,) if old else ())


def _idle(facts: Facts, ask: Ask) -> Rows:
    agents, selling, _new = _agents(facts, ask)
    return Rows(Distributor.kind, sorted(agents - selling))


def _agents(facts: Facts, ask: Ask) -> tuple[set[Id], set[Id], int]:
    """Active agents signed 90 days ago or more, those of them that sold in 90 days, and how many are too new."""
    since = ask.until - datetime.timedelta(QUARTER_YEAR)
    every = facts.reader.find(Distributor, role="agent", stage="active")
    agents = {each.id for each in every if each.since is None or each.since <= since}
    sums = facts.sales.sums(Ask(Period(since + datetime.timedelta(1), ask.until), ask.scope, "distributor", ask.today),
                            ask.until)
    selling = {key for key, parts in sums.items() if key and sum(part.net for part in parts) > 0}
    return agents, agents & selling, len(every) - len(agents)


@figure("F56", N_("Agent activation"), unit=PERCENT, formula=N_("Active agents with sales in 90 days ÷ active × 100"),
        reads=("distributor", "sales_record"), rows=_idle)
def activation(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """How many active agents sell; its rows are those that do not."""
    if ask.by is not None:
        raise Problem(_("This figure cannot be divided by that."), field="by")
    agents, selling, recent = _agents(facts, ask)
    value = ratio(len(selling), len(agents))
    return {None: Figure("F56", PERCENT, value, Fraction(len(selling)), Fraction(len(agents)), ask.until, ask.period,
                         ask.scope, None, high(facts.reader, "F56", value), "" if value is not None else NO_AGENTS,
                         (Exclusion(RECENT, recent),) if recent else ())}


@figure("F58", N_("Training coverage"), unit=PERCENT,
        formula=N_("People who passed a session of the line in 12 months ÷ people of the line × 100"),
        reads=("training_session", "training_attendance", "person"))
def training(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Of the line asked for, or of all lines together; ``more``: the mean score."""
    if ask.by is not None:
        raise Problem(_("This figure cannot be divided by that."), field="by")
    wanted = [Where("line", EQUAL, ask.scope.line)] if ask.scope.line else []
    sessions = facts.reader.find(TrainingSession, Where("on", AT_MOST, ask.until), Where(
        "on", AT_LEAST, add_months_to_day(ask.until, -12) + datetime.timedelta(1)), *wanted, state="done")
    page = facts.reader.page(TrainingAttendance.kind, Query((Where("session", IN, [each.id for each in sessions]),)),
                             limit=MOST, columns=("attendee", "attended", "score", "passed"))
    passed = {row.values["attendee"].id for row in page.rows if row.values["passed"]}
    scores = [Fraction(row.values["score"]) for row in page.rows if row.values["score"] is not None]
    people = {each.id for each in facts.reader.find(Person) if each.lines and (each.end is None or each.end > ask.until)
              and (not ask.scope.line or ask.scope.line in each.lines)}
    value = ratio(len(passed & people), len(people))
    mean = sum(scores, Fraction(0)) / len(scores) if scores else None
    return {None: Figure("F58", PERCENT, value, Fraction(len(passed & people)), Fraction(len(people)), ask.until,
                         ask.period, ask.scope, None, high(facts.reader, "F58", value),
                         "" if value is not None else NOBODY, more={"mean": mean})}
