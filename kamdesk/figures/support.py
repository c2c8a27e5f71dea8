"""F74 Support served: what promotions asked for and got in time (product/05 §5.6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import PERCENT, Ask, Figure, ratio
from kamdesk.figures.thresholds import high
from kamdesk.problems import Problem
from kamdesk.records.tasks import Task
from kamdesk.store import AT_LEAST, AT_MOST, EQUAL, NOT_EQUAL, Where
from kamdesk.words import N_, _

NONE_ASKED = N_("no support was due")
NOT_SPLIT = N_("support is kept by person")


def _asked(facts: Facts, ask: Ask) -> list[Task]:
    """Support for promotions whose day is in the period and has come."""
    person = (Where("assigned_to", EQUAL, ask.scope.person),) if ask.scope.person else ()
    return facts.reader.find(Task, Where("due", AT_LEAST, ask.period.start), Where("due", AT_MOST, ask.until),
                             Where("state", NOT_EQUAL, "cancelled"), *person, category="promotion_support")


def _kept(ask: Ask) -> bool:
    scope = ask.scope
    return not (scope.territory or scope.client or scope.distributor or scope.line or scope.product or scope.channel)


def served(tasks: Sequence[Task]) -> int:
    """How many were done by their day."""
    return sum(each.state == "done" and each.done_on is not None and each.due is not None
               and each.done_on <= each.due for each in tasks)


@figure("F74", N_("Support served"), unit=PERCENT, reads=("task", "setting"),
        formula=N_("Support given by its day ÷ support due × 100"),
        rows=lambda facts, ask: Rows(Task.kind, [each.id for each in _asked(facts, ask)] if _kept(ask) else []))
def support_served(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Support tasks done by their day ÷ those due × 100; by person or for all."""
    if ask.by not in (None, "person"):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    if not _kept(ask):
        return {None: Figure("F74", PERCENT, None, cutoff=ask.until, period=ask.period, scope=ask.scope,
                             reason=NOT_SPLIT)}
    keyed: dict[Key, list[Task]] = defaultdict(list) if ask.by else {None: []}
    for each in _asked(facts, ask):
        keyed[(each.assigned_to or "") if ask.by else None].append(each)
    found = {}
    for key, tasks in keyed.items():
        done, value = served(tasks), ratio(served(tasks), len(tasks))
        found[key] = Figure("F74", PERCENT, value, Fraction(done), Fraction(len(tasks)), ask.until, ask.period,
                            ask.scope, key, high(facts.reader, "F74", value), "" if tasks else NONE_ASKED)
    return found
