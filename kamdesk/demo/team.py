"""The people side of the demo: vacancies, coaching, recommendations, policies, acknowledgements and checks."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

import datetime

from kamdesk.demo.book import Book, linked, named, tables

TEAM = ("s1", "s2", "s3", "r1", "r2", "r3", "r4", "r5", "r6")
POLICIES = (("price", "Tope de precio en neurología"), ("gsp", "Buenas prácticas de distribución"),
            ("sales", "Política comercial del año"), ("confidentiality", "Manejo de precios confidenciales"),
            ("internal", "Gastos de viaje"), ("drug_law", "Registro de muestras médicas"),
            ("tender", "Participación en licitaciones"),
            ("insurance", "Cuadro de aseguradoras"), ("reform", "Receta electrónica"),
            ("investment", "Captación de agentes"),
            ("sales", "Descuentos y facultades"), ("internal", "Protección de datos de médicos"))
STAGES = ("interview", "test", "proposed", "received")


def fill(book: Book) -> None:
    """What concerns the team."""
    _vacancy(book)
    _coaching(book)
    _policies(book)
    _checks(book)
    book.put("staff_recommendation", "transfer", category="transfer", person=named("person", "r3"),
             owner=named("person", "me"), position="Representante de Puerto Vallarta", effective=book.day(40),
             reasons="Conoce la zona y pidió el cambio.", evidence=())
    book.put("staff_recommendation", "promotion", category="promotion", person=named("person", "r1"),
             owner=named("person", "me"), position="Supervisora local de Guadalajara", effective=book.day(60),
             reasons="Dos trimestres por encima de su meta.", evidence=())


def _vacancy(book: Book) -> None:
    vacancy = book.put("vacancy", "vallarta", position="representative", department="sales", reason="Apertura de ruta",
                       territory=named("territory", "Puerto Vallarta"), open_on=book.day(-32), needed_by=book.day(28),
                       manager=named("person", "s1"), profile="Experiencia en visita hospitalaria.",
                       owner=named("person", "me"), lines=(), state="selecting")
    for at, stage in enumerate(STAGES):
        names = tables()["women" if at % 2 else "men"]
        book.put("candidate", f"candidate {at}", vacancy=vacancy,
                 name=f"{names[at * 3]} {tables()['surnames'][at * 5]} " f"{tables()['surnames'][at * 7 + 1]}",
                 phone=f"33 5{at}11 22{at}3", source="Recomendación", stage=stage, score=62 + at * 9,
                 note="Disponible en dos semanas.")


def _coaching(book: Book) -> None:
    for at in range(24):
        planned = at < 4  # four to come
        on = book.work(2 + at * 3 if planned else -at * 8)
        marks = {} if planned else {name: 3 + (at + turn) % 3 for turn, name in enumerate(
            ("preparation", "opening", "message", "objections", "close"))}
        book.put("coaching", f"c{at}", on=on, person=named("person", TEAM[at % 9]), observer=named("person", "me"),
                 **marks, strengths="" if planned else "Escucha y pregunta bien.",
                 improve="" if planned else "Cerrar con fecha.",
                 agreed="" if planned else "Practicar el cierre con dos clientes.",
                 state="planned" if planned else "done", next_on=None if planned else on + datetime.timedelta(days=45))


def _policies(book: Book) -> None:
    people = [each[0] for each in tables()["persons"]]
    for at, (category, title) in enumerate(POLICIES):
        study, own = at == 0, category in ("sales", "internal", "confidentiality", "investment")
        book.put("policy", f"p{at}", category=category, title=title, number=f"POL-{at + 11}",
                 issuer=tables()["company"] if own else "Autoridad sanitaria", published_on=book.day(-200 - at * 11),
                 effective=book.day(30 if study else -180 - at * 11),
                 effect="Cambia el margen del canal." if study else "Obliga a registrar y conservar evidencia.",
                 what_we_do="Simular dos escenarios." if study else "Capacitar y verificar cada año.",
                 must_acknowledge=at in (2, 3), review_on=book.day(150 + at * 9),
                 state="studying" if study else "in_force")
        for turn, person in enumerate(people):
            missing = at == 3 and turn == len(people) - 1  # the one that has not answered
            if at in (2, 3) and not missing:
                book.put("policy_ack", policy=named("policy", f"p{at}"), person=linked("person", person),
                         on=book.day(-120 + turn), method=("meeting", "document", "training")[turn % 3])


def _checks(book: Book) -> None:
    for at in range(15):
        late, done = at == 0, at > 3  # one is past its day, three are to come
        due = book.day(-7 if late else 20 + at * 9 if not done else -20 - at * 17)
        on = due - datetime.timedelta(days=1)
        book.put("compliance_check", f"k{at}", due=due, on=on if done else None, subject=linked("person", TEAM[at % 9]),
                 policy=named("policy", f"p{1 + at % 9}"),
                 result=("complies", "complies", "partly")[at % 3] if done else None,
                 findings="Falta la firma en dos formatos." if done and at % 3 == 2 else "",
                 owner=named("person", "me"), closed_on=on if done and at % 3 != 2 else None,
                 state="planned" if not done else "done" if at % 3 == 2 else "closed")

