"""What a child does to a base while the test kills it, or lets its system calls fail, one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from db import migrate, schema
from db.doors import FileDoors
from db.store import BaseStore
from kamdesk import words
from kamdesk.app import App
from kamdesk.commands.sheets import import_sheet
from kamdesk.problems import Problem
from kamdesk.sharing.exchange import NEW, Share
from kamdesk.sheets.importing import choose, open_source
from kamdesk.sheets.previewing import preview

SHEET = "Código;Nombre;Tipo;Ciudad\nN-1;Clínica Uno;Clínica;Tequila\nN-2;Farmacia Dos;Farmacia;Tequila\n"
STEP = 'def upgrade(op):\n    op.execute("UPDATE client SET name = name || \'X\'")\n'
NEXT = schema.VERSION + 1


def bring(base: Path) -> None:
    """Import the sheet beside the base."""
    store = BaseStore(base)
    source = open_source(base.with_name("clients.csv"))
    table, mapping = choose(source, "client", store)
    told = preview(store, source, table, mapping)
    App(store).run(import_sheet, preview=told)
    store.close()


def migrate_up(base: Path) -> None:
    """Run the step beside the base, after the backup that comes before it."""
    migrate.bring_up(base, None, steps=base.with_name("steps"), target=NEXT)


def back_up(base: Path) -> None:
    """A copy beside the base."""
    store = BaseStore(base)
    FileDoors().back_up(store, out=base.with_name("made.kamdesk"))
    store.close()


def restore(base: Path) -> None:
    """Put the older copy beside the base in its place."""
    store = BaseStore(base)
    FileDoors().restore(store, base.with_name("older.kamdesk"))
    store.close()


def send(base: Path) -> None:
    """A plain file for a colleague beside the base."""
    store = BaseStore(base)
    FileDoors().send(store, Share(to="Marta"), base.with_name("sent.sqlite"), seal=None)
    store.close()


def receive(base: Path) -> None:
    """Join the colleague's file beside the base, unless it was joined before."""
    store = BaseStore(base)
    incoming = FileDoors().examine(store, base.with_name("theirs.sqlite"))
    if incoming.state == NEW:
        FileDoors().apply(store, incoming)
    store.close()


OPERATIONS: dict[str, Callable[[Path], None]] = {
    "import": bring, "migration": migrate_up, "backup": back_up, "restore": restore, "send": send, "receive": receive}


def run(base: Path, told: Connection, name: str) -> None:
    """Say that it is ready, wait for the word, do the work, and tell how it ended."""
    os.environ["XDG_STATE_HOME"] = str(base.parent / "state")
    words.set_language("es")
    told.send("ready")
    told.recv()
    try:
        OPERATIONS[name](base)
    except Problem as problem:
        told.send(problem.message)
    except OSError as error:
        told.send(f"OSError {error.errno}")
    else:
        told.send("done")
