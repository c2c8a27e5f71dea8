"""Keeps the keys of this laptop and the cards it trusts: in the base, under its password, and in no file."""

from __future__ import annotations

import dataclasses
import datetime
import json
from typing import TYPE_CHECKING, Any

from kamdesk import clock
from kamdesk.problems import Problem
from kamdesk.sharing import keys as keyring
from kamdesk.sharing.cards import Card, Device
from kamdesk.sharing.keys import Keys
from kamdesk.store import Store
from kamdesk.words import _, fold

if TYPE_CHECKING:
    from db.store import BaseStore

_KEYS, _CARD = "keys", "card:"


def keys(store: BaseStore) -> Keys:
    """The keys of this laptop; a base that has none gets them now, for good."""
    kept = _value(store, _KEYS)
    if kept is None:
        made = keyring.new_keys()
        _put(store, _KEYS, keyring.kept(made))
        return made
    return keyring.of_kept(str(kept))


def devices(store: BaseStore) -> list[Device]:
    """Trusted cards by person; withdrawn ones last."""
    rows = _read(store, "SELECT value FROM kd_meta WHERE key LIKE ?", _CARD + "%")
    return sorted((_device(json.loads(each)) for each in rows), key=lambda each: (each.revoked, fold(each.card.person)))


def trust(store: BaseStore, card: Card) -> None:
    """Trust a card from now on; Problem for the own one."""
    if card.uid == keys(store).uid:
        raise Problem(_("This is the card of this laptop. Trust the card of somebody else."))
    _keep(store, Device(card, clock.now()))


def revoke(store: BaseStore, uid: str) -> None:
    """Believe nothing a laptop signs any more; Problem when it was never trusted."""
    kept = _value(store, _CARD + uid)
    if kept is None:
        raise Problem(_("This laptop is not on your list."))
    _keep(store, dataclasses.replace(_device(json.loads(kept)), revoked_after=clock.now()))


def meet(store: BaseStore, verifying: str, peer: str) -> None:
    """Remember the name a trusted laptop sends files under."""
    for each in devices(store):
        if each.card.verifying == verifying and each.peer != peer:
            _keep(store, dataclasses.replace(each, peer=peer))


def _keep(store: BaseStore, device: Device) -> None:
    _put(store, _CARD + device.card.uid, json.dumps({
        "card": dataclasses.asdict(device.card), "added_at": _iso(device.added_at),
        "revoked_after": _iso(device.revoked_after), "peer": device.peer}))


def _device(values: Any) -> Device:
    return Device(Card(**values["card"]), _instant(values["added_at"]), _instant(values["revoked_after"]),
                  values.get("peer", ""))


def _iso(at: datetime.datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _instant(text: str | None) -> datetime.datetime | None:
    return None if text is None else datetime.datetime.fromisoformat(text)


def _value(store: BaseStore, key: str) -> Any:
    return next(iter(_read(store, "SELECT value FROM kd_meta WHERE key = ?", key)), None)


def _read(store: BaseStore, sql: str, *values: str) -> list[Any]:
    """On a connection of its own: a list of laptops does not wait for a job that is writing."""
    from db import engine

    raw = engine.connect(store.path, store.key)
    try:
        return [each[0] for each in raw.execute(sql, values).fetchall()]
    finally:
        raw.close()


def _put(store: BaseStore, key: str, value: str) -> None:
    with store.alone(), store.writer.begin():
        store.writer.exec_driver_sql("INSERT OR REPLACE INTO kd_meta VALUES (?, ?)", (key, value))


class DeviceDoors:
    """``kamdesk.sharing.devices.Devices`` over the file of a base."""

    def keys(self, store: Store) -> Keys:
        """The keys of this laptop."""
        return keys(_file(store))

    def devices(self, store: Store) -> list[Device]:
        """The cards this base trusts."""
        return devices(_file(store))

    def trust(self, store: Store, card: Card) -> None:
        """Trust a card from now on."""
        trust(_file(store), card)

    def revoke(self, store: Store, uid: str) -> None:
        """Believe nothing a laptop signs any more."""
        revoke(_file(store), uid)

    def meet(self, store: Store, verifying: str, peer: str) -> None:
        """Remember the name a trusted laptop sends files under."""
        meet(_file(store), verifying, peer)


def _file(store: Store) -> BaseStore:
    from db.store import BaseStore

    if not isinstance(store, BaseStore):
        raise TypeError(f"{type(store).__name__} is no file")
    return store
