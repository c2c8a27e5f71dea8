"""What is kept of files sent and received, and answers to requests of others (product/04 §4.13, product/08 P5, P6)."""

from __future__ import annotations

import datetime

from kamdesk import clock
from kamdesk.authority import demand_power
from kamdesk.commands import aside, command
from kamdesk.commands.approvals import approval_of, decide, decider, said
from kamdesk.identity import new_id
from kamdesk.kinds import REGISTER
from kamdesk.problems import Problem
from kamdesk.protected import content_hash
from kamdesk.records.system import ConfidentialAccess, ExchangeEvent
from kamdesk.sharing.letters import Answered, Asked, Hand, event_content, sign_event
from kamdesk.sharing.outgoing import Habit, habits_with
from kamdesk.store import Reader, UnitOfWork
from kamdesk.words import _

MOMENT = datetime.timedelta(seconds=1)


@command
@aside
def note_sent(uow: UnitOfWork, *, profile: str, to: str, file_name: str, digest: str, what: str,
              confidential: bool = False) -> ExchangeEvent:
    """Keep that a file left this laptop; ``what`` says in words what was in it, ``digest`` is its SHA-256.

    One with confidential values is written in the log of confidential data as well.
    """
    if confidential:
        uow.add(ConfidentialAccess(at=clock.now(), action="sent", what=what, count=1, reader=to,
                                   reason=_("Sent for approval")))
    return uow.add(ExchangeEvent(direction="sent", profile=profile, other=to, at=clock.now(), file_name=file_name,
                                 digest=digest, counts=what))


@command
@aside
def note_received(uow: UnitOfWork, *, profile: str, author: str, file_name: str, digest: str,
                  what: str) -> ExchangeEvent:
    """Keep that a request or an answer came in a file."""
    return uow.add(ExchangeEvent(direction="received", profile=profile, other=author, at=clock.now(),
                                 file_name=file_name, digest=digest, counts=what))


@command
@aside
def remember_habit(uow: UnitOfWork, *, reader: str, habit: Habit) -> None:
    """What a reader received, offered again next time."""
    uow.put_setting("sharing_habits", habits_with(uow, reader, habit))


@command
def answer_request(uow: UnitOfWork, *, asked: Asked, action: str, hand: Hand, comment: str = "") -> Answered:
    """Decide a request that came in a file, within what I can approve and my authority; its sheet is still empty.

    When the same document is in this base as it was sent, the act is noted here too.
    """
    me = decider(uow, action, comment=comment)
    if asked.author_id == me.id and me.manager:
        raise Problem(_("Your manager decides about your own requests. Note her answer."))
    document = uow.maybe(REGISTER[asked.kind].cls, asked.document)
    if document is not None and content_hash(uow, document) == asked.digest and approval_of(uow, document) == "sent":
        event = decide(uow, document=document, action=action, comment=comment, hand=hand)
        return _answer(asked, action, event.actor, me.id, at=event.at or clock.now(), comment=event.comment, hand=hand,
                       id_=event.id)
    demand_power(uow, me, asked.kind, amount=asked.amount, discount=asked.discount)
    # A laptop whose clock is behind must not answer before it was asked: the last act says where the document stands.
    at = max(clock.now(), asked.made_at + MOMENT)
    return _answer(asked, action, me.name, me.id, at=at, comment=said(me, comment), hand=hand, id_=new_id())


def _answer(asked: Asked, action: str, actor: str, actor_id: str, *, at: datetime.datetime, comment: str, hand: Hand,
            id_: str) -> Answered:
    content = event_content(kind=asked.kind, document=asked.document, action=action, actor=actor, at=at,
                            comment=comment, digest=asked.digest)
    return Answered(event=id_, kind=asked.kind, document=asked.document, title=asked.title, action=action, actor=actor,
                    actor_id=actor_id, at=at, comment=comment, digest=asked.digest, covers=asked.covers,
                    signature=sign_event(hand, content), sheet=b"")


def is_as_here(reader: Reader, asked: Asked) -> bool | None:
    """Whether the document of a request stands in this base as it was sent; None when it is not here."""
    document = reader.maybe(REGISTER[asked.kind].cls, asked.document)
    return None if document is None else content_hash(reader, document) == asked.digest
