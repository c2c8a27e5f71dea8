"""Every rule of product/06 A10 that has its data: what raises it, how bad, and what does not."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from db.store import BaseStore
from kamdesk import clock
from kamdesk.alerts import BAD, NOTICE, RULES, WATCH, Alert, Look, Outside, Watch, alerts, reads
from kamdesk.app import App
from kamdesk.changes import Changes
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.records.team import Person
from tests.made import make

Given = dict[str, Any]


def ahead(days: int) -> datetime.date:
    """The day so many days from today."""
    return clock.today() + datetime.timedelta(days)


def raised(store: BaseStore, code: str, outside: Outside = Outside()) -> list[Alert]:  # noqa: B008
    """What one rule finds now."""
    return list(RULES[code].find(Look(store, outside)))


def severities(store: BaseStore, code: str) -> list[str]:
    return [each.severity for each in raised(store, code)]


class Case(NamedTuple):
    """A rule, the kind it is about, a record that raises it, how bad, and one that does not."""

    code: str
    kind: str
    given: Callable[[], Given]
    severity: str
    spared: Callable[[], Given]


SINGLE = [
    Case("L03", "payment_promise", lambda: {"due": ahead(0)}, WATCH, lambda: {"due": ahead(1)}),
    Case("L03", "payment_promise", lambda: {"due": ahead(-1)}, BAD, lambda: {"due": ahead(-1), "state": "kept"}),
    Case("L05", "compliance_document", lambda: {"category": "other", "expires": ahead(60)}, WATCH,
     lambda: {"category": "other", "expires": ahead(61)}),
    Case("L05", "compliance_document", lambda: {"category": "gsp", "expires": ahead(90)}, WATCH,
     lambda: {"category": "gsp", "expires": ahead(90), "renewal_started": ahead(-1)}),
    Case("L05", "compliance_document", lambda: {"expires": ahead(-1)}, BAD, lambda: {"expires": None}),
    Case("L07", "contract", lambda: {"category": "supply", "state": "in_force", "start": ahead(-9), "end": ahead(90)},
         WATCH,
     lambda: {"category": "supply", "state": "in_force", "start": ahead(-9), "end": ahead(91)}),
    Case("L07", "contract", lambda: {"category": "supply", "state": "in_force", "start": ahead(-99), "end": ahead(-1)},
         BAD,
     lambda: {"category": "supply", "state": "terminated", "start": ahead(-99), "end": ahead(-1)}),
    Case("L08", "contract", lambda: {"category": "trial", "state": "in_force", "start": ahead(-9), "end": ahead(30),
                                 "trial_goal": "Tres hospitales"}, WATCH,
     lambda: {"category": "trial", "state": "in_force", "start": ahead(-9), "end": ahead(31),
              "trial_goal": "Tres hospitales"}),
    Case("L10", "tender", lambda: {"submit_by": ahead(15), "state": "call"}, WATCH,
     lambda: {"submit_by": ahead(16), "state": "call"}),
    Case("L10", "tender", lambda: {"submit_by": ahead(3), "state": "call"}, BAD,
     lambda: {"submit_by": ahead(3), "state": "submitted"}),
    Case("L11", "filing", lambda: {"next_on": ahead(7), "state": "to_prepare"}, WATCH,
     lambda: {"next_on": ahead(8), "state": "to_prepare"}),
    Case("L11", "filing", lambda: {"valid_until": ahead(180), "state": "approved"}, WATCH,
     lambda: {"valid_until": ahead(181), "state": "approved"}),
    Case("L13", "visit", lambda: {"planned_on": ahead(-1), "state": "planned"}, WATCH,
     lambda: {"planned_on": ahead(0), "state": "planned"}),
    Case("L18", "promotion_plan", lambda: {"start": ahead(-60), "end": ahead(-15), "state": "running"}, WATCH,
     lambda: {"start": ahead(-60), "end": ahead(-14), "state": "running"}),
    Case("L19", "task", lambda: {"category": "agent_support", "due": ahead(2)}, WATCH,
     lambda: {"category": "agent_support", "due": ahead(3)}),
    Case("L22", "expense", lambda: {"on": ahead(-5), "state": "to_review"}, WATCH,
     lambda: {"on": ahead(-5), "state": "draft"}),
    Case("L22", "expense", lambda: {"on": ahead(-6), "state": "to_review"}, BAD,
     lambda: {"on": ahead(-6), "state": "reviewed"}),
    Case("L23", "quality_issue", lambda: {"severity": "medium", "reported_on": ahead(-6), "state": "open"}, WATCH,
     lambda: {"severity": "low", "reported_on": ahead(-6), "state": "open"}),
    Case("L23", "quality_issue", lambda: {"severity": "critical", "reported_on": ahead(-4), "state": "open"}, BAD,
     lambda: {"severity": "critical", "reported_on": ahead(-4), "state": "answered"}),
    Case("L23", "quality_issue", lambda: {"severity": "low", "adverse_event": True, "reported_on": ahead(-4),
                                      "state": "open"}, BAD,
     lambda: {"severity": "low", "adverse_event": True, "reported_on": ahead(-4), "state": "open",
              "authority_notified_on": ahead(-3)}),
    Case("L24", "return", lambda: {"on": ahead(-8), "state": "requested"}, WATCH,
     lambda: {"on": ahead(-7), "state": "authorised"}),
    Case("L25", "incident", lambda: {"category": "stockout", "state": "open"}, BAD,
     lambda: {"category": "stockout", "state": "closed", "decision": "Se repuso"}),
    Case("L26", "task", lambda: {"due": ahead(1)}, WATCH, lambda: {"due": ahead(2)}),
    Case("L26", "task", lambda: {"due": ahead(-1), "state": "running"}, BAD,
     lambda: {"due": ahead(-1), "state": "done", "result": "Hecho"}),
    Case("L28", "interaction", lambda: {"on": ahead(-6), "relay": "to_relay"}, WATCH,
     lambda: {"on": ahead(-5), "relay": "to_relay"}),
    Case("L35", "policy", lambda: {"must_acknowledge": True, "effective": ahead(-15), "state": "in_force"}, WATCH,
     lambda: {"must_acknowledge": True, "effective": ahead(-14), "state": "in_force"}),
    Case("L35", "compliance_check", lambda: {"due": ahead(-1), "state": "planned"}, WATCH,
     lambda: {"due": ahead(0), "state": "planned"}),
    Case("L36", "key_message", lambda: {"scope": "product", "valid_until": ahead(30), "approved_by": "Ana",
                                         "state": "approved"}, WATCH,
     lambda: {"scope": "product", "valid_until": ahead(31), "approved_by": "Ana", "state": "approved"}),
    Case("L36", "price", lambda: {"start": ahead(-30), "end": ahead(30)}, WATCH,
     lambda: {"start": ahead(-30), "end": ahead(31)}),
    Case("L42", "contract_term", lambda: {"owed_by": "company", "due": ahead(7), "state": "pending"}, WATCH,
     lambda: {"owed_by": "counterparty", "due": ahead(7), "state": "pending"}),
    Case("L42", "contract_term", lambda: {"owed_by": "company", "due": ahead(-1), "state": "pending"}, BAD,
     lambda: {"owed_by": "company", "due": ahead(-1), "state": "met", "met_on": ahead(-1)}),
]


@pytest.mark.usefixtures("me")
@pytest.mark.parametrize("case", SINGLE, ids=lambda case: f"{case.code}-{case.kind}")
def test_a_rule_is_raised_by_its_condition_alone(store: BaseStore, app: App, case: Case) -> None:
    make(app, case.kind, **case.spared())
    assert not raised(store, case.code)
    made = make(app, case.kind, **case.given())
    found = raised(store, case.code)
    assert [(each.severity, each.about) for each in found] == [(case.severity, Link(case.kind, made.id))]
    assert found[0].title
    assert "{" not in found[0].title + found[0].text


def test_credit_in_use_is_told_by_its_thresholds(store: BaseStore, app: App, me: Person) -> None:
    for used in (74_00, 75_00, 90_00):
        party = make(app, "distributor", credit_limit=100_00)
        make(app, "invoice", party=Link("distributor", party.id), amount=used, on=ahead(-3), due=ahead(9))
    assert severities(store, "L01") == [BAD, WATCH]


def test_overdue_receivables_of_region_and_market(store: BaseStore, app: App, me: Person) -> None:
    zone = make(app, "territory", level="zone")
    party = Link("client", make(app, "client", territory=zone.id).id)
    make(app, "invoice", party=party, amount=84_00, on=ahead(-40), due=ahead(9))
    make(app, "invoice", party=party, amount=16_00, on=ahead(-40), due=ahead(-1))
    assert {each.about.id for each in raised(store, "L04")} == {"", zone.id}


def test_a_credit_assessment_grows_old(store: BaseStore, app: App, me: Person) -> None:
    old, new = (make(app, "distributor", stage="active") for _ in range(2))
    for party, on in ((old, ahead(-366)), (new, ahead(-364))):
        make(app, "credit_assessment", distributor=party.id, on=on, state="applied")
    assert [each.about.id for each in raised(store, "L06")] == [old.id]


def test_a_distributor_without_mandatory_papers(store: BaseStore, app: App, me: Person) -> None:
    party = make(app, "distributor", stage="active", role="agent")
    for category in ("tax_registration", "agent_letter"):
        make(app, "compliance_document", category=category, holder=Link("distributor", party.id), expires=ahead(400))
    assert [(each.about.id, each.severity) for each in raised(store, "L05")] == [(party.id, BAD)]
    make(app, "compliance_document", category="confidentiality", holder=Link("distributor", party.id), expires=None)
    assert not raised(store, "L05")


def test_a_paper_that_was_replaced_is_no_longer_told(store: BaseStore, app: App, me: Person) -> None:
    old = make(app, "compliance_document", category="other", expires=ahead(5))
    make(app, "compliance_document", category="other", expires=ahead(400), number="2", replaces=old.id)
    assert not raised(store, "L05")


def test_a_tender_without_its_mandatory_papers_is_urgent_earlier(store: BaseStore, app: App, me: Person) -> None:
    tender = make(app, "tender", submit_by=ahead(5), state="preparation")
    make(app, "requirement", parent=Link("tender", tender.id), mandatory=True, state="pending")
    assert severities(store, "L10") == [BAD]


def test_a_committee_with_pending_requirements(store: BaseStore, app: App, me: Person) -> None:
    listing = make(app, "hospital_listing", committee_on=ahead(14), state="dossier")
    assert not raised(store, "L12")
    make(app, "requirement", parent=Link("hospital_listing", listing.id), state="pending")
    assert [each.about.id for each in raised(store, "L12")] == [listing.id]


@pytest.mark.parametrize(("days", "expected"), [(22, []), (23, [WATCH])])
def test_a_late_client_is_told_after_a_week(store: BaseStore, app: App, me: Person, days: int,
                                            expected: list[str]) -> None:
    """Two visits a month are due every 15 days (F14)."""
    make(app, "visit_frequency", segment="a", visits=2, every_months="1", applies_to=())
    client = Link("client", make(app, "client", segment="a", status="active").id)
    make(app, "visit", party=client, planned_on=ahead(-days), done_on=ahead(-days), state="done", outcome="interested")
    assert severities(store, "L14") == expected


def test_samples_left_of_a_lot_that_expires(store: BaseStore, app: App, me: Person) -> None:
    product = make(app, "product", sample=True).id
    for lot, expires, left in (("A", ahead(90), 1), ("B", ahead(90), 0), ("C", ahead(91), 5)):
        make(app, "sample_move", product=product, person=me.id, lot=lot, expires=expires, category="in", quantity=5)
        make(app, "sample_move", product=product, person=me.id, lot=lot, category="returned", quantity=left - 5)
    assert [each.text for each in raised(store, "L32")] == ["Quedan 1 unidades"]


def test_a_directive_asks_for_an_action(store: BaseStore, app: App, me: Person) -> None:
    cases = ((-5, None, False), (-4, None, False), (-4, 10, False), (-4, -1, False), (-9, -1, True))
    for received, due, linked in cases:
        plan = make(app, "company_plan", received_on=ahead(received))
        task = (Link("task", make(app, "task").id),) if linked else ()
        make(app, "directive", plan=plan.id, due=None if due is None else ahead(due), fulfilled_by=task)
    assert sorted(severities(store, "L41")) == [BAD, WATCH, WATCH]


def test_sales_three_working_days_old(store: BaseStore, app: App, me: Person) -> None:
    """Monday 24 November: Wednesday 19 is three working days back, Tuesday 18 four."""
    app.run(change_setting, name="loaded_through", value={"sales": "2025-11-19"})
    assert not raised(store, "L37")
    app.run(change_setting, name="loaded_through", value={"sales": "2025-11-18"})
    assert severities(store, "L37") == [WATCH]


def test_backups_and_files_are_told_from_outside(store: BaseStore) -> None:
    assert not raised(store, "L38")
    assert not raised(store, "L38", Outside(ahead(-7)))
    assert [each.severity for each in raised(store, "L38", Outside(ahead(-8)))] == [BAD]
    waiting = Outside(files=(("norte.kdx", ahead(-3)), ("sur.kdx", ahead(-2))))
    assert [each.about.id for each in raised(store, "L40", waiting)] == ["norte.kdx"]


def test_a_monthly_report_is_due_the_third_day(store: BaseStore, app: App, me: Person) -> None:
    assert not raised(store, "L27")  # a base that begins today owes no report
    make(app, "visit", planned_on=ahead(-60), done_on=ahead(-60), state="done", outcome="interested")
    due = {each.about.id: each for each in raised(store, "L27")}
    assert due["R03"].severity == BAD
    assert due["R03"].on == datetime.date(2025, 11, 3)
    make(app, "issued_report", report="R03", start=datetime.date(2025, 10, 1), end=datetime.date(2025, 10, 31))
    assert "R03" not in {each.about.id for each in raised(store, "L27")}


def test_a_distributor_that_used_to_send_its_sales(store: BaseStore, app: App, me: Person) -> None:
    silent, sent = (make(app, "distributor", stage="active") for _ in range(2))
    for party, month in ((silent, "2025-09"), (sent, "2025-09"), (sent, "2025-10")):
        make(app, "sales_record", via=party.id, month=month, on=None, precision="month", flow="sell_out")
    assert [each.about.id for each in raised(store, "L34")] == [silent.id]


def test_thresholds_of_ajustes_count(store: BaseStore, app: App, me: Person) -> None:
    make(app, "task", due=ahead(3))
    assert not raised(store, "L26")
    app.run(change_setting, name="alert_thresholds", value={"L26.days": 3})
    assert severities(store, "L26") == [WATCH]


def test_the_worst_comes_first_then_the_greatest_amount(store: BaseStore, app: App, me: Person) -> None:
    small, large = (make(app, "payment_promise", due=ahead(-2), amount=amount) for amount in (10_00, 90_00))
    make(app, "task", due=ahead(1))
    make(app, "approval_event", document=Link("strategy", make(app, "strategy").id), action="approve",
         actor="Ernesto", origin="signed")
    found = [each for each in alerts(store) if each.code in ("L03", "L26", "L29")]
    assert [each.severity for each in found] == [BAD, BAD, WATCH, NOTICE]
    assert [each.about.id for each in found[:2]] == [large.id, small.id]


def test_a_rule_that_is_off_is_not_asked(store: BaseStore, app: App, me: Person) -> None:
    make(app, "task", due=ahead(0))
    app.run(change_setting, name="alerts_off", value=["L26"])
    assert not [each for each in alerts(store) if each.code == "L26"]


def test_only_mine_when_the_setting_says_so(store: BaseStore, app: App, me: Person) -> None:
    other = make(app, "person")
    mine, theirs = (make(app, "payment_promise", due=ahead(0), owner=who.id) for who in (me, other))
    assert {each.about.id for each in alerts(store) if each.code == "L03"} == {mine.id, theirs.id}
    app.run(change_setting, name="alerts_scope", value="own")
    assert {each.about.id for each in alerts(store) if each.code == "L03"} == {mine.id}


def test_no_alert_in_an_empty_base(store: BaseStore) -> None:
    assert alerts(store) == []


def test_every_rule_names_the_kinds_it_reads() -> None:
    assert {"task", "alert_snooze", "setting", "invoice"} <= set(reads())
    assert all(rule.reads for code, rule in RULES.items() if code not in ("L38", "L40"))


def test_budget_lines_with_too_little_left(store: BaseStore, app: App, me: Person) -> None:
    budget = make(app, "budget", year=2025, state="in_force")
    for spent in (89_00, 91_00, 101_00):
        line = make(app, "budget_line", budget=budget.id, nature="expense", name=f"Partida {spent}")
        make(app, "budget_month", line=line.id, month="2025-11", plan=100_00)
        make(app, "expense", line=line.id, on=ahead(-1), amount=spent, tax=None, person=me.id, receipt=None,
             state="reviewed", method="own")
    assert sorted(severities(store, "L20")) == [BAD, WATCH]
    assert Decimal(raised(store, "L20")[0].amount or 0) > 0


def test_parties_that_owe_for_long_or_much(store: BaseStore, app: App, me: Person) -> None:
    for due, amount in ((-31, 2_00), (-31, 50), (-91, 1), (-30, 97_00), (9, 50_00)):
        party = Link("client", make(app, "client").id)
        make(app, "invoice", party=party, amount=amount, on=ahead(-200), due=ahead(due))
    found = {(each.severity, each.amount) for each in raised(store, "L02")}
    assert found == {(WATCH, 2_00), (BAD, 1)}
    assert {each.tells for each in raised(store, "L02")} == {"amount"}


def test_my_cycle_does_not_fit(store: BaseStore, app: App, me: Person) -> None:
    """From Monday 24 to Friday 28 there is room for 5 × 8 visits; 41 clients of one visit a month do not fit."""
    make(app, "visit_frequency", visits=1, every_months="1", applies_to=(), segment="c")
    zone = make(app, "territory", level="zone").id
    for _client in range(40):
        make(app, "client", owner=me.id, territory=zone, segment="c", status="active")
    assert not raised(store, "L15")
    make(app, "client", owner=me.id, territory=zone, segment="c", status="active")
    assert [each.title for each in raised(store, "L15")] == ["El ciclo no alcanza: faltan 1"]


@pytest.mark.parametrize(("days", "expected"), [(30, []), (31, [WATCH]), (61, [BAD])])
def test_a_client_without_contact(store: BaseStore, app: App, me: Person, days: int, expected: list[str]) -> None:
    """B clients are heard every 30 days (F103)."""
    client = make(app, "client", segment="b", status="active", category="physician", owner=me.id)
    make(app, "interaction", party=Link("client", client.id), on=ahead(-days))
    assert severities(store, "L43") == expected


def test_a_market_without_a_visit_near_the_end_of_the_month(store: BaseStore, app: App, me: Person) -> None:
    seen, planned, unseen = (make(app, "territory", level="zone") for _ in range(3))
    for zone in (seen, planned, unseen):
        make(app, "client", territory=zone.id, status="active")
    visit = {"party": None, "owner": me.id, "purpose": "market"}
    make(app, "visit", **visit, territory=seen.id, planned_on=ahead(-4), done_on=ahead(-4), state="done",
         outcome="interested")
    make(app, "visit", **visit, territory=planned.id, planned_on=ahead(2), state="planned")
    assert [(each.about.id, each.severity) for each in raised(store, "L44")] == [(unseen.id, WATCH)]


@pytest.mark.parametrize(("since", "expected"), [(44, []), (45, [WATCH]), (76, [BAD])])
def test_a_purchase_that_does_not_come(store: BaseStore, app: App, me: Person, since: int,
                                       expected: list[str]) -> None:
    """Purchases every 30 days: from 1.5 times on it is told, beyond 2.5 times it is bad (F107)."""
    client = make(app, "client", status="active")
    for back in range(4):
        make(app, "sales_record", party=Link("client", client.id), on=ahead(-since - 30 * back), precision="day",
             month=f"{ahead(-since - 30 * back):%Y-%m}", flow="sell_in", category="sale")
    assert severities(store, "L46") == expected
    make(app, "order", buyer=Link("client", client.id), state="confirmed")
    assert not raised(store, "L46")


def test_information_of_last_month_is_missing_once_it_is_due(store: BaseStore, app: App, me: Person) -> None:
    assert not raised(store, "L47")  # nobody loads sales into this base
    make(app, "sales_record", on=ahead(-90), precision="day", month=f"{ahead(-90):%Y-%m}", flow="sell_in")
    assert severities(store, "L47") == [BAD]


def test_a_watch_looks_again_only_where_something_was_touched(store: BaseStore, app: App, me: Person) -> None:
    watch = Watch(store)
    while watch.step():
        pass
    assert not watch.touch(Changes(touched={"competitor": None}))
    assert watch.touch(Changes(touched={"task": None}))
    looked = 0
    while watch.step():
        looked += 1
    assert looked < 4
    make(app, "task", due=ahead(0))
    watch.touch(app.store.last)
    while watch.step():
        pass
    assert {each.code for each in watch.found} == {"L26"}
