"""What the rules of several kinds share."""

from __future__ import annotations

from decimal import Decimal

from kamdesk.kinds import Record
from kamdesk.store import Reader
from kamdesk.words import _, number


def quantity_words(value: Decimal) -> str:
    """A quantity as people write it: grouped, without idle zeros."""
    exponent = value.normalize().as_tuple().exponent
    return number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def beyond_zero(label: str, value: Decimal | int | None) -> str | None:
    """The sentence for an amount that must be more than nothing, None when it is or is not filled in."""
    if value is None or value > 0:
        return None
    return _("{field} must be more than zero.", field=_(label))


def differs(reader: Reader, record: Record, *names: str) -> bool:
    """Whether a record is new, or any of these fields is not what is stored: what was right once stays saved."""
    stored = reader.maybe(type(record), record.id) if record.id else None
    return stored is None or any(getattr(stored, name) != getattr(record, name) for name in names)
