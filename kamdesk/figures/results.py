"""F66 Result and F67 Expense to sales: what is left of what is sold, and what selling costs (product/05 §5.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kamdesk.figures import Rows, figure
from kamdesk.figures.budgets import EXPENSES, NO_SPLIT, Months, budget_months
from kamdesk.figures.budgets import READS as BUDGETS
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import BAD, GOOD, MONEY, PERCENT, Ask, Exclusion, Figure, ratio
from kamdesk.figures.money import rounded
from kamdesk.figures.resource_facts import Uncosted
from kamdesk.figures.sales import NO_BASE, Sold, cutoff, sold
from kamdesk.figures.thresholds import low
from kamdesk.records.sales import SalesRecord
from kamdesk.words import N_

INCOME, COST, EXPENSE = "income", "cost", "expense"
NOTHING = N_("nothing was sold, planned or spent")
NO_COST = N_("sales without a known cost")
ASSUMED = N_("assumed margin")
NO_EXPENSE = N_("expenses are not kept by client, distributor, product or channel: only income less cost")
READS = (*BUDGETS, "sales_record", "product")
WHOLE = 1_000_000  # a margin of 100 % as it is stored
SHORT = Fraction(-5)  # per cent below plan that is bad


@dataclass(frozen=True)
class Result:
    """Income, cost and expense in minor units, actual and planned, of one key."""

    income: Fraction = Fraction(0)
    cost: Fraction = Fraction(0)
    expense: Fraction = Fraction(0)
    planned: Mapping[str, Fraction] | None = None
    assumed: bool = False
    exclusions: tuple[Exclusion, ...] = ()

    @property
    def value(self) -> Fraction:
        """Income − cost − expense."""
        return self.income - self.cost - self.expense

    @property
    def plan(self) -> Fraction | None:
        """The same of the plan; None without one."""
        of = self.planned
        return None if not of else of[INCOME] - of[COST] - of[EXPENSE]


def _budgeted(ask: Ask) -> bool:
    scope = ask.scope
    return ask.by != "channel" and not (scope.client or scope.distributor or scope.product or scope.channel)


def results(facts: Facts, ask: Ask) -> dict[Key, Result]:
    """The result of the period by key, sales to their cut-off."""
    cut = cutoff(facts, ask)
    sales, without = sold(facts, ask, cut), facts.resources.uncosted(ask, cut)
    lines = {nature: budget_months(facts, ask, (nature,)) for nature in (INCOME, COST, EXPENSE)} \
        if _budgeted(ask) else {nature: {} for nature in (INCOME, COST, EXPENSE)}
    keys = dict.fromkeys([*sales, *(key for each in lines.values() for key in each)])
    return {key: _result(sales.get(key, Sold()), without.get(key, Uncosted()),
                         {nature: each.get(key, Months({})) for nature, each in lines.items()}) for key in keys}


def _result(sales: Sold, without: Uncosted, lines: Mapping[str, Months]) -> Result:
    spent = lines[COST].total("actual")
    cost = spent or Fraction(sales.cost) + Fraction(without.cost, WHOLE)
    lost = (Exclusion(NO_COST, without.rows, without.unknown),) if without.rows and not spent else ()
    known = any(each.by_month for each in lines.values())
    planned = {nature: rounded(each.total("plan")) for nature, each in lines.items()} if known else None
    return Result(Fraction(sales.net), rounded(cost), rounded(lines[EXPENSE].total("actual")), planned,
                  bool(without.cost) and not spent, (*sales.exclusions, *lost, *lines[EXPENSE].exclusions))


def _sales(facts: Facts, ask: Ask) -> Rows:
    return Rows(SalesRecord.kind, facts.sales.ids(ask, cutoff(facts, ask)))


@figure("F66", N_("Result"), unit=MONEY, reads=READS, formula=N_("Income − cost − expense; margin = result ÷ income"),
        rows=_sales)
def result(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Income − cost − expense; ``more``: each of them, ``margin`` in per cent of income, and the planned ones."""
    cut = cutoff(facts, ask)
    blank = Figure("F66", MONEY, None, cutoff=cut, period=ask.period, scope=ask.scope)
    notes = () if _budgeted(ask) else (NO_EXPENSE,)
    return {key: _told(replace(blank, key=key, notes=notes), each) for key, each in results(facts, ask).items()}


def _told(blank: Figure, each: Result) -> Figure:
    known = bool(each.income or each.cost or each.expense or each.planned)
    above = ratio(each.value - each.plan, abs(each.plan)) if each.plan else None
    status = None if above is None else BAD if above < SHORT else GOOD
    notes = (*blank.notes, ASSUMED) if each.assumed else blank.notes
    more = {"income": each.income, "cost": each.cost, "expense": each.expense, "plan": each.plan,
            "margin": ratio(each.value, each.income) if each.income > 0 else None,
            **{f"planned_{name}": value for name, value in (each.planned or {}).items()}}
    return replace(blank, value=each.value if known else None, numerator=each.value, denominator=each.plan,
                   status=status, reason="" if known else NOTHING, exclusions=each.exclusions, notes=notes, more=more)


@figure("F67", N_("Expense to sales"), unit=PERCENT, reads=READS, formula=N_("Actual expense ÷ net sales × 100"),
        rows=_sales)
def expense_to_sales(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Actual expense ÷ F20 × 100; none where nothing was sold."""
    blank = Figure("F67", PERCENT, None, cutoff=ask.until, period=ask.period, scope=ask.scope)
    if not _budgeted(ask):
        return {None: replace(blank, reason=NO_SPLIT)}
    sales, spent = sold(facts, ask, cutoff(facts, ask)), budget_months(facts, ask, EXPENSES)
    found = {}
    for key in dict.fromkeys([*sales, *spent]):
        months, net = spent.get(key, Months({})), sales.get(key, Sold()).net
        amount = rounded(months.total("actual"))
        value = ratio(amount, net) if net > 0 else None
        found[key] = replace(blank, key=key, value=value, numerator=amount, denominator=Fraction(net),
                             status=low(facts.reader, "F67", value), reason="" if value is not None else NO_BASE,
                             exclusions=months.exclusions)
    return found
