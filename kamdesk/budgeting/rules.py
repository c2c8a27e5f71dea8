"""Rules of expenses as people read them, and which of last year's expenses one would have met (K62, product/06 A12)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamdesk import clock
from kamdesk.budgeting.spending import COUNTED, planned, rule_of, rules_of, seen
from kamdesk.fields import Id
from kamdesk.methods.expense_rules import BLOCK, OVER_PLAN, Around, Spent, hits
from kamdesk.methods.months import add_months_to_day
from kamdesk.records.expenses import Expense, ExpenseRule
from kamdesk.store import AT_LEAST, AT_MOST, IN, NOT_EQUAL, Reader, Row, Where
from kamdesk.words import _, exponent, money, number, percent

YEAR, MOST = 12, 20_000
UNTOLD = "max_age_days"  # nobody keeps when an expense was presented


def _spelt(value: Decimal | None) -> str:
    return money(int((value or Decimal(0)).scaleb(exponent())), None, None if value and value % 1 else 0)


_TESTS: Mapping[str, Callable[[ExpenseRule], str]] = {
    "per_expense": lambda rule: _("an expense is above {amount}", amount=_spelt(rule.value)),
    "per_day": lambda rule: _("a person spends more than {amount} in a day", amount=_spelt(rule.value)),
    "per_month": lambda rule: _("a person spends more than {amount} in a month", amount=_spelt(rule.value)),
    "per_attendee": lambda rule: _("it costs more than {amount} an attendee", amount=_spelt(rule.value)),
    "per_recipient_year": lambda rule: _("a recipient gets more than {amount} in a year", amount=_spelt(rule.value)),
    "no_receipt_from": lambda rule: _("it has no receipt from {amount} on", amount=_spelt(rule.value)),
    "max_age_days": lambda rule: _("it is presented more than {n} days later", n=number(rule.value or 0)),
    "actual_over_plan": lambda rule: _("its activity spends more than {share} of its plan",
                                       share=percent(OVER_PLAN if rule.value is None else rule.value, 0)),
    "forbidden_concept": lambda rule: _("the concept says {words}", words=rule.words or "…"),
}


def sentence(rule: ExpenseRule, *, line: str = "") -> str:
    """«En Comidas y sus subpartidas, avisa cuando un gasto pasa de $800.»; ``line``: the name of its budget line."""
    if not rule.test:
        return _("Choose what it watches.")
    when = _TESTS[rule.test](rule)
    verb = _("stop") if rule.action == BLOCK else _("warn")
    if line:
        return _("On {line} and below, {verb} when {when}.", line=line, verb=verb, when=when)
    return _("On every line, {verb} when {when}.", verb=verb, when=when)


@dataclass(frozen=True)
class Preview:
    """The expenses of the last 12 months a rule would have met, the newest first; ``of`` how many there were in all.

    ``known`` is False for a rule that looks at when expenses were presented, which nobody keeps.
    """

    met: tuple[Expense, ...]
    of: int
    known: bool = True

    @property
    def amount(self) -> int:
        """Σ of those met, minor units."""
        return sum(each.amount or 0 for each in self.met)


def preview(reader: Reader, rule: ExpenseRule) -> Preview:
    """What a rule, stored or only typed, would have met; each expense beside those that came before it."""
    today = clock.today()
    found = reader.find(Expense, Where("on", AT_LEAST, add_months_to_day(today, -YEAR)), Where("on", AT_MOST, today),
                        Where("state", IN, COUNTED), sort=(("on", False), ("id", False)), limit=MOST)
    if not rule.test or rule.test == UNTOLD:
        return Preview((), len(found), known=rule.test != UNTOLD)
    asked, past = rule_of(reader, rule), _Past(reader)
    met = [each for each in found if hits([asked], seen(each), past.around(each, today))]
    return Preview(tuple(reversed(met)), len(found))


def met(reader: Reader, rows: Sequence[Row]) -> dict[Id, str]:
    """What the rules say of some expenses, by id, each beside those of its year that came before it.

    Their age counts only while they wait: when one that is decided was presented is not kept.
    """
    days = [row.values["on"] for row in rows if row.values["on"]]
    if not days:
        return {}
    wanted, today, past = {row.id for row in rows}, clock.today(), _Past(reader)
    rules = rules_of(reader)
    ageless = [each for each in rules if each.test != UNTOLD]
    since = min(days).replace(month=1, day=1)
    year = reader.find(Expense, Where("on", AT_LEAST, since), Where("on", AT_MOST, max(days)),
                       Where("state", NOT_EQUAL, "draft"), sort=(("on", False), ("id", False)), limit=MOST)
    found = {}
    for each in year:
        around = past.around(each, today, counts=each.state in COUNTED)
        if each.id in wanted:
            said = hits(rules if each.state == "to_review" else ageless, seen(each), around)
            found[each.id] = " · ".join(hit.message for hit in said)
    return found


class _Past:
    """What was spent before each expense by the same person, for the same recipient, on the same source."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._by: dict[tuple[str, Id], list[tuple[Id, Spent]]] = defaultdict(list)
        self._plans: dict[Id, int | None] = {}

    def around(self, expense: Expense, today: datetime.date, *, counts: bool = True) -> Around:
        """What a rule compares an expense with; the next ones see this one too where it counts."""
        spent = seen(expense)
        keys = [(kind, id_) for kind, id_ in (("person", spent.person), ("recipient", spent.recipient),
                                              ("source", spent.source)) if id_]
        others = dict(_pairs(self._by[key] for key in keys))
        for key in keys if counts else ():
            self._by[key].append((expense.id, spent))
        return Around(list(others.values()), today, self._plan(expense, spent.source))

    def _plan(self, expense: Expense, source: Id) -> int | None:
        if source not in self._plans:
            self._plans[source] = planned(self._reader, expense) if source else None
        return self._plans[source]


def _pairs(lists: Iterable[list[tuple[Id, Spent]]]) -> list[tuple[Id, Spent]]:
    return [pair for each in lists for pair in each]
