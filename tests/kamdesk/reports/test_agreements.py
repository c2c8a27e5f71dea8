"""R13, R21, R22, R25 and R26 on the demo region: they say what the records say of one party, and no more."""

from __future__ import annotations

import datetime

import pytest

from kamdesk import reports
from kamdesk.commands.incidents import holders
from kamdesk.figures.model import Period, Scope
from kamdesk.pdf import render
from kamdesk.problems import Problem
from kamdesk.records.appraisals import Appraisal, AppraisalLine
from kamdesk.records.contracts import Contract, ContractTerm
from kamdesk.records.distributors import Distributor
from kamdesk.records.quality import QualityIssue
from kamdesk.records.tasks import Incident
from kamdesk.reports.contract import contract_sheet
from kamdesk.reports.evaluation import evaluation
from kamdesk.reports.letter import issue_letter, recall_letter
from kamdesk.reports.model import Cards, Fields, Report, Table, blocks, digest

TODAY = Period.day(datetime.date(2025, 11, 24))


def tables(report: Report) -> dict[str, Table]:
    return {block.title: block for block in blocks(report) if isinstance(block, Table)}


def fields(report: Report) -> dict[str, str]:
    return {each.label: each.value for block in blocks(report) if isinstance(block, Fields) for each in block.fields}


def test_an_appraisal_adds_up_to_its_score(region):
    found = region.store.find(Appraisal, state="closed", sort=(("start", True), ("id", False)), limit=1)[0]
    report = evaluation(region, found)
    table = tables(report)["Criterios"]
    assert len([row for row in table.rows if row.kind != "total"]) == region.store.count(AppraisalLine,
                                                                                         appraisal=found.id)
    brought = sum(float(row.cells[4]) for row in table.rows if row.kind != "total")
    assert abs(brought - float(table.rows[-1].cells[4])) <= 0.3  # each is rounded to a decimal
    assert digest(report) == digest(evaluation(region, found))
    assert render(report).startswith(b"%PDF")
    kind = "distributor" if found.subject.kind == "distributor" else "person"
    assert reports.build("R13", region, TODAY, Scope(**{kind: found.subject.id})).code == "R13"
    with pytest.raises(Problem):
        reports.build("R13", region, Period.day(datetime.date(2010, 1, 1)), Scope(**{kind: found.subject.id}))


def test_a_contract_shows_what_each_side_owes_and_its_prices_only_with_prices(region):
    term = region.store.find(ContractTerm, category="minimum_purchase", limit=1)[0]
    found = region.store.get(Contract, term.contract)
    with_prices, without = (contract_sheet(region, found, prices=prices) for prices in (True, False))
    rows = tables(with_prices)["Lo que debe la contraparte"].rows
    assert len(rows) == region.store.count(ContractTerm, contract=found.id, owed_by="counterparty")
    assert any("%" in row.cells[3].text for row in rows)
    assert "Nuestra posición" in [each.title for each in tables(with_prices)["Rondas de negociación"].columns]
    assert "Nuestra posición" not in [each.title for each in tables(without)["Rondas de negociación"].columns]
    assert with_prices.confidential
    assert not without.confidential
    assert render(with_prices).startswith(b"%PDF")


def test_letters_are_about_one_client(region):
    issue = region.store.find(QualityIssue, sort=(("number", False),), limit=1)[0]
    report = issue_letter(region, issue)
    assert fields(report)["Caso"] == issue.number
    recall = next(each for each in region.store.find(Incident) if each.lot)
    known = holders(region.store, product=recall.product, lot=recall.lot)
    letters = [recall_letter(region, recall, each) for each in known]
    assert len(letters) == 6
    assert sum(float(fields(each)["Unidades recibidas del lote"]) for each in letters) == 480
    names = [fields(each)["Cliente"] for each in letters]
    assert not any(other in repr(letters[0]) for other in names[1:])


def test_the_plan_of_recruitment_says_who_signed_and_who_was_not_chosen(region):
    report = reports.build("R22", region, Period.year(2025))
    cards = {each.label: each for block in blocks(report) if isinstance(block, Cards) for each in block.cards}
    assert (cards["Agentes firmados"].value, cards["Costo por agente"].value) == ("3", "$32,000")
    assert [row.cells[1] for row in tables(report)["Etapas"].rows] == sorted(
        (row.cells[1] for row in tables(report)["Etapas"].rows), key=int, reverse=True)
    assert len(tables(report)["Candidatos comparados"].rows) == 2
    assert len(tables(report)["Pruebas"].rows) == region.store.count(Contract, category="trial")
    assert any(isinstance(block, Table) and block.empty for block in blocks(
        reports.build("R22", region, Period.year(2010))))


def test_the_progress_of_an_agent_names_no_other(region):
    agent = next(each for each in region.store.find(Distributor, role="agent") if each.name.startswith("Herrera"))
    report = reports.build("R26", region, Period.month("2025-11"), Scope(distributor=agent.id))
    assert [row.cells[5] for row in tables(report)["Incentivos vigentes"].rows] == ["$90,000"]
    others = [each.name for each in region.store.find(Distributor) if each.id != agent.id]
    assert not any(name in repr(report) for name in others)
    with pytest.raises(Problem):
        reports.build("R26", region, Period.month("2025-11"))
