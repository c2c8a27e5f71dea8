"""The bar of a long job in the status line: what it does, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from kamdesk.words import _
from ui.labels import ElidedLabel
from ui.widgets.buttons import IconButton


class JobBar(QFrame):
    """Hidden until a job starts; never modal."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = ElidedLabel(role="caption", tone="text2")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(140)
        self._cancel = IconButton("x", _("Cancel"), small=True, on_click=self.cancelled.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._text, self._progress, self._cancel):
            row.addWidget(part)
        self.hide()

    def show_progress(self, text: str, *, done: int = 0, total: int = 0) -> None:
        """Show «Leyendo 1,240 de 3,000 filas…»; without ``total`` the bar only moves."""
        self._text.setText(text)
        self._progress.setAccessibleName(text)
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._cancel.set_tip(_("Cancel: {job}", job=text))
        self.show()

    def finish(self) -> None:
        """The job is over."""
        self.hide()
