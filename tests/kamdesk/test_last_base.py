"""The base used last is remembered until it is gone."""

from __future__ import annotations

from pathlib import Path

from kamdesk import last_base


def test_the_base_used_last_is_remembered_until_it_is_gone(tmp_path: Path) -> None:
    base = tmp_path / "Región Occidente.kamdesk"
    base.touch()
    last_base.remember(base)
    assert last_base.last() == base.resolve()
    base.unlink()
    assert last_base.last() is None
