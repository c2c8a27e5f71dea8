"""Receivables: ageing of a due date, which invoices a payment pays, and whether a promise was kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kamdesk.words import N_, _, fold, number

LIMITS = (0, 30, 60, 90)
GRACE_DAYS = 3  # after the due day a promise may still be kept
PENDING, KEPT, PARTLY, BROKEN = "pending", "kept", "partly", "broken"
STATE_LABELS = {PENDING: N_("pending"), KEPT: N_("kept"), PARTLY: N_("partly kept"), BROKEN: N_("broken")}


def due_date(on: datetime.date, *, due: datetime.date | None, payment_days: int | None) -> datetime.date | None:
    """The due date of an invoice: its own, else its date + the party's payment days, else none (F41)."""
    if due is not None or payment_days is None:
        return due
    return on + datetime.timedelta(payment_days)


def bucket(due: datetime.date | None, cut: datetime.date, *, limits: Sequence[int] = LIMITS) -> int | None:
    """The ageing column of a due date on day ``cut`` (F41): 0 not due, then 1 for 1-30 days… ; None without due date.

    ``limits``: the last day past due of each column; the column after the last limit is open.
    """
    if due is None:
        return None
    late = (cut - due).days
    return next((index for index, limit in enumerate(limits) if late <= limit), len(limits))


def bucket_labels(limits: Sequence[int] = LIMITS) -> list[str]:
    """The heading of each column: «por vencer», «1–30», … «> 90»."""
    between = [f"{number(low + 1)}–{number(high)}" for low, high in pairwise(limits)]
    return [_("not due"), *between, f"> {number(limits[-1])}"]


@dataclass(frozen=True)
class OpenInvoice:
    """What is still open of an invoice, in minor units of one currency."""

    id: str
    number: str
    on: datetime.date
    due: datetime.date | None
    open: int
    disputed: bool = False


@dataclass(frozen=True)
class Applied:
    """The part of a payment that each invoice takes, in the order applied, and what is left over."""

    parts: tuple[tuple[str, int], ...]
    left: int


def apply_payment(amount: int, invoices: Iterable[OpenInvoice]) -> Applied:
    """Apply a payment to the oldest due first, those without due date after them, disputed ones last (A8).

    ``amount`` ≥ 0 in minor units; no invoice takes more than it has open, and what is left stays unapplied.
    """
    ranked = sorted(invoices, key=lambda invoice: (
        invoice.disputed, invoice.due is None, invoice.due or invoice.on, invoice.on, fold(invoice.number), invoice.id))
    left = amount
    parts: list[tuple[str, int]] = []
    for invoice in ranked:
        part = min(left, max(0, invoice.open))
        if part:
            parts.append((invoice.id, part))
            left -= part
    return Applied(tuple(parts), left)


@dataclass(frozen=True)
class Promise:
    """A promise of payment, in minor units."""

    id: str
    promised_on: datetime.date
    due: datetime.date
    amount: int


@dataclass(frozen=True)
class PromiseState:
    """What a promise has received and its state, to be confirmed by a person."""

    state: str
    paid: int

    def label(self) -> str:
        """The state in words."""
        return _(STATE_LABELS[self.state])


def promise_states(promises: Iterable[Promise], payments: Iterable[tuple[datetime.date, int]], *,
                   today: datetime.date) -> dict[str, PromiseState]:
    """How each promise of one party stands (A8), by id.

    Payments (day, minor units; reversals negative) count from promised_on to due + 3 days, unless an earlier promise
    used them. Kept when they reach the amount; from the 4th day after due, partly kept above 0, else broken.
    """
    pool = _Pool(payments)
    states = {}
    for promise in sorted(promises, key=lambda promise: (promise.promised_on, promise.due, promise.id)):
        last = promise.due + datetime.timedelta(GRACE_DAYS)
        paid = pool.take(promise.promised_on, last, promise.amount)
        result = KEPT if paid >= promise.amount else PARTLY if paid else BROKEN
        states[promise.id] = PromiseState(result if result == KEPT or today > last else PENDING, paid)
    return states


class _Pool:
    """Payments not used yet, oldest first; a reversal takes back the latest payments before it."""

    def __init__(self, payments: Iterable[tuple[datetime.date, int]]) -> None:
        self.days: list[datetime.date] = []
        self.left: list[int] = []
        for day, amount in sorted(payments, key=lambda payment: (payment[0], -payment[1])):
            if amount > 0:
                self.days.append(day)
                self.left.append(amount)
            else:
                self._spend(-amount, range(len(self.days) - 1, -1, -1))

    def take(self, first: datetime.date, last: datetime.date, wanted: int) -> int:
        """Use up to ``wanted`` of the payments dated first…last."""
        return self._spend(wanted, [index for index, day in enumerate(self.days) if first <= day <= last])

    def _spend(self, wanted: int, indexes: Iterable[int]) -> int:
        missing = wanted
        for index in indexes:
            part = min(missing, self.left[index])
            self.left[index] -= part
            missing -= part
        return wanted - missing
