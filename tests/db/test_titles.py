"""Search does not care whether a title was written, nor for accents, case and the order of words."""

from __future__ import annotations

import pytest

from kamdesk.app import App
from kamdesk.store import Query
from tests.made import make


@pytest.mark.parametrize("typed", ["Dra. Salas", "dra salas rocio", "SALAS doctora", "Rocío Salas", "sálas"])
def test_a_title_is_not_looked_for(app: App, typed: str) -> None:
    made = make(app, "client", name="Rocío Salas", category="physician")
    make(app, "client", name="Dra. Ana Ruiz", category="physician")
    assert [hit.id for hit in app.store.search(typed)] == [made.id]
    assert app.store.ids(type(made).kind, Query(search=typed)) == [made.id]


def test_a_title_alone_still_finds_something(app: App) -> None:
    made = make(app, "client", name="Dra. Ana Ruiz", category="physician")
    assert [hit.id for hit in app.store.search("dra")] == [made.id]
