"""What threads read with: a connection for each, so that two never trip over each other's statements."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from kamdesk import clock

if TYPE_CHECKING:
    from kamdesk.fields import Id
    from kamdesk.figures.facts import Facts


class Held:
    """What one thread reads with: its connection, and what it remembers until something is written."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.forget()

    def forget(self) -> None:
        """Orders of lists and answers are stale; whoever is using them keeps the old ones to the end."""
        self.lists: dict[tuple[str, str], Sequence[int | Id]] = {}
        self.facts: Facts | None = None
        self.day = clock.today()


class Readers:
    """The connections of a store to read: made by ``connect`` when a thread first asks, closed together."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._by_thread = {threading.get_ident(): Held(connect())}

    @property
    def held(self) -> Held:
        """That of the thread that asks."""
        thread = threading.get_ident()
        if thread not in self._by_thread:
            self._by_thread[thread] = Held(self._connect())
        return self._by_thread[thread]

    def forget(self) -> None:
        """Something was written: what any thread remembered is stale."""
        for held in list(self._by_thread.values()):
            held.forget()

    def close(self) -> None:
        """Let go of all of them."""
        while self._by_thread:
            let_go(self._by_thread.popitem()[1].connection)


def let_go(connection: Connection) -> None:
    """Close a connection and the engine made for it."""
    connection.close()
    connection.engine.dispose()
