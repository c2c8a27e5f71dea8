"""Prices shown, copied, exported, printed: each is written down (product/04 §4.13, K100)."""

from __future__ import annotations

from kamdesk import clock
from kamdesk.commands import aside, command
from kamdesk.problems import Problem
from kamdesk.records.system import ConfidentialAccess
from kamdesk.store import UnitOfWork
from kamdesk.words import _


@aside
@command
def reveal_prices(uow: UnitOfWork, *, reason: str = "") -> None:
    """Write down that prices were shown; Problem when the setting asks for a reason and none is given."""
    if uow.setting("price_reason") and not reason.strip():
        raise Problem(_("Write down the reason."), field="reason")
    log_access(uow, action="showed", what=_("Prices on screen"), reason=reason)


@aside
@command
def log_access(uow: UnitOfWork, *, action: str, what: str, count: int = 0, reader: str = "", reason: str = "") -> None:
    """Write down a confidential access: ``action`` is an option of K100, ``count`` how many values or records."""
    uow.add(ConfidentialAccess(at=clock.now(), action=action, what=what, count=count or None, reader=reader,
                               reason=reason))
    uow.describe(_("Confidential access: {what}", what=what))
