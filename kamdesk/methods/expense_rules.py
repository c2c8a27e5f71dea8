"""A12: what an expense does to its line, and which rules it meets, in words; the same while typing and on saving."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kamdesk.words import fold

WARN, BLOCK, IGNORE = "warn", "block", "ignore"
FORBIDDEN = "forbidden_concept"
OVER_PLAN = Decimal(110)  # per cent of the planned cost, where the rule names none
HUNDRED = 100


@dataclass(frozen=True)
class Rule:
    """One rule: its test, its limit in minor units, days or per cent, and what it says when it is met.

    ``lines`` are the budget lines it watches, None for all; ``words`` the concepts of ``forbidden_concept``.
    """

    test: str
    message: str
    limit: Decimal | None = None
    words: tuple[str, ...] = ()
    action: str = WARN
    lines: frozenset[str] | None = None


@dataclass(frozen=True)
class Spent:
    """An expense as the rules see it; amounts in minor units of the base currency."""

    on: datetime.date
    amount: int
    line: str = ""
    person: str = ""
    recipient: str = ""
    source: str = ""
    concept: str = ""
    attendees: int = 0
    receipt: bool = False


@dataclass(frozen=True)
class Around:
    """What the rules compare with: the other expenses of the year, today, and what the source planned (or None)."""

    others: Sequence[Spent]
    today: datetime.date
    source_plan: int | None = None


@dataclass(frozen=True)
class Hit:
    """A rule that is met: what it says, and whether it warns or stops."""

    message: str
    action: str


@dataclass(frozen=True)
class Month:
    """One month of a line in minor units; ``closed`` months keep their actual."""

    plan: int = 0
    actual: int = 0
    committed: int = 0
    closed: bool = False

    @property
    def available(self) -> int:
        """Plan − committed − actual (F60)."""
        return self.plan - self.committed - self.actual

    @property
    def close(self) -> int:
        """What it will have cost (F63)."""
        return self.actual if self.closed else max(self.plan, self.actual + self.committed)


@dataclass(frozen=True)
class Effect:
    """Available of the month and the year before and after an amount, projection after, commitment it uses."""

    month_before: int
    month_after: int
    year_before: int
    year_after: int
    projection: int
    uses: int = 0


def effect(months: Mapping[str, Month], month: str, amount: int, *, reserved: int = 0) -> Effect:
    """What ``amount`` minor units more in ``month`` do to a line (product/06 A12).

    ``reserved``: what the commitment of its source still holds in that month; it is used before what is available.
    """
    at = months.get(month, Month())
    uses = min(amount, reserved)
    after = Month(at.plan, at.actual + amount, at.committed - uses, at.closed)
    year = sum(each.available for each in months.values())
    others = sum(each.close for name, each in months.items() if name != month)
    change = after.available - at.available
    return Effect(at.available, after.available, year, year + change, others + after.close, uses)


def hits(rules: Sequence[Rule], spent: Spent, around: Around) -> list[Hit]:
    """The rules that an expense meets: forbidden concepts first, then those that stop, then warnings."""
    met = [rule for rule in rules if (rule.lines is None or spent.line in rule.lines) and _met(rule, spent, around)]
    met.sort(key=lambda rule: (rule.test != FORBIDDEN, rule.action != BLOCK))
    return [Hit(rule.message, rule.action) for rule in met]


def exceeds(amount: int, left: int, action: str, message: str) -> Hit | None:
    """The hit of a line that has less left than an amount needs, None while it has or does not mind (K56)."""
    if action == IGNORE or left >= amount:
        return None
    return Hit(message, action)


def _met(rule: Rule, spent: Spent, around: Around) -> bool:
    return _TESTS[rule.test](rule, spent, around)


def _limit(rule: Rule) -> Decimal:
    return rule.limit or Decimal(0)


def _forbidden(rule: Rule, spent: Spent, _around: Around) -> bool:
    concept = fold(spent.concept)
    return any(fold(word) in concept for word in rule.words if word.strip())


def _per_expense(rule: Rule, spent: Spent, _around: Around) -> bool:
    return spent.amount > _limit(rule)


def _per_day(rule: Rule, spent: Spent, around: Around) -> bool:
    return _mine(rule, spent, around, lambda each: each.on == spent.on) > _limit(rule)


def _per_month(rule: Rule, spent: Spent, around: Around) -> bool:
    month = (spent.on.year, spent.on.month)
    return _mine(rule, spent, around, lambda each: (each.on.year, each.on.month) == month) > _limit(rule)


def _mine(rule: Rule, spent: Spent, around: Around, chosen: Callable[[Spent], bool]) -> int:
    """The expense with what the same person spent on the lines of the rule."""
    others = (each for each in around.others if each.person == spent.person and chosen(each)
              and (rule.lines is None or each.line in rule.lines))
    return spent.amount + sum(each.amount for each in others)


def _per_attendee(rule: Rule, spent: Spent, _around: Around) -> bool:
    return Fraction(spent.amount, max(spent.attendees, 1)) > Fraction(_limit(rule))


def _per_recipient(rule: Rule, spent: Spent, around: Around) -> bool:
    if not spent.recipient:
        return False
    year = [each.amount for each in around.others
            if each.recipient == spent.recipient and each.on.year == spent.on.year]
    return spent.amount + sum(year) > _limit(rule)


def _no_receipt(rule: Rule, spent: Spent, _around: Around) -> bool:
    return not spent.receipt and spent.amount >= _limit(rule)


def _too_old(rule: Rule, spent: Spent, around: Around) -> bool:
    return (around.today - spent.on).days > _limit(rule)


def _over_plan(rule: Rule, spent: Spent, around: Around) -> bool:
    if not spent.source or around.source_plan is None:
        return False
    percent = OVER_PLAN if rule.limit is None else rule.limit
    return source_total(spent, around) * HUNDRED > around.source_plan * percent


def source_total(spent: Spent, around: Around) -> int:
    """The expense with everything else charged to its source."""
    return spent.amount + sum(each.amount for each in around.others if each.source == spent.source)


_TESTS: Mapping[str, Callable[[Rule, Spent, Around], bool]] = {
    FORBIDDEN: _forbidden, "per_expense": _per_expense, "per_day": _per_day, "per_month": _per_month,
    "per_attendee": _per_attendee, "per_recipient_year": _per_recipient, "no_receipt_from": _no_receipt,
    "max_age_days": _too_old, "actual_over_plan": _over_plan,
}
