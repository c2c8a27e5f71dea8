"""Expenses that wait, the claims of the team, the rules, and the rates of exchange of the demo."""

from __future__ import annotations

from decimal import Decimal

from kamdesk.demo.book import Book, linked, named, pesos
from kamdesk.demo.budgets import TEAM, TO_REVIEW, expense, line
from kamdesk.methods.months import month_start

RULES = (
    ("Comida por asistente", "per_attendee", 800, "warn", "La comida pasa de $800 por asistente."),
    ("Hotel por noche", "per_expense", 2_500, "warn", "El hotel pasa de $2,500 por noche."),
    ("Sin comprobante", "no_receipt_from", 200, "block", "Desde $200 hace falta el comprobante."),
    ("Real sobre plan", "actual_over_plan", 110, "warn", "El gasto pasa del 110 % de lo planificado."),
    ("Por beneficiario al año", "per_recipient_year", 20_000, "warn", "El beneficiario pasa de $20,000 en el año."),
    ("Antigüedad", "max_age_days", 30, "warn", "El gasto tiene más de 30 días."),
    ("Gasto por día", "per_day", 6_000, "warn", "El día pasa de $6,000."),
    ("Bebidas alcohólicas", "forbidden_concept", None, "block", "No se reembolsan bebidas alcohólicas."),
)
LINES = {"Comida por asistente": "Comidas con clientes", "Hotel por noche": "Hospedaje"}


def fill(book: Book) -> None:
    """What the pre-review shows, and what stands behind it."""
    _rules(book)
    _claims(book)
    _to_review(book)
    for at in range(-11, 1):
        month = book.months(at, at)[0]
        book.put("exchange_rate", currency="USD", month=month, rate=Decimal("18.10") + Decimal(at) / 20,
                 source="Banco central")


def _rules(book: Book) -> None:
    for name, test, value, action, message in RULES:
        leaf = LINES.get(name)
        book.put("expense_rule", name, name=name, test=test, value=None if value is None else Decimal(value),
                 words="vino, cerveza, licor" if value is None else "", action=action, message=message,
                 line=line(leaf) if leaf else None)


def _claims(book: Book) -> None:
    """Fourteen claims: each supervisor and representative of the last months, paid but for the last."""
    for at in range(14):
        month = book.months(-1 - at // 7, -1 - at // 7)[0]
        claim = book.put("expense_claim", f"claim {at}", person=named("person", TEAM[at % 7 + 1]), advance=pesos(2_000),
                         start=month_start(month), end=month_start(month).replace(day=28),
                         state="draft" if at == 0 else "reimbursed",
                         reimbursed_on=None if at == 0 else book.work(-9 - at), note="Gastos de la ruta del mes.")
        mine = [row for row in book.rows["expense"] if row["person"] == named("person", TEAM[at % 7 + 1])
                and f"{row['on']:%Y-%m}" == month and not row.get("claim")]
        for row in mine:
            row["claim"] = claim
            row["state"] = "reviewed" if at == 0 else "reimbursed"


def _to_review(book: Book) -> None:
    """Three of the team of Jalisco: over the meal rule, without receipt, and a document that was presented before."""
    before = next(row for row in book.rows["expense"] if row["line"] == line("Hospedaje")
                  and row["state"] == "reviewed")
    visitor = linked("client", "m-private_hospital-a-0")
    expense(book, "Comidas con clientes", book.work(-2), pesos(7_440), "to_review", person=named("person", "r1"),
            attendees=6, concept="Comida con el comité de farmacia", recipient=visitor, reviewed_by=None)
    expense(book, "Combustible", book.work(-3), pesos(2_300), "to_review", person=named("person", "r2"), document="",
            concept="Combustible de la ruta de Tonalá", reviewed_by=None)
    expense(book, "Hospedaje", before["on"], TO_REVIEW - pesos(9_740), "to_review", person=named("person", "s1"),
            document=before["document"], payee=before["payee"], concept="Hospedaje en visita de zona", reviewed_by=None)
    expense(book, "Viáticos", book.work(-1), pesos(1_150), "draft", person=named("person", "me"), reviewed_by=None,
            concept="Viáticos de la visita a Colima")
    expense(book, "Peajes", book.work(-8), pesos(640), "sent_back", person=named("person", "r3"),
            review_note="Falta el detalle de las casetas.", concept="Casetas de la ruta")
