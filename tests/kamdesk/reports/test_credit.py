"""R12: the limit, the factors and the reasons of a proposal; without prices none of its credit is printed."""

from __future__ import annotations

import datetime

import pytest

from kamdesk import reports
from kamdesk.figures.model import Period, Scope
from kamdesk.figures.score import judge_credit
from kamdesk.pdf import render
from kamdesk.problems import Problem
from kamdesk.records.distributors import Distributor
from kamdesk.reports.model import Facts, Fields, Report, SignatureBox, Table, blocks
from kamdesk.words import money

TODAY = Period.day(datetime.date(2025, 11, 24))


def asked(region, *, prices: bool = True) -> tuple[Report, Distributor]:
    party = region.store.find(Distributor, name="Irapharma")[0]
    return reports.build("R12", region, TODAY, Scope(distributor=party.id),
                         reports.Choices(prices=prices, amounts=True)), party


def test_what_the_method_says_is_what_is_printed(region):
    report, party = asked(region)
    opinion = judge_credit(region.store.facts, party, TODAY.end).opinion
    (table,) = [each for each in blocks(report) if isinstance(each, Table)]
    assert len(table.rows) == len(opinion.factors) + 1
    said = [each.value for part in blocks(report) if isinstance(part, Fields) for each in part.fields]
    assert any(value.startswith(money(opinion.limit or 0, decimals=0)) for value in said)
    assert any(isinstance(each, SignatureBox) for each in blocks(report))
    assert render(report, paper="letter").startswith(b"%PDF")


def test_without_prices_no_credit_is_printed(region):
    report, party = asked(region, prices=False)
    text = str(report.sections)
    assert money(party.credit_limit or 0, decimals=0) not in text
    for part in blocks(report):
        if isinstance(part, Facts):
            assert all("100" not in each.text for each in part.facts)


def test_it_is_about_a_distributor(region):
    with pytest.raises(Problem, match="distribuidor"):
        reports.build("R12", region, TODAY)
