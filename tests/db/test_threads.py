"""The window and a job read at the same time, each on a connection of its own, and both see what was written."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.figures import ask
from kamdesk.figures.model import Period
from kamdesk.records.clients import Client
from tests.made import make

TURNS = 150


def read_all(store: BaseStore, turns: int) -> set[int]:
    """Many different questions, one after the other; how many clients each turn counted."""
    counted = set()
    for turn in range(turns):
        counted.add(store.count(Client))
        store.find(Client, limit=turn + 1, sort=(("name", turn % 2 == 0),))
        ask(store.facts, "F20", Period.month(f"{2000 + turn % 20}-0{turn % 9 + 1}"))
    return counted


def test_two_threads_read_at_once(store: BaseStore) -> None:
    make(App(store), "client", name="Hospital Civil")
    with ThreadPoolExecutor(max_workers=2) as pool:
        jobs = [pool.submit(read_all, store, TURNS) for _job in range(2)]
        assert read_all(store, TURNS) == {1}
        assert [job.result() for job in jobs] == [{1}, {1}]


def test_a_job_sees_what_the_window_wrote_meanwhile(store: BaseStore) -> None:
    app, written, seen = App(store), threading.Event(), []
    make(app, "client", name="Hospital Civil")

    def job() -> int:
        first = store.count(Client)
        seen.append(first)
        written.wait(10)
        return store.count(Client)

    with ThreadPoolExecutor(max_workers=1) as pool:
        told = pool.submit(job)
        while not seen:
            pass
        make(app, "client", name="Clínica San José")
        written.set()
        assert (seen, told.result()) == ([1], 2)


def test_reading_goes_on_after_the_file_was_let_go(store: BaseStore) -> None:
    make(App(store), "client", name="Hospital Civil")
    with ThreadPoolExecutor(max_workers=1) as pool:
        assert pool.submit(store.count, Client).result() == 1
        with store.shut(store.key):
            pass
        assert pool.submit(store.count, Client).result() == 1
    assert store.count(Client) == 1


def test_at_rest_pages_are_given_back_and_asking_goes_on(store: BaseStore) -> None:
    make(App(store), "client", name="Hospital Civil")
    store.rest()
    assert store.count(Client) == 1
