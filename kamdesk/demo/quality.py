"""Returns, quality problems and the open recall of the demo."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.demo.book import Book, linked, named, pesos, tables
from kamdesk.demo.clients import clients, linked_to
from kamdesk.demo.orders import LOT, RECALLED
from kamdesk.fields import Link

RECALLED_UNITS = (80, 80, 72, 48, 32)  # 312 of 480 returned


def fill(book: Book) -> None:
    """What went wrong."""
    _returns(book)
    _issues(book)
    _recall(book)


def _recipients(book: Book) -> list[Link]:
    """The clients that received the recalled lot."""
    lines = {row["line"] for row in book.rows["delivery"] if row["lot"] == LOT}
    orders = {row["order"] for row in book.rows["order_line"] if row["id"] in lines}
    return [row["buyer"] for row in book.rows["order"] if row["id"] in orders]


def _returns(book: Book) -> None:
    for (party, units), at in zip(zip(_recipients(book), RECALLED_UNITS, strict=False), range(9), strict=False):
        book.put("return", number=f"D-LB-{at + 1:04d}", on=book.day(-4), category="return", party=party, lot=LOT,
                 product=named("product", RECALLED), quantity=Decimal(units), reason="recall", received_on=book.day(-1),
                 received=Decimal(units), amount=pesos(units * 1_200), state="received", owner=named("person", "me"))
    states = ("requested", "resolved", "resolved", "authorised", "resolved", "rejected")
    mine = clients(book, owner="me", category="pharmacy")
    for at in range(17 - len(book.rows["return"])):
        state, on = states[at % 6], book.day(-8 if at == 0 else -3 if at % 6 in (0, 3) else -40 - at * 19)
        done = state == "resolved"
        book.put("return", number=f"D-LB-{at + 6:04d}", on=on, category="exchange" if at % 3 else "return",
                 party=linked_to(mine[at % len(mine)]), product=named("product", tables()["products"][at][0]),
                 lot=f"24B{70 + at}", quantity=Decimal(3 + at), reason=("expiry", "damage", "dispatch")[at % 3],
                 state=state, received_on=on + datetime.timedelta(days=6) if done else None,
                 received=Decimal(3 + at) if done else None, resolution="replacement" if done else None,
                 amount=pesos(900 + at * 120), owner=named("person", "me"),
                 note="Fuera de plazo." if state == "rejected" else "")


def _issues(book: Book) -> None:
    told = (("Blíster dañado en la caja", "medium", -4, "analysing"),
            ("Reacción cutánea en un paciente", "critical", -6, "answered"),
            ("Etiqueta ilegible", "low", -3, "open"))
    for at in range(14):
        rest = ("Faltante en el empaque", "medium", -25 - at * 12, "closed")
        text, severity, reported, state = told[at] if at < len(told) else rest
        on = book.work(reported)
        answered = state in ("answered", "closed")
        party = linked_to(clients(book, owner="me")[at]) if at else linked("client", "m-public_hospital-a-1")
        days = book.calendar.next_working_day
        book.put("quality_issue", f"q{at}", number=f"Q-LB-{118 - at:04d}", found_on=on, reported_on=on,
                 severity=severity, party=party, product=named("product", tables()["products"][at % 14][0]),
                 lot=f"24A{60 + at}" if at else "24B88", quantity=Decimal(2 + at), description=f"{text}.",
                 adverse_event=at == 1, state=state, owner=named("person", "me"),
                 authority_notified_on=on + datetime.timedelta(days=1) if at == 1 else None,
                 cause="Golpe en el transporte." if answered else "", action="Revisar embalaje." if answered else "",
                 answer="Se repuso el producto." if answered else "", answered_on=days(on, 3) if answered else None,
                 closed_on=days(on, 6) if state == "closed" else None)


def _recall(book: Book) -> None:
    """The open emergency with its log and a letter to each of the six clients; two others are closed."""
    opened = datetime.datetime.combine(book.day(-5), datetime.time(15), tzinfo=datetime.UTC)
    incident = book.put("incident", "recall", title=f"Retiro del lote {LOT}", category="recall", severity="high",
                        opened_at=opened, product=named("product", RECALLED), lot=LOT,
                        coordinator=named("person", "me"), state="contained", informed="Gerencia general",
                        informed_at=opened + datetime.timedelta(hours=1),
                        contained_at=opened + datetime.timedelta(hours=6), territory=named("territory", "Jalisco"))
    for at, text in enumerate(("Aviso de la planta: posible falla de sello.", "Se informa a la gerencia general.",
                               "Cartas enviadas a los seis clientes.", "312 de 480 unidades devueltas.")):
        book.put("incident_entry", f"log {at}", incident=incident, at=opened + datetime.timedelta(hours=2 * at + 1),
                 who="Laura Benítez", text=text, action=at == 2)  # the letters
    for at, party in enumerate(_recipients(book)):
        book.put("task", f"letter {at}", title=f"Carta de retiro del lote {LOT}", category="corrective", about=party,
                 assigned_to=named("person", "me"), asked_on=book.day(-5), due=book.day(-4), first_due=book.day(-4),
                 state="done", done_on=book.day(-4), result="Carta entregada con acuse.")
    for at, (title, category) in enumerate((("Desabasto de Neurolem en León", "stockout"),
                                            ("Robo de muestras en ruta", "theft"))):
        start = opened - datetime.timedelta(days=90 + at * 60)
        book.put("incident", f"closed {at}", title=title, category=category, severity="medium", opened_at=start,
                 state="closed", coordinator=named("person", "s2"), contained_at=start + datetime.timedelta(hours=9),
                 closed_at=start + datetime.timedelta(days=4), decision="Traspaso entre distribuidores.",
                 lessons="Revisar existencias cada semana.")
