"""F75: the worked example of product/05, variants, small samples; Σ ÷ Σ whatever the order."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.figures.content import Reading, together
from kamdesk.figures.model import Scope
from kamdesk.problems import Problem
from kamdesk.records.campaigns import ContentMetric, ContentPiece
from tests.kamdesk.figures.build import NOVEMBER, Region, day, put
from tests.made import make


def piece(app: App, title: str, on: str, **more: object) -> ContentPiece:
    """A piece published on a day."""
    plan = make(app, "communication_plan", name=title, channels=("facebook",))
    return put(app, ContentPiece(plan=plan.id, title=title, category="post", channel="facebook", state="published",
                                 published_on=day(on), legal_by="Legal", legal_on=day(on),
                                 **more))  # type: ignore[arg-type]


def read(app: App, of: ContentPiece, on: str, found: Reading) -> None:
    """A reading of a piece."""
    put(app, ContentMetric(piece=of.id, on=day(on), **vars(found)))


def test_the_worked_example(app: App, region: Region) -> None:
    made = piece(app, "Video", "2025-11-03", product=region.product.id)
    read(app, made, "2025-11-05", Reading(10_000, 200, 5, 3_000_00))
    read(app, made, "2025-11-20", Reading(40_000, 1_200, 54, 18_900_00))
    read(app, made, "2025-12-01", Reading(90_000, 9_000, 900, 90_000_00))  # after the cut-off
    found = app.ask("F75", NOVEMBER)
    assert (found.value, found.more["through"]) == (Fraction(9, 2), 3)
    assert (found.more["per_click"], found.more["per_conversion"]) == (15_75, 350_00)
    assert found.notes == ()
    rows = app.rows("F75", NOVEMBER)
    assert rows is not None
    assert list(rows.ids) == [made.id]
    assert app.ask("F75", NOVEMBER, Scope(product=region.product.id)).value == Fraction(9, 2)
    with pytest.raises(Problem):
        app.ask("F75", NOVEMBER, Scope(territory=region.zone.id))


def test_a_variant_is_compared_in_points() -> None:
    variant, original = Reading(clicks=1_100, conversions=66), Reading(clicks=1_200, conversions=54)
    assert (variant.conversion, variant.points_over(original)) == (6, Fraction(3, 2))
    assert original.per_click is None
    assert Reading().points_over(original) is None


def test_few_clicks_are_a_small_sample_and_none_are_no_figure(app: App, region: Region) -> None:
    first, second = piece(app, "A", "2025-11-03", product=region.product.id), piece(app, "B", "2025-11-04")
    assert app.ask("F75", NOVEMBER).reason == "no clicks read"
    read(app, first, "2025-11-05", Reading(100, 20, 10, 0))
    read(app, second, "2025-11-05", Reading(900, 60, 2, 0))
    found = app.ask("F75", NOVEMBER)
    assert (found.value, found.notes) == (15, ("small sample",))
    assert {each.key: each.value for each in app.by("F75", NOVEMBER, dimension="product")} == {
        region.product.id: 50, "": Fraction(10, 3)}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 9_999)] * 4), max_size=6))
def test_the_order_changes_nothing_and_parts_add_up(parts: list[tuple[int, int, int, int]]) -> None:
    readings = [Reading(*each) for each in parts]
    whole = together(readings)
    assert whole == together(reversed(readings)) == together([together(readings[:2]), together(readings[2:])])
    assert whole.clicks == sum(each[1] for each in parts)
