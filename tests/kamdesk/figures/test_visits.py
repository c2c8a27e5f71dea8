"""F01 to F11: the worked examples of product/05 and their edges, through a real base."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.records import archive
from kamdesk.fields import Link
from kamdesk.figures.model import Period, Scope
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.frequencies import CycleClient, VisitCycle, VisitFrequency
from kamdesk.records.visits import NonWorkingDay, Visit
from tests.kamdesk.figures.build import NOVEMBER, Region, day, many, put

WORKED = [datetime.date(2025, 11, each) for each in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 18, 19)]


class Field:
    """Clients, the rule of each segment, and visits to them."""

    def __init__(self, region: Region) -> None:
        self.region, self.app = region, region.app
        for segment, visits, every in (("a", 2, "1"), ("b", 1, "1"), ("c", 1, "2")):
            put(self.app, VisitFrequency(name=segment.upper(), segment=segment, visits=visits, every_months=every))
        put(self.app, VisitFrequency(name="Red", applies_to=("distributor", "agent"), visits=2))

    def clients(self, count: int, segment: str, **more: Any) -> list[Client]:
        """Active clients of a segment."""
        start = self.app.store.count(Client, archived=None)
        rows = [{"id": f"{segment}-{start + at:04d}", "name": f"{segment} {at}",
                 "category": "clinic", "segment": segment, "territory": self.region.city.id,
                 "owner": self.region.person.id, "status": "active", **more} for at in range(count)]
        many(self.app, Client, rows)
        return [self.app.store.get(Client, str(row["id"])) for row in rows]

    def visit(self, clients: Sequence[Client], *, days: Sequence[datetime.date] = WORKED, **more: Any) -> None:
        """One done visit to each client, spread over the days."""
        many(self.app, Visit, [{
            "party": Link("client", each.id), "owner": self.region.person.id, "state": "done", "outcome": "interested",
            "done_on": days[at % len(days)], "planned_on": days[at % len(days)], **more}
            for at, each in enumerate(clients)])


@pytest.fixture
def field(region: Region) -> Field:
    """A team with frequencies."""
    return Field(region)


def value(app: App, code: str, scope: Scope = Scope()) -> Fraction | None:  # noqa: B008  a frozen value
    found = app.ask(code, NOVEMBER, scope).value
    return None if found is None else round(found, 2)


def test_panel_coverage_universe_and_average(app: App, field: Field) -> None:
    panel = field.clients(40, "b")
    field.clients(14, "d")  # no rule: active, but due no visit
    for at in range(6):
        put(app, Distributor(name=f"Dist {at}", role="agent" if at % 2 else "distributor", stage="active",
                             territories=(field.region.city.id,), owner=field.region.person.id))
    field.visit(panel[:38])
    field.visit(panel[:19])
    panel_in_turn = app.ask("F01", NOVEMBER)
    assert (panel_in_turn.value, panel_in_turn.more["due"]) == (46, 40 + 12)
    coverage = app.ask("F02", NOVEMBER)
    assert round(coverage.value or 0, 1) == Fraction("82.6")
    assert coverage.status == "good"  # day 15 of 19: 82.6 against 95 × 15 ÷ 19 = 75
    assert coverage.more["universe"] == value(app, "F03") or round(coverage.more["universe"], 1) == Fraction("63.3")
    assert value(app, "F04") == Fraction("1.50")


def test_frequency_is_capped_per_party(app: App, field: Field) -> None:
    first, third = field.clients(2, "a")
    [second] = field.clients(1, "b")
    field.visit([first, first, first, second])
    figure = app.ask("F05", NOVEMBER)
    assert figure.value == 60
    assert (figure.numerator, figure.denominator, figure.more["extra"]) == (3, 5, 1)
    assert round(app.ask("F06", NOVEMBER).value or 0, 1) == Fraction("66.7")
    assert third.id


def test_a_visit_of_the_month_before_counts_for_a_rule_of_two_months(app: App, field: Field) -> None:
    # Months since January: November is 10, so the clients with phase 0 are in turn; phase 1 is not.
    in_turn, *_rest = field.clients(2, "c", phase=0)
    field.clients(3, "c", phase=1)
    field.visit([in_turn], days=[day("2025-10-20")])
    assert value(app, "F01") == 2
    assert value(app, "F02") == 50


def test_the_own_rule_of_a_party_wins(app: App, field: Field) -> None:
    often = put(app, VisitFrequency(name="Semanal", visits=4, applies_to=("clinic",), segment="d"))
    field.clients(1, "b", visit_override=often.id)
    assert app.ask("F01", NOVEMBER).more["due"] == 4


def test_inactive_and_archived_parties_are_out_and_listed(app: App, field: Field) -> None:
    first, *_others = field.clients(3, "b")
    field.clients(2, "b", status="inactive")
    field.clients(1, "b", status="prospect")
    app.run(archive, records=[first])
    figure = app.ask("F01", NOVEMBER)
    assert figure.value == 2
    assert [each.count for each in figure.exclusions] == [3]


def test_nobody_in_turn_has_no_coverage(app: App, field: Field) -> None:
    figure = app.ask("F02", NOVEMBER)
    assert figure.value is None
    assert figure.reason


def test_scopes_of_the_panel(app: App, field: Field) -> None:
    mine, theirs = field.clients(2, "b"), field.clients(3, "b", owner=field.region.boss.id,
                                                        territory=field.region.region.id)
    field.visit(mine[:1])
    field.visit(theirs[:1], owner=field.region.boss.id)
    assert value(app, "F02", Scope(person=field.region.person.id)) == 50
    assert value(app, "F02", Scope(person=field.region.boss.id)) == 40
    assert value(app, "F02", Scope(territory=field.region.zone.id)) == 50
    assert value(app, "F02", Scope(client=mine[1].id)) == 0
    by = {each.key: each.value for each in app.by("F01", NOVEMBER, dimension="person")}
    assert by == {field.region.person.id: 2, field.region.boss.id: 3}


def test_a_closed_cycle_answers_with_its_frozen_panel(app: App, field: Field) -> None:
    one, two = field.clients(2, "b")
    field.visit([one], days=[day("2025-10-20")])
    cycle = put(app, VisitCycle(person=field.region.person.id, month="2025-10", state="closed"))
    many(app, CycleClient, [{"cycle": cycle.id, "party": Link("client", one.id), "territory": field.region.city.id,
                             "owner": field.region.person.id, "segment": "a", "target": 2}])
    october = Period.month("2025-10")
    figure = app.ask("F05", october)
    assert (figure.numerator, figure.denominator, figure.notes) == (1, 2, ())
    assert app.ask("F01", october).value == 1
    assert two.id
    september = app.ask("F01", Period.month("2025-09"))
    assert (september.value, len(september.notes)) == (2, 1)  # never closed: with today's assignment
    both = app.ask("F01", Period(day("2025-10-01"), day("2025-11-30")))
    assert (both.value, both.more["due"]) == (2, 2 + 2)


def test_plan_adherence(app: App, field: Field) -> None:
    clients = field.clients(50, "b")
    planned = {"origin": "plan", "planned_first": day("2025-11-12")}
    field.visit(clients[:41], days=[day("2025-11-19")], **planned)  # moved inside the cycle: it counts
    off = {"state": "cancelled", "missed_reason": "holiday", "done_on": None, "outcome": None}
    field.visit(clients[41:44], **planned, **off)
    field.visit(clients[44:], **planned, **{**off, "state": "missed", "missed_reason": "client_away"})
    field.visit(clients[:3], **planned | {"planned_first": day("2025-11-27")})  # after the cut-off
    figure = app.ask("F07", NOVEMBER)
    assert (figure.numerator, figure.denominator) == (41, 47)
    assert round(figure.value or 0, 1) == Fraction("87.2")
    assert figure.status == "watch"
    assert [each.count for each in figure.exclusions] == [3]
    rows = app.rows("F07", NOVEMBER)
    assert rows is not None
    assert len(rows.ids) == 50


def test_day_visit_rate(app: App, field: Field) -> None:
    clients, today = field.clients(5, "b"), clock.today()
    field.visit(clients[:4], days=[today], origin="plan")
    field.visit(clients[4:], days=[today], origin="plan", state="planned", done_on=None, outcome=None)
    assert app.ask("F08", Period.day(today)).value == 80
    assert app.ask("F08", Period.day(day("2025-11-20"))).value is None


def test_daily_average_effective_visits_and_field_days(app: App, field: Field) -> None:
    put(app, NonWorkingDay(on=day("2025-11-20"), name="Permiso", category="leave", person=field.region.person.id))
    clients = field.clients(57, "b")
    field.visit(clients[:48], products=(field.region.product.id,), contacts=("somebody",))
    field.visit(clients[48:], days=WORKED[:9])  # nobody met, nothing told
    assert value(app, "F09") == Fraction("4.75")
    effective = app.ask("F10", NOVEMBER)
    assert round(effective.value or 0, 1) == Fraction("84.2")
    assert (effective.more["per_day"], effective.status) == (4, "good")
    days = app.ask("F11", NOVEMBER)
    assert (days.numerator, days.denominator, days.status) == (12, 14, "good")
    assert round(days.value or 0, 1) == Fraction("85.7")


@pytest.mark.parametrize(("more", "counts"), [
    ({"contacts": ("c",), "products": ("p",)}, True), ({"contacts": ("c",)}, False),
    ({"contacts": ("c",), "purpose": "collection"}, True), ({"products": ("p",)}, False),
    ({"contacts": ("c",), "products": ("p",), "outcome": "refused"}, False)])
def test_what_an_effective_visit_is(app: App, field: Field, more: dict[str, Any], counts: bool) -> None:  # noqa: FBT001
    field.visit(field.clients(1, "b"), **more)
    assert app.ask("F10", NOVEMBER).numerator == int(counts)


def test_a_physician_is_met_by_seeing_her(app: App, field: Field) -> None:
    field.visit(field.clients(1, "b", category="physician"), products=("p",))
    assert app.ask("F10", NOVEMBER).numerator == 1


def test_a_visit_on_a_weekend_is_a_field_day_but_no_working_day(app: App, field: Field) -> None:
    field.visit(field.clients(1, "b"), days=[day("2025-11-08")])
    assert app.ask("F09", NOVEMBER).denominator == 1
    assert app.ask("F11", NOVEMBER).numerator == 0


def test_the_rows_behind_coverage_and_visits(app: App, field: Field) -> None:
    clients = field.clients(2, "b")
    field.visit(clients[:1])
    panel, visits = app.rows("F02", NOVEMBER), app.rows("F10", NOVEMBER)
    assert panel is not None
    assert visits is not None
    assert sorted(panel.ids) == sorted(each.id for each in clients)
    assert len(visits.ids) == 1
