"""What is done with returns and quality issues: each step with the few fields it asks for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from kamdesk import clock, fields
from kamdesk.commands.quality import advance_quality_issue, open_quality_issue, reply_quality_issue
from kamdesk.commands.returns import decide_return, receive_return, request_return, resolve_return
from kamdesk.fields import Field, Id
from kamdesk.kinds import Kind
from kamdesk.problems import Problem
from kamdesk.records.quality import RESOLUTIONS, QualityIssue, Return
from kamdesk.words import N_, _
from ui.panels.fields import Asked, ask_fields
from ui.run import Place
from ui.screen import Context
from ui.shell.shell import host_of

Run = Callable[..., Any]


def _of(kind: Kind, *names: str, required: bool = True) -> list[Field]:
    return [dataclasses.replace(kind.fields[name], required=required or kind.fields[name].required) for name in names]


WHY: Field = fields.text(N_("Why it is refused"), required=True).named("note", "")
NUMBER: Field = fields.text(N_("Number of the credit note")).named("number", "")
PROBLEM: Field = fields.note(N_("What is wrong, to open a quality issue")).named("problem", "")
RESOLVE = [dataclasses.replace(Return.kind.fields["resolution"], required=True, options=dict(RESOLUTIONS)), NUMBER,
           *_of(Return.kind, "amount", required=False)]
ASK_RETURN = [*(Return.kind.fields[name] for name in ("party", "product", "quantity", "reason", "category", "lot",
                                                      "expires", "amount", "invoice")), PROBLEM]
ASK_ISSUE = [QualityIssue.kind.fields[name] for name in ("party", "product", "lot", "description", "severity",
                                                         "found_on", "expires", "quantity", "adverse_event")]


class Steps:
    """The verbs of cases; problems without a panel are shown at ``place``, which is a widget too."""

    def __init__(self, context: Context, place: Place) -> None:
        self._context, self._place = context, place

    def _ask(self, asked: Asked, verb: Run, said: str, **given: Any) -> None:
        attempt = self._context.runner.attempt
        ask_fields(self._context, host_of(self._place), asked, said=said,  # type: ignore[arg-type]
                   run=lambda panel, values: attempt(panel, verb, **given, **values))

    def _do(self, verb: Run, said: str, **given: Any) -> None:
        if self._context.runner.attempt(self._place, verb, **given):
            self._context.runner.tell(said)

    def new_return(self) -> None:
        """Ask for a return."""
        asked = Asked(_("New return"), "", _("Ask for the return"), ASK_RETURN)
        self._ask(asked, request_return, _("Return asked for"))

    def new_issue(self) -> None:
        """Open a quality case."""
        asked = Asked(_("New quality issue"), "", _("Open the case"), ASK_ISSUE, {"found_on": clock.today()})
        self._ask(asked, open_quality_issue, _("Case opened"))

    def authorise(self, id_: Id) -> None:
        """Let the goods come."""
        self._do(decide_return, _("Return authorised"), case=self._return(id_), authorised=True)

    def refuse(self, id_: Id) -> None:
        """Refuse with a reason."""
        case = self._return(id_)
        self._ask(Asked(_("Refuse the return"), case.number, _("Refuse"), [WHY]), decide_return, _("Return refused"),
                  case=case, authorised=False)

    def receive(self, id_: Id) -> None:
        """The goods came."""
        case = self._return(id_)
        of = [dataclasses.replace(each, name=name) for each, name in zip(
            _of(Return.kind, "received_on", "received"), ("on", "quantity"), strict=True)]
        self._ask(Asked(_("Receive the goods"), case.number, _("Save what came"), of,
                        {"on": clock.today(), "quantity": case.quantity}), receive_return, _("Goods received"),
                  case=case)

    def resolve(self, id_: Id) -> None:
        """Credit note, new goods or destruction."""
        case = self._return(id_)
        self._ask(Asked(_("Resolve the return"), case.number, _("Resolve"), RESOLVE, {"amount": case.amount}),
                  resolve_return, _("Return resolved"), case=case)

    def analyse(self, id_: Id) -> None:
        """Begin to look into it."""
        self._do(advance_quality_issue, _("Case under analysis"), issue=self._issue(id_), state="analysing")

    def reply(self, id_: Id) -> None:
        """Write the answer."""
        issue = self._issue(id_)
        self._ask(Asked(_("Answer the client"), issue.number, _("Save the answer"), _of(QualityIssue.kind, "answer"),
                        {"answer": issue.answer}), reply_quality_issue, _("Answer saved"), issue=issue)

    def close(self, id_: Id) -> None:
        """Close with its cause and action."""
        issue = self._issue(id_)
        of = [*_of(QualityIssue.kind, "cause", "action"), QualityIssue.kind.fields["effectiveness"]]
        values = {name: getattr(issue, name) for name in ("cause", "action", "effectiveness")}
        self._ask(Asked(_("Close the case"), issue.number, _("Close the case"), of, values), advance_quality_issue,
                  _("Case closed"), issue=issue, state="closed")

    def reopen(self, id_: Id) -> None:
        """It was not over."""
        self._do(advance_quality_issue, _("Case open again"), issue=self._issue(id_), state="reopened")

    def _return(self, id_: Id) -> Return:
        return self._context.app.store.get(Return, id_)

    def _issue(self, id_: Id) -> QualityIssue:
        return self._context.app.store.get(QualityIssue, id_)

    def move(self, kind: Kind, id_: Id, lane: str) -> None:
        """Take the step that leads to a lane; a Problem says when there is none."""
        state = str(getattr(self._context.app.store.get(kind.cls, id_), "state", ""))
        verb = MOVES[kind.name].get((state, lane))
        if verb is not None:
            getattr(self, verb)(id_)
        elif lane != state:
            self._place.show_problem(Problem(_("From where it is, it cannot go there. Take its next step.")))


MOVES: Mapping[str, Mapping[tuple[str, str], str]] = {
    "return": {("requested", "authorised"): "authorise", ("authorised", "received"): "receive",
               ("received", "resolved"): "resolve", ("requested", "resolved"): "refuse"},
    "quality_issue": {("open", "analysing"): "analyse", ("reopened", "analysing"): "analyse",
                      ("open", "answered"): "reply", ("reopened", "answered"): "reply",
                      ("analysing", "answered"): "reply", ("answered", "closed"): "close",
                      ("answered", "open"): "reopen", ("closed", "open"): "reopen"},
}
