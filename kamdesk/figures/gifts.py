"""F68 Value given per professional: what each got in a calendar year, named recipients only (product/05 §5.5)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key, MoneyPart
from kamdesk.figures.model import BAD, GOOD, MONEY, Ask, Exclusion, Figure, Period
from kamdesk.figures.money import Rates, rounded
from kamdesk.problems import Problem
from kamdesk.records.expenses import Expense, ExpenseRule
from kamdesk.store import FILLED, IN, Reader, Where
from kamdesk.words import N_, _, exponent

BY_RECIPIENT = "recipient"
NO_GIFTS = N_("nothing was given to anybody by name")
COUNTED = ("to_review", "reviewed", "reimbursed")


def year_of(ask: Ask) -> Period:
    """The calendar year the period ends in, to the end of the period."""
    return Period(datetime.date(ask.period.end.year, 1, 1), ask.period.end)


def limit_of(reader: Reader) -> int | None:
    """The lowest limit per recipient and year of the rules, minor units; None when no rule sets one."""
    values = [each.value for each in reader.find(ExpenseRule, test="per_recipient_year") if each.value is not None]
    return int(min(values).scaleb(exponent())) if values else None


def _rows(facts: Facts, ask: Ask) -> Rows:
    year = year_of(ask)
    found = facts.reader.find(Expense, Where("recipient", FILLED), Where("on", ">=", year.start),
                              Where("on", "<=", min(year.end, ask.until)), Where("state", IN, COUNTED))
    return Rows(Expense.kind, [each.id for each in found])


@figure("F68", N_("Value given per professional"), unit=MONEY, rows=_rows,
        reads=("expense", "training_attendance", "exchange_rate", "expense_rule"),
        formula=N_("Σ expenses with a named recipient + equal share of trainings attended, in the calendar year"))
def given(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """What professionals got in the calendar year: each by ``recipient``, or all; bad above the limit of the rules."""
    if ask.by not in (None, BY_RECIPIENT):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    sums, without = _summed(facts, ask)
    limit = limit_of(facts.reader)
    if ask.by:
        return {key: _figure(ask, key, value, limit) for key, value in sums.items()}
    whole = _figure(ask, None, sum(sums.values(), Fraction(0)), None, people=len(sums), left_out=without)
    return {None: whole}


def _summed(facts: Facts, ask: Ask) -> tuple[dict[str, Fraction], tuple[Exclusion, ...]]:
    """By recipient, in minor units of the base currency; parts without a rate apart."""
    rates = Rates(facts.reader)
    found: dict[str, Fraction] = defaultdict(Fraction)
    lost: tuple[Exclusion, ...] = ()
    for gift in facts.resources.given(ask.over(year_of(ask))):
        converted = rates.add([MoneyPart(gift.month, gift.currency, gift.amount, 1)])
        found[gift.recipient] += converted.amount / gift.among
        lost += converted.exclusions
    return dict(found), lost


def _figure(ask: Ask, key: Key, value: Fraction, limit: int | None, *, people: int = 1,
            left_out: tuple[Exclusion, ...] = ()) -> Figure:
    amount = rounded(value)
    status = None if limit is None else BAD if amount > limit else GOOD
    known = bool(people)
    return Figure("F68", MONEY, amount if known else None, amount, None if limit is None else Fraction(limit),
                  ask.until, ask.period, ask.scope, key, status, "" if known else NO_GIFTS, left_out,
                  more={"people": people})
