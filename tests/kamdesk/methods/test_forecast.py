"""Forecasts: worked examples of product/06 A13, what must always hold, and published series."""

from __future__ import annotations

import csv
from collections import defaultdict
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.forecast import choose, forecast
from kamdesk.methods.forecast_methods import METHODS
from kamdesk.methods.monthly_series import broken, is_intermittent, season
from tests.shared import DATA, needs_data

FOLDER = DATA / "forecasting"
MONTHS = st.lists(st.integers(0, 10_000).map(float), min_size=1, max_size=40)
SEASON = [0.6, 0.7, 0.9, 1.0, 1.1, 1.3, 1.4, 1.3, 1.1, 1.0, 0.9, 0.7]
PUBLISHED = {"moving_average": 18.5, "seasonal": 17.3, "trend": 14.5, "damped": 14.7, "combined": 14.5,
             "automatic": 14.5}


def test_the_mean_of_three_months():
    made = forecast([100, 110, 120], 3, method="moving_average")
    assert made.values == (110, 110, 110)


def test_the_same_month_of_last_year_as_this_year_stands_to_the_one_before():
    last, this = [100.0 * each for each in SEASON], [150.0 * each for each in SEASON]
    assert METHODS["seasonal"](last + this, 2) == pytest.approx([135, 157.5])
    assert METHODS["seasonal"](last + [each * 10 for each in last], 1) == pytest.approx([1_200]), "no more than double"


def test_a_line_goes_on_as_a_line():
    line = [100.0 + 5 * at for at in range(36)]
    assert METHODS["damped"](line, 2) == pytest.approx([280, 285], rel=0.02)
    assert METHODS["trend"](line, 12)[-1] > line[-1]


def test_a_season_is_found_and_chance_is_not():
    series = [(1000 + 3 * at) * SEASON[at % 12] for at in range(48)]
    assert season(series) == pytest.approx(SEASON, abs=0.03)
    ahead = [(1144 + 3 * at) * SEASON[at] for at in range(12)]
    assert METHODS["combined"](series, 12) == pytest.approx(ahead, rel=0.05)
    assert season([100.0, 130.0, 90.0, 110.0, 120.0] * 6) == [1.0] * 12


def test_sales_with_gaps_are_told_as_such_and_fade_when_they_end():
    series = [0.0, 0, 30, 0, 0, 0, 24, 0, 0, 27, 0, 0] * 2
    assert choose(series) == "intermittent"
    now = forecast(series, 1).values[0]
    assert 5 < now < 12
    assert forecast([*series, *[0.0] * 12], 1).values[0] < now / 3
    assert forecast([0.0] * 12, 2).values == (0, 0)


def test_a_month_cut_short_is_noticed_and_not_learned():
    series = [(1000.0 + at) * SEASON[at % 12] for at in range(40)]
    hurt = [*series]
    hurt[20], hurt[39] = 0.0, series[39] / 5
    assert broken(series) == []
    assert broken(hurt) == [20, 39]
    assert forecast(hurt, 3).broken == (20, 39)
    assert forecast(hurt, 3).values == pytest.approx(forecast(series, 3).values, rel=0.1)


def test_an_empty_series_is_refused():
    with pytest.raises(ValueError, match="nothing"):
        forecast([], 3)


@given(MONTHS, st.integers(1, 15))
def test_never_below_zero_and_inside_its_band(series, horizon):
    made = forecast(series, horizon)
    assert len(made.values) == len(made.low) == len(made.high) == horizon
    assert all(0 <= low <= value <= high for low, value, high in zip(made.low, made.values, made.high, strict=True))
    assert made.method in METHODS


@given(MONTHS, st.sampled_from(sorted(METHODS)), st.integers(2, 50))
def test_the_unit_does_not_matter(series, method, times):
    one, many = METHODS[method](series, 4), METHODS[method]([each * times for each in series], 4)
    assert many == pytest.approx([each * times for each in one], rel=1e-6, abs=1e-6)


@given(st.integers(1, 10_000).map(float), st.integers(3, 40), st.sampled_from(sorted(METHODS)))
def test_what_never_changes_goes_on(value, months, method):
    assert METHODS[method]([value] * months, 3) == pytest.approx([value] * 3)


@given(MONTHS)
def test_the_band_widens(series):
    made = forecast(series, 6)
    widths = [high - value for high, value in zip(made.high, made.values, strict=True)]
    assert widths == sorted(widths)


@given(MONTHS)
def test_what_sells_often_is_not_intermittent(series):
    assert not is_intermittent([each + 1 for each in series])
    assert is_intermittent([0.0] * 12)


def m3(every):
    """Series of the M3 competition: number → (months to learn, months to tell)."""
    found = defaultdict(lambda: ([], []))
    with (FOLDER / "M3_monthly_dev286.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["series"]][row["part"] != "train"].append(float(row["value"]))
    return dict(list(found.items())[::every])


def smape(told, actual):
    return mean(200 * abs(one - other) / (abs(one) + abs(other)) if one or other else 0
                for one, other in zip(told, actual, strict=True))


def error(series, method):
    return mean(smape(forecast(learned, len(actual), method=method).values, actual)
                for learned, actual in series.values())


@needs_data
def test_no_worse_than_seasonal_naive_on_a_sample_of_published_series():
    sample = m3(every=8)
    assert error(sample, "automatic") < error(sample, "seasonal")


@needs_data
@pytest.mark.full
@pytest.mark.parametrize("method", PUBLISHED)
def test_as_good_as_the_published_methods_on_all_of_them(method):
    assert error(m3(every=1), method) <= PUBLISHED[method]


def column(name, of):
    with (FOLDER / name).open(encoding="utf-8") as file:
        return [float(row[of]) for row in csv.DictReader(file)]


@needs_data
def test_the_last_year_of_the_airline_series():
    series = column("Airline.csv", "Passengers")
    assert smape(forecast(series[:-12], 12).values, series[-12:]) < 12


@needs_data
def test_a_drug_that_is_hardly_prescribed_any_more():
    series = column("PBS_dataset.csv", "Scripts")
    made = forecast(series, 12)
    assert made.method == "intermittent"
    assert made.values[0] < sum(series) / len(series) / 5


@needs_data
def test_the_two_broken_months_of_a_pharmacys_sales_are_noticed():
    with (DATA / "pharma_sales" / "atc_salesmonthly.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    days = [row.pop("datum") for row in rows]
    for column in rows[0]:
        found = {days[at] for at in broken([float(row[column]) for row in rows])}
        assert {"2017-01-31", "2019-10-31"} <= found
