"""Documents in force of the demo."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

from kamdesk.demo.agreements import partners
from kamdesk.demo.book import Book, linked, tables
from kamdesk.fields import Link

DISTRIBUTOR_PAPERS = ("sanitary_licence", "operating_permit", "gsp", "tax_registration", "confidentiality")
AGENT_PAPERS = ("tax_registration", "agent_letter", "confidentiality")
EXPIRES = {("medistar", "gsp"): 41, ("alteza", "sanitary_licence"): -14, ("colimed", "operating_permit"): -33}
MISSING = {("zacatemed", "confidentiality")}


def fill(book: Book) -> None:
    """Papers of the network, of the products and of a pharmacy."""
    _documents(book)


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
