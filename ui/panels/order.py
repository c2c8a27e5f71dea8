"""A new order by keyboard: client, product, units, Tab, the next product; prices come from the list in force."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.orders import NewLine, create_order
from kamdesk.display import MASK
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.sales import Order
from kamdesk.selling.orders import worth
from kamdesk.selling.prices import price_for
from kamdesk.store import Reader
from kamdesk.words import _, money, number, parse_amount
from ui import theme
from ui.labels import label
from ui.panels.asking import AskPanel
from ui.panels.parts import find_parties, line
from ui.screen import Address, Context
from ui.veil import veil
from ui.widgets.fields import DateField
from ui.widgets.picker import RecordPicker

UNITS, DISCOUNT, PRICE, AMOUNT, DAY = 70, 62, 84, 104, 150


class LineRow(QWidget):
    """One product of a new order; ``changed`` when anything of it did."""

    changed = Signal()

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader
        self.price: Decimal | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.product = RecordPicker(self._find, name=_("Product"), creates=False)
        self.product.setPlaceholderText(_("Product"))
        self.units, self.discount = QLineEdit(), QLineEdit()
        self.listed = label(role="small", tone="text2", figures=True)
        self.listed.setFixedWidth(theme.px(PRICE))
        self.amount = label(role="body", figures=True)
        self.amount.setFixedWidth(theme.px(AMOUNT))
        for field, name, short, wide in ((self.units, _("Units"), _("Qty"), UNITS),
                                         (self.discount, _("Disc. %"), _("Disc."), DISCOUNT)):
            field.setAccessibleName(name)
            field.setPlaceholderText(short)
            field.setFixedWidth(theme.px(wide))
            field.textChanged.connect(lambda _text: self.changed.emit())
        for part in (self.product, self.units, self.listed, self.discount, self.amount):
            row.addWidget(part, 1 if part is self.product else 0)
        self.product.changed.connect(lambda _id: self.changed.emit())

    def _find(self, text: str) -> list[tuple[str, str, str]]:
        return [(hit.id, hit.title, hit.subtitle) for hit in self._reader.search(text, kinds=("product",), limit=9)]

    def show_price(self, buyer: Link | None) -> int:
        """The price in force for the buyer and what the line is worth, in minor units."""
        product = self.product.value()
        self.price = price_for(self._reader, product=product, buyer=buyer, on=clock.today()) if product else None
        shown = MASK if not veil.is_open else number(self.price, 2) if self.price is not None else ""
        self.listed.setText(shown if self.price is not None else _("no price") if product else "")
        found = self.typed(quietly=True)
        total = worth(found.quantity, price=self.price, discount=found.discount) if found else 0
        self.amount.setText(money(total) if total else "")
        return total

    def typed(self, *, quietly: bool = False) -> NewLine | None:
        """The line as typed, None while it is empty; Problem when a number cannot be read, unless ``quietly``."""
        try:
            units = parse_amount(self.units.text()) if self.units.text().strip() else Decimal(0)
            text = self.discount.text().replace("%", "").strip()
            discount = parse_amount(text) if text else Decimal(0)
        except Problem:
            if quietly:
                return None
            raise
        if not self.product.value() or not units:
            return None
        return NewLine(self.product.value(), units, discount=discount)


def _at_left(field: QWidget) -> QWidget:
    """A field of fixed width at the left of its row."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(field)
    row.addStretch(1)
    return host


class OrderPanel(AskPanel):
    """Client, days, lines; there is always an empty line to go on with."""

    def __init__(self, context: Context, host: QWidget, *, party: Link | None = None) -> None:
        super().__init__(host, _("New order"), "", _("Create order"))
        self._context = context
        self._kinds: dict[Id, str] = {party.id: party.kind} if party else {}
        store = context.app.store
        self.buyer = RecordPicker(find_parties(store, self._kinds), name=_("Client or distributor"), creates=False)
        if party is not None:
            self.buyer.set_value(party.id, store.names([party]).get(party.id, ""))
        self.deliver_by = DateField(name=_("Deliver by"))
        self.deliver_by.setFixedWidth(theme.px(DAY))
        self.valid_until = DateField(name=_("Quotation valid until"))
        self.valid_until.setFixedWidth(theme.px(DAY))
        self.terms = QLineEdit()
        self.terms.setAccessibleName(_("Quotation terms"))
        self.body.body.addWidget(line(_("Client"), self.buyer))
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        self.body.body.addLayout(self.lines)
        self.total = label(role="strong", figures=True)
        self.body.body.addWidget(line(_("Net"), self.total))
        self.body.body.addWidget(line(_("Deliver by"), _at_left(self.deliver_by)))
        self.body.body.addWidget(line(_("Terms"), self.terms, self.valid_until))
        self.valid_until.setPlaceholderText(_("valid until…"))
        self.rows: list[LineRow] = []
        self._more()
        self.buyer.changed.connect(lambda _id: self._priced())
        veil.changed.connect(self._priced)
        self.run = self._save

    def party(self) -> Link | None:
        """Who buys."""
        id_ = self.buyer.value()
        return Link(self._kinds[id_], id_) if id_ else None

    def _more(self) -> None:
        row = LineRow(self._context.app.store)
        row.changed.connect(self._changed)
        before: QWidget = self.rows[-1].discount if self.rows else self.buyer
        self.rows.append(row)
        self.lines.addWidget(row)
        row.show()
        for field in (row.product, row.units, row.discount):  # in the order of the lines, not of their making
            QWidget.setTabOrder(before, field)
            before = field

    def _changed(self) -> None:
        if self.rows[-1].typed(quietly=True) is not None:
            self._more()
        self._priced()

    def _priced(self) -> None:
        """Prices of the buyer's list, and the sum."""
        total = sum(row.show_price(self.party()) for row in self.rows)
        self.total.setText(money(total))

    def first_focus(self) -> QWidget:
        """The client while it is missing, else the first product."""
        return self.rows[0].product if self.party() else self.buyer

    def _save(self) -> bool:
        fields = [self.buyer, self.deliver_by, self.valid_until, *(row.product for row in self.rows)]
        if not all([field.commit() for field in fields]):  # noqa: C419  every field says what is wrong with it
            return False
        party = self.party()
        if party is None:
            self.show_problem(Problem(_("Choose the client of the order."), field="buyer"))
            return False
        lines = self._typed()
        if lines is None:
            return False
        made = self._context.runner.attempt(
            self, create_order, buyer=party, lines=lines,
            deliver_by=self.deliver_by.value(), valid_until=self.valid_until.value(), terms=self.terms.text())
        if not isinstance(made, Order):
            return False
        self._context.runner.tell(_("Order created"))
        self._context.window.go(Address("orders", "orders", Order.kind.name, made.id))
        return True

    def _typed(self) -> list[NewLine] | None:
        """The lines as typed, None once it was said what cannot be read."""
        try:
            return [each for row in self.rows if (each := row.typed()) is not None]
        except Problem as problem:
            self.show_problem(problem)
            return None


def open_order(context: Context, host: QWidget, *, party: Link | None = None) -> OrderPanel:
    """Open the panel over the window, for a party where it is known."""
    panel = OrderPanel(context, host, party=party)
    panel.open()
    return panel
