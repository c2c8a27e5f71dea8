"""Settings changed by the person (product/04 §4.13)."""

from __future__ import annotations

from typing import Any

from kamdesk import settings
from kamdesk.commands import command
from kamdesk.records.system import Setting
from kamdesk.store import UnitOfWork
from kamdesk.words import _


@command
def change_setting(uow: UnitOfWork, *, name: str, value: Any) -> None:
    """Give a setting of the team or of this base a value it may have; Problem when it may not."""
    uow.put_setting(name, value)
    uow.describe(_("Change setting “{setting}”", setting=_(settings.declared(name).label)))


@command
def reset_setting(uow: UnitOfWork, *, name: str) -> None:
    """Give a setting of the team or of this base its default back."""
    stored = uow.find(Setting, name=name, limit=1)
    if stored:
        uow.archive(stored[0])
    uow.describe(_("Reset setting “{setting}”", setting=_(settings.declared(name).label)))
