"""An answer is given again only while nothing was written and the day is the same."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from kamdesk import clock
from kamdesk.app import App
from kamdesk.figures import remembered
from kamdesk.figures.model import Ask, Period
from kamdesk.figures.receivables import aged
from tests.made import make

DAY = datetime.date(2025, 11, 24)


class Parts:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def rows(self, *_args: Any, **_more: Any) -> list[int]:
        self.asked += 1
        return [self.asked] * 60_000


class Source:
    """Facts of one part."""

    def __init__(self) -> None:
        self.sales = Parts()


def test_the_same_question_is_read_once() -> None:
    source = Source()
    facts: Any = remembered.remembered(source)  # type: ignore[arg-type]
    assert facts.sales.rows([1, 2], day=DAY) is facts.sales.rows([1, 2], day=DAY)
    assert source.sales.asked == 1
    assert facts.sales.rows([1], day=DAY)[0] != facts.sales.rows([1, 2], day=DAY)[0]
    assert facts.sales.asked == source.sales.asked


def test_old_answers_make_room() -> None:
    source = Source()
    facts: Any = remembered.remembered(source)  # type: ignore[arg-type]
    for number in (1, 2, 1):
        facts.sales.rows(number)
    assert source.sales.asked == 3


def test_a_command_and_a_new_day_forget(app: App) -> None:
    ask = Ask(Period.day(DAY))
    before = aged(app.store.facts, ask, DAY)[None].total
    assert app.store.facts is app.store.facts
    invoice = make(app, "invoice", amount=1_000)
    assert aged(app.store.facts, ask, DAY)[None].total - before == invoice.amount
    old = app.store.facts
    clock.fix(DAY + datetime.timedelta(1))
    assert app.store.facts is not old


def test_inside_a_command_nothing_is_remembered(app: App) -> None:
    with app.store.unit("ask") as uow:
        assert uow.facts is not uow.facts


@pytest.mark.parametrize("value", [[1], (1,), {"a": 1}, {1}])
def test_any_argument_makes_a_key(value: Any) -> None:
    source = Source()
    facts: Any = remembered.remembered(source)  # type: ignore[arg-type]
    assert facts.sales.rows(value) is facts.sales.rows(value)
