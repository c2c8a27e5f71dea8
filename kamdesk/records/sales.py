"""Sales: orders with their lines and deliveries, and the sales the company knows of (product/03 §3.5)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import clock, fields, words
from kamdesk.fields import ME, TODAY, Id, Link, calc, choice, day, dec, integer, link, money, note, pct, ref, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.rules import beyond_zero, quantity_words
from kamdesk.store import Reader
from kamdesk.words import _

# Partly delivered and delivered are told from the deliveries, never stored.
ORDER_STATES = {"draft": "Draft", "confirmed": "Confirmed", "partly_delivered": "Partly delivered",
                "delivered": "Delivered", "cancelled": "Cancelled order"}
PRECISIONS = {"day": "Day", "month": "Month"}
FLOWS = {"sell_in": "Company sale", "sell_out": "Distributor sale"}
SALE_CATEGORIES = {"sale": "Sale", "return": "Returned sale"}
SALE_SOURCES = {"import": "Imported", "invoice": "Invoice", "manual": "Manual"}
NOTHING = Decimal(0)


def minimum_price(reader: Reader, *, product: Id | None, on: datetime.date | None) -> Decimal | None:
    """The minimum price of a product in force on a day, in units of currency; None when there is none."""
    from kamdesk.records.products import Price

    when = on or clock.today()
    listed = reader.find(Price, product=product, price_list="minimum", party=None) if product else []
    return next((each.amount for each in listed if each.overlaps(when, when)), None)


@record(
    "Order", "Orders", code=33, place="orders/orders", title="number",
    columns=("on", "number", "buyer", "via", "amount", "pending", "standing", "deliver_by"),
    search=("number", "buyer"), filters=("standing", "buyer", "via"), unique=(("number", "buyer"),), join="owner",
    approvable=("buyer", "currency"),
)
class Order(Record):
    """What a client or distributor asked for. Its approval protects the prices and discounts of its lines."""

    number: str = text("Number")
    on: datetime.date | None = day("Date", required=True, default=TODAY)
    buyer: Link | None = link("Client", "client", "distributor", required=True)
    via: Id | None = ref("Distributor", "distributor")
    contract: Id | None = ref("Contract", "contract")
    territory: Id | None = calc("Territory", "ref", "client", "distributor", to=("territory",))
    currency: str = text("Currency")
    payment_days: int | None = integer("Payment days")
    deliver_by: datetime.date | None = day("Deliver by")
    amount: int | None = calc("Amount", "money", "order_line", klass="amount")
    standing: str | None = calc("Stands at", "choice", "order_line", "delivery", options=ORDER_STATES)
    pending: int | None = calc("Undelivered", "money", "order_line", "delivery", klass="amount")
    promotion: Id | None = ref("Promotion", "promotion_plan")
    valid_until: datetime.date | None = day("Quotation valid until")
    terms: str = note("Quotation terms")
    exception: str = note("Exception", group="state")
    cancel_reason: str = text("Cancellation reason", group="state")
    owner: Id | None = ref("Owner", "person", default=ME)
    note: str = fields.note("Note")
    state: str | None = fields.state(ORDER_STATES, group="state")


@record(
    "Order line", "Order lines", code=34, place="orders/orders", title=("product", "quantity"),
    columns=("product", "quantity", "bonus", "price", "discount", "delivered", "amount"), search=("product",),
    join="owner", parent="order", approvable=("price", "discount"), deletable=True,
)
class OrderLine(Record):
    """One product of an order."""

    order: Id | None = ref("Order", "order", required=True)
    product: Id | None = ref("Product", "product", required=True)
    quantity: Decimal | None = dec("Quantity", required=True)
    bonus: Decimal | None = dec("Bonus units", default=NOTHING)
    price: Decimal | None = fields.price("Price", required=True, klass="price")
    discount: Decimal | None = pct("Discount", default=NOTHING, klass="price")
    delivered: Decimal | None = calc("Delivered units", "dec", "delivery", scale=3)
    amount: int | None = calc("Amount", "money", klass="amount")

    @check("quantity")
    def some(self, _reader: Reader) -> str | None:
        """Nobody orders nothing."""
        return beyond_zero("Quantity", self.quantity)

    @caution("price")
    def above_minimum(self, reader: Reader) -> str | None:
        """The minimum price of the product in force on the order's day."""
        order = reader.maybe(Order, self.order)
        floor = minimum_price(reader, product=self.product, on=order.on if order else None)
        if floor is None or self.price is None or self.price >= floor:
            return None
        return _("Price below the minimum ({minimum}).", minimum=quantity_words(floor))


