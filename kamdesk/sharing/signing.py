"""Signatures of files and answers, and what we know of whoever made them."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable

from kamdesk.problems import Problem
from kamdesk.sharing.cards import Card, Device, of_values
from kamdesk.sharing.keys import Keys, signed_by
from kamdesk.words import N_, _

KNOWN, UNKNOWN, UNSIGNED, REVOKED = "known", "unknown", "unsigned", "revoked"
TRUST = {
    KNOWN: N_("Signed by a laptop you trust"),
    UNKNOWN: N_("Signed by a laptop you do not know yet"),
    UNSIGNED: N_("Not signed: nobody proves who made it"),
    REVOKED: N_("Signed by a laptop that was withdrawn"),
}
FILE, ANSWER = "file", "answer"  # a signature for one purpose is worth nothing for another
LARGEST = 20_000  # bytes of a seal


def seal(keys: Keys, card: Card, content: bytes, *, purpose: str) -> str:
    """The signature of a content with the card of who signed, as one line of text to be kept beside it."""
    signature = keys.sign(_told(purpose, card, content)).hex()
    return json.dumps({"card": dataclasses.asdict(card), "signature": signature}, sort_keys=True)


def signer(text: str, content: bytes, *, purpose: str) -> Card | None:
    """Who signed a content, None when nobody did; Problem when the signature does not belong to it."""
    if not text:
        return None
    try:
        found = json.loads(text[:LARGEST])
        card, signature = of_values(found["card"]), bytes.fromhex(found["signature"])
    except (ValueError, KeyError, TypeError, RecursionError, Problem) as error:
        raise _broken() from error
    if not signed_by(card.verifying, _told(purpose, card, content), signature):
        raise _broken()
    return card


def standing(card: Card | None, devices: Iterable[Device], made_at: datetime.datetime) -> str:
    """A key of ``TRUST``: what this base knows of whoever signed something at an instant."""
    if card is None:
        return UNSIGNED
    found = next((each for each in devices if each.card.uid == card.uid), None)
    if found is None:
        return UNKNOWN
    return REVOKED if found.revoked_after is not None and made_at > found.revoked_after else KNOWN


def _told(purpose: str, card: Card, content: bytes) -> bytes:
    """What is signed: the purpose, the whole card (a name cannot be put over somebody's key) and the content."""
    said = json.dumps(dataclasses.asdict(card), sort_keys=True, ensure_ascii=True)
    return b"\0".join((f"kamdesk-{purpose}-1".encode(), said.encode(), content))


def _broken() -> Problem:
    return Problem(_("The signature does not belong to this file: it was changed on its way. Ask for it again."))
