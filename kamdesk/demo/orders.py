"""Orders of the demo and their deliveries: behind invoices, still to deliver, and one that cannot be confirmed."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.demo import ledgers
from kamdesk.demo.book import Book, Row, linked, named, tables
from kamdesk.fields import Id

ORDERS = 515  # with the five told one by one: 520
RECALLED, LOT, LOT_UNITS, LOT_CLIENTS = "hematrel", "7F21", 80, 6
DISTRIBUTOR_PRICE = Decimal("0.82")


def fill(book: Book) -> None:
    """Orders of the invoices of two years, and the ones the stories need."""
    chosen = [row for at, row in enumerate(book.rows["invoice"]) if at % 3 and row["party"].id != named(
        "distributor", ledgers.OVER_LIMIT)]
    step = len(chosen) / ORDERS
    rows = [chosen[int(at * step)] for at in range(ORDERS)]
    recalled = _recalled(book, rows)
    for at, row in enumerate(rows):
        _behind(book, at, row, recalled=row["id"] in recalled)
    _over_limit(book)
    _beyond_authority(book)


def price_of(at: int) -> Decimal:
    """The distributor price of a product of the catalogue, in pesos."""
    return (Decimal(str(tables()["products"][at][6])) * DISTRIBUTOR_PRICE).quantize(Decimal("0.01"))


def _recalled(book: Book, rows: list[Row]) -> set[Id]:
    """The invoices whose orders carried the recalled lot: six clients of the last months."""
    parties: dict[str, Id] = {}
    for row in reversed(rows):
        enough = row["amount"] > LOT_UNITS * price_of(_index(RECALLED)) * 100
        if enough and row["party"].kind == "client" and book.day(-260) < row["on"] < book.day(-20) and len(
                parties) < LOT_CLIENTS:
            parties.setdefault(row["party"].id, row["id"])
    return set(parties.values())


def _index(key: str) -> int:
    return next(at for at, each in enumerate(tables()["products"]) if each[0] == key)


def _behind(book: Book, at: int, row: Row, *, recalled: bool) -> None:
    """The order of an invoice, wholly delivered; it never comes to more than was invoiced."""
    on = row["on"] - datetime.timedelta(days=3 + at % 6)
    order = book.put("order", number=f"P-{1000 + at}", on=on, buyer=row["party"], currency="MXN", state="confirmed",
                     payment_days=(row["due"] - row["on"]).days, deliver_by=row["on"], owner=row["seller"])
    row["order"] = order
    if recalled:
        line = _line(book, order, _index(RECALLED), LOT_UNITS)
        _deliver(book, line, row["on"], LOT_UNITS, LOT)
        return
    products = book.random.sample(range(len(tables()["products"])), 1 + at % 2)
    for product in products:
        quantity = int(row["amount"] / 100 / len(products) / float(price_of(product)) / 1.16)
        if quantity:
            line = _line(book, order, product, quantity)
            _deliver(book, line, row["on"], quantity, f"{row['on']:%y}B{product + 10}{row['on'].month}",
                     twice=quantity > 1 and at % 3 == 0)


def _line(book: Book, order: Id, product: int, quantity: int, *, price: Decimal | None = None,
          discount: int = 0) -> Id:
    return book.put("order_line", order=order, product=named("product", tables()["products"][product][0]),
                    quantity=Decimal(quantity), price=price or price_of(product), discount=Decimal(discount))


def _deliver(book: Book, line: Id, on: datetime.date, quantity: int, lot: str, *, twice: bool = False) -> None:
    parts = (quantity // 2, quantity - quantity // 2) if twice else (quantity,)
    for at, part in enumerate(parts):
        day = on - datetime.timedelta(days=len(parts) - 1 - at)
        book.put("delivery", line=line, on=day, quantity=Decimal(part), lot=lot, document=f"R-{day:%y%m%d}",
                 expires=day + datetime.timedelta(days=540))


def _over_limit(book: Book) -> None:
    """Delivered and not invoiced 80,000; to deliver 104,000 without tax and 100,000 at 16 %."""
    told = (("P-2291", "cardiovex", 500, 400, -12, 500), ("P-2304", "neurolem", 260, 400, -4, 0),
            ("P-2305", "cateflex", 100, 1000, -3, 0))
    for number, product, quantity, price, day, delivered in told:
        order = book.put("order", number, number=number, on=book.work(day),
                         buyer=linked("distributor", ledgers.OVER_LIMIT), currency="MXN", payment_days=45,
                         deliver_by=book.work(day + 6), state="confirmed", owner=named("person", "me"))
        line = _line(book, order, _index(product), quantity, price=Decimal(price))
        if delivered:
            _deliver(book, line, book.work(-6), delivered, "25C14")
            party = linked("distributor", ledgers.OVER_LIMIT)
            ledgers.invoice(book, party, book.work(-5), ledgers.OF_ORDER * 100, days=45, order=order,
                            **ledgers.where(book, ledgers.OVER_LIMIT))


def _beyond_authority(book: Book) -> None:
    """A draft whose discount is above what the manager may give, and one quotation waiting."""
    client = linked("client", "m-private_hospital-a-0")
    order = book.put("order", "P-2310", number="P-2310", on=book.today, buyer=client, currency="MXN", payment_days=30,
                     deliver_by=book.work(6), state="draft", owner=named("person", "me"),
                     note="Pide 8 % por compra de seis meses.")
    _line(book, order, _index("oncotrel"), 60, price=Decimal(3100), discount=8)
    other = book.put("order", "P-2311", number="P-2311", on=book.work(-1),
                     buyer=linked("client", "m-public_hospital-a-0"), currency="MXN", valid_until=book.day(20),
                     state="draft", owner=named("person", "me"), terms="Precio sujeto a compra mínima de 100 cajas.")
    _line(book, other, _index("presolan"), 120)
    book.put("authority", person=named("person", "me"), matter="discount", limit_pct=Decimal(5), until=book.day(220))
    book.put("authority", person=named("person", "sm"), matter="discount", limit_pct=Decimal(12), until=book.day(220))
    for person, matter, limit in (("me", "expense", 25_000), ("me", "promotion", 60_000), ("sm", "credit", 2_500_000)):
        book.put("authority", person=named("person", person), matter=matter, limit=limit * 100, until=book.day(220))
