"""Which pages, tabs and panels are made by hand; everything else is derived from the kinds."""

from __future__ import annotations

from ui.panels.bulk import open_bulk, open_merge
from ui.panels.expense import open_expense
from ui.panels.visit import open_visit
from ui.screens.budget import BudgetScreen
from ui.screens.exchange.copies import copies
from ui.screens.exchange.receive import receive
from ui.screens.exchange.send import send
from ui.screens.importing import open_import
from ui.screens.plan import PlanScreen
from ui.screens.receivables.ageing import ageing_tab
from ui.screens.reports.make import make
from ui.screens.settings.values import values
from ui.screens.targets.followup import followup_tab
from ui.screens.today import TodayScreen
from ui.window import Pages, Parts, Quick

PAGES: Pages = {"today": TodayScreen, "budget": BudgetScreen, "plan": PlanScreen}
PARTS: Parts = {
    "targets": {"followup": followup_tab},
    "orders": {"ageing": ageing_tab},
    "settings": {"values": values},
    "reports": {"make": make},
    "exchange": {"send": send, "receive": receive, "copies": copies},
}
QUICK: Quick = {"visit": open_visit, "expense": open_expense, "bulk": open_bulk, "merge": open_merge,
                "import": open_import}
