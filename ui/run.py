"""attempt(): run a business verb from a screen; a Problem is shown at its field and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from kamdesk.app import App
from kamdesk.changes import Changes
from kamdesk.problems import Problem
from kamdesk.store import UnitOfWork
from kamdesk.words import _

P = ParamSpec("P")
T = TypeVar("T")


class Place(Protocol):
    """A screen or panel that can show a Problem where it belongs."""

    def show_problem(self, problem: Problem) -> None:
        """Show the sentence at its field, or above the page when it has none."""


class Teller(Protocol):
    """Who tells the person that something was done (the window's toasts)."""

    def tell(self, text: str, *, undo: bool = False) -> None:
        """A toast in the past tense, with «Deshacer» when asked."""


class Failed:
    """What ``attempt`` returns when the verb refused; it is false."""

    def __bool__(self) -> bool:
        return False


FAILED = Failed()


class Runner:
    """Runs verbs for screens: problems to the place, what was done to the toast."""

    def __init__(self, app: App, teller: Teller) -> None:
        self.app = app
        self._teller = teller

    def attempt(self, place: Place, command: Callable[Concatenate[UnitOfWork, P], T], *args: P.args,
                **kwargs: P.kwargs) -> T | Failed:
        """Run a verb silently (an edit that saves itself); FAILED after showing its Problem."""
        try:
            return self.app.run(command, *args, **kwargs)
        except Problem as problem:
            place.show_problem(problem)
            return FAILED

    def tell(self, done: str) -> None:
        """Say what was done, with undo."""
        self._teller.tell(done, undo=True)

    def turn(self, step: Callable[[], Changes], pattern: str) -> Changes | None:
        """Undo or redo: do it and say what it was, naming the fields that stayed."""
        try:
            changes = step()
        except Problem as problem:
            self._teller.tell(problem.message)
            return None
        text = _(pattern, label=changes.label)
        if changes.skipped:
            text += " " + _("Changed later and left as it is: {fields}.", fields=", ".join(changes.skipped))
        self._teller.tell(text)
        return changes
