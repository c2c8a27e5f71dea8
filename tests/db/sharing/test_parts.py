"""Parts of a base: a zone without prices, what enters and leaves it, what comes back, ticked records, the public."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.fields import AMOUNT, CLASSES, CREDIT, PERSONAL, PRICE, PRIVATE, Link
from kamdesk.records.clients import Client, Contact
from kamdesk.records.interactions import Interaction
from kamdesk.records.products import Product, ProductLine
from kamdesk.records.sales import Order, OrderLine
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.sharing.exchange import PUBLIC, SELECTION, ZONE, Share
from tests.db.files import DOORS

BARE = frozenset[str]()
CANARIES = {PRICE: "777333111", CREDIT: "555222999", PERSONAL: "canario@personal.mx", PRIVATE: "canario privado"}


@pytest.fixture
def region(base: BaseStore) -> BaseStore:
    """Two zones; a client with everything confidential in the first, another one in the second."""
    app = App(base)
    north = base.find(Territory)[0]
    south = app.run(save, record=Territory(name="Sur", level="zone"))
    first = base.find(Client, name="Hospital Ángeles")[0]
    app.run(save, record=replace(first, credit_limit=int(CANARIES[CREDIT]), email=CANARIES[PERSONAL]))
    far = far_person(app)
    app.run(save, record=Client(name="Lejana", category="pharmacy", territory=south.id, owner=far))
    app.run(save, record=Interaction(party=Link("client", first.id), channel="call", topic="other",
                                     text=CANARIES[PRIVATE], private=True))
    line = app.run(save, record=ProductLine(name="Línea"))
    product = app.run(save, record=Product(name="Kamdol", code="K1", line=line.id, presentation="20 tabletas"))
    order = app.run(save, record=Order(buyer=Link("client", first.id), number="P-1", on=base_day()))
    app.run(save, record=OrderLine(order=order.id, product=product.id, quantity=Decimal(10),
                                   price=Decimal(CANARIES[PRICE])))
    assert north.id == first.territory
    return base


def far_person(app: App) -> str:
    return app.run(save, record=Person(name="Sonia Sur", position="representative")).id


def base_day():
    from kamdesk import clock

    return clock.today()


@pytest.fixture
def reader(empty_base: Path, tmp_path: Path) -> Iterator[BaseStore]:
    """The laptop that gets the part."""
    path = tmp_path / "reader.kamdesk"
    shutil.copyfile(empty_base, path)
    store = BaseStore(path)
    yield store
    store.close()


def zone_of(store: BaseStore, **share) -> Share:
    north = store.find(Territory, name="Jalisco")[0]
    return Share(**{"profile": ZONE, "territories": (north.id,), "to": "Rosa", "name": "Jalisco", "classes": BARE,
                    **share})


def hand(store: BaseStore, share: Share, reader: BaseStore, name: str = "zona.sqlite") -> Path:
    with reader.writer.begin():
        device = reader.writer.exec_driver_sql("SELECT device FROM kd_replica WHERE is_self = 1").scalar_one()
    path = DOORS.send(store, replace(share, device=device), store.path.with_name(name), seal=None).path
    DOORS.apply(reader, DOORS.examine(reader, path))
    return path


def names(store: BaseStore) -> list[str]:
    return sorted(each.name for each in store.find(Client))


def holds(content: bytes, canary: str) -> bool:
    """Whether the bytes of a file hold a text, or a number as SQLite writes it, in units or scaled."""
    if not canary.isdigit():
        return canary.encode() in content
    numbers = (int(canary), int(canary) * 100, int(canary) * 10**6)
    return canary.encode() in content or any(
        number.to_bytes(width, "big") in content for number in numbers for width in (4, 6, 8)
        if number.bit_length() < 8 * width and number.bit_length() > 8 * width - 24)


def test_a_zone_holds_its_own_and_nothing_confidential(region: BaseStore, reader: BaseStore):
    file = hand(region, zone_of(region), reader)
    assert names(reader) == ["Clínica <b>Ñandú</b>", "Hospital Ángeles"]
    content = file.read_bytes()
    for canary in (*CANARIES.values(), "Lejana"):
        assert not holds(content, canary)
    assert reader.find(OrderLine)[0].price is None
    assert reader.find(OrderLine)[0].quantity == 10
    assert reader.find(Interaction) == []
    assert DOORS.check(reader) == []


@pytest.mark.parametrize("klass", sorted(CANARIES))
def test_each_switch_lets_its_class_out_alone(region: BaseStore, klass: str, tmp_path: Path):
    share = zone_of(region, classes=frozenset({klass}))
    content = DOORS.send(region, share, tmp_path / "zona.sqlite", seal=None).path.read_bytes()
    there = {each for each, canary in CANARIES.items() if holds(content, canary)}
    assert there == {klass}


def test_who_enters_comes_whole_and_who_leaves_goes(region: BaseStore, reader: BaseStore):
    share = zone_of(region)
    hand(region, share, reader)
    back(reader, region)
    north, south = (region.find(Territory, name=name)[0] for name in ("Jalisco", "Sur"))
    App(region).run(save, record=replace(region.find(Client, name="Lejana")[0], territory=north.id))
    left = region.find(Client, name="Hospital Ángeles")[0]
    App(region).run(save, record=replace(left, territory=south.id, owner=far_owner(region)))
    hand(region, share, reader, "luego.sqlite")
    assert "Lejana" in names(reader)
    assert reader.find(Client, name="Lejana")[0].category == "pharmacy"
    with reader.writer.begin():
        left_over = reader.writer.exec_driver_sql("SELECT count(*) FROM kd_row WHERE pk = ?", (left.id,)).scalar_one()
    assert left_over == 0
    assert DOORS.check(reader) == []


def far_owner(store: BaseStore) -> str:
    return store.find(Person, name="Sonia Sur")[0].id


def back(reader: BaseStore, store: BaseStore) -> None:
    """What the reader did goes back."""
    path = DOORS.send(reader, Share(to="Laura"), reader.path.with_name("vuelta.sqlite"), seal=None).path
    DOORS.apply(store, DOORS.examine(store, path))


def test_work_in_a_zone_comes_back_and_changes_nothing_withheld(region: BaseStore, reader: BaseStore):
    hand(region, zone_of(region), reader)
    found = reader.find(Client, name="Hospital Ángeles")[0]
    App(reader).run(save, record=replace(found, note="visto por Rosa"))
    App(reader).run(save, record=Contact(name="Nueva", party=Link("client", found.id)))
    back(reader, region)
    after = region.get(Client, found.id)
    assert (after.note, after.credit_limit, after.email) == ("visto por Rosa", int(CANARIES[CREDIT]),
                                                             CANARIES[PERSONAL])
    assert DOORS.conflicts(region) == []
    assert region.count(Contact) == 2


def test_ticked_records_bring_what_hangs_on_them_and_names_of_the_rest(region: BaseStore, reader: BaseStore):
    order = region.find(Order)[0]
    share = Share(profile=SELECTION, records=(Link("order", order.id),), to="Agente", classes=frozenset(CLASSES) - {
        PRICE, AMOUNT})
    file = hand(region, share, reader)
    assert not holds(file.read_bytes(), CANARIES[PRICE])
    assert [each.id for each in reader.find(Order)] == [order.id]
    assert names(reader) == ["Hospital Ángeles"]  # what it refers to comes along
    assert reader.count(OrderLine) == 1
    assert reader.names([Link("client", order.buyer.id)]) == {order.buyer.id: "Hospital Ángeles"}


def test_the_public_gets_chosen_kinds_without_words(region: BaseStore, tmp_path: Path):
    share = Share(profile=PUBLIC, kinds=("product", "client"), to="Agencia", classes=BARE)
    region_note(region)
    summary = DOORS.summary(region, share)
    assert set(summary.counts) == {"product", "client"}
    content = DOORS.send(region, share, tmp_path / "publico.sqlite", seal=None).path.read_bytes()
    assert b"palabras internas" not in content
    ticked = replace(share, notes=frozenset({"client.note"}))
    assert b"palabras internas" in DOORS.send(region, ticked, tmp_path / "otro.sqlite", seal=None).path.read_bytes()


def region_note(store: BaseStore) -> None:
    App(store).run(save, record=replace(store.find(Client, name="Hospital Ángeles")[0], note="palabras internas"))
