"""Which backups are worth keeping: everything new, then one a day, a week, a month."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable

RECENT = datetime.timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 12, 10, 9


def keep(instants: Iterable[datetime.datetime], now: datetime.datetime) -> set[datetime.datetime]:
    """The instants to keep out of aware ones (product/09, Copias).

    Those of the last two days, or of the future when a clock went back; and the newest of each of the 12 newest days,
    10 weeks and 9 months that have any, as days go in the zone of ``now``. What is the newest of a period stays so
    until the period is let go: thinning after every backup leaves the same as thinning once.
    """
    every = sorted(set(instants), reverse=True)
    local = [each.astimezone(now.tzinfo) for each in every]
    kept = {each for each in every if now - each <= RECENT}
    return kept | _newest(local, _day, DAILY) | _newest(local, _week, WEEKLY) | _newest(local, _month, MONTHLY)


def _newest(every: Iterable[datetime.datetime], period: Callable[[datetime.datetime], Hashable],
            count: int) -> set[datetime.datetime]:
    """The first of each period, newest first, for so many periods (aware instants are equal in any zone)."""
    found: dict[Hashable, datetime.datetime] = {}
    for each in every:
        found.setdefault(period(each), each)
    return set(list(found.values())[:count])


def _day(instant: datetime.datetime) -> Hashable:
    return instant.date()


def _week(instant: datetime.datetime) -> Hashable:
    return instant.isocalendar()[:2]


def _month(instant: datetime.datetime) -> Hashable:
    return instant.year, instant.month
