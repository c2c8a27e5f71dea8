"""Business verbs, one function each, one file an area; ``@command`` puts them on the register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
COMMANDS: dict[str, Callable[..., Any]] = {}


def command(function: F) -> F:
    """Register a verb ``name(uow, *, …)``; the command line offers it by its name and typed arguments."""
    COMMANDS[function.__name__] = function
    return function
