"""A clock that jumps, another time zone, the end of February: order is kept and civil days never shift."""

from __future__ import annotations

import dataclasses
import datetime
import os
import time
from collections.abc import Iterator
from unittest import mock

import pytest

from db.store import BaseStore
from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.figures.model import Period
from kamdesk.methods.months import add_months, month_end
from kamdesk.records.clients import Client
from kamdesk.records.tasks import Task
from tests.made import make

ZONES = ("UTC", "America/Mexico_City", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu")
JUMPS = (0, 3_600, -86_400 * 400, -86_400 * 400, 86_400 * 900, 5)  # seconds on the clock of the laptop


@pytest.fixture
def zone() -> Iterator[None]:
    """The zone of this process afterwards as it was."""
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def move(name: str) -> None:
    """Take the laptop to another zone."""
    os.environ["TZ"] = name
    time.tzset()


def test_the_order_of_what_was_done_survives_a_clock_that_jumps(app: App, store: BaseStore) -> None:
    real = clock.now()
    client = make(app, "client", name="Cliente 0")
    for at, jump in enumerate(JUMPS, start=1):
        with mock.patch.object(clock, "now", lambda jump=jump: real + datetime.timedelta(seconds=jump)):
            app.run(save, record=dataclasses.replace(app.store.get(Client, client.id), name=f"Cliente {at}"))
    past = [each.after for each in store.history(Client, client.id) if each.field == "name"]
    assert past == [f"Cliente {at}" for at in range(len(JUMPS), 0, -1)]
    stamps = store.writer.exec_driver_sql("SELECT hlc FROM kd_txn ORDER BY s_from").scalars().all()
    store.writer.rollback()
    assert stamps == sorted(set(stamps))
    app.undo()
    assert store.get(Client, client.id).name == f"Cliente {len(JUMPS) - 1}"


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("day", [datetime.date(2028, 2, 29), datetime.date(2025, 12, 31), datetime.date(2026, 1, 1),
                                 datetime.date(2025, 4, 6)])
def test_civil_days_do_not_move_with_the_laptop(app: App, day: datetime.date) -> None:
    move(ZONES[0])
    task = make(app, "task", due=day)
    started = clock.now().replace(microsecond=0)
    incident = make(app, "incident", opened_at=started)
    for name in ZONES:
        move(name)
        app.store.forget()  # type: ignore[attr-defined]
        assert app.store.get(Task, task.id).due == day
        assert app.store.get(type(incident), incident.id).opened_at == started


@pytest.mark.usefixtures("zone")
def test_today_is_the_day_of_the_laptop() -> None:
    clock.fix(None)
    days = set()
    for name in ("Pacific/Kiritimati", "Etc/GMT+12"):
        move(name)
        days.add(clock.today())
        assert abs(clock.now() - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)
    assert len(days) == 2  # 26 hours lie between them


def test_the_ends_of_months_and_years() -> None:
    assert month_end("2028-02") == datetime.date(2028, 2, 29)
    assert month_end("2027-02") == datetime.date(2027, 2, 28)
    assert Period.month("2028-02").end == datetime.date(2028, 2, 29)
    assert [add_months("2025-12", step) for step in (-12, -1, 1, 2, 26)] == [
        "2024-12", "2025-11", "2026-01", "2026-02", "2028-02"]
