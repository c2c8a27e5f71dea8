"""Exchanges, imports, looks at prices and postponed alerts say what is wrong with them."""

from __future__ import annotations

import dataclasses
import datetime

from kamdesk import clock
from kamdesk.commands.settings import change_setting
from kamdesk.records.system import AlertSnooze, ConfidentialAccess, ExchangeEvent, ImportBatch
from tests.kamdesk.records.things import Put, Said

DAY = datetime.timedelta(days=1)


def test_an_exchange_is_undone_within_thirty_days(errors: Said) -> None:
    event = ExchangeEvent(at=clock.now() - 31 * DAY, undone_at=clock.now())
    assert errors(event) == {"undone_at": "Solo se puede deshacer durante 30 días."}
    assert errors(dataclasses.replace(event, at=clock.now() - 30 * DAY)) == {}
    assert errors(dataclasses.replace(event, undone_at=None)) == {}


def test_the_same_file_twice_is_marked_unless_it_was_undone(put: Put, store, cautions: Said) -> None:
    noon = datetime.datetime(2025, 11, 3, 12, tzinfo=datetime.UTC)
    first = put(ImportBatch(at=noon, file_name="ventas.xlsx", sha256="ab", target="sales_record"))
    again = ImportBatch(at=clock.now(), file_name="ventas (1).xlsx", sha256="ab", target="sales_record")
    assert cautions(again) == {"file_name": "Este archivo ya se importó el 3 nov 2025."}
    assert cautions(first) == {}
    assert cautions(dataclasses.replace(again, sha256="cd")) == {}
    with store.unit("test") as uow:
        uow.change(first, undone_at=clock.now())
    assert cautions(again) == {}


def test_whoever_looks_at_prices_says_why_where_asked(app, errors: Said) -> None:
    look = ConfidentialAccess(at=clock.now(), action="showed")
    assert errors(look) == {}
    app.run(change_setting, name="price_reason", value=True)
    assert errors(look) == {"reason": "Anota el motivo."}
    assert errors(dataclasses.replace(look, reason="Negociación")) == {}


def test_an_alert_is_postponed_for_a_quarter_at_most(errors: Said) -> None:
    snooze = AlertSnooze(alert="L01", until=clock.today() + 91 * DAY)
    assert errors(snooze) == {"until": "Puedes posponer hasta 90 días."}
    assert errors(dataclasses.replace(snooze, until=clock.today() + 90 * DAY)) == {}
