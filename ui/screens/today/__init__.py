"""Hoy: what needs a decision today."""

from ui.screens.today.screen import TodayScreen

__all__ = ["TodayScreen"]
