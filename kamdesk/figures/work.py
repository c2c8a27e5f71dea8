"""Tasks in time and emergencies: F97, F99 (product/05 §5.9)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from statistics import median

from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import BAD, GOOD, NUMBER, PERCENT, Ask, Exclusion, Figure, ratio
from kamdesk.figures.thresholds import high
from kamdesk.methods.months import month_of
from kamdesk.problems import Problem
from kamdesk.records.tasks import Incident, Task
from kamdesk.records.team import Person
from kamdesk.store import EMPTY, FILLED, IN, Reader, Where
from kamdesk.words import N_, _

NO_TASKS, NO_INCIDENTS = N_("no tasks due"), N_("no emergency contained")
NOT_SPLIT = N_("tasks and emergencies are kept by person")
CANCELLED = N_("cancelled")
BY: Mapping[str, Callable[[Task], str]] = {
    "person": lambda task: task.assigned_to or "", "category": lambda task: task.category or "",
    "month": lambda task: month_of(_first(task) or datetime.date.min)}
HOUR, CRITICAL_HOURS = 3600, 24


def _first(task: Task) -> datetime.date | None:
    """A postponed task is judged by its first day."""
    return task.first_due or task.due


def _people(reader: Reader, ask: Ask) -> list[Where]:
    """A person and, unless alone, her team."""
    if ask.scope.person is None:
        return []
    team = [ask.scope.person]
    people = [] if ask.scope.alone else reader.find(Person)
    for boss in team:  # grows while it is read
        team.extend(each.id for each in people if each.manager == boss and each.id not in team)
    return [Where("assigned_to", IN, team)]


def _tasks(facts: Facts, ask: Ask) -> list[Task]:
    """Tasks whose first due day is in the period and has come."""
    people = _people(facts.reader, ask)
    first = facts.reader.find(Task, Where("first_due", ">=", ask.period.start), Where("first_due", "<=", ask.until),
                              *people)
    return first + facts.reader.find(Task, Where("first_due", EMPTY), Where("due", ">=", ask.period.start),
                                     Where("due", "<=", ask.until), *people)


def _askable(ask: Ask) -> bool:
    scope = ask.scope
    return not (scope.territory or scope.client or scope.distributor or scope.line or scope.product or scope.channel)


@figure("F97", N_("Task punctuality"), formula=N_("Tasks done by their first due day ÷ due in the period × 100"),
        unit=PERCENT, reads=("task", "person", "setting"),
        rows=lambda facts, ask: Rows(Task.kind, [each.id for each in _tasks(facts, ask)] if _askable(ask) else []))
def punctuality(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Done by the first due day ÷ due × 100; cancelled ones are listed. ``more["orders"]``: the boss's orders alone."""
    if ask.by is not None and ask.by not in BY:
        raise Problem(_("This figure cannot be divided by that."), field="by")
    if not _askable(ask):
        return {None: Figure("F97", PERCENT, None, cutoff=ask.until, period=ask.period, scope=ask.scope,
                             reason=NOT_SPLIT)}
    keyed: dict[Key, list[Task]] = defaultdict(list) if ask.by else {None: []}
    for each in _tasks(facts, ask):
        keyed[BY[ask.by](each) if ask.by else None].append(each)
    return {key: _punctual(facts, ask, key, tasks) for key, tasks in keyed.items()}


def _punctual(facts: Facts, ask: Ask, key: Key, tasks: Iterable[Task]) -> Figure:
    every = list(tasks)
    kept = [each for each in every if each.state != "cancelled"]
    orders = [each for each in kept if each.category == "order"]
    value = ratio(sum(map(_in_time, kept)), len(kept))
    gone = len(every) - len(kept)
    return Figure("F97", PERCENT, value, Fraction(sum(map(_in_time, kept))), Fraction(len(kept)), ask.until, ask.period,
                  ask.scope, key, high(facts.reader, "F97", value), "" if value is not None else NO_TASKS,
                  (Exclusion(CANCELLED, gone),) if gone else (),
                  more={"orders": ratio(sum(map(_in_time, orders)), len(orders))})


def _in_time(task: Task) -> bool:
    due = _first(task)
    return task.state == "done" and task.done_on is not None and due is not None and task.done_on <= due


def _incidents(facts: Facts, ask: Ask) -> list[Incident]:
    """Emergencies opened in the period, by the laptop's days."""
    start = datetime.datetime.combine(ask.period.start, datetime.time()).astimezone()
    end = datetime.datetime.combine(ask.until + datetime.timedelta(1), datetime.time()).astimezone()
    people = [Where("coordinator", each.op, each.value) for each in _people(facts.reader, ask)]
    return facts.reader.find(Incident, Where("opened_at", FILLED), Where("opened_at", ">=", start),
                             Where("opened_at", "<", end), *people)


@figure("F99", N_("Emergency time"), formula=N_("Median of the hours from opening to containing"), unit=NUMBER,
        reads=("incident", "person"),
        rows=lambda facts, ask: Rows(Incident.kind, [each.id for each in _incidents(facts, ask)] if _askable(ask)
                                     else []))
def emergency_time(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Median hours of those contained; ``more["open"]`` still open. Good while every critical one took ≤ 24 h."""
    if ask.by is not None:
        raise Problem(_("This figure cannot be divided by that."), field="by")
    if not _askable(ask):
        return {None: Figure("F99", NUMBER, None, cutoff=ask.until, period=ask.period, scope=ask.scope,
                             reason=NOT_SPLIT)}
    found = _incidents(facts, ask)
    hours = {each.id: _hours(each) for each in found if each.contained_at}
    critical = [hours[each.id] for each in found if each.severity == "critical" and each.id in hours]
    status = None if not critical else GOOD if max(critical) <= CRITICAL_HOURS else BAD
    value = Fraction(median(hours.values())) if hours else None
    return {None: Figure("F99", NUMBER, value, value, Fraction(len(hours)), ask.until, ask.period, ask.scope, None,
                         status, "" if hours else NO_INCIDENTS, more={"open": len(found) - len(hours)})}


def _hours(incident: Incident) -> Fraction:
    if incident.opened_at is None or incident.contained_at is None:
        raise ValueError("only emergencies that were contained take a time")
    return Fraction(int((incident.contained_at - incident.opened_at).total_seconds()), HOUR)


