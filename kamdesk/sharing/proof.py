"""Whether an act of approval is proved: signed by a trusted laptop whose person may approve such documents."""

from __future__ import annotations

from collections.abc import Iterable

from kamdesk.authority import has_right
from kamdesk.records.approvals import ApprovalEvent
from kamdesk.records.team import Person
from kamdesk.sharing.cards import Card, Device
from kamdesk.sharing.letters import event_content, event_signer
from kamdesk.sharing.signing import device_of
from kamdesk.store import Reader

SIGNED, BY_HAND, SELF = "signed", "by_hand", "self_approved"


def content_of(event: ApprovalEvent) -> bytes:
    """What is signed of an act; ValueError without a document or an instant."""
    if event.document is None or event.at is None:
        raise ValueError("an act has a document and an instant")
    return event_content(kind=event.document.kind, document=event.document.id, action=event.action or "",
                         actor=event.actor, at=event.at, comment=event.comment, digest=event.content_hash)


def origin_of(reader: Reader, event: ApprovalEvent, devices: Iterable[Device]) -> str:
    """An option of ``ORIGINS`` as this base can prove it now: what a file claims of itself is not enough."""
    if event.origin == SELF:
        return SELF
    card = event_signer(event.signature, content_of(event))
    device = device_of(card, devices) if card else None
    if device is None or device.revoked or event.document is None:
        return BY_HAND
    person = person_of(reader, device.card)
    proved = person is not None and person.name == event.actor and has_right(person, event.document.kind)
    return SIGNED if proved else BY_HAND


def person_of(reader: Reader, card: Card) -> Person | None:
    """The person of a trusted card in this base: by her record, else by a name only one has."""
    found = reader.maybe(Person, card.person_id)
    if found is not None:
        return found
    named = reader.find(Person, name=card.person)
    return named[0] if len(named) == 1 else None
