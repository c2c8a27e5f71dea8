"""What the follow-up is asked."""

from __future__ import annotations

from PySide6.QtCore import QObject

from kamdesk.figures.followup import DIMENSIONS, MEASURES
from ui import choosing
from ui.widgets.flow import FlowLayout


class Choosing(choosing.Choosing):
    """The row of questions of the follow-up."""

    def __init__(self, flow: FlowLayout, *, starts_in: int, parent: QObject) -> None:
        super().__init__(flow, starts_in=starts_in, parent=parent, measures=MEASURES,
                         dimensions={key: text for key, (text, _none, _kind) in DIMENSIONS.items()})
