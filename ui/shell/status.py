"""The status line: what is saved or selected, the running job, and where one works."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui import theme
from ui.labels import ElidedLabel
from ui.widgets.glyph import Glyph
from ui.widgets.jobs import JobBar


class StatusLine(QFrame):
    """Left: what happened. Right: context of the page, and the base with its scope."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("band", "status")
        self._mark = Glyph("check", token="ok", side=13)
        self._left = ElidedLabel(role="caption", tone="text2")
        self._context = ElidedLabel(role="caption", tone="text2")
        self._lock = Glyph("lock", side=13)
        self._base = ElidedLabel(role="caption", tone="text2")
        self.job = JobBar()
        self._lay_out()
        theme.signals.changed.connect(self._fit)

    def set_message(self, text: str, *, status: str = "ok") -> None:
        """«Todo guardado · hace 5 s» (ok), the sum of a selection (info), or what went wrong (bad)."""
        self._left.setText(text)
        self._mark.set({"ok": "check", "info": "info", "warn": "triangle-alert", "bad": "circle-alert"}[status],
                       token=status)

    def set_context(self, text: str) -> None:
        """What the page has to say: «1 seleccionado · 214 clientes»."""
        self._context.setText(text)

    def set_base(self, text: str, *, encrypted: bool) -> None:
        """«Base cifrada · Región Occidente»."""
        self._base.setText(text)
        self._lock.set("lock" if encrypted else "database", token="text2")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(6)
        row.addWidget(self._mark)
        row.addWidget(self._left, 2)
        row.addWidget(self.job)
        row.addStretch(1)
        row.addWidget(self._context)
        row.addSpacing(14)
        row.addWidget(self._lock)
        row.addWidget(self._base)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(max(26, theme.px(theme.size("status_line"))))
