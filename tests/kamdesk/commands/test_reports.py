"""Reports issued with a number, sent, and asked again."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kamdesk import reports
from kamdesk.commands.records import save
from kamdesk.commands.reports import issue_report, next_number, numbered, send_report
from kamdesk.commands.settings import change_setting
from kamdesk.figures.model import Period
from kamdesk.problems import Problem
from kamdesk.records.documents import IssuedReport
from kamdesk.records.system import ConfidentialAccess
from kamdesk.reports.issuing import Request, differences, request_of
from kamdesk.reports.model import digest

NOVEMBER = Period.month("2025-11")


@pytest.fixture
def request_(app, me):
    app.run(change_setting, name="laptop_code", value="MR")
    return Request("R03", NOVEMBER, choices=reports.Choices(comments={"summary": "Mes corto."}))


@pytest.fixture
def issued(app, request_):
    return app.run(issue_report, report=request_.build(app), request=request_)


def test_numbers_are_of_the_year_and_the_laptop(app, request_, issued):
    assert issued.number == "2025-MR-001"
    assert app.run(issue_report, report=request_.build(app), request=request_).number == "2025-MR-002"
    assert next_number(app.store, datetime.date(2026, 1, 5)) == "2026-MR-001"


def test_a_number_taken_back_is_used_again(app, issued):
    app.undo()
    assert not app.store.count(IssuedReport)
    assert next_number(app.store, datetime.date(2025, 11, 24)) == issued.number


def test_what_it_said_is_kept(app, request_, issued):
    kept = app.store.get(IssuedReport, issued.id)
    final = numbered(request_.build(app), kept)
    assert kept.digest == digest(final)
    assert (kept.report, kept.start, kept.end, kept.comment) == ("R03", NOVEMBER.start, NOVEMBER.end, "Mes corto.")
    assert {"F60", "F62"} <= {each["code"] for each in kept.figures}


def test_asked_again_on_the_same_data_it_is_the_same_report(app, issued):
    kept = app.store.get(IssuedReport, issued.id)
    again = request_of(kept).build(app)
    assert digest(again) == kept.digest
    assert differences(kept.figures, again) == []


def test_a_confidential_one_is_written_in_the_log(app, request_):
    report = replace(request_.build(app), confidential=True)
    app.run(issue_report, report=report, request=request_)
    log = app.store.find(ConfidentialAccess)
    assert [each.action for each in log] == ["exported"]
    assert "2025-MR-001" in log[0].what


def test_without_parts_nothing_is_issued(app, request_):
    with pytest.raises(Problem, match="Activa al menos una parte"):
        app.run(issue_report, report=replace(request_.build(app), sections=()), request=request_)


def test_sending_notes_the_day_and_the_way(app, issued):
    sent = app.run(send_report, issued=issued, by="email")
    assert (sent.sent_on, sent.sent_by) == (datetime.date(2025, 11, 24), "email")
    with pytest.raises(Problem):
        app.run(send_report, issued=sent, by="pigeon")
    with pytest.raises(Problem, match="futuro"):
        app.run(send_report, issued=sent, by="email", on=datetime.date(2025, 11, 25))


def test_a_report_of_an_unknown_period_cannot_be_asked_again(app):
    kept = app.run(save, record=IssuedReport(number="2025-MR-009", report="R03"))
    with pytest.raises(Problem, match="periodo"):
        request_of(kept)
