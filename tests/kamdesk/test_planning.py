"""The plan from frequencies on real records: needs, preview, «Por planificar», the board, and what always holds."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

import pytest

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.cycles import add_day_off, carry_over
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.commands.visits import accept_plan, mark_missed, move_visit
from kamdesk.fields import Link
from kamdesk.planning import PlanProposal, agenda, board, outlook, propose_plan, to_plan
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from tests import plans

MONDAY = datetime.date(2025, 11, 24)
FRIDAY = datetime.date(2025, 11, 28)
DECEMBER = (datetime.date(2025, 12, 1), datetime.date(2025, 12, 31))


@pytest.fixture
def clients(app: App, me: Person, zone: Territory) -> list[Client]:
    """Sixty clients with frequencies; markets are not asked for."""
    assert me.id
    app.run(change_setting, name="market_visits", value=0)
    plans.frequencies(app)
    return plans.clients(app, zone)


def propose(store: BaseStore, person: Person, first: datetime.date = DECEMBER[0],
            last: datetime.date = DECEMBER[1]) -> PlanProposal:
    """A proposal whose ways are shortened for a moment only."""
    return propose_plan(store, person=person.id, first=first, last=last, moves=2_000)


def by_party(proposal: PlanProposal) -> Counter[str]:
    """How many visits each party gets."""
    return Counter(visit.party.id for visit in proposal.visits if visit.party)


def test_a_month_from_frequencies_gives_each_client_its_visits(store: BaseStore, me: Person,
                                                               clients: Sequence[Client]) -> None:
    proposal = propose_plan(store, person=me.id, first=DECEMBER[0], last=DECEMBER[1])
    per_party = by_party(proposal)
    assert [per_party[each.id] for each in clients if each.segment == "a"] == [2] * 10
    assert [per_party[each.id] for each in clients if each.segment == "b"] == [1] * 20
    assert not any(per_party[each.id] for each in clients if each.segment == "c")  # phase 0: odd months
    assert proposal.left_out == ()
    assert proposal.warning == ""


def test_what_always_holds_in_a_proposal(store: BaseStore, me: Person, clients: Sequence[Client], app: App) -> None:
    app.run(add_day_off, on=datetime.date(2025, 12, 24), until=datetime.date(2025, 12, 26), category="vacation",
            person=me.id)
    proposal = propose(store, me)
    assert clients
    for day in proposal.days:
        assert day.day.weekday() < 5
        assert not datetime.date(2025, 12, 24) <= day.day <= datetime.date(2025, 12, 26)
        assert day.day != datetime.date(2025, 12, 25)
        assert len(day.visits) <= 8
        hours = [each.visit.start for each in day.visits if each.visit.start]
        assert hours == sorted(hours)
        assert len(set(hours)) == len(day.visits)
    days: dict[str, list[datetime.date]] = {}
    for visit in proposal.visits:
        if visit.party and visit.planned_on:
            days.setdefault(visit.party.id, []).append(visit.planned_on)
    assert all((max(found) - min(found)).days >= 7 for found in days.values() if len(found) > 1)


def test_the_days_are_about_as_long_as_one_another(store: BaseStore, me: Person, clients: Sequence[Client]) -> None:
    proposal = propose(store, me)
    assert clients
    assert max(len(day.visits) for day in proposal.days) <= 3  # 40 visits on 22 days: 2 each, and one more
    assert len(proposal.days) >= 14


def test_the_week_takes_its_share_of_the_month(store: BaseStore, me: Person, clients: Sequence[Client]) -> None:
    first = datetime.date(2025, 12, 8)
    week = propose(store, me, first, first + datetime.timedelta(4))
    assert clients
    assert 4 <= len(week.visits) <= 20
    assert all(visit.planned_on and first <= visit.planned_on <= first + datetime.timedelta(4) for visit in week.visits)


def test_accepted_visits_are_not_proposed_again(app: App, store: BaseStore, me: Person,
                                                clients: Sequence[Client]) -> None:
    proposal = propose(store, me)
    stored = app.run(accept_plan, visits=proposal.visits)
    assert clients
    assert len(stored) == 40
    assert {visit.state for visit in store.find(Visit)} == {"planned"}
    assert propose(store, me).visits == []
    app.undo()
    assert store.count(Visit) == 0
    assert len(propose(store, me).visits) == 40


def test_more_needs_than_capacity_leave_the_lowest_out_with_a_warning(store: BaseStore, app: App, me: Person,
                                                                      clients: Sequence[Client]) -> None:
    app.run(save, record=Person(id=me.id, name=me.name, position=me.position, capacity_per_day=1))
    proposal = propose(store, me)
    assert len(proposal.visits) <= 22
    assert proposal.warning.startswith("Faltan 18 visitas de capacidad: caben 22 de 40.")
    assert sum(left.visits for left in proposal.left_out) + len(proposal.visits) == 40
    segments = {each.id: each.segment for each in clients}
    assert {segments[left.need.id] for left in proposal.left_out if "capacidad" in left.reason} == {"b"}


def test_without_frequencies_it_says_where_to_set_them(store: BaseStore, app: App, me: Person, zone: Territory) -> None:
    plans.clients(app, zone, 2)
    with pytest.raises(Problem, match="Ajustes"):
        propose(store, me, MONDAY, FRIDAY)


def test_a_week_that_is_over_cannot_be_planned(store: BaseStore, me: Person, clients: Sequence[Client]) -> None:
    assert clients
    with pytest.raises(Problem):
        propose(store, me, datetime.date(2025, 10, 6), datetime.date(2025, 10, 10))


def test_late_clients_come_first_in_the_list_to_plan(app: App, store: BaseStore, me: Person,
                                                     clients: Sequence[Client]) -> None:
    late = clients[0]
    plans.done(app, me, late, datetime.date(2025, 11, 5))
    found = to_plan(store, me.id, MONDAY)
    assert found[0].member.link == Link("client", late.id)
    assert found[0].status.label() == "atrasada 4 d"  # A, twice a month: 15 days; F14's example
    assert found[0].missing == 1
    assert found[1].status.state == "never"


def test_a_carried_visit_waits_for_its_day_and_gets_it_once(app: App, store: BaseStore, me: Person,
                                                            clients: Sequence[Client]) -> None:
    missed = app.run(mark_missed, visit=plans.planned(app, me, clients[1], datetime.date(2025, 11, 20)),
                     reason="client_away")
    carried = app.run(carry_over, month="2025-11", visits=[missed])[0]
    due = {each.member.link.id: each for each in to_plan(store, me.id, DECEMBER[0])}
    assert due[clients[1].id].missing == 2
    assert due[clients[1].id].carried == carried
    proposal = propose(store, me)
    assert [visit.id for visit in proposal.visits].count(carried.id) == 1
    app.run(accept_plan, visits=proposal.visits)
    assert store.get(Visit, carried.id).planned_on is not None


def test_a_carried_visit_is_moved_to_a_day_by_hand(app: App, store: BaseStore, me: Person,
                                                   clients: Sequence[Client]) -> None:
    missed = app.run(mark_missed, visit=plans.planned(app, me, clients[1], datetime.date(2025, 11, 20)),
                     reason="client_away")
    carried = app.run(carry_over, month="2025-11", visits=[missed])[0]
    app.run(move_visit, visit=carried, on=datetime.date(2025, 12, 3))
    due = {each.member.link.id: each for each in to_plan(store, me.id, DECEMBER[0])}
    assert due[clients[1].id].missing == 1


def test_the_board_shows_visits_by_hour_and_names_days_off(app: App, store: BaseStore, me: Person,
                                                           clients: Sequence[Client]) -> None:
    plans.planned(app, me, clients[1], MONDAY, 12)
    plans.planned(app, me, clients[0], MONDAY, 9)
    app.run(add_day_off, on=FRIDAY, category="vacation", person=me.id, name="Vacaciones de otoño")
    days = board(store, me.id, MONDAY, FRIDAY)
    assert [card.name for card in days[0].cards] == ["Cliente 00", "Cliente 01"]
    assert [card.name for card in agenda(store, me.id, MONDAY)] == ["Cliente 00", "Cliente 01"]
    assert days[0].cards[0].grade == "A"
    assert days[0].cards[0].city == "Guadalajara"
    assert days[0].hours > 1
    assert days[0].km > 50  # Guadalajara to León
    assert days[4].off == "Vacaciones de otoño"
    assert days[4].part == 0
    assert (days[1].hours, days[1].km) == (0.0, 0.0)


def test_holidays_of_the_country_are_named(store: BaseStore, me: Person) -> None:
    day = datetime.date(2025, 11, 17)
    found = board(store, me.id, day, day)[0]
    assert found.part == 0
    assert "Revolución" in found.off


def test_the_rescue_says_how_much_of_the_month_still_fits(store: BaseStore, me: Person,
                                                          clients: Sequence[Client]) -> None:
    assert clients
    rescue = outlook(store, me.id, "2025-11").rescue
    assert rescue.capacity == 5 * 8  # Monday 24 to Friday 28
    assert rescue.missing == 10 * 2 + 20 + 30  # November is a turn of those seen every other month


def test_markets_of_a_manager_enter_the_plan(app: App, store: BaseStore, me: Person, zone: Territory) -> None:
    plans.frequencies(app)
    plans.clients(app, zone, 3)
    app.run(save, record=Territory(id=zone.id, name=zone.name, level="zone", manager=me.id))
    proposal = propose(store, me)
    market = [visit for visit in proposal.visits if visit.purpose == "market"]
    assert [visit.territory for visit in market] == [zone.id]
