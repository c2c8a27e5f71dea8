"""The tabs of Pedidos y cobros: kinds with a panel of their own beside the list, the others as everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from ui.beside.side import SideView
from ui.beside.tab import MadeTab, Make
from ui.panels.invoice import open_invoice
from ui.panels.order import open_order
from ui.panels.payment import open_payment
from ui.panels.promise import open_promise
from ui.screen import Context
from ui.screens.orders.case_views import IssueView, ReturnView
from ui.screens.orders.invoice_pane import InvoicePane
from ui.screens.orders.order_pane import OrderPane
from ui.screens.orders.payment_pane import PaymentPane
from ui.screens.orders.promise_pane import PromisePane
from ui.shell.shell import host_of
from ui.tabs import Shown


class OrderView(SideView):
    """Orders, with the chosen one beside them."""

    columns = ("on", "number", "buyer", "amount", "standing")

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown, OrderPane(context))

    def new(self) -> None:
        """The panel of a new order."""
        open_order(self.context, host_of(self))


class InvoiceView(SideView):
    """Invoices and notes."""

    columns = ("on", "number", "party", "open", "status")

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown, InvoicePane(context))

    def new(self) -> None:
        """The panel of a new document."""
        open_invoice(self.context, host_of(self))


class PaymentView(SideView):
    """Payments, and what they pay."""

    columns = ("on", "party", "amount", "method", "reference")

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown, PaymentPane(context))

    def new(self) -> None:
        """The panel of a payment."""
        open_payment(self.context, host_of(self))


class PromiseView(SideView):
    """Promises, and what the payments say of them."""

    columns = ("due", "party", "amount", "paid", "state")
    newest = "due"

    def __init__(self, context: Context, shown: Shown) -> None:
        pane = PromisePane(context)
        super().__init__(context, shown, pane)
        pane.listen(self)

    def new(self) -> None:
        """The panel of a new promise."""
        open_promise(self.context, host_of(self))


class OrdersTab(MadeTab):
    """«Pedidos»."""

    made: ClassVar[Mapping[str, Make]] = {"order": OrderView}


class InvoicesTab(MadeTab):
    """«Facturas»."""

    made: ClassVar[Mapping[str, Make]] = {"invoice": InvoiceView}


class PaymentsTab(MadeTab):
    """«Cobros y promesas»."""

    made: ClassVar[Mapping[str, Make]] = {"payment": PaymentView, "payment_promise": PromiseView}


class ReturnsTab(MadeTab):
    """«Devoluciones y calidad»."""

    made: ClassVar[Mapping[str, Make]] = {"return": ReturnView, "quality_issue": IssueView}


def orders_tab(context: Context) -> QWidget:
    """Orders, their lines and deliveries."""
    return OrdersTab(context, "orders", "orders")


def invoices_tab(context: Context) -> QWidget:
    """Invoices."""
    return InvoicesTab(context, "orders", "invoices")


def payments_tab(context: Context) -> QWidget:
    """Payments, their allocations, promises."""
    return PaymentsTab(context, "orders", "payments")


def returns_tab(context: Context) -> QWidget:
    """Returns and quality issues."""
    return ReturnsTab(context, "orders", "returns")
