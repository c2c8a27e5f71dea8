"""Somebody without Kamdesk edits a plain file with a SQLite browser: each edit comes back as a question."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.problems import Problem
from kamdesk.records.clients import Client, Contact
from kamdesk.records.system import ExchangeEvent
from kamdesk.sharing.deciding import cases
from kamdesk.sharing.exchange import (
    ADDED,
    EDITED,
    GONE,
    NEW,
    NO_VALUE,
    OWN,
    REMOVED,
    WRITTEN,
    Conflict,
    Decision,
    Share,
)
from kamdesk.words import day
from tests.db.files import DOORS

ANGELES = "Hospital Ángeles"


@pytest.fixture
def file(base: BaseStore, tmp_path: Path) -> Path:
    """A plain file for Pedro, who has no Kamdesk."""
    return DOORS.send(base, Share(to="Pedro"), tmp_path / "pedro.sqlite", seal=None).path


def write(file: Path, *statements: str) -> None:
    """What a browser does: plain SQLite, nothing of ours loaded."""
    connection = sqlite3.connect(file)
    for sql in statements:
        connection.execute(sql)
    connection.commit()
    connection.execute("VACUUM")
    connection.close()


def questions(store: BaseStore, file: Path) -> dict[tuple[str, str], Conflict]:
    incoming = DOORS.examine(store, file)
    assert incoming.state == EDITED
    return {(each.sort, each.field): each for each in DOORS.preview(store, incoming).conflicts}


def test_edits_in_views_and_tables_come_back_as_questions(base: BaseStore, file: Path):
    assert DOORS.examine(base, file).state == OWN
    write(file,
          f"""UPDATE "Clientes" SET "Nombre" = 'Hospital Nuevo', "Tipo" = 'Farmacia', "Potencial anual" = 99.5,
              "Zona" = 'Jalisco' WHERE "Nombre" = '{ANGELES}'""",
          f"UPDATE client SET phone = '33 1234' WHERE name LIKE 'Hospital%' OR name = '{ANGELES}'",
          """INSERT INTO "Clientes" ("Nombre", "Tipo", "Zona", "Situación")
              VALUES ('Farmacia Sol', 'Farmacia', 'Jalisco', 'Activo')""",
          """DELETE FROM "Contactos" """)
    found = questions(base, file)
    assert set(found) == {(WRITTEN, "name"), (WRITTEN, "category"), (WRITTEN, "potential"), (WRITTEN, "phone"),
                          (ADDED, ""), (REMOVED, "")}
    name = found[WRITTEN, "name"]
    assert (name.before, [each.value for each in name.versions]) == (ANGELES, [ANGELES, "Hospital Nuevo"])
    assert name.versions[1].person == "Pedro, sin Kamdesk"
    assert found[WRITTEN, "potential"].versions[1].value == 9950
    assert found[ADDED, ""].title == "Farmacia Sol"
    assert "Farmacia · Jalisco" in cases(base, [found[ADDED, ""]])[0].questions[0].conflict.message
    before = base.last_line
    assert DOORS.preview(base, DOORS.examine(base, file)).conflicts
    assert base.last_line == before  # looking writes nothing


def take(store: BaseStore, file: Path, *, sorts: tuple[str, ...]) -> int:
    found = questions(store, file)
    chosen = [Decision(each.kind, each.id, each.field, each.versions[1].value) for (sort, _field), each in found.items()
              if sort in sorts]
    return DOORS.apply(store, DOORS.examine(store, file), chosen).records


def test_what_is_accepted_is_written_in_one_step_and_undone_in_one(base: BaseStore, file: Path):
    write(file, """UPDATE "Clientes" SET "Nombre" = "Nombre" || ' Norte', "Archivado" = 'No' """,
          """INSERT INTO "Clientes" ("Nombre", "Tipo", "Zona", "Situación")
              VALUES ('Farmacia Sol', 'Farmacia', 'Jalisco', 'Activo')""", "DELETE FROM contact")
    assert take(base, file, sorts=(WRITTEN, ADDED, REMOVED)) == 3
    assert base.count(Client) == 3
    assert base.find(Client, name="Farmacia Sol")[0].status == "active"
    assert base.count(Contact) == 0
    event = base.find(ExchangeEvent, sort=(("at", True),))[0]
    assert (event.direction, event.other, event.profile) == ("received", "Pedro", "guest")
    App(base).undo()
    assert (base.count(Client), base.count(Contact)) == (2, 1)
    assert DOORS.check(base) == []


def test_an_edit_that_is_so_already_is_no_question(base: BaseStore, file: Path):
    write(file, f"UPDATE client SET phone = '33 1234' WHERE name = '{ANGELES}'")
    assert take(base, file, sorts=(WRITTEN,)) == 1
    assert questions(base, file) == {}


NONSENSE = (
    ("""UPDATE "Clientes" SET "Tipo" = 'Bar' """, "Tipo"), ("""UPDATE "Clientes" SET "Zona" = 'Nada' """, "Zona"),
    ("""UPDATE "Clientes" SET "Potencial anual" = 'mucho' """, "Potencial"),
    ("""UPDATE "Clientes" SET "Días de visita" = 'lunes' """, "tabla"),
    ("UPDATE client SET id = 'x'", "identidad"), ("""UPDATE "Clientes" SET id = 'x' """, "identidad"))


def test_what_makes_no_sense_is_refused_where_it_is_typed(file: Path):
    connection = sqlite3.connect(file)
    for sql, said in NONSENSE:
        with pytest.raises(sqlite3.IntegrityError, match=said):
            connection.execute(sql)
    connection.close()


def test_values_no_field_can_hold_and_records_gone_are_counted(base: BaseStore, file: Path):
    write(file, "UPDATE client SET potential = 'mucho', since = 'ayer'", "UPDATE contact SET name = 'Otra'")
    with base.aside("clean") as unit:
        for each in base.find(Contact):
            unit.delete(each)
    preview = DOORS.preview(base, DOORS.examine(base, file))
    assert preview.conflicts == ()
    assert {(each.kind, each.reason, each.count) for each in preview.refused} == {
        ("client", NO_VALUE, 4), ("contact", GONE, 1)}


def test_what_the_rules_forbid_names_its_record_and_nothing_is_written(base: BaseStore, file: Path):
    write(file, f"UPDATE client SET name = NULL WHERE name = '{ANGELES}'", "UPDATE contact SET name = 'Otra'")
    incoming = DOORS.examine(base, file)
    chosen = [Decision(each.kind, each.id, each.field, each.versions[1].value)
              for each in DOORS.preview(base, incoming).conflicts]
    with pytest.raises(Problem, match=ANGELES):
        DOORS.apply(base, incoming, chosen)
    assert base.find(Contact)[0].name == "Elena Cruz"


UNNOTED = (
    "UPDATE kd_guest SET o = 'otra'", "DELETE FROM kd_guest WHERE n = 1", "UPDATE kd_row SET m = 1",
    "UPDATE LEEME SET texto = ''", "DROP TRIGGER kd_client_guest_set", "DROP TRIGGER kd_client_guest_dead",
    "INSERT INTO kd_guest (t, pk, c) VALUES (2, 'x', '-')",
    "CREATE TRIGGER extra AFTER INSERT ON kd_guest BEGIN DELETE FROM client; END",
    f"INSERT OR REPLACE INTO client SELECT * FROM client WHERE name = '{ANGELES}'")


def test_what_was_not_noted_is_never_taken(base: BaseStore, file: Path, tmp_path: Path):
    write(file, f"UPDATE client SET phone = '33 1234' WHERE name = '{ANGELES}'")
    for sql in UNNOTED:
        other = Path(shutil.copyfile(file, tmp_path / "otro.sqlite"))
        write(other, sql)
        with pytest.raises(Problem):
            DOORS.examine(base, other)


@pytest.fixture
def ben(empty_base: Path, tmp_path: Path) -> Iterator[BaseStore]:
    path = tmp_path / "ben.kamdesk"
    shutil.copyfile(empty_base, path)
    store = BaseStore(path)
    yield store
    store.close()


def test_a_file_not_joined_yet_is_joined_as_it_was_made_and_its_edits_looked_at_afterwards(ben: BaseStore, file: Path):
    write(file, f"UPDATE client SET phone = '33 1234' WHERE name = '{ANGELES}'", "DELETE FROM contact")
    incoming = DOORS.examine(ben, file)
    assert (incoming.state, len(incoming.edits)) == (NEW, 2)
    DOORS.apply(ben, incoming)
    assert ben.find(Client, name=ANGELES)[0].phone == ""
    assert ben.count(Contact) == 1
    assert {sort for sort, _field in questions(ben, file)} == {WRITTEN, REMOVED}
    assert day(DOORS.examine(ben, file).edits[0].at.date())


def test_changed_records_can_be_read_and_written_in_a_file_of_changes(base: BaseStore, ben: BaseStore, file: Path):
    DOORS.apply(ben, DOORS.examine(ben, file))
    device = DOORS.examine(base, DOORS.send(ben, Share(to="Laura"), ben.path.with_name("v.sqlite"), seal=None).path)
    DOORS.apply(base, device)
    found = base.find(Client, name=ANGELES)[0]
    App(base).run(save, record=type(found)(**{**found.__dict__, "phone": "1"}))
    part = DOORS.send(base, Share(to="Pedro", device=device.device), ben.path.with_name("c.sqlite"), seal=None).path
    write(part, """UPDATE "Clientes" SET "Teléfono" = '2' """)
    assert questions(base, part)[WRITTEN, "phone"].versions[1].value == "2"
