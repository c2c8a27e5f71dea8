"""Settings changed by the person (product/04 §4.13)."""

from __future__ import annotations

from typing import Any

from kamdesk import settings
from kamdesk.commands import command
from kamdesk.store import UnitOfWork
from kamdesk.words import _


@command
def change_setting(uow: UnitOfWork, *, name: str, value: Any) -> None:
    """Give a setting of the team or of this base a value it may have; Problem when it may not."""
    uow.put_setting(name, value)
    uow.describe(_("Change setting “{setting}”", setting=_(settings.declared(name).label)))
