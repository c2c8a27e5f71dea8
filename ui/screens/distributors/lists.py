"""What each tab of a distributor shows: cards of its records, each with what ties them to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from kamdesk.kinds import Record
from kamdesk.records.appraisals import Appraisal
from kamdesk.records.contracts import Contract, ContractTerm
from kamdesk.records.distributors import Distributor, DistributorStock, StageChange
from kamdesk.records.network import Assignment
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.receivables import Invoice, Payment, PaymentPromise
from kamdesk.records.sales import Order
from kamdesk.records.training import TrainingAttendance
from kamdesk.store import EQUAL, IN, Where
from kamdesk.words import _
from ui.parties.composer import Composer
from ui.parties.rows import Listed, RowsCard
from ui.parties.timeline import Timeline
from ui.record_files import FilesCard
from ui.screen import Context
from ui.screens.distributors.cards import appraisal_card, beside, credit_card, papers_card
from ui.screens.distributors.credit import credit_parts
from ui.screens.distributors.verbs import Verbs, link_of
from ui.widgets.buttons import Button

Parts = Callable[[Context, Distributor, Verbs], list[QWidget]]
NEW = (("on", True),)


def rows(context: Context, kind: type[Record], title: str, fields: tuple[str, ...], empty: str, *where: Where,
         sort: tuple[tuple[str, bool], ...] = NEW) -> RowsCard:
    """A card of records, read already."""
    card = RowsCard(context, Listed(kind, title, fields, empty, sort))
    card.show_where(*where)
    return card


def _summary(context: Context, distributor: Distributor, verbs: Verbs) -> list[QWidget]:
    reader, party = context.app.store, link_of(distributor)
    composer, timeline = Composer(context, files=False), Timeline(context, first=8)
    composer.plan_asked.connect(lambda: verbs.plan(distributor))
    composer.show_party(party)
    timeline.show_party(party)
    return [beside(lambda: credit_card(reader, distributor, verbs), lambda: appraisal_card(reader, distributor, verbs),
                   lambda: papers_card(reader, distributor, verbs)), composer, timeline]


def _orders(context: Context, distributor: Distributor, _verbs: Verbs) -> list[QWidget]:
    party = link_of(distributor)
    owed = Where("party", EQUAL, party)
    return [
        rows(context, Order, _("Orders"), ("number", "on", "amount", "state"), _("No orders yet."),
             Where("buyer", EQUAL, party)),
        rows(context, Invoice, _("Invoices"), ("number", "due", "amount", "open"), _("No invoices yet."), owed,
             sort=(("due", True),)),
        rows(context, PaymentPromise, _("Payment promises"), ("due", "amount", "state"), _("Nothing is promised."),
             owed, sort=(("due", True),)),
        rows(context, Payment, _("Payments"), ("on", "method", "amount"), _("No payments yet."), owed)]


def _appraisals(context: Context, distributor: Distributor, verbs: Verbs) -> list[QWidget]:
    about = Where("subject", EQUAL, link_of(distributor))
    new = Button(_("New appraisal"), icon="star", on_click=lambda: verbs.appraise(distributor))
    return [rows(context, Appraisal, _("Appraisals"), ("start", "end", "score", "grade", "recommendation", "state"),
                 _("Not appraised yet."), about, sort=(("start", True),)), new]


def _training(context: Context, distributor: Distributor, verbs: Verbs) -> list[QWidget]:
    about = Where("attendee", EQUAL, link_of(distributor))
    new = Button(_("Plan training"), icon="graduation-cap", on_click=lambda: verbs.train(distributor))
    return [rows(context, TrainingAttendance, _("Training"), ("session", "attended", "score", "passed"),
                 _("No training yet."), about, sort=()), new]


def _papers(context: Context, distributor: Distributor, verbs: Verbs) -> list[QWidget]:
    party, files = link_of(distributor), FilesCard(context)
    files.show_record(party, open_to_change=not distributor.archived)
    new = Button(_("New document"), icon="plus", on_click=lambda: verbs.paper(distributor))
    return [rows(context, ComplianceDocument, _("Papers"), ("category", "number", "expires", "status"),
                 _("No document yet."), Where("holder", EQUAL, party), sort=(("expires", False),)), new, files]


def _activity(context: Context, distributor: Distributor, _verbs: Verbs) -> list[QWidget]:
    timeline = Timeline(context, first=50)
    timeline.show_party(link_of(distributor))
    own = Where("distributor", EQUAL, distributor.id)
    return [rows(context, StageChange, _("Stages"), ("stage", "on", "reason"), _("No change of stage yet."), own),
            rows(context, DistributorStock, _("Stock readings"), ("product", "on", "units", "lot"),
                 _("No stock read yet."), own), timeline]


def _contracts(context: Context, distributor: Distributor, verbs: Verbs) -> list[QWidget]:
    party = link_of(distributor)
    ids = [each.id for each in context.app.store.find(Contract, party=party)]
    return [rows(context, Contract, _("Contracts"), ("title", "category", "end", "standing"), _("No contracts yet."),
                 Where("party", EQUAL, party), sort=(("end", True),)),
            Button(_("New contract"), icon="file-plus", on_click=lambda: verbs.contract(distributor)),
            rows(context, ContractTerm, _("Agreements"), ("text", "owed_by", "due", "state"), _("No agreements yet."),
                 Where("contract", IN, ids), sort=(("due", False),)),
            rows(context, Assignment, _("Territories it answers for"), ("territory", "line", "start", "end"),
                 _("No territory assigned."), Where("assignee", EQUAL, party), sort=(("start", True),))]


TAB_PARTS: Mapping[str, Parts] = {
    "summary": _summary, "credit": credit_parts, "orders": _orders, "appraisals": _appraisals,
    "training": _training, "papers": _papers, "activity": _activity, "contracts": _contracts,
}
