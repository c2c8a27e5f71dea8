"""What the program does once it is at rest."""

from __future__ import annotations

import ctypes
import sys
from types import SimpleNamespace

import pytest

from ui import start


@pytest.mark.skipif(sys.platform != "linux", reason="other C libraries give memory back by themselves")
@pytest.mark.parametrize("known", [("malloc_trim",), ()])
def test_memory_goes_back_where_the_library_can(monkeypatch: pytest.MonkeyPatch, known: tuple[str, ...]) -> None:
    asked: list[int] = []
    library = SimpleNamespace(**dict.fromkeys(known, asked.append))
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    start.trim(None)
    assert asked == ([0] if known else [])
