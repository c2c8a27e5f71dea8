"""What is asked of the keeper of keys and trusted cards; db/devices.py does it."""

from __future__ import annotations

import socket
from typing import Protocol

from kamdesk.problems import Problem
from kamdesk.records.team import Person
from kamdesk.sharing.cards import Card, Device, card_of
from kamdesk.sharing.keys import Keys
from kamdesk.store import Store
from kamdesk.words import _


class Devices(Protocol):
    """The keys of this laptop and the cards of the others, kept in the base and never part of a file."""

    def keys(self, store: Store) -> Keys:
        """The keys of this laptop, made when they are first asked for."""

    def devices(self, store: Store) -> list[Device]:
        """The cards this base trusts, by person; withdrawn ones last."""

    def trust(self, store: Store, card: Card) -> None:
        """Trust a card from now on; one that was withdrawn counts again."""

    def revoke(self, store: Store, uid: str) -> None:
        """Believe nothing a laptop signs from now on: it was lost, or its person left."""

    def meet(self, store: Store, verifying: str, peer: str) -> None:
        """Remember under which name (``Peer.device``) the holder of a public key sends files, if she is trusted."""


def own_card(store: Store, keys: Keys) -> Card:
    """The card of this laptop; Problem until its person said who she is."""
    me = store.maybe(Person, store.me)
    if me is None:
        raise Problem(_("Say who you are in Settings first."))
    return card_of(keys, person=me.name, person_id=me.id, role=me.position or "", device=socket.gethostname())
