"""The budget of the demo: the year of today, last year closed, next year in pre-review, and who spent what."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

import datetime

from kamdesk.demo.book import Book, Row, linked, named, pesos, shares, tables
from kamdesk.fields import Id
from kamdesk.methods.months import add_months, month_start

TOTAL = pesos(2_000_000)
MONTHS = [0.072] * 10 + [0.13, 0.15]  # the year ends with the convention and the congresses
CLOSED = 1.48800 / 1.44  # actual over plan of closed months
NOW = 122 / 260  # actual over plan of this month
# lines that go past this month with what is committed: line -> (actual over plan, committed), in pesos
OVER = {"Congresos y simposios": (3_400, 5_000), "Material promocional": (-5_000, 14_600)}
LATER = (("Plan de promoción mensual", 30_000), ("Convención anual", 16_000), ("Ferias comerciales", 10_000),
         ("Captación de agentes", 14_000), ("Eventos médicos", 30_400))  # committed next month
SAVING_LINE, SAVED = "Eventos médicos", (36_500, 35_000)  # actual of the last two whole months
TEAM = ("me", "s1", "s2", "s3", "r1", "r2", "r3", "r4", "r5", "r6")
TO_REVIEW = pesos(18_240)
DEPARTMENTS = {"Promoción y mercadeo": "marketing", "Relación médica": "marketing", "Visitas y viajes": "sales",
               "Distribuidores y agentes": "recruitment", "Equipo": "sales",
               "Institucional y administración": "institutional"}


def fill(book: Book) -> None:
    """Three years of budget and the expenses of two."""
    now = _year(book, book.today.year, "Presupuesto regional", "in_force")
    for leaf, months in now.items():
        for month, plan in months.items():
            book.put("budget_month", line=line(leaf), month=month, plan=plan)
    _spend(book, now)
    _last_year(book)
    _next_year(book)
    _committed(book)
    book.put("budget_transfer", "waiting", on=book.work(-2), from_line=line("Papelería"), to_line=line("Viáticos"),
             from_month=book.month, to_month=book.month, amount=pesos(1_200), owner=named("person", "me"),
             reason="Más visitas de zona por el cierre de año.")


def line(leaf: str) -> Id:
    """The line of this year's budget called so."""
    return named("budget_line", leaf)


def leaves() -> list[tuple[str, str, int]]:
    """Group, name and weight of every line without sublines."""
    groups = tables("budget")["lines"]
    return [(group, name, weight) for group, lines in groups.items() for name, weight in lines]


def _year(book: Book, year: int, name: str, state: str) -> dict[str, dict[str, int]]:
    """The budget of the year of today, and the plan of each line and month: the sums are exact."""
    budget = book.put("budget", "now", year=year, name=name, territory=named("territory", "region"), currency="MXN",
                      received_total=TOTAL, closed_through=add_months(book.month, -1), state=state,
                      owner=named("person", "me"), review_note="Aprobado por la gerencia de ventas.")
    for group in tables("budget")["lines"]:
        book.put("budget_line", f"group {group}", budget=budget, name=group, nature="expense",
                 department=DEPARTMENTS[group], territory=named("territory", "region"))
    for at, (group, leaf, _weight) in enumerate(leaves()):
        book.put("budget_line", leaf, budget=budget, name=leaf, parent=named("budget_line", f"group {group}"),
                 nature="expense", account=f"6{at + 101}", department=DEPARTMENTS[group],
                 territory=named("territory", "region"))
    weights = [float(weight) for _group, _leaf, weight in leaves()]
    months = [shares(part, weights) for part in shares(TOTAL, MONTHS)]
    return {leaf: {f"{year}-{at + 1:02d}": months[at][index] for at in range(12)}
            for index, (_group, leaf, _weight) in enumerate(leaves())}


def _spend(book: Book, plan: dict[str, dict[str, int]]) -> None:
    closed = [(leaf, month) for leaf, months in plan.items() for month in months if month < book.month]
    saved = [add_months(book.month, step) for step in (-2, -1)]
    fixed = {(SAVING_LINE, month): pesos(amount) for month, amount in zip(saved, SAVED, strict=True)}
    fixed = {cell: amount for cell, amount in fixed.items() if cell in closed}
    free = [cell for cell in closed if cell not in fixed]
    whole = round(sum(plan[leaf][month] for leaf, month in closed) * CLOSED) - sum(fixed.values())
    weights = [plan[leaf][month] * book.random.uniform(0.85, 1.15) for leaf, month in free]
    amounts = {**fixed, **dict(zip(free, shares(whole, weights), strict=True))} if free else fixed
    for (leaf, month), amount in amounts.items():
        _expense(book, leaf, book.pick(book.working_days(month)), amount, "reimbursed")
    _this_month(book, {leaf: months[book.month] for leaf, months in plan.items()})


