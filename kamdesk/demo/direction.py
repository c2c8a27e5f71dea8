"""Where the company wants to go in the demo: its plans and directives, strategies, forecasts, work plans, proposals."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.demo.book import Book, linked, named, pesos, tables
from kamdesk.demo.budgets import line
from kamdesk.demo.clients import clients
from kamdesk.demo.region import LINES
from kamdesk.demo.sales import month_total
from kamdesk.fields import Link
from kamdesk.methods.months import add_months, month_end, month_start

DIRECTIVES = ("Visitar cada mercado con el distribuidor", "Presentar Lipidane en los hospitales A",
              "Cerrar cartera vencida a 60 días",
              "Crecer 5 % en oncología", "Sumar cuatro agentes", "Bajar el gasto de viaje 3 %",
              "Revisar precios de neurología con cada distribuidor")
FULFILLED = 10  # of the twelve pairs of directive and market that are due
STRATEGIES = (("marketing", "Cardiovascular en consulta"), ("channels", "Menos mayoristas, más hospital directo"),
              ("products", "Lanzar Lipidane y Tensiora"), ("costs", "Gasto de viaje bajo control"))
GOALS = (("F25", 14, 18), ("F31", 62, 72), ("F24", 0, 5), ("F81", 30, 40), ("F21", 3, 2), ("F101", 57, 60),
         ("F29", 4, 9), ("F67", 2, 1), ("F85", 28, 36), ("F02", 74, 90), ("F109", 20, 80))
PLANNED, WITH_PLAN = 28, 21


def fill(book: Book) -> None:
    """Plans from above, and the answers."""
    _directives(book)
    _strategies(book)
    _forecasts(book)
    _work_plans(book)
    _proposals(book)


def _directives(book: Book) -> None:
    for at, (key, title) in enumerate((("sales", "Plan comercial del año"), ("launch", "Plan de lanzamientos"))):
        book.put("company_plan", key, title=title, category=("sales", "promotion")[at],
                 received_from="Gerencia general", received_on=book.day(-300 + at * 292), start=book.day(-320),
                 end=book.day(40))
    zones = tables()["zones"]
    for at, text in enumerate(DIRECTIVES):
        due, last = at < 3, at == len(DIRECTIVES) - 1  # three are due in every market
        tasks = [_market_task(book, at, turn, zone) for turn, zone in enumerate(zones)] if due else []
        links: tuple[Link, ...] = tuple(tasks) if due else () if last else (linked("strategy", f"s{at % 4}"),)
        book.put("directive", f"d{at}", plan=named("company_plan", "launch" if last else "sales"), text=f"{text}.",
                 measure="", goal=None, due=book.day(-12 - at * 20 if due else 60 + at * 10), fulfilled_by=links,
                 territories=tuple(named("territory", zone) for zone in zones))


def _market_task(book: Book, at: int, turn: int, zone: str) -> Link:
    due = book.day(-12 - at * 20)
    done = at * 4 + turn < FULFILLED
    key = f"directive {at} {zone}"
    book.put("task", key, title=f"{DIRECTIVES[at]} · {zone}", category="strategy", about=linked("territory", zone),
             assigned_by="Gerencia general", assigned_to=named("person", ("s1", "s2", "s3", "s3")[turn]), due=due,
             first_due=due, asked_on=book.day(-280), state="done" if done else "running",
             done_on=due - datetime.timedelta(days=2) if done else None, result="Cumplido en la zona." if done else "")
    return linked("task", key)


def _strategies(book: Book) -> None:
    for at, (category, title) in enumerate(STRATEGIES):
        book.put("strategy", f"s{at}", category=category, title=title, start=book.day(-150 - at * 20),
                 end=book.day(215 - at * 30), territory=named("territory", "region"),
                 situation="Mercado en crecimiento con presión de genéricos.",
                 objectives="Ganar participación donde ya hay confianza.", budget=pesos(180_000 - at * 30_000),
                 signals=(named("market_signal", f"s{at}"),), state="in_force", owner=named("person", "me"))
    for at, (figure, base, goal) in enumerate(GOALS):
        book.put("strategy_goal", strategy=named("strategy", f"s{at % 4}"), figure=figure,
                 scope=linked("territory", "region"), base=Decimal(base), goal=Decimal(goal),
                 due=book.day(60 + at * 11))


def _forecasts(book: Book) -> None:
    """Seven frozen and a draft of own sales, two scenarios of a policy, and one of the market."""
    told = [(f"f{at}", -8 + at, "own", "base", "frozen") for at in range(7)] + [("draft", 0, "own", "base", "draft")]
    told += [("favourable", 0, "own", "favourable", "draft"), ("adverse", 0, "own", "adverse", "draft"),
             ("market", 0, "market", "base", "draft")]
    effect = {"favourable": Decimal(6), "adverse": Decimal(-9)}
    for key, step, series, scenario, state in told:
        first = add_months(book.month, step)
        forecast = book.put(
            "forecast", key, made_on=month_start(first) + datetime.timedelta(days=2),
            scope=linked("territory", "region"), name=f"Pronóstico {first}", first_month=first, horizon=3,
            measure="amount", series=series, scenario=scenario, method="automatic",
            data_through=month_start(first) - datetime.timedelta(days=1), state=state,
            policy=named("policy", "p0") if scenario in effect else None, effect=effect.get(scenario),
            owner=named("person", "me"))
        for ahead in range(3):
            month = add_months(first, ahead)
            base = month_total(book, month) if month < book.month else 960_000_000 + ahead * 11_000_000
            value = base * (6 if series == "market" else 1) * (100 + int(effect.get(scenario, Decimal(0)))) // 100
            value = value * (103 - (step + ahead) % 7) // 100
            book.put("forecast_line", forecast=forecast, node=linked("territory", "region"), month=month,
                     value=Decimal(value) / 100, low=Decimal(value) / 108, high=Decimal(value) / 93)


def _work_plans(book: Book) -> None:
    """This month's is running: 28 clients, 21 of them with a plan; the next is a proposal with its gap in words."""
    mine = clients(book, owner="me")[:PLANNED]
    first = month_start(book.today)
    for key, start, state, words in (
            ("now", first, "running", "Cerrar los planes de los clientes A y recuperar cartera."),
            ("next", month_start(add_months(book.month, 1)), "preparation",
             "Faltan 520,000: equivalen a 11 clientes, 7 listados, 208 pacientes o 35 visitas efectivas más.")):
        book.put("work_plan", key, period="month", start=start, end=month_end(start), scope=linked("person", "me"),
                 target_plan=named("target_plan", "sales"), target_clients=PLANNED, effective_per_day=Decimal(4),
                 targets=tuple(row["id"] for row in mine), patients_growth=Decimal(10), new_clients=6, new_listings=4,
                 new_agents=1, training_sessions=2, market_visits=4, collection_goal=pesos(8_900_000), activities=words,
                 state=state, owner=named("person", "me"))
    for at, row in enumerate(mine[:WITH_PLAN]):
        book.put("client_plan", client=row["id"], start=book.day(-200 + at), end=book.day(165 + at), owner=row["owner"],
                 situation="Compra constante con espacio en segunda línea.", strengths="Buena relación con farmacia.",
                 opportunities="Comité en el próximo trimestre.", goal="Sumar un producto al consumo habitual.",
                 sales_goal=row["potential"] // 4, products=(named("product", "cardiovex-plus"),), patients_goal=12,
                 listings_goal=1, state="open")


