"""The version told is the one that is built."""

from __future__ import annotations

import tomllib

from kamdesk.version import VERSION
from tests.shared import ROOT


def test_the_version_is_that_of_the_project() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == VERSION
