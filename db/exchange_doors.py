"""The doors to sharing by file, for the window and the command line; each feature is imported when it is used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kamdesk.doors import Shared
from kamdesk.fields import Id
from kamdesk.sharing import exchange
from kamdesk.sharing.container import Cipher
from kamdesk.store import Store

if TYPE_CHECKING:
    from db.store import BaseStore


class ExchangeDoors:
    """``kamdesk.doors.Exchange`` over the file of a base."""

    def peers(self, store: Store) -> list[exchange.Peer]:
        """The laptops files were exchanged with."""
        from db.merging import requests

        return requests.peers(base_of(store))

    def summary(self, store: Store, share: exchange.Share) -> exchange.Summary:
        """What a file would hold, in numbers."""
        from db import export

        return export.summary(base_of(store), share)

    def send(self, store: Store, share: exchange.Share, out: Path, *, seal: Cipher | None,
             sign: exchange.Signer | None = None) -> Shared:
        """Make a file for somebody."""
        from db import export

        return export.send(base_of(store), share, out, seal=seal, sign=sign)

    def examine(self, store: Store, file: Path, *, unseal: Cipher | None = None,
                judge: exchange.Judge | None = None) -> exchange.Incoming:
        """Open and check a file from somebody."""
        from db import receiving

        return receiving.examine(base_of(store), file, unseal=unseal, judge=judge)

    def preview(self, store: Store, incoming: exchange.Incoming) -> exchange.Preview:
        """What applying it would do."""
        from db.guests import reviewing
        from db.merging import joining

        if incoming.state == exchange.EDITED:
            return reviewing.preview(base_of(store), incoming)
        return joining.preview(base_of(store), incoming)

    def apply(self, store: Store, incoming: exchange.Incoming,
              decisions: Sequence[exchange.Decision] = ()) -> exchange.Applied:
        """Join it, or take in what was accepted of a guest."""
        from db.guests import taking
        from db.merging import joining

        if incoming.state == exchange.EDITED:
            return taking.apply(base_of(store), incoming, decisions)
        return joining.apply(base_of(store), incoming, decisions)

    def inbox(self, store: Store) -> list[exchange.Waiting]:
        """Files that wait for an earlier one."""
        from db.merging import joining

        return joining.inbox(base_of(store))

    def from_inbox(self, store: Store, file: str) -> exchange.Incoming:
        """A waiting file again."""
        from db.merging import joining

        return joining.again(base_of(store), file)

    def drop_waiting(self, store: Store, file: str) -> None:
        """Take a file out of the inbox."""
        from db.merging import joining

        joining.drop_waiting(base_of(store), file)

    def conflicts(self, store: Store) -> list[exchange.Conflict]:
        """What is open to decide."""
        from db.merging import listing

        return listing.open_conflicts(base_of(store))

    def resolve(self, store: Store, decisions: Sequence[exchange.Decision]) -> int:
        """Decide conflicts."""
        from db.merging import listing

        return listing.resolve(base_of(store), decisions)

    def undo_receive(self, store: Store, event: Id) -> exchange.Undone:
        """Take an import back."""
        from db.merging import undoing

        return undoing.undo(base_of(store), event)

    def request(self, store: Store, incoming: exchange.Incoming, out: Path) -> Path:
        """Write a request for what is missing."""
        from db.merging import requests

        return requests.request(base_of(store), incoming, out)

    def answer(self, store: Store, request: Path) -> exchange.Share:
        """The share that answers a request."""
        from db.merging import requests

        return requests.answer(base_of(store), request)


def base_of(store: Store) -> BaseStore:
    """The store as the file it is."""
    from db.store import BaseStore

    if not isinstance(store, BaseStore):
        raise TypeError(f"{type(store).__name__} is no file")
    return store
