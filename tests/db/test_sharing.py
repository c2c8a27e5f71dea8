"""A whole base as a file: anybody reads it, nobody alters it unseen, and a second base holds all of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import BaseStore
from kamdesk import words
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.system import ConfidentialAccess, ExchangeEvent
from kamdesk.records.team import Person
from tests.db.files import DOORS, PASSWORD, mode
from tests.shared import DATA, needs_data

PHONE = "3942 4400"  # of a contact who withdrew consent


@pytest.fixture
def plain(base: BaseStore, tmp_path: Path) -> Path:
    return DOORS.share(base, tmp_path / "base.sqlite", to="Marta Ríos", plain=True).path


@pytest.fixture
def other(empty_base: Path, tmp_path: Path) -> Iterator[BaseStore]:
    path = tmp_path / "other.kamdesk"
    shutil.copyfile(empty_base, path)
    store = BaseStore(path)
    yield store
    store.close()


@pytest.fixture
def browser(plain: Path) -> Iterator[sqlite3.Connection]:
    """Another SQLite than ours, as DB Browser has."""
    connection = sqlite3.connect(f"file:{plain}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_any_sqlite_reads_the_views(browser: sqlite3.Connection):
    rows = browser.execute('SELECT "Nombre", "Tipo", "Zona", "Potencial anual", "Días de visita", "Archivado"'
                           ' FROM "Clientes" ORDER BY 1 DESC').fetchall()
    assert rows == [("Hospital Ángeles", "Hospital privado", "Jalisco", 1234.5, "lunes, jueves", "No"),
                    ("Clínica <b>Ñandú</b>", "Hospital privado", "Jalisco", 1234.5, "lunes, jueves", "No")]
    views = [name for (name,) in browser.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert sorted(views) == ["Ajustes", "Clientes", "Contactos", "Personas", "Zonas"]
    for name in views:
        browser.execute(f'SELECT * FROM "{name}"').fetchall()


def test_the_file_says_what_it_is(browser: sqlite3.Connection):
    text = dict(browser.execute("SELECT tema, texto FROM LEEME").fetchall())
    assert text["Hecho por"].startswith("Laura Benítez · ")
    assert text["Para"] == "Marta Ríos"
    assert text["Clientes"] == "2 registros"
    assert "Intercambio, Recibir" in text["Cómo devolverlo"]


def test_only_core_sql_is_in_it(browser: sqlite3.Connection):
    every = [sql.upper() for (sql,) in browser.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    assert [sql for sql in every if "STRICT" in sql or "VIRTUAL" in sql or "JSON" in sql] == []


def test_what_stays_on_the_laptop_is_not_in_it(browser: sqlite3.Connection, plain: Path):
    settings = [name for (name,) in browser.execute("SELECT name FROM setting")]
    assert settings == ["capacity_per_day"]
    assert b"Occidente" not in plain.read_bytes()
    assert browser.execute("SELECT count(*) FROM kd_journal WHERE t IN (98, 99, 100)").fetchone() == (0,)


def test_ways_to_reach_who_withdrew_consent_are_not_in_it(browser: sqlite3.Connection, plain: Path):
    assert PHONE.encode() not in plain.read_bytes()
    assert browser.execute("SELECT t FROM kd_withheld").fetchall() == [(3,)]


def test_english_views(base: BaseStore, tmp_path: Path):
    words.set_language("en")
    DOORS.share(base, tmp_path / "base.sqlite", to="Marta", plain=True)
    connection = sqlite3.connect(tmp_path / "base.sqlite")
    assert connection.execute('SELECT count(*) FROM "Clients"').fetchone() == (2,)
    assert connection.execute("SELECT text FROM README WHERE topic = 'For'").fetchone() == ("Marta",)
    connection.close()


def test_a_sealed_file_is_joined_whole_into_an_empty_base(base: BaseStore, other: BaseStore, tmp_path: Path):
    shared = DOORS.share(base, tmp_path / "base.kdx", to="Marta Ríos", passphrase=PASSWORD)
    assert mode(shared.path) == "600"
    assert dict(shared.counts) == DOORS.measure(base)
    assert b"SQLite" not in shared.path.read_bytes()
    with pytest.raises(Problem) as asked:
        DOORS.inspect(other, shared.path)
    assert asked.value.field == "passphrase"
    with pytest.raises(Problem, match="contraseña"):
        DOORS.inspect(other, shared.path, passphrase="falsa falsa")
    incoming = DOORS.inspect(other, shared.path, passphrase=PASSWORD)
    assert (incoming.author, incoming.records) == ("Laura Benítez", shared.records)
    assert DOORS.receive(other, incoming) == shared.records
    assert same_records(base, other)
    assert [hit.title for hit in other.search("nandu")] == ["Clínica <b>Ñandú</b>"]
    assert DOORS.check(other) == []


def same_records(one: BaseStore, two: BaseStore) -> bool:
    """Clients and people equal, with their history and who wrote it."""
    for kind in (Client, Person):
        ours, theirs = one.find(kind), two.find(kind)
        if ours != theirs or [one.history(kind, each.id) for each in ours] != [two.history(kind, each.id)
                                                                               for each in theirs]:
            return False
    return True


def test_a_joined_base_writes_under_a_name_of_its_own(base: BaseStore, other: BaseStore, plain: Path):
    DOORS.receive(other, DOORS.inspect(other, plain))
    assert other.undo_step() is None
    last = other.last_line
    App(other).run(save, record=Person(name="Marta Ríos", position="representative"))
    with other.writer.begin():
        first, own = other.writer.exec_driver_sql(
            "SELECT t.s_from, r.is_self FROM kd_txn t JOIN kd_replica r ON r.rid = t.r WHERE r.is_self = 1"
            " ORDER BY t.hlc DESC").first()
    assert (first, own) == (last + 1, 1)
    assert other.setting("capacity_per_day") == 9
    assert other.undo_step() is not None


def test_both_sides_note_the_exchange(base: BaseStore, other: BaseStore, plain: Path):
    step = base.undo_step()
    DOORS.receive(other, DOORS.inspect(other, plain))
    sent, received = base.find(ExchangeEvent)[0], other.find(ExchangeEvent)[0]
    assert (sent.direction, sent.other, sent.file_name) == ("sent", "Marta Ríos", "base.sqlite")
    assert (received.direction, received.other, received.digest) == ("received", "Laura Benítez", sent.digest)
    assert received.withheld == "1 dato reservado"
    assert base.find(ConfidentialAccess)[0].reader == "Marta Ríos"
    assert base.undo_step() == step


def test_the_same_file_again_changes_nothing(base: BaseStore, plain: Path, other: BaseStore):
    DOORS.receive(other, DOORS.inspect(other, plain))
    last = other.last_line
    with pytest.raises(Problem, match="ya se unió"):
        DOORS.receive(other, DOORS.inspect(other, plain))
    assert other.last_line == last


def test_an_encrypted_base_gives_and_takes(base: BaseStore, plain: Path, tmp_path: Path):
    secret = BaseStore(tmp_path / "secret.kamdesk", passphrase=PASSWORD)
    DOORS.receive(secret, DOORS.inspect(secret, plain))
    DOORS.share(secret, tmp_path / "again.sqlite", to="Laura", plain=True)
    connection = sqlite3.connect(tmp_path / "again.sqlite")
    assert connection.execute("SELECT count(*) FROM client").fetchone() == (2,)
    connection.close()
    secret.close()


@pytest.mark.parametrize(("given", "field"), [
    ({"to": " ", "plain": True}, "to"), ({"to": "Marta", "passphrase": "corta"}, "passphrase"),
    ({"to": "Marta"}, "passphrase"),
])
def test_a_file_needs_a_reader_and_a_password(base: BaseStore, tmp_path: Path, given, field: str):
    with pytest.raises(Problem) as caught:
        DOORS.share(base, tmp_path / "x.kdx", **given)
    assert caught.value.field == field
    assert not (tmp_path / "x.kdx").exists()


EDITS = [
    "UPDATE kd_journal SET v = 'x'", "DELETE FROM kd_meta WHERE key = 'digests'",
    "CREATE TABLE spy (x)", "CREATE TRIGGER spy AFTER INSERT ON client BEGIN SELECT 1; END", "DROP TABLE contact",
    "ALTER TABLE client ADD COLUMN spy TEXT", "UPDATE kd_meta SET value = 'x' WHERE key = 'counts'",
    "UPDATE kd_meta SET value = '{\"client\": 1}' WHERE key = 'counts'", "PRAGMA application_id = 7",
    "UPDATE kd_meta SET value = 99 WHERE key = 'min_reader'", "DROP TABLE kd_meta", "DROP TABLE LEEME",
    "UPDATE kd_meta SET value = 'yesterday' WHERE key = 'made_at'", "INSERT INTO kd_meta VALUES ('more', 1)",
    "UPDATE LEEME SET texto = 'x'", "UPDATE kd_meta SET value = 'Otra' WHERE key = 'author'", 'DROP VIEW "Clientes"',
]


@pytest.mark.parametrize("sql", EDITS)
def test_an_edited_file_is_refused(plain: Path, other: BaseStore, sql: str):
    connection = sqlite3.connect(plain)
    connection.execute(sql)
    connection.commit()
    connection.close()
    with pytest.raises(Problem):
        DOORS.inspect(other, plain)
    assert other.count(Client) == 0


def test_bases_and_files_are_not_mixed_up(base: BaseStore, other: BaseStore, plain: Path):
    made = DOORS.back_up(base)
    with pytest.raises(Problem, match="copia de seguridad"):
        DOORS.inspect(other, made.path)
    with pytest.raises(Problem, match="archivo compartido"):
        DOORS.open(plain)
    with pytest.raises(Problem, match="archivo compartido"):
        DOORS.restore(other, plain)


@needs_data
def test_foreign_and_broken_databases_are_refused(other: BaseStore):
    files = [path for path in sorted((DATA / "sqlite").rglob("*")) if path.is_file()]
    for path in files:
        with pytest.raises(Problem):
            DOORS.inspect(other, path)
    assert len(files) > 60
    assert other.count(Client) == 0
