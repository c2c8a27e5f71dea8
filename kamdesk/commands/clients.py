"""Clients: created, reclassified, handed over, their consent and the plan for each (product/04 §4.2)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.duplicates import APART, alike
from kamdesk.fields import Id, Link
from kamdesk.figures.panel import rules
from kamdesk.kinds import Record
from kamdesk.methods.duplicates import ALMOST_SURE
from kamdesk.methods.turns import even_phase, rule_for
from kamdesk.problems import Problem, Warned
from kamdesk.records.clients import CONSENTS, REACH, STATUSES, WITHDRAWN, Client, Contact, SegmentChange
from kamdesk.records.interactions import ClientPlan
from kamdesk.records.market import Channel
from kamdesk.records.sentences import name_of
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person
from kamdesk.records.visits import Visit
from kamdesk.store import Reader, UnitOfWork
from kamdesk.words import _, plural


@dataclass(frozen=True)
class Step:
    """Something to do for a client plan, by a day."""

    title: str
    due: datetime.date


@command
def create_client(uow: UnitOfWork, *, client: Client, another: bool = False) -> Client:
    """Create a client with the channel of its type and the emptiest turn of its territory.

    One that is almost surely there already (A9 ≥ 85) stops it until ``another`` says that it is a different one,
    which is remembered for the pair.
    """
    same = alike(uow, client, minimum=ALMOST_SURE)
    if same and not another:
        name = uow.names([Link("client", same[0].id)]).get(same[0].id, "")
        raise Warned(_("It looks like {client}. Is it the same?", client=name), field="name")
    channel = client.channel or _channel_of(uow, client.category)
    made = uow.add(dataclasses.replace(client, channel=channel, phase=_phase_of(uow, client)))
    _remember_apart(uow, [(made.id, each.id) for each in same])
    uow.describe(_("Create client {name}", name=made.name))
    return made


def _channel_of(reader: Reader, category: str | None) -> Id | None:
    wanted = reader.setting("channel_rules").get(category or "")
    found = reader.find(Channel, category=wanted, limit=1) if wanted else []
    return found[0].id if found else None


def _phase_of(reader: Reader, client: Client) -> int | None:
    """The turn with the fewest clients of the territory that follow the same rule of several months."""
    if client.phase is not None:
        return client.phase
    known = rules(reader)

    def rule_of(each: Client) -> Id | None:
        rule = rule_for(known, category=each.category or "", level=each.segment or "", override=each.visit_override)
        return rule.id if rule else None

    own = next((rule for rule in known if rule.id == rule_of(client)), None)
    if own is None or own.every_months == 1:
        return None
    there = reader.find(Client, territory=client.territory, status="active")
    return even_phase((each.phase for each in there if each.phase is not None and rule_of(each) == own.id),
                      own.every_months)


@command
def keep_apart(uow: UnitOfWork, *, one: Record, other: Record) -> None:
    """Remember that two records that look alike are not the same; they are not proposed again."""
    _remember_apart(uow, [(one.id, other.id)])
    kind = type(one).kind.name
    names = uow.names([Link(kind, one.id), Link(kind, other.id)])
    uow.describe(_("Not the same: {a} and {b}", a=names.get(one.id, ""), b=names.get(other.id, "")))


def _remember_apart(uow: UnitOfWork, pairs: Sequence[tuple[Id, Id]]) -> None:
    known = [list(pair) for pair in uow.setting(APART)]
    fresh = [sorted(pair) for pair in pairs if sorted(pair) not in known]
    if fresh:
        uow.put_setting(APART, sorted([*known, *fresh]))


@command
def change_segment(uow: UnitOfWork, *, clients: Sequence[Client], reason: str, segment: str | None = None,
                   potential: int | None = None) -> list[SegmentChange]:
    """Another segment or potential (minor units a year) for some clients, each with a line in its history."""
    if not reason.strip():
        raise Problem(_("Write down the reason."), field="reason")
    made = []
    for each in clients:
        new, worth = segment or each.segment, each.potential if potential is None else potential
        if (new, worth) != (each.segment, each.potential):
            uow.change(each, segment=new, potential=worth)
            made.append(uow.add(SegmentChange(client=each.id, on=clock.today(), old=each.segment, new=new,
                                              old_potential=each.potential, new_potential=worth,
                                              reason=reason.strip())))
    if not made:
        raise Problem(_("There is no change to save."), field="segment")
    uow.describe(plural("Change the segment of {n} client", "Change the segment of {n} clients", len(made)))
    return made


@command
def reassign_clients(uow: UnitOfWork, *, clients: Sequence[Client], owner: Id) -> int:
    """Give clients to another person, with the visits planned from today on. Returns how many visits moved.

    Closed cycles keep their panel (K109): it was frozen with the owner of then.
    """
    person = uow.get(Person, owner)
    if person.archived or (person.end is not None and person.end < clock.today()):
        raise Problem(_("{person} does not work here any more. Choose another.", person=person.name), field="owner")
    moving = [each for each in clients if each.owner != owner]
    if not moving:
        raise Problem(_("They already belong to {person}.", person=person.name), field="owner")
    visits = [visit for each in moving for visit in ahead(uow, each.id)]
    uow.change_many(Visit.kind, [{"id": each.id, "owner": owner} for each in visits])
    for each in moving:
        uow.change(each, owner=owner)
    uow.describe(plural("Reassign {n} client", "Reassign {n} clients", len(moving)))
    return len(visits)


def ahead(reader: Reader, client: Id) -> list[Visit]:
    """The visits planned to a client from today on, and those that wait for a day."""
    planned = reader.find(Visit, party=Link("client", client), state="planned")
    return [each for each in planned if each.planned_on is None or each.planned_on >= clock.today()]


@command
def set_client_status(uow: UnitOfWork, *, client: Client, status: str, reason: str = "") -> Client:
    """Move a client to another status; an inactive one says why, and its visits ahead are cancelled."""
    if status == client.status:
        raise Problem(_("There is no change to save."), field="status")
    if status == "inactive" and not reason.strip():
        raise Problem(_("Write down the reason."), field="reason")
    if status == "inactive":
        for visit in ahead(uow, client.id):
            uow.change(visit, state="cancelled", missed_reason="other")
    moved = uow.change(client, status=status, status_reason=reason.strip())
    uow.describe(_("Move {client} to {status}", client=client.name, status=_(STATUSES[status]).lower()))
    return moved


@command
def record_consent(uow: UnitOfWork, *, person: Link, value: str, on: datetime.date, evidence: str = "") -> Record:
    """What a physician or contact said of keeping her data, and when; ``evidence`` goes into the note.

    A withdrawal hides telephone and e-mail in lists, reports and shares; the record keeps them until they are erased.
    """
    if value not in CONSENTS:
        raise Problem(_("Choose what was said."), field="consent")
    record: Client | Contact = uow.get(Client, person.id) if person.kind == "client" else uow.get(Contact, person.id)
    if isinstance(record, Client) and record.category != "physician":
        raise Problem(_("Consent is noted for physicians and contacts."), field="consent")
    if on > clock.today():
        raise Problem(_("Consent cannot be dated in the future."), field="on")
    note = "\n".join(filter(None, (record.note, evidence.strip())))
    told = uow.change(record, consent=value, consent_on=on, note=note)
    if value == WITHDRAWN and any(getattr(record, name) for name in REACH[person.kind]):
        uow.warn(_("Telephone and e-mail are hidden in lists and shares. Erase them for good from the record."))
    uow.describe(_("Consent of {name}", name=record.name))
    return told


@command
def open_client_plan(uow: UnitOfWork, *, plan: ClientPlan, steps: Sequence[Step] = ()) -> ClientPlan:
    """Put a plan for a client in force, with a task for each step."""
    if plan.state == "closed":
        raise Problem(_("This plan is closed. Make another."), field="state")
    opened = dataclasses.replace(plan, state="open", owner=plan.owner or uow.me)
    stored = uow.save(opened) if plan.id else uow.add(opened)
    for each in steps:
        uow.add(Task(title=each.title, category="strategy", about=Link(ClientPlan.kind.name, stored.id), due=each.due,
                     first_due=each.due, assigned_to=stored.owner))
    uow.describe(_("Open the plan of {client}", client=name_of(uow, "client", stored.client)))
    return stored


@command
def close_client_plan(uow: UnitOfWork, *, plan: ClientPlan, result: str) -> ClientPlan:
    """Close a plan with what came of it."""
    if plan.state != "open":
        raise Problem(_("Only a plan in force can be closed."), field="state")
    if not result.strip():
        raise Problem(_("Write what came of the plan."), field="result")
    uow.describe(_("Close the plan of {client}", client=name_of(uow, "client", plan.client)))
    return uow.change(plan, state="closed", result=result.strip())

