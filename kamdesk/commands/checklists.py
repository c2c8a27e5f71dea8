"""Requirements of a record: from the template that fits it best, and how far each one is (product/04 §4.1)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.figures.calendars import calendar_of
from kamdesk.kinds import Record
from kamdesk.methods.calendar import WorkCalendar
from kamdesk.problems import Problem
from kamdesk.records.checklists import REQUIREMENT_STATES, ChecklistTemplate, Requirement
from kamdesk.records.clients import Client
from kamdesk.records.territories import Territory
from kamdesk.store import Reader, UnitOfWork
from kamdesk.words import _

# What a template applies to, by kind; filings have one for each of two categories.
_APPLIES = {"tender": "tender", "hospital_listing": "listing", "contract": "contract", "media_launch": "launch",
            "compliance_check": "compliance", "distributor": "distributor", "quality_issue": "quality"}
_FILINGS = {"price": "price_filing", "insurance": "insurance_filing"}
_ITEM = re.compile(r"(?P<mandatory>\*)?\s*(?P<name>.*?)(?:\s+-(?P<days>\d{1,3}))?")


@dataclass(frozen=True)
class Item:
    """A line of a template: what is required, whether it must be, and working days before the deadline."""

    name: str
    mandatory: bool
    days: int


@command
def apply_checklist(uow: UnitOfWork, *, parent: Record, deadline: datetime.date | None = None,
                    template: Id | None = None) -> list[Requirement]:
    """Give a record the requirements of a template, those it has already left out; due counted back from ``deadline``.

    Without ``template`` the most specific one for its territory, authority and goods.
    """
    chosen = uow.get(ChecklistTemplate, template) if template else best_template(uow, parent)
    if chosen is None:
        raise Problem(_("No checklist fits. Make one in Settings › Templates."), field="template")
    if chosen not in templates_for(uow, parent):
        raise Problem(_("This checklist is for something else."), field="template")
    own = Link(type(parent).kind.name, parent.id)
    there = uow.find(Requirement, parent=own)
    calendar = calendar_of(uow, territory=_territory(uow, parent))
    made = [uow.add(Requirement(parent=own, name=item.name, mandatory=item.mandatory, order=len(there) + at,
                                due=before(calendar, deadline, item.days) if deadline else None))
            for at, item in enumerate(_new(chosen, {each.name for each in there}), start=1)]
    if not made:
        raise Problem(_("Everything on this checklist is already required."), field="template")
    uow.describe(_("Apply checklist “{name}”", name=chosen.name))
    return made


@command
def set_requirement(uow: UnitOfWork, *, requirement: Requirement, state: str, file: Id | None = None,
                    note: str | None = None) -> Requirement:
    """How far a requirement is: ``state`` is one of ``REQUIREMENT_STATES``; what is not given stays as it was."""
    if state not in REQUIREMENT_STATES:
        raise Problem(_("Choose how far the requirement is."), field="state")
    uow.describe(_("Requirement: {name}", name=requirement.name))
    return uow.change(requirement, state=state, file=file or requirement.file,
                      note=requirement.note if note is None else note.strip())


def items_of(template: ChecklistTemplate) -> list[Item]:
    """The lines of a template: «* Carta de agente -5» is mandatory and due five working days before the deadline."""
    found = (_ITEM.fullmatch(line.strip()) for line in template.items.splitlines())
    return [Item(each["name"], bool(each["mandatory"]), int(each["days"] or 0)) for each in found
            if each and each["name"]]


def before(calendar: WorkCalendar, deadline: datetime.date, days: int) -> datetime.date:
    """The day that many working days before a deadline; Problem when the calendar has no such days."""
    span = datetime.timedelta(2 * days + 30)
    worked = calendar.days(deadline - span, deadline - datetime.timedelta(1))
    if len(worked) < days:
        raise Problem(_("There are not enough working days before {day}. Check the days off.",
                        day=deadline.isoformat()), field="deadline")
    return worked[-days] if days else deadline


def templates_for(reader: Reader, parent: Record) -> list[ChecklistTemplate]:
    """The templates that fit a record, the most specific first; of equals the nearer territory, then by name."""
    kind = type(parent).kind.name
    applies = _FILINGS.get(getattr(parent, "category", "")) if kind == "filing" else _APPLIES.get(kind)
    if applies is None:
        return []
    above = list(_above(reader, _territory(reader, parent)))
    fit = [each for each in reader.find(ChecklistTemplate, applies_to=applies, sort=(("name", False),))
           if each.territory in (None, *above) and each.authority in (None, _authority(parent))
           and each.goods in (None, getattr(parent, "goods", None))]
    return sorted(fit, key=lambda each: (-sum(map(bool, (each.territory, each.authority, each.goods))),
                                         above.index(each.territory) if each.territory else len(above)))


def best_template(reader: Reader, parent: Record) -> ChecklistTemplate | None:
    """The most specific template for a record, None when none fits."""
    return next(iter(templates_for(reader, parent)), None)


def _new(template: ChecklistTemplate, there: set[str]) -> list[Item]:
    by_name = {item.name: item for item in items_of(template) if item.name not in there}
    return list(by_name.values())


def _authority(parent: Record) -> Id | None:
    found: Id | None = getattr(parent, "office", None) or getattr(parent, "authority", None)
    return found


def _territory(reader: Reader, parent: Record) -> Id | None:
    """Where a record is: its own territory, else the only one of several, else that of its client."""
    own: Id | None = getattr(parent, "territory", None)
    several: tuple[Id, ...] = getattr(parent, "territories", ())
    if own or several:
        return own or (several[0] if len(several) == 1 else None)
    link = getattr(parent, "party", None) or getattr(parent, "subject", None) or getattr(parent, "client", None)
    if isinstance(link, Link) and link.kind == "territory":
        return link.id
    client = reader.maybe(Client, link.id if isinstance(link, Link) and link.kind == "client" else
                          link if isinstance(link, str) else None)
    return client.territory if client else None


def _above(reader: Reader, territory: Id | None) -> Iterator[Id]:
    """A territory and those above it, nearest first."""
    seen: set[Id] = set()
    while territory and territory not in seen:
        seen.add(territory)
        yield territory
        found = reader.maybe(Territory, territory)
        territory = found.parent if found else None
