"""Facts that answer the same question once: several figures of one breakdown cost one reading."""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from typing import Any, cast

from kamdesk.fields import Id
from kamdesk.figures.facts import (
    BudgetFacts,
    Facts,
    InformationFacts,
    MoneyParts,
    Parts,
    ReceivableFacts,
    SalesFacts,
    SampleFacts,
    VisitFacts,
    ZoneFacts,
)
from kamdesk.figures.model import Ask
from kamdesk.kinds import Record
from kamdesk.store import Reader, Where


class RememberedReader:
    """A ``Reader`` that reads settings and lists once: figures judge every key of a breakdown by them."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._settings: dict[str, Any] = {}
        self._found: dict[Hashable, Any] = {}

    def setting(self, name: str) -> Any:
        """The value of a setting."""
        if name not in self._settings:
            self._settings[name] = self._reader.setting(name)
        return self._settings[name]

    def find(self, cls: type[Record], *where: Where, **more: Any) -> Any:
        """The records of a question: the calendar is asked for every month of a breakdown."""
        key = cls, repr(where), repr(more)
        if key not in self._found:
            self._found[key] = self._reader.find(cls, *where, **more)
        return self._found[key]

    def __getattr__(self, name: str) -> Any:
        """Everything else as it is."""
        return getattr(self._reader, name)


class RememberedSales:
    """``SalesFacts`` that keep what they were told."""

    def __init__(self, sales: SalesFacts) -> None:
        self._sales = sales
        self._sums: dict[tuple[Ask, datetime.date, str], Parts] = {}
        self._targets: dict[tuple[Ask, str], MoneyParts] = {}
        self._last: list[datetime.date | None] = []

    def sums(self, ask: Ask, until: datetime.date, *, flow: str = "sell_in") -> Parts:
        """Sales of the period to ``until`` by month."""
        key = ask, until, flow
        if key not in self._sums:
            self._sums[key] = self._sales.sums(ask, until, flow=flow)
        return self._sums[key]

    def last_day(self) -> datetime.date | None:
        """The day of the last sale that has one."""
        if not self._last:
            self._last.append(self._sales.last_day())
        return self._last[0]

    def targets(self, ask: Ask, measure: str) -> MoneyParts:
        """Targets of the months of the period."""
        key = ask, measure
        if key not in self._targets:
            self._targets[key] = self._sales.targets(ask, measure)
        return self._targets[key]

    def ids(self, ask: Ask, until: datetime.date, *, flow: str = "sell_in") -> list[Id]:
        """The sales behind a sum."""
        return self._sales.ids(ask, until, flow=flow)


class Remembered:
    """The facts of one screen while it is filled; made anew for every answer, so that it never grows stale."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._sales = RememberedSales(facts.sales)
        self._reader = cast("Reader", RememberedReader(facts.reader))  # it answers everything a reader does

    @property
    def sales(self) -> SalesFacts:
        """Sales and targets, read once a question."""
        return self._sales

    @property
    def reader(self) -> Reader:
        """Records and settings, read once a question."""
        return self._reader

    @property
    def receivables(self) -> ReceivableFacts:
        """Invoices and payments."""
        return self._facts.receivables

    @property
    def visits(self) -> VisitFacts:
        """Visits and the panel."""
        return self._facts.visits

    @property
    def budgets(self) -> BudgetFacts:
        """Budgets and expenses."""
        return self._facts.budgets

    @property
    def information(self) -> InformationFacts:
        """What has been loaded."""
        return self._facts.information

    @property
    def zones(self) -> ZoneFacts:
        """Markets and their visits."""
        return self._facts.zones

    @property
    def samples(self) -> SampleFacts:
        """Samples by person and lot."""
        return self._facts.samples
