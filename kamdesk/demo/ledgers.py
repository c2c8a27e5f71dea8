"""Invoices and payments of the four distributors whose credit the demo tells about, exact to the cent."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.demo.book import Book, Row, linked, named, pesos
from kamdesk.demo.partners import CREDIT
from kamdesk.fields import Id, Link
from kamdesk.methods.months import month_of, month_start

MONTHS = 24
INVOICE_DAY = 10


@dataclass(frozen=True)
class Story:
    """Mean billing of the last six whole months and of the six before, days late, overdue part of what is open."""

    recent: int
    before: int
    late: int
    overdue: Fraction


STORIES = {  # product/06 A6, examples 1 (and with an expired licence) and 2
    "medisur": Story(820_000, 745_454, 5, Fraction(3, 100)), "alteza": Story(820_000, 745_454, 5, Fraction(3, 100)),
    "colimed": Story(400_000, 434_783, 30, Fraction(24, 100)),
}
# The distributor over its limit: what is open of last month and of this one; 120,000 more belong to an order.
OVER_LIMIT, OPEN_BEFORE, OPEN_NOW, OF_ORDER = "bajio", 900_000, 592_300, 120_000


def fill(book: Book) -> None:
    """Twenty-four months of invoices and payments of each."""
    for key, story in STORIES.items():
        _told(book, key, story)
    _over_limit(book)


def invoice(book: Book, party: Link, on: datetime.date, amount: int, *, days: int, **values: object) -> Row:
    """An invoice put in; its number is its place among all."""
    number = len(book.rows.get("invoice", ())) + 1
    due = on + datetime.timedelta(days=days)
    book.put("invoice", **{"category": "invoice", "number": f"A-{10_000 + number}", "party": party, "on": on,
                           "due": due,
                           "amount": amount, "tax": 0, "currency": "MXN", **values})
    return book.rows["invoice"][-1]


def pay(book: Book, of: Row, on: datetime.date, amount: int) -> None:
    """A payment of one invoice, or of a part of it, with its allocation."""
    number = len(book.rows.get("payment", ())) + 1
    payment = book.put("payment", party=of["party"], on=on, amount=amount, currency="MXN",
                       territory=of.get("territory"), method=("transfer", "transfer", "deposit", "cheque")[number % 4],
                       reference=f"SPEI {730_000 + number}", seller=of.get("seller"))
    book.put("allocation", source=Link("payment", payment), invoice=of["id"], amount=amount, on=on)


def where(book: Book, key: str) -> dict[str, Id]:
    """Territory and seller written on the papers of a distributor."""
    row = next(row for row in book.rows["distributor"] if row["id"] == named("distributor", key))
    return {"territory": row["territories"][0], "seller": row["owner"]}


def _on(book: Book, month: str) -> datetime.date:
    return min(month_start(month).replace(day=INVOICE_DAY), book.today)


def _told(book: Book, key: str, story: Story) -> None:
    party, days, extra = linked("distributor", key), CREDIT[key][1], where(book, key)
    open_now = 0
    for month in book.months(1 - MONTHS):
        recent = month >= book.months(-6)[0]
        amount = pesos(story.recent if recent else story.before)
        row = invoice(book, party, _on(book, month), amount, days=days, **extra)
        paid_on = row["due"] + datetime.timedelta(days=story.late)
        if paid_on <= book.today:
            pay(book, row, paid_on, amount)
        else:
            open_now += amount
    _overdue_rest(book, key, round(open_now * story.overdue / (1 - story.overdue)))


def _overdue_rest(book: Book, key: str, rest: int) -> None:
    """What is open past its day: a part of a whole month's billing, so that the month stays what it is."""
    days = CREDIT[key][1]
    month = month_of(book.day(-days - 30))
    whole = next(row for row in book.rows["invoice"] if row["party"] == linked("distributor", key)
                 and month_of(row["on"]) == month)
    split = next((row for row in book.rows["allocation"] if row["invoice"] == whole["id"]), None)
    whole["amount"] -= rest
    if split:
        split["amount"] -= rest
        payment = next(row for row in book.rows["payment"] if row["id"] == split["source"].id)
        payment["amount"] -= rest
    invoice(book, linked("distributor", key), whole["on"], rest, days=days, **where(book, key))


def _over_limit(book: Book) -> None:
    party, days, extra = linked("distributor", OVER_LIMIT), CREDIT[OVER_LIMIT][1], where(book, OVER_LIMIT)
    for month in book.months(1 - MONTHS):
        now, last = month == book.month, month == book.months(-1)[0]
        amount = pesos(OPEN_NOW if now else OPEN_BEFORE if last else book.random.randint(690_000, 910_000))
        row = invoice(book, party, _on(book, month), amount, days=days, **extra)
        if not now and not last:
            pay(book, row, min(row["due"] + datetime.timedelta(days=book.random.randint(0, 12)), book.day(-1)), amount)
