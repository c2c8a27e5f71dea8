"""App.run, undo, redo: the one door through which data changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from kamdesk.changes import Changes
from kamdesk.store import Store, UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")


class App:
    """The open base and the verbs that change it. One command = one transaction = one undo step = one event."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def run(self, command: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a business verb in a transaction of its own; a Problem means that nothing was written."""
        with self.store.unit(command.__name__) as uow:
            return command(uow, *args, **kwargs)

    def undo(self) -> Changes:
        """Take back the last step; what somebody wrote later stays and is named in ``skipped``."""
        return self.store.undo()

    def redo(self) -> Changes:
        """Do the step taken back last again."""
        return self.store.redo()
