"""What can be done with an appraisal: made, graded, closed, opened again, carried out, printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from kamdesk import clock, fields
from kamdesk.commands.appraisals import apply_recommendation, appraise, close_appraisal, reopen_appraisal
from kamdesk.figures.spans import quarter_before
from kamdesk.methods.months import month_of
from kamdesk.records.appraisals import SCHEMES, Appraisal, AppraisalCriterion
from kamdesk.reports.evaluation import evaluation
from kamdesk.words import N_, _, plural
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.run import FAILED
from ui.saving import save_report
from ui.screen import Address, Context
from ui.shell.shell import host_of

REASON = fields.text(N_("Reason"), required=True).named("reason", "")


def new_appraisal(context: Context, place: QWidget) -> None:
    """Ask who is judged, by which scheme, over which months; the last whole quarter is offered."""
    kind = Appraisal.kind.fields
    own = {each.scheme: SCHEMES.get(each.scheme, each.scheme) for each in context.app.store.find(AppraisalCriterion)}
    last = quarter_before(month_of(clock.today()), starts_in=context.app.store.setting("fiscal_start"))
    asked = Asked(_("New appraisal"), "", _("Appraise"), [
        kind["subject"], fields.choice("Scheme", own, required=True).named("scheme", ""), kind["start"], kind["end"]],
        {"scheme": "local_supervisor" if "local_supervisor" in own else None, "start": last.start,
         "end": last.end})

    def run(panel: FieldsPanel, values: dict[str, Any]) -> object:
        made = context.runner.attempt(panel, appraise, **values)
        if isinstance(made, Appraisal):
            context.window.go(Address("targets", "appraisal", "appraisal", made.id))
        return made

    ask_fields(context, host_of(place), asked, said=_("Appraisal made"), run=run)


class Verbs:
    """The verbs of the appraisal shown."""

    def __init__(self, context: Context, place: Any) -> None:
        self._context, self._place = context, place

    def _do(self, verb: Callable[..., object], said: str, appraisal: Appraisal) -> None:
        if self._context.runner.attempt(self._place, verb, appraisal=appraisal) is not FAILED:
            self._context.runner.tell(said)

    def close(self, appraisal: Appraisal) -> None:
        """Freeze it."""
        self._do(close_appraisal, _("Appraisal closed"), appraisal)

    def reopen(self, appraisal: Appraisal, title: str) -> None:
        """Open it again, with a reason."""
        attempt = self._context.runner.attempt
        ask_fields(self._context, host_of(self._place), Asked(_("Open again"), title, _("Open again"), [REASON]),
                   said=_("Appraisal open again"),
                   run=lambda panel, values: attempt(panel, reopen_appraisal, appraisal=appraisal, **values))

    def carry_out(self, appraisal: Appraisal) -> None:
        """Open what it recommends."""
        made = self._context.runner.attempt(self._place, apply_recommendation, appraisal=appraisal)
        if isinstance(made, list):
            self._context.runner.tell(plural("{n} record opened by the recommendation",
                                             "{n} records opened by the recommendation", len(made)))

    def paper(self, appraisal: Appraisal, title: str) -> None:
        """The sheet to be signed (R13)."""
        save_report(self._context, self._place, self._place, lambda: evaluation(self._context.app, appraisal),
                    _("Appraisal {name}", name=title))
