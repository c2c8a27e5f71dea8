"""What happens with the network and the team: trainings, stock, recruitment and incentives."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.demo.agreements import partners
from kamdesk.demo.book import Book, linked, named, pesos, tables
from kamdesk.demo.budgets import line
from kamdesk.demo.region import LINES
from kamdesk.fields import Link
from kamdesk.methods.months import month_end, month_start

RECRUITED = ("solis", "arreola", "hidrocalida")
SPENT = pesos(96_000)
STOCK_MONTHS = 4
SILENT = ("tepifarma", "zacatemed")  # their stock of last month has not come
CANDIDATES = (("oncolima", 84), ("tecomed", 71), ("altosmed", 58))


def fill(book: Book) -> None:
    """The life of the network."""
    _stock(book)
    _trainings(book)
    _recruitment(book)
    _incentives(book)


def _stock(book: Book) -> None:
    for key, *_rest in tables()["distributors"]:
        for month in book.months(-STOCK_MONTHS, -1):
            if key in SILENT and month == book.months(-1, -1)[0]:
                continue
            for product, *_more in tables()["products"]:
                book.put("distributor_stock", distributor=named("distributor", key), product=named("product", product),
                         on=month_end(month), units=Decimal(book.random.randint(20, 480)), lot="",
                         expires=month_end(month) + datetime.timedelta(days=400))


def _trainings(book: Book) -> None:
    audiences = ("team", "distributor", "representatives", "agent", "client", "team")
    for at in range(18):
        future = at < 3  # three to come
        on = book.work(3 + at * 6 if future else -9 - at * 13)
        session = book.put(
            "training_session", f"s{at}",
            title=f"Curso de {LINES[at % 4].lower()} {'avanzado' if at % 2 else 'básico'}", on=on,
            start=datetime.time(9 + at % 4), minutes=90, audience=audiences[at % 6],
            line=named("product_line", LINES[at % 4]), topic=("product", "sales", "rules")[at % 3],
            trainer="Dirección médica", place="Sala de capacitación", cost=pesos(2_400 + at * 150),
            budget_line=line("Capacitación del equipo"), pass_mark=70, owner=named("person", "me"),
            state="planned" if future else "done")
        people = [linked("person", key) for key in ("s1", "s2", "s3", "r1", "r2", "r3", "r4", "r5", "r6")]
        guests = [linked("distributor", key) for key, *_rest in partners()[at % 9:at % 9 + 3]]
        for turn, attendee in enumerate(people if audiences[at % 6] in ("team", "representatives") else guests):
            came = not future and (turn + at) % 7 != 0
            book.put("training_attendance", session=session, attendee=attendee, attended=came,
                     score=Decimal(68 + (turn * 7 + at * 5) % 31) if came else None)


def _recruitment(book: Book) -> None:
    plan = book.put("recruitment_plan", "now", year=book.today.year, name="Captación de agentes",
                    territories=tuple(named("territory", zone) for zone in tables()["zones"]),
                    lines=(named("product_line", "Oncología"),), goal="Cuatro agentes nuevos con cartera hospitalaria.",
                    budget_line=line("Captación de agentes"), owner=named("person", "me"), state="running")
    for at, zone in enumerate(tables()["zones"]):
        book.put("recruitment_goal", plan=plan, month=f"{book.today.year}-{min(book.today.month, 3 + at * 2):02d}",
                 agents=1, territory=named("territory", zone), line=named("product_line", "Oncología"),
                 sales=pesos(180_000), spend=pesos(26_000), activity="Feria regional y entrevistas")
    for row in book.rows["distributor"]:
        if row["id"] in [named("distributor", key) for key in RECRUITED] or row["stage"] != "active":
            row["recruitment_plan"] = plan
    for at, (name, category) in enumerate((("Feria de insumos médicos", "fair"), ("Reunión con candidatos", "meeting"),
                                           ("Anuncio en revista del sector", "advertisement"),
                                           ("Ronda de llamadas", "calls"))):
        book.put("promotion_activity", f"recruit-{at}", plan=Link("recruitment_plan", plan), name=name,
                 category=category, territory=named("territory", tables()["zones"][at]), on=book.work(-90 + at * 20),
                 planned_cost=pesos(24_000), responsible=linked("person", "s1"), state="done", progress=Decimal(100),
                 leads=4 + at)
    _spend(book, Link("recruitment_plan", plan))
    for at, (key, score) in enumerate(CANDIDATES):
        if at:
            book.put("stage_change", distributor=named("distributor", key), stage="research", on=book.day(-2),
                     reason=f"no elegido: {score} puntos contra {CANDIDATES[0][1]}")


def _spend(book: Book, plan: Link) -> None:
    """Expenses of the year that belong to the plan: 96,000 in all, the last one split."""
    left = SPENT
    lines = [line(leaf) for leaf in ("Captación de agentes", "Ferias comerciales", "Apoyo a distribuidores")]
    for row in [row for row in book.rows["expense"] if row["line"] in lines and row["on"].year == book.today.year]:
        if left and row["state"] == "reimbursed":
            if row["amount"] > left:
                book.put("expense", **{**row, "amount": row["amount"] - left, "document": f"{row['document']}-2"})
                row["amount"] = left
            row["source"], left = plan, left - row["amount"]


def _incentives(book: Book) -> None:
    agents = tuple(linked("distributor", key) for key, *_rest in tables()["agents"])
    first = month_start(book.today)
    book.put("incentive", "running", name="Cierre de año de agentes", start=first, end=month_end(book.today),
             participants=agents, measure="sales", rule="excess", rate=Decimal(5), threshold=Decimal(100),
             state="running", cap=pesos(20_000), budget_line=line("Incentivos a agentes"), owner=named("person", "me"),
             terms="5 % sobre el excedente de la meta del mes.")
    before = book.put("incentive", "closed", name="Listados del tercer trimestre", start=book.day(-150),
                      end=book.day(-60), participants=agents, measure="new_listings", rule="unit", rate=Decimal(1_500),
                      threshold=Decimal(80), cap=pesos(9_000), budget_line=line("Incentivos a agentes"),
                      owner=named("person", "me"), state="closed", terms="1,500 por listado nuevo.")
    for at, each in enumerate(agents[:5]):
        book.put("incentive_award", incentive=before, participant=each, actual=Decimal(at + 2), target=Decimal(3),
                 amount=pesos(1_500 * (at + 2)) if at else 0, paid_on=book.day(-40) if at else None)
