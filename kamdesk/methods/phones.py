"""Phone numbers as people type them, written the international way."""

from __future__ import annotations

import re

import phonenumbers

# Dialling prefixes that Mexico dropped in 2019 and people still write: 01 before the area code, 1 after +52.
OLD_MEXICO = re.compile(r"^(?:\+?52\s*1|01|044|045)(?=\d{10}$)")


def normal(text: str, *, country: str) -> str:
    """«+52 477 123 4567» for a number valid in ``country`` (ISO code) or with its own +; else the text as typed.

    Nothing typed is lost: several numbers in one field, internal extensions alone or old numbers stay as they are.
    """
    number = _parsed(text, country)
    if number is None:
        return " ".join(text.split())
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def is_usual(text: str, *, country: str) -> bool:
    """Whether the text is one valid phone number."""
    return _parsed(text, country) is not None


def _parsed(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    digits = re.sub(r"[^\d+]", "", text)
    cleaned = OLD_MEXICO.sub("+52", digits) if country == "MX" and OLD_MEXICO.match(digits) else text
    try:
        number = phonenumbers.parse(cleaned, country)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
