"""R03 on the demo region: it prints what the figures say, twice the same, and no more than its reader may see."""

from __future__ import annotations

import shutil
from dataclasses import replace
from fractions import Fraction

import pytest
from pypdfium2 import PdfDocument

from db.store import BaseStore
from kamdesk import reports, words
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.figures.model import Period, Scope
from kamdesk.pdf import render
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.reports import Choices, highlights
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block, Card, Cards, Cell, Chart, Facts, Report, Table, blocks, cited, digest
from kamdesk.reports.secrecy import MASK
from kamdesk.store import Where
from tests.kamdesk.pdf.sample import NASTY
from tests.kamdesk.reports.conftest import NOVEMBER

CHARTS = 9
TEXTS = ("value", "comparison", "chip", "note")


def text_of(pdf: bytes) -> str:
    """All text of a PDF."""
    document = PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def cards(report: Report) -> dict[str, Card]:
    """The cards of the first page by label, with plain spaces."""
    found = next(block for block in blocks(report) if isinstance(block, Cards))
    return {card.label: replace(card, **{name: getattr(card, name).replace(words.THIN, " ") for name in TEXTS})
            for card in found.cards}


def table(report: Report, title: str) -> Table:
    """A table by its title."""
    return next(block for block in blocks(report) if isinstance(block, Table) and block.title == title)


def cell_text(value: str | Cell) -> str:
    """The text of a cell."""
    return value.text if isinstance(value, Cell) else value


def column(found: Table, title: str) -> list[str]:
    """A column of a table as texts."""
    at = [each.title for each in found.columns].index(title)
    return [cell_text(row.cells[at]) for row in found.rows]


def test_eight_parts_in_the_order_of_the_design(summary):
    assert [section.title for section in summary.sections] == [
        "Resumen", "Ventas y objetivos", "Cobranza y cartera", "Visitas y clientes", "Instituciones",
        "Promoción, comunicación y estrategia", "Distribuidores y mercado", "Presupuesto, equipo y cumplimiento"]


def test_the_first_page_says_what_the_demo_promises(summary):
    shown = cards(summary)
    assert shown["Venta neta"].value == "$8.42 M"
    assert shown["Venta neta"].comparison == "81 % de $10.40 M"
    assert shown["Venta neta"].note.startswith("103 %")
    assert shown["Crecimiento"].value == "+4.0 %"
    assert (shown["Cobrado"].chip, shown["Cobrado"].status) == ("88 %", "bad")
    assert (shown["Cartera vencida"].value, shown["Cartera vencida"].status) == ("17.9 %", "bad")
    assert shown["Cartera vencida"].note == "57 días para cobrar"
    assert (shown["Presupuesto ejecutado"].chip, shown["Presupuesto ejecutado"].status) == ("+2.4 %", "bad")


def test_the_other_pages_say_what_the_demo_promises(summary):
    strips = {each.title: cell_text(cell).replace(words.THIN, " ") for block in blocks(summary)
              if isinstance(block, Table) and len(block.rows) == 1
              for each, cell in zip(block.columns, block.rows[0].cells, strict=True)}
    assert (strips["Clientes perdidos"], strips["Clientes objetivo con plan"]) == ("4.2 %", "75.0 %")
    assert strips["Objetivo de diciembre 2025"] == "$8,264,286"
    assert column(table(summary, "Licitaciones abiertas por etapa"), "Licitaciones")[-1] == "5"
    assert column(table(summary, "Emergencias abiertas"), "Título") == ["Retiro del lote 7F21"]
    assert {"Contenida"} == set(column(table(summary, "Emergencias abiertas"), "Estado"))


@pytest.mark.parametrize(("prices", "paper"), [(True, "letter"), (False, "a4")])
def test_each_version_has_eight_pages_of_one_part_each(region, summary, prices, paper):
    report = summary if prices else reports.build("R03", region, NOVEMBER, choices=Choices(prices=False))
    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(render(report, paper=paper))]
    assert len(pages) == len(report.sections) == 8
    assert all(section.title in page for section, page in zip(report.sections, pages, strict=True))


def test_grades_are_for_who_may_see_prices(region, summary):
    plain = reports.build("R03", region, NOVEMBER, choices=Choices(prices=False))
    for title in ("Distribuidores y agentes", "Equipo"):
        assert "Calificación" in [each.title for each in table(summary, title).columns]
        assert "Calificación" not in [each.title for each in table(plain, title).columns]
    assert "80 B" in column(table(summary, "Distribuidores y agentes"), "Calificación")


def test_every_figure_printed_is_the_one_the_screens_ask_for(summary, region):
    periods = (NOVEMBER, Period.year(2025))
    of_region = [each for each in cited(summary) if each.scope == "Occidente"]
    assert len(of_region) > 15
    for each in of_region:
        values = {region.ask(each.code, period).value for period in periods}
        assert Fraction(each.value) in values, each


def test_sales_by_market_add_up_to_the_total(summary, region):
    found = table(summary, "Por mercado")
    by_market = region.by("F20", NOVEMBER, dimension="market")
    assert column(found, "Ventas")[:-1] == [
        words.money(round(each.value), None, 0) for each in sorted(by_market, key=lambda one: -one.value)]
    assert column(found, "Ventas")[-1] == words.money(round(region.ask("F20", NOVEMBER).value), None, 0)
    assert column(found, "Alcance")[-1] == words.percent(81)


def test_the_fifteen_largest_overdue_are_in_order_with_their_promise(summary, region):
    found = table(summary, "Los 15 mayores vencidos")
    amounts = [words.parse_amount(text) for text in column(found, "Abierto")]
    assert len(amounts) == 15
    assert amounts == sorted(amounts, reverse=True)
    assert any(text != "—" for text in column(found, "Promesa"))


