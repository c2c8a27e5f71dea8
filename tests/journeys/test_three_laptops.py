"""A week of three laptops and no network: a manager, a supervisor with one zone, a boss without prices."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.doors import FileDoors
from db.replica import renew
from db.store import BaseStore
from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Client, Contact
from kamdesk.records.products import Price
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from kamdesk.sharing import container, exchange, outgoing
from kamdesk.sharing.deciding import cases, side
from kamdesk.sharing.devices import own_card
from kamdesk.sharing.incoming import Opened, open_file, open_waiting
from kamdesk.sharing.outgoing import AREA, NEWS, SWITCHES, Addressee, Habit
from kamdesk.sharing.signing import signer_for
from tests.made import make

DOORS = FileDoors()
DAY = datetime.timedelta(days=1)
SECRET_PHONE, SECRET_NOTE = "55 8019 2837", "Canario del directorio"
SHOWN = ("name", "tax_id", "segment", "status", "territory", "archived")


class Week:
    """The one wall clock, and how wrong each laptop shows it."""

    def __init__(self) -> None:
        self.skew = datetime.timedelta()
        self.true = clock.now()

    def now(self) -> datetime.datetime:
        """A second later each time it is asked, so that order is never a matter of luck."""
        self.true += datetime.timedelta(seconds=1)
        return self.true + self.skew


class Laptop:
    """A base with its person; whatever is done on it is dated by its own clock."""

    def __init__(self, week: Week, path: Path, *, skew: datetime.timedelta = datetime.timedelta()) -> None:
        self._week, self.path, self._skew = week, path, skew
        self.seen: list[bytes] = []
        self.switch_on()

    def switch_on(self) -> None:
        """Open the base."""
        self._store = BaseStore(self.path)

    def name_anew(self) -> None:
        """A base copied from another one gets an identity of its own, as a new one has."""
        with self._store.writer.begin():
            renew(self._store.writer)

    def switch_off(self) -> bytes:
        """Close it; everything that is in it."""
        self._store.close()
        return self.path.read_bytes()

    @property
    def store(self) -> BaseStore:
        """The base, with the clock of this laptop from now on."""
        self._week.skew = self._skew
        return self._store

    @property
    def app(self) -> App:
        """The verbs, with the clock of this laptop from now on."""
        return App(self.store)

    def sits(self, person: Id) -> None:
        """Whose laptop it is."""
        self.app.run(change_setting, name="me", value=person)

    def trusts(self, other: Laptop) -> None:
        """The fingerprint was compared by telephone."""
        DOORS.trust(self.store, own_card(other.store, DOORS.keys(other.store)))

    def change(self, client: Id, **values: Any) -> None:
        """Edit a client."""
        self.app.run(save, record=dataclasses.replace(self.store.get(Client, client), **values))

    def reader(self, other: Laptop) -> Addressee:
        """The other as this laptop knows her."""
        found = outgoing.addressees(DOORS.devices(self.store), DOORS.peers(self.store))
        return next(each for each in found if each.key == DOORS.keys(other.store).uid)

    def send(self, to: Laptop, name: str, habit: Habit) -> Path:
        """A signed file that only the other opens."""
        reader = self.reader(to)
        people = outgoing.people_of(self.store, habit.zones)
        share = outgoing.share_for(reader, habit, people=people)
        return self._made(share, reader, name)

    def _made(self, share: exchange.Share, reader: Addressee, name: str) -> Path:
        assert reader.card is not None
        made = DOORS.send(self.store, share, self.path.with_name(name),
                          seal=container.for_cards([reader.card.sealing]), sign=signer_for(DOORS.keys(self.store)))
        return made.path

    def look(self, file: Path) -> Opened:
        """Open a file; what was in it is kept to be searched."""
        opened = open_file(self.store, DOORS, file)
        assert opened.incoming is not None
        self.seen.append(opened.incoming.content)
        return opened

    def take(self, file: Path, *, mine: bool | None = None) -> exchange.Applied:
        """Join a file; ``mine`` decides its conflicts for one side, None leaves them."""
        return self.join(self.look(file), mine=mine)

    def join(self, opened: Opened, *, mine: bool | None = None) -> exchange.Applied:
        """Join what was opened."""
        assert opened.incoming is not None
        assert opened.preview is not None
        found = cases(self.store, opened.preview.conflicts) if mine is not None else []
        decisions = [question.decision(side(case, mine=bool(mine))[question.conflict.field])
                     for case in found for question in case.questions]
        done = DOORS.apply(self.store, opened.incoming, decisions)
        DOORS.meet(self.store, opened.signer, opened.incoming.device)
        return done

    def clients(self, zone: Id | None = None) -> dict[Id, tuple[Any, ...]]:
        """What is seen of the clients of a zone, or of all."""
        found = self.store.find(Client, archived=None, **({"territory": zone} if zone else {}))
        return {each.id: tuple(getattr(each, name) for name in SHOWN) for each in found}


ZONE, BOSS = frozenset(SWITCHES) - {"prices", "margins", "credit"}, frozenset({"amounts", "credit"})


@pytest.fixture
def week(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Week:
    made = Week()
    monkeypatch.setattr(clock, "now", made.now)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return made


class Office:
    """The three, and what Laura knew on Monday morning."""

    def __init__(self, week: Week, folder: Path, empty: Path) -> None:
        for name in ("laura", "marta", "patricia"):
            shutil.copyfile(empty, folder / f"{name}.kamdesk")
        self.laura = Laptop(week, folder / "laura.kamdesk")
        self.marta = Laptop(week, folder / "marta.kamdesk", skew=-3 * DAY)
        self.patricia = Laptop(week, folder / "patricia.kamdesk", skew=2 * DAY)
        for each in (self.laura, self.marta, self.patricia):
            each.name_anew()
        self._fill(self.laura.app)
        for laptop, name in ((self.marta, "Marta Ríos"), (self.patricia, "Patricia Ledesma")):
            laptop.sits(laptop.app.run(save, record=Person(name=name, position="other")).id)
        for one in (self.laura, self.marta, self.patricia):
            for other in (self.laura, self.marta, self.patricia):
                if one is not other:
                    one.trusts(other)

    def _fill(self, app: App) -> None:
        laura = app.run(save, record=Person(name="Laura Benítez", position="regional_manager"))
        app.run(change_setting, name="me", value=laura.id)
        self.jalisco, self.bajio = (app.run(save, record=Territory(name=name, level="zone")).id
                                    for name in ("Jalisco", "Bajío"))
        posts = (("Marta Ríos", "local_supervisor", self.jalisco), ("Patricia Ledesma", "sales_manager", None))
        self.people = {name: app.run(save, record=Person(name=name, position=post, territory=zone)).id
                       for name, post, zone in posts}
        self.here, self.there = (app.run(save, record=Client(
            name=name, category="private_hospital", territory=zone, phone=SECRET_PHONE)).id
            for name, zone in (("Hospital Civil", self.jalisco), ("Clínica León", self.bajio)))
        app.run(save, record=Contact(name="Elena Cruz", party=Link("client", self.there), note=SECRET_NOTE))
        self.price = make(app, "price").id

    def close(self) -> None:
        for each in (self.laura, self.marta, self.patricia):
            each.switch_off()


@pytest.fixture
def office(week: Week, tmp_path: Path, empty_base: Path) -> Iterator[Office]:
    made = Office(week, tmp_path, empty_base)
    yield made
    made.close()


def to_zone(office: Office, name: str) -> Path:
    return office.laura.send(office.marta, name, Habit(AREA, ZONE, zones=(office.jalisco,)))


def to_boss(office: Office, name: str) -> Path:
    return office.laura.send(office.patricia, name, Habit(NEWS, BOSS))


def back(office: Office, of: Laptop, name: str) -> Path:
    """What comes back: all that somebody has, which is what she was given and what she wrote."""
    habit = Habit(AREA, ZONE, zones=(office.jalisco,)) if of is office.marta else Habit(NEWS, BOSS)
    return of.send(office.laura, name, habit)


def monday(office: Office) -> None:
    """Everybody gets her part."""
    office.marta.take(to_zone(office, "lunes-marta.kdx"))
    office.patricia.take(to_boss(office, "lunes-patricia.kdx"))
    office.marta.sits(office.people["Marta Ríos"])
    office.patricia.sits(office.people["Patricia Ledesma"])


def test_each_gets_her_part_and_nothing_else(office: Office):
    monday(office)
    laura, marta, patricia = office.laura, office.marta, office.patricia
    assert set(marta.clients()) == {office.here}
    assert patricia.clients() == laura.clients()
    assert marta.store.count(Contact) == 0
    assert all(each.amount is None for each in patricia.store.find(Price))
    assert not any(each.phone for each in patricia.store.find(Client))
    for laptop, secrets in ((marta, (SECRET_NOTE,)), (patricia, (SECRET_NOTE, SECRET_PHONE))):
        held = laptop.switch_off() + b"".join(laptop.seen)
        assert not [each for each in secrets if each.encode() in held], laptop.path.stem


def test_a_week_of_work_ends_equal_everywhere(office: Office):
    laura, marta, patricia = office.laura, office.marta, office.patricia
    monday(office)
    # Tuesday: both work on one client; a clock three days late loses nothing.
    visit = marta.app.run(save, record=Visit(party=Link("client", office.here), planned_on=clock.today()))
    marta.change(office.here, tax_id="MAR010101AA1", segment="a")
    new = marta.app.run(save, record=Client(name="Farmacia Nueva", category="pharmacy", territory=office.jalisco))
    laura.change(office.here, tax_id="LAU010101AA1", status="inactive")
    opened = laura.look(back(office, marta, "martes-marta.kdx"))
    assert opened.preview is not None
    assert [each.field for each in opened.preview.conflicts] == ["tax_id"]
    assert laura.join(opened, mine=False).conflicts == 0
    assert laura.store.get(Client, office.here).tax_id == "MAR010101AA1"
    assert laura.store.get(Visit, visit.id).party == Link("client", office.here)
    # Wednesday: the boss, whose clock is ahead, corrects a name; her file never touches what she never had.
    patricia.change(office.there, name="Clínica León Norte")
    before = laura.store.get(Price, office.price)
    laura.take(back(office, patricia, "miercoles-patricia.kdx"))
    assert laura.store.get(Price, office.price) == before
    assert laura.store.get(Client, office.there).phone == SECRET_PHONE
    # Thursday: one file is lost on its way; the next one makes up for it.
    lost = to_boss(office, "jueves-perdido.kdx")
    lost.unlink()
    laura.change(office.there, status="inactive")
    # Friday: everybody gets what the others did.
    marta.take(to_zone(office, "viernes-marta.kdx"))
    patricia.take(to_boss(office, "viernes-patricia.kdx"))
    assert marta.clients() == laura.clients(office.jalisco)
    assert new.id in marta.clients()
    assert patricia.clients() == laura.clients()
    assert {each.id for each in patricia.store.find(Visit)} == {each.id for each in laura.store.find(Visit)}
    assert [DOORS.conflicts(each.store) for each in (laura, marta, patricia)] == [[], [], []]


def test_a_restored_laptop_notices_what_it_misses_and_asks_for_it(office: Office, tmp_path: Path):
    laura, patricia = office.laura, office.patricia
    monday(office)
    copy = DOORS.back_up(patricia.store, out=tmp_path / "lunes.kamdesk")
    laura.change(office.there, segment="a")
    patricia.take(to_boss(office, "martes.kdx"))
    laura.take(back(office, patricia, "martes-recibido.kdx"))  # she has confirmed it
    DOORS.restore(patricia.store, copy.path)
    laura.change(office.there, status="inactive")
    late = patricia.look(to_boss(office, "miercoles.kdx"))
    assert late.incoming is not None
    assert late.incoming.state == exchange.GAP
    assert "Laura Benítez" in {each.person for each in late.incoming.missing}
    with pytest.raises(Problem):
        DOORS.apply(patricia.store, late.incoming)
    request = DOORS.request(patricia.store, late.incoming, tmp_path / "falta.kdreq")
    share = DOORS.answer(laura.store, request)
    patricia.take(laura._made(share, laura.reader(patricia), "lo-que-falta.kdx"))
    for waiting in DOORS.inbox(patricia.store):
        opened = open_waiting(patricia.store, DOORS, waiting.file)
        if opened.preview is not None:
            patricia.join(opened)
    assert patricia.clients() == laura.clients()


def test_a_cloned_laptop_is_noticed_and_nothing_of_it_is_taken(office: Office, week: Week, tmp_path: Path):
    laura, marta = office.laura, office.marta
    monday(office)
    laura.take(back(office, marta, "lunes-vuelta.kdx"))
    (tmp_path / "clon.kamdesk").write_bytes(marta.switch_off())
    marta.switch_on()
    clone = Laptop(week, tmp_path / "clon.kamdesk")
    marta.change(office.here, segment="a")
    clone.change(office.here, segment="d")
    laura.take(back(office, marta, "martes-marta.kdx"))
    opened = laura.look(clone.send(laura, "martes-clon.kdx", Habit(AREA, ZONE, zones=(office.jalisco,))))
    assert opened.incoming is not None
    assert (opened.incoming.state, opened.preview) == (exchange.FORK, None)
    assert laura.store.get(Client, office.here).segment == "a"
    clone.switch_off()


def test_a_zone_of_her_own_reaches_the_others_as_a_name(office: Office):
    """What lies outside her part comes as a name, and the name goes on with whatever refers to it."""
    laura, marta, patricia = office.laura, office.marta, office.patricia
    monday(office)
    own = marta.app.run(save, record=Territory(name="Colima", level="zone"))
    client = marta.app.run(save, record=Client(name="Farmacia Colima", category="pharmacy", territory=own.id))
    laura.take(back(office, marta, "martes-marta.kdx"))
    patricia.take(to_boss(office, "martes-patricia.kdx"))
    for laptop in (laura, patricia):
        assert laptop.store.get(Client, client.id).territory == own.id
        assert laptop.store.get(Territory, own.id).name == "Colima"
