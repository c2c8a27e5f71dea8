"""What was archived or deleted stands in the bin until it comes back, or thirty days pass."""

from __future__ import annotations

import datetime

import pytest

from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.records import archive, bring_back, delete_draft, restore, save
from kamdesk.fields import Link
from kamdesk.kinds import Record
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import NonWorkingDay

LONG = datetime.timedelta(days=30)


def in_bin(app: App) -> list[tuple[str, str, bool]]:
    return [(each.kind, each.title, each.deleted) for each in app.store.gone(clock.now() - LONG)]


def clinic(app: App, zone: Territory, name: str) -> Client:
    return app.run(save, record=Client(name=name, category="clinic", territory=zone.id))


def drop(app: App, record: Record) -> None:
    with app.store.unit("drop") as uow:
        uow.delete(record)


def test_what_left_stands_in_the_bin_newest_first_and_comes_back(app: App, me: Person, zone: Territory) -> None:
    client = clinic(app, zone, "Clínica Norte")
    holiday = app.run(save, record=NonWorkingDay(on=datetime.date(2025, 12, 25), name="Navidad"))
    app.run(archive, records=[client])
    app.run(delete_draft, record=holiday)
    there = in_bin(app)
    assert [(kind, deleted) for kind, _title, deleted in there] == [("non_working_day", True), ("client", False)]
    assert "Navidad" in there[0][1]
    assert there[1][1] == "Clínica Norte"
    app.run(bring_back, links=[Link("non_working_day", holiday.id), Link("client", client.id)])
    assert in_bin(app) == []
    assert app.store.get(NonWorkingDay, holiday.id) == holiday
    assert app.store.get(Client, client.id) == client
    app.undo()
    assert len(in_bin(app)) == 2


def test_what_was_restored_or_whose_creation_was_undone_is_not_there(app: App, me: Person, zone: Territory) -> None:
    client = clinic(app, zone, "Clínica Norte")
    app.run(archive, records=[client])
    app.run(restore, records=[client])
    clinic(app, zone, "Clínica Sur")
    app.undo()
    assert in_bin(app) == []


def test_after_thirty_days_it_is_no_longer_listed(app: App, me: Person, zone: Territory,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    app.run(archive, records=[clinic(app, zone, "Clínica Norte")])
    later = clock.now() + LONG + datetime.timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert in_bin(app) == []
    app.run(archive, records=[clinic(app, zone, "Clínica Sur")])
    assert [title for _kind, title, _deleted in in_bin(app)] == ["Clínica Sur"]


def test_a_record_does_not_come_back_before_what_it_refers_to(app: App, me: Person, zone: Territory) -> None:
    city = app.run(save, record=Territory(name="Tonalá", level="city", parent=zone.id))
    client = clinic(app, city, "Clínica Norte")
    drop(app, client)
    drop(app, city)
    with pytest.raises(Problem, match="Restáuralo primero"):
        app.run(bring_back, links=[Link("client", client.id)])
    with pytest.raises(Problem, match="no está"):
        app.run(bring_back, links=[Link("client", "nobody")])
    app.run(bring_back, links=[Link("territory", city.id), Link("client", client.id)])
    assert app.store.get(Client, client.id) == client
    assert app.store.search("norte")[0].id == client.id
