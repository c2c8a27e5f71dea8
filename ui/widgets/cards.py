"""Cards: the plain frame, the card with a title, and the card of one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.labels import ElidedLabel
from ui.theme import Status
from ui.widgets.chips import Chip
from ui.widgets.meters import Meter, Spark
from ui.widgets.pressable import Pressable

PAD_X, PAD_Y = 16, 12


def laid(frame: QFrame, *, margins: tuple[int, int, int, int], spacing: int) -> QVBoxLayout:
    """Make a frame look like a card; returns its vertical layout."""
    frame.setProperty("card", "true")
    body = QVBoxLayout(frame)
    body.setContentsMargins(*margins)
    body.setSpacing(spacing)
    return body


class Card(QFrame):
    """A surface with a hairline; ``body`` is its vertical layout."""

    def __init__(self, *, margins: tuple[int, int, int, int] = (PAD_X, PAD_Y, PAD_X, PAD_Y), spacing: int = 8) -> None:
        super().__init__()
        self.body = laid(self, margins=margins, spacing=spacing)


class TitledCard(Card):
    """A card with a title row; marks stand after the title, ``add_action`` puts links at its right."""

    def __init__(self, title: str, *, marks: Sequence[QWidget] = ()) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0)
        self.setAccessibleName(title)
        self.title = ElidedLabel(title, role="subtitle")
        bar = QFrame()
        bar.setProperty("band", "header")
        self._row = QHBoxLayout(bar)
        self._row.setContentsMargins(PAD_X, 4, 8, 4)
        self._row.setSpacing(8)
        self._row.addStrut(theme.px(34))
        self._row.addWidget(self.title)
        for mark in marks:
            self._row.addWidget(mark)
        self._row.addStretch(1)
        self.body.addWidget(bar)

    def add(self, widget: QWidget, *, stretch: int = 0) -> None:
        """A part with the card's own air around it; rows that reach the edges go into ``body``."""
        holder = QVBoxLayout()
        holder.setContentsMargins(PAD_X, PAD_Y - 4, PAD_X, PAD_Y)
        holder.addWidget(widget)
        self.body.addLayout(holder, stretch)

    def add_action(self, widget: QWidget) -> None:
        """A link or icon button at the right of the title."""
        self._row.addWidget(widget)


@dataclass(frozen=True)
class Kpi:
    """What a figure card shows; shares are 0 to 1, texts are ready to print.

    ``delta`` is the comparison («+4 %») with its status and icon; a figure has a meter (``share``, ``target``,
    ``token``) or a sparkline (``history``); ``said`` is the whole card in a sentence for readers.
    """

    label: str
    value: str
    note: str = ""
    delta: str = ""
    delta_status: Status = "mute"
    delta_mark: str = ""
    share: float | None = None
    target: float | None = None
    token: str = "accent"
    history: tuple[float, ...] = ()
    said: str = ""


class KpiCard(Pressable):
    """One figure: label and delta, value, meter or sparkline, note. A click asks for the list behind the number."""

    corner = 10

    def __init__(self, kpi: Kpi) -> None:
        super().__init__()
        self.body = laid(self, margins=(14, 9, 14, 9), spacing=2)
        self._label = ElidedLabel(role="small", tone="text2")
        self._delta = Chip("", mark="")
        self._value = ElidedLabel(role="display", least=60)
        self._spark = Spark()
        self._meter = Meter()
        self._note = ElidedLabel(role="caption", tone="text2")
        self._lay_out()
        self.show_kpi(kpi)

    def show_kpi(self, kpi: Kpi) -> None:
        """Show another figure."""
        self._label.setText(kpi.label)
        self._value.setText(kpi.value)
        self._note.setText(kpi.note)
        self._delta.set(kpi.delta, status=kpi.delta_status, mark=kpi.delta_mark)
        self._delta.setVisible(bool(kpi.delta))
        self._spark.set(kpi.history, name=kpi.said, token=kpi.token)
        self._history = bool(kpi.history)
        self._fit()
        self._meter.set(kpi.share or 0.0, target=kpi.target, token=kpi.token, name=kpi.said)
        self._meter.setVisible(kpi.share is not None)
        self.setAccessibleName(kpi.said or " · ".join(filter(None, (kpi.label, kpi.value, kpi.delta, kpi.note))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The value is shown before the line beside it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = self._value.sizeHint().width() + self._spark.sizeHint().width() + 8
        self._spark.setVisible(self._history and needed <= self.contentsRect().width() - 28)

    def _lay_out(self) -> None:
        top, middle = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._label, 1)
        top.addWidget(self._delta)
        middle.addWidget(self._value, 1)
        middle.addWidget(self._spark)
        for part in (self._delta, self._meter):  # cards beside each other keep their lines level
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        self.body.addLayout(top)
        self.body.addLayout(middle)
        self.body.addWidget(self._meter)
        self.body.addStretch(1)
        self.body.addWidget(self._note)
