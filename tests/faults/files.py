"""What children of the fault tests do until they are killed."""

from __future__ import annotations

import itertools
import os
from multiprocessing.connection import Connection
from pathlib import Path

from db import schema
from db.doors import FileDoors
from db.store import BaseStore
from kamdesk import words
from kamdesk.records.territories import Territory

schema.triggers_digest()  # once in the server, not in each child

def commit(path: Path, acknowledge: Connection, start: int) -> None:
    """Commit pairs of records for ever, and say the number of each pair after its commit."""
    store = BaseStore(path)
    for number in itertools.count(start):
        with store.unit("pair") as uow:
            uow.add(Territory(name=f"{number} a", level="zone"))
            uow.add(Territory(name=f"{number} b", level="zone"))
        acknowledge.send(number)


def handle_files(path: Path, acknowledge: Connection, state: str) -> None:
    """Back up, restore and re-key the base for ever; say when it begins."""
    os.environ["XDG_STATE_HOME"] = state
    words.set_language("es")
    store, doors = BaseStore(path), FileDoors()
    acknowledge.send(0)
    while True:
        made = doors.back_up(store)
        doors.restore(store, made.path)
        doors.share(store, path.with_name("out.sqlite"), to="Marta", plain=True)
