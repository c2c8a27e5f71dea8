"""Tasks, incidents and their log say what is wrong with them."""

from __future__ import annotations

import dataclasses
import datetime

from kamdesk import clock
from kamdesk.records.tasks import Incident, IncidentEntry, Task
from tests.kamdesk.records.things import Put, Said, product, someone

HOUR = datetime.timedelta(hours=1)


def test_an_order_of_the_boss_is_done_with_a_result(errors: Said) -> None:
    done = Task(title="Informe", category="order", due=datetime.date(2025, 11, 30), state="done")
    assert errors(done) == {"result": "Anota el resultado para informar."}
    assert errors(dataclasses.replace(done, result="Enviado")) == {}
    assert errors(dataclasses.replace(done, category="task")) == {}


def test_only_a_new_task_is_told_that_its_day_has_passed(put: Put, cautions: Said) -> None:
    late = Task(title="Llamar", due=datetime.date(2025, 11, 23), assigned_to=someone(put).id)
    assert cautions(late) == {"due": "La fecha ya pasó."}
    assert cautions(dataclasses.replace(late, due=datetime.date(2025, 11, 24))) == {}
    assert cautions(put(late)) == {}


def incident(**more: object) -> Incident:
    return Incident(**{"title": "Falta", "category": "stockout", "opened_at": clock.now() - 5 * HOUR, **more})


def test_a_critical_emergency_is_told_within_four_hours(cautions: Said) -> None:
    assert cautions(incident(severity="critical")) == {"informed_at": "Informa a la empresa: emergencia crítica."}
    assert cautions(incident(severity="critical", opened_at=clock.now() - 3 * HOUR)) == {}
    assert cautions(incident(severity="critical", informed_at=clock.now())) == {}
    assert cautions(incident()) == {}


def test_an_emergency_closes_with_a_decision(errors: Said) -> None:
    assert errors(incident(state="closed")) == {"decision": "Anota qué se decidió."}
    assert errors(incident(state="closed", decision="Se repuso")) == {}
    assert errors(incident()) == {}


def test_a_recall_says_of_what(put: Put, errors: Said) -> None:
    recall = incident(category="recall", product=product(put).id)
    assert errors(recall) == {"lot": "Indica el producto y el lote."}
    assert errors(dataclasses.replace(recall, lot="7F21")) == {}
    assert errors(dataclasses.replace(recall, lot="7F21", product=None)) == {"lot": "Indica el producto y el lote."}


def test_the_log_starts_with_the_emergency(put: Put, cautions: Said) -> None:
    opened = put(incident(coordinator=someone(put).id))
    entry = IncidentEntry(incident=opened.id, at=clock.now() - 6 * HOUR, text="Aviso del hospital")
    assert cautions(entry) == {"at": "Es anterior a la emergencia."}
    assert cautions(dataclasses.replace(entry, at=clock.now())) == {}