@record(
    "Delivery", "Deliveries", code=106, place="orders/orders", title=("on", "quantity"),
    columns=("on", "line", "quantity", "lot", "expires", "document"), search=("lot", "document"), filters=("on", "lot"),
    join="sum", parent="line", append_only=True,
)
class Delivery(Record):
    """Units of an order line handed over; a negative quantity takes a delivery back."""

    line: Id | None = ref("Order line", "order_line", required=True)
    on: datetime.date | None = day("Date", required=True)
    quantity: Decimal | None = dec("Quantity", required=True, signed=True)
    lot: str = text("Lot")
    expires: datetime.date | None = day("Expires")
    document: str = text("Delivery note or invoice")

    @check("quantity")
    def within_order(self, reader: Reader) -> str | None:
        """No more than ordered, bonus units included."""
        line = reader.maybe(OrderLine, self.line)
        if line is None or self.quantity is None or self.quantity <= 0:
            return None
        others = [each.quantity or NOTHING for each in reader.find(Delivery, line=self.line) if each.id != self.id]
        left = (line.quantity or NOTHING) + (line.bonus or NOTHING) - sum(others, NOTHING)
        return _("Only {n} left to deliver.", n=quantity_words(left)) if self.quantity > left else None

    @check("on")
    def happened(self, _reader: Reader) -> str | None:
        """A delivery is a fact."""
        return _("A delivery cannot be in the future.") if self.on and self.on > clock.today() else None

    @check("lot")
    def not_expired(self, _reader: Reader) -> str | None:
        """An expired lot is not handed over; taking it back is allowed."""
        if self.on is None or self.expires is None or self.expires >= self.on or (self.quantity or 0) < 0:
            return None
        return _("Lot {lot} expired on {date}.", lot=self.lot, date=words.day(self.expires))

    @caution("lot")
    def traceable(self, _reader: Reader) -> str | None:
        """Without lots a recall finds nobody."""
        return None if self.lot else _("Without a lot nobody will know who received it if there is a recall.")


@record(
    "Sale", "Sales", code=39, place="targets/sales", title=("on", "party"),
    columns=("on", "month", "party", "via", "product", "units", "amount", "document", "source"),
    search=("party", "product", "document"),
    filters=("flow", "month", "category", "territory", "own_channel", "seller", "source", "product"),
    unique=(("document", "product", "party"),), join="sum", bulk=True,
)
class SalesRecord(Record):
    """One line of what was sold, net of tax: by the company («sell-in») or by a distributor («sell-out»).

    Amounts of returns are negative; a wrong row is put right by a new import of its batch or by a counter row.
    """

    on: datetime.date | None = day("Date")
    month: str | None = fields.month("Month", required=True)
    precision: str | None = choice("Known to the", PRECISIONS, default="day")
    flow: str | None = choice("Flow", FLOWS, required=True, default="sell_in")
    category: str | None = choice("Category", SALE_CATEGORIES, default="sale")
    party: Link | None = link("Client", "client", "distributor")
    via: Id | None = ref("Distributor", "distributor")
    territory: Id | None = ref("Territory", "territory")
    seller: Id | None = ref("Seller", "person")
    own_channel: Id | None = ref("Own channel", "channel")
    channel: Id | None = calc("Channel", "ref", "client", "distributor", to=("channel",))
    product: Id | None = ref("Product", "product", required=True)
    units: Decimal | None = dec("Units", required=True, signed=True)
    amount: int | None = money("Amount", required=True, klass="amount", signed=True)
    cost: int | None = money("Cost", klass="margin", signed=True)
    document: str = text("Document")
    invoice: Id | None = ref("Invoice", "invoice")
    source: str | None = choice("Source", SALE_SOURCES, default="manual")
    batch: Id | None = ref("Import", "import_batch")

    @caution("territory")
    def placed(self, _reader: Reader) -> str | None:
        """A sale without territory belongs to no market."""
        return None if self.territory else _("Without a territory it counts in the region, not in a market.")
