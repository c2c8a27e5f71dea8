"""Alerts kept up to date rule by rule: a command makes only those rules look again that read what it touched."""

from __future__ import annotations

from collections.abc import Callable

from kamdesk import clock
from kamdesk.alerts.model import RULES, Alert, Look, Outside
from kamdesk.changes import Changes
from kamdesk.store import Reader


class Watch:
    """The alerts of a base while a window is open; ``step`` looks at one rule, so that a window can breathe between."""

    def __init__(self, reader: Reader, outside: Callable[[], Outside] = Outside) -> None:
        self._reader, self._outside = reader, outside
        self._found: dict[str, list[Alert]] = {}
        self._stale = dict.fromkeys(RULES)
        self._look: Look | None = None
        self._day = clock.today()

    def touch(self, changes: Changes) -> bool:
        """Mark the rules that read what a command touched; whether there are any. Settings concern all of them."""
        self._look = None
        if changes.concerns("setting") or self._day != clock.today():
            self.spoil()
        for code, rule in RULES.items():
            if changes.concerns(*rule.reads):
                self._stale[code] = None
        return bool(self._stale)

    def spoil(self) -> None:
        """Everything is looked at again: another day, another setting, another base."""
        self._day, self._look = clock.today(), None
        self._stale = dict.fromkeys(RULES)

    def step(self) -> bool:
        """Look at the next rule; whether more wait."""
        code = next(iter(self._stale), None)
        if code is None:
            return False
        if self._look is None:
            self._look = Look(self._reader, self._outside())
        off = code in self._reader.setting("alerts_off")
        self._found[code] = [] if off else list(RULES[code].find(self._look))
        del self._stale[code]
        return bool(self._stale)

    @property
    def found(self) -> list[Alert]:
        """What all rules found when they last looked, in no order."""
        return [alert for found in self._found.values() for alert in found]
