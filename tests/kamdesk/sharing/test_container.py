"""The container: what goes in comes out, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.problems import Problem
from kamdesk.sharing import container
from tests import sealing


def same(content: bytes) -> bytes:
    return content


@given(st.binary(min_size=1, max_size=5_000))
def test_what_is_packed_is_unpacked(content: bytes):
    assert container.unpack(container.pack(content, same), same) == content


@given(st.data())
def test_a_changed_byte_never_goes_unseen(data):
    packed = bytearray(container.pack(b"SQLite format 3" * 40, same))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        assert container.unpack(bytes(packed), same) == b"SQLite format 3" * 40  # bits that zstd does not use
    except Problem:
        return


@pytest.mark.parametrize("rubbish", [b"", b"hello", b"\x28\xb5\x2f\xfd" + b"\xff" * 30])
def test_rubbish_is_a_problem(rubbish: bytes):
    with pytest.raises(Problem, match="dañado"):
        container.unpack(rubbish, same)


def test_a_file_that_would_unpack_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch):
    packed = container.pack(b"0" * 100_000, same)
    monkeypatch.setattr(container, "LARGEST", 99_999)
    with pytest.raises(Problem):
        container.unpack(packed, same)


@pytest.mark.parametrize("encrypt", [sealing.AGE, sealing.seal])
def test_a_password_and_only_it(monkeypatch: pytest.MonkeyPatch, encrypt: Callable[[bytes, str], bytes]):
    monkeypatch.setattr(pyrage.passphrase, "encrypt", encrypt)
    sealed = container.pack(b"content", container.by_passphrase("una clave larga"))
    assert sealed.startswith(container.MAGIC)
    assert container.unpack(sealed, container.with_passphrase("una clave larga")) == b"content"
    with pytest.raises(Problem) as caught:
        container.unpack(sealed, container.with_passphrase("otra"))
    assert caught.value.field == "passphrase"
