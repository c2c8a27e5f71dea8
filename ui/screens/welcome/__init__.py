"""Primer uso: from nothing to an open base."""

from ui.screens.welcome.window import Welcome

__all__ = ["Welcome"]
