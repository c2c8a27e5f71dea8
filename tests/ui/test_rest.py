"""What the program does once it is at rest."""

from __future__ import annotations

import ctypes
import sys
from types import SimpleNamespace

import pytest

from ui import start


@pytest.mark.skipif(sys.platform != "linux", reason="other C libraries give memory back by themselves")
@pytest.mark.parametrize("known", [True, False])
def test_memory_goes_back_where_the_library_can(monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    asked: list[int] = []
    library = SimpleNamespace(malloc_trim=asked.append) if known else SimpleNamespace()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    start.trim()
    assert asked == ([0] if known else [])
