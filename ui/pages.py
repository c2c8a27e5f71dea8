"""Which pages, tabs and panels are made by hand; everything else is derived from the kinds."""

from __future__ import annotations

from ui.panels.bulk import open_bulk, open_merge
from ui.panels.visit import open_visit
from ui.screens.today import TodayScreen
from ui.window import Pages, Parts, Quick

PAGES: Pages = {"today": TodayScreen}
PARTS: Parts = {}
QUICK: Quick = {"visit": open_visit, "bulk": open_bulk, "merge": open_merge}
