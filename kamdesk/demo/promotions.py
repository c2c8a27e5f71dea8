"""Promotion plans of the demo in every state, their activities, and what was learnt of them."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.demo.book import Book, linked, named, pesos, tables
from kamdesk.demo.budgets import line
from kamdesk.fields import Id, Link

# key, name, state, first and last day from today, products
PLANS = (
    ("running", "Cardiovex en farmacia", "running", -23, 7, ("cardiovex", "cardiovex-plus")),
    ("approved", "Cierre de año Neurología", "preparation", -3, 27, ("neurolem",)),
    ("returned", "Lanzamiento Lipidane", "preparation", 8, 67, ("lipidane",)),
    ("waiting", "Mesa redonda de oncología", "preparation", 20, 21, ("oncotrel", "hematrel")),
    ("to-evaluate", "Vuelta a consulta", "to_evaluate", -78, -17, ("presolan",)),
    ("evaluated", "Primavera cardiovascular", "evaluated", -230, -200, ("cardiovex",)),
    ("bad", "Descuento relámpago Serenade", "evaluated", -320, -291, ("serenade",)),
    ("copy", "Descuento de fin de año Serenade", "preparation", 14, 30, ("serenade",)),
)
ACTIVITIES = (("Mesa redonda con especialistas", "round_table"), ("Exhibidor en punto de venta", "point_of_sale"),
              ("Entrega de muestras", "samples"), ("Capacitación a farmacias", "training"),
              ("Material impreso", "material"),
              ("Campaña de mensajes", "communication"))


def fill(book: Book) -> None:
    """Eight plans with forty-five activities and two evaluations."""
    zones = tables()["zones"]
    for at, (key, name, state, start, end, products) in enumerate(PLANS):
        plan = book.put(
            "promotion_plan", key, name=name, period="monthly" if end - start < 40 else "quarterly",
            start=book.day(start), end=book.day(end), state=state,
            objective="Aumentar la rotación en los clientes A y B.",
            products=tuple(named("product", each) for each in products), method="average", owner=named("person", "me"),
            territories=tuple(named("territory", zone) for zone in zones[:1 + at % 4]),
            discount=Decimal(5 if at % 2 else 0), expected_lift=Decimal("42.5") if key == "copy" else Decimal(20),
            budget_line=line("Plan de promoción mensual"),
            copied_from=named("promotion_plan", "bad") if key == "copy" else None,
            lessons_in="El descuento sin visita no movió la receta." if key == "copy" else "")
        for turn in range(6 if at < 5 else 5):  # forty-five in all
            _activity(book, plan, key, turn, start=start, end=end)
    _evaluations(book)


def _activity(book: Book, plan: Id, key: str, turn: int, *, start: int, end: int) -> None:
    name, category = ACTIVITIES[turn % len(ACTIVITIES)]
    on = book.day(start + (end - start) * (turn + 1) // 7)
    late = key == "running" and turn == 2  # the one that nobody has reported
    done = on < book.today and not late and key != "approved"
    book.put("promotion_activity", f"{key} {turn}", plan=Link("promotion_plan", plan), name=name, category=category,
             territory=named("territory", tables()["zones"][turn % 4]), on=on, until=on + datetime.timedelta(days=2),
             responsible=linked("person", ("s1", "s2", "s3")[turn % 3]), planned_cost=pesos(3_000 + turn * 800),
             progress=Decimal(100 if done else 40 if late else 0),
             state="done" if done else "running" if late else "planned", attendees_planned=20 + turn * 5,
             attendees=18 + turn * 5 if done else None, result="Se cumplió con la asistencia esperada." if done else "")


def _evaluations(book: Book) -> None:
    """One with a lift of 42.5 % and a return of 4.2 %; another that is not to be repeated."""
    book.put("promotion_evaluation", plan=named("promotion_plan", "evaluated"), on=book.day(-180),
             baseline_units=Decimal(1000), baseline_amount=pesos(100_000), units=Decimal(1500), amount=pesos(142_500),
             profit_change=pesos(12_500), cost=pesos(12_000), what_worked="La visita conjunta con el agente.",
             what_failed="Faltó existencia en dos farmacias.", next_time="Asegurar inventario dos semanas antes.",
             rating="repeat")
    book.put("promotion_evaluation", plan=named("promotion_plan", "bad"), on=book.day(-270),
             baseline_units=Decimal(400), baseline_amount=pesos(118_000), units=Decimal(412), amount=pesos(104_000),
             profit_change=pesos(-17_200), cost=pesos(9_000), what_worked="Nada que repetir.",
             what_failed="El descuento se lo quedó el canal.", next_time="No repetir sin compromiso de receta.",
             rating="do_not_repeat")
