"""What the tests of the files of a base share: a base with some records, and the doors."""

from __future__ import annotations

from pathlib import Path

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.records.clients import Client, Contact
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory

DOORS = FileDoors()
PASSWORD = "una clave larga"


def filled(path: Path, *, passphrase: str | None = None) -> BaseStore:
    """A base with a manager, a zone, two clients and a contact."""
    store = BaseStore(path, passphrase=passphrase)
    fill(App(store))
    return store


def fill(app: App) -> None:
    """Some records."""
    person = app.run(save, record=Person(name="Laura Benítez", position="regional_manager"))
    app.run(change_setting, name="me", value=person.id)
    app.run(change_setting, name="region_name", value="Occidente")
    app.run(change_setting, name="capacity_per_day", value=9)
    zone = app.run(save, record=Territory(name="Jalisco", level="zone"))
    for name in ("Hospital Ángeles", "Clínica <b>Ñandú</b>"):
        client = app.run(save, record=Client(name=name, category="private_hospital", territory=zone.id,
                                             potential=1_234_50, visit_days=("mon", "thu")))
    app.run(save, record=Contact(name="Elena Cruz", party=Link("client", client.id), phone="+52 33 3942 4400",
                                 consent="withdrawn"))


def mode(path: Path) -> str:
    """The permission bits."""
    return f"{path.stat().st_mode & 0o777:o}"
