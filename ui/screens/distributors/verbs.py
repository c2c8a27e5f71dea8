"""What can be done with a distributor, each verb with the few fields it asks for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from kamdesk import clock, fields, reports
from kamdesk.commands.appraisals import appraise
from kamdesk.commands.approvals import submit
from kamdesk.commands.compliance import add_document
from kamdesk.commands.contracts import open_contract
from kamdesk.commands.coverage import assign_coverage
from kamdesk.commands.credit import apply_credit, assess_credit, block_credit, discard_assessment, unblock_credit
from kamdesk.commands.distributors import NEXT, advance_stage
from kamdesk.commands.training import plan_training
from kamdesk.fields import Field, Link
from kamdesk.figures.model import Period, Scope
from kamdesk.figures.spans import quarter_before
from kamdesk.methods.months import add_months, month_end, month_of
from kamdesk.records.appraisals import SCHEMES
from kamdesk.records.contracts import Contract
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import STAGES, Distributor
from kamdesk.records.network import Assignment
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.training import TrainingSession
from kamdesk.words import N_, _
from ui.beside.side import Pane
from ui.page import KindView
from ui.panels.fields import Asked, ask_fields
from ui.parties.planning import ask_plan
from ui.run import FAILED
from ui.saving import save_report
from ui.screen import Context
from ui.shell.shell import host_of


def _field(name: str, made: Field) -> Field:
    return made.named(name, "")


REASON = _field("reason", fields.text("Reason", required=True))


def _of(kind: type[Any], *names: str) -> list[Field]:
    return [kind.kind.fields[name] for name in names]


def link_of(distributor: Distributor) -> Link:
    """The distributor as something a record can point to."""
    return Link(Distributor.kind.name, distributor.id)


class Verbs:
    """The verbs of a place; problems without a panel are shown there."""

    def __init__(self, context: Context, place: Pane | KindView) -> None:
        self._context, self._place = context, place

    def _ask(self, asked: Asked, verb: Callable[..., Any], said: str, **given: Any) -> None:
        attempt = self._context.runner.attempt
        ask_fields(self._context, host_of(self._place), asked, said=said,
                   run=lambda panel, values: attempt(panel, verb, **given, **values))

    def _ask_record(self, asked: Asked, verb: Callable[..., Any], said: str, name: str, record: Any,
                    **given: Any) -> None:
        """Ask for fields of a new record that the verb takes whole."""
        attempt = self._context.runner.attempt
        ask_fields(self._context, host_of(self._place), asked, said=said, run=lambda panel, values: attempt(
            panel, verb, **{name: dataclasses.replace(record, **values)}, **given))

    def _attempt(self, verb: Callable[..., Any], said: str, **given: Any) -> None:
        if self._context.runner.attempt(self._place, verb, **given) is not FAILED:
            self._context.runner.tell(said)

    def propose(self, distributor: Distributor) -> None:
        """Judge its credit today, and propose what follows."""
        self._attempt(assess_credit, _("Credit proposal made"), distributor=distributor)

    def send(self, assessment: CreditAssessment) -> None:
        """Send a credit proposal for approval."""
        self._attempt(submit, _("Sent for approval"), document=assessment)

    def apply(self, assessment: CreditAssessment) -> None:
        """Give the distributor what was approved."""
        self._attempt(apply_credit, _("Credit applied"), assessment=assessment)

    def discard(self, assessment: CreditAssessment) -> None:
        """Give a proposal up."""
        self._ask(Asked(_("Discard the proposal"), "", _("Discard"), [REASON]), discard_assessment,
                  _("Proposal discarded"), assessment=assessment)

    def block(self, distributor: Distributor) -> None:
        """Block or unblock its credit."""
        blocked = distributor.credit_blocked
        words = _("Unblock credit") if blocked else _("Block credit")
        self._ask(Asked(words, distributor.name, words, [REASON]), unblock_credit if blocked else block_credit,
                  _("Credit unblocked") if blocked else _("Credit blocked"), distributor=distributor)

    def stage(self, distributor: Distributor, stage: str = "") -> None:
        """Another stage of the relation."""
        allowed = {key: STAGES[key] for key in NEXT[str(distributor.stage)]}
        asked = Asked(_("Change stage"), distributor.name, _("Change stage"), [
            _field("stage", fields.choice("Stage", allowed, required=True)),
            dataclasses.replace(REASON, required=False), _field("exception", fields.text("Exception"))],
            {"stage": stage if stage in allowed else next(iter(allowed), None)})
        self._ask(asked, advance_stage, _("Stage changed"), distributor=distributor)

    def appraise(self, distributor: Distributor) -> None:
        """Judge it over the last whole quarter."""
        last = quarter_before(month_of(clock.today()), starts_in=self._context.app.store.setting("fiscal_start"))
        scheme = "agent" if distributor.role == "agent" else "distributor"
        asked = Asked(_("New appraisal"), distributor.name, _("Appraise"), [
            _field("scheme", fields.choice("Scheme", SCHEMES, required=True)),
            _field("start", fields.day("Start", required=True)), _field("end", fields.day("End", required=True))],
            {"scheme": scheme, "start": last.start, "end": last.end})
        self._ask(asked, appraise, _("Appraisal made"), subject=link_of(distributor))

    def progress(self, distributor: Distributor) -> None:
        """The month of one of the network, for itself (R26)."""
        app, month = self._context.app, Period.month(month_of(clock.today()))
        scope = Scope(distributor=distributor.id)
        save_report(self._context, self._place, self._place, lambda: reports.build("R26", app, month, scope),
                    f"{_('Progress')} {distributor.name}")

    def paper(self, distributor: Distributor, category: str | None = None) -> None:
        """A paper it holds."""
        asked = Asked(_("New document"), distributor.name, _("Save document"),
                      _of(ComplianceDocument, "category", "number", "authority", "issued", "expires"),
                      {"category": category})
        self._ask_record(asked, add_document, _("Document saved"), "document",
                         ComplianceDocument(holder=link_of(distributor)))

    def contract(self, distributor: Distributor) -> None:
        """A contract to negotiate with it."""
        category = "agency" if distributor.role == "agent" else "distribution"
        today = clock.today()
        asked = Asked(_("New contract"), distributor.name, _("Create contract"),
                      _of(Contract, "category", "title", "start", "end", "value", "trial_goal"),
                      {"category": category, "start": today, "end": month_end(add_months(month_of(today), 11))})
        self._ask_record(asked, open_contract, _("Contract created"), "contract", Contract(
            party=link_of(distributor), territories=distributor.territories, lines=distributor.lines))

    def coverage(self, distributor: Distributor) -> None:
        """A territory it answers for."""
        territory = distributor.territories[0] if len(distributor.territories) == 1 else None
        asked = Asked(_("Assign coverage"), distributor.name, _("Assign coverage"),
                      _of(Assignment, "territory", "line", "start", "end", "exclusive"),
                      {"territory": territory, "start": clock.today()})
        self._ask(asked, assign_coverage, _("Coverage assigned"), assignee=link_of(distributor))

    def plan(self, distributor: Distributor) -> None:
        """A visit to it."""
        ask_plan(self._context, host_of(self._place), party=link_of(distributor), name=distributor.name,
                 owner=distributor.owner)

    def train(self, distributor: Distributor) -> None:
        """A session for its people."""
        audience = "agent" if distributor.role == "agent" else "distributor"
        asked = Asked(_("Plan training"), distributor.name, _("Plan training"),
                      _of(TrainingSession, "title", "on", "start", "topic", "line", "trainer", "place"),
                      {"on": clock.today()})
        self._ask_record(asked, plan_training, _("Training planned"), "session", TrainingSession(audience=audience),
                         attendees=[link_of(distributor)])


MENU: tuple[tuple[str, str, str], ...] = (
    ("stage", N_("Change stage"), "flag"), ("appraise", N_("New appraisal"), "star"),
    ("contract", N_("New contract"), "file-plus"), ("paper", N_("New document"), "shield-check"),
    ("coverage", N_("Assign coverage"), "map-pin"), ("train", N_("Plan training"), "graduation-cap"),
    ("progress", N_("Progress in PDF"), "file-down"),
)
