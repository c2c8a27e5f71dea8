"""Business verbs, one function each, one file an area; ``@command`` puts them on the register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
COMMANDS: dict[str, Callable[..., Any]] = {}
ASIDE: set[str] = set()  # verbs that undo does not take back (label «—» in product/04)


def aside(function: F) -> F:
    """Mark a registered verb as one that is not on the undo stack."""
    ASIDE.add(function.__name__)
    return function


def command(function: F) -> F:
    """Register a verb ``name(uow, *, …)``; the command line offers it by its name and typed arguments."""
    COMMANDS[function.__name__] = function
    return function
