"""Requests for approval and their answers as files (P5, P6): signed, sealed, and joined into nothing."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from kamdesk.fields import Id
from kamdesk.kinds import REGISTER
from kamdesk.problems import Problem
from kamdesk.records.approvals import APPROVABLE
from kamdesk.sharing.cards import Card
from kamdesk.sharing.keys import Keys
from kamdesk.sharing.signing import seal, sealed_by
from kamdesk.words import _

REQUEST, ANSWER = "approval-request", "approval-answer"
LARGEST = 60_000_000  # bytes of a letter, its sheet included
_ANSWERS = ("approve", "send_back", "reject")
_EVENT = "approval-event"


@dataclass(frozen=True)
class Hand:
    """Who signs on this laptop."""

    keys: Keys
    card: Card


@dataclass(frozen=True)
class Asked:
    """A request: what is asked about which document, by whom; ``sheet`` is its PDF, ``digest`` what it holds.

    ``amount`` is in minor units of ``currency``, ``discount`` a fraction; both empty when it is about none.
    """

    kind: str
    document: Id
    title: str
    author: str
    author_id: Id
    to: str
    made_at: datetime.datetime
    comment: str
    digest: str
    covers: tuple[str, ...]
    amount: int | None
    discount: Decimal | None
    currency: str
    sheet: bytes = field(repr=False)
    card: Card | None = None


@dataclass(frozen=True)
class Answered:
    """An answer: one act about a document as it was when it was asked for.

    ``event`` is the id of the act everywhere, ``signature`` proves it alone, ``sheet`` is the PDF with the decision.
    """

    event: Id
    kind: str
    document: Id
    title: str
    action: str
    actor: str
    actor_id: Id
    at: datetime.datetime
    comment: str
    digest: str
    covers: tuple[str, ...]
    signature: str
    sheet: bytes = field(repr=False)
    card: Card | None = None


Letter = Asked | Answered


def write(letter: Letter, hand: Hand) -> bytes:
    """A letter as its file holds it before it is sealed for somebody, signed by this laptop."""
    kind = REQUEST if isinstance(letter, Asked) else ANSWER
    values = {each.name: _plain(getattr(letter, each.name)) for each in dataclasses.fields(letter)
              if each.name != "card"}
    said = _canonical(values)
    return json.dumps({"kamdesk": kind, "said": said, "seal": seal(hand.keys, hand.card, said.encode(), purpose=kind)},
                      ensure_ascii=True).encode()


def is_letter(content: bytes) -> bool:
    """Whether an opened file is a letter and not a base."""
    return content.startswith(b'{"kamdesk": "approval-')


def read(content: bytes) -> Letter:
    """The letter in an opened file, with the card of who signed it; Problem when it is damaged or was changed."""
    try:
        found = json.loads(content[:LARGEST])
        kind, said, sealed = found["kamdesk"], str(found["said"]), str(found["seal"])
        made = _MAKERS[kind](json.loads(said))
    except (ValueError, KeyError, TypeError, InvalidOperation, RecursionError) as error:
        raise Problem(_("The file is damaged or was not made by Kamdesk. Ask for it again.")) from error
    if made.kind not in APPROVABLE or made.kind not in REGISTER:
        raise Problem(_("The file was made with a newer Kamdesk. Update the program to receive it."))
    return dataclasses.replace(made, card=sealed_by(sealed, said.encode(), purpose=kind))


def event_content(*, kind: str, document: Id, action: str, actor: str, at: datetime.datetime, comment: str,
                  digest: str) -> bytes:
    """What is signed of an act: everything that makes it mean what it means."""
    return _canonical({"kind": kind, "document": document, "action": action, "actor": actor, "at": at.isoformat(),
                       "comment": comment, "digest": digest}).encode()


def sign_event(hand: Hand, content: bytes) -> str:
    """The signature of an act, kept with it for ever."""
    return seal(hand.keys, hand.card, content, purpose=_EVENT)


def event_signer(signature: str, content: bytes) -> Card | None:
    """Who signed an act, None when nobody did or the act was changed since."""
    if not signature:
        return None
    try:
        return sealed_by(signature, content, purpose=_EVENT)
    except Problem:
        return None


def _asked(values: Any) -> Asked:
    amount = values["amount"]
    return Asked(
        **_texts(values, "kind", "document", "title", "author", "author_id", "to", "comment", "digest", "currency"),
        made_at=_instant(values["made_at"]), covers=tuple(map(str, values["covers"])),
        amount=None if amount is None else int(amount),
        discount=None if values["discount"] is None else Decimal(values["discount"]),
        sheet=base64.b64decode(values["sheet"], validate=True))


def _answered(values: Any) -> Answered:
    if values["action"] not in _ANSWERS:
        raise ValueError("not an answer")
    return Answered(
        **_texts(values, "event", "kind", "document", "title", "action", "actor", "actor_id", "comment", "digest",
                 "signature"),
        at=_instant(values["at"]), covers=tuple(map(str, values["covers"])),
        sheet=base64.b64decode(values["sheet"], validate=True))


_MAKERS: dict[str, Callable[[Any], Letter]] = {REQUEST: _asked, ANSWER: _answered}


def _texts(values: Any, *names: str) -> dict[str, Any]:
    if not all(isinstance(values[name], str) for name in names):
        raise TypeError("not a letter")
    return {name: values[name] for name in names}


def _instant(text: str) -> datetime.datetime:
    found = datetime.datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("an instant without its zone")
    return found.astimezone(datetime.UTC)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _canonical(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
