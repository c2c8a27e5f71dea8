"""today() and now(): the only clock of the house, so that tests and --today can move it."""

from __future__ import annotations

import datetime

_fixed: datetime.date | None = None


def today() -> datetime.date:
    """The civil day on this laptop, or the day fixed by ``fix``."""
    return _fixed or datetime.date.today()  # noqa: DTZ011  a civil day is the laptop's own


def now() -> datetime.datetime:
    """The instant in UTC; on a fixed day, that day with the real time of day."""
    instant = datetime.datetime.now(datetime.UTC)
    if _fixed is None:
        return instant
    return instant.replace(year=_fixed.year, month=_fixed.month, day=_fixed.day)


def fix(day: datetime.date | None) -> None:
    """Pretend that today is ``day`` until called again (None: the real clock)."""
    global _fixed  # noqa: PLW0603  the clock is one per process by nature
    _fixed = day
