"""What is to be done in the demo, and what was said between visits."""


from __future__ import annotations

import datetime

from kamdesk.demo.book import Book, linked, named, tables
from kamdesk.demo.clients import clients, linked_to
from kamdesk.demo.messages import RETIRED_HEARD
from kamdesk.demo.my_month import quiet_parties

TASKS = 60
INTERACTIONS = 1_900
WORDS = ("Enviar ficha técnica", "Confirmar cita", "Preparar comparativo", "Dar seguimiento al pedido",
         "Revisar existencias",
         "Actualizar contacto", "Llevar muestras", "Pedir carta de apoyo")


def fill(book: Book) -> None:
    """Tasks and a year of calls."""
    _tasks(book)
    _interactions(book)


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
