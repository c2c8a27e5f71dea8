"""Settings are changed and reset; the base currency only before the first amount."""

from __future__ import annotations

import pytest

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.settings import change_setting, reset_setting
from kamdesk.problems import Problem
from tests.made import make


def test_a_setting_is_changed_undone_and_reset(app: App, store: BaseStore) -> None:
    app.run(change_setting, name="capacity_per_day", value=9)
    assert store.setting("capacity_per_day") == 9
    app.undo()
    assert store.setting("capacity_per_day") == 8
    app.run(change_setting, name="capacity_per_day", value=9)
    app.run(reset_setting, name="capacity_per_day")
    assert store.setting("capacity_per_day") == 8


def test_a_value_beyond_its_range_is_refused(app: App) -> None:
    with pytest.raises(Problem, match="va de 1 a 40"):
        app.run(change_setting, name="capacity_per_day", value=41)


def test_the_currency_is_fixed_by_the_first_amount(app: App, store: BaseStore) -> None:
    make(app, "client", potential=None)
    app.run(change_setting, name="currency", value="PEN")
    make(app, "client", potential=100_00)
    with pytest.raises(Problem, match="Ya hay importes en PEN"):
        app.run(change_setting, name="currency", value="CLP")
    assert store.setting("currency") == "PEN"
    app.run(change_setting, name="currency", value="PEN")  # the same one again is nobody's harm
