"""Who a record is: random ids in time order, natural ids from a key, imported ids from a row (product/03 §3.0)."""

from __future__ import annotations

import datetime
import hashlib
import secrets
import threading
import time
import uuid
from collections.abc import Iterable
from decimal import Decimal

from kamdesk.words import fold

NAMESPACE = uuid.UUID("6b616d64-6573-5b1e-8a57-000000000001")
"""The one namespace of natural and imported ids; it lives in shared files and never changes."""
_NAMESPACE_BYTES = NAMESPACE.bytes  # the property works them out each time

_lock = threading.Lock()
_last = (0, 0)


def new_id() -> str:
    """A UUIDv7 as text; those of one process sort as they were made (RFC 9562 §6.2)."""
    global _last  # noqa: PLW0603  the counter is one per process by nature
    with _lock:
        instant = time.time_ns() // 1_000_000
        before, counter = _last
        if instant > before:
            counter = secrets.randbits(41)  # the 42-bit counter starts in its lower half
        else:
            instant, counter = before, counter + 1
        if counter >> 42:
            instant, counter = instant + 1, secrets.randbits(41)
        _last = (instant, counter)
    value = (
        instant << 80
        | 7 << 76
        | (counter >> 30) << 64
        | 2 << 62
        | (counter & (1 << 30) - 1) << 32
        | secrets.randbits(32)
    )
    return str(uuid.UUID(int=value))


def canonical(text: str) -> str:
    """Text for keys: NFKC, casefolded, without accents, single spaces; ``-`` when empty."""
    if text.isascii():  # the same, ten times quicker: most cells of a sheet are
        return " ".join(text.lower().split()) or "-"
    return fold(text) or "-"


def part(value: object) -> str:
    """One part of a key as text: ISO dates, plain numbers, ids and choice ids as they are, other text canonical."""
    if value is None or value == "":
        return "-"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, (tuple, list)):
        return ",".join(sorted(map(part, value)))
    return canonical(str(value))


def _uuid5(key: str) -> str:
    """``uuid.uuid5(NAMESPACE, key)`` as text, at a third of its cost: imports make one for every row."""
    digest = bytearray(hashlib.sha1(_NAMESPACE_BYTES + key.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def natural_id(code: int, parts: Iterable[object], *, taken: int = 1) -> str:
    """The id of a record of kind ``code`` whose key identifies it.

    ``taken`` above 1 appends ``|2``, ``|3``…, for an id whose record's key has been edited since.
    """
    key = "|".join((f"K{code}", *map(part, parts), *([str(taken)] if taken > 1 else [])))
    return _uuid5(key)


def imported_id(code: int, mapping: str, texts: Iterable[str], *, occurrence: int = 1) -> str:
    """The id of an imported row.

    Of kind, identity of the source mapping, ``canonical`` texts of its mapped cells, and its number among identical
    rows of the file (1 for the first).
    """
    return _uuid5("|".join((f"K{code}", "import", mapping, *texts, str(occurrence))))


def imported_key_id(code: int, key_type: str, key: str, *, occurrence: int = 1) -> str:
    """The id of an imported client, product or distributor: of kind, key type (``code``, ``tax_id``…) and key.

    Rows of one file that repeat a key are told apart by ``occurrence``.
    """
    return _uuid5(
        "|".join((f"K{code}", "key", key_type, canonical(key), *([str(occurrence)] if occurrence > 1 else [])))
    )
