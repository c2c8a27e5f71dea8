"""Ajustes: every option of the program, and the keyboard map."""

from ui.screens.settings.values import values

__all__ = ["values"]
