"""What can be done with a contract, each verb with the few fields it asks for."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from typing import Any

from kamdesk import clock, fields
from kamdesk.commands.contracts import (
    check_term,
    evaluate_trial,
    has_file,
    lacking,
    record_round,
    renew_contract,
    send_contract_to_sign,
    sign_contract,
    terminate_contract,
)
from kamdesk.fields import Field
from kamdesk.methods.months import add_months_to_day
from kamdesk.records.contracts import TRIAL_DECISIONS, Contract, ContractTerm, NegotiationRound
from kamdesk.words import N_, _
from ui.beside.side import Pane
from ui.panels.fields import Asked, ask_fields
from ui.run import FAILED
from ui.screen import Context
from ui.shell.shell import host_of

YEAR = 12


def _field(name: str, made: Field) -> Field:
    return made.named(name, "")


ON = _field("on", fields.day("Date", required=True))
END = _field("end", fields.day("End"))
REASON = _field("reason", fields.text("Reason", required=True))


class Verbs:
    """The verbs of a contract; problems without a panel are shown beside the list."""

    def __init__(self, context: Context, place: Pane) -> None:
        self._context, self._place = context, place

    def _ask(self, asked: Asked, verb: Callable[..., Any], said: str, **given: Any) -> None:
        attempt = self._context.runner.attempt
        ask_fields(self._context, host_of(self._place), asked, said=said,
                   run=lambda panel, values: attempt(panel, verb, **given, **values))

    def send(self, contract: Contract) -> None:
        """Send what was negotiated to be signed."""
        if self._context.runner.attempt(self._place, send_contract_to_sign, contract=contract) is not FAILED:
            self._context.runner.tell(_("Contract sent to be signed"))

    def round(self, contract: Contract) -> None:
        """Keep the minutes of a meeting."""
        names = ("on", "participants", "our_position", "their_position", "agreed", "pending", "next_on")
        asked = Asked(_("Negotiation round"), contract.title, _("Save minutes"),
                      [NegotiationRound.kind.fields[name] for name in names], {"on": clock.today()})
        attempt = self._context.runner.attempt
        ask_fields(self._context, host_of(self._place), asked, said=_("Minutes saved"),
                   run=lambda panel, values: attempt(panel, record_round, minutes=NegotiationRound(
                       contract=contract.id, **values)))

    def sign(self, contract: Contract) -> None:
        """Put it in force; what lacks asks for its reason here."""
        store = self._context.app.store
        asked_for = [ON, _field("by", fields.text("Signed by", required=True))]
        if lacking(store, contract):
            asked_for.append(_field("unready", fields.text(N_("Why the review is not complete"))))
        if not has_file(store, contract):
            asked_for.append(_field("no_file", fields.text(N_("Why there is no signed file"))))
        self._ask(Asked(_("Sign the contract"), contract.title, _("Sign"), asked_for, {"on": clock.today()}),
                  sign_contract, _("Contract signed"), contract=contract)

    def term(self, term: ContractTerm, state: str) -> None:
        """Say that a commitment was met, was not, or is waived."""
        title, verb, asked_for = TERM_VERBS[state]
        self._ask(Asked(_(title), term.text, _(verb), asked_for, {"on": clock.today()}), check_term,
                  _("Commitment noted"), term=term, state=state)

    def renew(self, contract: Contract) -> None:
        """The contract that follows, for a year unless another end is chosen."""
        end = add_months_to_day(contract.end or clock.today(), YEAR)
        self._ask(Asked(_("Renew the contract"), contract.title, _("Renew"), [
            dataclasses.replace(END, required=True), Contract.kind.fields["value"]],
            {"end": end, "value": contract.value}), renew_contract, _("Contract renewed"), contract=contract)

    def judge(self, contract: Contract) -> None:
        """Judge a trial."""
        end = add_months_to_day(contract.end or clock.today(), YEAR)
        self._ask(Asked(_("Judge the trial"), contract.trial_goal, _("Save the decision"), [
            _field("decision", fields.choice("Decision", TRIAL_DECISIONS, required=True)),
            _field("result", fields.note(N_("What it showed"), required=True)), END],
            {"decision": "convert", "end": end}), evaluate_trial, _("Trial judged"), contract=contract)

    def terminate(self, contract: Contract) -> None:
        """End it before its time."""
        self._ask(Asked(_("Terminate the contract"), contract.title, _("Terminate"), [ON, REASON],
                        {"on": clock.today()}), terminate_contract, _("Contract terminated"), contract=contract)


NOTE = _field("note", fields.text("Note", required=True))
TERM_VERBS: dict[str, tuple[str, str, list[Field]]] = {
    "met": (N_("The commitment was met"), N_("Met"), [ON, _field("note", fields.text("Note"))]),
    "unmet": (N_("The commitment was not met"), N_("Not met"), [NOTE]),
    "waived": (N_("Waive the commitment"), N_("Waive"), [NOTE]),
}


def days_left(contract: Contract, today: datetime.date) -> int | None:
    """Days to the end of a contract in force; None for others."""
    return (contract.end - today).days if contract.end and contract.state == "in_force" else None
