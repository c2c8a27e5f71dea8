"""How far each method errs on the M3 monthly series beside the published errors, and how long 1,000 series take.

One series in eight, all of them with ``--full``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

from kamdesk.methods.forecast import forecast
from tests.conftest import FULL
from tests.kamdesk.methods.test_forecast import error, m3
from tests.shared import needs_data

EVERY = 1 if os.environ.get(FULL) else 8
# What the competition published for these series: naive, seasonal naive, and Theta for whatever aims higher.
NAIVE, SEASONAL_NAIVE, THETA = 18.19, 17.28, 13.96
PUBLISHED = {"moving_average": NAIVE, "seasonal": SEASONAL_NAIVE, "trend": THETA, "damped": THETA, "combined": THETA,
             "automatic": THETA}
THOUSAND = 1_000
WANTED = 60.0  # seconds


@needs_data
@pytest.mark.parametrize("method", PUBLISHED)
def test_the_error_of_a_method(method: str, record_property: Callable[[str, object], None]) -> None:
    found = error(m3(every=EVERY), method)
    record_property("bench", (f"sMAPE of {method} on M3", found, PUBLISHED[method], "%"))
    assert 0 < found < 100


def test_a_thousand_series(record_property: Callable[[str, object], None]) -> None:
    series = [[1_000.0 + at * month % 37 + 100 * (month % 12) for month in range(60)] for at in range(THOUSAND // 10)]
    start = time.perf_counter()
    made = [forecast(each, 12) for each in series]
    taken = (time.perf_counter() - start) * THOUSAND / len(series)
    record_property("bench", ("1,000 series of 60 months, 12 ahead", taken, WANTED, "s"))
    assert all(len(each.values) == 12 for each in made)
