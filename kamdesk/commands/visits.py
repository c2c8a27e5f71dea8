"""Visits: planned, moved, recorded, missed, cancelled (product/04 §4.3)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.commands.aftermath import Heard, Left, PriceSeen, Sample, Shelf, leave
from kamdesk.fields import Id, Link
from kamdesk.figures.calendars import calendar_of
from kamdesk.methods.months import month_of
from kamdesk.planning.board import day_off_name
from kamdesk.problems import Problem
from kamdesk.records.frequencies import VisitCycle
from kamdesk.records.visits import Visit
from kamdesk.store import IN, Reader, UnitOfWork, Where
from kamdesk.words import N_, _, plural
from kamdesk.words import day as day_text

MINUTES = 30  # of a visit of which nobody said more


@command
def plan_visit(uow: UnitOfWork, *, on: datetime.date, party: Link | None = None, territory: Id | None = None,
               owner: Id | None = None, start: datetime.time | None = None, purpose: str | None = None,
               minutes: int | None = None, joint_with: Id | None = None) -> Visit:
    """Plan a visit to a party, or to a market when only a territory is given; after publishing it is an extra one."""
    chosen = purpose or ("market" if party is None else "medical_promotion")
    person = owner or uow.me
    published = uow.count(VisitCycle, Where("state", IN, ("published", "closed")), person=person, month=month_of(on))
    visit = uow.add(Visit(party=party, territory=territory, owner=person, planned_on=on, start=start,
                          purpose=chosen, origin="extra" if published else "plan", minutes=minutes or MINUTES,
                          joint_with=joint_with))
    _warn_of_day_off(uow, person, on)
    uow.describe(_("Plan a visit to {name}", name=name_of(uow, visit)))
    return visit


@command
def accept_plan(uow: UnitOfWork, *, visits: Sequence[Visit]) -> list[Visit]:
    """Store the visits of a proposal the person accepted, as one step; carried visits get their day."""
    stored = [uow.save(each) if each.id else uow.add(each) for each in visits]
    uow.describe(plural("Plan {n} visit", "Plan {n} visits", len(stored)))
    return stored


@command
def move_visit(uow: UnitOfWork, *, visit: Visit, on: datetime.date, start: datetime.time | None = None) -> Visit:
    """Move a planned visit to another day, in the first free slot when no hour is given."""
    _planned(visit, "moved")
    hour = start or first_free(uow, visit.owner, on, minutes=visit.minutes or MINUTES, instead=visit.id)
    moved = uow.change(visit, planned_on=on, start=hour)
    _warn_of_day_off(uow, visit.owner, on)
    uow.describe(_("Move the visit to {name}", name=name_of(uow, visit)))
    return moved


@command
def cancel_visit(uow: UnitOfWork, *, visit: Visit, reason: str) -> Visit:
    """Cancel a planned visit; ``reason`` is one of the reasons of a missed visit."""
    _planned(visit, "cancelled")
    uow.describe(_("Cancel the visit to {name}", name=name_of(uow, visit)))
    return uow.change(visit, state="cancelled", missed_reason=reason)


@command
def move_visits(uow: UnitOfWork, *, visits: Sequence[Visit], on: datetime.date) -> list[Visit]:
    """Move several planned visits to one day, each into its first free slot, in the order given."""
    for visit in visits:
        _planned(visit, "moved")
    moved = [uow.change(visit, planned_on=on, start=first_free(uow, visit.owner, on, minutes=visit.minutes or MINUTES,
                                                               instead=visit.id)) for visit in visits]
    uow.describe(plural("Move {n} visit", "Move {n} visits", len(moved)))
    return moved


@command
def cancel_visits(uow: UnitOfWork, *, visits: Sequence[Visit], reason: str) -> list[Visit]:
    """Cancel several planned visits for the same reason."""
    for visit in visits:
        _planned(visit, "cancelled")
    uow.describe(plural("Cancel {n} visit", "Cancel {n} visits", len(visits)))
    return [uow.change(visit, state="cancelled", missed_reason=reason) for visit in visits]


@command
def mark_missed(uow: UnitOfWork, *, visit: Visit, reason: str) -> Visit:
    """Say why a planned visit did not happen."""
    _planned(visit, "missed")
    if visit.planned_on and visit.planned_on > clock.today():
        raise Problem(_("The visit is planned for later. Move it or cancel it."), field="planned_on")
    uow.describe(_("Mark the visit to {name} as missed", name=name_of(uow, visit)))
    return uow.change(visit, state="missed", missed_reason=reason)


@command
def record_visit(uow: UnitOfWork, *, outcome: str, visit: Visit | None = None, party: Link | None = None,
                 territory: Id | None = None, done_on: datetime.date | None = None,
                 start: datetime.time | None = None, purpose: str | None = None, contacts: Sequence[Id] | None = None,
                 products: Sequence[Id] | None = None, topics: Sequence[str] | None = None,
                 messages: Sequence[Id] | None = None, objection: str = "", next_step: str = "none",
                 next_on: datetime.date | None = None, note: str = "", joint_with: Id | None = None,
                 minutes: int | None = None, samples: Sequence[Sample] = (), shelf: Sequence[Shelf] = (),
                 price_seen: Sequence[PriceSeen] = (), heard: Sequence[Heard] = (),
                 files: Sequence[Path] = ()) -> Visit:
    """Log a visit, planned or not, with all it leaves behind, as one step.

    That is: a task for the next step, samples handed over, shelf checks, prices seen, signals, a coaching day when
    somebody came along, files.
    """
    base = visit or _unplanned(uow, party=party, territory=territory, purpose=purpose)
    if base.state == "done":
        raise Problem(_("This visit is already logged. Correct its fields instead."))
    given: Mapping[str, Any] = {
        "state": "done", "done_on": done_on or clock.today(), "outcome": outcome, "objection": objection,
        "next_step": next_step, "next_on": next_on, "note": note or base.note,
        "joint_with": joint_with or base.joint_with, "purpose": purpose or base.purpose, "start": start or base.start,
        "contacts": base.contacts if contacts is None else tuple(contacts),
        "products": base.products if products is None else tuple(products),
        "topics": base.topics if topics is None else tuple(topics),
        "messages": base.messages if messages is None else tuple(messages),
        "minutes": minutes or base.minutes, "territory": territory or base.territory,
    }
    done = uow.change(base, **given) if visit else uow.add(dataclasses.replace(base, **given))
    name = name_of(uow, done)
    leave(uow, done, name, Left(samples, shelf, price_seen, heard, files))
    uow.describe(_("Log the visit to {name}", name=name))
    return done


def name_of(reader: Reader, visit: Visit) -> str:
    """Whom a visit is to: the party, or the territory of a market visit."""
    link = visit.party or Link("territory", visit.territory or "")
    return reader.names([link]).get(link.id, "")


def first_free(reader: Reader, owner: Id | None, on: datetime.date, *, minutes: int,
               instead: Id = "") -> datetime.time | None:
    """The first hour of the day's working hours at which nothing is planned yet; None when the day is full."""
    begin, end = (_minutes(each) for each in reader.setting("day_hours"))
    busy = [(_minutes(each.start), _minutes(each.start) + (each.minutes or 0))
            for each in reader.find(Visit, Where("state", IN, ("planned", "done")), owner=owner, planned_on=on)
            if each.start and each.id != instead]
    for at in range(begin, end - minutes + 1, 15):
        if all(at + minutes <= start or at >= stop for start, stop in busy):
            return datetime.time(at // 60, at % 60)
    return None


def _warn_of_day_off(uow: UnitOfWork, person: Id | None, on: datetime.date) -> None:
    """A visit may be on a day that is not worked, but seldom on purpose."""
    if not calendar_of(uow, person).is_working(on):
        uow.warn(_("{day} is not worked ({name}).", day=day_text(on, this_year=clock.today().year).capitalize(),
                   name=day_off_name(uow, person or "", on) or _("weekend")), field="planned_on")


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute


def _planned(visit: Visit, verb: str) -> None:
    messages = {"moved": N_("Only planned visits can be moved."),
                "cancelled": N_("Only planned visits can be cancelled."),
                "missed": N_("Only planned visits can be marked as missed.")}
    if visit.state != "planned":
        raise Problem(_(messages[verb]), field="state")


def _unplanned(uow: UnitOfWork, *, party: Link | None, territory: Id | None, purpose: str | None) -> Visit:
    chosen = purpose or ("market" if party is None else "medical_promotion")
    return Visit(party=party, territory=territory, owner=uow.me, purpose=chosen, origin="extra",
                 planned_on=clock.today())
