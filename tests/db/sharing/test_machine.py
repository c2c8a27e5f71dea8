"""Laptops that write, delete, decide, lose files, restore backups and exchange in any order: all that must hold."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from db.merging import ground, scopes
from db.merging.cells import LIFE, cells
from db.merging.conflicts import decide
from tests.db.sharing.laptop import KINDS, Laptop, Missing, fill_part, kind_by_number, template
from tests.db.sharing.model import Packet, Truth, in_part

FULL, ALL = "ABC", "ABCP"
ZONES, CLIENTS, INVOICES = ("1t", "1u", "2t"), ("1a", "1b", "2a"), ("1m", "2m")
RUNS, STEPS = (10_000, 50) if os.environ.get("KAMDESK_FULL") else (100, 30)
SEEDS = (1, 2, 3, 4, 5)
FOLDER: list[Path] = []
NEW_NAME = [True]  # a mutant keeps the old one after a restore


@pytest.fixture(autouse=True)
def shared_memory(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The base that all laptops begin with, made once."""
    monkeypatch.setattr(scopes, "fill", fill_part)
    if not FOLDER:
        FOLDER.append(template(tmp_path_factory.mktemp("laptops")))


class Writers(RuleBasedStateMachine):
    """Ana, Ben with a clock far ahead, Carla with one behind, and Pia who sees one zone and no amounts."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_000
        self.truth: Truth = {}
        skews = {"B": 10**6, "C": -900}
        self.laptops = {name: Laptop(name, FOLDER[0], skew=skews.get(name, 0), part=name == "P", truth=self.truth)
                        for name in ALL}
        self.files: list[Packet] = []
        self.applied: dict[str, list[Packet]] = {name: [] for name in ALL}
        self.saved: dict[str, Any] = {}
        self.payments = 0

    def act(self, name: str, *statements: tuple[str, tuple[Any, ...]]) -> None:
        """A transaction of one of them."""
        self.now += 1
        self.laptops[name].do(self.now, *statements)

    def sees(self, name: str, pk: str) -> bool:
        """Whether she may write a record."""
        return name != "P" or pk[0] == "1"

    # writing

    def create(self, name: str, pk: str, v: int) -> None:
        """A record that is not there yet."""
        kind = {"t": "territory", "u": "territory", "a": "client", "b": "client", "m": "invoice"}[pk[1]]
        if not self.sees(name, pk) or self.laptops[name].has(kind, pk):
            return
        if kind == "territory":
            self.act(name, ("INSERT INTO territory (id, name) VALUES (?, ?)", (pk, f"n{v}")))
        elif kind == "invoice":
            amount = "" if name == "P" else ", amount, currency"
            self.act(name, (f"INSERT INTO invoice (id, number{amount}) VALUES (?, ?{amount and ', ?, ?'})",
                            (pk, f"F{v}") if name == "P" else (pk, f"F{v}", v, "MXN")))
        else:
            credit = "" if name == "P" else ", credit_limit"
            values = (pk, f"n{v}", f"p{ALL[v]}") if name == "P" else (pk, f"n{v}", f"p{ALL[v]}", v)
            self.act(name, (f"INSERT INTO client (id, name, owner{credit}) VALUES (?, ?, ?{credit and ', ?'})", values))

    born = rule(name=st.sampled_from(ALL), pk=st.sampled_from((*ZONES, *CLIENTS, *INVOICES)),
                v=st.integers(0, 3))(create)

    @rule(name=st.sampled_from(ALL), pk=st.sampled_from(CLIENTS), v=st.integers(0, 3),
          field=st.sampled_from(("name", "code", "tax_id", "owner", "credit_limit", "status", "consent", "archived")))
    def edit(self, name: str, pk: str, field: str, v: int) -> None:
        """A field, or a group of them."""
        if not self.sees(name, pk) or (name == "P" and field == "credit_limit"):
            return
        values: dict[str, tuple[str, tuple[Any, ...]]] = {
            "owner": ("owner = ?", (f"p{ALL[v]}",)), "credit_limit": ("credit_limit = ?", (v,)),
            "status": ("status = ?, status_reason = ?", (f"s{v}", f"r{v % 2}")),
            "consent": ("consent = ?, consent_on = ?", ("withdrawn" if v == 1 else f"c{v}", f"2025-01-0{v + 1}")),
            "archived": ("archived = ?", (v % 2,))}
        what, given = values.get(field, (f"{field} = ?", (f"v{v}",)))
        self.act(name, (f"UPDATE client SET {what} WHERE id = ?", (*given, pk)))

    @rule(name=st.sampled_from(FULL), pk=st.sampled_from(INVOICES), v=st.integers(0, 3))
    def price(self, name: str, pk: str, v: int) -> None:
        """A group that the part does not show, and a field that it does."""
        self.act(name, ("UPDATE invoice SET amount = ?, currency = ?, number = ? WHERE id = ?",
                        (v, "USD" if v == 3 else "MXN", f"F{v}", pk)))

    @rule(name=st.sampled_from(ALL), pk=st.sampled_from(CLIENTS))
    def pay(self, name: str, pk: str) -> None:
        """A record that is only ever added."""
        if self.sees(name, pk) and self.laptops[name].has("client", pk):
            self.payments += 1
            self.act(name, ("INSERT INTO payment (id, party_kind, party, reference) VALUES (?, 2, ?, 'x')",
                            (f"{pk[0]}e{self.payments}", pk)))

    def refer(self, name: str, pk: str, zone: str) -> None:
        """Hang a client or a zone on a zone."""
        outside = pk[0] == "1" != zone[0]
        if outside or pk == zone or not self.sees(name, pk) or not self.laptops[name].has("territory", zone):
            return
        sql = "UPDATE territory SET parent = ? WHERE id = ?" if pk[1] in "tu" else \
            "UPDATE client SET territory = ? WHERE id = ?"
        self.act(name, (sql, (zone, pk)))

    hang = rule(name=st.sampled_from(ALL), pk=st.sampled_from((*CLIENTS, *ZONES)), zone=st.sampled_from(ZONES))(refer)

    def remove(self, name: str, pk: str, *, back: bool) -> None:
        """Delete a record nothing hangs on any more, and perhaps undo that."""
        kind = {"t": "territory", "u": "territory", "a": "client", "b": "client", "m": "invoice"}[pk[1]]
        laptop = self.laptops[name]
        if not self.sees(name, pk) or not laptop.has(kind, pk):
            return
        first = (("UPDATE client SET territory = NULL WHERE territory = ?", (pk,)),
                 ("UPDATE territory SET parent = NULL WHERE parent = ?", (pk,))) if kind == "territory" else ()
        if ground.one(laptop.raw, "SELECT 1 FROM payment WHERE party = ?", pk):
            return
        row = laptop.row(next(each.code for each in KINDS if each.name == kind), pk)
        self.act(name, *first, (f'DELETE FROM "{kind}" WHERE id = ?', (pk,)))
        if back:
            columns, marks = ", ".join(f'"{column}"' for column in row), ", ".join("?" * len(row))
            self.act(name, (f'INSERT INTO "{kind}" ({columns}) VALUES ({marks})', tuple(row.values())))

    delete = rule(name=st.sampled_from(ALL), pk=st.sampled_from((*CLIENTS, *ZONES, *INVOICES)),
                  back=st.booleans())(remove)

    @rule(one=st.sampled_from(FULL), other=st.sampled_from(FULL), zone=st.sampled_from(ZONES),
          pk=st.sampled_from((*CLIENTS, "1t", "1u")))
    def race(self, one: str, other: str, zone: str, pk: str) -> None:
        """One deletes a zone while another hangs something on it."""
        if one != other:
            self.remove(one, zone, back=False)
            self.refer(other, pk, zone)


class Office(Writers):
    """What they decide and hand to one another, and what must hold at the end."""

    @initialize(shared=st.booleans())
    def begin(self, *, shared: bool) -> None:
        """Everybody starts empty, or with the same region."""
        people = tuple((f"INSERT INTO person (id, name) VALUES ('p{name}', '{name}')", ()) for name in ALL)
        self.act("A", *people)
        if shared:
            for pk in (*ZONES, *CLIENTS, "1m"):
                self.create("A", pk, 1)
            for pk, zone in (("1a", "1t"), ("1b", "1u"), ("2a", "2t"), ("1u", "1t")):
                self.refer("A", pk, zone)
        for name in "BC":
            self.give(self.pack("A", name), name)
        self.give(self.pack("A", "P"), "P")

    @rule(name=st.sampled_from(ALL), which=st.integers(0, 9), choice=st.integers(0, 3))
    def resolve(self, name: str, which: int, choice: int) -> None:
        """Decide a conflict: it is gone here, and the decision travels."""
        laptop = self.laptops[name]
        laptop.fold()
        places = sorted(laptop.conflicts())
        if not places:
            return
        t, pk, f = places[which % len(places)]
        kind = kind_by_number(t)
        values = sorted({write.value for write in laptop.model.cells[t, pk, f]}, key=repr)
        value = 0 if f == LIFE else values[choice % len(values)]
        self._decide(laptop, t, pk, f, value)
        laptop.check("decision")
        assert (t, pk, f) not in laptop.conflicts(), f"{kind.name} {f} is still open"

    def _decide(self, laptop: Laptop, t: int, pk: str, f: int, value: Any) -> None:
        self.now += 1
        with laptop.transaction():
            before = ground.top(laptop.raw)
            decide(laptop.raw, kind_by_number(t), (pk, f), value)
            laptop.stamp(self.now, before)
        laptop.fold()

    @rule(name=st.sampled_from(ALL))
    def fold(self, name: str) -> None:
        """What happens when the program is idle."""
        self.laptops[name].fold()
        self.laptops[name].check("fold")

    # exchanging

    def pack(self, name: str, to: str, *, whole: bool = False) -> Packet:
        """A file for somebody."""
        part = "P" in (name, to)
        since = {} if whole or name == "P" else self.laptops[to].cursor()
        return self.laptops[name].export(part=part, since=since)

    def give(self, packet: Packet, to: str, *, stop: bool = False) -> None:
        """She opens it."""
        laptop = self.laptops[to]
        if stop:
            laptop.fold()
            before = laptop.state()
            with pytest.raises((KeyboardInterrupt, Missing)):
                laptop.receive(packet, stop=True)
            assert laptop.state() == before, "a death before the commit leaves the state before"
            return
        laptop.receive(packet)
        laptop.check("file")
        self.applied[to].append(packet)

    def sync(self, name: str, to: str) -> None:
        """A file that is opened at once."""
        if name == to:
            return
        with suppress(Missing):
            self.give(self.pack(name, to), to)

    hand = rule(name=st.sampled_from(ALL), to=st.sampled_from(ALL))(sync)

    @rule(writer=st.sampled_from(FULL), reader=st.sampled_from(FULL), pk=st.sampled_from(("1a", "1b", "1t")),
          then=st.sampled_from(("edit", "delete", "undo", "hang")), v=st.integers(0, 2))
    def relay(self, writer: str, reader: str, pk: str, then: str, v: int) -> None:
        """One gets another's writes only through Pia, and writes on top of them."""
        if writer == reader:
            return
        if pk == "1t":
            self.refer(writer, pk, "1u")
        else:
            self.edit(writer, pk, "credit_limit", v)
            self.edit(writer, pk, "name", v)
        self.sync(writer, "P")
        self.sync("P", reader)
        if then == "edit" and pk != "1t":
            self.edit(reader, pk, "name", 3)
        elif then == "hang":
            self.refer(reader, pk, "1u")
        else:
            self.remove(reader, pk, back=then == "undo")

    @rule(name=st.sampled_from(ALL), to=st.sampled_from(ALL), whole=st.booleans())
    def make(self, name: str, to: str, *, whole: bool) -> None:
        """A file that lies about: opened late, twice, in another order, or never."""
        if name != to:
            self.files.append(self.pack(name, to, whole=whole))

    @rule(which=st.integers(0, 10**6), to=st.sampled_from(ALL), stop=st.integers(0, 9))
    def open(self, which: int, to: str, stop: int) -> None:
        """Any file that lies about."""
        if not self.files:
            return
        packet = self.files[which % len(self.files)]
        if packet.maker == to or (to == "P" and not packet.content.part):
            return
        with suppress(Missing):
            self.give(packet, to, stop=stop == 0)

    @rule(name=st.sampled_from(FULL))
    def back_up(self, name: str) -> None:
        """A copy of the base."""
        self.saved[name] = self.laptops[name].backup()

    @rule(name=st.sampled_from(FULL), really=st.integers(0, 3))
    def restore(self, name: str, really: int) -> None:
        """The copy is put back."""
        if name in self.saved and not really:
            self.applied[name] = []
            self.laptops[name].restore(self.saved[name], renew=NEW_NAME[0])

    # what must hold

    def teardown(self) -> None:
        """Everybody gets everything: then all is equal, and nothing was lost."""
        try:
            self._exchange_all()
            self._equal()
            self._nothing_lost()
            self._again()
        finally:
            self.let_go()

    def let_go(self) -> None:
        """No file is left."""
        for laptop in self.laptops.values():
            laptop.close()
        for path in FOLDER[0].parent.iterdir():
            if path != FOLDER[0]:
                path.unlink()

    def _exchange_all(self) -> None:
        """Compared with the model once all have everything: after each file would be most of the time."""
        for _round in range(2):
            for name, to in ((name, "A") for name in "BCP"):
                self._hand_over(name, to)
            for to in "BCP":
                self._hand_over("A", to)
        for laptop in self.laptops.values():
            laptop.check("everything")

    def _hand_over(self, name: str, to: str) -> None:
        packet = self.pack(name, to)
        try:
            self.laptops[to].receive(packet)
        except Missing:
            packet = self.pack(name, to, whole=True)
            self.laptops[to].receive(packet)
        self.applied[to].append(packet)

    def _equal(self) -> None:
        ana, ben, carla, pia = (self.laptops[name] for name in ALL)
        frontier, table, conflicts = ana.frontier(), ana.table(), ana.conflicts()
        assert frontier == ben.frontier() == carla.frontier(), "I1"
        assert table == ben.table() == carla.table(), "I1, I16"
        assert conflicts == ben.conflicts() == carla.conflicts(), "I2"
        assert pia.frontier() == {place: writes for place, writes in frontier.items() if in_part(place)}, "I6"
        assert pia.table().keys() == {row for row in table if row[1][0] in "1p"}, "I6"
        for row, values in pia.table().items():
            for cell in cells(kind_by_number(row[0])):
                if in_part((*row, cell.number)):
                    assert values[cell.number] == table[row][cell.number], "I6"

    def _nothing_lost(self) -> None:
        """I4: what stands saw exactly what its authors had; every write stands or was overwritten by who held it."""
        for place, writes in self.laptops["A"].model.cells.items():
            dots = {(write.r, write.s) for write in writes}
            past = set().union(*(self.truth.get((place, *dot), set()) for dot in dots))
            assert not dots & past, "I4: overwritten and still there"
            for other, r, s in self.truth:
                if other == place and self.laptops["A"].model.seen.get(r, 0) >= s:
                    assert (r, s) in dots | past, "I4: lost"

    def _again(self) -> None:
        laptop = self.laptops["A"]
        before = _bytes(laptop)
        for packet in self.applied["A"][-6:]:
            try:
                laptop.receive(packet)
            except Missing:
                continue
        assert _bytes(laptop) == before, "I3"


def _bytes(laptop: Laptop) -> list[Any]:
    return [laptop.raw.execute(f"SELECT * FROM {table}").fetchall()
            for table in ("kd_cell", "kd_alt", "kd_row", "kd_seen", "kd_complete", "kd_epoch", "client", "territory")]


def run(runs: int, number: int, *, steps: int = STEPS) -> None:
    """The machine, ``runs`` times from one seed."""
    run_state_machine_as_test(
        seed(number)(Office), settings=settings(
            max_examples=runs, stateful_step_count=steps, deadline=None, database=None, print_blob=False,
            suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink)))


@pytest.mark.parametrize("number", [*SEEDS[:3], *(pytest.param(each, marks=pytest.mark.full) for each in SEEDS[3:])])
def test_laptops_agree_whatever_happens(number: int):
    run(RUNS // len(SEEDS), number)
