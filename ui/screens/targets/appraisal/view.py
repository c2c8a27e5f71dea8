"""The tab «Evaluación»: appraisals, the newest first, and the chosen one beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from ui.beside.tab import MadeTab, Make
from ui.beside.wide import WideView
from ui.listing import stack
from ui.screen import Context
from ui.screens.targets.appraisal.pane import AppraisalPane
from ui.screens.targets.appraisal.verbs import new_appraisal
from ui.tabs import Shown


class AppraisalView(WideView):
    """Appraisals."""

    columns = ("subject", "start", "grade")
    newest = "start"
    slim = 372

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown, AppraisalPane(context))
        stack(self.list, "draft", "closed")

    def new(self) -> None:
        """The panel of a new appraisal."""
        new_appraisal(self.context, self)


class AppraisalTab(MadeTab):
    """«Evaluación»."""

    made: ClassVar[Mapping[str, Make]] = {"appraisal": AppraisalView}


def appraisal_tab(context: Context) -> QWidget:
    """Appraisals, and their criteria as a list."""
    return AppraisalTab(context, "targets", "appraisal")
