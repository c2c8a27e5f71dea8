"""What may be said of the whole file before it is applied: replace the period, and the control total of its month."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from kamdesk.sheets.preview import Preview
from kamdesk.words import _, month, plural
from ui import theme
from ui.labels import label, literal
from ui.widgets.fields import MoneyField

WIDE = 150


class ClosingRow(QWidget):
    """A tick and a field, each only where it makes sense."""

    changed = Signal()

    def __init__(self, told: Preview, gone: int) -> None:
        super().__init__()
        self._gone, self._asks_total = gone, told.totalled and told.source != "stock"
        self.replace = QCheckBox(literal(plural(
            "Replace the period: {n} sale that is not in the file is archived",
            "Replace the period: {n} sales that are not in the file are archived", gone)))
        self.replace.setVisible(bool(gone))
        self.replace.toggled.connect(lambda _on: self.changed.emit())
        name = _("Control total of {month}", month=month(told.months[0])) if told.totalled else ""
        self.total = MoneyField(name=name)
        self.total.setFixedWidth(theme.px(WIDE))
        self._label = label(name, role="small", tone="text2", buddy=self.total)
        for widget in (self.total, self._label):
            widget.setVisible(self._asks_total)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._label)
        row.addWidget(self.total)
        row.addWidget(self.replace)
        row.addStretch(1)

    @property
    def asks(self) -> bool:
        """Whether there is anything to say."""
        return bool(self._gone) or self._asks_total

    @property
    def replaces(self) -> bool:
        """Whether the sales that lack are archived."""
        return bool(self._gone) and self.replace.isChecked()

    @property
    def control_total(self) -> int | None:
        """The total typed, in minor units."""
        return self.total.value() if self._asks_total else None
