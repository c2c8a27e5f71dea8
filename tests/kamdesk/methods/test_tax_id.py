"""What tax ids are called and look like in each country (numbers of python-stdnum's own documentation)."""

from __future__ import annotations

import pytest

from kamdesk.methods import tax_id


@pytest.mark.parametrize(
    ("country", "value", "usual"),
    [("MX", "GODE561231GR8", True), ("MX", "BUEI591231GH9", False), ("PE", "20512333797", True),
     ("PE", "20512333798", False), ("CO", "213.123.432-1", True), ("CO", "213.123.432-2", False),
     ("CL", "76086428-5", True), ("CL", "76086428-6", False), ("AR", "20-05536168-2", True),
     ("AR", "20-05536168-3", False), ("EC", "1792060346-001", True), ("EC", "1792060347-001", False)],
)
def test_the_usual_form_of_a_country(country, value, usual):
    assert tax_id.usual(value, country=country) is usual


@pytest.mark.parametrize("country", ["BO", "", None])
def test_nothing_is_said_where_no_form_is_known(country):
    assert tax_id.usual("anything", country=country)


@pytest.mark.parametrize(
    ("country", "name"), [("MX", "RFC"), ("PE", "RUC"), ("CO", "NIT"), ("BO", "NIT"), ("CL", "RUT"), ("AR", "CUIT"),
                          (None, "RFC/RUC/NIT"), ("US", "RFC/RUC/NIT")],
)
def test_what_it_is_called(country, name):
    assert tax_id.name(country) == name
