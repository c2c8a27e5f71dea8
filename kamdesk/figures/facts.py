"""What figures ask of storage: integer parts per key, month and currency, summed by one grouped query each."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kamdesk.fields import Id, Link
from kamdesk.figures.contact_facts import ClientFacts, ContactFacts
from kamdesk.figures.model import Ask, Period
from kamdesk.store import Reader

if TYPE_CHECKING:
    from kamdesk.figures.network_facts import NetworkFacts
    from kamdesk.figures.order_facts import OrderFacts
    from kamdesk.figures.promotion_facts import PromotionFacts
    from kamdesk.figures.resource_facts import ResourceFacts

Key = str | None  # None: the whole; "": rows that have no such dimension («sin zona»)


@dataclass(frozen=True)
class SalesPart:
    """Sales of one month in minor units of the base currency; returns are negative, units are thousandths.

    monthly   net amount of the rows known to the month only     precise   how many rows have a day
    costed    net amount of the rows that know their cost        archived  (rows, net amount) left out
    """

    month: str
    sales: int = 0
    returns: int = 0
    units: int = 0
    cost: int = 0
    costed: int = 0
    rows: int = 0
    precise: int = 0
    monthly: int = 0
    archived: tuple[int, int] = (0, 0)

    @property
    def net(self) -> int:
        """Sales less returns (F20)."""
        return self.sales + self.returns


@dataclass(frozen=True)
class MoneyPart:
    """Minor units of one currency in one month, and how many rows they come from."""

    month: str
    currency: str
    amount: int
    rows: int = 0


@dataclass(frozen=True)
class OpenPart:
    """Open documents of one ageing bucket and currency in minor units; ``disputed`` is contained in ``amount``.

    bucket   the number of the bucket («0» not due, «1» the first days late…), «no_due» or «unapplied» (negative)
    """

    bucket: str
    currency: str
    amount: int
    rows: int = 0
    disputed: int = 0


@dataclass(frozen=True)
class DeliveredPart:
    """What is delivered of one order line: quantity in thousandths, price in millionths, percents × 10,000.

    invoiced   invoices of the whole order in minor units     last   day of the order's last delivery
    """

    order: Id
    currency: str
    quantity: int
    price: int
    discount: int
    tax_rate: int
    invoiced: int
    last: datetime.date


@dataclass(frozen=True)
class PartyClass:
    """Parties that follow the same visit rule: (category or role, segment or grade, own rule, phase)."""

    id: str
    category: str
    level: str
    override: Id | None
    phase: int
    is_client: bool


@dataclass(frozen=True)
class Turn:
    """Visits due to a class in some months («» all months of the period), and the first day whose visits count."""

    party_class: str
    month: str
    target: int
    since: datetime.date


@dataclass(frozen=True)
class PanelPart:
    """The panel in turn: parties, those visited, visits due and done, done capped per party, parties with all due."""

    parties: int = 0
    visited: int = 0
    target: int = 0
    done: int = 0
    capped: int = 0
    full: int = 0
    frozen: int = 0


@dataclass(frozen=True)
class UniversePart:
    """Active parties, those with a done visit, and parties archived or inactive."""

    active: int = 0
    visited: int = 0
    gone: int = 0


@dataclass(frozen=True)
class VisitPart:
    """Done visits: how many, how many effective, and on how many different days and persons (field days)."""

    done: int = 0
    effective: int = 0
    field_days: int = 0


@dataclass(frozen=True)
class PlanPart:
    """Planned visits, those done in time, and those cancelled for a holiday or leave (in ``planned`` too)."""

    planned: int = 0
    done: int = 0
    excused: int = 0


@dataclass(frozen=True)
class SourcePart:
    """Rows of a source in one month of one market or distributor, and their sum by currency.

    Minor units; stock, under the currency «», in thousandths of a unit.
    """

    rows: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class BudgetPart:
    """One month and currency of the budget in minor units; ``closed``: the month is closed."""

    month: str
    currency: str
    plan: int = 0
    actual: int = 0
    committed: int = 0
    closed: bool = False


Parts = Mapping[Key, Sequence[SalesPart]]
MoneyParts = Mapping[Key, Sequence[MoneyPart]]


class SalesFacts(Protocol):
    """Sales and the targets they are held against."""

    def sums(self, ask: Ask, until: datetime.date, *, flow: str = "sell_in") -> Parts:
        """Sales of the period to ``until`` by month; rows known to the month only count with their month."""

    def last_day(self) -> datetime.date | None:
        """The day of the last sale that has one."""

    def targets(self, ask: Ask, measure: str) -> MoneyParts:
        """Targets of the months of the period; minor units, or a count when the measure counts."""

    def ids(self, ask: Ask, until: datetime.date, *, flow: str = "sell_in") -> list[Id]:
        """The sales behind a sum."""


@dataclass(frozen=True)
class LatePart:
    """What a party owes past due in one currency: minor units late by some days, and of them those late by more."""

    party: Link
    currency: str
    amount: int
    worse: int


class ReceivableFacts(Protocol):
    """Invoices, payments, and what is applied to what."""

    def open(self, ask: Ask, on: datetime.date, of_kind: str = "") -> Mapping[Key, Sequence[OpenPart]]:
        """Open documents dated to ``on`` by ageing bucket, with unapplied credits as a bucket of their own.

        With ``of_kind`` only those of clients, or of distributors.
        """

    def billed(self, ask: Ask, until: datetime.date) -> MoneyParts:
        """Invoices and debit notes less credit notes dated in the period, with tax (F110)."""

    def collected(self, ask: Ask, until: datetime.date) -> MoneyParts:
        """Payments dated in the period; reversals subtract."""

    def delivered(self, ask: Ask, on: datetime.date) -> Mapping[Key, Sequence[DeliveredPart]]:
        """Delivered order lines of confirmed orders, with what their order was invoiced."""

    def late(self, on: datetime.date, *, days: int, worse: int, limit: int) -> Sequence[LatePart]:
        """What parties owe today more than ``days`` and than ``worse`` past due on a day, the greatest first."""

    def first_day(self) -> datetime.date | None:
        """The day of the first invoice."""

    def invoice_ids(self, ask: Ask, on: datetime.date) -> list[Id]:
        """The invoices open on a day."""

    def billed_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The documents behind billing."""

    def payment_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The payments of the period."""


class VisitFacts(Protocol):
    """Visits, and the panel they are held against."""

    def classes(self) -> list[PartyClass]:
        """The classes of the active parties."""

    def closed_months(self, ask: Ask) -> set[str]:
        """Months of the period for which somebody's cycle is closed."""

    def panel(self, ask: Ask, turns: Sequence[Turn], until: datetime.date) -> Mapping[Key, PanelPart]:
        """The panel in turn and the done visits it received; closed cycles answer with their frozen panel."""

    def universe(self, ask: Ask, until: datetime.date) -> Mapping[Key, UniversePart]:
        """Active parties, those visited in the period, and those that are no longer active."""

    def owners(self, ask: Ask) -> Mapping[Key, set[Id]]:
        """Who answers for active parties."""

    def done(self, ask: Ask, until: datetime.date) -> Mapping[Key, VisitPart]:
        """Done visits of the period."""

    def field_days(self, ask: Ask, until: datetime.date) -> Mapping[Key, Sequence[tuple[Id, datetime.date]]]:
        """The days on which each person made a visit."""

    def planned(self, ask: Ask, until: datetime.date) -> Mapping[Key, PlanPart]:
        """Visits of the plan, first planned in the period to ``until``."""

    def planned_on(self, ask: Ask, on: datetime.date) -> Mapping[Key, PlanPart]:
        """Visits planned for one day."""

    def panel_ids(self, ask: Ask, turns: Sequence[Turn], until: datetime.date) -> list[tuple[int, Id, int, int]]:
        """The panel itself: (kind code, party, visits due, visits done)."""

    def visit_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The done visits of the period."""

    def plan_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The visits behind plan adherence."""


