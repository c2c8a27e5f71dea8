"""Visiting hours by weekday, as people write them, and a plan that keeps to them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.calendar import work_calendar
from kamdesk.methods.routing import DayRules, WeekHours, parse_hours, parse_week
from kamdesk.methods.visit_cycle import Need, Window, plan_cycle

MORNING = parse_hours("8-12")
MONDAY = datetime.date(2025, 12, 1)


def days(hours: WeekHours) -> str:
    """The weekdays that open, as digits."""
    return "".join(str(day) for day in range(7) if hours.opens(day))


@pytest.mark.parametrize(("text", "open_days"), [
    ("", "0123456"), ("con cita", "0123456"), ("8-12", "0123456"), ("lun-vie 8-12", "01234"), ("L-V 8 a 12", "01234"),
    ("mar y jue 15:30 a 18", "13"), ("martes, jueves 15:30-18:00", "13"), ("vie a lun 8-12", "0456"),
    ("Sábado 9–11", "5"), ("Mon to Wed 8-12", "012"), ("lun 8-12; mié 8-12", "02")])
def test_the_days_that_open(text: str, open_days: str) -> None:
    assert days(parse_week(text)) == open_days


def test_each_day_has_its_own_hours() -> None:
    hours = parse_week("lun-vie 8-12, 15-18; sáb 9-11")
    assert hours.on(0) == parse_hours("8-12, 15-18")
    assert hours.on(5) == parse_hours("9-11")
    assert hours.on(6) == ()
    mixed = parse_week("8-12, sáb 9-11")
    assert (mixed.on(2), mixed.on(5)) == (MORNING, parse_hours("9-11"))


@given(st.text(alphabet="lmxjvsd alunesmartes0123456789:-,;y", max_size=40))
def test_any_text_is_read(text: str) -> None:
    hours = parse_week(text)
    assert len(hours.days) in (0, 7)
    assert all(begin < end for each in hours.days for begin, end in each)


def test_the_plan_keeps_to_the_hours_of_each_weekday() -> None:
    needs = [Need(f"c{at}", f"Cliente {at}", 1, hours=parse_week("mar 16-18; jue 9-10")) for at in range(3)]
    window = Window(MONDAY, MONDAY + datetime.timedelta(4), work_calendar(), 8, "ana",
                    rules=DayRules(base=(20.0, -101.0)))
    proposal = plan_cycle(needs, window)
    begins = {(plan.day.weekday(), leg.begins // 60) for plan in proposal.days for leg in plan.route.legs}
    assert {day for day, _hour in begins} <= {1, 3}
    assert all(hour >= (16 if day == 1 else 9) for day, hour in begins)
    closed = plan_cycle([Need("d", "D", 1, hours=parse_week("dom 9-12"))], window)
    assert closed.left_out[0].reason.startswith("sin lugar")
