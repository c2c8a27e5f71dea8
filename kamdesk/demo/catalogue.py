"""What the region of the demo sells and by which rules: products, prices, channels and visit frequencies."""


from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.demo.book import Book, named, tables
from kamdesk.demo.region import LINES
from kamdesk.fields import Id
from kamdesk.methods.months import add_months, add_months_to_day, month_start

# name, category, goal of its share of sales in per cent
CHANNELS = (("Distribuidor", "distributor", 60), ("Cadena", "chain", 14), ("Hospital directo", "hospital", 14),
            ("Institucional", "institutional", 12))
CHANNEL_OF = {"public_hospital": "Institucional", "institution": "Institucional", "tender_office": "Institucional",
              "private_hospital": "Hospital directo", "clinic": "Hospital directo", "pharmacy_chain": "Cadena"}
# name, kinds of clients or partners, segment, visits, months
FREQUENCIES = (
    ("Segmento A", (), "a", 2, "1"), ("Segmento B", (), "b", 1, "1"), ("Segmento C", (), "c", 1, "2"),
    ("Segmento D", (), "d", 1, "3"), ("Oficinas de licitaciones", ("tender_office",), None, 1, "1"),
    ("Empresas farmacéuticas", ("pharma_company",), None, 1, "1"),
    ("Distribuidores y agentes", ("distributor", "agent"), None, 2, "1"),
)
PRICE_LISTS = (("list", 1.0), ("distributor", 0.82), ("institutional", 0.74), ("minimum", 0.66), ("cost", 0.48))
SAMPLED_BELOW = 1_000  # pesos: dearer products are not given away


def fill(book: Book) -> None:
    """Rules and products."""
    _rules(book)
    _products(book)


def _products(book: Book) -> None:
    for at, line in enumerate(LINES):
        book.put("product_line", line, name=line, manager=named("person", "sm"), color=at)
    for at, (key, name, line, category, presentation, ingredient, price, _weight, tax, age) in enumerate(
            tables()["products"]):
        launched = month_start(add_months(book.month, -age))
        product = book.put(
            "product", key, name=name, code=f"{line[:2].upper()}{at + 101}", line=named("product_line", line),
            category=category, presentation=presentation, ingredient=ingredient, launch_on=launched,
            unit="pieza" if category == "device" else "caja", status="active", tax_rate=Decimal(tax),
            default_margin=Decimal(45), sample=category == "medicine" and price < SAMPLED_BELOW,
            storage="2 a 8 °C" if line == "Oncología" else "Menos de 25 °C", sheet=f"Ficha técnica de {name}.",
            sheet_version="3.1", sheet_by="Dirección médica", sheet_until=book.day(300 + at * 11))
        _prices(book, product, price, age)


def _prices(book: Book, product: Id, price: float, age: int) -> None:
    start = max(month_start(add_months(book.month, -min(age, 10))).replace(day=1), datetime.date(1990, 1, 1))
    for price_list, factor in PRICE_LISTS:
        book.put("price", product=product, price_list=price_list, amount=Decimal(str(round(price * factor, 2))),
                 start=start, end=add_months_to_day(start, 24))


def _rules(book: Book) -> None:
    for name, applies_to, segment, visits, every in FREQUENCIES:
        book.put("visit_frequency", name, name=name, applies_to=applies_to, segment=segment, visits=visits,
                 every_months=every, min_gap_days=7)
    zones = tuple(named("territory", each) for each in tables()["zones"])
    for name, category, goal in CHANNELS:
        book.put("channel", name, name=name, category=category, territories=zones, share_goal=Decimal(goal),
                 state="in_use")
    book.put("channel", "online", name="Farmacia en línea", category="online", territories=zones, state="studying",
             pros="Crece cada trimestre y llega a ciudades sin cobertura.", cons="Presión sobre el precio público.")


def channel_of(category: str) -> Id:
    """The channel a kind of client buys through (setting «channel_rules»)."""
    return named("channel", CHANNEL_OF.get(category, "Distribuidor"))
