"""The expiry radar: every sort with an end, its warning days, what was replaced or is being renewed, its calendar."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from kamdesk.app import App
from kamdesk.commands.compliance import renew_document, start_renewal
from kamdesk.commands.contracts import renew_contract
from kamdesk.fields import Link
from kamdesk.kinds import kind_of
from kamdesk.radar import EXPIRED, IN_FORCE, RENEWING, SOON, SOURCES, STATES, TODAY, as_calendar, radar, status_of
from kamdesk.records.contracts import Contract
from kamdesk.records.policies import ComplianceDocument
from tests.conftest import TODAY as NOW
from tests.kamdesk.commands.trade import Trade
from tests.kamdesk.figures.build import put
from tests.made import make


def days(count: int) -> datetime.date:
    return NOW + datetime.timedelta(count)


@pytest.fixture
def trade(app: App, me) -> Trade:
    """A distributor to hold papers."""
    return Trade(app, me)


def paper(app: App, trade: Trade, category: str, expires: datetime.date) -> ComplianceDocument:
    return put(app, ComplianceDocument(category=category, holder=trade.buyer, expires=expires))


def test_every_sort_names_fields_that_its_kind_has():
    for source in SOURCES:
        kind = kind_of(source.kind)
        assert kind.fields[source.day].type == "day"
        assert all(each in kind.fields for each in (*source.more, *filter(None, (source.who,)),
                                                    *(where.field for where in source.where)))


def test_papers_are_told_by_how_near_their_end_is(app, trade):
    expected = {}
    for category, on, status in (("gsp", days(41), SOON), ("tax_registration", days(61), IN_FORCE),
                                 ("operating_permit", days(90), SOON), ("insurance", NOW, TODAY),
                                 ("guarantee", days(-1), EXPIRED)):
        expected[paper(app, trade, category, on).id] = status
    found = radar(app.store)
    assert {each.about.id: each.status for each in found} == expected
    assert [each.on for each in found] == sorted(each.on for each in found)
    assert {each.who for each in found} == {"Médica del Bajío"}


def test_what_is_renewed_is_out_and_what_is_being_renewed_stays(app, trade):
    old = app.run(start_renewal, document=paper(app, trade, "gsp", days(20)))
    assert [each.status for each in radar(app.store)] == [RENEWING]
    new = app.run(renew_document, document=old, expires=days(300))
    assert [each.about.id for each in radar(app.store)] == [new.id]


def test_a_contract_warns_at_least_its_own_notice(app, trade):
    kept = put(app, Contract(party=trade.buyer, category="distribution", title="Distribución", start=days(-300),
                             end=days(110), notice_days=120, state="in_force"))
    assert [(each.about.id, each.status) for each in radar(app.store)] == [(kept.id, SOON)]
    app.run(renew_contract, contract=kept, end=days(500))
    assert radar(app.store) == []


def test_only_the_last_credit_opinion_of_a_distributor_grows_old(app, trade):
    for ago in (500, 340):
        make(app, "credit_assessment", distributor=trade.partner.id, on=days(-ago), state="applied")
    (one,) = radar(app.store)
    assert (one.on, one.status) == (datetime.date(2025, 12, 19), SOON)


def test_the_ends_travel_as_a_calendar(app, trade):
    kept = paper(app, trade, "gsp", days(41))
    (event,) = Calendar.from_ical(as_calendar(radar(app.store))).walk("VEVENT")
    assert event.decoded("dtstart") == days(41)
    assert str(event["uid"]) == f"compliance_document-{kept.id}-end@kamdesk"
    assert str(event["summary"]).startswith("Documento: BPD/GSP")
    assert Link("compliance_document", kept.id) == radar(app.store)[0].about


@given(st.integers(-400, 400), st.integers(0, 200))
def test_nearer_ends_are_never_milder(left, warning):
    order = [EXPIRED, TODAY, SOON, IN_FORCE]
    assert order.index(status_of(left, warning)) <= order.index(status_of(left + 1, warning))
    assert set(order) < set(STATES)
