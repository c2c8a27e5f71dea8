"""The planted cases of the demo, each to the record (product/10)."""

from __future__ import annotations

import datetime
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from kamdesk.commands.approvals import approval_of
from kamdesk.demo.book import linked, named
from kamdesk.fields import Link
from kamdesk.figures import Period, ask
from kamdesk.figures.score import frozen
from kamdesk.kinds import kind_of
from kamdesk.records.budgets import Budget, BudgetLine, BudgetTransfer
from kamdesk.records.campaigns import ContentMetric, ContentPiece
from kamdesk.records.clients import Client
from kamdesk.records.contracts import Contract, ContractTerm
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.expenses import Expense
from kamdesk.records.interactions import ClientPlan, Interaction
from kamdesk.records.policies import ComplianceCheck, ComplianceDocument, PolicyAck
from kamdesk.records.products import KeyMessage
from kamdesk.records.promotions import PromotionEvaluation, PromotionPlan
from kamdesk.records.quality import Return
from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.sales import Delivery, SalesRecord
from kamdesk.records.tasks import Incident, Task
from kamdesk.records.team import Candidate, Vacancy
from kamdesk.records.tenders import Tender
from kamdesk.records.visits import ShelfCheck, Visit
from kamdesk.store import AT_LEAST, Where
from tests.kamdesk.demo.conftest import TODAY

ME = named("person", "me")


def document(app, kind, key):
    return app.store.get(kind_of(kind).cls, named(kind, key))


def away(days):
    return TODAY + datetime.timedelta(days=days)


def test_todays_agenda(shown):
    agenda = shown.store.find(Visit, owner=ME, planned_on=TODAY, sort=(("start", False),))
    assert [each.state for each in agenda] == ["done", "planned", "planned", "planned", "planned"]
    assert [f"{each.start:%H:%M}" for each in agenda] == ["08:30", "10:00", "12:15", "16:00", "17:30"]


def test_ten_of_fourteen_still_fit(shown):
    ahead = [each for each in shown.store.find(Visit, owner=ME, state="planned")
             if away(1) <= each.planned_on <= away(4)]
    assert 4 * 8 - len(ahead) == 10


def test_three_markets_visited_this_month(shown):
    done = shown.store.find(Visit, Where("done_on", AT_LEAST, TODAY.replace(day=1)), purpose="market")
    assert {each.territory for each in done} == {named("territory", zone)
                                                 for zone in ("Jalisco", "Bajío", "Colima y Nayarit")}


