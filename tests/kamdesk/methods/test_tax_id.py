"""Tax ids: what they are called, their usual form, and how two are compared."""

from __future__ import annotations

import pytest

from kamdesk.methods import tax_id


@pytest.mark.parametrize(("country", "name", "good", "bad"), [
    ("MX", "RFC", "GODE 561231-GR8", "GODE561331GR8"), ("PE", "RUC", "20100017491", "20100017490"),
    ("AR", "CUIT", "20-05536168-2", "20-05536168-3"), ("CL", "RUT", "12.531.909-2", "12.531.909-3"),
    ("CO", "NIT", "213.123.432-1", "213.123.432-2"),
])
def test_each_country(country: str, name: str, good: str, bad: str) -> None:
    assert tax_id.name(country) == name
    assert tax_id.usual(good, country=country)
    assert not tax_id.usual(bad, country=country)


def test_where_no_form_is_known_nothing_is_said() -> None:
    assert tax_id.usual("cualquiera", country="BO")
    assert tax_id.name("BO") == "NIT"
    assert tax_id.name(None) == "RFC/RUC/NIT"


@pytest.mark.parametrize(("text", "expected"), [
    ("gode-561231 gr8", "GODE561231GR8"), ("20100017491.0", "20100017491"), ("XAXX010101000", ""), (" - ", ""),
])
def test_normal(text: str, expected: str) -> None:
    assert tax_id.normal(text) == expected
