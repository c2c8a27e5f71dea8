"""Backups are complete, private, thinned and due when something changed; a restore brings them back."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest

from db import backup
from db.store import BaseStore
from kamdesk import clock
from kamdesk.app import App
from kamdesk.changes import Changes
from kamdesk.commands.records import archive, save
from kamdesk.commands.settings import change_setting
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from tests.db.files import DOORS, PASSWORD, filled, mode


def names(store: BaseStore) -> list[str]:
    return sorted(each.name for each in store.find(Client))


def replica(store: BaseStore) -> list[tuple[int, int]]:
    with store.writer.begin():
        return [tuple(row) for row in store.writer.exec_driver_sql("SELECT rid, is_self FROM kd_replica")]


def test_a_backup_opens_with_everything(base: BaseStore, tmp_path: Path):
    before = os.umask(0o022)
    try:
        made = DOORS.back_up(base)
    finally:
        os.umask(before)
    assert tmp_path / "state" in made.path.parents
    assert base.path.parent / "base.kamdesk" not in made.path.parents
    assert (mode(made.path), mode(made.path.parent), mode(base.path)) == ("600", "700", "600")
    assert made.size == made.path.stat().st_size
    assert [each.path for each in DOORS.backups(base)] == [made.path]
    copy = DOORS.open(made.path)
    assert copy.count(Client) == 2
    assert [hit.title for hit in copy.search("nandu")] == ["Clínica <b>Ñandú</b>"]
    copy.close()


def test_a_copy_goes_where_the_person_wants_it(base: BaseStore, tmp_path: Path):
    made = DOORS.back_up(base, out=tmp_path / "mine.kamdesk")
    assert made.path == tmp_path / "mine.kamdesk"
    assert mode(made.path) == "600"
    assert DOORS.backups(base) == []


def test_a_backup_is_due_when_something_changed_and_the_last_is_old(base: BaseStore, monkeypatch: pytest.MonkeyPatch):
    assert DOORS.back_up_if_due(base) is not None
    assert DOORS.back_up_if_due(base) is None
    App(base).run(change_setting, name="company", value="Farma")
    assert DOORS.back_up_if_due(base) is None
    assert DOORS.back_up_if_due(base, starting=True) is not None
    assert DOORS.back_up_if_due(base, starting=True) is None
    App(base).run(change_setting, name="company", value="Farma Sur")
    later = clock.now() + datetime.timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert DOORS.back_up_if_due(base) is not None
    evening = later + datetime.timedelta(hours=3)
    monkeypatch.setattr(clock, "now", lambda: evening)
    assert DOORS.back_up_if_due(base) is None


def test_old_backups_go_only_when_a_new_one_is_there(base: BaseStore, monkeypatch: pytest.MonkeyPatch):
    start = clock.now()
    for days in range(20):
        monkeypatch.setattr(clock, "now", lambda days=days: start + datetime.timedelta(days=days))
        DOORS.back_up(base)
    days = [(each.at - start).days for each in DOORS.backups(base)]
    assert days[:12] == list(range(19, 7, -1))
    assert len(days) < 20


def test_the_folder_of_the_setting_is_used(base: BaseStore, tmp_path: Path):
    App(base).run(change_setting, name="backup_folder", value=str(tmp_path / "usb"))
    assert (tmp_path / "usb") in DOORS.back_up(base).path.parents


def test_a_folder_that_cannot_be_made_is_a_problem(base: BaseStore, tmp_path: Path):
    (tmp_path / "file").write_text("x")
    App(base).run(change_setting, name="backup_folder", value=str(tmp_path / "file"))
    with pytest.raises(Problem, match="carpeta de copias"):
        DOORS.back_up(base)


def test_a_restore_brings_back_what_was_and_keeps_what_is(base: BaseStore):
    made = DOORS.back_up(base)
    app = App(base)
    app.run(archive, records=base.find(Client))
    heard: list[Changes] = []
    base.listen(heard.append)
    rids = replica(base)
    DOORS.restore(base, made.path)
    assert names(base) == ["Clínica <b>Ñandú</b>", "Hospital Ángeles"]
    assert heard[-1].touched["client"] is None
    now = replica(base)
    assert [rid for rid, own in now if own != 1] == [rid for rid, _own in rids]
    assert [own for _rid, own in now].count(1) == 1
    assert len(DOORS.backups(base)) == 2  # the second is of what was replaced
    DOORS.restore(base, DOORS.backups(base)[0].path)
    assert names(base) == []


def test_writing_goes_on_above_the_highest_number(base: BaseStore):
    made = DOORS.back_up(base)
    DOORS.restore(base, made.path)
    App(base).run(save, record=Person(name="Marta Ríos", position="representative"))
    with base.writer.begin():
        first, own = base.writer.exec_driver_sql(
            "SELECT t.s_from, r.is_self FROM kd_txn t JOIN kd_replica r ON r.rid = t.r ORDER BY t.hlc DESC").first()
    assert first == made.seq + 1
    assert own == 1


def test_a_restored_base_captures_and_undoes(base: BaseStore):
    DOORS.restore(base, DOORS.back_up(base).path)
    app = App(base)
    app.run(archive, records=base.find(Client))
    app.undo()
    assert len(names(base)) == 2


@pytest.mark.parametrize("spoil", ["cut", "middle", "text", "empty"])
def test_a_damaged_file_is_refused_and_nothing_changes(base: BaseStore, tmp_path: Path, spoil: str):
    content = DOORS.back_up(base, out=tmp_path / "good.kamdesk").path.read_bytes()
    bad = {"cut": content[:len(content) // 2], "text": b"hello " * 1000, "empty": b"",
           "middle": content[:100_000] + b"\xff" * 50_000 + content[150_000:]}[spoil]
    (tmp_path / "bad.kamdesk").write_bytes(bad)
    with pytest.raises(Problem):
        DOORS.restore(base, tmp_path / "bad.kamdesk")
    assert len(names(base)) == 2


def test_things_that_are_not_ours_are_not_restored(base: BaseStore, tmp_path: Path):
    made = DOORS.back_up(base, out=tmp_path / "odd.kamdesk")
    other = BaseStore(made.path)
    with other.writer.begin():
        other.writer.exec_driver_sql("CREATE VIEW spy AS SELECT * FROM client")
    other.close()
    with pytest.raises(Problem, match="no son de Kamdesk"):
        DOORS.restore(base, made.path)
    assert len(names(base)) == 2


def test_foreign_triggers_do_not_come_along(base: BaseStore, tmp_path: Path):
    made = DOORS.back_up(base, out=tmp_path / "odd.kamdesk")
    other = BaseStore(made.path)
    with other.writer.begin():
        other.writer.exec_driver_sql("CREATE TRIGGER spy AFTER INSERT ON client BEGIN DELETE FROM person; END")
    other.close()
    DOORS.restore(base, made.path)
    with base.writer.begin():
        assert base.writer.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'spy'").first() is None


def test_the_open_base_is_not_restored_onto_itself(base: BaseStore):
    with pytest.raises(Problem, match="está abierta"):
        DOORS.restore(base, base.path)


def test_a_password_is_given_changed_and_recovered(base: BaseStore, tmp_path: Path):
    with pytest.raises(Problem, match="al menos 8"):
        DOORS.set_passphrase(base, "corta")
    with pytest.raises(Problem, match="no tiene contraseña"):
        DOORS.recovery_key(base)
    DOORS.set_passphrase(base, PASSWORD)
    assert base.encrypted
    assert len(names(base)) == 2
    with pytest.raises(Problem) as caught:
        DOORS.set_passphrase(base, "otra clave larga", current="falsa")
    assert caught.value.field == "current"
    DOORS.set_passphrase(base, "otra clave larga", current=PASSWORD)
    key = DOORS.recovery_key(base)
    newest = DOORS.backups(base)[0].path
    base.close()
    assert not base.path.read_bytes().startswith(b"SQLite")
    assert DOORS.needs_passphrase(base.path)
    assert DOORS.needs_passphrase(newest)
    with pytest.raises(Problem, match="contraseña"):
        DOORS.open(base.path, passphrase=PASSWORD)
    for word in ("otra clave larga", key, key.lower().replace("-", " ")):
        again = DOORS.open(base.path, passphrase=word)
        assert again.count(Client) == 2
        again.close()


def test_a_backup_of_another_password_asks_for_it_and_the_base_keeps_its_own(tmp_path: Path):
    store = filled(tmp_path / "secret.kamdesk", passphrase=PASSWORD)
    old = DOORS.back_up(store).path
    DOORS.set_passphrase(store, "otra clave larga", current=PASSWORD)
    key = store.key
    with pytest.raises(Problem, match="otra contraseña"):
        DOORS.restore(store, old)
    with pytest.raises(Problem):
        DOORS.restore(store, old, passphrase="falsa falsa")
    DOORS.restore(store, old, passphrase=PASSWORD)
    assert store.key == key
    assert store.count(Client) == 2
    store.close()
    assert DOORS.needs_passphrase(store.path)


def test_a_base_that_cannot_be_opened_gets_a_backup_in_its_place(base: BaseStore, tmp_path: Path):
    made = DOORS.back_up(base)
    base.close()
    base.path.write_bytes(b"rubbish " * 1000)
    with pytest.raises(Problem):
        DOORS.open(base.path)
    DOORS.restore_at(base.path, made.path)
    again = DOORS.open(base.path)
    assert again.count(Client) == 2
    again.close()
    assert list(tmp_path.glob("*.damaged")) != []


def test_backups_of_two_bases_of_one_name_do_not_mix(tmp_path: Path):
    (tmp_path / "other").mkdir()
    assert backup.folder_of(tmp_path / "a.kamdesk") != backup.folder_of(tmp_path / "other" / "a.kamdesk")
