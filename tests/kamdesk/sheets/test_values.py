"""Cells as people write them: amounts, days, months, percentages, choices, places."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk import fields, words
from kamdesk.fields import Field, Geo
from kamdesk.problems import Problem
from kamdesk.sheets.amounts import column_sign, parse_number
from kamdesk.sheets.cells import Cell, ErrorCell
from kamdesk.sheets.dates import DMY, MDY, day_of, month_of, study_days
from kamdesk.sheets.values import Format, Named, convert, study

MONEY: Field = fields.money("Amount")
PRICE: Field = fields.price("Price")
UNITS: Field = fields.dec("Units")
DISCOUNT: Field = fields.pct("Discount")
DAY: Field = fields.day("Date")
CATEGORY: Field = fields.choice("Category", {"public_hospital": "Public hospital", "other": "Other"})


def read(cells: list[Cell], of: Field, currency: str = "MXN") -> list[object]:
    how, question = study(cells, of)
    assert question is None
    return [convert(cell, of, how, currency=currency) for cell in cells]


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("1.234,50", 123450), ("1,234.50", 123450), ("$ 2483.68", 248368), ("US$ 1,200", 120000), ("S/ 35.00", 3500),
        ("1 234,5 €", 123450), ("(1,200.00)", -120000), ("12-", -1200), ("-12", -1200), ("1'234.50", 123450),
        ("−3", -300), ("1.234", 123400), ("1.234.567", 123456700), (".5", 50), ("MXN 10", 1000), (Decimal("0.005"), 1),
        (20, 2000), ("5.95E+3", 595000),
    ],
)  # fmt: skip
def test_amounts_in_any_format(written, minor):
    assert read([written], MONEY) == [minor]


@pytest.mark.parametrize(
    "written", ["1500-3", "doce", "12 de 15", "10 20 x", "1,2,3,4 y", True, datetime.date(2025, 1, 1)]
)
def test_what_is_no_amount_is_refused_with_its_text(written):
    with pytest.raises(Problem, match="no es un número"):
        read([written], MONEY)


def test_the_decimal_sign_is_decided_for_the_whole_column():
    assert read(["1.234", "12,5"], UNITS) == [Decimal("1234.000"), Decimal("12.500")]
    assert read(["1,234", "12.5"], UNITS) == [Decimal("1234.000"), Decimal("12.500")]
    assert read(["1.234"], UNITS) == [Decimal("1.234")]
    words.set_format(decimal=",", group=".")
    assert read(["1.234"], UNITS) == [Decimal("1234.000")]


def test_money_follows_the_currency_and_prices_keep_six_decimals():
    assert read(["1.500"], MONEY, "CLP") == [1500]
    assert read(["0,123456"], PRICE) == [Decimal("0.123456")]
    assert read(["NULL", "-", " "], MONEY) == [None, None, None]


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False),
    st.sampled_from([(".", ","), (",", ".")]),
)
def test_any_amount_survives_both_styles(value, style):
    decimal, group = style
    text = f"{value:,.2f}".replace(",", "x").replace(".", decimal).replace("x", group)
    assert parse_number(text, column_sign([text], usual=decimal)) == value


def test_percentages_written_and_stored_as_parts():
    assert read(["50%", "12,5 %"], DISCOUNT) == [Decimal("50.0000"), Decimal("12.5000")]
    assert read([Decimal("0.5"), 1], DISCOUNT) == [Decimal("50.0000"), Decimal("100.0000")]
    assert read([Decimal("12.5"), 30], DISCOUNT) == [Decimal("12.5000"), Decimal("30.0000")]


@pytest.mark.parametrize(
    "written",
    [
        "24/11/2025", "24-11-25", "24.11.2025", "2025-11-24", "2025-11-24 00:00:00 GMT", "24-nov-25",
        "24 de noviembre de 2025", "lunes, 24 de noviembre de 2025", "Nov 24, 2025", "24 nov 2025 10:30", "20251124",
        45985, datetime.date(2025, 11, 24),
        datetime.datetime(2025, 11, 24, 8, 0),  # noqa: DTZ001  cells know no zone
    ],
)  # fmt: skip
def test_days_in_any_format(written):
    assert read([written], DAY) == [datetime.date(2025, 11, 24)]


@pytest.mark.parametrize("written", ["31/02/2025", "ayer", "2025-13-01", 7, "1/1", True])
def test_impossible_days_are_refused(written):
    with pytest.raises(Problem, match="no es una fecha"):
        day_of(written, DMY)


def test_a_number_above_twelve_tells_the_order_of_the_column():
    assert study_days(["1/2/2013", "1/26/2013"]).order == MDY
    assert study_days(["1/2/2013", "26/1/2013"]) == study_days(["26/1/2013"])


def test_rows_in_order_of_time_tell_it_too():
    assert study_days(["1/11/2014", "1/12/2014", "2/1/2014", "2/2/2014", "2/3/2014"]).order == MDY
    assert study_days(["11/1/2014", "12/1/2014", "1/2/2014", "2/2/2014", "3/2/2014"]).order == DMY
    assert not study_days(["1/2/2014", "1/3/2014", "1/4/2014", "1/5/2014", "1/6/2014"]).certain


def test_days_after_next_year_are_not_what_a_sheet_means():
    assert study_days(["01/12/2025", "10/11/2026"]).order == DMY
    assert study_days(["11/10/2026", "12/01/2026"]).order in (DMY, MDY)


def test_days_that_read_both_ways_are_asked_never_guessed():
    _how, question = study(["03/04/2025", "05/06/2025"], DAY, header="Fecha")
    assert question is not None
    assert (question.header, question.examples) == ("Fecha", ("03/04/2025", "05/06/2025"))
    _how, question = study(["13/04/2025", "04/13/2025", "03/04/2025"], DAY)
    assert question is not None


@pytest.mark.parametrize(
    "written", ["2025-11", "nov-25", "Noviembre 2025", "11/2025", "202511", "24/11/2025", datetime.date(2025, 11, 1)]
)
def test_months_in_any_format(written):
    assert month_of(written, DMY) == "2025-11"


def test_choices_by_spanish_or_english_label_id_and_what_was_agreed():
    written = ("Public hospital", "public_hospital", "OTHER")
    assert [convert(text, CATEGORY, Format()) for text in written] == ["public_hospital", "public_hospital", "other"]
    agreed = Format(choices={"hospital tipo ii": "public_hospital", "sin dato": None})
    assert convert("Hospital Tipo II", CATEGORY, agreed) == "public_hospital"
    assert convert("Sin dato", CATEGORY, agreed) is None
    with pytest.raises(Problem, match="no es una opción de"):
        convert("Kiosco", CATEGORY, Format())


@pytest.mark.parametrize(
    ("written", "value"),
    [("Sí", True), ("si", True), ("X", True), (1, True), ("No", False), ("0", False), (False, False)],
)
def test_flags(written, value):
    assert convert(written, fields.flag("Main"), Format()) is value


def test_places_with_decimal_commas_and_what_is_no_place():
    place = fields.geo()
    assert convert("-58,50761514092000", place, Format(), part="longitude") == -58507615
    assert convert("-12.0464, -77.0428", place, Format()) == Geo(-12046400, -77042800)
    with pytest.raises(Problem, match="punto decimal"):
        convert("-7616079", place, Format(), part="longitude")
    with pytest.raises(Problem, match="no se conoce"):
        convert("0, 0", place, Format())


def test_texts_keep_zeros_lose_doubled_spaces_and_null_is_nothing():
    text = fields.text("Name")
    cells = ("00123", "Hospital  Central ", "NULL", 20100017491, Decimal("1.5"))
    found = [convert(cell, text, Format()) for cell in cells]
    assert found == ["00123", "Hospital Central", None, "20100017491", "1.5"]


def test_references_are_named_and_errors_of_the_sheet_are_said():
    assert convert(" Farmacia Sur ", fields.ref("Client", "client"), Format()) == Named("Farmacia Sur")
    assert convert("Lima; Callao", fields.refs("Territories", "territory"), Format()) == (
        Named("Lima"),
        Named("Callao"),
    )
    with pytest.raises(Problem, match="#REF!"):
        convert(ErrorCell("#REF!"), MONEY, Format())


@given(st.text(max_size=300))
def test_no_text_breaks_a_conversion(text):
    for of in (
        MONEY,
        PRICE,
        UNITS,
        DISCOUNT,
        DAY,
        CATEGORY,
        fields.month("Month"),
        fields.geo(),
        fields.time("Hour"),
        fields.instant("At"),
    ):
        try:
            convert(text, of, study([text], of)[0])
        except Problem as problem:
            assert problem.message  # noqa: PT017  either outcome is right
