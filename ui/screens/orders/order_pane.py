"""The panel of an order: its lines typed by keyboard, totals, credit, and the verbs of its state."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.confidential import log_access
from kamdesk.commands.orders import (
    NewLine,
    add_order_line,
    cancel_order,
    change_order_line,
    confirm_order,
    credit_after,
    obstacles,
    remove_order_line,
)
from kamdesk.display import MASK
from kamdesk.fields import Field, Link
from kamdesk.figures.credit import CreditUse, judged
from kamdesk.problems import Problem, Warned
from kamdesk.records.sales import ORDER_STATES, Order, OrderLine
from kamdesk.reports.quotation import quotation, title_of
from kamdesk.selling.orders import OrderSheet, called, sheet_of
from kamdesk.store import Reader
from kamdesk.words import _, day, money, parse_amount, percent, plural
from ui import theme
from ui.beside.side import Pane
from ui.cells import status_of
from ui.grid import Grid
from ui.labels import ElidedLabel, label
from ui.panels.delivery import open_delivery
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.panels.invoice import open_invoice
from ui.record_approval import ApprovalBar
from ui.run import FAILED
from ui.saving import save_report
from ui.screen import Context
from ui.screens.orders.lines import changed, content_of
from ui.shell.shell import host_of
from ui.veil import veil
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.flow import FlowLayout, cleared
from ui.widgets.messages import EmptyState, MessageBar
from ui.widgets.picker import RecordPicker

UNITS, HIGH = 66, 190
TONES = {"good": "ok", "watch": "warn", "bad": "bad", None: "text2"}
CANCEL: Field = dataclasses.replace(Order.kind.fields["cancel_reason"], required=True)
EXCEPTION: Field = dataclasses.replace(Order.kind.fields["exception"], required=True)


class EntryRow(QWidget):
    """Product, units, Enter: the next line. ``added`` carries a NewLine, ``refused`` a Problem."""

    added = Signal(object)
    refused = Signal(object)

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.product = RecordPicker(self._find, name=_("Product to add"), creates=False)
        self.product.setPlaceholderText(_("Add a product"))
        self.units = QLineEdit()
        self.units.setAccessibleName(_("Units of the product to add"))
        self.units.setPlaceholderText(_("Qty"))
        self.units.setFixedWidth(theme.px(UNITS))
        self.units.returnPressed.connect(self.add)
        row.addWidget(self.product, 1)
        row.addWidget(self.units)
        row.addWidget(Button(_("Add"), icon="plus", on_click=self.add))

    def _find(self, text: str) -> list[tuple[str, str, str]]:
        return [(hit.id, hit.title, hit.subtitle) for hit in self._reader.search(text, kinds=("product",), limit=9)]

    def add(self) -> None:
        """What is typed; what is missing gets the focus."""
        if not self.product.commit():
            return
        if not self.product.value() or not self.units.text().strip():
            (self.units if self.product.value() else self.product).setFocus()
            return
        try:
            self.added.emit(NewLine(self.product.value(), parse_amount(self.units.text())))
        except Problem as problem:
            self.refused.emit(problem)

    def next(self) -> None:
        """Empty again."""
        self.product.set_value("", "")
        self.units.clear()
        self.product.setFocus()


class OrderPane(Pane):
    """One order; ``form`` opens all its fields."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sheet: OrderSheet | None = None
        self.empty = EmptyState("clipboard-list", _("No order chosen"),
                                _("Choose one of the list, or write a new one."))
        self.shown = QWidget()
        column = QVBoxLayout(self.shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.title, self.chip = ElidedLabel(role="subtitle", least=80), Chip("")
        self.who = ElidedLabel(role="body", tone="text2")
        self.dates = label(role="small", tone="text2", wrap=True)
        self.says = QVBoxLayout()
        self.approval = ApprovalBar(context, self)
        self.grid = Grid(self._write, name=_("Order lines"), frozen=112)
        self.grid.setMinimumHeight(theme.px(HIGH))
        self.grid.refused.connect(self.show_problem)
        self.grid.add_action(_("Take the line out"), "x", self.remove_line)
        self.entry = EntryRow(context.app.store)
        self.entry.added.connect(self.add_line)
        self.entry.refused.connect(self.show_problem)
        self.sums = label(role="body", wrap=True, figures=True)
        self.credit = label(role="small", wrap=True, figures=True)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.chip)
        column.addLayout(top)
        for part in (self.who, self.dates):
            column.addWidget(part)
        column.addLayout(self.says)
        column.addWidget(self.grid, 1)
        column.addWidget(self.entry)
        column.addWidget(self.sums)
        column.addWidget(self.credit)
        column.addWidget(self.approval)
        column.addWidget(self._verbs())
        self.content.addWidget(self.empty)
        self.content.addWidget(self.shown, 1)
        veil.changed.connect(self.refresh)

    def _verbs(self) -> QWidget:
        host = QWidget()
        flow = FlowLayout(host)
        self.confirm = Button(_("Confirm"), kind="primary", icon="check", on_click=self.confirm_order)
        self.deliver = Button(_("Deliver"), kind="primary", icon="truck", on_click=self.deliver_order)
        self.bill = Button(_("Invoice it"), icon="receipt-text", on_click=lambda: open_invoice(
            self.context, host_of(self), order=self._order()))
        self.cancel = Button(_("Cancel order"), icon="ban", on_click=self.cancel_order)
        self.paper = Button(_("Quotation PDF"), icon="file-down", on_click=self.save_paper)
        self.data = Button(_("All data"), kind="link", on_click=self.form)
        for button in (self.confirm, self.deliver, self.bill, self.cancel, self.paper, self.data):
            flow.addWidget(button)
        return host

    def refresh(self) -> None:
        """The order as it is stored now."""
        store = self.context.app.store
        order = store.maybe(Order, self.id or None)
        self.empty.setVisible(order is None)
        self.shown.setVisible(order is not None)
        self.sheet = None if order is None else sheet_of(store, order)
        if self.sheet is not None:
            self._show(self.sheet)

    def _show(self, sheet: OrderSheet) -> None:
        order, draft = sheet.order, sheet.order.state == "draft"
        store, standing = self.context.app.store, sheet.standing
        self.title.setText(order.number or _("Order"))
        self.chip.set(_(ORDER_STATES[standing]), status=status_of(standing))
        through = store.names([Link("distributor", order.via)]).get(order.via, "") if order.via else ""
        self.who.setText(" · ".join(filter(None, (called(store, order.buyer), through))))
        self.dates.setText(dates_of(order))
        self.grid.show_content(content_of(sheet))
        self.sums.setText(_sums(sheet))
        self._show_credit(sheet, draft=draft)
        stops = obstacles(store, order) if draft else []
        cleared(self.says)
        for said in stops:
            self.says.addWidget(MessageBar(said, status="warn", closable=False))
        self.approval.show_record(order)
        self.approval.setVisible(draft)
        self._dress(standing, stops)

    def _show_credit(self, sheet: OrderSheet, *, draft: bool) -> None:
        use = credit_after(self.context.app.store, sheet) if draft and sheet.lines else None
        self.credit.setVisible(use is not None)
        if use is not None:
            self.credit.setText(credit_words(use) if veil.is_open else _("Credit with this order: {share}", share=MASK))
            self.credit.setProperty("tone", TONES[judged(self.context.app.store, use)] if veil.is_open else "text2")

    def _dress(self, standing: str, stops: list[str]) -> None:
        draft, waits = standing == "draft", standing in ("confirmed", "partly_delivered")
        self.entry.setVisible(draft)
        self.confirm.setVisible(draft)
        self.confirm.setEnabled(not stops)
        self.deliver.setVisible(waits)
        self.bill.setVisible(standing in ("partly_delivered", "delivered"))
        self.cancel.setVisible(draft or waits)
        self.paper.set_label(_("Quotation PDF") if draft else _("Order PDF"))

    def _write(self, cells: Mapping[tuple[str, str], Any]) -> bool:
        """Store what was typed in the grid, a line at a time."""
        self.hush()
        found = {key for key, _column in cells}
        for line in self.context.app.store.find(OrderLine, order=self.id):
            if line.id in found:
                new = dataclasses.replace(line, **changed(line, cells))
                if self.context.runner.attempt(self, change_order_line, line=new) is FAILED:
                    return False
        return True

    def add_line(self, line: NewLine) -> None:
        """One more product at the price in force; the field is ready for the next."""
        if self.sheet is not None and self.context.runner.attempt(
                self, add_order_line, order=self.sheet.order, line=line) is not FAILED:
            self.hush()
            self.entry.next()

    def remove_line(self) -> None:
        """Take the lines of the range out of a draft."""
        for key in dict.fromkeys(key for key, _column in list(self.grid.keys())):
            line = self.context.app.store.maybe(OrderLine, key)
            if line is not None:
                self.context.runner.attempt(self, remove_order_line, line=line)

    def confirm_order(self) -> None:
        """Confirm, asking for the reason where the credit does not reach."""
        if self.sheet is None:
            return
        try:
            self.context.app.run(confirm_order, order=self.sheet.order)
        except Warned as asked:
            self._ask_exception(asked.message)
        except Problem as problem:
            self.show_problem(problem)
        else:
            self.hush()
            self.context.runner.tell(_("Order confirmed"))

    def _ask_exception(self, said: str) -> FieldsPanel:
        asked = Asked(_("Confirm above the credit"), said, _("Confirm"), [EXCEPTION])
        return ask_fields(self.context, host_of(self), asked, said=_("Order confirmed"),
                          run=lambda panel, values: self.context.runner.attempt(
                              panel, confirm_order, order=self._order(), **values))

    def deliver_order(self) -> None:
        """Hand over some or all of it, with lots."""
        if self.sheet is not None:
            open_delivery(self.context, host_of(self), sheet=self.sheet)

    def cancel_order(self) -> None:
        """Cancel what is not delivered, with the reason."""
        asked = Asked(_("Cancel order"), self._order().number, _("Cancel order"), [CANCEL])
        ask_fields(self.context, host_of(self), asked, said=_("Order cancelled"),
                   run=lambda panel, values: self.context.runner.attempt(
                       panel, cancel_order, order=self._order(), reason=values["cancel_reason"]))

    def _order(self) -> Order:
        return self.context.app.store.get(Order, self.id)

    def save_paper(self) -> None:
        """R27 as a PDF, with prices only while they are shown."""
        order, prices = self._order(), veil.is_open
        name = f"{title_of(order)} {order.number}"
        if prices and self.context.runner.attempt(self, log_access, action="exported", what=name, count=1,
                                                  reader=self.who.text()) is FAILED:
            return
        save_report(self.context, self, self, lambda: quotation(self.context.app, order, prices=prices), name)


def dates_of(order: Order) -> str:
    """The day of the order and what was agreed, in a line."""
    this = clock.today().year
    said = [day(order.on, this_year=this)] if order.on else []
    if order.deliver_by:
        said.append(_("to deliver by {day}", day=day(order.deliver_by, this_year=this)))
    if order.payment_days is not None:
        said.append(plural("{n} day to pay", "{n} days to pay", order.payment_days))
    if order.valid_until:
        said.append(_("valid until {day}", day=day(order.valid_until, this_year=this)))
    return " · ".join(said)


def _sums(sheet: OrderSheet) -> str:
    currency = sheet.order.currency or None
    return _("Net {net} · tax {tax} · total {total}", net=money(sheet.net, currency), tax=money(sheet.tax, currency),
             total=money(sheet.total, currency))


def credit_words(use: CreditUse) -> str:
    """«Con este pedido: 72.4 % del crédito; quedan $ 414,000»."""
    share = percent(float(use.share or 0))
    if use.left < 0:
        return _("With this order {share} of the credit is used: {amount} above it.", share=share,
                 amount=money(round(-use.left)))
    return _("With this order {share} of the credit is used; {amount} are left.", share=share,
             amount=money(round(use.left)))
