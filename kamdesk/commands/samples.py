"""move_samples: what a person receives, hands over, gets back, adjusts or writes off, lot by lot (product/04 §4.3)."""

from __future__ import annotations

import datetime

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.samples import MOVES, SampleMove
from kamdesk.store import UnitOfWork
from kamdesk.words import _

OUT = ("handed_over", "write_off")  # stock is the sum of quantities, so these are kept below zero


@command
def move_samples(uow: UnitOfWork, *, product: Id, lot: str, category: str, quantity: int, person: Id | None = None,
                 on: datetime.date | None = None, expires: datetime.date | None = None, party: Link | None = None,
                 reason: str = "") -> SampleMove:
    """Move samples of one lot. ``quantity`` in units: above zero, only an adjustment may take away with a minus.

    Limits, expired lots and stock below zero are judged by the kind: a warning, or a Problem where the team says so.
    """
    if quantity == 0 or (quantity < 0 and category != "adjustment"):
        raise Problem(_("Write how many samples, 1 or more."), field="quantity")
    move = SampleMove(on=on or clock.today(), person=person or uow.me, product=product, lot=lot.strip(),
                      expires=expires, category=category, quantity=-quantity if category in OUT else quantity,
                      party=party, reason=reason.strip())
    stored = uow.add(move)
    uow.describe(_("Samples: {category}", category=_(MOVES[category]).lower() if category in MOVES else category))
    return stored
