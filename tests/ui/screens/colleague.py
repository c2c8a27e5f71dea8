"""A colleague's file as the screens of Intercambio see it, without the work of joining: what each door was asked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from db.doors import FileDoors
from kamdesk.doors import Shared
from kamdesk.fields import Id
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.sharing import exchange
from kamdesk.sharing.container import Cipher
from kamdesk.sharing.exchange import Conflict, Decision, Incoming, Preview, Share, Version
from kamdesk.store import Store

NOON = datetime.datetime(2025, 11, 23, 18, 0, tzinfo=datetime.UTC)
MARTA = exchange.Peer("d-marta", "Marta Ríos", "portátil de Marta", NOON, NOON)
MISSING = exchange.Missing(7, "Marta Ríos", "portátil de Marta", 120, 340)


def version(value: object, *, mine: bool) -> Version:
    person, device = ("Laura Benítez", "laura") if mine else ("Marta Ríos", "portátil de Marta")
    return Version(value, person, device, NOON, mine, 1 if mine else 2, 9)


def conflicts_of(clients: Sequence[Client]) -> tuple[Conflict, ...]:
    """One field of each client, changed on both sides."""
    return tuple(Conflict("client", each.id, each.name, "phone", exchange.VALUE, "33 0000",
                          (version("33 1111", mine=True), version("33 2222", mine=False))) for each in clients)


class Colleague(FileDoors):
    """Doors whose files come from Marta; ``asked`` is what the screens asked for, in order."""

    def __init__(self, *, state: str = exchange.NEW, conflicts: Sequence[Conflict] = (), trust: str = exchange.KNOWN,
                 heavy: bool = False) -> None:
        self.state, self.open, self.trusted, self.heavy = state, list(conflicts), trust, heavy
        self.asked: list[tuple[object, ...]] = []
        self.waiting: list[exchange.Waiting] = []
        self.decisions: list[Decision] = []

    def peers(self, _store: Store) -> list[exchange.Peer]:
        return [MARTA]

    def summary(self, _store: Store, share: Share) -> exchange.Summary:
        self.asked.append(("summary", share))
        return exchange.Summary({"client": 42, "visit": 118}, 3, 0, (), NOON if share.device else None)

    def send(self, _store: Store, share: Share, out: Path, *, seal: Cipher | None,
             sign: exchange.Signer | None = None) -> Shared:
        out.write_bytes(seal(b"content") if seal else b"content")
        self.asked.append(("send", share, sign is not None))
        return Shared(out, {"client": 42}, 0, 7)

    def examine(self, _store: Store, file: Path, *, unseal: Cipher | None = None,
                judge: exchange.Judge | None = None) -> Incoming:
        self.asked.append(("examine", file.name, unseal is not None, judge is not None))
        return self._incoming(file)

    def _incoming(self, file: Path) -> Incoming:
        return Incoming(
            path=file, file="f1", author="Marta Ríos", device="d-marta", label="portátil de Marta", to="Laura Benítez",
            made_at=NOON, profile="P2", name="", currency="MXN", counts={"client": 42}, withheld=0, digest="00",
            state=self.state, missing=(MISSING,) if self.state == exchange.GAP else (), trust=self.trusted,
            schema=exchange.SAME, content=b"0" * 1_800_000)

    def preview(self, _store: Store, _incoming: Incoming) -> Preview:
        kinds = (exchange.KindChange("client", new=42, changed=18, equal=2_704, archived=1, heavy=self.heavy),
                 exchange.KindChange("visit", changed=100))
        return Preview(kinds, 2, tuple(self.open), 0, (exchange.Refused("price", exchange.WITHHELD_CELL, 3),),
                       datetime.timedelta(hours=26))

    def apply(self, _store: Store, incoming: Incoming, decisions: Sequence[Decision] = ()) -> exchange.Applied:
        self.asked.append(("apply", incoming.file, tuple(decisions)))
        if self.state == exchange.GAP:
            self.waiting.append(exchange.Waiting("f1", incoming.path.name, incoming.author, NOON, incoming.missing))
            raise Problem("Falta un archivo.")
        left = len(self.open) - len(decisions)
        self.open = self.open[:left]
        return exchange.Applied(1, "e1", self.preview(_store, incoming).kinds, left, ())

    def inbox(self, _store: Store) -> list[exchange.Waiting]:
        return self.waiting

    def from_inbox(self, _store: Store, file: str) -> Incoming:
        self.asked.append(("from_inbox", file))
        return self._incoming(Path("marta.kdx"))

    def drop_waiting(self, _store: Store, file: str) -> None:
        self.waiting = [each for each in self.waiting if each.file != file]

    def conflicts(self, _store: Store) -> list[Conflict]:
        return self.open

    def resolve(self, _store: Store, decisions: Sequence[Decision]) -> int:
        self.decisions += decisions
        decided = {(each.kind, each.id, each.field) for each in decisions}
        self.open = [each for each in self.open if (each.kind, each.id, each.field) not in decided]
        return len(decisions)

    def undo_receive(self, _store: Store, event: Id) -> exchange.Undone:
        self.asked.append(("undo", event))
        return exchange.Undone(exact=True, restored=160, kept=0)

    def request(self, _store: Store, incoming: Incoming, out: Path) -> Path:
        self.asked.append(("request", incoming.file))
        out.write_bytes(b"request")
        return out

    def answer(self, _store: Store, _request: Path) -> Share:
        return Share(to="Marta Ríos", device="d-marta")
