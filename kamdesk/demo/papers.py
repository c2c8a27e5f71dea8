"""Documents in force and credit opinions of the demo."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

from decimal import Decimal

from kamdesk.demo.agreements import partners
from kamdesk.demo.book import Book, linked, named, pesos, tables
from kamdesk.demo.partners import CREDIT, owner_of
from kamdesk.fields import Link

DISTRIBUTOR_PAPERS = ("sanitary_licence", "operating_permit", "gsp", "tax_registration", "confidentiality")
AGENT_PAPERS = ("tax_registration", "agent_letter", "confidentiality")
EXPIRES = {("medistar", "gsp"): 41, ("alteza", "sanitary_licence"): -14, ("colimed", "operating_permit"): -33}
MISSING = {("zacatemed", "confidentiality")}
# distributor -> score, band, suggested limit, what blocks an increase, days late, overdue %, purchases %, promises %
OPINIONS = {
    "medisur": ("93.6", "a", 1_770_000, "", 5, 3, 10, 100),
    "alteza": ("90.6", "a", 1_500_000, "La licencia sanitaria venció hace 14 días.", 5, 3, 10, 100),
    "colimed": ("39.7", "d", 750_000, "La banda D no permite aumentos.", 30, 24, -8, 50),
    "bajio": ("81.2", "b", 1_500_000, "", 9, 0, 4, 100),
}


def fill(book: Book) -> None:
    """Papers of the network."""
    _documents(book)
    _opinions(book)


def _documents(book: Book) -> None:
    for at, (key, _name, _city, role) in enumerate(partners()):
        for paper in AGENT_PAPERS if role == "agent" else DISTRIBUTOR_PAPERS:
            if (key, paper) not in MISSING:
                _document(book, paper, linked("distributor", key), EXPIRES.get((key, paper), 120 + at * 19), at)
    for at, (key, *_rest) in enumerate(tables()["products"]):
        _document(book, "sanitary_registration", linked("product", key), 400 + at * 53, at)
    _document(book, "operating_permit", linked("client", "m-pharmacy-b-1"), -9, 1)


def _document(book: Book, category: str, holder: Link, expires: int, at: int) -> None:
    tax = category == "tax_registration"
    issued = book.day(expires - 365 * (5 if category == "sanitary_registration" else 2))
    book.put("compliance_document", category=category, holder=holder, mandatory=True, issued=issued,
             number=f"{category[:3].upper()}-{4100 + at * 7}", expires=book.day(expires),
             authority="Administración Tributaria" if tax else "Comisión de Protección Sanitaria",
             renewal_started=book.day(-6) if 0 < expires < 45 else None)


def _opinions(book: Book) -> None:
    """Four of today's month, and the yearly ones before them."""
    for key, (score, band, suggested, block, late, overdue, growth, promises) in OPINIONS.items():
        current, days = CREDIT[key]
        book.put("credit_assessment", key, distributor=named("distributor", key), on=book.work(-3), state="draft",
                 data_through=book.day(-4), score=Decimal(score), band=band, current_limit=pesos(current),
                 suggested_limit=pesos(suggested), proposed_limit=pesos(suggested), current_days=days,
                 proposed_days=days,
                 inputs={"late_days": str(late), "overdue": str(overdue), "purchases": str(growth),
                         "promises": str(promises), "blocks": [block] if block else []},
                 factors={"late": 35, "overdue": 25, "purchases": 15, "documents": 15, "promises": 10},
                 reasons=f"Paga con {late}.0 días de atraso en promedio. Vencido: {overdue} %. "
                         f"Compras: {growth:+d} %. {block}",
                 owner=named("person", "me"))
    for at in range(17):
        key, _name, city, _role = partners()[at % 9]
        limit = pesos(CREDIT[key][0])
        book.put("credit_assessment", distributor=named("distributor", key), on=book.day(-370 - at * 21),
                 state="applied", data_through=book.day(-372 - at * 21), score=Decimal(62 + at % 9 * 4),
                 band="abc"[at % 3], current_limit=round(limit * 0.9), suggested_limit=limit, proposed_limit=limit,
                 current_days=30, proposed_days=CREDIT[key][1], applied_on=book.day(-360 - at * 21),
                 inputs={"blocks": []}, factors={}, reasons="Compras constantes y documentos completos.",
                 owner=named("person", owner_of(key, city)))
