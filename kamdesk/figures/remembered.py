"""Facts that answer the same question once: figures, cards and alerts of a screen cost one reading between them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sized
from typing import Any, cast

from kamdesk.figures.facts import Facts

ROOM = 100_000  # rows kept between all answers; the oldest answers make room for new ones


def remembered(facts: Facts) -> Facts:
    """The same facts with a memory of every answer; good while the base stays as it is."""
    return cast("Facts", _Facts(facts))  # it answers everything the facts do


class _Memory:
    """Answers by question, the oldest first."""

    def __init__(self) -> None:
        self._answers: dict[Hashable, Any] = {}
        self._rows = 0

    def answer(self, question: Hashable, find: Callable[[], Any]) -> Any:
        """The answer given before, else that of ``find``."""
        if question not in self._answers:
            self._keep(question, find())
        return self._answers[question]

    def _keep(self, question: Hashable, found: Any) -> None:
        self._answers[question] = found
        self._rows += _size(found)
        for old in list(self._answers):
            if self._rows <= ROOM or old == question:
                break
            self._rows -= _size(self._answers.pop(old))


class _Remembering:
    """Stands before an object and remembers what its methods answered."""

    def __init__(self, source: Any, memory: _Memory) -> None:
        self._source, self._memory = source, memory

    def __getattr__(self, name: str) -> Any:
        """A method that remembers; anything else as it is."""
        found = getattr(self._source, name)
        if not callable(found):
            return found

        def ask(*args: Any, **more: Any) -> Any:
            question = type(self._source), name, _key(args), _key(sorted(more.items()))
            return self._memory.answer(question, lambda: found(*args, **more))

        return ask


class _Facts:
    """Every part of the facts behind one memory, settings and records of the reader too."""

    def __init__(self, facts: Facts) -> None:
        self._facts, self._memory = facts, _Memory()

    def __getattr__(self, name: str) -> Any:
        """A part of the facts (sales, visits…), remembering."""
        part = _Remembering(getattr(self._facts, name), self._memory)
        setattr(self, name, part)
        return part


def _key(value: Any) -> Hashable:
    """What tells one question from another: values by themselves, lists by their members, what holds lists by text."""
    if isinstance(value, (list, tuple)):
        return tuple(map(_key, value))
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return cast("Hashable", value)


def _size(found: Any) -> int:
    return len(found) if isinstance(found, Sized) else 1
