"""Every rule of «Requiere atención» over 50,000 clients, against the plain grouped questions it stands for."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from db.store import BaseStore
from kamdesk import clock
from kamdesk.alerts import RULES
from kamdesk.alerts.model import Look
from tests.bench import large
from tests.conftest import TODAY

ROUNDS = 3
# What a program without roll-ups asks for the same list: one grouped question over the facts each.
PLAIN = (
    "SELECT party, max(done_on) FROM visit WHERE NOT archived AND state = 'done' GROUP BY party",
    'SELECT party, max("on") FROM interaction WHERE NOT archived GROUP BY party',
    'SELECT party, "on" FROM (SELECT party, "on", row_number() OVER (PARTITION BY party ORDER BY "on" DESC) n'
    " FROM (SELECT DISTINCT party, \"on\" FROM sales_record WHERE NOT archived AND category = 'sale')) WHERE n <= 7",
    "SELECT i.party, i.due, sum(i.amount - coalesce(i.written_off, 0) - coalesce(a.applied, 0)) FROM invoice i"
    " LEFT JOIN (SELECT invoice, sum(amount) applied FROM allocation WHERE NOT archived GROUP BY invoice) a"
    " ON a.invoice = i.id WHERE NOT i.archived GROUP BY i.party, i.due",
    "SELECT coalesce(s.territory, c.territory), s.month, sum(s.amount) FROM sales_record s LEFT JOIN client c"
    " ON c.id = s.party WHERE NOT s.archived AND s.month BETWEEN '2025-01' AND '2025-11' GROUP BY 1, 2",
    "SELECT c.id, count(v.id) FROM client c LEFT JOIN visit v ON v.party = c.id AND v.state = 'done'"
    " AND NOT v.archived WHERE NOT c.archived GROUP BY c.id",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseStore]:
    """The benchmark data."""
    clock.fix(TODAY)
    base = tmp_path_factory.mktemp("alerts") / "base.kamdesk"
    shutil.copyfile(large.kept(), base)
    made = BaseStore(base)
    yield made
    made.close()
    clock.fix(None)


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def test_all_rules(store: BaseStore, record_property: Callable[[str, Any], None]) -> None:
    raw = store._readers.held.connection

    def plain() -> None:
        for sql in PLAIN:
            raw.exec_driver_sql(sql).all()

    def look(codes: list[str]) -> None:
        store._readers.forget()
        seen = Look(store)
        for code in codes:
            list(RULES[code].find(seen))

    look(sorted(RULES))  # modules are imported
    floor, value = (statistics.median(each) for each in zip(*(
        (spent(plain), spent(lambda: look(sorted(RULES)))) for _round in range(ROUNDS)), strict=True))
    record_property("bench", ("all rules after a start (goal 0.3)", value, floor, "ms"))
    worst = max((spent(lambda code=code: look([code])), code) for code in RULES)
    record_property("bench", (f"the slowest rule alone, {worst[1]}", worst[0], floor, "ms"))
