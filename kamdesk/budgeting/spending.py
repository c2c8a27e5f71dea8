"""A12 over the data: the rules, the money left and the other expenses that decide about one expense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kamdesk import clock, words
from kamdesk.fields import Id, Link
from kamdesk.figures.model import Ask, Period
from kamdesk.methods.expense_rules import (
    BLOCK,
    WARN,
    Around,
    Effect,
    Hit,
    Month,
    Rule,
    Spent,
    effect,
    exceeds,
    hits,
)
from kamdesk.methods.months import fiscal_months, month_end, month_of, month_start
from kamdesk.problems import Problem
from kamdesk.records.budgets import NATURES, BudgetLine, Commitment
from kamdesk.records.expenses import Expense, ExpenseRule
from kamdesk.records.promotions import PromotionActivity
from kamdesk.store import IN, Reader, Where
from kamdesk.words import _

COUNTED = ("to_review", "reviewed", "reimbursed")  # what is real (F60)
PLANS = ("promotion_plan", "recruitment_plan")  # those whose activities draw on what they hold
IN_MONEY = ("per_expense", "per_day", "per_month", "per_attendee", "per_recipient_year", "no_receipt_from")


@dataclass(frozen=True)
class Simulation:
    """What an expense would do: None without a line in force; the rules it meets, those that stop first."""

    effect: Effect | None
    hits: tuple[Hit, ...]

    @property
    def blocked(self) -> Hit | None:
        """The first rule that stops it."""
        return next((hit for hit in self.hits if hit.action == BLOCK), None)


def months_of(reader: Reader, line: Id, year: Iterable[str]) -> dict[str, Month]:
    """Plan with transfers, actual and committed of a line in force by month; empty when its budget is not in force."""
    months = list(year)
    period = Period(month_start(months[0]), month_end(months[-1]))
    parts = reader.facts.budgets.sums(Ask(period, by="budget_line"), tuple(NATURES)).get(line, ())
    found: dict[str, Month] = {}
    for part in parts:
        old = found.get(part.month, Month())
        found[part.month] = Month(old.plan + part.plan, old.actual + part.actual, old.committed + part.committed,
                                  closed=old.closed or part.closed)
    return found


def rules_of(reader: Reader) -> list[Rule]:
    """The rules of the team; receipts and age are watched by the settings while no rule watches them."""
    own = reader.find(ExpenseRule, sort=(("name", False),))
    found = [rule_of(reader, each) for each in own if each.test]
    watched = {rule.test for rule in found}
    return found + [rule for rule in _standing(reader) if rule.test not in watched]


def rule_of(reader: Reader, each: ExpenseRule) -> Rule:
    """A rule of the team, stored or only typed, as it decides."""
    return Rule(each.test or "", each.message, _limit(each.test, each.value), _words(each.words), each.action or WARN,
                _below(reader, each.line))


def _standing(reader: Reader) -> list[Rule]:
    least, days = Decimal(reader.setting("receipt_from")), reader.setting("expense_age_days")
    limit = _limit("no_receipt_from", least)
    amount = words.money(int(limit or 0), decimals=0)
    return [Rule("no_receipt_from", _("Without receipt from {amount} on.", amount=amount), limit),
            Rule("max_age_days", _("It is presented more than {n} days later.", n=days), Decimal(days))]


def _limit(test: str | None, value: Decimal | None) -> Decimal | None:
    return value.scaleb(words.exponent()) if value is not None and test in IN_MONEY else value


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace(";", ",").split(",") if word.strip())


def _below(reader: Reader, line: Id | None) -> frozenset[Id] | None:
    """A line and everything under it."""
    if line is None:
        return None
    found, waiting = {line}, [line]
    while waiting:
        children = [each.id for each in reader.find(BudgetLine, Where("parent", IN, waiting))]
        waiting = [each for each in children if each not in found]
        found.update(waiting)
    return frozenset(found)


def simulate(reader: Reader, expense: Expense) -> Simulation:
    """What an expense, saved or only typed, does to its line and which rules it meets (product/06 A12)."""
    spent = seen(expense)
    around = Around(_others(reader, expense), clock.today(), planned(reader, expense))
    found = hits(rules_of(reader), spent, around)
    line = reader.maybe(BudgetLine, expense.line)
    if line is None:
        return Simulation(None, tuple(_lifted(reader, expense, found)))
    own, limits = _on_line(reader, expense, line)
    found = _lifted(reader, expense, [*found, *limits])
    return Simulation(own, tuple(sorted(found, key=lambda hit: hit.action != BLOCK)))


def demand(reader: Reader, expense: Expense) -> Simulation:
    """The simulation of an expense that may be saved; Problem with the rule that stops it."""
    found = simulate(reader, expense)
    if found.blocked is not None:
        raise Problem(found.blocked.message, field="amount")
    return found


def seen(expense: Expense) -> Spent:
    """An expense as the rules see it."""
    recipient, source = expense.recipient, expense.source
    return Spent(expense.on or clock.today(), expense.amount or 0, expense.line or "", expense.person or "",
                 recipient.id if recipient else "", source.id if source else "", expense.concept,
                 expense.attendees or 0, receipt=expense.receipt is not None)


def _others(reader: Reader, expense: Expense) -> list[Spent]:
    """What counts as spent in the same year by the same person, for the same recipient or on the same source."""
    on = expense.on or clock.today()
    year = (Where("on", ">=", on.replace(month=1, day=1)), Where("on", "<=", on.replace(month=12, day=31)))
    related: list[tuple[Where, ...]] = [(*year, Where("person", "=", expense.person))] if expense.person else []
    if expense.recipient:
        related.append((*year, Where("recipient", "=", expense.recipient)))
    if expense.source:
        related.append((Where("source", "=", expense.source),))
    found = {each.id: each for where in related for each in reader.find(Expense, *where, Where("state", IN, COUNTED))}
    found.pop(expense.id, None)
    return [seen(each) for each in found.values()]


def planned(reader: Reader, expense: Expense) -> int | None:
    """The planned cost of the activity, or what is committed for its source."""
    if expense.source is None:
        return None
    if expense.source.kind == PromotionActivity.kind.name:
        activity = reader.maybe(PromotionActivity, expense.source.id)
        return activity.planned_cost if activity else None
    held = reader.find(Commitment, source=expense.source)
    return sum(each.amount or 0 for each in held) if held else None


def _on_line(reader: Reader, expense: Expense, line: BudgetLine) -> tuple[Effect | None, list[Hit]]:
    month = month_of(expense.on or clock.today())
    months = months_of(reader, line.id, fiscal_months(month, starts_in=reader.setting("fiscal_start")))
    if not months:
        return None, []
    saved = reader.maybe(Expense, expense.id) if expense.id else None
    amount = (expense.amount or 0) - _already(saved, expense, month)
    found = effect(months, month, amount, reserved=_reserved(reader, expense, month))
    free = amount - found.uses
    spelt = {"month": words.month(month), "year": month[:4]}
    limits = [exceeds(free, found.month_before, line.on_exceed_month or WARN,
                      left_words(found.month_before, line.name, spelt["month"])),
              exceeds(free, found.year_before, line.on_exceed_year or WARN,
                      left_words(found.year_before, line.name, spelt["year"]))]
    return found, [hit for hit in limits if hit is not None] if expense.amount else []


def _already(saved: Expense | None, expense: Expense, month: str) -> int:
    """What the stored expense already took from this line and month."""
    same = saved is not None and saved.state in COUNTED and saved.line == expense.line
    return (saved.amount or 0) if saved and same and saved.on and month_of(saved.on) == month else 0


def left_words(left: int, line: str, when: str) -> str:
    """«Quedan {x} en {partida} para {mes}.»."""
    if left <= 0:
        return _("Nothing is left on {line} for {when}.", line=line, when=when)
    return _("{amount} is left on {line} for {when}.", amount=words.money(left), line=line, when=when)


def _reserved(reader: Reader, expense: Expense, month: str) -> int:
    if expense.source is None or expense.line is None:
        return 0
    found = holder(reader, expense.source, expense.line)
    held = reader.find(Commitment, source=found, line=expense.line, month=month, state="open")
    return max(0, sum(each.amount or 0 for each in held) - _charged(reader, expense, found, line=expense.line))


def holder(reader: Reader, source: Link, line: Id | None) -> Link:
    """Whose commitment an expense of a source uses: that of the plan, for an activity that has none of its own."""
    if source.kind != PromotionActivity.kind.name or reader.count(Commitment, *_on(line), source=source):
        return source
    activity = reader.maybe(PromotionActivity, source.id)
    return activity.plan if activity and activity.plan else source


def _on(line: Id | None) -> tuple[Where, ...]:
    return (Where("line", "=", line),) if line else ()


def _charged(reader: Reader, expense: Expense, found: Link, *, line: Id | None = None) -> int:
    """What else draws on a commitment: expenses of its source and of the activities of that plan."""
    activities = reader.find(PromotionActivity, plan=found) if found.kind in PLANS else ()
    sources = [found, *(Link(PromotionActivity.kind.name, each.id) for each in activities)]
    spent = reader.find(Expense, Where("state", IN, COUNTED), Where("source", IN, sources), *_on(line))
    return sum(each.amount or 0 for each in spent if each.id != expense.id)


def _lifted(reader: Reader, expense: Expense, found: list[Hit]) -> list[Hit]:
    """Rules that stop only warn when the plan behind the expense was approved for that much."""
    if expense.source is None or not any(hit.action == BLOCK for hit in found):
        return found
    behind = holder(reader, expense.source, expense.line)
    held = reader.find(Commitment, source=behind, state="open")
    if sum(each.amount or 0 for each in held) < (expense.amount or 0) + _charged(reader, expense, behind):
        return found
    return [Hit(hit.message, WARN) for hit in found]
