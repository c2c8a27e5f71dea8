"""Doors of the tests that open and make plain bases; the real ones are tested with db."""

from __future__ import annotations

from pathlib import Path

from db.store import BaseStore


class TestDoors:
    """The part of ``kamdesk.doors.Doors`` that most verbs need."""

    __test__ = False

    def open(self, path: Path, *, passphrase: str | None = None) -> BaseStore:
        return BaseStore(path, passphrase=passphrase, create=False)

    def create(self, path: Path, *, passphrase: str | None = None) -> BaseStore:
        return BaseStore(path, passphrase=passphrase)
