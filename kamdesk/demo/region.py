"""The ground of the demo: settings, map, people, calendar, visit rules, products, prices and channels."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from kamdesk.demo.book import Book, days_off, named, tables
from kamdesk.fields import Geo, Id
from kamdesk.methods.months import add_months, add_months_to_day, month_start
from kamdesk.store import UnitOfWork

LINES = ("Cardiovascular", "Neurología", "Oncología", "Dispositivos médicos")
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
MICRO = 1_000_000
SAMPLED_BELOW = 1_000  # pesos: dearer products are not given away


def point(book: Book, latitude: float, longitude: float, *, spread: float = 0.0) -> Geo:
    """A place, or one near it: ``spread`` in degrees."""
    shift = (book.random.uniform(-spread, spread) for _axis in range(2))
    return Geo(*(round((degrees + each) * MICRO) for degrees, each in zip((latitude, longitude), shift, strict=True)))


def put_settings(uow: UnitOfWork, book: Book) -> None:
    """Who the laptop belongs to and what it stands for."""
    names = tables()
    values: dict[str, Any] = {
        "me": named("person", "me"), "company": names["company"], "region_name": names["region"], "boss": names["boss"],
        "laptop_code": "LB", "demo": True, "country": "MX", "currency": "MXN", "fiscal_start": 1,
        "last_numbers": {"D": 17, "Q": 118}, "loaded_through": {"sales": book.today.isoformat()},
    }
    for name, value in values.items():
        uow.put_setting(name, value)


def fill(book: Book) -> None:
    """Everything that stands before the first client."""
    _map(book)
    _people(book)
    _calendar(book)
    _rules(book)
    _products(book)


def _map(book: Book) -> None:
    names = tables()
    root = book.put("territory", "region", name=names["region"], level="region", manager=named("person", "me"))
    managers = dict(zip(names["zones"], ("s1", "s2", "s3", "s3"), strict=True))
    for zone in names["zones"]:
        book.put("territory", zone, name=zone, level="zone", parent=root, manager=named("person", managers[zone]))
    for city, zone, latitude, longitude, population, _share in names["cities"]:
        book.put("territory", city, name=city, level="city", parent=named("territory", zone), population=population,
                 geo=point(book, latitude, longitude))


def places() -> dict[str, tuple[str, float, float]]:
    """Zone, latitude and longitude of each city."""
    return {city: (zone, latitude, longitude) for city, zone, latitude, longitude, *_rest in tables()["cities"]}


def _people(book: Book) -> None:
    lines = tuple(named("product_line", each) for each in LINES)
    for at, (key, name, position, boss, zone, city, cost) in enumerate(tables()["persons"]):
        _zone, latitude, longitude = places()[city]
        book.put("person", key, name=name, position=position, code=f"P{at + 1:03d}", department="sales",
                 manager=named("person", boss) if boss else None, lines=() if position == "general_manager" else lines,
                 territory=named("territory", zone or "region"), month_cost=cost * 100 or None,
                 start=book.day(-400 - 190 * at), phone=f"33 1{at:02d}4 {5200 + at * 37}", email=f"{key}@albor.example",
                 base=point(book, latitude, longitude, spread=0.03), capacity_per_day=8,
                 can_approve=("all",) if key in ("gm", "sm") else ("expense",) if key == "me" else ())
    _partner_people(book)


def _partner_people(book: Book) -> None:
    for at, (key, _name, city, *_rest) in enumerate(tables()["distributors"]):
        first = book.pick(tables()["women" if at % 2 else "men"])
        book.put("person", f"of-{key}", name=f"{first} {' '.join(book.random.sample(tables()['surnames'], 2))}",
                 position="other", employer=named("distributor", key), territory=named("territory", city),
                 manager=named("person", "me"), start=book.day(-700 + at * 31), phone=f"33 2{at:02d}1 {4100 + at * 53}",
                 department="sales", capacity_per_day=8)


def _calendar(book: Book) -> None:
    for off in days_off(book.today):
        book.put("non_working_day", on=off.on, category="holiday", name=off.name)
    for at, key in enumerate(("me", "s1", "r2", "r5")):
        start = book.work(-60 - 21 * at)
        book.put("non_working_day", on=start, until=start + datetime.timedelta(days=4), category="vacation",
                 person=named("person", key), name="Vacaciones")


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


def channel_of(category: str) -> Id:
    """The channel a kind of client buys through (setting «channel_rules»)."""
    return named("channel", CHANNEL_OF.get(category, "Distribuidor"))

