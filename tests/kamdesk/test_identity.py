"""Ids: in time order, equal for equal keys on every laptop, stable for ever."""

from __future__ import annotations

import datetime
import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kamdesk.identity import NAMESPACE, _uuid5, canonical, imported_id, imported_key_id, natural_id, new_id


def test_new_ids_are_version_7_distinct_and_in_order():
    ids = [new_id() for _ in range(20_000)]
    assert ids == sorted(set(ids))
    assert {uuid.UUID(id_).version for id_ in ids} == {7}
    assert {uuid.UUID(id_).variant for id_ in ids} == {uuid.RFC_4122}


def test_new_ids_of_threads_never_repeat():
    with ThreadPoolExecutor(4) as pool:
        batches = list(pool.map(lambda _n: [new_id() for _ in range(2_000)], range(4)))
    assert len({id_ for batch in batches for id_ in batch}) == 8_000


@given(st.text())
def test_the_quick_hash_is_uuid5(text):
    key = text.encode("utf-8", "ignore").decode()
    assert _uuid5(key) == str(uuid.uuid5(NAMESPACE, key))


def test_ids_written_in_shared_files_never_change():
    assert natural_id(57, ["a", "2025-11"]) == "23c46a3b-7fed-5527-a85f-f6831dd13f3f"
    assert imported_key_id(2, "code", "126704") == "f4d07c56-3794-5c51-9b72-782bc05c5519"
    assert imported_id(39, "m", ["a", "b"]) == "0ae623fa-4438-59b8-a10e-2dfdc2654fe5"


def test_keys_ignore_case_accents_and_spaces():
    assert canonical("  ÁREA  Norte ") == "area norte"
    assert natural_id(1, ["Lima  Norte", None]) == natural_id(1, ["LIMA NORTE", ""])
    assert natural_id(1, [datetime.date(2025, 1, 2), Decimal("1.50")]) == natural_id(1, ["2025-01-02", "1.5"])
    assert natural_id(1, ["x"]) != natural_id(2, ["x"])
    assert natural_id(1, ["x"], taken=2) != natural_id(1, ["x"])


def test_repeated_rows_and_keys_are_told_apart():
    assert imported_id(39, "m", ["a"]) != imported_id(39, "m", ["a"], occurrence=2)
    assert imported_key_id(2, "name", "a") == imported_key_id(2, "name", "Á ")
    assert imported_key_id(2, "name", "a") != imported_key_id(2, "name", "a", occurrence=2)
