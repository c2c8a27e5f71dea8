"""F54 Information punctuality: whether distributors send stock and sell-out of each month in time (product/05 §5.4)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.information import HOLDING, WORKING
from kamdesk.figures.model import PERCENT, Ask, Figure, ratio
from kamdesk.figures.network_facts import Reported
from kamdesk.figures.thresholds import high
from kamdesk.methods.months import add_months, month_of, month_range
from kamdesk.problems import Problem
from kamdesk.records.contracts import Contract
from kamdesk.records.distributors import Distributor
from kamdesk.records.territories import Territory
from kamdesk.store import FILLED, IN, UNDER, Reader, Where
from kamdesk.words import N_, _

MONTHS, DAY = 12, 10  # months looked at; the day of the month after by which a month is due
SIGNED = ("in_force", "renewed", "terminated")
NOBODY = N_("nobody has to send information yet")


@dataclass(frozen=True)
class Sender:
    """A distributor or agent, the months it owed, and those that came in time."""

    id: Id
    due: tuple[str, ...]
    in_time: tuple[str, ...]


def senders(facts: Facts, ask: Ask) -> list[Sender]:
    """Everybody who works with us in the scope; agents hold no stock, of them only sell-out is asked."""
    months = due_months(ask.until)
    sent = facts.network.reported(months[0], months[-1], day=DAY)
    first = _first_contracts(facts.reader)
    found = []
    for each in _partners(facts.reader, ask):
        began = first.get(each.id) or each.since
        due = tuple(month for month in months if began is None or month >= month_of(began))
        whole = each.role in HOLDING
        found.append(Sender(each.id, due, tuple(month for month in due
                                                if _came(sent.get((each.id, month)), whole=whole))))
    return found


def due_months(on: datetime.date) -> list[str]:
    """The last twelve whole months whose day to send has come."""
    last = add_months(month_of(on), -1 if on.day >= DAY else -2)
    return month_range(add_months(last, 1 - MONTHS), last)


def _came(sent: Reported | None, *, whole: bool) -> bool:
    return sent is not None and sent.sell_out and (sent.stock or not whole)


def _first_contracts(reader: Reader) -> dict[Id, datetime.date]:
    """When the first contract of each began."""
    found: dict[Id, datetime.date] = {}
    for each in reader.find(Contract, Where("state", IN, SIGNED), Where("start", FILLED), sort=(("start", False),)):
        if each.party is not None and each.party.kind == "distributor" and each.start is not None:
            found.setdefault(each.party.id, each.start)
    return found


def _partners(reader: Reader, ask: Ask) -> list[Distributor]:
    only = (Where("id", "=", ask.scope.distributor),) if ask.scope.distributor else ()
    found = reader.find(Distributor, Where("stage", IN, WORKING), *only, sort=(("name", False),))
    if not ask.scope.territory:
        return found
    below = {each.id for each in reader.find(Territory, Where("id", UNDER, ask.scope.territory))}
    return [each for each in found if below & set(each.territories)]


def _late(facts: Facts, ask: Ask) -> Rows:
    return Rows(Distributor.kind, [each.id for each in senders(facts, ask) if len(each.in_time) < len(each.due)])


@figure("F54", N_("Information punctuality"), unit=PERCENT, rows=_late,
        formula=N_("Months whose stock and sell-out came by day 10 ÷ months due (12) × 100"),
        reads=("distributor_stock", "sales_record", "distributor", "contract", "import_batch"))
def punctuality(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Of one distributor, of all, or of each; its rows are those that were late."""
    if ask.by not in (None, "distributor"):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    every = senders(facts, ask)
    groups: dict[Key, list[Sender]] = {each.id: [each] for each in every} if ask.by else {None: every}
    return {key: _told(facts, ask, key, group) for key, group in groups.items()}


def _told(facts: Facts, ask: Ask, key: Key, group: list[Sender]) -> Figure:
    came, due = (Fraction(sum(map(len, months))) for months in ([each.in_time for each in group],
                                                                [each.due for each in group]))
    value = ratio(came, due)
    return Figure("F54", PERCENT, value, came, due, ask.until, ask.period, ask.scope, key,
                  high(facts.reader, "F54", value), "" if value is not None else NOBODY)