def test_expenses_to_review(shown):
    waiting = shown.store.find(Expense, state="to_review")
    assert sum(each.amount for each in waiting) == 1_824_000
    over = [each for each in waiting if each.attendees and each.amount // each.attendees > 80_000]
    bare = [each for each in waiting if not each.document]
    double = [each for each in waiting if each.document and shown.store.count(Expense, document=each.document) > 1]
    assert (len(waiting), len(over), len(bare), len(double)) == (3, 1, 1, 1)
    states = Counter(each.state for each in shown.store.find(Expense))
    assert (states["draft"], states["sent_back"]) == (1, 1)


def test_next_years_budget(shown):
    budget = shown.store.find(Budget, year=2026)[0]
    reviews = [each.review for each in shown.store.find(BudgetLine, budget=budget.id)]
    assert (len(reviews), reviews.count("undecided")) == (14, 3)
    assert approval_of(shown.store, shown.store.find(BudgetTransfer)[0]) == "sent"


def test_contracts(shown):
    medistar = document(shown, "contract", "of-medistar")
    assert medistar.end == away(12)
    assert document(shown, "contract", "trial-oncolima").end == away(25)
    expired = shown.store.find(Contract, standing="expired")
    assert [each.end < TODAY for each in expired] == [True]
    assert not shown.store.count(Contract, renews=expired[0].id)


def test_agreements_kept(shown):
    due = [each for each in shown.store.find(ContractTerm) if each.due and each.due <= TODAY]
    found = Counter((each.owed_by, each.state) for each in due)
    assert len(due) == 16
    assert found == {("counterparty", "met"): 10, ("counterparty", "waived"): 1, ("counterparty", "pending"): 1,
                     ("company", "met"): 3, ("company", "pending"): 1}
    assert document(shown, "contract_term", "training-arreola").due == away(-6)


def test_minimum_at_78_per_cent(shown):
    term = document(shown, "contract_term", "minimum")
    sold = sum(each.amount for each in shown.store.find(
        SalesRecord, Where("on", AT_LEAST, datetime.date(2025, 1, 1)), flow="sell_in",
        party=linked("distributor", "vallartamed")))
    assert sold / (term.amount * 328 / 365) == pytest.approx(0.78, abs=0.0001)


def test_documents(shown):
    papers = {(each.category, each.holder.id): each for each in shown.store.find(ComplianceDocument)}
    assert papers["gsp", named("distributor", "medistar")].expires == away(41)
    assert papers["operating_permit", named("client", "m-pharmacy-b-1")].expires == away(-9)
    assert ("confidentiality", named("distributor", "zacatemed")) not in papers
    assert papers["sanitary_licence", named("distributor", "alteza")].expires < TODAY
    assert ("sanitary_licence", named("client", "m-public_hospital-a-0")) not in papers


def test_credit_opinions(shown):
    told = {key: document(shown, "credit_assessment", key) for key in ("medisur", "alteza", "colimed")}
    assert {key: (round(each.score, 1), each.band, each.proposed_limit) for key, each in told.items()} == {
        "medisur": (Decimal("93.6"), "a", 177_000_000), "alteza": (Decimal("90.6"), "a", 150_000_000),
        "colimed": (Decimal("39.7"), "d", 75_000_000)}
    assert told["alteza"].inputs["blocks"]
    for each in shown.store.find(CreditAssessment):
        opinion = frozen(shown.store, each).opinion
        assert (opinion.limit, opinion.band, len(each.factors)) == (each.suggested_limit, each.band, 5)


def test_tenders(shown):
    closing = document(shown, "tender", "closing")
    states = Counter(each.state for each in shown.store.find(kind_of("requirement").cls,
                                                             parent=Link("tender", closing.id)))
    assert closing.submit_by == away(2)
    assert (states["ready"], sum(states.values())) == (7, 9)
    assert document(shown, "tender", "lost").lessons
    awarded = document(shown, "tender", "awarded")
    assert (awarded.state, awarded.contract) == ("awarded", None)
    below = shown.store.find(kind_of("tender_line").cls, tender=named("tender", "floor"))
    assert sum(each.price < each.floor for each in below) == 1
    assert approval_of(shown.store, document(shown, "tender", "floor")) == "sent"
    assert {each.state for each in shown.store.find(Tender)} == {
        "call", "preparation", "submitted", "awaiting_award", "awarded", "partly_awarded", "lost", "declined"}


def test_filings(shown):
    first, second = (document(shown, "filing", key) for key in ("f0", "f1"))
    assert (first.category, first.next_on) == ("price", away(6))
    assert (second.category, second.state) == ("insurance", "observed")


def test_promotions(shown):
    approved = document(shown, "promotion_plan", "approved")
    assert (approved.state, approved.start < TODAY, approval_of(shown.store, approved)) == ("preparation", True,
                                                                                            "approved")
    assert approval_of(shown.store, document(shown, "promotion_plan", "returned")) == "returned"
    assert document(shown, "promotion_plan", "to-evaluate").end == away(-17)
    told = {each.plan: each for each in shown.store.find(PromotionEvaluation)}
    good, bad = told[named("promotion_plan", "evaluated")], told[named("promotion_plan", "bad")]
    assert good.amount / good.baseline_amount - 1 == pytest.approx(0.425)
    assert (good.profit_change - good.cost) / good.cost == pytest.approx(0.042, abs=0.0005)
    assert bad.rating == "do_not_repeat"
    assert shown.store.find(PromotionPlan, copied_from=bad.plan)


def test_variants(shown):
    second = document(shown, "content_piece", "own 1")
    rates = [Decimal(each.conversions) / each.clicks * 100
             for piece in (second.variant_of, second.id) for each in shown.store.find(ContentMetric, piece=piece)]
    assert [round(each, 1) for each in rates] == [Decimal("4.5"), Decimal("6.0")]
    paid = shown.store.find(ContentMetric, piece=named("content_piece", "own 0"))[0]
    assert paid.spend / paid.conversions == 35_000
    assert shown.store.count(ContentPiece, state="review", legal_by="") >= 1


def test_informed_clients(shown):
    message = document(shown, "key_message", "heard")
    heard = {each.party.id for kind in (Visit, Interaction) for each in shown.store.find(kind)
             if message.id in each.messages}
    important = {each.id for each in shown.store.find(Client, segment="a")}
    assert (len(heard & important), len(important)) == (62, 96)
    retired = shown.store.find(KeyMessage, state="retired")[0]
    told = {each.party.id for each in shown.store.find(Visit) if retired.id in each.messages}
    corrective = [each for each in shown.store.find(Task, category="corrective") if "retirado" in each.title]
    assert (len(told), len(corrective)) == (7, 7)
    assert {each.about.id for each in corrective} == told


def test_flagship_on_84_of_120_shelves(shown):
    flagship, since = named("product", "cardiovex"), away(-90)
    pharmacies = {each.id for each in shown.store.find(Client, category="pharmacy", status="active")}
    sold = {each.party.id for each in shown.store.find(SalesRecord, Where("on", AT_LEAST, since),
                                                       product=flagship)} & pharmacies
    seen = {each.party.id for each in shown.store.find(ShelfCheck, Where("on", AT_LEAST, since), product=flagship)
            if each.presence != "absent"}
    assert (len(pharmacies), len(sold), len(seen - sold), len(pharmacies - sold - seen)) == (120, 71, 13, 36)


def test_demand_of_a_product_grew(shown):
    zone = {each.id for each in shown.store.find(kind_of("territory").cls, parent=named("territory", "Jalisco"))}
    zone.add(named("territory", "Jalisco"))
    units = Counter()
    for each in shown.store.find(SalesRecord, product=named("product", "neurolem"), flow="sell_in", category="sale"):
        if each.territory in zone:
            units[each.month] += each.units
    before, after = (sum(units[month] for month in months) for months in (
        ("2025-05", "2025-06", "2025-07"), ("2025-08", "2025-09", "2025-10")))
    assert float(after / before - 1) == pytest.approx(0.18, abs=0.005)


def test_lost_clients(shown):
    bought = {}
    for each in shown.store.find(SalesRecord, category="sale", flow="sell_in"):
        bought.setdefault(each.party.id, set()).add(each.month)
    window = [f"{2024 + (at + 4) // 12}-{(at + 4) % 12 + 1:02d}" for at in range(13)]
    base = {party for party, months in bought.items() if months & set(window)}
    lost = {party for party in base if max(bought[party]) < "2025-05"}
    assert (len(lost), len(base)) == (9, 214)


def test_a_pharmacy_that_stopped_buying(shown):
    days = {}
    for each in shown.store.find(SalesRecord, category="sale"):
        days.setdefault(each.party.id, set()).add(each.on)
    intervals = {party: sorted(each)[-7:] for party, each in days.items() if (TODAY - max(each)).days == 51
                 and len(each) == 7}
    gaps = [sorted((b - a).days for a, b in pairwise(each)) for each in intervals.values()]
    assert [28, 29, 30, 30, 31, 35] in gaps


def test_promises(shown):
    states = Counter((each.state, each.due) for each in shown.store.find(PaymentPromise))
    assert states["pending", TODAY] == 1
    assert sum(count for (state, _due), count in states.items() if state == "broken") == 2


def test_recall(shown):
    incident = shown.store.find(Incident, category="recall")[0]
    delivered = shown.store.find(Delivery, lot="7F21")
    returned = sum(each.received or 0 for each in shown.store.find(Return, lot="7F21"))
    assert (incident.state, incident.severity, incident.lot) == ("contained", "high", "7F21")
    assert (len(delivered), sum(each.quantity for each in delivered), returned) == (6, 480, 312)
    assert len([each for each in shown.store.find(Task) if each.title == "Carta de retiro del lote 7F21"]) == 6


def test_quality_and_returns(shown):
    first = document(shown, "quality_issue", "q0")
    assert (first.state, first.reported_on) == ("analysing", datetime.date(2025, 11, 18))
    adverse = document(shown, "quality_issue", "q1")
    assert adverse.adverse_event
    assert adverse.authority_notified_on
    assert [each for each in shown.store.find(Return, state="requested") if each.on == away(-8)]


def test_relays(shown):
    assert document(shown, "interaction", "relay").on == away(-6)
    answered = document(shown, "interaction", "answered")
    assert (answered.relay, bool(answered.relay_answer)) == ("answered", True)


def test_order_of_the_boss_due_tomorrow(shown):
    order = document(shown, "task", "order")
    assert (order.category, order.due, order.assigned_by) == ("order", away(1), "Ernesto Villaseñor")


def test_people(shown):
    vacancy = shown.store.find(Vacancy)[0]
    assert shown.store.count(Candidate, vacancy=vacancy.id) == 4
    assert approval_of(shown.store, document(shown, "staff_recommendation", "transfer")) == "returned"
    assert shown.store.count(PolicyAck, policy=named("policy", "p3")) == 11
    assert shown.store.count(PolicyAck, policy=named("policy", "p2")) == 12
    assert [each for each in shown.store.find(ComplianceCheck, state="planned") if each.due < TODAY]


def test_directives(shown):
    tasks = [each for each in shown.store.find(Task, category="strategy") if each.due < TODAY]
    assert (len(tasks), sum(each.state == "done" for each in tasks)) == (12, 10)
    bare = [each for each in shown.store.find(kind_of("directive").cls) if not each.fulfilled_by]
    assert [shown.store.get(kind_of("company_plan").cls, each.plan).received_on for each in bare] == [away(-8)]


def test_target_clients_with_a_plan(shown):
    plan = document(shown, "work_plan", "now")
    open_plans = {each.client for each in shown.store.find(ClientPlan, state="open")}
    assert (len(plan.targets), len(open_plans & set(plan.targets))) == (28, 21)
    assert "Faltan 520,000" in document(shown, "work_plan", "next").activities


def test_a_saving(shown):
    saving = document(shown, "proposal", "saving")
    spent = [each.amount for each in shown.store.find(Expense, line=saving.budget_line, sort=(("on", False),))
             if f"{each.on:%Y-%m}" in ("2025-09", "2025-10")]
    assert saving.expected_saving == 1_800_000
    assert sum(saving.base_monthly - each for each in spent) == 1_250_000


def test_recruitment_spending(shown):
    spent = shown.store.find(Expense, source=Link("recruitment_plan", named("recruitment_plan", "now")))
    assert sum(each.amount for each in spent) / 3 == 3_200_000
    found = ask(shown.store.facts, "F57", Period.year(2025))
    assert (found.numerator, found.denominator, found.more["cost"]) == (3, 4, 3_200_000)


def test_white_space_in_fresnillo(shown):
    cities = {each.id: each.name for each in shown.store.find(kind_of("territory").cls, level="city")}
    line = named("product_line", "Oncología")
    products = {each.id for each in shown.store.find(kind_of("product").cls, line=line)}
    sold = Counter()
    for each in shown.store.find(SalesRecord, Where("on", AT_LEAST, away(-364)), flow="sell_in"):
        if each.product in products and each.territory in cities:
            sold[cities[each.territory]] += each.amount
    sizes = {cities[each.territory]: each.value for each in shown.store.find(kind_of("market_size").cls, line=line)
             if each.measure == "amount"}
    part = sum(sold.values()) / 100 / float(sum(sizes[city] for city in sold if sold[city] > 0))
    assert "Fresnillo" not in sold
    assert float(sizes["Fresnillo"]) * part == pytest.approx(192_000, rel=0.01)
    assert not shown.store.count(kind_of("assignment").cls, territory=named("territory", "Fresnillo"), line=line)
