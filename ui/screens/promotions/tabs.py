"""The tabs of Promociones that are made by hand: plans, and what worked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from ui.beside.tab import MadeTab, Make
from ui.screen import Context
from ui.screens.promotions.view import PlanView


class PlansTab(MadeTab):
    """«Planes»."""

    made: ClassVar[Mapping[str, Make]] = {"promotion_plan": PlanView}


def plans_tab(context: Context) -> QWidget:
    """Plans and their activities."""
    return PlansTab(context, "promotions", "plans")
