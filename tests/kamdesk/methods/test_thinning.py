"""Which backups stay: enough to go back a day, a week, a month, and never the newest gone."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods import thinning

NOW = datetime.datetime(2025, 11, 24, 12, 0, tzinfo=datetime.UTC)
past = st.integers(0, 400 * 24 * 60).map(lambda minutes: NOW - datetime.timedelta(minutes=minutes))


@given(st.lists(past, max_size=120))
def test_the_newest_and_all_of_two_days_stay(instants):
    kept = thinning.keep(instants, NOW)
    assert kept <= set(instants)
    assert {each for each in instants if NOW - each <= thinning.RECENT} <= kept
    assert not instants or max(instants) in kept


@given(st.lists(past, max_size=200))
def test_the_rest_is_bounded(instants):
    old = {each for each in thinning.keep(instants, NOW) if NOW - each > thinning.RECENT}
    assert len(old) <= thinning.DAILY + thinning.WEEKLY + thinning.MONTHLY


@given(st.lists(past, max_size=60, unique=True))
def test_thinning_after_each_backup_leaves_the_same_as_thinning_once(instants):
    left: set[datetime.datetime] = set()
    for each in sorted(instants):
        left = thinning.keep({*left, each}, each)
    assert thinning.keep(left, NOW) == thinning.keep(instants, NOW)


def test_a_year_of_backups_every_half_hour():
    every = [NOW - datetime.timedelta(minutes=30 * at) for at in range(365 * 48)]
    kept = sorted(thinning.keep(every, NOW))
    assert len({each.date() for each in kept}) >= thinning.DAILY
    assert len({each.isocalendar()[:2] for each in kept}) >= thinning.WEEKLY
    assert len({(each.year, each.month) for each in kept}) == thinning.MONTHLY
    assert len(kept) < 97 + 30


def test_days_are_those_of_the_laptop():
    mexico = datetime.timezone(datetime.timedelta(hours=-6))
    evening = datetime.datetime(2025, 11, 20, 3, 0, tzinfo=datetime.UTC)  # 19 November there
    morning = datetime.datetime(2025, 11, 19, 15, 0, tzinfo=datetime.UTC)
    assert thinning.keep([evening, morning], NOW.astimezone(mexico)) == {evening}


def test_a_copy_of_the_future_stays():
    future = NOW + datetime.timedelta(days=900)
    assert future in thinning.keep([future, NOW], NOW)
