"""Reports as data: the digest answers to content, figures are collected, switches hide what they must."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kamdesk.charts import SalesBars, TargetBars, TargetRow
from kamdesk.reports.model import (
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Cited,
    Column,
    Fact,
    Facts,
    Field,
    Fields,
    Meter,
    Note,
    Report,
    Row,
    Section,
    Side,
    Table,
    cited,
    digest,
)
from kamdesk.reports.secrecy import MASK, redact

EMPTY = Report("R03", "Resumen", "Empresa", "nov 2025", "Región", "1", "Laura", "Gerencia", "24 nov 2025", ())
SALES = Column("Ventas", "right", secrecy="amount")
UNITS = Column("Unidades", "right", secrecy="units")
PRICE = Column("Precio", "right", secrecy="price")
PRODUCTS = Table(
    (Column("Producto"), UNITS, SALES, PRICE),
    (
        Row(("Línea A",), "group"),
        Row(("Oncotrel", "10", "$100", "$10")),
        Row(("Total", "10", Cell("$100"), ""), "total"),
    ),
    per_product=True,
)


def report(*blocks: Block) -> Report:
    """A report of one section."""
    return replace(EMPTY, sections=(Section("Una", blocks),))


def only(given: Report) -> Block:
    """The first block."""
    return given.sections[0].blocks[0]


def texts(table: Block) -> list[list[str]]:
    """The cells of a table as text."""
    assert isinstance(table, Table)
    return [[cell.text if isinstance(cell, Cell) else cell for cell in row.cells] for row in table.rows]


def test_digest_is_eight_hexadecimal_characters_and_stable() -> None:
    assert digest(EMPTY) == digest(replace(EMPTY))
    assert len(digest(EMPTY)) == 8
    int(digest(EMPTY), 16)


@pytest.mark.parametrize(
    "other",
    [
        report(Note("a")),
        report(Note("b")),
        report(Fields((Field("a", ""),))),
        report(Facts((Fact("a"),))),
        report(Cards((Card("a", ""),))),
        report(Cards((Card("a", "", meter=Meter(Decimal("0.5"))),))),
        report(Chart(SalesBars(("a",), (1,)))),
        report(Chart(SalesBars(("a",), (2,)))),
        report(Chart(TargetBars((TargetRow("a", Decimal("1.0")),)))),
        replace(EMPTY, number="2"),
        replace(EMPTY, confidential=True),
    ],
)
def test_digest_changes_with_the_content(other: Report) -> None:
    assert digest(other) != digest(EMPTY)


def test_digest_tells_cells_from_their_neighbours() -> None:
    columns = (Column("a"), Column("b"))
    assert digest(report(Table(columns, (Row(("ab", "c")),)))) != digest(report(Table(columns, (Row(("a", "bc")),))))
    assert digest(report(Note("a"), Note("b"))) != digest(report(Side((Note("a"), Note("b")))))


def test_something_that_is_no_data_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        digest(replace(EMPTY, title=object()))  # type: ignore[arg-type]


def test_cited_figures_come_in_reading_order() -> None:
    first, second, third = (Cited(code, "Región", "1") for code in ("F20", "F22", "F45"))
    table = Table((Column("a"),), (Row((Cell("1", source=third),)), Row(("2",))))
    given = report(
        Cards((Card("a", "1", source=first), Card("b", "2"))), Side((Facts((Fact("x", source=second),)), table))
    )
    assert cited(given) == [first, second, third]


def test_without_prices_they_are_dots_and_units_and_amount_part_company() -> None:
    table = only(redact(report(PRODUCTS), prices=False, amounts=True))
    assert texts(table) == [["Línea A"], ["Oncotrel", "10", MASK], ["Total", "10", ""]]
    assert isinstance(table, Table)
    assert [column.title for column in table.columns] == ["Producto", "Unidades", "Precio"]


def test_amounts_of_markets_stay_without_prices() -> None:
    table = only(redact(report(replace(PRODUCTS, per_product=False)), prices=False, amounts=True))
    assert texts(table)[1] == ["Oncotrel", "10", "$100", MASK]


def test_without_amounts_their_columns_cards_facts_and_charts_go() -> None:
    cards = Cards((Card("Ventas", "$1", secrecy="amount"), Card("Alcance", "81 %")))
    facts = Facts((Fact("Vendió $1.", secrecy="amount"), Fact("Alcanzó 81 %.")))
    chart = Chart(SalesBars(("a",), (1,)), "Ventas por mes", secrecy="amount")
    fields = Fields((Field("Importe", "$1", "amount"), Field("Zona", "Sur")))
    given = redact(report(PRODUCTS, cards, facts, chart, fields), prices=True, amounts=False)
    table, *others = given.sections[0].blocks
    assert texts(table)[1] == ["Oncotrel", "10", "$10"]
    assert others == [
        Cards((Card("Alcance", "81 %"),)),
        Facts((Fact("Alcanzó 81 %."),)),
        Note("No se incluye en esta versión: Ventas por mes", "mute"),
        Fields((Field("Zona", "Sur"),)),
    ]


def test_credit_is_dots_on_cards_and_fields_and_silence_in_sentences() -> None:
    card = Card("Límite", "$5 M", "$4 M", "bad", "+2 %", "nota", Meter(Decimal(1)), secrecy="credit")
    facts = Facts((Fact("Nadro debe $1.", secrecy="credit"),))
    fields = Fields((Field("Margen", "12 %", "margin"),))
    given = redact(report(Side((Cards((card,)), facts)), fields), prices=False, amounts=True)
    assert given.sections[0].blocks == (
        Side((Cards((Card("Límite", MASK, MASK, secrecy="credit"),)), Facts(()))),
        Fields((Field("Margen", MASK, "margin"),)),
    )


@pytest.mark.parametrize(
    ("block", "secret"),
    [
        (PRODUCTS, True),
        (Table((Column("Producto"), UNITS, SALES), (), per_product=True), True),
        (Table((Column("Mercado"), SALES), ()), False),
        (Cards((Card("a", "1", secrecy="margin"),)), True),
        (Side((Facts((Fact("a", secrecy="credit"),)),)), True),
        (Fields((Field("a", "1", "price"),)), True),
        (Chart(SalesBars(("a",), (1,)), secrecy="credit"), True),
        (Note("a"), False),
    ],
)
def test_a_report_that_shows_prices_is_confidential(block: Block, secret: bool) -> None:  # noqa: FBT001
    assert redact(report(block), prices=True, amounts=True).confidential is secret
    assert redact(report(block), prices=False, amounts=True).confidential is False


def test_nothing_secret_is_left_in_the_canonical_content() -> None:
    given = redact(report(PRODUCTS, Chart(SalesBars(("a",), (4321,)), secrecy="price")), prices=False, amounts=False)
    assert "$10" not in repr(given)
    assert "4321" not in repr(given)
