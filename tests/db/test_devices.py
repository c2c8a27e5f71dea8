"""Keys stay with their base; cards are trusted, withdrawn and trusted again; no file carries any of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk import clock
from kamdesk.problems import Problem
from kamdesk.records.team import Person
from kamdesk.sharing.cards import Card, card_of, read, write
from kamdesk.sharing.devices import own_card
from kamdesk.sharing.keys import new_keys
from kamdesk.store import Store

DOORS = FileDoors()
THEIRS = new_keys()


def card(person: str = "Marta Ríos") -> Card:
    return card_of(THEIRS, person=person, person_id="p", role="local_supervisor", device="marta")


def test_keys_are_made_once_and_survive_a_new_start(store: BaseStore, base_path: Path):
    first = DOORS.keys(store)
    assert DOORS.keys(store) == first
    store.close()
    again = BaseStore(base_path)
    assert DOORS.keys(again) == first
    again.close()


def test_the_own_card_names_its_person(store: Store, me: Person):
    mine = own_card(store, DOORS.keys(store))
    assert (mine.person, mine.person_id, mine.role) == (me.name, me.id, "regional_manager")
    assert read(write(mine, DOORS.keys(store))) == mine


def test_a_card_needs_a_person(store: Store):
    with pytest.raises(Problem, match="quién eres"):
        own_card(store, DOORS.keys(store))


def test_cards_are_trusted_withdrawn_and_trusted_again(store: Store):
    DOORS.trust(store, card())
    assert [each.card for each in DOORS.devices(store)] == [card()]
    DOORS.revoke(store, card().uid)
    (lost,) = DOORS.devices(store)
    assert lost.revoked_after is not None
    assert lost.revoked_after <= clock.now()
    DOORS.trust(store, card("Marta R."))
    (device,) = DOORS.devices(store)
    assert (device.revoked, device.card.person) == (False, "Marta R.")


def test_nobody_trusts_her_own_card_or_withdraws_a_stranger(store: Store, me: Person):
    with pytest.raises(Problem, match=r"este equipo"):
        DOORS.trust(store, own_card(store, DOORS.keys(store)))
    with pytest.raises(Problem, match="lista"):
        DOORS.revoke(store, card().uid)


def test_the_secrets_are_in_no_file(store: BaseStore, tmp_path: Path, base_path: Path):
    keys = DOORS.keys(store)
    DOORS.trust(store, card("Canario Secreto"))
    DOORS.share(store, tmp_path / "out.sqlite", to="Marta", plain=True)
    sent = (tmp_path / "out.sqlite").read_bytes()
    store.close()
    shutil.copyfile(base_path, tmp_path / "copy")
    held = (tmp_path / "copy").read_bytes()
    for secret in (keys.seed.hex().encode(), keys.identity.encode(), b"Canario Secreto"):
        assert secret not in sent
        assert secret in held
