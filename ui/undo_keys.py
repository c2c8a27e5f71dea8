"""Ctrl+Z belongs to a text field only while it has something of its own to take back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit


class UndoKeys(QObject):
    """An event filter of the application: lets the window's undo and redo through where a field has none."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the key to the window when the field would do nothing with it."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        undo, redo = (event.matches(key) for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))
        if (undo and not _can(watched, redo=False)) or (redo and not _can(watched, redo=True)):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _can(field: QObject, *, redo: bool) -> bool:
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable() if redo else field.isUndoAvailable()
    if isinstance(field, QPlainTextEdit):
        return field.document().isRedoAvailable() if redo else field.document().isUndoAvailable()
    return False