def test_a_clients_not_visited_are_named(summary, region):
    names = column(table(summary, "Clientes A sin visita"), "Nombre")
    found = region.store.find(Client, Where("name", "in", names))
    assert len(found) == len(names) == 3
    assert {each.segment for each in found} == {"a"}


def test_best_and_worst_are_three_each_at_most_and_judged(region):
    best, worst = highlights.found(Desk(region, NOVEMBER))
    assert len(best) == len(worst) == highlights.SHOWN
    assert {fact.status for fact in best} == {"ok"}
    assert {fact.status for fact in worst} <= {"warn", "bad"}


def test_the_farthest_from_its_threshold_comes_first(region):
    desk = Desk(region, NOVEMBER)
    every = [each for each in highlights.candidates(desk) if each.figure.status == "bad"]
    least = min(every, key=lambda each: each.distance)
    assert least.who in highlights.found(desk)[1][0].text


def test_the_same_data_give_the_same_bytes_in_another_base(region, summary, demo_path, tmp_path):
    other = tmp_path / "other.kamdesk"
    shutil.copyfile(demo_path, other)
    app = App(BaseStore(other))
    again = reports.build("R03", app, NOVEMBER)
    app.store.close()
    assert digest(again) == digest(summary)
    assert render(again) == render(summary) == render(reports.build("R03", region, NOVEMBER))


def test_the_department_sees_no_credit(region, summary):
    plain = reports.build("R03", region, NOVEMBER, choices=Choices(prices=False))
    assert summary.confidential
    assert not plain.confidential
    titles = {block.title for block in blocks(plain) if isinstance(block, Table | Chart)}
    assert not titles & {"Propuestas de crédito", "Uso de crédito", "Crédito usado al 90 % o más"}
    assert set(column(table(plain, "Distribuidores y agentes"), "Vencido")) <= {MASK, ""}
    assert reports.build("R03", region, NOVEMBER, hide=frozenset(("prices",))) == plain


def test_without_amounts_no_amount_is_printed(region):
    outside = reports.build("R03", region, NOVEMBER, choices=Choices(prices=False, amounts=False))
    assert "$8.42" not in text_of(render(outside))
    assert "Ventas" not in [each.title for each in table(outside, "Por mercado").columns]
    assert "Alcance" in [each.title for each in table(outside, "Por mercado").columns]


def test_parts_are_switched_off_and_comments_stand_at_their_end(region):
    chosen = Choices(off=frozenset(("sales", "budget")), comments={"summary": "Mes corto."}, reader="Eva Soto")
    report = reports.build("R03", region, NOVEMBER, choices=chosen)
    assert len(report.sections) == 6
    assert report.sections[0].comment == "Mes corto."
    assert report.reader == "Eva Soto"
    assert report.sections[-1].blocks[-1].__class__.__name__ == "Exclusions"


def test_a_zone_tells_its_own_figures_and_clients(region):
    zone = region.store.find(Territory, name="Jalisco")[0]
    scope = Scope(territory=zone.id)
    report = reports.build("R03", region, NOVEMBER, scope)
    assert report.scope == "Jalisco"
    sold = region.ask("F20", NOVEMBER, scope)
    assert cards(report)["Venta neta"].value == words.short_money(round(sold.value)).replace(words.THIN, " ")
    assert len(column(table(report, "Por mercado"), "Mercado")) == 2  # Jalisco and the total
    names = set(column(table(report, "Clientes A sin visita"), "Nombre"))
    there = {each.name for each in region.store.find(Client, Where("territory", "under", zone.id))}
    assert names <= there


@pytest.mark.parametrize("code", ["R03", "R06"])
def test_a_person_has_her_own_report(region, code):
    scope = Scope(person=region.store.find(Person, name="Iván Mora")[0].id)
    report = reports.build(code, region, NOVEMBER, scope)
    assert report.scope == "Iván Mora"
    assert render(report)


def test_an_empty_base_says_so_in_every_part(app):
    report = reports.build("R03", app, NOVEMBER)
    text = text_of(render(report))
    assert "sin datos" in text
    empty = [block for block in blocks(report) if isinstance(block, Table | Facts) and block.empty]
    assert empty
    assert all(block.empty for block in blocks(report) if isinstance(block, Table))


@pytest.mark.parametrize("language", ["es", "en"])
def test_it_speaks_one_language(region, language):
    words.set_language(language)
    try:
        report = reports.build("R03", region, NOVEMBER)
    finally:
        words.set_language("es")
    titles = [section.title for section in report.sections]
    assert ("Sales and targets" in titles) == (language == "en")


def test_names_that_try_to_break_out_are_printed_as_they_are(app, me, zone):
    for at, name in enumerate(NASTY):
        app.run(save, record=Client(name=name, code=f"N{at}", category="pharmacy", segment="a", territory=zone.id,
                                    owner=me.id))
    found = reports.build("R03", app, NOVEMBER)
    printed = replace(found, sections=found.sections[:4])
    assert render(printed) == render(printed)


def test_an_unknown_report_is_a_clear_problem(app):
    with pytest.raises(Problem, match="R99"):
        reports.build("R99", app, NOVEMBER)


def test_a_report_is_found_by_its_name(app):
    assert reports.declared("resumen mensual").code == "R03"
    assert reports.declared("r03").code == "R03"


def charts(found: list[Block]) -> list[Chart]:
    """The charts among blocks."""
    return [block for block in found if isinstance(block, Chart)]


def test_charts_have_data_and_a_title(summary):
    drawn = charts(list(blocks(summary)))
    assert len(drawn) >= CHARTS
    assert all(chart.title and not chart.data.empty for chart in drawn)
