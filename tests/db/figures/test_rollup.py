"""Roll-ups: after any run of commands they are what the facts add up to, and figures do not depend on row order."""

from __future__ import annotations

import copy
import datetime
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.figures import rollup
from db.store import BaseStore
from kamdesk import clock
from kamdesk.app import App
from kamdesk.fields import Link
from kamdesk.figures.model import Period, Scope
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import Allocation, Invoice, Payment
from kamdesk.records.sales import SalesRecord
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from kamdesk.store import UnitOfWork
from tests.kamdesk.figures.build import Region, day, many, put

TABLES = (rollup.PLACE, rollup.PARTY, rollup.TURN, rollup.CLASS, rollup.SALES, rollup.TOTALS, rollup.BOUGHT,
          rollup.DOCUMENT)
DAYS = [day("2025-09-30"), day("2025-10-15"), day("2025-11-03"), day("2025-11-24")]


def kept(store: BaseStore) -> dict[str, list[Any]]:
    """Everything the roll-ups hold."""
    return {table.name: sorted(map(tuple, store.writer.execute(table.select())), key=repr) for table in TABLES}


def followed(store: BaseStore) -> bool:
    """Whether the roll-ups are what a rebuild makes of the facts."""
    with store.writer.begin():
        before = kept(store)
        rollup.rebuild(store.writer)
        return before == kept(store)


class World:
    """A base with parties, and steps that write to it at random."""

    def __init__(self, region: Region) -> None:
        self.app, self.region, self.chance = region.app, region, random.Random(0)
        self.other = put(self.app, Territory(name="Colima", level="zone", parent=region.region.id))
        self.clients = [region.client(f"Cliente {at}").id for at in range(3)]
        self.dealer = put(self.app, Distributor(name="Dimed", role="distributor", stage="active", owner=region.boss.id,
                                                territories=(region.city.id, self.other.id))).id

    def step(self, name: str) -> None:
        """One command."""
        with self.app.store.unit(name) as uow:
            getattr(self, name)(uow)

    def party(self) -> Link:
        at = self.chance.randrange(4)
        return Link("distributor", self.dealer) if at == 3 else Link("client", self.clients[at])

    def sell(self, uow: UnitOfWork) -> None:
        on = self.chance.choice(DAYS)
        amount = self.chance.choice((100, 250, -70))
        uow.add(SalesRecord(on=on, month=f"{on:%Y-%m}", party=self.party(), product=self.region.product.id, units=1,
                            amount=amount, category="return" if amount < 0 else "sale",
                            territory=self.chance.choice((None, self.region.city.id)),
                            via=self.chance.choice((None, self.dealer)), cost=self.chance.choice((None, 40))))

    def move_sale(self, uow: UnitOfWork) -> None:
        sales = uow.find(SalesRecord)
        if sales:
            uow.change(self.chance.choice(sales), month="2025-08", on=day("2025-08-01"), amount=33, party=self.party())

    def archive_sale(self, uow: UnitOfWork) -> None:
        for each in uow.find(SalesRecord, limit=1):
            uow.archive(each)

    def give_away(self, uow: UnitOfWork) -> None:
        client = uow.get(Client, self.chance.choice(self.clients))
        uow.change(client, owner=self.region.boss.id, territory=self.other.id, segment=self.chance.choice("abcd"))

    def sell_and_give_away(self, uow: UnitOfWork) -> None:
        self.sell(uow)
        self.give_away(uow)

    def move_territory(self, uow: UnitOfWork) -> None:
        parent = self.chance.choice((self.other.id, self.region.zone.id))
        uow.change(uow.get(Territory, self.region.city.id), parent=parent)

    def visit(self, uow: UnitOfWork) -> None:
        uow.add(Visit(party=self.party(), owner=self.region.person.id, state="done", outcome="neutral",
                      done_on=self.chance.choice(DAYS)))

    def bill(self, uow: UnitOfWork) -> None:
        on, number = self.chance.choice(DAYS), str(self.chance.random())
        uow.add(Invoice(number=number, party=self.party(), on=on, due=on, amount=1000,
                        category=self.chance.choice(("invoice", "credit_note"))))

    def collect(self, uow: UnitOfWork) -> None:
        invoices = [each for each in uow.find(Invoice, category="invoice")
                    if not uow.count(Allocation, invoice=each.id)]
        for each in invoices[:1]:
            payment = uow.add(Payment(party=each.party, on=day("2025-11-20"), amount=700))
            uow.add(Allocation(source=Link("payment", payment.id), invoice=each.id, amount=600, on=day("2025-11-21")))

    def archive_invoice(self, uow: UnitOfWork) -> None:
        for each in uow.find(Invoice, limit=1):
            uow.archive(each)


