"""R01, R02, R05, R06, R15 and R16 on the demo region: they say what the figures and records say, and no more."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import pytest
from pypdfium2 import PdfDocument

from kamdesk import clock, reports
from kamdesk.app import App
from kamdesk.charts import TargetBars
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.figures.model import Period, Scope
from kamdesk.pdf import render
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.interactions import Interaction
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from kamdesk.reports import Choices
from kamdesk.reports.issuing import Request, figures_of
from kamdesk.reports.model import Card, Cards, Chart, Exclusions, Paragraph, Report, Table, blocks, cited, digest
from kamdesk.reports.register import REPORTS, WHOLE
from kamdesk.reports.secrecy import MASK
from kamdesk.reports.spans import AHEAD, DAY, MONTH, QUARTER, WEEK, YEAR, offered, span, told
from kamdesk.store import Where
from kamdesk.words import THIN
from tests.kamdesk.pdf.sample import NASTY

CODES = ("R01", "R02", "R05", "R06", "R15", "R16")
FRIDAY = datetime.date(2025, 11, 21)


def made(app: App, code: str, choices: Choices | None = None, *, on: datetime.date = FRIDAY,
         scope: Scope = Scope()) -> Report:  # noqa: B008  frozen
    """A report of the period around a day."""
    return reports.build(code, app, span(reports.declared(code).period, on), scope, choices)


def texts(report: Report) -> str:
    """All text of a report's PDF."""
    pages = PdfDocument(render(report))
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def tables(report: Report) -> dict[str, Table]:
    """The tables by title."""
    return {block.title: block for block in blocks(report) if isinstance(block, Table)}


def column(table: Table, title: str) -> list[str]:
    """A column as texts."""
    at = [each.title for each in table.columns].index(title)
    return [str(getattr(row.cells[at], "text", row.cells[at])) for row in table.rows if len(row.cells) > 1]


def cards(report: Report) -> Iterator[Card]:
    """Every card."""
    return (card for block in blocks(report) if isinstance(block, Cards) for card in block.cards)


@pytest.mark.parametrize("code", CODES)
def test_the_same_inputs_give_the_same_bytes(region: App, code: str) -> None:
    first, again = made(region, code), made(region, code)
    assert digest(first) == digest(again)
    assert render(first) == render(again)
    assert render(first, paper="a4") != render(first)


@pytest.mark.parametrize("code", CODES)
def test_the_last_part_closes_with_what_is_not_included(region: App, code: str) -> None:
    report = made(region, code)
    assert isinstance(report.sections[-1].blocks[-1], Exclusions)
    assert sum(isinstance(block, Exclusions) for block in blocks(report)) == 1


@pytest.mark.parametrize("code", CODES)
def test_without_prices_no_credit_shows(region: App, code: str) -> None:
    report = made(region, code, Choices(prices=False))
    assert not report.confidential
    for table in tables(report).values():
        secret = [at for at, each in enumerate(table.columns) if each.secrecy in ("price", "margin", "credit")]
        shown = {str(row.cells[at]) for row in table.rows for at in secret if len(row.cells) > at}
        assert shown <= {MASK, ""}
    assert not any(isinstance(block, Chart) and block.secrecy == "credit" for block in blocks(report))


@pytest.mark.parametrize("code", CODES)
def test_without_amounts_no_money_shows(region: App, code: str) -> None:
    report = made(region, code, Choices(prices=False, amounts=False))
    assert not re.search(r"\$\d", texts(report))


@pytest.mark.parametrize("code", CODES)
def test_every_figure_printed_is_kept_and_compared(region: App, code: str) -> None:
    report = made(region, code)
    assert len(figures_of(report)) == len(set(cited(report)))
    assert all(card.comparison for card in cards(report) if card.value != MASK)


def test_the_day_fits_one_page(region: App) -> None:
    report = made(region, "R01", Choices(comments={WHOLE: "Día de muchas visitas."}))
    assert len(PdfDocument(render(report))) == 1
    assert "Día de muchas visitas." in texts(report)


def test_the_day_counts_what_the_visits_say(region: App) -> None:
    report = made(region, "R01")
    done = region.ask("F08", Period.day(FRIDAY))
    first = next(cards(report))
    assert first.value == f"{done.numerator} / {done.denominator}"
    people = tables(report)["Por persona"]
    made_then = region.store.count(Visit, Where("done_on", "=", FRIDAY), Where("state", "=", "done"))
    assert column(people, "Hecha")[-1] == str(made_then)


def test_the_day_of_one_person_is_told_visit_by_visit(region: App) -> None:
    person = region.store.setting("me")
    report = made(region, "R01", scope=Scope(person=person, alone=True))
    assert "Visitas del día" in tables(report) or "Por persona" in tables(report)
    alone = next(each.id for each in region.store.find(Person, position="representative"))
    shown = tables(made(region, "R01", scope=Scope(person=alone)))["Visitas del día"]
    assert shown.rows
    assert not any(isinstance(block, Paragraph) and "personas" in block.text
                   for block in blocks(made(region, "R01", scope=Scope(person=alone))))


