"""What a shared file says about itself, so that a person and a program know what they hold."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

WHOLE = "P2"  # «Cambios» of product/08: everything but what is never exchanged


@dataclass(frozen=True)
class Manifest:
    """Kept in ``kd_meta`` of the file, one value a line.

    file      identity of the file           profile  which part of the base it holds (product/08)
    author    who made it, on ``device``     to       for whom         made_at  instant, ISO in UTC
    schema    version of the tables          min_reader  oldest version of the tables that can read it
    currency  base currency                  language  of its views
    last      newest journal line in it      withheld  values left out
    counts    records by kind                digests  SHA-256 of each table, of the views, of the lines here
    """

    file: str
    profile: str
    author: str
    device: str
    to: str
    made_at: str
    schema: int
    min_reader: int
    currency: str
    language: str
    last: int
    withheld: int
    counts: Mapping[str, int]
    digests: Mapping[str, str]

    @property
    def instant(self) -> datetime.datetime:
        """When it was made."""
        return datetime.datetime.fromisoformat(self.made_at)

    @property
    def own_digest(self) -> str:
        """SHA-256 of what it says besides the digests."""
        said = json.dumps([line for line in self.lines() if line[0] != "digests"], ensure_ascii=True)
        return hashlib.sha256(said.encode()).hexdigest()

    def lines(self) -> list[tuple[str, Any]]:
        """Keys and values as ``kd_meta`` holds them."""
        return [(key, value if isinstance(value, (int, str)) else json.dumps(value, sort_keys=True))
                for key, value in asdict(self).items()]


def of_lines(lines: Mapping[str, Any]) -> Manifest:
    """The manifest in ``kd_meta``; ValueError, KeyError or TypeError when it is not one."""
    made = Manifest(**{key: json.loads(value) if key in ("counts", "digests") else value
                       for key, value in lines.items()})
    if made.instant.tzinfo is None or not all(isinstance(count, int) for count in made.counts.values()):
        raise ValueError("not a manifest")
    return made
