"""What follows from the country a base works in: its currency."""

from __future__ import annotations

from kamdesk.options import COUNTRIES

EXTRA = ("USD", "EUR")  # offered in every country


def currency_of(country: str) -> str:
    """The ISO code of the currency used in a country (ISO code) today, by CLDR."""
    from babel.numbers import get_territory_currencies

    return str(get_territory_currencies(country)[0])


def currencies() -> list[str]:
    """The currencies a base may have, by code: those of the countries offered, dollars and euros."""
    return sorted({*map(currency_of, COUNTRIES), *EXTRA})
