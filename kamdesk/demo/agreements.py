"""Contracts of the demo and what each side committed to."""


from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

from kamdesk.demo.book import Book, linked, named, pesos, tables
from kamdesk.demo.partners import owner_of
from kamdesk.demo.region import LINES
from kamdesk.fields import Id, Link

STARTS = {"hidrocalida": -95}  # the third agent that the recruitment plan brought this year
ENDS = {"medistar": 12, "irapharma": -20, "tepifarma": 74}
MINIMUM_AT = Fraction(78, 100)
MINIMUM_OF = "vallartamed"


def fill(book: Book) -> None:
    """Papers of the network."""
    _contracts(book)
    _commitments(book)


def partners() -> list[tuple[str, str, str, str]]:
    """Key, name, city and role of every distributor and agent in force."""
    return [(each[0], each[1], each[2], each[3]) for each in (*tables()["distributors"], *tables()["agents"])]


def _contract(book: Book, key: str, party: Link, *, category: str, title: str, start: int, end: int,
              **values: object) -> Id:
    number = len(book.rows.get("contract", ())) + 1
    return book.put("contract", key, **{
        "number": f"CT-{book.today.year - 1}-{number:02d}", "party": party, "category": category, "title": title,
        "start": book.day(start), "end": book.day(end), "currency": "MXN", "notice_days": 90, "state": "in_force",
        "signed_on": book.day(start - 5), "signed_by": "Ernesto Villaseñor", "owner": named("person", "me"), **values})


def _contracts(book: Book) -> None:
    """Seventeen with the network, two with hospitals, three trials and two of recruitment."""
    lines = tuple(named("product_line", each) for each in LINES)
    for at, (key, name, city, role) in enumerate(partners()):
        agent = role == "agent"
        _contract(book, f"of-{key}", linked("distributor", key), category="agency" if agent else "distribution",
                  title=f"{'Agencia' if agent else 'Distribución'} · {name}", lines=lines,
                  start=STARTS.get(key, -300 - at * 9),
                  end=ENDS.get(key, 130 + at * 23), value=pesos(9_000_000 - at * 380_000), territories=(),
                  owner=named("person", owner_of(key, city)))
    for at, client in enumerate(("m-private_hospital-a-0", "m-public_hospital-a-1")):
        _contract(book, f"hospital-{at}", linked("client", client), category="hospital", start=-150, end=215 + at * 40,
                  title="Suministro a hospital", value=pesos(1_800_000 + at * 400_000))
    for at, (key, end) in enumerate((("oncolima", 25), ("pacifico", 62), ("tecomed", -12))):
        ended = end < 0
        _contract(book, f"trial-{key}", linked("distributor", key), category="trial", title="Prueba de seis meses",
                  start=end - 180, end=end, trial_goal="Tres hospitales con primera compra.",
                  state="terminated" if ended else "in_force", ended_on=book.day(end) if ended else None,
                  trial_decision="end" if ended else None, value=pesos(240_000 + at * 30_000),
                  trial_result="No alcanzó la primera compra." if ended else "", notice_days=15)
    for at, key in enumerate(("solis", "arreola")):
        _contract(book, f"recruited-{key}", linked("distributor", key), category="recruitment", start=-120 + at * 30,
                  title="Captación de agente", end=245 + at * 30, value=pesos(600_000),
                  lines=(named("product_line", "Oncología"),))


def _commitments(book: Book) -> None:
    """Sixteen with a day: the other side kept ten of eleven and one was waived; the company three of four."""
    states = ["met"] * 10 + ["waived", "pending"]
    for at, ((key, *_rest), state) in enumerate(zip(partners(), states, strict=False)):
        due = book.day(-15 - at * 13)
        book.put("contract_term", contract=named("contract", f"of-{key}"), category="new_listings",
                 owed_by="counterparty", period="contract", quantity=Decimal(2),
                 text="Dos listados nuevos en hospitales de su zona.", due=due,
                 met_on=due - datetime.timedelta(days=3) if state == "met" else None, state=state,
                 note="Dispensado por cierre temporal." if state == "waived" else "")
    for at, (key, state) in enumerate((("montes", "met"), ("ruelas", "met"), ("herrera", "met"),
                                       ("arreola", "pending"))):
        due = book.day(-6 if state == "pending" else -40 - at * 20)
        book.put("contract_term", f"training-{key}", contract=named("contract", f"of-{key}"), category="training",
                 owed_by="company", period="contract", text="Capacitación de producto para su equipo.", due=due,
                 met_on=due if state == "met" else None, state=state)
    _minimum(book)
    rest = [("payment_terms", "Pago a 45 días de la factura."), ("exclusivity", "Exclusividad en su zona."),
            ("bonus", "Bonificación de 2 % al pasar el mínimo."), ("price", "Precio de distribuidor del año.")]
    for at in range(61 - len(book.rows["contract_term"])):
        key, *_others = partners()[at % len(partners())]
        category, text = rest[(at + at // len(partners())) % len(rest)]
        book.put("contract_term", contract=named("contract", f"of-{key}"), category=category, text=text, state="met",
                 met_on=book.day(-30 - at), owed_by="counterparty", period="contract")


def _minimum(book: Book) -> None:
    """A minimum of the year that its distributor has reached by 78 % to date."""
    party = named("distributor", MINIMUM_OF)
    first = book.today.replace(month=1, day=1)
    bought = sum(row["amount"] for row in book.rows["sales_record"]
                 if first <= row["on"] <= book.today and row.get("flow") != "sell_out" and row["party"].id == party)
    days = Fraction((book.today - first).days + 1, (book.today.replace(month=12, day=31) - first).days + 1)
    book.put("contract_term", "minimum", contract=named("contract", f"of-{MINIMUM_OF}"), category="minimum_purchase",
             owed_by="counterparty", period="year", amount=round(bought / (MINIMUM_AT * days)),
             text="Compra mínima del año.", state="pending")
