"""What the tests of kinds share: store a record, and hear what the rules say about one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

from db.store import BaseStore
from kamdesk.kinds import CAUTION, ERROR, Record, issues

R = TypeVar("R", bound=Record)


@pytest.fixture
def put(store: BaseStore) -> Callable[[R], R]:
    """Store a new record, its rules checked."""

    def stored(record: R) -> R:
        with store.unit("test") as uow:
            return uow.add(record)

    return stored


@pytest.fixture
def errors(store: BaseStore) -> Callable[[Record], dict[str, str]]:
    """The errors of the kind's own rules about a record, by field."""
    return lambda record: {each.field: each.message for each in issues(record, store) if each.level == ERROR}


@pytest.fixture
def cautions(store: BaseStore) -> Callable[[Record], dict[str, str]]:
    """The warnings («aviso») of the kind's own rules about a record, by field."""
    return lambda record: {each.field: each.message for each in issues(record, store) if each.level == CAUTION}
