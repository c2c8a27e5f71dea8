"""Products at a client: listed by a hospital, adopted by a physician, used by patients (product/04 §4.2)."""

from __future__ import annotations

import datetime
from typing import Any, TypeVar

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.commands.checklists import apply_checklist, best_template
from kamdesk.fields import Id, Link
from kamdesk.identity import natural_id
from kamdesk.kinds import Record
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.listings import LISTING_STAGES, Adoption, HospitalListing, PatientCount
from kamdesk.records.sentences import name_of
from kamdesk.records.tasks import Task
from kamdesk.store import UnitOfWork
from kamdesk.words import _
from kamdesk.words import month as month_text

R = TypeVar("R", bound=Record)

STEPS: dict[str, tuple[str, ...]] = {
    "none": ("dossier",), "dossier": ("committee",), "committee": ("listed", "rejected"),
    "listed": ("used", "withdrawn"), "used": ("withdrawn",), "rejected": ("dossier",), "withdrawn": (),
}
DATED = {"committee": "committee_on", "listed": "listed_on", "used": "first_use_on"}


@command
def open_listing(uow: UnitOfWork, *, client: Id, product: Id, formulary: str = "",
                 agent: Id | None = None) -> HospitalListing:
    """Begin the way of a product into a formulary: its dossier, with the checklist that fits."""
    known = uow.maybe(HospitalListing, natural_id(HospitalListing.kind.code, [client, product]))
    if known is not None and not known.archived and known.state != "none":
        raise Problem(_("This product already has a listing here: {stage}.", stage=_(LISTING_STAGES[str(known.state)])),
                      field="product")
    if known is not None and not known.archived:
        opened = uow.change(known, state="dossier", formulary=formulary or known.formulary, agent=agent or known.agent)
    else:
        opened = uow.add(HospitalListing(client=client, product=product, formulary=formulary, agent=agent, owner=uow.me,
                                         state="dossier"))
    if best_template(uow, opened) is not None:
        apply_checklist(uow, parent=opened)
    uow.describe(_("Open the listing of {product}", product=name_of(uow, "product", product)))
    return opened


@command
def advance_listing(uow: UnitOfWork, *, listing: HospitalListing, stage: str, on: datetime.date,
                    reason: str = "") -> HospitalListing:
    """Move a listing one step; ``on`` is the day of the committee, of the listing or of the first use."""
    now = str(listing.state)
    if stage not in STEPS[now]:
        allowed = ", ".join(_(LISTING_STAGES[each]) for each in STEPS[now])
        raise Problem(_("From {stage} it can only go to: {allowed}.", stage=_(LISTING_STAGES[now]),
                        allowed=allowed or "—"), field="state")
    if stage != "committee" and on > clock.today():
        raise Problem(_("It cannot be in the future."), field="on")
    values: dict[str, Any] = {"state": stage, "reason": reason.strip()}
    if stage in DATED:
        values[DATED[stage]] = on
    if stage == "committee":
        values["submitted_on"] = listing.submitted_on or clock.today()
        _await_committee(uow, listing, on)
    uow.describe(_("Listing: {stage}", stage=_(LISTING_STAGES[stage])))
    return uow.change(listing, **values)


def _await_committee(uow: UnitOfWork, listing: HospitalListing, on: datetime.date) -> None:
    if on < clock.today():
        return
    title = _("Committee of {client}: {product}", client=name_of(uow, "client", listing.client),
              product=name_of(uow, "product", listing.product))
    uow.add(Task(title=title, category="follow_up", about=Link(HospitalListing.kind.name, listing.id), due=on,
                 first_due=on, assigned_to=listing.owner))


@command
def set_adoption(uow: UnitOfWork, *, physician: Id, product: Id, level: str, evidence: str = "") -> Adoption:
    """How far a physician has come with a product today; the levels before stay in the history."""
    uow.describe(_("Adoption of {product}", product=name_of(uow, "product", product)))
    return _put(uow, Adoption(physician=physician, product=product, level=level, on=clock.today(), evidence=evidence))


@command
def record_patients(uow: UnitOfWork, *, client: Id, product: Id, month: str, patients: int,
                    source: str = "estimate") -> PatientCount:
    """How many patients of a client use a product in a month; a second count of the month corrects the first."""
    if patients < 0:
        raise Problem(_("The number cannot be negative."), field="patients")
    if month > f"{clock.today():%Y-%m}":
        raise Problem(_("{month} has not come yet.", month=month_text(month).capitalize()), field="month")
    counted = _put(uow, PatientCount(client=client, product=product, month=month, patients=patients, source=source))
    uow.describe(_("Patients of {client}", client=uow.get(Client, client).name))
    return counted


def _put(uow: UnitOfWork, record: R) -> R:
    """Store a record with a natural identity, whether it is new or corrects the one there."""
    kind = type(record).kind
    id_ = natural_id(kind.code, [getattr(record, name) for name in kind.natural])
    known = uow.maybe(type(record), id_)
    if known is None or known.archived:
        return uow.add(record)
    return uow.change(known, **{each.name: getattr(record, each.name) for each in kind.stored
                                if each.name not in kind.natural})

