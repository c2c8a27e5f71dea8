"""F70 to F73: the worked examples of product/05 and their edges, through a real base."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.figures.model import Period, Scope
from kamdesk.problems import Problem
from kamdesk.records.budgets import Budget, BudgetLine
from kamdesk.records.clients import Client
from kamdesk.records.expenses import Expense
from kamdesk.records.products import Price
from kamdesk.records.promotions import PromotionActivity, PromotionPlan
from tests.kamdesk.figures.build import NOVEMBER, Region, day, many, put

FIVE_TIMES = 5  # 13 working days of the plan in the 65 of August, September and October 2025
MONTHS = ("2025-08-11", "2025-09-11", "2025-10-11")


class Campaign:
    """A plan from 3 to 20 November 2025, a hospital in its market and one beside it."""

    def __init__(self, region: Region) -> None:
        self.region, self.app = region, region.app
        self.inside = region.client("Hospital Ángeles")
        other = put(self.app, dataclasses.replace(region.zone, id="", name="Bajío"))
        self.outside = region.client("Hospital Aranda", territory=other.id)
        budget = put(self.app, Budget(year=2025, name="2025", state="in_force"))
        self.line = put(self.app, BudgetLine(budget=budget.id, name="Promoción"))
        self.plan = self.run("Cardio en farmacia", "2025-11-03", "2025-11-20")

    def run(self, name: str, start: str, end: str, **more: Any) -> PromotionPlan:
        """A plan that ran."""
        return put(self.app, PromotionPlan(**{
            "name": name, "period": "monthly", "start": day(start), "end": day(end), "objective": "Vender más",
            "products": (self.region.product.id,), "territories": (self.region.zone.id,),
            "budget_line": self.line.id, "state": "running", "expected_lift": Decimal(20), **more}))

    def sell(self, on: str, units: int, amount: int, client: Client | None = None, **more: Any) -> None:
        """Units and minor units on a day."""
        self.region.sale(client or self.inside, on, amount, units=Decimal(units), **more)

    def before(self, units: int = FIVE_TIMES * 1_000, amount: int = FIVE_TIMES * 100_000_00) -> None:
        """Sales of the three months before, in equal parts but for the last."""
        for at, on in enumerate(MONTHS):
            share = 2 if at == len(MONTHS) - 1 else 1
            self.sell(on, units * share // 4, amount * share // 4)

    def during(self) -> None:
        """1,500 units for 142,500: what was sold, less what came back within 30 days."""
        self.sell("2025-11-12", 1_520, 145_000_00)
        self.sell("2025-11-22", -20, -2_500_00)
        self.sell("2025-11-12", 900, 90_000_00, self.outside)
        self.sell("2025-11-23", 70, 7_000_00)

    def spend(self, plan: int, activity: int) -> None:
        """Expenses of the plan and of one of its activities."""
        done = self.activity("Mesa redonda", "2025-11-10")
        many(self.app, Expense, [{"on": day("2025-11-10"), "line": self.line.id, "concept": "Gasto", "amount": amount,
                                  "person": self.region.person.id, "state": "to_review", "source": source}
                                 for amount, source in ((plan, Link("promotion_plan", self.plan.id)),
                                                        (activity, Link("promotion_activity", done.id)))])

    def activity(self, name: str, on: str, state: str = "done", **more: Any) -> PromotionActivity:
        """An activity of the plan."""
        return put(self.app, PromotionActivity(**{
            "plan": Link("promotion_plan", self.plan.id), "name": name, "category": "round_table",
            "territory": self.region.zone.id, "on": day(on), "responsible": Link("person", self.region.person.id),
            "planned_cost": 1_00, "state": state, "result": "Bien", **more}))

    def price(self, amount: str, price_list: str = "cost") -> None:
        """The price of a unit."""
        put(self.app, Price(product=self.region.product.id, price_list=price_list, amount=Decimal(amount),
                            start=day("2025-01-01")))


@pytest.fixture
def campaign(region: Region) -> Campaign:
    """A plan that ran in November."""
    return Campaign(region)


def test_the_examples_of_the_page(app: App, campaign: Campaign) -> None:
    campaign.before()
    campaign.during()
    campaign.price("60")
    campaign.spend(8_000_00, 4_000_00)
    base = app.ask("F70", NOVEMBER)
    assert (base.value, base.more["units"]) == (100_000_00, 1_000)
    lifted = app.ask("F71", NOVEMBER)
    assert (lifted.value, lifted.more["units"], lifted.status) == (Fraction("42.5"), 50, "good")
    back = app.ask("F72", NOVEMBER)
    assert (back.more["gain"], back.more["cost"], back.status) == (12_500_00, 12_000_00, "watch")
    assert back.value is not None
    assert round(float(back.value), 1) == 4.2
    rows = app.rows("F72", NOVEMBER)
    assert rows is not None
    assert rows.ids == [campaign.plan.id]


def test_a_plan_alone_is_its_own_part(app: App, campaign: Campaign) -> None:
    campaign.before()
    campaign.during()
    assert [(each.key, each.value) for each in app.by("F71", NOVEMBER, dimension="promotion")] == [
        (campaign.plan.id, Fraction("42.5"))]
    with pytest.raises(Problem, match="no se puede desglosar"):
        app.by("F71", NOVEMBER, dimension="channel")


def test_two_plans_add_up(app: App, campaign: Campaign) -> None:
    campaign.before()
    campaign.during()
    campaign.sell("2025-09-02", 1, 5_00, campaign.outside)
    campaign.sell("2025-10-02", 1, 5_00, campaign.outside)
    campaign.run("Bajío", "2025-11-03", "2025-11-20", territories=(), clients=(campaign.outside.id,))
    parts = app.by("F70", NOVEMBER, dimension="promotion")
    whole = app.ask("F70", NOVEMBER)
    assert len(parts) == whole.more["plans"] == 2
    assert whole.numerator == sum(each.numerator for each in parts if each.numerator is not None)


def test_months_of_another_plan_in_the_same_market_are_skipped(app: App, campaign: Campaign) -> None:
    campaign.before()
    campaign.during()
    rival = campaign.run("Septiembre", "2025-08-20", "2025-09-10")
    assert app.ask("F70", NOVEMBER).reason == "not enough months for a baseline"
    assert app.ask("F71", NOVEMBER).exclusions[0].count == 1
    app.run(save, record=dataclasses.replace(rival, state="cancelled"))
    assert app.ask("F70", NOVEMBER).value == 100_000_00


def test_sales_known_by_month_count_in_whole_months_only(app: App, campaign: Campaign) -> None:
    for month in ("2025-08", "2025-09", "2025-10", "2025-11"):
        campaign.sell(month, 65, 65_00)
    campaign.sell("2025-11-23", 70, 7_000_00)
    assert app.ask("F70", NOVEMBER).value == 3 * 65_00 // FIVE_TIMES
    assert app.ask("F71", NOVEMBER).more["amount"] == 0


def test_the_same_days_of_last_year(app: App, campaign: Campaign) -> None:
    app.run(save, record=dataclasses.replace(campaign.plan, method="last_year"))
    campaign.sell("2024-11-15", 10, 95_000_00)
    campaign.sell("2024-11-25", 10, 1_000_00)
    campaign.during()
    assert app.ask("F71", NOVEMBER).value == 50


def test_without_cost_price_the_usual_margin_is_assumed(app: App, campaign: Campaign) -> None:
    campaign.before()
    campaign.during()
    campaign.spend(12_000_00, 0)
    assert app.ask("F72", NOVEMBER).reason == "the cost of a product is not known"
    campaign.price("100", "list")
    app.run(save, record=dataclasses.replace(campaign.region.product, default_margin=Decimal(40)))
    figure = app.ask("F72", NOVEMBER)
    assert (figure.more["gain"], figure.notes) == (12_500_00, ("assumed margin",))


def test_a_plan_that_cost_nothing_tells_its_gain(app: App, campaign: Campaign) -> None:
    campaign.before()
    campaign.during()
    campaign.price("60")
    figure = app.ask("F72", NOVEMBER)
    assert (figure.value, figure.reason, figure.more["gain"]) == (None, "the plan cost nothing", 12_500_00)
    assert app.ask("F72", NOVEMBER, Scope(territory=campaign.region.zone.id)).value is None


def test_nothing_ran(app: App, region: Region) -> None:
    for code, reason in (("F70", "no promotion ran"), ("F71", "no promotion ran"), ("F72", "no promotion ran"),
                         ("F73", "no activity was due")):
        figure = app.ask(code, Period.month("2025-03"))
        assert (figure.value, figure.reason) == (None, reason)


def test_nine_of_twelve_activities(app: App, campaign: Campaign) -> None:
    """Cancelled ones are out, and those of yesterday may still be told."""
    for at in range(9):
        campaign.activity(f"Hecha {at}", f"2025-11-{at + 3:02d}")
    for at in range(3):
        campaign.activity(f"Tarde {at}", f"2025-11-{at + 3:02d}", "planned")
    campaign.activity("Cancelada", "2025-11-05", "cancelled")
    campaign.activity("De ayer", "2025-11-23", "planned")
    figure = app.ask("F73", NOVEMBER)
    assert (figure.value, figure.numerator, figure.denominator, figure.status) == (75, 9, 12, "watch")
    assert [(each.key, each.value) for each in app.by("F73", NOVEMBER, dimension="market")] == [
        (campaign.region.zone.id, 75)]
    rows = app.rows("F73", NOVEMBER)
    assert rows is not None
    assert len(rows.ids) == 12
    assert app.ask("F73", NOVEMBER, Scope(product=campaign.region.product.id)).value is None


def test_how_many_months_and_how_much_overlap_are_settings(app: App, campaign: Campaign) -> None:
    campaign.before()
    campaign.during()
    for at in range(4):
        campaign.region.client(f"Clínica {at}")
    campaign.run("Otra", "2025-09-01", "2025-09-30", clients=(campaign.inside.id,), territories=())
    crowded = app.ask("F70", NOVEMBER).value
    app.run(change_setting, name="promotion_overlap", value=25)  # the other plan is on one client of five
    whole = app.ask("F70", NOVEMBER).value
    assert crowded != whole == 100_000_00
    app.run(change_setting, name="baseline_months", value=1)
    assert app.ask("F70", NOVEMBER).value != whole
