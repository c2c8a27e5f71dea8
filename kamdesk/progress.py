"""How long work says how far it is; whoever listens may raise to stop it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]  # what is being done, how much of it, of how much


def silent(_text: str, _done: int, _total: int) -> None:
    """Nobody listens."""
