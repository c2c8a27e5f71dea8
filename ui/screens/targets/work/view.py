"""The tab «Plan de trabajo»: the plans, the newest first, and the chosen one beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from ui.beside.tab import MadeTab, Make
from ui.beside.wide import WideView
from ui.listing import stack
from ui.screen import Context
from ui.screens.targets.work.pane import WorkPane
from ui.screens.targets.work.verbs import propose
from ui.tabs import Shown


class WorkView(WideView):
    """Work plans."""

    columns = ("scope", "start")
    newest = "start"

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown, WorkPane(context))
        stack(self.list, "preparation", "running")

    def new(self) -> None:
        """The proposal of a new plan."""
        propose(self.context, self)


class WorkTab(MadeTab):
    """«Plan de trabajo»."""

    made: ClassVar[Mapping[str, Make]] = {"work_plan": WorkView}


def work_tab(context: Context) -> QWidget:
    """Work plans."""
    return WorkTab(context, "targets", "work_plan")
