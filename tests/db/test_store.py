"""The store keeps, finds, journals, undoes and redoes."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.changes import Changes
from kamdesk.commands.records import archive, bulk_edit, delete_draft, merge_records, restore, save
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.sales import SalesRecord
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import NonWorkingDay
from kamdesk.store import Query, UnitOfWork, Where


def hospital(app: App, zone: Territory, name: str = "Hospital Ángeles", **more: object) -> Client:
    values: dict[str, object] = {"name": name, "category": "private_hospital", "territory": zone.id, **more}
    return app.run(save, record=Client(**values))  # type: ignore[arg-type]


def add_clients(uow: UnitOfWork, *, zone: str, count: int) -> int:
    rows = ({"name": f"Clínica {at:05d}", "category": "clinic", "territory": zone} for at in range(count))
    return uow.add_many(Client.kind, rows)


def test_a_saved_record_is_found_by_its_words_without_accents(app: App, me: Person, zone: Territory) -> None:
    client = hospital(app, zone)
    assert [hit.id for hit in app.store.search("angeles hosp")] == [client.id]
    assert [hit.id for hit in app.store.search("án")] == [client.id]
    assert app.store.search("angelopolis") == []
    assert client.owner == me.id


def test_search_follows_a_change_of_name(app: App, me: Person, zone: Territory) -> None:
    client = hospital(app, zone)
    app.run(save, record=dataclasses.replace(client, name="Clínica Nueva"))
    assert app.store.search("angeles") == []
    assert app.store.search("nueva")[0].title == "Clínica Nueva"


def test_lists_search_in_the_names_of_references(app: App, me: Person, zone: Territory) -> None:
    hospital(app, zone)
    app.run(save, record=Person(name="Juan Pérez", position="representative", territory=zone.id))
    page = app.store.page(Client.kind, Query(search="angel"))
    assert [row.values["name"] for row in page.rows] == ["Hospital Ángeles"]
    assert page.rows[0].names[zone.id] == "Jalisco"


def test_one_command_is_one_step_and_undo_survives_a_restart(
    app: App, me: Person, zone: Territory, base_path: Path
) -> None:
    clients = [hospital(app, zone, f"Hospital {at}") for at in range(3)]
    app.run(bulk_edit, records=clients, field="beds", value=12)
    app.store.close()
    store = BaseStore(base_path)
    assert store.undo_step().label == "Cambiar camas en 3 clientes"  # type: ignore[union-attr]
    store.undo()
    assert [each.beds for each in store.find(Client)] == [None, None, None]
    store.redo()
    assert [each.beds for each in store.find(Client)] == [12, 12, 12]
    store.undo()
    store.undo()
    assert len(store.find(Client)) == 2
    store.close()


def test_a_new_command_ends_what_could_be_redone(app: App, me: Person, zone: Territory) -> None:
    hospital(app, zone)
    app.undo()
    assert app.store.redo_step() is not None
    hospital(app, zone, "Otro")
    assert app.store.redo_step() is None
    with pytest.raises(Problem, match="No hay nada que rehacer"):
        app.redo()


def test_undo_of_many_cells_keeps_their_order_and_names_those_written_later(
        store: BaseStore, me: Person, zone: Territory) -> None:
    app = App(store)
    clients = [hospital(app, zone, f"Hospital {at}") for at in range(3)]
    with store.unit("beds") as uow:  # the same cell twice, between cells of other fields
        for beds in (10, 20):
            for client in clients:
                uow.change(client, beds=beds, specialty=f"Sala {beds}")
    with store.aside("other") as uow:
        uow.change(clients[1], beds=99)
        uow.change(clients[2], specialty="Otra")
    skipped = app.undo().skipped
    assert sorted(skipped) == ["beds", "beds", "specialty", "specialty"]
    found = [store.get(Client, client.id) for client in clients]
    assert [(each.beds, each.specialty) for each in found] == [(None, ""), (99, ""), (None, "Otra")]
    app.redo()
    assert [store.get(Client, client.id).beds for client in clients] == [20, 99, 20]


def test_undo_leaves_a_field_that_somebody_wrote_later(store: BaseStore, me: Person, zone: Territory) -> None:
    app = App(store)
    client = hospital(app, zone)
    app.run(save, record=dataclasses.replace(client, beds=10, specialty="Oncología"))
    with store.aside("other") as uow:  # a later write that is not on the stack, as a received file would make
        uow.change(store.get(Client, client.id), beds=99)
    changes = app.undo()
    assert changes.skipped == ("beds",)
    now = store.get(Client, client.id)
    assert (now.beds, now.specialty) == (99, "")


def test_a_problem_changes_nothing(app: App, me: Person, zone: Territory) -> None:
    with pytest.raises(Problem) as caught:
        app.run(save, record=Client(name="", category="clinic", territory=zone.id))
    assert caught.value.field == "name"
    assert caught.value.message == "Falta Nombre. Escríbelo."
    assert app.store.count(Client) == 0


def test_the_event_names_what_was_touched_and_what_it_hangs_on(app: App, me: Person, zone: Territory) -> None:
    heard: list[Changes] = []
    stop = app.store.listen(heard.append)
    client = hospital(app, zone)
    stop()
    hospital(app, zone, "Otro")
    assert [change.touched for change in heard] == [{"client": frozenset({client.id})}]
    assert heard[0].names(zone.id)


def test_many_rows_are_journalled_like_single_ones(app: App, me: Person, zone: Territory) -> None:
    assert app.run(add_clients, zone=zone.id, count=250) == 250
    page = app.store.page(Client.kind, Query())
    assert (page.total, len(page.rows), page.rows[0].values["name"]) == (250, 100, "Clínica 00000")
    last = app.store.page(Client.kind, Query(), offset=200)
    assert [row.values["name"] for row in last.rows][-1] == "Clínica 00249"
    assert [hit.title for hit in app.store.search("clinica 00123")] == ["Clínica 00123"]
    one = app.store.find(Client, name="Clínica 00007")[0]
    assert [past.field for past in app.store.history(Client, one.id)] == ["born"]
    assert one.segment == "c"
    app.undo()
    assert app.store.count(Client) == 0
    assert app.store.search("clinica") == []


def test_natural_identity_makes_the_same_record_once(app: App) -> None:
    day = NonWorkingDay(on=datetime.date(2025, 12, 25), name="Navidad")
    first = app.run(save, record=day)
    with pytest.raises(Problem, match="ya existe"):
        app.run(save, record=day)
    app.run(archive, records=[first])
    again = app.run(save, record=dataclasses.replace(day, name="Navidad (día libre)"))
    assert again.id == first.id
    assert [each.name for each in app.store.find(NonWorkingDay)] == ["Navidad (día libre)"]


def test_archived_records_hide_and_refuse_changes(app: App, me: Person, zone: Territory) -> None:
    client = hospital(app, zone)
    app.run(archive, records=[client])
    assert app.store.count(Client) == 0
    assert app.store.count(Client, archived=True) == 1
    with pytest.raises(Problem, match="está archivado"):
        app.run(save, record=dataclasses.replace(client, beds=3, archived=True))
    app.run(restore, records=[client])
    assert app.store.count(Client) == 1


def test_values_of_every_sort_come_back(app: App, me: Person, zone: Territory) -> None:
    client = hospital(app, zone, potential=1_234_56, visit_days=("mon", "thu"))
    sale = SalesRecord(on=datetime.date(2025, 11, 3), month="2025-11", party=Link("client", client.id),
                       units=Decimal("2.500"), amount=-150_00, category="return", product="")
    assert app.store.get(Client, client.id).visit_days == ("mon", "thu")
    with pytest.raises(Problem):
        app.run(save, record=sale)  # the product is missing


def test_conditions(app: App, me: Person, zone: Territory) -> None:
    below = app.run(save, record=Territory(name="Guadalajara", level="city", parent=zone.id))
    hospital(app, zone, "Uno", beds=10)
    hospital(app, below, "Dos", beds=20, visit_days=("mon",))
    find = lambda *where: sorted(each.name for each in app.store.find(Client, *where))  # noqa: E731
    assert find(Where("territory", "under", zone.id)) == ["Dos", "Uno"]
    assert find(Where("territory", "=", zone.id)) == ["Uno"]
    assert find(Where("beds", ">", 10)) == ["Dos"]
    assert find(Where("beds", "in", (10, 20))) == ["Dos", "Uno"]
    assert find(Where("visit_days", "contains", "mon")) == ["Dos"]
    assert find(Where("specialty", "empty")) == ["Dos", "Uno"]


def test_merging_moves_references_and_asks_for_differing_values(app: App, me: Person, zone: Territory) -> None:
    keep, drop = hospital(app, zone, "Hospital Civil", beds=5), hospital(app, zone, "Hosp. Civil", beds=7)
    child = hospital(app, zone, "Anexo", parent=drop.id)
    with pytest.raises(Problem) as caught:
        app.run(merge_records, keep=keep, drop=drop)
    assert caught.value.field == "name"
    app.run(merge_records, keep=keep, drop=drop, choices={"name": "Hospital Civil", "beds": 7})
    assert app.store.get(Client, child.id).parent == keep.id
    assert app.store.get(Client, keep.id).beds == 7
    assert app.store.get(Client, drop.id).archived
    app.undo()
    assert app.store.get(Client, child.id).parent == drop.id


def test_only_kinds_that_allow_it_are_deleted(app: App, me: Person, zone: Territory) -> None:
    with pytest.raises(Problem, match="Archívalo"):
        app.run(delete_draft, record=hospital(app, zone, status="active"))
    day = app.run(save, record=NonWorkingDay(on=datetime.date(2025, 12, 25), name="Navidad"))
    app.run(delete_draft, record=day)
    assert app.store.count(NonWorkingDay, archived=None) == 0
    app.undo()
    assert app.store.find(NonWorkingDay)[0] == day


def test_settings_have_ranges_and_defaults(app: App) -> None:
    assert app.store.setting("capacity_per_day") == 8
    app.run(change_setting, name="capacity_per_day", value=10)
    assert app.store.setting("capacity_per_day") == 10
    with pytest.raises(Problem, match="va de 1 a 40"):
        app.run(change_setting, name="capacity_per_day", value=0)
    app.run(change_setting, name="day_hours", value=(datetime.time(9), datetime.time(17)))
    assert app.store.setting("day_hours") == (datetime.time(9), datetime.time(17))


def test_a_base_with_a_password_opens_only_with_it(tmp_path: Path) -> None:
    path = tmp_path / "secret.kamdesk"
    store = BaseStore(path, passphrase="correct horse")
    App(store).run(save, record=Territory(name="Jalisco secreto", level="zone"))
    store.close()
    assert b"secreto" not in path.read_bytes()
    for wrong in (None, "battery staple"):
        with pytest.raises(Problem):
            BaseStore(path, passphrase=wrong)
    store = BaseStore(path, passphrase="correct horse")
    assert store.find(Territory)[0].name == "Jalisco secreto"
    store.close()


def test_one_program_per_base(app: App, base_path: Path) -> None:
    with pytest.raises(Problem, match="está abierto con esta base"):
        BaseStore(base_path)


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to have a header", b"\0" * 4096])
def test_a_foreign_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "foreign.kamdesk"
    path.write_bytes(content)
    with pytest.raises(Problem):
        BaseStore(path)
    assert path.read_bytes() == content


def test_a_list_sorts_by_a_field_and_then_by_name(store: BaseStore, me: Person, zone: Territory) -> None:
    app = App(store)
    for name, beds in (("Beta", 5), ("Álamo", 5), ("Zeta", 1)):
        hospital(app, zone, name, beds=beds)
    page = store.page(Client.kind, Query(sort=(("beds", False), ("name", False))))
    assert [row.values["name"] for row in page.rows] == ["Zeta", "Álamo", "Beta"]
