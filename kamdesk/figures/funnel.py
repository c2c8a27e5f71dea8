"""The way of agents from prospect to active: how many entered each stage, went on, and how long they took (F57)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from kamdesk.fields import Id
from kamdesk.figures.model import ratio
from kamdesk.records.distributors import Distributor, StageChange
from kamdesk.store import AT_MOST, EQUAL, IN, Reader, Where

WAY = ("prospect", "research", "trial", "active")


@dataclass(frozen=True)
class Step:
    """A stage: who entered it, how many of them went on (per cent, None at the end), and for how many days.

    days      median of those who went on, None without any
    waiting   how many are still in it, and ``so_far`` the median of their days to now
    """

    stage: str
    entered: int
    conversion: Fraction | None
    days: Fraction | None
    waiting: int
    so_far: Fraction | None


def steps(reader: Reader, plan: Id | None, until: datetime.date) -> list[Step]:
    """The funnel of the candidates of a plan, or of everybody, by the changes of stage to a day."""
    where = (Where("recruitment_plan", EQUAL, plan),) if plan else ()
    ids = [each.id for each in reader.find(Distributor, *where)]
    changes = reader.find(StageChange, Where("distributor", IN, ids), Where("on", AT_MOST, until)) if ids else []
    return funnel(entries(changes), until)


def entries(changes: Iterable[StageChange]) -> dict[Id, dict[str, datetime.date]]:
    """When each candidate first entered each stage."""
    found: dict[Id, dict[str, datetime.date]] = {}
    for each in changes:
        if each.distributor and each.stage and each.on:
            stages = found.setdefault(each.distributor, {})
            stages[each.stage] = min(each.on, stages.get(each.stage, each.on))
    return found


def funnel(entered: Mapping[Id, Mapping[str, datetime.date]], until: datetime.date) -> list[Step]:
    """A stage that was skipped counts as entered on the day of the next one; whoever ended is not waiting."""
    reached = [_filled(each) for each in entered.values()]
    found = []
    for at, stage in enumerate(WAY):
        here = [each for each in reached if stage in each]
        after = WAY[at + 1] if at + 1 < len(WAY) else None
        on = [each for each in here if after and after in each]
        stay = [each for each in here if after and after not in each and "ended" not in each]
        found.append(Step(stage, len(here), ratio(len(on), len(here)) if after else None,
                          _median([(each[after] - each[stage]).days for each in on if after]), len(stay),
                          _median([(until - each[stage]).days for each in stay])))
    return found


def _filled(stages: Mapping[str, datetime.date]) -> dict[str, datetime.date]:
    known = dict(stages)
    later: datetime.date | None = None
    for stage in reversed(WAY):
        if stage in known:
            later = known[stage] if later is None else min(known[stage], later)
        if later is not None:
            known[stage] = later
    return known


def _median(days: Sequence[int]) -> Fraction | None:
    return Fraction(median(map(Fraction, days))) if days else None
