"""A small region in a real base."""

from __future__ import annotations

import pytest

from kamdesk.app import App
from tests.kamdesk.figures.build import Region


@pytest.fixture
def region(app: App) -> Region:
    """A region with one zone, one city, two persons and a product."""
    return Region(app)
