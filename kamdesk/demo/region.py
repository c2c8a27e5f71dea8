"""The ground of the demo: settings, map, people and calendar."""

from __future__ import annotations

import datetime
from typing import Any

from kamdesk.demo.book import Book, days_off, named, tables
from kamdesk.fields import Geo
from kamdesk.store import UnitOfWork

LINES = ("Cardiovascular", "Neurología", "Oncología", "Dispositivos médicos")
MICRO = 1_000_000


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
