"""The card of a laptop: who works on it and its public keys, as a small file that two people compare once."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from dataclasses import dataclass

from kamdesk.fields import Id
from kamdesk.problems import Problem
from kamdesk.sharing.keys import Keys, digest_of, signed_by, uid_of
from kamdesk.words import _

SUFFIX = ".kdcard"
LARGEST = 20_000  # bytes; ours have some six hundred
LONGEST = 200  # characters of a name
GROUPS, DIGITS = 5, 5  # 25 digits: 83 bits, and read aloud in a breath
_KIND, _PURPOSE = "kamdesk-card", b"kamdesk-card-1\0"


@dataclass(frozen=True)
class Card:
    """A laptop as others know it.

    person     its person's name          person_id  her record in the base      role    her post (an option of K81)
    device     name of the laptop         verifying  public signing key, hex     sealing public age key
    """

    person: str
    person_id: Id
    role: str
    device: str
    verifying: str
    sealing: str

    @property
    def uid(self) -> str:
        """The name of the laptop in files."""
        return uid_of(self.verifying, self.sealing)

    @property
    def fingerprint(self) -> str:
        """25 digits in five groups, equal on both screens if nobody changed the card on its way."""
        number = int(digest_of(self.verifying, self.sealing), 16) % 10 ** (GROUPS * DIGITS)
        digits = f"{number:0{GROUPS * DIGITS}d}"
        return " ".join(digits[at:at + DIGITS] for at in range(0, len(digits), DIGITS))


@dataclass(frozen=True)
class Device:
    """A card this base trusts: since when, until when if its laptop was lost, and its name in the files it sent."""

    card: Card
    added_at: datetime.datetime | None = None
    revoked_after: datetime.datetime | None = None
    peer: str = ""

    @property
    def revoked(self) -> bool:
        """Whether nothing made from some day on counts."""
        return self.revoked_after is not None


def card_of(keys: Keys, *, person: str, person_id: Id, role: str, device: str) -> Card:
    """The card of the laptop that holds these keys."""
    return Card(person, person_id, role, device, keys.verifying, keys.sealing)


def write(card: Card, keys: Keys) -> bytes:
    """A card as a file, signed with its own key: whoever hands it over holds the key."""
    values = dataclasses.asdict(card)
    signature = keys.sign(_PURPOSE + _canonical(values)).hex()
    return json.dumps({"kind": _KIND, **values, "signature": signature}, ensure_ascii=False, indent=1).encode()


def read(content: bytes) -> Card:
    """The card in a file; Problem when it is none, or was changed."""
    values = _values(content)
    card = Card(**{each.name: values[each.name] for each in dataclasses.fields(Card)})
    if not signed_by(card.verifying, _PURPOSE + _canonical(dataclasses.asdict(card)),
                     bytes.fromhex(values["signature"])):
        raise Problem(_("The card was changed after it was made. Ask for it again."))
    return card


def of_values(values: object) -> Card:
    """A card inside another document; Problem when it is not one."""
    names = [each.name for each in dataclasses.fields(Card)]
    if not isinstance(values, dict) or not all(_sound(name, values.get(name)) for name in names):
        raise _no_card()
    return Card(**{name: values[name] for name in names})


def _values(content: bytes) -> dict[str, str]:
    try:
        found = json.loads(content) if len(content) <= LARGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("kind") != _KIND or not _sound("signature", found.get("signature")):
        raise _no_card()
    of_values(found)
    return found


def _sound(name: str, value: object) -> bool:
    """Text of the form its name asks for; names of people are text of one line."""
    form = {"verifying": r"[0-9a-f]{64}", "signature": r"[0-9a-f]{128}", "sealing": r"age1[a-z0-9]{58}"}.get(name)
    if not isinstance(value, str) or len(value) > LONGEST:
        return False
    return bool(re.fullmatch(form, value)) if form else value.isprintable()


def _canonical(values: dict[str, str]) -> bytes:
    return json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def _no_card() -> Problem:
    return Problem(_("The file is not the card of a laptop. Ask for a file that ends in {end}.", end=SUFFIX))