def test_private_notes_stay_out(app: App, me: Person, zone: Territory) -> None:
    client = app.run(save, record=Client(name="Clínica", category="clinic", territory=zone.id, owner=me.id))
    for text, private in (("a puerta cerrada", True), ("a la vista", False)):
        app.run(save, record=Interaction(party=Link("client", client.id), on=clock.today(), channel="call",
                                         topic="relation", text=text, private=private, owner=me.id))
    report = made(app, "R01", on=clock.today())
    assert "a puerta cerrada" not in texts(report)
    assert [card.value for card in cards(report)][3] == "1"


def test_the_week_adds_up_by_person_and_market(region: App) -> None:
    report = made(region, "R02")
    week = span(WEEK, FRIDAY)
    plan = region.ask("F07", week)
    assert next(cards(report)).comparison == f"{plan.numerator} de {plan.denominator}"
    total = column(tables(report)["El mes por mercado"], "Ventas")[-1]
    month = region.ask("F20", span(MONTH, FRIDAY))
    assert total.replace(THIN, "") == f"${int(month.value or 0) // 100:,}"


def test_the_general_manager_sees_decisions_and_every_post(region: App) -> None:
    report = made(region, "R05")
    found = tables(report)
    assert "Plan de promoción" in column(found["Decisiones pedidas"], "Qué")
    people = column(found["Organigrama"], "Persona")
    assert "[vacante]" in people
    assert len(people) == int(column(found["Puestos y evaluaciones"], "Cuántos")[0])


def test_each_distributor_has_its_sheet(region: App) -> None:
    report = made(region, "R06")
    names = column(tables(report)[""], "Nombre")
    text = " ".join(texts(report).split())
    assert all(text.count(name) > 1 for name in names)
    assert "Recomendación" in text


def test_the_budget_lines_add_up_to_the_figure(region: App) -> None:
    report = made(region, "R15")
    spent = region.ask("F62", span(MONTH, FRIDAY))
    total = column(tables(report)["Por línea"], "Real")[-1]
    assert total.replace(THIN, "") == f"${int(spent.numerator or 0) // 100:,}"


def test_a_year_without_budget_says_so(region: App) -> None:
    report = reports.build("R15", region, Period.year(2019))
    assert "Aún no hay presupuesto de 2019." in texts(report)


def test_endings_are_in_order_and_renewed_ones_are_gone(region: App) -> None:
    report = made(region, "R16", on=clock.today())
    table = tables(report)["Por mes"]
    groups = [row.cells[0] for row in table.rows if row.kind == "group"]
    assert len(groups) == len(set(groups)) > 6
    assert "Vencido" in column(tables(report)["Ya vencido"], "Estado")


@pytest.mark.parametrize("code", CODES)
def test_empty_bases_say_so_in_every_part(app: App, code: str) -> None:
    report = made(app, code, on=clock.today())
    assert all(block.empty for block in blocks(report) if isinstance(block, Table) and not block.rows)
    assert render(report)


def test_units_and_amount_of_a_plan_never_stand_together_without_prices(region: App) -> None:
    for code in ("R10", "R11"):
        for card in cards(made(region, code, Choices(prices=False))):
            assert "unidades" not in card.comparison or "$" not in card.value, card


def test_scores_of_distributors_are_for_who_may_see_prices(region: App) -> None:
    open_, plain = (made(region, "R06", Choices(prices=prices)) for prices in (True, False))
    charts = {each.title: each for each in blocks(open_) if isinstance(each, Chart)}
    ranking = charts["Clasificación por puntaje"]
    assert isinstance(ranking.data, TargetBars)
    scores = [row.value or 0 for row in ranking.data.rows]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 5
    assert "Calificación" in [each.title for each in tables(open_)["Cómo están"].columns]
    assert "Calificación" not in [each.title for each in tables(plain)["Cómo están"].columns]
    assert "puntaje" not in texts(plain)


def test_names_are_literal_in_every_report_of_the_region(app: App, me: Person, zone: Territory) -> None:
    line = app.run(save, record=ProductLine(name=NASTY[0]))
    for name in NASTY:
        client = app.run(save, record=Client(name=name, category="clinic", territory=zone.id, owner=me.id))
        app.run(save, record=Visit(party=Link("client", client.id), owner=me.id, planned_on=FRIDAY, purpose="service"))
        app.run(save, record=Distributor(name=name, role="distributor", territories=(zone.id,), owner=me.id,
                                         stage="active"))
        app.run(save, record=Product(name=name, line=line.id))
    reports.declared("R01")  # the register is filled when it is first asked
    for code, each in list(REPORTS.items()):
        if not each.about:
            assert render(made(app, code))


def test_periods_are_told_as_people_say_them() -> None:
    today = clock.today()
    expected = {DAY: "24 nov 2025", WEEK: "24 nov – 30 nov 2025", MONTH: "noviembre 2025",
                QUARTER: "4.º trimestre 2025", YEAR: "2025", AHEAD: "24 nov 2025 – 24 nov 2026"}
    assert {kind: told(span(kind, today)) for kind in expected} == expected
    for kind in expected:
        found = offered(kind, today)
        assert found[0] == span(kind, today)
        assert len({each.start for each in found}) == len(found)


def test_a_report_asked_again_is_the_same(region: App) -> None:
    for code in CODES:
        kind = REPORTS[code].period
        request = Request(code, span(kind, FRIDAY), choices=Choices(comments={WHOLE: "x"}))
        assert digest(request.build(region)) == digest(request.build(region))
