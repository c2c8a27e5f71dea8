"""Visit frequencies: which rule a party follows, when its turn is, how it stands, and how a cycle is rescued."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kamdesk.methods.months import add_months, month_range, months_into_fiscal_year
from kamdesk.words import N_, _, fold, number

DAYS_A_MONTH = 30
SOON_DAYS = 7

NEVER, LATE, PLANNED, SOON, IN_TIME, NO_FREQUENCY = "never", "late", "planned", "soon", "in_time", "no_frequency"
STATUS_LABELS = {NEVER: N_("never visited"), LATE: N_("{n} d late"), PLANNED: N_("visit planned"),
                 SOON: N_("due soon"), IN_TIME: N_("up to date"), NO_FREQUENCY: N_("without frequency")}


@dataclass(frozen=True)
class Rule:
    """A frequency: ``visits`` every ``every_months``, for some categories or roles and one segment or grade.

    ``applies_to`` empty: every client (never a distributor or agent); ``level``: segment or grade, «» = any.
    """

    id: str
    name: str = ""
    visits: int = 1
    every_months: int = 1
    applies_to: frozenset[str] = frozenset()
    level: str = ""
    min_gap_days: int = 7

    @property
    def interval_days(self) -> int:
        """Days between visits: round(30 × every_months ÷ visits), halves up; 0 without visits (F14)."""
        return (2 * DAYS_A_MONTH * self.every_months + self.visits) // (2 * self.visits) if self.visits else 0

    def label(self) -> str:
        """«2 al mes, cada 15 días aprox.»."""
        if not self.visits:
            return _("no visits")
        rate = _("{n} a month", n=number(self.visits)) if self.every_months == 1 else _(
            "{n} every {months} months", n=number(self.visits), months=number(self.every_months))
        return _("{rate}, every {days} days approx.", rate=rate, days=number(self.interval_days))


@dataclass(frozen=True)
class Status:
    """Visit status of a party (F14): its state, the day the next visit is due, and days late."""

    state: str
    next_due: datetime.date | None = None
    days_late: int = 0

    def label(self) -> str:
        """The state in words: «atrasada 4 d»."""
        return _(STATUS_LABELS[self.state], n=number(self.days_late)) if self.state == LATE else _(
            STATUS_LABELS[self.state])


def rule_for(rules: Iterable[Rule], *, category: str, level: str = "", is_client: bool = True,
             override: str | None = None) -> Rule | None:
    """The rule a party follows: the most specific wins (F01).

    ``override``: the rule named in the party itself; then category and segment (role and grade), category or role
    alone, segment alone, and the rule of every client. Between equals the one for fewer categories, then the name.
    """
    every = list(rules)
    own = next((rule for rule in every if override and rule.id == override), None)
    fitting = [rule for rule in every if rule.level in {"", level}
               and (category in rule.applies_to if rule.applies_to else is_client)]
    fitting.sort(key=lambda rule: (not rule.applies_to, not rule.level, len(rule.applies_to), fold(rule.name), rule.id))
    return own or next(iter(fitting), None)


def in_turn(rule: Rule, month: str, *, phase: int = 0, fiscal_start: int = 1) -> bool:
    """Whether a month is the party's turn: always for monthly rules, else (months since fiscal start) mod n = phase."""
    if rule.visits <= 0:
        return False
    return months_into_fiscal_year(month, starts_in=fiscal_start) % rule.every_months == phase % rule.every_months


def target(rule: Rule, first: str, last: str, *, phase: int = 0, fiscal_start: int = 1) -> int:
    """Visits of a period: Σ over its months in turn (F01)."""
    return sum(rule.visits for month in month_range(first, last)
               if in_turn(rule, month, phase=phase, fiscal_start=fiscal_start))


def window(rule: Rule, month: str) -> tuple[str, str]:
    """The months whose visits count for a turn in ``month``: the n months that end with it (F02, F05)."""
    return add_months(month, 1 - rule.every_months), month


def even_phase(taken: Iterable[int], every_months: int) -> int:
    """The phase for a new party: the least used so far, so that turns spread evenly over the months."""
    counts = Counter(phase % every_months for phase in taken)
    return min(range(every_months), key=lambda phase: (counts[phase], phase))


def status(rule: Rule | None, *, today: datetime.date, last_done: datetime.date | None,
           next_planned: datetime.date | None = None) -> Status:
    """Visit status (F14): next due = last done + interval; late before today, due soon within 7 days."""
    if rule is None or rule.visits <= 0:
        return Status(NO_FREQUENCY)
    ahead = next_planned is not None and next_planned >= today
    if last_done is None:
        return Status(PLANNED if ahead else NEVER)
    due = last_done + datetime.timedelta(rule.interval_days)
    if due < today:
        return Status(LATE, due, (today - due).days)
    if ahead:
        return Status(PLANNED, due)
    return Status(SOON if due <= today + datetime.timedelta(SOON_DAYS) else IN_TIME, due)


@dataclass(frozen=True)
class Missing:
    """Visits a party still lacks in the cycle; ``fits`` is filled in by ``rescue``."""

    id: str
    name: str
    missing: int
    level: str = ""
    potential: int = 0
    days_late: int = 0
    fits: int = 0


@dataclass(frozen=True)
class Rescue:
    """The order in which to save a cycle: what is missing, what still fits, and how much of each party."""

    parties: tuple[Missing, ...]
    missing: int
    capacity: int

    @property
    def fitting(self) -> int:
        """Visits that still fit."""
        return min(self.missing, self.capacity)

    def label(self) -> str:
        """«Caben 10 de 14»."""
        return _("{n} of {total} fit", n=number(self.fitting), total=number(self.missing))


def rescue(parties: Sequence[Missing], *, working_days: Fraction, capacity_per_day: int, planned_ahead: int) -> Rescue:
    """Cycle rescue (F15): by segment, potential and days late, with what the capacity left still takes.

    Capacity left = working days left × capacity of a day (rounded down) − visits planned ahead, not below 0.
    """
    capacity = max(0, int(working_days * capacity_per_day) - planned_ahead)
    ranked = sorted((party for party in parties if party.missing > 0), key=lambda party: (
        party.level or "~", -party.potential, -party.days_late, fold(party.name), party.id))
    left, marked = capacity, []
    for party in ranked:
        fits = min(left, party.missing)
        left -= fits
        marked.append(replace(party, fits=fits))
    return Rescue(tuple(marked), sum(party.missing for party in ranked), capacity)
