"""The window: shows what kamdesk decides; the only package that imports PySide6."""

from __future__ import annotations

from PySide6 import QtCore as _QtCore  # noqa: F401  loads what the next line speaks to

from ui.features import spare_sources

spare_sources()  # before anything of ours is imported