class BudgetFacts(Protocol):
    """Plans, expenses and commitments of budget lines."""

    def sums(self, ask: Ask, natures: Sequence[str] = ("expense",)) -> Mapping[Key, Sequence[BudgetPart]]:
        """Plan with its transfers, actual and committed by month; archived budgets and drafts are out."""

    def astray(self, ask: Ask) -> Sequence[MoneyPart]:
        """Expenses of the period on lines of no budget in force."""

    def expense_ids(self, ask: Ask, natures: Sequence[str] = ("expense",)) -> list[Id]:
        """The expenses behind the actual."""


class InformationFacts(Protocol):
    """What has been loaded from each source."""

    def last_day(self, source: str) -> datetime.date | None:
        """The day of the last live record of a source, whoever it is of."""

    def monthly(self, source: str, period: Period) -> Mapping[tuple[str, str], SourcePart]:
        """What was loaded of a source by (market or distributor, month); «» stands for rows without one."""


@dataclass(frozen=True)
class SampleLot:
    """What a person holds of a lot: stock in units, when it expires, the last hand-over and units handed over."""

    person: Id
    product: Id
    lot: str
    stock: int
    expires: datetime.date | None = None
    last_given: datetime.date | None = None
    given: int = 0


class ZoneFacts(Protocol):
    """Markets (territories of level zone) and the visits made to them as such."""

    def due(self, ask: Ask) -> list[Id]:
        """Zones with active clients today, in the territory asked for."""

    def visited(self, ask: Ask, until: datetime.date) -> list[tuple[Id, str]]:
        """Zones with a done market visit, at the zone or below it, and the months of those visits."""

    def visit_ids(self, ask: Ask, until: datetime.date) -> list[Id]:
        """The market visits themselves."""


class SampleFacts(Protocol):
    """Samples as the sums of their moves."""

    def held(self, persons: Sequence[Id] | None = None) -> list[SampleLot]:
        """Lots with their stock; ``persons`` None: of everybody."""


class Facts(Protocol):
    """Everything figures may ask; ``reader`` gives settings and records."""

    @property
    def reader(self) -> Reader:
        """Records and settings."""

    @property
    def sales(self) -> SalesFacts:
        """Sales and targets."""

    @property
    def receivables(self) -> ReceivableFacts:
        """Invoices and payments."""

    @property
    def visits(self) -> VisitFacts:
        """Visits and the panel."""

    @property
    def budgets(self) -> BudgetFacts:
        """Budgets and expenses."""

    @property
    def information(self) -> InformationFacts:
        """What has been loaded."""

    @property
    def zones(self) -> ZoneFacts:
        """Markets and their visits."""

    @property
    def samples(self) -> SampleFacts:
        """Samples by person and lot."""

    @property
    def orders(self) -> OrderFacts:
        """Orders, promises and lots."""

    @property
    def promotions(self) -> PromotionFacts:
        """Promotions and what was sold while they ran."""

    @property
    def contacts(self) -> ContactFacts:
        """Contact with parties."""

    @property
    def clients(self) -> ClientFacts:
        """What clients use, heard and bought."""

    @property
    def network(self) -> NetworkFacts:
        """Distributors and agents."""

    @property
    def resources(self) -> ResourceFacts:
        """Resources, and what they are held against."""
