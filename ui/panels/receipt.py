"""The receipt of an expense: dropped on the field or chosen, kept when the expense is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from kamdesk.words import _
from ui import ask
from ui.dropping import FileDrop
from ui.labels import ElidedLabel
from ui.widgets.buttons import Button, IconButton


class ReceiptField(QFrame):
    """One file of this computer, or the name of the receipt that is kept already."""

    changed = Signal()

    def __init__(self, *, kept: str = "") -> None:
        super().__init__()
        self.setAccessibleName(_("Receipt"))
        FileDrop(self, self.take)
        self._kept = kept
        self._path: Path | None = None
        self._name = ElidedLabel(role="small", tone="text2", least=60)
        self._choose = Button(_("Attach"), icon="paperclip", small=True, on_click=self.choose)
        self._clear = IconButton("x", _("Without this file"), on_click=lambda: self.take(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._choose)
        row.addWidget(self._name, 1)
        row.addWidget(self._clear)
        self.take(None)

    def file(self) -> Path | None:
        """The file chosen, None when there is none or it is kept already."""
        return self._path

    def take(self, path: Path | None) -> None:
        """Take a file, or none."""
        self._path = path
        self._name.setText(path.name if path else self._kept or _("Drop the photo or PDF here"))
        self._clear.setVisible(path is not None)
        self.changed.emit()

    def choose(self) -> None:
        """Ask for a file."""
        path = ask.open_file(self, _("Attach the receipt"), _("All files (*)"))
        if path is not None:
            self.take(path)
