"""What a tab of figures is asked: a period to leaf through, a measure, and by what it is divided."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from kamdesk import clock
from kamdesk.figures.model import Period
from kamdesk.figures.spans import LEAF, MONTH, SPANS, label_of, period_of
from kamdesk.methods.months import add_months, month_of
from kamdesk.words import _
from ui import theme
from ui.labels import label
from ui.widgets.buttons import IconButton, Segmented
from ui.widgets.flow import FlowLayout

LABEL = 128


class Choosing(QObject):
    """The row of questions; ``changed`` when the person asks something else."""

    changed = Signal()

    def __init__(self, flow: FlowLayout, *, starts_in: int, parent: QObject, dimensions: Mapping[str, str],
                 measures: Mapping[str, str] | None = None, span: str = MONTH) -> None:
        """``dimensions`` and ``measures``: what they are called (msgids), by key."""
        super().__init__(parent)
        self._starts_in, self.month = starts_in, month_of(clock.today())
        self._span = Segmented([(key, _(text)) for key, text in SPANS.items()], value=span, name=_("Period"))
        self._measure = Segmented([(key, _(text)) for key, text in measures.items()], name=_("Measure")) \
            if measures else None
        self._dimension = QComboBox()
        self._dimension.setAccessibleName(_("Divided by"))
        for key, text in dimensions.items():
            self._dimension.addItem(_("By {what}", what=_(text).lower()), key)
        self._label = label(role="strong", figures=True)
        self._label.setMinimumWidth(theme.px(LABEL))
        parts = (self._span, self._leaf(), *([self._measure] if self._measure else ()), self._dimension)
        for part in parts:
            flow.addWidget(part)
        self._span.changed.connect(self._tell)
        self._dimension.activated.connect(self._tell)
        if self._measure is not None:
            self._measure.changed.connect(self._tell)
        self._dress()

    def _leaf(self) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(IconButton("chevron-left", _("Earlier"), on_click=lambda: self.leaf(-1)))
        row.addWidget(self._label)
        row.addWidget(IconButton("chevron-right", _("Later"), on_click=lambda: self.leaf(1)))
        return host

    @property
    def period(self) -> Period:
        """The days asked for."""
        return period_of(self._span.value(), self.month, starts_in=self._starts_in)

    @property
    def title(self) -> str:
        """What the period is called."""
        return label_of(self._span.value(), self.month, starts_in=self._starts_in)

    @property
    def measure(self) -> str:
        """The key of a measure; «» where none is asked."""
        return self._measure.value() if self._measure is not None else ""

    @property
    def dimension(self) -> str:
        """The key of a dimension."""
        return str(self._dimension.currentData())

    def choose(self, *, span: str = "", month: str = "", measure: str = "", dimension: str = "") -> None:
        """Ask something else; what is not named stays."""
        self._span.set_value(span or self._span.value())
        if self._measure is not None:
            self._measure.set_value(measure or self._measure.value())
        self._dimension.setCurrentIndex(self._dimension.findData(dimension or self.dimension))
        self.month = month or self.month
        self._tell()

    def leaf(self, steps: int) -> None:
        """The period before or after."""
        self.month = add_months(self.month, steps * LEAF[self._span.value()])
        self._tell()

    def _tell(self) -> None:
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        self._label.setText(self.title.capitalize())
