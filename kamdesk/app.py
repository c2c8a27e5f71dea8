"""App.run, undo, redo: the one door through which data changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from kamdesk import figures
from kamdesk.changes import Changes
from kamdesk.commands import ASIDE
from kamdesk.figures.model import REGION, Figure, Period, Scope
from kamdesk.store import Store, UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")


class App:
    """The open base and the verbs that change it. One command = one transaction = one undo step = one event."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def run(self, command: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a business verb in a transaction of its own; a Problem means that nothing was written."""
        begin = self.store.aside if command.__name__ in ASIDE else self.store.unit
        with begin(command.__name__) as uow:
            return command(uow, *args, **kwargs)

    def undo(self) -> Changes:
        """Take back the last step; what somebody wrote later stays and is named in ``skipped``."""
        return self.store.undo()

    def redo(self) -> Changes:
        """Do the step taken back last again."""
        return self.store.redo()

    def ask(self, code: str, period: Period, scope: Scope = REGION) -> Figure:
        """One figure of a period and scope; Problem when there is none with that code."""
        return figures.ask(self.store.facts, code, period, scope)

    def by(self, code: str, period: Period, scope: Scope = REGION, *, dimension: str) -> list[Figure]:
        """The figure broken down by a dimension; rows that have none fall under the key «»."""
        return figures.by(self.store.facts, code, period, scope, dimension=dimension)

    def rows(self, code: str, period: Period, scope: Scope = REGION) -> figures.Rows | None:
        """The records a figure is made of, for the list that opens with a click on it."""
        return figures.rows(self.store.facts, code, period, scope)
