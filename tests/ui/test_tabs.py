"""Every tab of product/00 is there, and a kind with two places shows in each the part that belongs there."""

from __future__ import annotations

import pytest

from kamdesk.kinds import REGISTER
from tests.made import make
from ui.page import TabPage
from ui.screen import Address
from ui.tabs import ALSO, NARROWED, TABS, place_of, shown_at

SECOND = sorted(ALSO)


@pytest.mark.parametrize("at", SECOND)
def test_a_second_place_lists_its_kinds_first(window, at):
    page, _slash, tab = at.partition("/")
    window.go(Address(page, tab))
    if isinstance(window.page.part, TabPage):  # else made by hand, with tests of its own
        assert window.page.part.view.kind.name == ALSO[at][0][0]


def test_a_narrowed_kind_is_whole_over_its_tabs():
    for name in NARROWED:
        kind = REGISTER[name]
        tabs = [(page, tab) for page, listed in TABS.items() for tab, _text in listed
                if any(each.kind is kind for each in shown_at(page, tab))]
        assert place_of(kind) in tabs
        assert len(tabs) > 1


@pytest.mark.parametrize(("tab", "role"), [("list", "distributor"), ("agents", "agent")])
def test_agents_stand_apart_from_distributors(window, tab, role):
    for each in ("distributor", "agent"):
        make(window.context.app, "distributor", name=each.title(), role=each)
    window.go(Address("distributors", tab, "distributor"))
    model = window.page.part.view.list.model
    assert [model.row_at(at).values["name"] for at in range(model.total)] == [role.title()]


def test_what_is_made_in_a_second_place_is_shown_there(window):
    window.go(Address("tenders", "insurance"))
    window.page.new()
    assert window.page.part.view.record.form.draft().category == "insurance"