@pytest.fixture(scope="module")
def made(empty_base: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A closed base with a world in it, and what that world knows; made once, copied for each example."""
    path = tmp_path_factory.mktemp("made") / "base.kamdesk"
    shutil.copyfile(empty_base, path)
    store = BaseStore(path)
    world = World(Region(App(store)))
    store.close()
    return path, world


@contextmanager
def opened(made: tuple[Path, World], seed: int = 0) -> Iterator[World]:
    """A world in a fresh copy of the base."""
    path, world = made
    with tempfile.TemporaryDirectory() as folder:
        store = BaseStore(Path(shutil.copy(path, folder)))
        again = copy.copy(world)
        again.app, again.chance = App(store), random.Random(seed)
        try:
            yield again
        finally:
            store.close()


STEPS = ("sell", "move_sale", "archive_sale", "give_away", "sell_and_give_away", "move_territory", "visit", "bill",
         "collect", "archive_invoice", "undo", "redo")


@settings(max_examples=15)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=14), seed=st.integers(0, 99))
def test_roll_ups_equal_the_facts_after_any_commands(made: tuple[Path, World], steps: list[str], seed: int) -> None:
    with opened(made, seed) as world:
        store = world.app.store
        for name in steps:
            turn = {"undo": store.undo_step, "redo": store.redo_step}.get(name)
            step = turn() if turn else None
            if turn is None:
                world.step(name)
            elif step is not None and step.label in STEPS:
                getattr(world.app, name)()
        assert followed(store)  # type: ignore[arg-type]


def sale(world: World, *, at: int, amount: int, on: datetime.date, who: int) -> dict[str, Any]:
    """A row as an import gives it."""
    return {"id": f"s{at}", "month": f"{on:%Y-%m}", "on": on, "party": Link("client", world.clients[who]), "units": 1,
            "amount": amount, "category": "return" if amount < 0 else "sale", "product": world.region.product.id}


SALES = st.lists(st.tuples(st.integers(-10**6, 10**6), st.sampled_from(DAYS), st.integers(0, 2)), max_size=12)


@settings(max_examples=10)
@given(amounts=SALES, order=st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_the_order_of_rows(made: tuple[Path, World], amounts: list[Any],
                                                    order: random.Random) -> None:
    period, results = Period(day("2025-09-01"), day("2025-11-24")), []
    rows = [{"amount": amount, "on": on, "who": who, "at": at} for at, (amount, on, who) in enumerate(amounts)]
    for _turn in range(2):
        with opened(made) as world:
            many(world.app, SalesRecord, [sale(world, **row) for row in rows])
            results.append([sorted((str(each.key), each.value) for each in world.app.by("F20", period, dimension=by))
                            for by in ("client", "market", "month")])
        order.shuffle(rows)
    assert results[0] == results[1]


@settings(max_examples=10)
@given(amounts=SALES)
def test_the_roll_up_answers_what_the_lines_answer(made: tuple[Path, World], amounts: list[Any]) -> None:
    """By client only the facts can answer, by market the roll-up does: both add up to the same."""
    period, total = Period(day("2025-09-01"), day("2025-11-24")), sum(amount for amount, _on, _who in amounts)
    with opened(made) as world:
        app = world.app
        many(app, SalesRecord, [sale(world, at=at, amount=amount, on=on, who=who)
                                for at, (amount, on, who) in enumerate(amounts)])
        for dimension in ("client", "market", "person", "product", "month", "line"):
            assert sum(each.value or 0 for each in app.by("F20", period, dimension=dimension)) == total
        assert sum((app.ask("F20", period, Scope(client=each)).value or 0) for each in world.clients) == total
        whole = app.ask("F20", period)
        assert (whole.value or 0) == total
        assert whole.more["returns"] == sum(amount for amount, _on, _who in amounts if amount < 0)


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6), shown=st.dates(day("2025-08-01"), day("2025-12-31")))
def test_ageing_adds_up_to_the_balance_on_any_day(made: tuple[Path, World], seed: int, shown: datetime.date) -> None:
    on = min(shown, clock.today())
    with opened(made, seed) as world:
        app = world.app
        for name in ("bill", "bill", "collect", "bill", "collect", "bill"):
            world.step(name)
        figure = app.ask("F41", Period.day(on))
        past = {kind: [each for each in app.store.find(kind) if each.on and each.on <= on]
                for kind in (Invoice, Payment, Allocation)}
        charges = sum(each.amount for each in past[Invoice] if each.category == "invoice")
        credits_ = sum(each.amount for each in [*past[Invoice], *past[Payment]]) - charges
        assert sum(figure.more["columns"].values()) == figure.value == charges - credits_
        assert figure.more["unapplied"] == sum(each.amount for each in past[Allocation]) - credits_
        assert sum(each.value or 0 for each in app.by("F40", Period.day(on), dimension="market")) == figure.value
