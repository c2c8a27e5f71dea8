"""Contacts at the clients and partners of the demo, and where its physicians work."""


from __future__ import annotations

from kamdesk.demo.book import Book, linked, named, tables
from kamdesk.demo.clients import clients, linked_to
from kamdesk.demo.region import places

AREAS = ("pharmacy", "purchasing", "medical", "collections", "management", "other")


def fill(book: Book) -> None:
    """Three hundred and forty contacts, four hundred and thirty affiliations."""
    _contacts(book)
    _affiliations(book)


def _contacts(book: Book) -> None:
    hosts = [linked_to(row) for row in book.rows["client"] if row["category"] != "physician"]
    hosts += [linked("distributor", key) for key, *_rest in (*tables()["distributors"], *tables()["agents"])]
    for at in range(340):
        woman = at % 2 == 0
        first = book.pick(tables()["women" if woman else "men"])
        surname = " ".join(book.random.sample(tables()["surnames"], 2))
        given = at % 4 != 0
        book.put("contact", f"k{at}", name=f"{first} {surname}", title="Lic." if at % 3 else "Q.F.B.",
                 party=hosts[at % len(hosts)], position=tables()["positions"][at // len(hosts) * 3 % 8 + at % 2],
                 area=AREAS[at // len(hosts) or at % 2], consent="given" if given else "pending",
                 influence=("decides", "influences", "uses")[at // len(hosts) % 3], phone=f"33 4{at:03d} {6000 + at}",
                 email=f"contacto.k{at}@cliente.example",
                 preferred_channel=book.pick(("call", "email", "message", "visit")),
                 birthday=book.day(-book.random.randint(9_500, 22_000)),
                 consent_on=book.day(-book.random.randint(20, 500)) if given else None)


def _affiliations(book: Book) -> None:
    """Physicians work at hospitals and clinics of their own zone, some at two."""
    zone_of = {named("territory", city): zone for city, (zone, *_where) in places().items()}
    sites: dict[str, list[str]] = {}
    for row in book.rows["client"]:
        if row["category"] in ("public_hospital", "private_hospital", "clinic"):
            sites.setdefault(zone_of[row["territory"]], []).append(row["id"])
    physicians = clients(book, category="physician")
    for at in range(430):
        main, row = at < len(physicians), physicians[at % len(physicians)]
        here = sites[zone_of[row["territory"]]]
        place = here[(at % len(physicians) + (not main)) % len(here)]
        book.put("affiliation", physician=row["id"], place=place, main=main,
                 days=("mon", "wed", "fri") if main else ("tue",), role="Adscrito" if main else "Consulta externa")
