"""The sheet of a plan as a PDF: what is asked before it runs, how it was judged afterwards."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kamdesk.commands.confidential import log_access
from kamdesk.promoting.sheet import PlanSheet
from kamdesk.reports.model import Report
from kamdesk.reports.promotion_request import request
from kamdesk.reports.promotion_result import result
from kamdesk.words import _
from ui.run import FAILED
from ui.saving import save_report
from ui.screen import Context
from ui.veil import veil


def save_sheet(context: Context, place: QWidget, sheet: PlanSheet) -> None:
    """R11 of a plan that was judged, R10 before; margins only while prices are shown, which is then noted."""
    plan, prices = sheet.plan, veil.is_open
    if prices and context.runner.attempt(
            place, log_access, action="exported", what=plan.name, count=1,  # type: ignore[arg-type]
            reader=_("Sales department")) is FAILED:
        return

    def make() -> Report:
        return (result if sheet.judged else request)(context.app, plan, prices=prices)

    save_report(context, place, place, make, plan.name)  # type: ignore[arg-type]