def _this_month(book: Book, plan: dict[str, int]) -> None:
    """What has been spent this month: two lines past their plan, the rest within it."""
    over = {leaf: plan[leaf] + pesos(more) for leaf, (more, _committed_) in OVER.items()}
    rest = {leaf: value for leaf, value in plan.items() if leaf not in over}
    whole = round(sum(plan.values()) * NOW) - sum(over.values()) - TO_REVIEW
    spent = {**over, **dict(zip(rest, shares(whole, [float(value) for value in rest.values()]), strict=True))}
    days = book.working_days(book.month, until=book.today)
    for at, (leaf, amount) in enumerate(spent.items()):
        _expense(book, leaf, days[at * 5 % len(days)], amount, "reviewed")


def _expense(book: Book, leaf: str, on: datetime.date, amount: int, state: str, **values: object) -> Row:
    number = len(book.rows.get("expense", ()))
    words = tables("budget")["concepts"]
    book.put("expense", **{
        "on": on, "line": line(leaf), "concept": f"{words['list'][number % len(words['list'])]} · {leaf.lower()}",
        "amount": amount, "currency": "MXN", "payee": words["payees"][number * 3 % len(words["payees"])],
        "document": f"FE-{20_000 + number}", "person": named("person", TEAM[(number + number // 10) % len(TEAM)]),
        "method": "own",
        "state": state, "reviewed_by": named("person", "me") if state != "draft" else None, **values})
    return book.rows["expense"][-1]


def expense(book: Book, leaf: str, on: datetime.date, amount: int, state: str, **values: object) -> Row:
    """An expense on a line of this year."""
    return _expense(book, leaf, on, amount, state, **values)


def _last_year(book: Book) -> None:
    """Last year closed, with fewer lines, and what was spent of it."""
    year = book.today.year - 1
    budget = book.put("budget", "before", year=year, name="Presupuesto regional", currency="MXN", state="closed",
                      territory=named("territory", "region"), received_total=pesos(1_820_000),
                      owner=named("person", "me"), closed_through=f"{year}-12")
    chosen = leaves()[::2]
    for index, (_group, leaf, _weight) in enumerate(chosen):
        key = book.put("budget_line", f"before {leaf}", budget=budget, name=leaf, nature="expense",
                       territory=named("territory", "region"))
        for at, plan in enumerate(shares(pesos(1_820_000) // len(chosen), MONTHS)):
            month = f"{year}-{at + 1:02d}"
            book.put("budget_month", line=key, month=month, plan=plan)
            if at < 11 or index < 7:  # 217 rows in all
                day = month_start(month) + datetime.timedelta(days=6 + (at + index) % 15)
                _expense(book, leaf, day, round(plan * book.random.uniform(0.86, 1.08)), "reimbursed", line=key)


def _next_year(book: Book) -> None:
    """Next year's: fourteen lines asked for, eleven decided."""
    budget = book.put("budget", "next", year=book.today.year + 1, name="Presupuesto regional", currency="MXN",
                      state="draft", territory=named("territory", "region"), received_total=pesos(2_150_000),
                      owner=named("person", "me"))
    decisions = ["agreed"] * 8 + ["adjust"] * 2 + ["send_back"] + ["undecided"] * 3
    asked = shares(pesos(2_190_000), [float(weight) for _group, _leaf, weight in leaves()[:14]])
    for (group, leaf, _weight), review, amount in zip(leaves()[:14], decisions, asked, strict=True):
        key = book.put("budget_line", f"next {leaf}", budget=budget, name=leaf, nature="expense", requested=amount,
                       department=DEPARTMENTS[group], requested_by=named("person", "s1"), review=review,
                       territory=named("territory", "region"),
                       suggested=round(amount * 0.9) if review == "adjust" else None,
                       review_note="" if review == "undecided" else "Revisado con la supervisora de zona.")
        for at, plan in enumerate(shares(amount, [1.0] * 12)):
            book.put("budget_month", line=key, month=f"{book.today.year + 1}-{at + 1:02d}", plan=plan)


def _committed(book: Book) -> None:
    """Money reserved by approved plans."""
    after = add_months(book.month, 1)
    for leaf, (_more, amount) in OVER.items():
        book.put("commitment", line=line(leaf), month=book.month, amount=pesos(amount), state="open",
                 source=linked("promotion_plan", "running"))
    for leaf, amount in LATER:
        book.put("commitment", line=line(leaf), month=after, amount=pesos(amount), state="open",
                 source=linked("promotion_plan", "approved"))

