"""Signatures of files, requests and answers, and what we know of whoever made them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable

from kamdesk.problems import Problem
from kamdesk.sharing.cards import Card, Device, of_values
from kamdesk.sharing.exchange import KNOWN, REVOKED, UNKNOWN, UNSIGNED, Judge, Signature, Signer
from kamdesk.sharing.keys import Keys, signed_by
from kamdesk.words import N_, _

TRUST = {
    KNOWN: N_("Signed by a laptop you trust"),
    UNKNOWN: N_("Signed by a laptop you do not know yet"),
    UNSIGNED: N_("Not signed: nobody proves who made it"),
    REVOKED: N_("Signed by a laptop that was withdrawn"),
}
LARGEST = 20_000  # characters of a seal
_FILE = b"kamdesk-file-1\0"  # a signature for one purpose is worth nothing for another


def signer_for(keys: Keys) -> Signer:
    """Signs the content digest of a file in the name of this laptop."""
    return lambda digest: Signature(keys.verifying, keys.sign(_FILE + digest).hex())


def judge_for(devices: Iterable[Device]) -> Judge:
    """What this base knows of the signature of a file; Problem when it does not belong to the digest."""
    known = {each.card.verifying: each for each in devices}

    def judge(signature: Signature | None, digest: bytes) -> str:
        if signature is None:
            return UNSIGNED
        if not signed_by(signature.key, _FILE + digest, _bytes(signature.value)):
            raise _broken()
        return standing(known.get(signature.key))

    return judge


def standing(device: Device | None) -> str:
    """A key of ``TRUST`` for whoever signed; of a withdrawn laptop nothing is believed, not even its dates."""
    if device is None:
        return UNKNOWN
    return REVOKED if device.revoked else KNOWN


def seal(keys: Keys, card: Card, content: bytes, *, purpose: str) -> str:
    """The signature of a letter with the card of who signed, as one line of text to be kept beside it."""
    signature = keys.sign(_told(purpose, card, content)).hex()
    return json.dumps({"card": dataclasses.asdict(card), "signature": signature}, sort_keys=True)


def sealed_by(text: str, content: bytes, *, purpose: str) -> Card:
    """Who signed a letter; Problem when the signature does not belong to it."""
    try:
        found = json.loads(text[:LARGEST])
        card, signature = of_values(found["card"]), found["signature"]
    except (ValueError, KeyError, TypeError, RecursionError, Problem) as error:
        raise _broken() from error
    if not signed_by(card.verifying, _told(purpose, card, content), _bytes(signature)):
        raise _broken()
    return card


def device_of(card: Card, devices: Iterable[Device]) -> Device | None:
    """The trusted laptop a card is of."""
    return next((each for each in devices if each.card.uid == card.uid), None)


def _told(purpose: str, card: Card, content: bytes) -> bytes:
    """What is signed: the purpose, the whole card (a name cannot be put over somebody's key) and the content."""
    said = json.dumps(dataclasses.asdict(card), sort_keys=True, ensure_ascii=True)
    return b"\0".join((f"kamdesk-{purpose}-1".encode(), said.encode(), content))


def _bytes(digits: object) -> bytes:
    try:
        return bytes.fromhex(str(digits))
    except ValueError:
        return b""


def _broken() -> Problem:
    return Problem(_("The signature does not belong to this file: it was changed on its way. Ask for it again."))
