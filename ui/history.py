"""Back and forward through the places one has been."""

from __future__ import annotations

from ui.screen import Address

MOST = 100


class Trail:
    """The places visited, like a browser's."""

    def __init__(self) -> None:
        self._places: list[Address] = []
        self._at = -1

    def visit(self, address: Address) -> None:
        """A new place; what was ahead is forgotten."""
        if self._places and self._places[self._at] == address:
            return
        self._places = [*self._places[: self._at + 1], address][-MOST:]
        self._at = len(self._places) - 1

    def step(self, by: int) -> Address | None:
        """The place before (-1) or after (+1), None at the end."""
        if 0 <= self._at + by < len(self._places):
            self._at += by
            return self._places[self._at]
        return None
