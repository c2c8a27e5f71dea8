"""The tab «Tareas y emergencias»: my tasks by day at the left, emergencies with their log at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.screen import Context, scrolled
from ui.screens.today.incidents import IncidentsCard
from ui.screens.today.parts import Part
from ui.screens.today.tasks import TasksCard


class WorkPage(QWidget):
    """Tasks and emergencies by hand; their lists and records are one link away."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.tasks, self.incidents = TasksCard(context), IncidentsCard(context)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(20, 0, 16, 12)
        row.setSpacing(12)
        row.addWidget(self.tasks, 11)
        row.addWidget(self.incidents, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(inner))
        self._parts = [Part(context, each, each.reads, each.reread) for each in (self.tasks, self.incidents)]

    def refresh(self) -> None:
        """Read what was touched while the page was not seen."""
        for part in self._parts:
            part.refresh()

    def spoil(self) -> None:
        """Another day began."""
        for part in self._parts:
            part.spoil()
