"""The market of the demo: rivals and their prices, signals, sizes, studies, shelves and white space."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kamdesk.demo.book import Book, Row, named, pesos, tables
from kamdesk.demo.clients import clients, linked_to
from kamdesk.demo.region import LINES
from kamdesk.demo.sales import CHECKED, ON_SHELF
from kamdesk.fields import Id

RIVALS = ("Grupo Farmacéutico Sierra", "Laboratorios Roble", "Farma Universal", "Genéricos del Norte", "Biolínea")
PENETRATION = Fraction(16, 100)
BLANK, BLANK_SIZE = ("Fresnillo", "Oncología"), 1_200_000  # an opportunity of 192,000
UNSOLD_SIZE = 60_000  # pesos a year
SIGNALS = (("rival_price", "Bajó su precio de lista 6 %."), ("demand", "Piden más cajas para el invierno."),
           ("policy", "El comité revisará el cuadro básico."), ("launch", "Presentó una combinación fija."),
           ("complaint", "Reportan demora del mayorista."), ("rival_promotion", "Ofrece 3 × 2 en farmacia."),
           ("trend", "Crece la receta electrónica."), ("channel", "Una cadena abrirá dos sucursales."))
CHECKS = 260


def fill(book: Book) -> None:
    """What is known of the market."""
    _rivals(book)
    _signals(book)
    _sizes(book)
    _shelves(book)
    for at, (city, line, state) in enumerate((("Tecomán", "Oncología", "plan"),
                                              ("Manzanillo", "Dispositivos médicos", "open"),
                                              ("Lagos de Moreno", "Oncología", "analysing"))):
        book.put("entry_plan", territory=named("territory", city), line=named("product_line", line),
                 cell_type="no_coverage", potential=pesos(640_000 - at * 90_000),
                 opportunity=pesos(96_000 - at * 12_000), state=state,
                 candidate=named("distributor", "oncolima") if at == 0 else None,
                 actions="Asignar agente y visitar dos hospitales.", cost=pesos(14_000), due=book.day(45 + at * 20),
                 owner=named("person", "me"))


def _rivals(book: Book) -> None:
    for at, name in enumerate(RIVALS):
        book.put("competitor", f"rival-{at}", name=name, country="México", strengths="Red propia de visita.",
                 weaknesses="Existencias irregulares.", strategy="Precio bajo en licitaciones.")
    catalogue = tables()["products"]
    for at in range(22):
        key, name, *_rest = catalogue[at % len(catalogue)]
        rival = book.put("competitor_product", f"r{at}", competitor=named("competitor", f"rival-{at % len(RIVALS)}"),
                         name=f"{name.split()[0][:5]}{('gen', 'max', 'sol')[at % 3]}", ours=named("product", key),
                         presentation="Caja equivalente", share_estimate=Decimal(8 + at % 11))
        _sightings(book, at, rival, catalogue[at % len(catalogue)][6])


def _sightings(book: Book, at: int, rival: Id, price: float) -> None:
    shelf = clients(book, category="pharmacy")
    for turn in range(9 if at < 14 else 8):  # a hundred and ninety in all
        where = shelf[(at * 9 + turn) % len(shelf)]
        seen = Decimal(str(round(price * (1.05 - 0.01 * (at % 9)) * (1 + 0.004 * turn), 2)))
        book.put("price_sighting", rival=rival, on=book.day(-turn * 21 - at % 19), price=seen, currency="MXN",
                 where=linked_to(where), territory=where["territory"], source="pharmacy")


def _signals(book: Book) -> None:
    for at in range(74):
        category, text = SIGNALS[at % len(SIGNALS)]
        city = tables()["cities"][at % 22][0]
        key, name, *_rest = tables()["products"][at % 14]
        told = at % 4 == 1
        book.put("market_signal", f"s{at}", on=book.day(-at * 4 - 1), category=category, text=f"{name}: {text}",
                 source=f"Farmacia en {city}", reliability="123"[at % 3], territory=named("territory", city),
                 product=named("product", key), use_in_report=at % 3 == 0, relay="relayed" if told else "no",
                 competitor=named("competitor", f"rival-{at % 5}") if category.startswith("rival") else None,
                 relayed_to="Gerencia de ventas" if told else "", relayed_on=book.day(-at * 4) if told else None,
                 owner=named("person", ("me", "s1", "s2", "s3")[at % 4]))


def _sizes(book: Book) -> None:
    """Yearly sizes of each city and line, so that the region holds 16 % where it sells; and contacts and spending."""
    year, sold = book.today.year, _sold(book)
    study = book.put("market_study", "sizes", title="Tamaño del mercado del occidente",
                     territory=named("territory", "region"), question="¿Cuánto compra cada ciudad de cada línea?",
                     start=book.day(-150), end=book.day(-90), method="Encuesta a mayoristas y farmacias",
                     sample="84 puntos", state="published", findings="El mercado crece 5 %.",
                     conclusions="Oncología tiene ciudades sin atender.", owner=named("person", "me"))
    for line in LINES:
        for city, *_rest in tables()["cities"]:
            amount = sold.get((city, line), 0)
            size = Decimal(round(amount / PENETRATION)) / 100
            if not amount:
                size = Decimal(BLANK_SIZE if (city, line) == BLANK else UNSOLD_SIZE)
            book.put("market_size", territory=named("territory", city), line=named("product_line", line),
                     measure="amount", year=year, value=size, source="Estudio propio", study=study)
        for measure, whole, own in (("contacts", 2_800, 420), ("investment", 1_900_000, 240_000)):
            book.put("market_size", territory=named("territory", "region"), line=named("product_line", line),
                     measure=measure, year=year, value=Decimal(whole), own_value=Decimal(own),
                     source="Auditoría de contactos")


def _sold(book: Book) -> dict[tuple[str, str], int]:
    """Net sales of twelve months by city and line."""
    cities = {named("territory", each[0]): each[0] for each in tables()["cities"]}
    lines = {named("product", each[0]): each[2] for each in tables()["products"]}
    found: dict[tuple[str, str], int] = {}
    first = book.day(-365)
    for row in book.rows["sales_record"]:
        if row["on"] > first and row.get("flow") != "sell_out" and row["territory"] in cities:
            key = cities[row["territory"]], lines[row["product"]]
            found[key] = found.get(key, 0) + row["amount"]
    return found


def _shelves(book: Book) -> None:
    """Thirteen pharmacies have the flagship though nobody sold it to them; the others without it do not."""
    shelf = clients(book, category="pharmacy")
    for at, row in enumerate(shelf[ON_SHELF:]):
        _check(book, row, "cardiovex", "present" if at < CHECKED else "absent", on=book.work(-5 - at % 40), at=at)
    left = CHECKS - len(book.rows["shelf_check"])
    for at in range(left):
        row, key = shelf[at % len(shelf)], tables()["products"][1 + at // len(shelf) + at % 5][0]
        _check(book, row, key, ("present", "present", "sold_out", "absent")[at % 4], on=book.work(-3 - at % 50), at=at)


def _check(book: Book, row: Row, product: str, presence: str, *, on: object, at: int) -> None:
    book.put("shelf_check", party=linked_to(row), product=named("product", product), on=on, presence=presence,
             units=Decimal(4 + at % 20) if presence == "present" else None)

