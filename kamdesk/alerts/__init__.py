"""What requires attention: one rule a declaration, one alert a rule and record (product/06 A10)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kamdesk import clock
from kamdesk.alerts import (  # noqa: F401  importing them puts their rules on the register
    budget,
    data,
    dates,
    direction,
    money,
    partners,
    promotions,
    quality,
    visits,
    work,
)
from kamdesk.alerts.model import (
    AMOUNT,
    BAD,
    CREDIT,
    MOST,
    NOTICE,
    NOWHERE,
    ORDER,
    RULES,
    WATCH,
    Alert,
    Limit,
    Look,
    Outside,
    Rule,
)
from kamdesk.alerts.watch import Watch
from kamdesk.records.system import AlertSnooze
from kamdesk.store import EMPTY, Reader, Where

__all__ = ["AMOUNT", "BAD", "CREDIT", "MOST", "NOTICE", "NOWHERE", "ORDER", "RULES", "WATCH", "Alert", "Limit", "Look",
           "Outside", "Rule", "Watch", "alerts", "ranked", "reads"]


def alerts(reader: Reader, outside: Outside = Outside()) -> list[Alert]:  # noqa: B008  frozen and empty
    """Everything that requires attention now: severity, amount, date.

    What is postponed or switched off is left out, and what is somebody else's when only mine is wanted.
    """
    watch = Watch(reader, lambda: outside)
    while watch.step():
        pass
    return ranked(reader, watch.found)


def ranked(reader: Reader, found: Sequence[Alert]) -> list[Alert]:
    """What is to be shown of what rules found, in its order."""
    snoozed = _snoozed(reader)
    mine = reader.me if reader.setting("alerts_scope") == "own" else None
    kept = [alert for alert in found if (alert.code, alert.about.id) not in snoozed
            and (mine is None or alert.owner in (None, mine))]
    return sorted(kept, key=_rank)


def reads() -> tuple[str, ...]:
    """The kinds whose changes can change an alert."""
    return tuple(sorted({kind for each in RULES.values() for kind in each.reads} | {"alert_snooze", "setting"}))


def _snoozed(reader: Reader) -> set[tuple[str, str]]:
    mine = reader.find(AlertSnooze, Where("until", ">", clock.today()), person=reader.me)
    everybody = [] if reader.me is None else reader.find(AlertSnooze, Where("until", ">", clock.today()),
                                                        Where("person", EMPTY))
    return {(each.alert, each.record.id if each.record else "") for each in [*mine, *everybody]}


def _rank(alert: Alert) -> tuple[int, int, datetime.date, str]:
    return ORDER.index(alert.severity), -(alert.amount or 0), alert.on or datetime.date.max, alert.code
