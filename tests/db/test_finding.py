"""Searched lists read from the index of names hold the same records, in the same order, as the long way round."""

from __future__ import annotations

from typing import Any

import pytest

from db.finding import in_order_of_names
from db.query import listed
from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.records import archive
from kamdesk.kinds import kind_of
from kamdesk.records.clients import Client
from kamdesk.store import Query, Where
from tests.made import make

CLIENT = kind_of("client")
NAMES = ("Hospital Ángeles", "hospital ángeles", "Farmacia del Sol", "Clínica Hospitalaria", "Dr. Héctor Ho", "Óptica")
SEARCHES = ("h", "ho", "hos", "hospital", "hospital ang", "á", "sol", "SOL far", "jalisco", "jalisco hosp", "dr. h",
            "%", '"', "nobody", "of _")


@pytest.fixture
def clients(app: App) -> list[Client]:
    """Clients of two zones; one is archived."""
    zones = [make(app, "territory", name=name, level="zone").id for name in ("Jalisco", "Bajío")]
    found = [make(app, "client", name=name, territory=zones[at % 2]) for at, name in enumerate(NAMES)]
    app.run(archive, records=[found[1]])
    return found


@pytest.mark.parametrize(("archived", "named"), [(False, 2), (True, 1), (None, 3)])
def test_the_same_records_in_the_same_order(store: BaseStore, clients: list[Client], archived: Any, named: int):
    for words in SEARCHES:
        for where in ((), (Where("territory", "=", clients[0].territory),)):
            for sort in ((), (("name", True),)):
                query = Query(search=words, archived=archived, sort=sort, where=where)
                chosen = in_order_of_names(CLIENT, query)
                assert chosen is not None
                ids = list(store.writer.execute(chosen).scalars())
                assert ids == list(store.writer.execute(listed(CLIENT, query)).scalars()), words
                assert [row.id for row in store.page(CLIENT, query).rows] == ids
    assert store.page(CLIENT, Query(search="hos", archived=archived)).total == named
    store.writer.rollback()


def test_other_lists_are_read_the_usual_way() -> None:
    assert in_order_of_names(CLIENT, Query()) is None
    assert in_order_of_names(CLIENT, Query(search="h", sort=(("year_sales", True),))) is None
    assert in_order_of_names(kind_of("sales_record"), Query(search="h")) is None
