"""Tasks are started, done, postponed and given up; alerts are postponed (product/04 §4.12)."""

from __future__ import annotations

import datetime

import pytest

from db.store import BaseStore
from kamdesk import clock
from kamdesk.alerts import alerts
from kamdesk.app import App
from kamdesk.commands.tasks import (
    cancel_task,
    complete_task,
    create_task,
    next_due,
    postpone_task,
    snooze_alert,
    start_task,
)
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.system import AlertSnooze
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person

DAY = datetime.timedelta(days=1)


def created(app: App, **given: object) -> Task:
    return app.run(create_task, title="Llamar a Nadro", due=clock.today() + 2 * DAY, **given)  # type: ignore[arg-type]


def test_a_new_task_is_mine_and_keeps_its_first_due_day(app: App, me: Person) -> None:
    task = created(app)
    assert (task.assigned_to, task.first_due, task.asked_on, task.state) == (
        me.id, task.due, clock.today(), "pending")
    step = app.store.undo_step()
    assert step is not None
    assert step.label == "Tarea: Llamar a Nadro"


def test_a_task_is_started_once(app: App, me: Person) -> None:
    task = app.run(start_task, task=created(app))
    assert task.state == "running"
    with pytest.raises(Problem, match="Solo se puede iniciar una tarea pendiente"):
        app.run(start_task, task=task)


def test_a_task_is_done_with_its_result_and_undone(app: App, me: Person) -> None:
    task = app.run(complete_task, task=created(app), result="Confirmó el pedido")
    assert (task.state, task.result, task.done_on) == ("done", "Confirmó el pedido", clock.today())
    with pytest.raises(Problem, match="ya está cerrada"):
        app.run(complete_task, task=task)
    app.undo()
    assert app.store.get(Task, task.id).state == "pending"


def test_an_order_is_not_done_without_its_result(app: App, me: Person) -> None:
    task = created(app, category="order", assigned_by="Ernesto")
    with pytest.raises(Problem, match="Anota el resultado"):
        app.run(complete_task, task=task)
    assert app.run(complete_task, task=task, result="Entregado").state == "done"


def test_a_task_that_repeats_makes_the_next(app: App, me: Person, store: BaseStore) -> None:
    task = created(app, repeat="monthly", priority="high")
    app.run(complete_task, task=task)
    following = store.find(Task, state="pending")
    assert [(each.title, each.due, each.repeat, each.priority) for each in following] == [
        (task.title, datetime.date(2025, 12, 26), "monthly", "high")]
    app.undo()
    assert [each.id for each in store.find(Task)] == [task.id]


@pytest.mark.parametrize(("due", "repeat", "expected"), [
    (datetime.date(2025, 1, 31), "monthly", datetime.date(2025, 2, 28)),
    (datetime.date(2025, 1, 31), "quarterly", datetime.date(2025, 4, 30)),
    (datetime.date(2025, 2, 3), "weekly", datetime.date(2025, 2, 10)),
    (datetime.date(2025, 2, 3), "daily", datetime.date(2025, 2, 4)),
    (datetime.date(2024, 12, 31), "monthly", datetime.date(2025, 1, 31)),
    (datetime.date(2025, 2, 3), "no", None),
])
def test_the_next_due_day(due: datetime.date, repeat: str, expected: datetime.date | None) -> None:
    assert next_due(due, repeat=repeat, today=datetime.date(2025, 1, 15)) == expected


def test_a_task_done_late_does_not_repeat_into_the_past() -> None:
    late = next_due(datetime.date(2025, 1, 6), repeat="weekly", today=datetime.date(2025, 2, 5))
    assert late == datetime.date(2025, 2, 10)


def test_a_postponed_task_says_why_and_keeps_its_first_day(app: App, me: Person) -> None:
    task = created(app)
    later = app.run(postpone_task, task=task, due=clock.today() + 9 * DAY, reason="Está de viaje")
    assert (later.due, later.first_due) == (clock.today() + 9 * DAY, task.due)
    assert later.result.endswith("Está de viaje")
    with pytest.raises(Problem, match="por qué se pospone"):
        app.run(postpone_task, task=later, due=clock.today() + 20 * DAY, reason=" ")
    with pytest.raises(Problem, match="posterior"):
        app.run(postpone_task, task=later, due=clock.today(), reason="Antes")


def test_a_cancelled_task_says_why_and_does_not_repeat(app: App, me: Person, store: BaseStore) -> None:
    task = created(app, repeat="daily")
    with pytest.raises(Problem, match="por qué se cancela"):
        app.run(cancel_task, task=task, reason="")
    assert app.run(cancel_task, task=task, reason="Ya no aplica").result == "Ya no aplica"
    assert store.count(Task) == 1


def test_a_postponed_alert_comes_back_on_its_day(app: App, me: Person, store: BaseStore) -> None:
    task = created(app)
    app.run(postpone_task, task=task, due=clock.today() + 3 * DAY, reason="Espera")
    due = app.run(create_task, title="Hoy", due=clock.today())
    about = Link("task", due.id)
    app.run(snooze_alert, alert="L26", record=about, until=clock.today() + DAY)
    assert not [each for each in alerts(store) if each.about == about]
    app.run(snooze_alert, alert="L26", record=about, until=clock.today() + 7 * DAY)
    assert [each.until for each in store.find(AlertSnooze)] == [clock.today() + 7 * DAY]
    app.undo()
    app.undo()
    assert [each for each in alerts(store) if each.about == about]


def test_an_alert_is_postponed_from_tomorrow_to_ninety_days(app: App, me: Person) -> None:
    about = Link("task", created(app).id)
    with pytest.raises(Problem, match="un día después de hoy"):
        app.run(snooze_alert, alert="L26", record=about, until=clock.today())
    with pytest.raises(Problem, match="hasta 90 días"):
        app.run(snooze_alert, alert="L26", record=about, until=clock.today() + 91 * DAY)
    assert app.run(snooze_alert, alert="L26", record=about, until=clock.today() + 90 * DAY)
