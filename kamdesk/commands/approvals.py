"""Approvals told by hand: sent, answered, withdrawn; where a document stands follows from its events (K95)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from kamdesk import clock
from kamdesk.authority import demand_authority
from kamdesk.budgeting.commitments import free, reserve
from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.kinds import REGISTER, Record
from kamdesk.problems import Problem
from kamdesk.protected import content_hash
from kamdesk.records.approvals import APPROVALS, EXPLAINED, ApprovalEvent
from kamdesk.records.team import Person
from kamdesk.sharing.cards import Device
from kamdesk.sharing.letters import Answered, Hand, sign_event
from kamdesk.sharing.proof import BY_HAND, SIGNED, content_of, origin_of
from kamdesk.store import Reader, UnitOfWork
from kamdesk.words import N_, _

ANSWERS = {"approve": N_("Approve"), "send_back": N_("Send back"), "reject": N_("Refuse")}
_DECIDED = {"approve": N_("Approve {name}"), "send_back": N_("Send back {name}"), "reject": N_("Refuse {name}")}
STANDS = {"submit": "sent", "approve": "approved", "send_back": "returned", "reject": "rejected", "withdraw": "unsent"}
WEIGHT = ("reject", "send_back", "approve")  # of answers at the same instant the most restrictive shows


@command
def submit(uow: UnitOfWork, *, document: Record, comment: str = "") -> ApprovalEvent:
    """Send a document for approval; what it holds now is what the answer is about."""
    if approval_of(uow, document) == "sent":
        raise Problem(_("It is already sent for approval."))
    uow.describe(_("Send for approval: {name}", name=_name(uow, document)))
    return _event(uow, document, "submit", actor=_my_name(uow), comment=comment)


@command
def withdraw(uow: UnitOfWork, *, document: Record) -> ApprovalEvent:
    """Take back a document sent for approval."""
    if approval_of(uow, document) != "sent":
        raise Problem(_("It is not waiting for an answer."))
    uow.describe(_("Withdraw from approval: {name}", name=_name(uow, document)))
    free(uow, document)
    return _event(uow, document, "withdraw", actor=_my_name(uow))


@command
def decide(uow: UnitOfWork, *, document: Record, action: str, comment: str = "",
           hand: Hand | None = None) -> ApprovalEvent:
    """Answer a request oneself, within what I can approve and my authority; ``action`` is one of ``ANSWERS``.

    With the ``hand`` of this laptop the act is signed, without it counts as told by hand; my own request I decide
    only when nobody is above me.
    """
    if approval_of(uow, document) != "sent":
        raise Problem(_("It is not waiting for an answer."))
    me = decider(uow, action, comment=comment)
    own = _asked_by(uow, document) == me.name
    if own and me.manager:
        raise Problem(_("Your manager decides about your own requests. Note her answer."))
    demand_authority(uow, me, document)
    uow.describe(_(_DECIDED[action], name=_name(uow, document)))
    return _answered(uow, document, action, actor=me.name, origin="self_approved" if own else BY_HAND,
                     comment=said(me, comment), hand=None if own else hand)


@command
def receive_answer(uow: UnitOfWork, *, answer: Answered, devices: Sequence[Device]) -> ApprovalEvent:
    """Note the answer that came in a file; ``devices`` are the laptops this base trusts.

    «Signed» only when such a laptop signed it and its person approves documents of the kind, else told by hand.
    """
    if uow.maybe(ApprovalEvent, answer.event) is not None:
        raise Problem(_("This answer is already noted."))
    document = uow.maybe(REGISTER[answer.kind].cls, answer.document)
    if document is None:
        raise Problem(_("“{name}” is not in this base. The answer is for whoever asked.", name=answer.title))
    if not uow.count(ApprovalEvent, document=_link(document), action="submit", content_hash=answer.digest):
        raise Problem(_("Nobody asked this from here: the answer is about another version of “{name}”.",
                        name=answer.title))
    uow.describe(_("Receive the answer about {name}", name=_name(uow, document)))
    person = uow.maybe(Person, answer.actor_id)
    event = ApprovalEvent(
        id=answer.event, document=_link(document), action=answer.action, actor=answer.actor,
        actor_ref=Link("person", person.id) if person else None, at=answer.at, comment=answer.comment,
        covers=list(answer.covers), content_hash=answer.digest, origin=BY_HAND, signature=answer.signature)
    kept = uow.add(dataclasses.replace(event, origin=origin_of(uow, event, devices)))
    _follow(uow, document)
    return kept


def decider(reader: Reader, action: str, *, comment: str) -> Person:
    """Who decides on this laptop; Problem when she is unknown, or the answer needs a reason."""
    if action not in ANSWERS:
        raise Problem(_("Choose approve, send back or refuse."), field="action")
    me = reader.maybe(Person, reader.me)
    if me is None:
        raise Problem(_("Say who you are in Settings first."))
    if action in EXPLAINED and not comment.strip():
        raise Problem(_("{field} is missing. Type it.", field=_("Comment")), field="comment")
    return me


def said(me: Person, comment: str) -> str:
    """What is kept with a decision: the reason, or who took it."""
    return comment.strip() or _("Decided by {name}", name=me.name)


@command
def mark_decision(uow: UnitOfWork, *, document: Record, action: str, actor: str, how: str,
                  on: datetime.date | None = None, evidence: Id | None = None) -> ApprovalEvent:
    """Note an answer received outside the program; ``how`` tells how it came, ``action`` is one of ``ANSWERS``.

    ``evidence`` is a file kept with the document.
    """
    if action not in ANSWERS:
        raise Problem(_("Choose approve, send back or refuse."), field="action")
    if not actor.strip():
        raise Problem(_("Who answered is missing."), field="actor")
    if on is not None and on > clock.today():
        raise Problem(_("An answer cannot be in the future."), field="on")
    uow.describe(_("Note the answer: {name}", name=_name(uow, document)))
    origin = "self_approved" if _is_mine(uow, actor) else BY_HAND
    return _answered(uow, document, action, actor=actor.strip(), origin=origin, comment=how, on=on, evidence=evidence)


def approval_of(reader: Reader, document: Record) -> str:
    """Where a document stands: a key of ``APPROVALS``, by its last event and what it holds now."""
    events = reader.find(ApprovalEvent, document=_link(document), sort=(("at", True), ("id", True)))
    if not events:
        return "unsent"
    last = events[0]
    same_time = [each.action or "" for each in events if each.at == last.at and each.action in WEIGHT]
    action = min(same_time, key=WEIGHT.index) if same_time else last.action or ""
    if action == "approve" and last.content_hash != content_hash(reader, document):
        return "changed"
    return STANDS[action]


def demand_approved(reader: Reader, document: Record) -> None:
    """Problem unless a document is approved as it stands now."""
    state = approval_of(reader, document)
    if state == "changed":
        raise Problem(_("It changed after it was approved. Send it again."))
    if state != "approved":
        raise Problem(_("It needs approval first. Now it is: {state}.", state=_(APPROVALS[state]).lower()))


def _answered(uow: UnitOfWork, document: Record, action: str, *, actor: str, origin: str, comment: str,
              on: datetime.date | None = None, evidence: Id | None = None, hand: Hand | None = None) -> ApprovalEvent:
    event = _event(uow, document, action, actor=actor, origin=origin, comment=comment, on=on, evidence=evidence,
                   hand=hand)
    _follow(uow, document)
    return event


def _follow(uow: UnitOfWork, document: Record) -> None:
    """What follows from an answer: an approved plan reserves its money, any other answer frees it."""
    if approval_of(uow, document) == "approved":
        reserve(uow, document)
    else:
        free(uow, document)


def _event(uow: UnitOfWork, document: Record, action: str, *, actor: str, origin: str = BY_HAND, comment: str = "",
           on: datetime.date | None = None, evidence: Id | None = None, hand: Hand | None = None) -> ApprovalEvent:
    kind = type(document).kind
    if not kind.approvable:
        raise Problem(_("This is not sent for approval."))
    now = clock.now()
    at = now if on is None else datetime.datetime.combine(on, now.timetz())
    # Sending needs no explanation; the kind asks for one of whatever is told by hand.
    words = comment.strip() or (_("Sent by {name}", name=actor) if action in ("submit", "withdraw") else "")
    event = ApprovalEvent(document=_link(document), action=action, actor=actor, at=at, comment=words,
                          covers=sorted(kind.approvable), content_hash=content_hash(uow, document), origin=origin,
                          evidence=evidence)
    return uow.add(event if hand is None else signed(event, hand))


def signed(event: ApprovalEvent, hand: Hand) -> ApprovalEvent:
    """An act with the signature of this laptop."""
    return dataclasses.replace(event, origin=SIGNED, signature=sign_event(hand, content_of(event)))


def _asked_by(reader: Reader, document: Record) -> str:
    """Who sent a document for approval last."""
    sent = reader.find(ApprovalEvent, document=_link(document), action="submit", sort=(("at", True), ("id", True)),
                       limit=1)
    return sent[0].actor if sent else ""


def _is_mine(uow: UnitOfWork, actor: str) -> bool:
    """Whether I answer my own request, which only somebody without a manager may do."""
    me = uow.maybe(Person, uow.me)
    if me is None or actor != me.name:
        return False
    if me.manager:
        raise Problem(_("Your manager decides about your own requests. Note her answer."), field="actor")
    return True


def _my_name(uow: UnitOfWork) -> str:
    me = uow.maybe(Person, uow.me)
    return me.name if me else _("Me")


def _link(document: Record) -> Link:
    return Link(type(document).kind.name, document.id)


def _name(uow: UnitOfWork, document: Record) -> str:
    return uow.names([_link(document)]).get(document.id, "")
