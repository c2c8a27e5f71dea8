"""Tenders, filings, hospital listings, patients and adoption of the demo."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

from decimal import Decimal

from kamdesk.demo.book import Book, named, pesos, tables
from kamdesk.demo.clients import clients
from kamdesk.fields import Id, Link

# key, number, title, state, days to the closing
TENDERS = (
    ("closing", "LA-019", "Medicamentos cardiovasculares", "preparation", 2),
    ("lost", "LA-012", "Oncológicos", "lost", -64),
    ("awarded", "LA-014", "Material de curación", "awarded", -31), ("floor", "LA-021", "Neurología", "preparation", 9),
    ("call", "LA-023", "Compra consolidada", "call", 24), ("submitted", "LA-017", "Catéteres", "submitted", -6),
    ("waiting", "LA-016", "Antihipertensivos", "awaiting_award", -18),
    ("part", "LA-009", "Genéricos", "partly_awarded", -120),
    ("declined", "LA-011", "Equipo de medición", "declined", -85),
)
REQUIREMENTS = ("Carta de precios", "Registro sanitario", "Carta de apoyo del fabricante", "Aviso de funcionamiento",
                "Fianza de sostenimiento", "Opinión de cumplimiento fiscal", "Acta constitutiva", "Propuesta técnica",
                "Propuesta económica")
LISTING_STATES = ("used", "listed", "used", "committee", "dossier", "none", "rejected", "listed")
LEVELS = ("regular", "trial", "occasional", "reference", "none", "regular")


def fill(book: Book) -> None:
    """Everything that goes through an office or a committee."""
    for at, (key, number, title, state, days) in enumerate(TENDERS):
        _tender(book, at, key, number=number, title=title, state=state, days=days)
    _filings(book)
    _listings(book)
    _physicians(book)


def _tender(book: Book, at: int, key: str, *, number: str, title: str, state: str, days: int) -> None:
    offices = clients(book, category="tender_office")
    sent = state not in ("call", "preparation", "declined")
    tender = book.put(
        "tender", key, number=number, title=title, office=offices[at % len(offices)]["id"], category="public_tender",
        goods="devices" if "Cat" in title or "Equipo" in title else "medicines", state=state, currency="MXN",
        published_on=book.day(days - 30), questions_by=book.day(days - 15), submit_by=book.day(days),
        opening_on=book.day(days + 1), award_on=book.day(days + 14), estimated=pesos(900_000 + at * 310_000),
        bond=pesos(45_000), bond_until=book.day(days + 60), territory=offices[at % len(offices)]["territory"],
        submitted_on=book.day(days - 1) if sent else None, incumbent="Grupo Farmacéutico Sierra",
        reason={"lost": "Precio 6 % por encima del ganador.", "declined": "Plazo de entrega imposible."}.get(state, ""),
        lessons="Pedir antes la carta de apoyo y cotizar por volumen." if state == "lost" else "",
        owner=named("person", "me"))
    _tender_lines(book, at, tender, state=state, below=key == "floor")
    if key in ("closing", "floor", "call"):
        ready = {"closing": 7, "floor": 4, "call": 1}[key]
        for turn, name in enumerate(REQUIREMENTS):
            book.put("requirement", parent=Link("tender", tender), name=name, due=book.day(days - 1), order=turn,
                     mandatory=turn < 8, responsible=Link("person", named("person", "me")),
                     state="ready" if 0 < turn <= ready else "in_progress" if turn else "pending")


def _tender_lines(book: Book, at: int, tender: Id, *, state: str, below: bool) -> None:
    catalogue = tables()["products"]
    for turn in range(5 if at < 5 else 4):  # forty-one lines in nine tenders
        key, *_rest, price, _weight, _tax, _age = catalogue[(at * 3 + turn) % len(catalogue)]
        offer = Decimal(str(round(price * 0.72, 2)))
        result = {"awarded": "awarded", "lost": "lost", "partly_awarded": ("awarded", "lost")[turn % 2]}.get(state,
                                                                                                             "pending")
        floor = (offer * Decimal("0.95") if not below or turn else offer * Decimal("1.04")).quantize(Decimal("0.01"))
        quantity = Decimal(400 + turn * 150)
        line = book.put("tender_line", tender=tender, item=f"{turn + 1:02d}", product=named("product", key),
                        quantity=quantity, reference_price=Decimal(str(round(price * 0.8, 2))), price=offer,
                        floor=floor, result=result, awarded_quantity=quantity if result == "awarded" else None,
                        awarded_price=offer if result == "awarded" else None,
                        winner=named("competitor", "rival-0") if result == "lost" else None)
        if result == "lost":
            book.put("rival_offer", line=line, competitor=named("competitor", "rival-0"), source="Acta de fallo",
                     price=(offer * Decimal("0.94")).quantize(Decimal("0.01")))


def _filings(book: Book) -> None:
    states = ("to_prepare", "observed", "approved", "submitted", "approved", "approved", "rejected", "submitted")
    offices = clients(book, category="institution")
    for at in range(16):
        category = ("price", "insurance", "registration", "price")[at % 4]
        state = states[at % 8]
        decided = state in ("approved", "rejected")
        key, *_rest, price, _weight, _tax, _age = tables()["products"][at % len(tables()["products"])]
        book.put("filing", f"f{at}", category=category, authority=offices[at % len(offices)]["id"],
                 product=named("product", key), territory=named("territory", tables()["zones"][at % 4]),
                 file_number=f"EXP-{2200 + at * 13}", requested_price=Decimal(str(price)), state=state,
                 approved_price=Decimal(str(price)) if state == "approved" else None,
                 submit_by=book.day(6) if at == 0 else book.day(30 + at),
                 submitted_on=book.day(-160 + at * 4) if at else None,
                 decided_on=book.day(-86 + at * 4) if decided else None,
                 valid_until=book.day(280 + at * 9) if state == "approved" else None,
                 next_on=None if decided else book.day(6) if at == 0 else book.day(9 + at),
                 next_step="" if decided else "Entregar la carta de precios" if at == 0 else "Responder la observación",
                 reason="Faltó el estudio de costo." if state == "rejected" else "", owner=named("person", "me"))


def _listings(book: Book) -> None:
    """Ninety-six pairs of hospital and product."""
    hospitals = clients(book, category="public_hospital") + clients(book, category="private_hospital")
    for at in range(96):
        row, turn = hospitals[at % len(hospitals)], at // len(hospitals)
        key = tables()["products"][(at * 5 + turn * 3) % len(tables()["products"])][0]
        state = LISTING_STATES[(at + turn) % 8]
        done, used = state in ("listed", "used"), state == "used"
        book.put("hospital_listing", client=row["id"], product=named("product", key), formulary="Cuadro básico",
                 owner=row["owner"], target=at % 9 != 8, state=state,  # one in nine is no target
                 committee_on=book.day(15) if state == "committee" else book.day(-200) if done else None,
                 submitted_on=book.day(-240) if done or state == "committee" else None,
                 listed_on=book.day(-190 + at) if done else None, first_use_on=book.day(-150 + at) if used else None,
                 monthly_units=Decimal(30 + at % 40) if used else None,
                 valid_until=book.day(300) if done else None,
                 reason="El comité pide más evidencia local." if state == "rejected" else "")


def _physicians(book: Book) -> None:
    """How far physicians have adopted a product, and patients counted twice."""
    for at, row in enumerate(clients(book, category="physician")[:40]):
        book.put("adoption", physician=row["id"], product=named("product", tables()["products"][at % 6][0]),
                 level=LEVELS[at % 6], on=book.day(-20 - at * 3), evidence="Lo comentó en la visita.")
    for at, row in enumerate(clients(book, owner="me")[:20]):
        for month, more in ((book.months(-5)[0], 0), (book.months(-1)[0], 2)):
            book.put("patient_count", client=row["id"], product=named("product", "cardiovex"), month=month,
                     patients=12 + at % 7 + more, source="physician" if at % 2 else "estimate")

