"""Working days: the Mexico template, half days, days off of a person, and what depends on them."""

from __future__ import annotations

import datetime
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.calendar import MONDAY_TO_FRIDAY, NonWorking, Progress, WorkCalendar, holidays_of, work_calendar
from kamdesk.problems import Problem
from tests.shared import ROOT

DAY = datetime.date
NOVEMBER = (DAY(2025, 11, 1), DAY(2025, 11, 30))
days = st.dates(DAY(2024, 1, 1), DAY(2026, 12, 31))
off_rows = st.lists(st.builds(NonWorking, on=days, half_day=st.booleans()), max_size=12)


@pytest.fixture
def mexico() -> WorkCalendar:
    return work_calendar(holidays_of("MX", 2025))


def test_mexico_template_is_the_seven_days() -> None:
    expected = [(1, 1), (2, 3), (3, 17), (5, 1), (9, 16), (11, 17), (12, 25)]
    assert [(row.on.month, row.on.day) for row in holidays_of("MX", 2025)] == expected


def test_the_handover_of_2024_is_not_in_the_template() -> None:
    assert DAY(2024, 10, 1) not in {row.on for row in holidays_of("MX", 2024)}


def test_other_countries_come_in_spanish() -> None:
    assert "Santa Rosa de Lima" in {row.name for row in holidays_of("PE", 2025)}


def test_unknown_country_says_what_to_do() -> None:
    with pytest.raises(Problem, match="XX"):
        holidays_of("XX", 2025)


def test_24_november_2025_is_day_15_of_19(mexico: WorkCalendar) -> None:
    assert mexico.progress(DAY(2025, 11, 24)) == Progress(Fraction(15), Fraction(19))
    assert mexico.progress(DAY(2025, 11, 24)).label() == "día 15 de 19 hábiles"


def test_half_days_count_a_half() -> None:
    calendar = work_calendar([*holidays_of("MX", 2025), NonWorking(DAY(2025, 11, 21), half_day=True)])
    assert calendar.working(*NOVEMBER) == Fraction(37, 2)
    assert calendar.progress(DAY(2025, 11, 24)).label() == "día 14.5 de 18.5 hábiles"


def test_days_off_of_a_person_touch_only_that_person() -> None:
    rows = [NonWorking(DAY(2025, 11, 3), DAY(2025, 11, 7), person="ana")]
    assert work_calendar(rows).working(*NOVEMBER) == 20
    assert work_calendar(rows, person="ana").working(*NOVEMBER) == 15
    assert work_calendar(rows, person="luis").working(*NOVEMBER) == 20


def test_local_holidays_touch_only_their_territory() -> None:
    rows = [NonWorking(DAY(2025, 11, 3), territory="norte")]
    assert not work_calendar(rows, territories=frozenset({"norte"})).is_working(DAY(2025, 11, 3))
    assert work_calendar(rows, territories=frozenset({"sur"})).is_working(DAY(2025, 11, 3))


def test_due_dates_move_off_days_off(mexico: WorkCalendar) -> None:
    assert mexico.on_or_after(DAY(2025, 11, 15)) == DAY(2025, 11, 18)
    assert mexico.next_working_day(DAY(2025, 11, 14)) == DAY(2025, 11, 18)
    assert mexico.next_working_day(DAY(2025, 11, 14), 3) == DAY(2025, 11, 20)


def test_working_day_of_the_month(mexico: WorkCalendar) -> None:
    assert mexico.working_day_of_month("2025-11", 5) == DAY(2025, 11, 7)
    assert mexico.working_day_of_month("2025-11", 40) == DAY(2025, 11, 28)


def test_share_gone_by(mexico: WorkCalendar) -> None:
    start, end = NOVEMBER
    assert mexico.elapsed_share(start, DAY(2025, 11, 24), end) == Fraction(15, 19)
    assert mexico.elapsed_share(start, DAY(2025, 11, 2), end) is None  # a weekend: nothing can be due yet
    assert mexico.elapsed_share(start, DAY(2026, 1, 5), end) == 1


def test_a_period_without_working_days_uses_calendar_days() -> None:
    calendar = work_calendar([NonWorking(*NOVEMBER)])
    assert calendar.elapsed_share(NOVEMBER[0], DAY(2025, 11, 15), NOVEMBER[1]) == Fraction(1, 2)


def test_a_week_without_working_days_is_refused() -> None:
    with pytest.raises(Problem, match="hábil"):
        work_calendar(weekdays=frozenset())


def test_leave_without_end_is_a_problem() -> None:
    with pytest.raises(Problem, match="2025-11-01"):
        work_calendar([NonWorking(DAY(2025, 1, 1), DAY(2029, 1, 1))]).on_or_after(DAY(2025, 11, 1))


@given(rows=off_rows, first=days, last=days, weekdays=st.frozensets(st.integers(0, 6), min_size=1))
def test_working_is_the_sum_of_its_days(rows: list[NonWorking], first: DAY, last: DAY,
                                        weekdays: frozenset[int]) -> None:
    calendar = work_calendar(rows, weekdays=weekdays)
    each = [calendar.part(first + datetime.timedelta(step)) for step in range((last - first).days + 1)]
    assert calendar.working(first, last) == sum(each)


@given(rows=off_rows, day=days)
def test_the_next_working_day_is_worked_and_nearest(rows: list[NonWorking], day: DAY) -> None:
    calendar = work_calendar(rows, weekdays=MONDAY_TO_FRIDAY)
    following = calendar.next_working_day(day)
    assert calendar.is_working(following)
    assert calendar.days(day + datetime.timedelta(1), following) == [following]


def test_only_the_countries_asked_for_are_imported():
    code = ("import sys\nfrom kamdesk.methods.calendar import holidays_of\n"
            "found = len(holidays_of('MX', 2025)), len(holidays_of('CL', 2025))\n"
            "print(*found, sum(name.startswith('holidays.countries.') for name in sys.modules))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    mexico, chile, countries = map(int, done.stdout.split())
    assert (mexico, chile > 10, countries < 10) == (7, True, True)
