"""The methods that search: a month of visits, a round tour, one name among 5,000; each against what a person waits."""

from __future__ import annotations

import datetime
import random
import statistics
import time
from collections.abc import Callable

from kamdesk.methods.calendar import work_calendar
from kamdesk.methods.duplicates import DuplicateIndex, Entry
from kamdesk.methods.tour import shortest_path
from kamdesk.methods.visit_cycle import DayRules, Window, plan_cycle
from tests.kamdesk.methods.test_duplicates import many
from tests.kamdesk.methods.test_visit_cycle import BASE, FIRST, clustered

Note = Callable[[str, object], None]


def spent(work: Callable[[], object], times: int = 3) -> float:
    """CPU milliseconds of one run, the median of some."""
    found = []
    for _time in range(times):
        begin = time.process_time()
        work()
        found.append((time.process_time() - begin) * 1000)
    return statistics.median(found)


def test_a_month_of_visits(record_property: Note) -> None:
    parties, rules = clustered(), DayRules(base=BASE)
    whole = Window(FIRST, datetime.date(2025, 12, 30), work_calendar(), 20, "ana", rules=rules)
    window = Window(whole.days()[0], whole.days()[20], work_calendar(), 20, "ana", rules=rules)
    value = spent(lambda: plan_cycle(parties, window), times=1)
    record_property("bench", ("plan 400 visits to 300 parties, CPU (floor: 3 s)", value, 3_000, "ms"))


def test_a_round_tour(record_property: Note) -> None:
    chance = random.Random(5)
    places = [(chance.random(), chance.random()) for _place in range(50)]
    matrix = [[round(((a - c) ** 2 + (b - d) ** 2) ** 0.5 * 1000) for c, d in places] for a, b in places]
    record_property("bench", ("tour of 50 places, CPU (floor: 2 s)", spent(lambda: shortest_path(matrix)), 2_000, "ms"))


def test_one_name_among_5000(record_property: Note) -> None:
    known = many()
    index, drawn = DuplicateIndex(known), random.Random(3).sample(known, 20)
    value = spent(lambda: [index.find(Entry("new", each.name, city=each.city)) for each in drawn]) / len(drawn)
    record_property("bench", ("duplicates of one name among 5,000, CPU (floor: 100 ms)", value, 100, "ms"))
