"""The sheet of the keys of a page: F1 or «?»."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.words import _
from ui.keys import KeyGroup, groups_of
from ui.labels import label
from ui.widgets.buttons import key_text
from ui.widgets.chips import Key
from ui.widgets.panel import QuickPanel


def keys_grid(group: KeyGroup) -> QWidget:
    """The keys of a group in two columns: the keys, and what they do."""
    host = QWidget()
    grid = QGridLayout(host)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(6)
    grid.setHorizontalSpacing(14)
    for at, (keys, text) in enumerate(group.keys):
        grid.addWidget(Key(key_text(keys)), at, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(_(text), wrap=True), at, 1)
    grid.setColumnStretch(1, 1)
    return host


class KeysSheet(QuickPanel):
    """The keys that act on a page, those of everywhere at the left."""

    def __init__(self, host: QWidget, page: str, title: str) -> None:
        super().__init__(host, _("Keys"), title, icon="keyboard", status="info")
        row = QHBoxLayout()
        row.setSpacing(24)
        whole, *own = groups_of(page)
        for part in ([whole], own):
            row.addLayout(_column(part), 1)
        self.body.body.addLayout(row)
        self.add_button(_("Close"), self.shut)
        self.closed.connect(self.deleteLater)


def _column(groups: Sequence[KeyGroup]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for group in groups:
        column.addWidget(label(_(group.title), role="overline"))
        column.addWidget(keys_grid(group))
        column.addSpacing(6)
    column.addStretch(1)
    return column
