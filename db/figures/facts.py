"""The facts of a base: one object that answers every figure over one connection."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from db.figures.budgets import StoredBudgets
from db.figures.clients import StoredClients
from db.figures.contacts import StoredContacts
from db.figures.information import StoredInformation
from db.figures.network import StoredNetwork
from db.figures.orders import StoredOrders
from db.figures.promotions import StoredPromotions
from db.figures.receivables import StoredReceivables
from db.figures.resources import StoredResources
from db.figures.sales import StoredSales
from db.figures.samples import StoredSamples
from db.figures.visits import StoredVisits
from db.figures.zones import StoredZones
from kamdesk.store import Reader


class StoredFacts:
    """``kamdesk.figures.facts.Facts`` over a connection."""

    def __init__(self, reader: Reader, connection: Connection) -> None:
        self.reader = reader
        self._connection = connection

    @cached_property
    def sales(self) -> StoredSales:
        """Sales and targets."""
        return StoredSales(self._connection)

    @cached_property
    def receivables(self) -> StoredReceivables:
        """Invoices and payments."""
        return StoredReceivables(self._connection, self.reader)

    @cached_property
    def visits(self) -> StoredVisits:
        """Visits and the panel."""
        return StoredVisits(self._connection)

    @cached_property
    def budgets(self) -> StoredBudgets:
        """Budgets and expenses."""
        return StoredBudgets(self._connection, self.reader)

    @cached_property
    def information(self) -> StoredInformation:
        """What has been loaded."""
        return StoredInformation(self._connection)

    @cached_property
    def zones(self) -> StoredZones:
        """Markets and their visits."""
        return StoredZones(self._connection)

    @cached_property
    def samples(self) -> StoredSamples:
        """Samples by person and lot."""
        return StoredSamples(self._connection)

    @cached_property
    def orders(self) -> StoredOrders:
        """Orders, promises and lots."""
        return StoredOrders(self._connection)

    @cached_property
    def promotions(self) -> StoredPromotions:
        """Promotions and what was sold while they ran."""
        return StoredPromotions(self._connection)

    @cached_property
    def contacts(self) -> StoredContacts:
        """Contact with parties."""
        return StoredContacts(self._connection)

    @cached_property
    def clients(self) -> StoredClients:
        """What clients use, heard and bought."""
        return StoredClients(self._connection)

    @cached_property
    def network(self) -> StoredNetwork:
        """Distributors and agents."""
        return StoredNetwork(self._connection)

    @cached_property
    def resources(self) -> StoredResources:
        """Resources, and what they are held against."""
        return StoredResources(self._connection)
