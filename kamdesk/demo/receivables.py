"""Receivables of the demo: two years of invoices and payments, tuned to the overdue ratio, DSO and collections told."""

from __future__ import annotations

import datetime
from fractions import Fraction

from kamdesk.demo import ledgers
from kamdesk.demo.book import Book, Row, linked, named, pesos, shares
from kamdesk.demo.sales import Buyer, buyers, month_total
from kamdesk.demo.targets import COLLECTION_GOAL
from kamdesk.methods.months import month_of, month_start

DSO = Fraction(57)  # days
OVERDUE = Fraction(18, 100)  # of what is open
COLLECTED = Fraction(6_150_000, 7_000_000)  # of the goal to date
INVOICES = 1_480
TERMS = (45, 60, 60)
LEAST = pesos(20_000)  # of an invoice, on the first days of a month
LARGE = 9.0  # weight of a distributor against a client of segment A


def fill(book: Book) -> None:
    """Invoices, then what has been paid of them, then promises."""
    ledgers.fill(book)
    told = len(book.rows["invoice"])
    _invoices(book, INVOICES - told)
    rows = book.rows["invoice"][told:]
    still_open = _keep_open(book, rows)
    _collect(book, rows, still_open)
    _dispute(book, rows, still_open)
    _promises(book)


def _invoices(book: Book, count: int) -> None:
    found = [each for each in buyers(book) if each.link.id not in _told()]
    payers = [each for each in found if each.link.kind == "distributor" or each.via is None]
    months = book.months(1 - ledgers.MONTHS)
    for month, number in zip(months, shares(count, [1.0] * len(months)), strict=True):
        billed = sum(row["amount"] for row in book.rows["invoice"] if month_of(row["on"]) == month)
        chosen = [book.pick(payers, [_weight(each) for each in payers]) for _invoice in range(number)]
        weights = [_weight(each) * book.random.uniform(0.6, 1.4) for each in chosen]
        days = book.working_days(month, until=book.today)
        for at, (buyer, amount) in enumerate(
                zip(chosen, shares(max(month_total(book, month) - billed, number * LEAST), weights), strict=True)):
            ledgers.invoice(book, buyer.link, days[at % len(days)], amount, territory=buyer.territory,
                            seller=buyer.seller, days=TERMS[hash_of(buyer) % len(TERMS)])


def _told() -> set[str]:
    return {named("distributor", key) for key in (*ledgers.STORIES, ledgers.OVER_LIMIT)}


def hash_of(buyer: Buyer) -> int:
    """A number that belongs to a party for ever (Python's own hash changes from run to run)."""
    return int(buyer.link.id[:6], 16)


def _weight(buyer: Buyer) -> float:
    return buyer.weight + LARGE if buyer.link.kind == "distributor" else buyer.weight


def _billed(book: Book, days: int) -> int:
    first = book.day(1 - days)
    return sum(row["amount"] for row in book.rows["invoice"] if row["on"] >= first)


def _keep_open(book: Book, rows: list[Row]) -> dict[str, int]:
    """What stays open of each invoice, so that the sum is DSO days of billing and the overdue part is as told."""
    wanted = round(_billed(book, 90) * DSO / 90)
    late, due = _open_of_told(book)
    overdue = round(wanted * OVERDUE)
    latest = sorted(rows, key=lambda row: (row["due"], row["id"]), reverse=True)
    found = _until([row for row in latest if row["due"] >= book.today], wanted - overdue - due)
    past = [row for row in latest if row["due"] < book.today and row["on"] > book.day(-175)]
    past = past[::3] + past[1::3] + past[2::3]
    return found | _until(past, overdue - late)


def _open_of_told(book: Book) -> tuple[int, int]:
    """Overdue and not due of the distributors already told."""
    paid: dict[str, int] = {}
    for row in book.rows["allocation"]:
        paid[row["invoice"]] = paid.get(row["invoice"], 0) + row["amount"]
    sums = [0, 0]
    for row in book.rows["invoice"]:
        if row["party"].id in _told():
            sums[row["due"] >= book.today] += row["amount"] - paid.get(row["id"], 0)
    return sums[0], sums[1]


def _until(rows: list[Row], wanted: int) -> dict[str, int]:
    """Invoices in order until their sum is reached; the last one keeps a part."""
    found: dict[str, int] = {}
    for row in rows:
        if wanted <= 0:
            break
        found[row["id"]] = min(row["amount"], wanted)
        wanted -= found[row["id"]]
    return found


def _collect(book: Book, rows: list[Row], still_open: dict[str, int]) -> None:
    """Everything else was paid: the latest this month until its collections are reached, the rest before."""
    first = month_start(book.today)
    left = round(COLLECTION_GOAL * COLLECTED) - sum(row["amount"] for row in book.rows["payment"] if row["on"] >= first)
    paid = [(row, row["amount"] - still_open.get(row["id"], 0)) for row in rows]
    dated = sorted(((_usual(book, row), row, amount) for row, amount in paid if amount),
                   key=lambda each: (each[0], each[1]["id"]), reverse=True)
    days = book.working_days(book.month, until=book.today)
    for at, (usual, row, amount) in enumerate(dated):
        now = min(max(left, 0), amount)
        if now:
            ledgers.pay(book, row, max(days[at % len(days)], row["on"]), now)
            left -= now
        if amount > now:
            ledgers.pay(book, row, max(row["on"], min(usual, first - datetime.timedelta(days=1 + at % 5))),
                        amount - now)


def _usual(book: Book, row: Row) -> datetime.date:
    """When an invoice is paid as a rule: some days before or after it is due."""
    day: datetime.date = row["due"] + datetime.timedelta(days=book.random.randint(-6, 24))
    return min(day, book.today)


def _dispute(book: Book, rows: list[Row], still_open: dict[str, int]) -> None:
    for row in [row for row in rows if row["id"] in still_open and row["due"] < book.today][2:4]:
        row.update(disputed=True, dispute_reason="El cliente reporta faltante de dos cajas en la entrega.")


def _promises(book: Book) -> None:
    """A6 reads what was kept; one is due today and one was broken."""
    told = (("medisur", "kept", -40), ("medisur", "kept", -100), ("alteza", "kept", -55), ("alteza", "kept", -130),
            ("colimed", "kept", -60), ("colimed", "broken", -35), ("irapharma", "pending", 0),
            ("vallartamed", "broken", -5), ("medistar", "pending", 6))
    for at, (key, state, due) in enumerate(told):
        book.put("payment_promise", party=linked("distributor", key), promised_on=book.day(due - 9), due=book.day(due),
                 amount=pesos(85_000 + at * 21_500), state=state, owner=ledgers.where(book, key)["seller"],
                 note="Confirmada por teléfono con cuentas por pagar.")

