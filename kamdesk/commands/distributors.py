"""Distributors and agents: created, moved through their stages, their stock read (product/04 §4.4)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.commands.checklists import apply_checklist, best_template
from kamdesk.commands.coverage import end_all
from kamdesk.duplicates import APART, alike
from kamdesk.fields import Id, Link
from kamdesk.figures.score import has_contract
from kamdesk.methods.duplicates import ALMOST_SURE
from kamdesk.problems import Problem, Warned
from kamdesk.records.distributors import ROLES, STAGES, Distributor, DistributorStock, StageChange
from kamdesk.records.market import Channel
from kamdesk.records.recruitment import RecruitmentPlan
from kamdesk.selling.papers import missing_papers
from kamdesk.store import Reader, UnitOfWork
from kamdesk.words import _

NEXT: dict[str, tuple[str, ...]] = {
    "prospect": ("research", "ended"), "research": ("trial", "ended"), "trial": ("active", "ended"),
    "active": ("suspended", "ended"), "suspended": ("active", "ended"), "ended": (),
}
EXPLAINED = ("suspended", "ended")


@dataclass(frozen=True)
class Reading:
    """Units of a product that a distributor holds, of a lot that expires on a day."""

    product: Id
    units: Decimal
    lot: str = ""
    expires: datetime.date | None = None


@command
def create_distributor(uow: UnitOfWork, *, distributor: Distributor, another: bool = False) -> Distributor:
    """Create a prospect with its channel, its first stage and the checklist that fits.

    One that is almost surely there already (A9) stops it until ``another`` says that it is a different one. While a
    single recruitment plan is under way it becomes the plan of the prospect.
    """
    same = alike(uow, distributor, minimum=ALMOST_SURE)
    if same and not another:
        name = uow.names([Link("distributor", same[0].id)]).get(same[0].id, "")
        raise Warned(_("It looks like {client}. Is it the same?", client=name), field="name")
    made = uow.add(dataclasses.replace(
        distributor, stage="prospect", owner=distributor.owner or uow.me, channel=distributor.channel or _channel(
            uow, distributor.role), recruitment_plan=distributor.recruitment_plan or _plan(uow)))
    _apart(uow, made.id, [each.id for each in same])
    uow.add(StageChange(distributor=made.id, stage="prospect", on=clock.today()))
    if best_template(uow, made) is not None:
        apply_checklist(uow, parent=made)
    uow.describe(_("Create {kind} {name}", kind=_(ROLES[str(made.role)]).lower(), name=made.name))
    return made


def _channel(reader: Reader, role: str | None) -> Id | None:
    wanted = reader.setting("channel_rules").get(role or "")
    found = reader.find(Channel, category=wanted, limit=1) if wanted else []
    return found[0].id if found else None


def _plan(reader: Reader) -> Id | None:
    running = reader.find(RecruitmentPlan, state="running", limit=2)
    return running[0].id if len(running) == 1 else None


def _apart(uow: UnitOfWork, one: Id, others: Sequence[Id]) -> None:
    if others:
        uow.put_setting(APART, sorted([*map(list, uow.setting(APART)), *(sorted((one, each)) for each in others)]))


@command
def advance_stage(uow: UnitOfWork, *, distributor: Distributor, stage: str, reason: str = "",
                  compared: Sequence[Distributor] = (), exception: str = "") -> Distributor:
    """Move a distributor to another stage; candidates compared and not taken keep why.

    Who becomes active has a signed contract or trial and every mandatory document, or an ``exception`` with its
    reason. Whoever ends loses its territories from today.
    """
    now = str(distributor.stage)
    if stage not in NEXT[now]:
        allowed = ", ".join(_(STAGES[each]) for each in NEXT[now])
        raise Problem(_("From {stage} it can only go to: {allowed}.", stage=_(STAGES[now]), allowed=allowed or "—"),
                      field="stage")
    if (stage in EXPLAINED or compared) and not reason.strip():
        raise Problem(_("Write down the reason."), field="reason")
    if stage == "active" and not exception.strip():
        _demand_ready(uow, distributor)
    why = " · ".join(filter(None, (reason.strip(), exception.strip())))
    for each in compared:
        _not_taken(uow, distributor, each, reason.strip())
    if stage == "ended":
        end_all(uow, Link("distributor", distributor.id), clock.today())
    uow.add(StageChange(distributor=distributor.id, stage=stage, on=clock.today(), reason=why))
    uow.describe(_("{name}: move to {stage}", name=distributor.name, stage=_(STAGES[stage]).lower()))
    started = clock.today() if stage == "active" else None
    return uow.change(distributor, stage=stage, status_reason=why, since=distributor.since or started)


def _demand_ready(reader: Reader, distributor: Distributor) -> None:
    party = Link("distributor", distributor.id)
    lacking = missing_papers(reader, [party])
    if lacking:
        raise Problem(_("{paper} Upload it or note an exception.", paper=lacking[0]), field="exception",
                      details=tuple(lacking[1:]))
    if not has_contract(reader, party, clock.today()):
        raise Problem(_("No contract or trial is signed. Sign it or note an exception."), field="exception")


def _not_taken(uow: UnitOfWork, taken: Distributor, other: Distributor, reason: str) -> None:
    """The comparison stays in the history of who was not chosen."""
    shared = set(taken.territories) & set(other.territories)
    lines = not taken.lines or not other.lines or set(taken.lines) & set(other.lines)
    if other.id == taken.id or not shared or not lines:
        raise Problem(_("{name} is not a candidate for the same territory and line.", name=other.name),
                      field="compared")
    uow.add(StageChange(distributor=other.id, stage=other.stage, on=clock.today(),
                        reason=_("not chosen: {reason}", reason=reason)))


@command
def record_stock(uow: UnitOfWork, *, distributor: Distributor, on: datetime.date,
                 rows: Sequence[Reading]) -> list[DistributorStock]:
    """What a distributor held on a day, product by product; one transaction for the whole reading."""
    if on > clock.today():
        raise Problem(_("It cannot be in the future."), field="on")
    if not rows:
        raise Problem(_("Type the units of at least one product."), field="rows")
    if any(each.units < 0 for each in rows):
        raise Problem(_("The number cannot be negative."), field="units")
    made = [uow.add(DistributorStock(distributor=distributor.id, product=each.product, on=on, units=each.units,
                                     lot=each.lot.strip(), expires=each.expires)) for each in rows]
    uow.describe(_("Stock of {name}", name=distributor.name))
    return made

