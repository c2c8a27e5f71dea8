"""An order as people look at it: lines with what is delivered, totals with tax, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kamdesk.fields import Id, Link
from kamdesk.records.products import Product
from kamdesk.records.sales import NOTHING, Delivery, Order, OrderLine
from kamdesk.store import IN, Reader, Where
from kamdesk.words import exponent

HUNDRED = Decimal(100)
PRICE_STEP = Decimal("0.000001")


@dataclass(frozen=True)
class LineSheet:
    """One line: its product, what was handed over, and its worth and tax in minor units."""

    line: OrderLine
    name: str
    unit: str
    delivered: Decimal
    net: int
    tax: int

    @property
    def left(self) -> Decimal:
        """Units still to hand over, bonus units included."""
        return max(NOTHING, (self.line.quantity or NOTHING) + (self.line.bonus or NOTHING) - self.delivered)


@dataclass(frozen=True)
class OrderSheet:
    """An order with its lines; sums are minor units of its currency."""

    order: Order
    lines: Sequence[LineSheet]

    @property
    def net(self) -> int:
        """Σ of the lines, net of tax."""
        return sum(each.net for each in self.lines)

    @property
    def tax(self) -> int:
        """Σ of their tax."""
        return sum(each.tax for each in self.lines)

    @property
    def total(self) -> int:
        """What the buyer pays."""
        return self.net + self.tax

    @property
    def standing(self) -> str:
        """A key of ``ORDER_STATES``: delivered and partly delivered are told from the deliveries."""
        if self.order.state != "confirmed" or not any(each.delivered for each in self.lines):
            return self.order.state or "draft"
        return "partly_delivered" if any(each.left for each in self.lines) else "delivered"


def sheet_of(reader: Reader, order: Order) -> OrderSheet:
    """An order as it is stored."""
    lines = reader.find(OrderLine, order=order.id)
    handed = delivered_of(reader, [each.id for each in lines])
    wanted = [each.product for each in lines if each.product]
    products = {each.id: each for each in reader.find(Product, Where("id", IN, wanted), archived=None)}
    return OrderSheet(order, [_line(each, products.get(each.product or ""), handed.get(each.id, NOTHING),
                                    order.currency) for each in lines])


def _line(line: OrderLine, product: Product | None, handed: Decimal, currency: str) -> LineSheet:
    net = worth(line.quantity or NOTHING, price=line.price, discount=line.discount, currency=currency)
    tax = minor(Decimal(net) * ((product.tax_rate if product else None) or NOTHING) / HUNDRED)
    return LineSheet(line, product.name if product else "", product.unit if product else "", handed, net, tax)


def delivered_of(reader: Reader, lines: Sequence[Id]) -> dict[Id, Decimal]:
    """Units handed over of each line, deliveries taken back subtracted."""
    found: dict[Id, Decimal] = {}
    for each in reader.find(Delivery, Where("line", IN, list(lines))) if lines else []:
        found[each.line or ""] = found.get(each.line or "", NOTHING) + (each.quantity or NOTHING)
    return found


def net_price(price: Decimal | None, discount: Decimal | None) -> Decimal:
    """A unit price less its discount, to six decimals, half away from zero."""
    exact = (price or NOTHING) * (HUNDRED - (discount or NOTHING)) / HUNDRED
    return exact.quantize(PRICE_STEP, rounding=ROUND_HALF_UP)


def worth(quantity: Decimal, *, price: Decimal | None, discount: Decimal | None, currency: str = "") -> int:
    """A quantity at its net price in minor units of a currency (empty: the base currency)."""
    return minor((quantity * net_price(price, discount)).scaleb(exponent(currency or None)))


def minor(value: Decimal) -> int:
    """Whole minor units, half away from zero."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def called(reader: Reader, party: Link | None) -> str:
    """What a buyer or debtor is called."""
    return reader.names([party]).get(party.id, "") if party else ""
