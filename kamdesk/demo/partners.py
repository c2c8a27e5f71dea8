"""Distributors, agents and prospects of the demo, where they are assigned, and how they came through the stages."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.demo.book import Book, linked, named, pesos, tables
from kamdesk.demo.region import LINES, places, point
from kamdesk.fields import Id

STAGES = ("prospect", "research", "trial", "active")
DAYS_IN_STAGE = (0, 24, 61, 150)
# key -> (credit limit in pesos, payment days)
CREDIT = {"bajio": (1_500_000, 45), "medisur": (1_500_000, 45), "alteza": (1_500_000, 45), "colimed": (1_500_000, 45),
          "medistar": (3_400_000, 60), "tepifarma": (2_600_000, 60), "vallartamed": (2_900_000, 60),
          "zacatemed": (2_700_000, 60), "irapharma": (3_300_000, 60)}
MINE = ("bajio", "medisur", "alteza", "montes", "ruelas", "herrera")  # the partners of the manager's own panel
OFFICE = "Guadalajara"  # where she visits them
OWNERS = {"Jalisco": "s1", "Bajío": "s2", "Colima y Nayarit": "s3", "Aguascalientes y Zacatecas": "s3"}
UNCOVERED = {("Fresnillo", "Oncología"), ("Tecomán", "Oncología"), ("Manzanillo", "Dispositivos médicos")}


def fill(book: Book) -> None:
    """The network of the region."""
    names = tables()
    for at, (key, name, city, role, grade, _share, _used) in enumerate(names["distributors"]):
        _partner(book, at, key, name=name, city=city, role=role, grade=grade)
    for at, (key, name, city, role, grade) in enumerate(names["agents"]):
        _partner(book, at + 9, key, name=name, city=city, role=role, grade=grade)
    for at, (key, name, city, role, stage) in enumerate(names["prospects"]):
        _prospect(book, at, key, name=name, city=city, role=role, stage=stage)
    _assign(book)


def owner_of(key: str, city: str) -> str:
    """The person who answers for a partner."""
    return "me" if key in MINE else OWNERS[places()[city][0]]


def _partner(book: Book, at: int, key: str, *, name: str, city: str, role: str, grade: str) -> None:
    zone = places()[city][0]
    office = OFFICE if key in MINE else city
    _zone, latitude, longitude = places()[office]
    limit, days = CREDIT.get(key, (0, 30))
    since = book.day(-900 - at * 67)
    partner = book.put(
        "distributor", key, name=name, code=f"D{at + 1:02d}", role=role, territories=(named("territory", zone),),
        lines=tuple(named("product_line", each) for each in LINES), channel=named("channel", "Distribuidor"),
        owner=named("person", owner_of(key, city)), grade=grade, since=since, stage="active", payment_days=days,
        address=f"{book.pick(tables()['streets'])} {book.random.randint(100, 3900)}, {office}",
        geo=point(book, latitude, longitude, spread=0.03), phone=f"33 3{at:02d}7 {2100 + at * 71}",
        email=f"contacto@{key}.example", credit_limit=pesos(limit) or None,
        guarantee="promissory_note" if limit else "none", guarantee_amount=pesos(limit // 5) or None,
        commission=Decimal(4) if role == "agent" else None, min_coverage=40 if role == "agent" else 90,
        source="Recomendación de un cliente" if at % 2 else "Feria del sector", tax_id=tax_id_of(book, name, at))
    _came_through(book, partner, "active", since)


def _prospect(book: Book, at: int, key: str, *, name: str, city: str, role: str, stage: str) -> None:
    zone, latitude, longitude = places()[city]
    partner = book.put(
        "distributor", key, name=name, code=f"P{at + 1:02d}", role=role, territories=(named("territory", zone),),
        lines=(named("product_line", "Oncología"),), owner=named("person", owner_of(key, city)), stage=stage,
        geo=point(book, latitude, longitude, spread=0.03), phone=f"31 4{at:02d}2 {3300 + at * 61}", payment_days=30,
        since=None, source="Investigación de mercado")
    _came_through(book, partner, stage, book.day(-35 + at * 3))


def _came_through(book: Book, partner: Id, stage: str, reached: datetime.date) -> None:
    """One line a stage, the last on the day it was reached."""
    steps = STAGES[:STAGES.index(stage) + 1]
    for at, each in enumerate(steps):
        before = sum(DAYS_IN_STAGE[at + 1:len(steps)])
        book.put("stage_change", distributor=partner, stage=each, on=reached - datetime.timedelta(days=before))


def _assign(book: Book) -> None:
    """Who covers which city and line; the cells left out are white space."""
    start = book.day(-500)
    for at, (city, zone, *_rest) in enumerate(tables()["cities"]):
        partners = [key for key, _name, home, *_more in (*tables()["distributors"], *tables()["agents"])
                    if places()[home][0] == zone]
        for line in LINES:
            if (city, line) not in UNCOVERED:
                book.put("assignment", assignee=linked("distributor", partners[at % len(partners)]), start=start,
                         territory=named("territory", city), line=named("product_line", line), role="Venta y cobranza")


def tax_id_of(book: Book, name: str, number: int) -> str:
    """An RFC of the usual form for a company that does not exist."""
    letters = "".join(each for each in name.upper() if "A" <= each <= "Z")[:3]
    body = f"{letters}{book.random.randint(85, 99)}{number % 12 + 1:02d}{number % 28 + 1:02d}"
    return f"{body}{book.random.choice('ABCDEFGH')}{book.random.randint(1, 9)}{book.random.randint(0, 9)}"
