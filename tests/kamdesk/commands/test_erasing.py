"""Erased is erased: not in the row, the history, the search, the words of undo, nor any byte of the file."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from db import backup
from db.store import BaseStore
from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.erasing import erase
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Contact
from kamdesk.records.team import Candidate, Person, Vacancy
from tests.kamdesk.records.things import hospital

NAME, PHONE = "Xochiquetzal Zuñiga", "+52 33 9876 5432"


@pytest.fixture
def contact(app: App) -> Contact:
    """Somebody who was renamed once, and then withdrew."""
    party = hospital(lambda record: app.run(save, record=record))
    made = app.run(save, record=Contact(name=NAME, phone=PHONE, position="Compras", party=Link("client", party.id)))
    made = app.run(save, record=dataclasses.replace(made, phone="+52 33 1111 2222"))
    return app.run(save, record=dataclasses.replace(made, consent="withdrawn", phone=PHONE))


def test_nothing_is_left(store: BaseStore, app: App, contact: Contact) -> None:
    """The bytes of the base hold neither name nor number; what is not personal stays; the record leaves the lists."""
    assert NAME.encode() in store.path.read_bytes()
    assert app.run(erase, records=[contact], reason="Lo pidió", confirmed=True) == []
    left = store.get(Contact, contact.id)
    assert (left.name, left.phone, left.position, left.consent, left.archived) == (
        "", "", "Compras", "withdrawn", True)
    assert store.search("Xochiquetzal") == []
    assert not [past for past in store.history(Contact, contact.id) if NAME in (past.before, past.after)]
    content = store.path.read_bytes()
    assert [word for word in (NAME, PHONE, "Xochi", "Zuñiga", "9876 5432") if word.encode() in content] == []


def test_undo_brings_nothing_back(store: BaseStore, app: App, contact: Contact) -> None:
    """It is no step, and earlier steps have lost their words and values."""
    app.run(erase, records=[contact], reason="Lo pidió", confirmed=True)
    while (step := store.undo_step()) is not None:
        assert NAME not in step.label
        app.undo()
        found = store.maybe(Contact, contact.id)
        assert found is None or (found.name, found.phone) == ("", "")


def test_names_the_backups_that_hold_it(store: BaseStore, app: App, contact: Contact) -> None:
    """«{n} copias anteriores aún los tienen: {lista}.»"""
    made = backup.back_up(store)
    assert app.run(erase, records=[contact], reason="Lo pidió", confirmed=True) == [made.path.name]
    assert store.warnings == ((f"1 copia anterior aún los tiene: {made.path.name}.", None),)


def test_needs_withdrawal_reason_and_confirmation(app: App, contact: Contact) -> None:
    """Each is asked for; nothing is erased by the way."""
    for reason, confirmed in ((" ", True), ("Lo pidió", False)):
        with pytest.raises(Problem):
            app.run(erase, records=[contact], reason=reason, confirmed=confirmed)
    kept = app.run(save, record=dataclasses.replace(contact, consent="given", consent_on=clock.today()))
    with pytest.raises(Problem, match="retiró su consentimiento"):
        app.run(erase, records=[kept], reason="Lo pidió", confirmed=True)
    assert app.store.get(Contact, contact.id).name == NAME


def test_candidates_a_year_after(app: App, me: Person) -> None:
    """Not before twelve months after the vacancy closed."""
    vacancy = app.run(save, record=Vacancy(position="representative", reason="Plaza nueva",
                                           open_on=datetime.date(2025, 9, 1)))
    candidate = app.run(save, record=Candidate(vacancy=vacancy.id, name="Luis", resume="Diez años en hospital"))
    with pytest.raises(Problem, match="sigue abierta"):
        app.run(erase, records=[candidate], reason="Plazo", confirmed=True)
    app.run(save, record=dataclasses.replace(vacancy, state="cancelled"))
    with pytest.raises(Problem, match="12 meses"):
        app.run(erase, records=[candidate], reason="Plazo", confirmed=True)
