"""PySide does not read our sources."""

from __future__ import annotations

import importlib
import linecache
import sys
from pathlib import Path

import pytest


def test_an_imported_module_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    importlib.import_module("ui")
    (tmp_path / "imported_after_qt.py").write_text("VALUE = 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert importlib.import_module("imported_after_qt").VALUE == 1
    assert not any("imported_after_qt" in name for name in linecache.cache)
    del sys.modules["imported_after_qt"]
