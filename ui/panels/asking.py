"""A quick panel of a few fields that runs one verb and shuts when it was done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kamdesk.problems import Problem
from ui.widgets.messages import MessageBar
from ui.widgets.panel import QuickPanel


class AskPanel(QuickPanel):
    """A panel of a few fields that runs one verb; it shuts when ``run`` says that it was done."""

    def __init__(self, host: QWidget, title: str, subtitle: str, verb: str) -> None:
        super().__init__(host, title, subtitle)
        self._message: MessageBar | None = None
        self.set_primary(verb)
        self.run: Callable[[], bool] = lambda: True
        self.submitted.connect(self._submit)
        self.closed.connect(self.deleteLater)

    def _submit(self) -> None:
        if self.run():
            self.shut()

    def show_problem(self, problem: Problem) -> None:
        """Above the fields; what was typed stays."""
        if self._message is not None:
            self._message.deleteLater()
        self._message = MessageBar(problem.message, status="bad")
        self.body.body.insertWidget(0, self._message)
