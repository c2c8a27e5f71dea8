"""The demo has as many records of each kind as product/10 says."""

from __future__ import annotations

from collections import Counter

import pytest

from kamdesk.demo.book import named
from kamdesk.kinds import kind_of
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory

EXACT = {
    "client": 620, "contact": 340, "affiliation": 430, "person": 21, "product": 14, "product_line": 4,
    "key_message": 46,
    "price": 70, "visit_cycle": 91, "shelf_check": 260, "order": 520, "budget_line": 38 + 6 + 19 + 14, "expense": 640,
    "expense_claim": 14, "expense_rule": 8, "tender": 9, "tender_line": 41, "filing": 16, "hospital_listing": 96,
    "contract": 24, "contract_term": 61, "promotion_plan": 8, "communication_plan": 3, "content_piece": 36,
    "media_launch": 4, "market_signal": 74, "competitor_product": 22, "price_sighting": 190, "market_size": 96,
    "appraisal": 40, "credit_assessment": 21, "training_session": 18, "return": 17, "quality_issue": 14, "incident": 3,
    "task": 60, "policy": 12, "compliance_check": 15, "entry_plan": 3, "company_plan": 2, "directive": 7, "strategy": 4,
    "strategy_goal": 11, "authority": 5, "promotion_activity": 45 + 4, "interaction": 1_900,
}
ABOUT = {"visit": 7_800, "cycle_client": 4_200, "sales_record": 11_500, "invoice": 1_480, "payment": 1_310,
         "delivery": 890,
         "compliance_document": 82, "stage_change": 61}


@pytest.mark.parametrize("name", EXACT)
def test_as_many_as_told(shown, name):
    assert shown.store.count(kind_of(name).cls) == EXACT[name]


@pytest.mark.parametrize("name", ABOUT)
def test_about_as_many_as_told(shown, name):
    assert shown.store.count(kind_of(name).cls) == pytest.approx(ABOUT[name], rel=0.3)


def test_categories_and_segments(shown):
    clients = shown.store.find(Client)
    assert Counter(each.segment for each in clients) == {"a": 96, "b": 204, "c": 228, "d": 92}
    categories = Counter(each.category for each in clients)
    assert categories["physician"] + categories["pharmacy_chain"] == 410
    del categories["physician"], categories["pharmacy_chain"]
    assert categories == {"public_hospital": 18, "private_hospital": 9, "clinic": 36, "pharmacy": 120,
                          "institution": 12,
                          "tender_office": 8, "pharma_company": 7}


def test_seventy_pharmacies_in_eight_chains(shown):
    branches = [each for each in shown.store.find(Client, category="pharmacy") if each.parent]
    assert len(branches) == 70
    assert len({each.parent for each in branches}) == 8


def test_own_panel(shown):
    me = named("person", "me")
    assert shown.store.count(Client, owner=me) == 54
    assert shown.store.count(Distributor, owner=me) == 6


def test_map_and_people(shown):
    levels = Counter(each.level for each in shown.store.find(Territory))
    assert levels == {"region": 1, "zone": 4, "city": 22}
    assert all(each.geo for each in shown.store.find(Territory, level="city"))
    posts = Counter(each.position for each in shown.store.find(Person))
    assert posts == {"general_manager": 1, "sales_manager": 1, "regional_manager": 1, "local_supervisor": 3,
                     "representative": 6, "other": 9}


def test_network(shown):
    found = Counter((each.role if each.role == "agent" else "distributor", each.stage)
                    for each in shown.store.find(Distributor))
    assert found[("distributor", "active")] == 9
    assert found[("agent", "active")] == 8
    assert sum(found.values()) - 17 == 5
