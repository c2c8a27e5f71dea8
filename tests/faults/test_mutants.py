"""Altered files: refused with a sentence, or nothing that counts was altered; never a crash, never half a base."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.store import BaseStore
from kamdesk.doors import Incoming
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from tests.db.files import DOORS, filled

COUNT = 10_000 if os.environ.get("KAMDESK_FULL") else 240
Mutator = Callable[[bytearray, random.Random], None]


def flip(content: bytearray, chance: random.Random) -> None:
    """One bit."""
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def overwrite(content: bytearray, chance: random.Random) -> None:
    """Some bytes by chance."""
    at = chance.randrange(len(content))
    content[at:at + 40] = chance.randbytes(min(40, len(content) - at))


def zero(content: bytearray, chance: random.Random) -> None:
    """A page of nothing."""
    at = chance.randrange(len(content) // 4096) * 4096
    content[at:at + 4096] = bytes(4096)


def cut(content: bytearray, chance: random.Random) -> None:
    """The end is missing."""
    del content[chance.randrange(len(content)):]


def swap(content: bytearray, chance: random.Random) -> None:
    """Two pages in each other's place."""
    one, two = (chance.randrange(len(content) // 4096) * 4096 for _time in range(2))
    content[one:one + 4096], content[two:two + 4096] = content[two:two + 4096], content[one:one + 4096]


def insert(content: bytearray, chance: random.Random) -> None:
    """Bytes that push the rest on."""
    at = chance.randrange(len(content))
    content[at:at] = chance.randbytes(chance.randrange(1, 100))


def append(content: bytearray, chance: random.Random) -> None:
    """Something after the end."""
    content += chance.randbytes(chance.randrange(1, 10_000))


def rename(content: bytearray, chance: random.Random) -> None:
    """A letter of a word, as a careless editor would."""
    at = content.find(b"Hospital")
    content[at + chance.randrange(8)] ^= 0x20


MUTATORS: tuple[Mutator, ...] = (flip, overwrite, zero, cut, swap, insert, append, rename)


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    store = filled(tmp_path / "base.kamdesk")
    path = DOORS.share(store, tmp_path / "good.sqlite", to="Marta", plain=True).path
    store.close()
    return path


@pytest.fixture
def other(empty_base: Path, tmp_path: Path) -> Iterator[BaseStore]:
    path = tmp_path / "other.kamdesk"
    shutil.copyfile(empty_base, path)
    store = BaseStore(path)
    yield store
    store.close()


def opened(store: BaseStore, path: Path) -> Incoming | None:
    """The file, or None when it was refused."""
    try:
        return DOORS.inspect(store, path)
    except Problem:
        return None


def test_no_altered_file_is_accepted(shared: Path, other: BaseStore, tmp_path: Path):
    good, chance = shared.read_bytes(), random.Random(7)
    original = opened(other, shared)
    accepted = 0
    for at in range(COUNT):
        content = bytearray(good)
        MUTATORS[at % len(MUTATORS)](content, chance)
        bad = tmp_path / "bad.sqlite"
        bad.write_bytes(content)
        found = opened(other, bad)
        if found is not None:  # unused bytes of a page, or bytes after the last page
            accepted += 1
            assert (found.counts, found.author, found.made_at) == (original.counts, original.author, original.made_at)
    assert accepted < COUNT
    assert other.count(Client) == 0
    assert other.last_line == 0
