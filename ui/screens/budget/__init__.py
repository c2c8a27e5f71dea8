"""Presupuesto: the grid of a year, expenses, and their pre-review."""

from ui.screens.budget.screen import BudgetScreen

__all__ = ["BudgetScreen"]
