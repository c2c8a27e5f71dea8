"""The rules of SHARING.md that can be switched off, each by another text of one function."""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from db.merging import classify, folding, folding_rows, importing


@dataclass(frozen=True)
class Mutant:
    """A function whose text is changed in one place, and what the design loses by it."""

    name: str
    module: ModuleType
    function: str
    before: str
    after: str


MUTANTS = (
    Mutant("no gap check: false dominance", importing, "missing", "if r in manifest.upto", "if not r"),
    Mutant("no R1: a withheld value is silently overwritten", importing, "_vectors", "if covers:", "if True:"),
    Mutant("R1 moves the entry of a maker who is whole", importing, "_vectors",
           "elif manifest.holder == manifest.key:", "else:"),
    Mutant("no R2: replaced values come back as conflicts", folding, "inherited", 'behind = "coalesce',
           'return\n    behind = "coalesce'),
    Mutant("birth without mask", classify, "births", " OR w.m & ~b.m <> 0", ""),
    Mutant("no kd_keep", importing, "_contexts", "SELECT t, pk, r, s FROM file.kd_keep",
           "SELECT t, pk, r, s FROM file.kd_keep WHERE 0"),
    Mutant("deletions know vectors instead of writes", folding_rows, "_died", "c.r, c.s, c.s", "c.r, 0, c.s"),
)


def switch_off(mutant: Mutant, patch: pytest.MonkeyPatch) -> None:
    """Put the changed function in place of the real one, wherever it is called."""
    real = getattr(mutant.module, mutant.function)
    source = textwrap.dedent(inspect.getsource(real))
    assert source.count(mutant.before) == 1, f"{mutant.function} does not say {mutant.before!r} once"
    changed = _made(real, source.replace(mutant.before, mutant.after))
    for name, module in list(sys.modules.items()):
        if name.startswith("db.merging") and vars(module).get(mutant.function) is real:
            patch.setattr(module, mutant.function, changed)


def _made(real: Callable[..., Any], source: str) -> Callable[..., Any]:
    names = dict(real.__globals__)
    exec(compile("from __future__ import annotations\n" + source, "mutant", "exec"), names)
    found: Callable[..., Any] = names[real.__name__]
    return found
