"""Contracts, their commitments, documents in force and credit opinions of the demo."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

from kamdesk.demo.book import Book, linked, named, pesos, tables
from kamdesk.demo.partners import CREDIT, owner_of
from kamdesk.demo.region import LINES
from kamdesk.fields import Id, Link

DISTRIBUTOR_PAPERS = ("sanitary_licence", "operating_permit", "gsp", "tax_registration", "confidentiality")
AGENT_PAPERS = ("tax_registration", "agent_letter", "confidentiality")
EXPIRES = {("medistar", "gsp"): 41, ("alteza", "sanitary_licence"): -14, ("colimed", "operating_permit"): -33}
MISSING = {("zacatemed", "confidentiality")}
ENDS = {"medistar": 12, "irapharma": -20, "tepifarma": 74}
MINIMUM_AT = Fraction(78, 100)
MINIMUM_OF = "vallartamed"
# distributor -> score, band, suggested limit, what blocks an increase, days late, overdue %, purchases %, promises %
OPINIONS = {
    "medisur": ("93.6", "a", 1_770_000, "", 5, 3, 10, 100),
    "alteza": ("90.6", "a", 1_500_000, "La licencia sanitaria venció hace 14 días.", 5, 3, 10, 100),
    "colimed": ("39.7", "d", 750_000, "La banda D no permite aumentos.", 30, 24, -8, 50),
    "bajio": ("81.2", "b", 1_500_000, "", 9, 0, 4, 100),
}


def fill(book: Book) -> None:
    """Papers of the network."""
    _contracts(book)
    _commitments(book)
    _documents(book)
    _opinions(book)


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
        state = {"irapharma": "expired", "medistar": "to_renew"}.get(key, "in_force")
        _contract(book, f"of-{key}", linked("distributor", key), category="agency" if agent else "distribution",
                  title=f"{'Agencia' if agent else 'Distribución'} · {name}", start=-300 - at * 9, lines=lines,
                  end=ENDS.get(key, 130 + at * 23), value=pesos(9_000_000 - at * 380_000), state=state, territories=(),
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
                  title="Captación de agente", end=245 + at * 30, value=pesos(600_000))


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