def _proposals(book: Book) -> None:
    owner = named("person", "me")
    book.put("proposal", "saving", category="saving", title="Eventos médicos en sedes propias",
             addressed_to="Gerencia de ventas", text="Usar las salas de los hospitales baja la renta de salón.",
             expected_saving=pesos(18_000), owner=owner, budget_line=line("Eventos médicos"),
             from_month=add_months(book.month, -2), base_monthly=pesos(42_000))
    book.put("proposal", "opinion", category="opinion", title="Opinión sobre la política de devoluciones", owner=owner,
             text="Borrador: ampliar el plazo de 15 a 30 días.", asked_by="Gerencia de ventas", asked_on=book.day(-4),
             due=book.day(3), addressed_to="Gerencia de ventas")
    book.put("proposal", "drop", category="distributors", title="Terminar con Tepifarma",
             addressed_to="Gerencia general",
             text="No envía existencias, compra 40 % menos y su cartera pasa de 60 días.", owner=owner,
             distributors=(named("distributor", "tepifarma"),), territory=named("territory", "Colima y Nayarit"))
    book.put("proposal", "choose", category="distributors", title="Agente de oncología para Colima", owner=owner,
             text="Comparamos tres candidatos con el esquema de selección: 84, 71 y 58 puntos. Proponemos Oncolima.",
             addressed_to="Gerencia de ventas", territory=named("territory", "Colima"),
             line=named("product_line", LINES[2]), candidate=named("distributor", "oncolima"),
             distributors=tuple(named("distributor", key) for key in ("oncolima", "tecomed", "altosmed")))

