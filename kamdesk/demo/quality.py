"""Returns, quality problems, the open recall, tasks, and what was said between visits of the demo."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.demo.book import Book, linked, named, pesos, tables
from kamdesk.demo.campaigns import RETIRED_HEARD
from kamdesk.demo.clients import clients, linked_to
from kamdesk.demo.my_month import quiet_parties
from kamdesk.demo.orders import LOT, RECALLED
from kamdesk.fields import Link

RECALLED_UNITS = (80, 80, 72, 48, 32)  # 312 of 480 returned
TASKS = 60
INTERACTIONS = 1_900
WORDS = ("Enviar ficha técnica", "Confirmar cita", "Preparar comparativo", "Dar seguimiento al pedido",
         "Revisar existencias",
         "Actualizar contacto", "Llevar muestras", "Pedir carta de apoyo")


def fill(book: Book) -> None:
    """What went wrong and what is to be done."""
    _returns(book)
    _issues(book)
    _recall(book)
    _tasks(book)
    _interactions(book)


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


def _tasks(book: Book) -> None:
    about = linked("client", "m-public_hospital-a-0")
    _task(book, "order", "Informe de cobertura por mercado", 1, category="order", assigned_by="Ernesto Villaseñor",
          expected="Una página con los cuatro mercados.", priority="high")
    _task(book, "tell", "Decir al cliente la respuesta sobre la presentación pediátrica", 1, category="follow_up",
          about=about)
    _task(book, "support", "Apoyo a la mesa redonda de oncología", 2, category="promotion_support",
          assigned_by="Mariana Olvera")
    _task(book, "renewal", "Proponer la renovación a Medistar", 0, category="renewal",
          about=linked("distributor", "medistar"))
    _task(book, "agent", "Preparar curso para Arreola Agentes", -6, category="agent_support",
          about=linked("distributor", "arreola"))
    for at, row in enumerate(clients(book, owner="r1", segment="b")[:RETIRED_HEARD]):
        _task(book, f"retired {at}", "Aclarar el mensaje retirado de Presolán", 6, category="corrective",
              about=linked_to(row), assigned_to=named("person", "r1"))
    parties = clients(book, owner="me")
    for at in range(TASKS - len(book.rows["task"])):
        done = at % 3 != 0
        _task(book, f"t{at}", f"{WORDS[at % len(WORDS)]} · {parties[at]['name']}", -4 - at * 5 if done else 2 + at,
              about=linked_to(parties[at]), state="done" if done else "pending", result="Hecho." if done else "",
              done_on=book.day(-5 - at * 5 + (8 if at % 7 == 1 else 0)) if done else None)


def _task(book: Book, key: str, title: str, due: int, **values: object) -> None:
    day = book.day(due)
    book.put("task", key, **{"title": title, "due": day, "first_due": day,
                             "asked_on": min(book.today, day) - datetime.timedelta(days=9),
                             "assigned_to": named("person", "me"), **values})


def _interactions(book: Book) -> None:
    """A year of calls and messages; those who wait for a contact had none lately; two to pass on."""
    quiet, me = quiet_parties(book), named("person", "me")
    rows = [row for row in book.rows["client"] if row["id"] not in quiet]
    texts, channels = tables()["interactions"], ("call", "email", "message", "call", "video_call", "meeting")
    topics = ("relation", "product", "order", "collection", "product", "contract")
    for at in range(INTERACTIONS - 2 - len(book.rows.get("interaction", ()))):
        row = rows[at * 7 % len(rows)]
        rare = row["owner"] == me and row["segment"] == "d"
        on = book.work(-90 if rare else -1 - at % 240)
        book.put("interaction", party=linked_to(row), on=on, at=datetime.time(9 + at % 9, at * 7 % 60),
                 owner=row["owner"], channel=channels[at % 6], topic=topics[at % 6], text=texts[at % len(texts)],
                 direction="incoming" if at % 3 == 0 else "outgoing",
                 products=(named("product", "cardiovex"),) if at % 4 == 0 else ())
    book.put("interaction", "relay", party=linked("client", "m-private_hospital-a-0"), on=book.day(-6), channel="call",
             owner=me, direction="incoming", topic="product", text="Pide presentación de 56 tabletas.",
             relay="to_relay", relay_to="Gerencia de producto")
    book.put("interaction", "answered", party=linked("client", "m-public_hospital-a-0"), on=book.day(-14),
             channel="email", direction="incoming", topic="product", text="Pregunta por la presentación pediátrica.",
             relay="answered", owner=me, relay_to="Dirección médica", relayed_on=book.day(-12),
             relay_answer="Estará disponible en marzo.")
