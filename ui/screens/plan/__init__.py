"""Plan de visitas: the week board, «Por planificar», proposals."""

from ui.screens.plan.screen import PlanScreen

__all__ = ["PlanScreen"]
