"""Two people and a USB stick: files handed over, joined, decided, taken back, asked for again."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db import replica
from db.store import BaseStore
from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.records import archive, delete_draft, save
from kamdesk.commands.settings import change_setting
from kamdesk.fields import CLASSES, CREDIT, PRICE
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.system import ExchangeEvent
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.sharing.exchange import (
    APPLIED,
    CYCLE,
    DELETED_EDITED,
    GAP,
    NEW,
    OWN,
    REVOKED_DEVICE,
    VALUE,
    Decision,
    Incoming,
    Share,
)
from tests.db.files import DOORS

Laptop = BaseStore


@pytest.fixture
def ana(base: BaseStore) -> BaseStore:
    """The base with some records, of Laura."""
    return base


@pytest.fixture
def ben(ana: BaseStore, empty_base: Path, tmp_path: Path) -> Iterator[BaseStore]:
    """A colleague who received all of it."""
    path = tmp_path / "ben.kamdesk"
    shutil.copyfile(empty_base, path)
    store = BaseStore(path)
    hand(ana, store)
    person = App(store).run(save, record=Person(name="Benito Cruz", position="representative"))
    App(store).run(change_setting, name="me", value=person.id)
    yield store
    store.close()


def pack(store: BaseStore, other: BaseStore, name: str = "cambios.sqlite", **share) -> Path:
    """A plain file for somebody, with what her laptop confirmed."""
    device = next((peer.device for peer in DOORS.peers(store) if peer.device == device_of(other)), "")
    return DOORS.send(store, Share(to="alguien", device=device, **share), store.path.with_name(name), seal=None).path


def device_of(store: BaseStore) -> str:
    with store.writer.begin():
        return store.writer.exec_driver_sql("SELECT device FROM kd_replica WHERE is_self = 1").scalar_one()


def hand(store: BaseStore, other: BaseStore, name: str = "cambios.sqlite"):
    """A file made and joined."""
    return DOORS.apply(other, DOORS.examine(other, pack(store, other, name)))


def client(store: BaseStore, name: str = "Hospital Ángeles") -> Client:
    return store.find(Client, name=name, archived=None)[0]


def change(store: BaseStore, **values) -> Client:
    """A person changes the client both know."""
    found = store.find(Client, archived=None, sort=(("since", False),))
    one = next(each for each in found if each.category == "private_hospital" and "Ñandú" not in each.name)
    return App(store).run(save, record=one.__class__(**{**one.__dict__, **values}))


def draft(store: BaseStore, name: str) -> Client:
    """A client nobody has yet."""
    return Client(name=name, category="pharmacy", territory=client(store).territory, status="prospect")


def test_changes_travel_both_ways(ana: BaseStore, ben: BaseStore):
    change(ana, segment="a")
    change(ben, phone="55 1234")
    assert hand(ana, ben).conflicts == 0
    assert hand(ben, ana).conflicts == 0
    assert client(ana) == client(ben)
    assert (client(ana).segment, client(ana).phone) == ("a", "55 1234")
    assert ana.history(Client, client(ana).id)[0].person == ben.me
    assert DOORS.check(ana) == DOORS.check(ben) == []


def test_a_file_is_looked_at_before_it_changes_anything(ana: BaseStore, ben: BaseStore):
    change(ana, segment="a", name="Hospital Los Ángeles")
    incoming = DOORS.examine(ben, pack(ana, ben))
    assert (incoming.state, incoming.author, incoming.to) == (NEW, "Laura Benítez", "alguien")
    last = ben.last_line
    seen = DOORS.preview(ben, incoming)
    kinds = {each.kind: each for each in seen.kinds}
    assert (kinds["client"].changed, kinds["client"].new) == (1, 0)
    assert seen.conflicts == () == seen.refused
    assert (ben.last_line, client(ben).segment) == (last, "c")
    assert DOORS.apply(ben, incoming).records == 1
    assert client(ben, "Hospital Los Ángeles").segment == "a"
    assert [hit.title for hit in ben.search("los angeles")] == ["Hospital Los Ángeles"]


def test_how_much_may_change_without_asking_is_a_setting(ana: BaseStore, ben: BaseStore):
    with ana.unit("fill") as unit:
        unit.add_many(Client.kind, [{"name": f"Clínica {at}", "category": "clinic", "territory": client(ana).territory}
                                    for at in range(19)])
    hand(ana, ben)
    with ana.unit("segment") as unit:
        for each in unit.find(Client, category="clinic")[:5]:
            unit.change(each, segment="a")
    incoming = DOORS.examine(ben, pack(ana, ben))
    assert DOORS.preview(ben, incoming).heavy == ()
    App(ben).run(change_setting, name="ask_above", value=20)
    assert DOORS.preview(ben, incoming).heavy == ("client",)


def test_a_true_conflict_asks_and_its_decision_travels(ana: BaseStore, ben: BaseStore):
    change(ana, tax_id="AAA")
    change(ben, tax_id="BBB")
    incoming = DOORS.examine(ben, pack(ana, ben))
    assert [each.field for each in DOORS.preview(ben, incoming).conflicts] == ["tax_id"]
    DOORS.apply(ben, incoming)
    found = DOORS.conflicts(ben)
    assert [(each.kind, each.field, each.sort, each.title) for each in found] == [
        ("client", "tax_id", VALUE, "Hospital Ángeles")]
    assert {(each.value, each.person, each.mine) for each in found[0].versions} == {
        ("AAA", "Laura Benítez", False), ("BBB", "Benito Cruz", True)}
    assert found[0].before in ("", None)
    assert DOORS.resolve(ben, [Decision("client", found[0].id, "tax_id", "CCC")]) == 1
    assert DOORS.conflicts(ben) == []
    hand(ben, ana)
    assert (client(ana).tax_id, DOORS.conflicts(ana)) == ("CCC", [])


def test_the_value_shown_can_be_chosen_too(ana: BaseStore, ben: BaseStore):
    change(ana, tax_id="AAA")
    change(ben, tax_id="BBB")
    DOORS.apply(ben, DOORS.examine(ben, pack(ana, ben)))
    shown = client(ben).tax_id
    assert DOORS.resolve(ben, [Decision("client", client(ben).id, "tax_id", shown)]) == 1
    hand(ben, ana)
    assert (client(ana).tax_id, DOORS.conflicts(ana), DOORS.conflicts(ben)) == (shown, [], [])


def test_the_owner_knows_best(ana: BaseStore, ben: BaseStore):
    """Laura is responsible for the client: her word is shown on both sides and nobody is asked."""
    change(ben, visit_hours="tarde")
    change(ana, visit_hours="mañana")
    incoming = DOORS.examine(ana, pack(ben, ana))
    assert DOORS.preview(ana, incoming).by_owner == 1
    DOORS.apply(ana, incoming)
    hand(ana, ben)
    assert client(ana).visit_hours == client(ben).visit_hours == "mañana"
    assert DOORS.conflicts(ana) == DOORS.conflicts(ben) == []


def test_a_group_is_one_value(ana: BaseStore, ben: BaseStore):
    change(ana, status="inactive", status_reason="cerró")
    change(ben, status="prospect", status_reason="")
    hand(ana, ben)
    found = client(ben)
    assert (found.status, found.status_reason) in {("inactive", "cerró"), ("prospect", "")}


def test_a_withdrawn_consent_is_never_lost(ana: BaseStore, ben: BaseStore):
    change(ana, consent="withdrawn")
    change(ben, consent="given")
    hand(ana, ben)
    hand(ben, ana)
    assert client(ana).consent == client(ben).consent == "withdrawn"
    assert DOORS.conflicts(ana) == []


def test_deleted_here_edited_there_asks(ana: BaseStore, ben: BaseStore):
    made = App(ana).run(save, record=draft(ana, "Borrador"))
    hand(ana, ben)
    App(ana).run(delete_draft, record=ana.get(Client, made.id))
    App(ben).run(save, record=Client(**{**ben.get(Client, made.id).__dict__, "note": "visto"}))
    hand(ana, ben)
    found = DOORS.conflicts(ben)
    assert [(each.sort, each.field, each.title) for each in found] == [(DELETED_EDITED, "", "Borrador")]
    assert {each.value for each in found[0].versions} == {True, False}
    DOORS.resolve(ben, [Decision("client", made.id, "", value=False)])
    hand(ben, ana)
    assert ana.get(Client, made.id).note == "visto"
    assert DOORS.conflicts(ana) == DOORS.conflicts(ben) == []


def test_archived_travels(ana: BaseStore, ben: BaseStore):
    App(ana).run(archive, records=[client(ana)])
    applied = hand(ana, ben)
    assert {each.kind: each.archived for each in applied.kinds}["client"] == 1
    assert client(ben).archived


def test_the_same_file_twice_and_the_own_one(ana: BaseStore, ben: BaseStore):
    change(ana, segment="a")
    file = pack(ana, ben)
    DOORS.apply(ben, DOORS.examine(ben, file))
    again = DOORS.examine(ben, file)
    assert again.state == APPLIED
    with pytest.raises(Problem, match="ya se unió"):
        DOORS.apply(ben, again)
    assert DOORS.examine(ana, file).state == OWN


def test_a_lost_file_is_noticed_named_and_asked_for(ana: BaseStore, ben: BaseStore, tmp_path: Path):
    hand(ben, ana, "saludo.sqlite")  # Ana learns what Ben has
    change(ana, segment="a")
    lost = pack(ana, ben, "perdido.sqlite")
    hand(ben, ana, "otro.sqlite")
    acknowledge(ana, ben, lost)
    change(ana, note="después")
    late = DOORS.examine(ben, pack(ana, ben, "tarde.sqlite"))
    assert late.state == GAP
    assert "Laura Benítez" in {each.person for each in late.missing}
    with pytest.raises(Problem, match="Falta un archivo"):
        DOORS.apply(ben, late)
    assert [each.name for each in DOORS.inbox(ben)] == ["tarde.sqlite"]
    share = DOORS.answer(ana, DOORS.request(ben, late, tmp_path / "pido.kdreq"))
    DOORS.apply(ben, DOORS.examine(ben, DOORS.send(ana, share, tmp_path / "respuesta.sqlite", seal=None).path))
    waiting = DOORS.from_inbox(ben, DOORS.inbox(ben)[0].file)
    assert waiting.state == NEW
    DOORS.apply(ben, waiting)
    assert (client(ben).segment, client(ben).note, DOORS.inbox(ben)) == ("a", "después", [])


def acknowledge(store: BaseStore, other: BaseStore, file: Path) -> None:
    """The reader confirms a file and then loses it: she restores a backup of before."""
    copy = other.path.with_name("copia.kamdesk")
    DOORS.back_up(other, out=copy)
    DOORS.apply(other, DOORS.examine(other, file))
    hand(other, store, "confirma.sqlite")
    DOORS.restore(other, copy)


def test_undone_exactly_when_nothing_was_written_since(ana: BaseStore, ben: BaseStore):
    change(ana, segment="a", tax_id="X")
    before = client(ben)
    file = pack(ana, ben)
    applied = DOORS.apply(ben, DOORS.examine(ben, file))
    undone = DOORS.undo_receive(ben, applied.event)
    assert undone.exact
    assert client(ben) == before
    assert ben.find(ExchangeEvent, sort=(("at", True),))[0].undone_at is not None
    assert DOORS.examine(ben, file).state == NEW
    hand(ana, ben, "otra.sqlite")
    assert client(ben).segment == "a"


def test_undone_by_new_writes_when_something_was(ana: BaseStore, ben: BaseStore):
    change(ana, segment="a", tax_id="X")
    made = App(ana).run(save, record=draft(ana, "Nueva"))
    applied = hand(ana, ben)
    change(ben, tax_id="mío")
    undone = DOORS.undo_receive(ben, applied.event)
    assert not undone.exact
    assert (client(ben).segment, client(ben).tax_id) == ("c", "mío")
    assert ben.maybe(Client, made.id) is None
    with pytest.raises(Problem, match="ya se deshizo"):
        DOORS.undo_receive(ben, applied.event)
    hand(ben, ana)
    assert client(ana).segment == "c"


def test_without_prices_they_are_not_in_the_file_and_come_back_untouched(ana: BaseStore, empty_base: Path,
                                                                          tmp_path: Path):
    change(ana, credit_limit=987654321)
    boss_path = tmp_path / "boss.kamdesk"
    shutil.copyfile(empty_base, boss_path)
    boss = BaseStore(boss_path)
    classes = frozenset(CLASSES) - {CREDIT, PRICE}
    file = pack(ana, boss, classes=classes)
    assert (987654321).to_bytes(4, "big") not in file.read_bytes()
    incoming = DOORS.examine(boss, file)
    assert incoming.withheld > 0
    DOORS.apply(boss, incoming)
    found = client(boss)
    assert found.credit_limit is None
    with pytest.raises(Problem, match="no vino en el archivo"):
        App(boss).run(save, record=Client(**{**found.__dict__, "credit_limit": 5}))
    App(boss).run(save, record=Client(**{**found.__dict__, "note": "del jefe"}))
    hand(boss, ana)
    assert (client(ana).credit_limit, client(ana).note) == (987654321, "del jefe")
    boss.close()


def test_a_circle_made_by_two_is_listed(ana: BaseStore, ben: BaseStore):
    app = App(ana)
    one, two = (app.run(save, record=Territory(name=name, level="zone")) for name in ("Una", "Dos"))
    hand(ana, ben)
    app.run(save, record=replace(one, parent=two.id))
    App(ben).run(save, record=replace(ben.get(Territory, two.id), parent=one.id))
    hand(ana, ben)
    assert [(each.kind, each.sort, each.field) for each in DOORS.conflicts(ben)] == [("territory", CYCLE, "parent")]


def test_what_a_withdrawn_laptop_wrote_later_is_not_taken_from_anybody(ana: BaseStore, ben: BaseStore,
                                                                         empty_base: Path, tmp_path: Path):
    carla_path = tmp_path / "carla.kamdesk"
    shutil.copyfile(empty_base, carla_path)
    carla = BaseStore(carla_path)
    with carla.writer.begin():
        replica.renew(carla.writer)  # its file is a copy of Ben's
    change(ben, note="antes")
    withdrawn = json.dumps({"revoked_after": clock.now().isoformat(), "peer": device_of(ben)})
    with ana.writer.begin():
        ana.writer.exec_driver_sql("INSERT INTO kd_meta VALUES ('card:ben', ?)", (withdrawn,))
    time.sleep(0.01)
    change(ben, tax_id="TARDE")
    App(ben).run(save, record=draft(ben, "Tardía"))
    hand(ben, carla)
    applied = hand(carla, ana)
    assert {each.reason for each in applied.refused} == {REVOKED_DEVICE}
    assert (client(ana).note, client(ana).tax_id) == ("antes", "")
    assert ana.find(Client, name="Tardía") == []
    assert DOORS.check(ana) == []
    carla.close()


def test_incoming_says_what_it_is(ana: BaseStore, ben: BaseStore):
    incoming: Incoming = DOORS.examine(ben, pack(ana, ben))
    assert incoming.records == sum(incoming.counts.values())
