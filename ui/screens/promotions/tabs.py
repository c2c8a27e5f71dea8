"""The tabs of Promociones that are made by hand: plans, and what worked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from ui.beside.tab import MadeTab, Make
from ui.screen import Context
from ui.screens.promotions.view import PlanView
from ui.screens.promotions.worked import WorkedView


class PlansTab(MadeTab):
    """«Planes»."""

    made: ClassVar[Mapping[str, Make]] = {"promotion_plan": PlanView}


class WorkedTab(MadeTab):
    """«Qué funcionó»."""

    made: ClassVar[Mapping[str, Make]] = {"promotion_evaluation": WorkedView}


def plans_tab(context: Context) -> QWidget:
    """Plans and their activities."""
    return PlansTab(context, "promotions", "plans")


def worked_tab(context: Context) -> QWidget:
    """What worked, and the evaluations."""
    return WorkedTab(context, "promotions", "evaluations")
