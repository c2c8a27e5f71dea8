"""Settings changed by the person (product/04 §4.13)."""

from __future__ import annotations

from typing import Any

from kamdesk import settings
from kamdesk.commands import command
from kamdesk.kinds import REGISTER
from kamdesk.problems import Problem
from kamdesk.records.system import Setting
from kamdesk.store import FILLED, UnitOfWork, Where
from kamdesk.words import _


@command
def change_setting(uow: UnitOfWork, *, name: str, value: Any) -> None:
    """Give a setting of the team or of this base a value it may have; Problem when it may not.

    The base currency is fixed by the first amount: every amount is kept in its minor units.
    """
    if name == "currency" and value != uow.setting("currency") and _has_amounts(uow):
        raise Problem(_("There are amounts in {currency} already. The base currency cannot change.",
                        currency=uow.setting("currency")), field=name)
    uow.put_setting(name, value)
    uow.describe(_("Change setting “{setting}”", setting=_(settings.declared(name).label)))


@command
def reset_setting(uow: UnitOfWork, *, name: str) -> None:
    """Give a setting of the team or of this base its default back."""
    stored = uow.find(Setting, name=name, limit=1)
    if stored:
        uow.archive(stored[0])
    uow.describe(_("Reset setting “{setting}”", setting=_(settings.declared(name).label)))


def _has_amounts(uow: UnitOfWork) -> bool:
    """Whether any record, archived or not, holds an amount of money."""
    return any(uow.find(kind.cls, Where(each.name, FILLED), archived=None, limit=1)
               for kind in REGISTER.values() for each in kind.stored if each.type == "money")
