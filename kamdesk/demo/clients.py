"""The clients of the demo: 620 of every category, whose they are and when they are in turn."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

from typing import Any

from kamdesk.demo.book import Book, Row, named, pesos, tables
from kamdesk.demo.catalogue import channel_of
from kamdesk.demo.partners import tax_id_of
from kamdesk.demo.region import places, point
from kamdesk.fields import Link
from kamdesk.methods.months import months_into_fiscal_year

# category -> clients of segments A, B, C, D; the first row of each pair is the manager's own panel
MINE = {"public_hospital": (4, 2, 0, 0), "private_hospital": (3, 1, 0, 0), "pharmacy": (2, 3, 3, 2),
        "physician": (3, 9, 8, 6), "clinic": (0, 2, 2, 0), "institution": (0, 1, 1, 0), "tender_office": (0, 1, 0, 0),
        "pharmacy_chain": (0, 1, 0, 0)}
ALL = {"public_hospital": (12, 6, 0, 0), "private_hospital": (6, 3, 0, 0), "pharmacy": (24, 40, 40, 16),
       "physician": (54, 120, 160, 68), "clinic": (0, 14, 16, 6), "institution": (0, 6, 6, 0),
       "tender_office": (0, 8, 0, 0), "pharma_company": (0, 0, 5, 2), "pharmacy_chain": (0, 7, 1, 0)}
OWNERS = ("s1", "s2", "s3", "r1", "r2", "r3", "r4", "r5", "r6")
ZONES = {"me": "Jalisco", "s1": "Jalisco", "r1": "Jalisco", "r2": "Jalisco", "r3": "Jalisco", "s2": "Bajío",
         "r4": "Bajío", "r5": "Bajío", "s3": "Colima y Nayarit", "r6": "Aguascalientes y Zacatecas"}
SECTOR = {"public_hospital": "public", "tender_office": "public", "institution": "social"}
POTENTIAL = {"a": (900_000, 4_200_000), "b": (300_000, 1_100_000), "c": (90_000, 380_000), "d": (20_000, 110_000)}
MONTHS = {"a": 1, "b": 1, "c": 2, "d": 3}
CHAIN_BRANCHES = 70
# Clients that the stories name: key -> what differs from the rule
STORIES: dict[str, dict[str, Any]] = {
    "m-private_hospital-a-0": {"name": "Hospital Mirador de la Loma", "beds": 254},
    "m-public_hospital-a-0": {"name": "Hospital Regional 48", "beds": 410},
    "m-physician-b-0": {"name": "Dr. Héctor Olvera", "specialty": "Cardiología"},
    "m-clinic-c-0": {"name": "Clínica San José"},
    "m-tender_office-b-0": {"name": "Oficina de Adquisiciones de Salud Occidente"},
    "m-public_hospital-a-1": {"name": "Hospital Civil de la Barranca", "beds": 620},
    "m-physician-b-1": {"name": "Dra. Rocío Salas", "specialty": "Cardiología"},
    "m-physician-b-2": {"name": "Dra. Rocío Salas Quintero", "specialty": "", "geo": None, "address": ""},
    "m-private_hospital-a-1": {"name": "Hospital Santa Mónica"},
    "m-private_hospital-b-0": {"name": "Hospital Santa Mónica Norte", "tax_id": "", "geo": None, "address": ""},
    "m-clinic-b-0": {"name": "Clínica Santa Clara", "tax_id": "CSC9205148Z3"},
    "m-clinic-b-1": {"name": "Clínica Sta. Clara S.C.", "tax_id": "CSC9205148Z3", "geo": None, "address": ""},
}
SAME_CITY = {"m-physician-b-1": "Zapopan", "m-physician-b-2": "Zapopan", "m-private_hospital-a-1": "Guadalajara",
             "m-private_hospital-b-0": "Guadalajara", "m-clinic-b-0": "Guadalajara", "m-clinic-b-1": "Guadalajara",
             # Today's agenda is driven in one morning and one afternoon.
             "m-private_hospital-a-0": "Guadalajara", "m-public_hospital-a-0": "Guadalajara",
             "m-physician-b-0": "Zapopan", "m-clinic-c-0": "Tlaquepaque"}


def fill(book: Book) -> None:
    """Clients, by owner, with their turns."""
    slots = [(category, segment, "me", f"m-{category}-{segment}-{at}") for category, counts in MINE.items()
             for segment, count in zip("abcd", counts, strict=True) for at in range(count)]
    slots += _others()
    taken: set[str] = set()
    for at, (category, segment, owner, key) in enumerate(slots):
        _client(book, at, key, taken, category=category, segment=segment, owner=owner)
    _branches(book)
    _phases(book)


def clients(book: Book, *, owner: str | None = None, category: str | None = None,
            segment: str | None = None) -> list[Row]:
    """The clients of an owner, category or segment, in the order they were put in."""
    wanted = {"owner": named("person", owner) if owner else None, "category": category, "segment": segment}
    wanted = {name: value for name, value in wanted.items() if value}
    return [row for row in book.rows["client"] if all(row[name] == value for name, value in wanted.items())]


def _others() -> list[tuple[str, str, str, str]]:
    """The clients of the team, dealt in turn so that every panel looks alike."""
    found = []
    for category, counts in ALL.items():
        for segment, count, mine in zip("abcd", counts, MINE.get(category, (0,) * 4), strict=True):
            found += [(category, segment)] * (count - mine)
    found.sort(key=lambda each: each[1])
    return [(category, segment, OWNERS[at % len(OWNERS)], f"c{at:03d}")
            for at, (category, segment) in enumerate(found)]


def _client(book: Book, at: int, key: str, taken: set[str], *, category: str, segment: str, owner: str) -> None:
    city = SAME_CITY.get(key) or _city(book, ZONES[owner])
    _zone, latitude, longitude = places()[city]
    company = category != "physician"
    low, high = POTENTIAL[segment]
    values: Row = {
        "name": _unique(book, taken, category, city, at), "code": f"C{at + 1:04d}", "category": category,
        "sector": SECTOR.get(category, "private"), "segment": segment, "territory": named("territory", city),
        "potential": pesos(book.random.randrange(low, high, 1000)), "channel": channel_of(category),
        "address": f"{book.pick(tables()['streets'])} {book.random.randint(10, 4900)}, {city}",
        "geo": point(book, latitude, longitude, spread=0.03), "phone": f"33 {book.random.randint(1000, 3999)} {at:04d}",
        "email": f"contacto{at + 1}@cliente.example" if company else "", "owner": named("person", owner),
        "status": "active", "payment_days": book.pick((30, 30, 45, 60)) if company else None,
        "beds": book.random.randrange(40, 480, 2) if category.endswith("hospital") else None,
        "specialty": "" if company else book.pick(tables()["specialties"]),
        "since": book.day(-book.random.randint(420, 2600)),
        "tax_id": "", "phase": 0, "parent": None,
        "visit_hours": book.pick(("09:00–13:00", "10:00–14:00", "16:00–19:00")),
        "consent": "pending" if company or at % 9 == 0 else "given", "consent_on": None,
    }
    if values["consent"] == "given":
        values["consent_on"] = book.day(-book.random.randint(30, 600))
    if company and at % 12:
        values["tax_id"] = tax_id_of(book, values["name"] + "XQZ", at)
    book.put("client", key, **{**values, **STORIES.get(key, {})})


def _city(book: Book, zone: str) -> str:
    found = [(city, share) for city, home, _lat, _lon, _people, share in tables()["cities"] if home == zone]
    return str(book.pick([city for city, _share in found], [share for _name_, share in found]))


def _unique(book: Book, taken: set[str], category: str, city: str, at: int) -> str:
    """A name nobody else has."""
    name = ""
    for again in range(40):
        name = _name(book, category, city, at + again)
        if again > 8:  # some cities have little to choose from
            name = f"{name} {again - 7}"
        if name not in taken:
            break
    taken.add(name)
    return name


def _name(book: Book, category: str, city: str, at: int) -> str:
    names, number = tables(), book.random.randint(2, 99)
    if category == "physician":
        woman = book.random.random() < 0.5  # half and half
        first = book.pick(names["women" if woman else "men"])
        return f"{'Dra.' if woman else 'Dr.'} {first} {' '.join(book.random.sample(names['surnames'], 2))}"
    saint, surname = book.pick(names["saints"]), book.pick(names["surnames"])
    company: dict[str, str] = {
        "public_hospital": f"Hospital Regional {number} {city}", "private_hospital": f"Hospital {saint} {city}",
        "clinic": f"Clínica {saint} {city}", "pharmacy": f"{book.pick(names['pharmacies'])} {surname}",
        "pharmacy_chain": names["chains"][at % len(names["chains"])],
        "tender_office": f"Oficina de Licitaciones {city}",
        "institution": f"{book.pick(names['institutions'])} {city}", "pharma_company": book.pick(names["pharma"]),
    }
    return company[category]


def _branches(book: Book) -> None:
    """Seventy pharmacies hang on the eight chains and carry their name and number."""
    chains = clients(book, category="pharmacy_chain")
    operators = [tax_id_of(book, f"{chain['name']}OPE", at) for at, chain in enumerate(chains)]
    for at, row in enumerate(clients(book, category="pharmacy")[-CHAIN_BRANCHES:]):
        chain = chains[at % len(chains)]
        row.update(parent=chain["id"], name=f"{chain['name']} {at // len(chains) * 7 + 103}",
                   tax_id=operators[at % len(chains)])


def _phases(book: Book) -> None:
    """Who is visited every two or three months is spread over them, and the manager's own panel adds up to 46."""
    now = months_into_fiscal_year(book.month)
    turns: dict[tuple[str, str], int] = {}
    for row in book.rows["client"]:
        every = MONTHS[row["segment"]]
        if every == 1 or row["category"] in ("tender_office", "pharma_company"):
            continue
        turn = turns[row["owner"], row["segment"]] = turns.get((row["owner"], row["segment"]), -1) + 1
        if row["owner"] == named("person", "me") and every == 3:  # one in turn now, one last month
            row["phase"] = (now - (0, 1)[turn]) % 3 if turn < 2 else (now + 1) % 3
        else:
            row["phase"] = (now + turn + (row["segment"] == "c")) % every


def linked_to(row: Row) -> Link:
    """The reference to a client that has been put in."""
    return Link("client", row["id"])
