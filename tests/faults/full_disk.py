"""Run on a small disk of its own: fills it with every operation on files and says what each answered, as JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk import words
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.territories import Territory
from tests.db.files import filled

PASSWORD = "una clave larga"


def refused(work: Callable[[], object]) -> str:
    """What the Problem says; «done» when there was none."""
    try:
        work()
    except Problem as problem:
        return problem.message
    return "done"


def write_until_full(store: BaseStore) -> None:
    """Records with long notes, one transaction each."""
    for number in range(10_000):
        with store.unit("fill") as uow:
            uow.add(Territory(name=f"Zona {number}", level="zone", note="x" * 100_000))


def main(folder: Path) -> None:
    """Fill the disk, then ask for everything that writes."""
    words.set_language("es")
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    store, doors = filled(folder / "base.kamdesk"), FileDoors()
    safe = Path(os.environ["SAFE"]) / "copy.kamdesk"
    doors.back_up(store, out=safe)
    answers = {"unit": refused(lambda: write_until_full(store))}
    written = store.count(Territory)
    answers |= {
        "backup": refused(lambda: doors.back_up(store)),
        "copy": refused(lambda: doors.back_up(store, out=folder / "copy.kamdesk")),
        "share": refused(lambda: doors.share(store, folder / "out.sqlite", to="Marta", plain=True)),
        "password": refused(lambda: doors.set_passphrase(store, PASSWORD)),
        "restore": refused(lambda: doors.restore(store, safe)),
    }
    whole = store.count(Client) == 2 and store.count(Territory) == written and not store.encrypted
    sound = doors.check(store) == []
    left = sorted(path.name for path in folder.rglob("*") if path.is_file())
    store.close()
    json.dump({"answers": answers, "whole": whole, "sound": sound, "left": left}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
