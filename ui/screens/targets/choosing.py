"""What the follow-up is asked: a period to leaf through, a measure, and by what it is divided."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from kamdesk import clock
from kamdesk.figures.followup import DIMENSIONS, MEASURES
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

    def __init__(self, flow: FlowLayout, *, starts_in: int, parent: QObject) -> None:
        super().__init__(parent)
        self._starts_in, self.month = starts_in, month_of(clock.today())
        self._span = Segmented([(key, _(text)) for key, text in SPANS.items()], value=MONTH, name=_("Period"))
        self._measure = Segmented([(key, _(text)) for key, text in MEASURES.items()], name=_("Measure"))
        self._dimension = QComboBox()
        self._dimension.setAccessibleName(_("Divided by"))
        for key, (text, _none, _kind) in DIMENSIONS.items():
            self._dimension.addItem(_("By {what}", what=_(text).lower()), key)
        self._label = label(role="strong", figures=True)
        self._label.setMinimumWidth(theme.px(LABEL))
        for part in (self._span, self._leaf(), self._measure, self._dimension):
            flow.addWidget(part)
        for signal in (self._span.changed, self._measure.changed, self._dimension.activated):
            signal.connect(self._tell)
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
        """A key of ``MEASURES``."""
        return self._measure.value()

    @property
    def dimension(self) -> str:
        """A key of ``DIMENSIONS``."""
        return str(self._dimension.currentData())

    def choose(self, *, span: str = "", month: str = "", measure: str = "", dimension: str = "") -> None:
        """Ask something else; what is not named stays."""
        self._span.set_value(span or self._span.value())
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
