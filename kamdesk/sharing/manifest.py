"""What a shared file says about itself, so that a person and a program know what they hold."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from kamdesk.sharing.exchange import CHANGES, Signature

_OUTSIDE = ("digests", "signer", "signature")  # what the digest of the lines cannot cover
_VECTORS = ("since", "upto", "seen", "holds")
LARGEST = 1 << 63


@dataclass(frozen=True)
class Manifest:
    """Kept in ``kd_meta`` of the file, one value a line.

    file      identity of the file           profile  which part of the base it holds (product/08)
    key       P2, or identity and version of a profile; name  what people call it; holder  the profile its maker holds
    replica   name its maker writes under    author   who made it, on ``device`` (identity) called ``label``
    to        for whom                       made_at  instant, ISO in UTC       hlc  newest clock in it
    schema    version of the tables          min_reader  oldest version of the tables that can read it
    currency  base currency                  language  of its views
    since     what the reader had confirmed  upto  what she holds fully once she has it     seen  the maker's context
    holds     what the maker holds fully     hidden  numbers of the fields left out, by kind
    counts    records by kind                withheld  values left out
    digests   SHA-256 of each table, of the views, of the lines here      signer, signature  Ed25519, in hexadecimal
    """

    file: str
    profile: str
    key: str
    name: str
    holder: str
    replica: int
    author: str
    device: str
    label: str
    to: str
    made_at: str
    hlc: int
    schema: int
    min_reader: int
    currency: str
    language: str
    since: Mapping[int, int]
    upto: Mapping[int, int]
    seen: Mapping[int, int]
    holds: Mapping[int, int]
    hidden: Mapping[str, list[int]]
    counts: Mapping[str, int]
    withheld: int
    digests: Mapping[str, str]
    signer: str = ""
    signature: str = ""

    @property
    def instant(self) -> datetime.datetime:
        """When it was made."""
        return datetime.datetime.fromisoformat(self.made_at)

    @property
    def whole(self) -> bool:
        """Whether it says all that its maker had."""
        return self.key == CHANGES

    @property
    def own_digest(self) -> str:
        """SHA-256 of what it says besides the digests and the signature."""
        said = json.dumps([line for line in self.lines() if line[0] not in _OUTSIDE], ensure_ascii=True)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def content_digest(self) -> bytes:
        """What is signed: SHA-256 over all digests, whatever bytes a browser writes."""
        return hashlib.sha256(json.dumps(self.digests, sort_keys=True).encode()).digest()

    @property
    def signed(self) -> Signature | None:
        """The signature it carries."""
        return Signature(self.signer, self.signature) if self.signature else None

    def lines(self) -> list[tuple[str, Any]]:
        """Keys and values as ``kd_meta`` holds them."""
        return [(key, value if isinstance(value, (int, str)) else json.dumps(value, sort_keys=True))
                for key, value in asdict(self).items()]


def of_lines(lines: Mapping[str, Any]) -> Manifest:
    """The manifest in ``kd_meta``; ValueError, KeyError or TypeError when it is not one."""
    plain = {each.name: str(each.type) for each in fields(Manifest)}
    made = Manifest(**{key: _parsed(key, value, plain[key]) for key, value in lines.items()})
    if made.instant.tzinfo is None or not all(isinstance(count, int) for count in made.counts.values()):
        raise ValueError("not a manifest")
    return made


def _parsed(key: str, value: Any, type_: str) -> Any:
    if type_ in ("int", "str"):
        if type(value).__name__ != type_:
            raise ValueError(key)
        return value
    found = json.loads(value)
    if not isinstance(found, dict):
        raise TypeError(key)
    return {_number(peer): _number(upto) for peer, upto in found.items()} if key in _VECTORS else found


def _number(value: Any) -> int:
    found = int(value)
    if not 0 <= found < LARGEST:
        raise ValueError("out of range")
    return found
