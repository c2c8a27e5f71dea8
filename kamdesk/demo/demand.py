"""What the sales of the demo tell: the flagship on the shelf, a demand that grew, a pharmacy that stopped buying."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

from kamdesk.demo.book import Book, Row, named, pesos
from kamdesk.demo.clients import clients, linked_to
from kamdesk.demo.region import places
from kamdesk.demo.sales import ON_SHELF, TEAM_OF, elapsed

FLAGSHIP, SHELF_DAYS = "cardiovex", 80
GROWN, GROWN_ZONE, GROWTH = "neurolem", "Jalisco", Fraction(118, 100)
SINCE_LAST, INTERVALS = 51, (29, 35, 30, 31, 30, 28)  # days back from the last purchase; their median is 30
AGENT, AGENT_TEAM, AGENT_SOLD, AGENT_SHARE = "herrera", "s2", pesos(410_000), Fraction(15, 19)
RARE = 90  # the place of the pharmacy that buys every thirty days, among all


def fill(book: Book) -> None:
    """Adjust the sales that have been put in; what the company sold this month and a year ago stays as it is."""
    _stopped(book)
    _on_shelf(book)
    _agent(book)
    _grown(book)


def _on_shelf(book: Book) -> None:
    """Each of the first pharmacies got the flagship in the last weeks, from the company or from a distributor."""
    wanted = {row["id"]: row for row in clients(book, category="pharmacy")[:ON_SHELF]}
    for row in book.rows["sales_record"]:
        if row["product"] == named("product", FLAGSHIP) and row["on"] > book.day(-SHELF_DAYS):
            wanted.pop(row["party"].id, None)
    for at, row in enumerate(wanted.values()):
        _sell(book, row, FLAGSHIP, book.work(-22 - at % 12), flow="sell_out")


def _sell(book: Book, row: Row, product: str, day: datetime.date, *, flow: str) -> None:
    book.put("sales_record", on=day, month=f"{day:%Y-%m}", party=linked_to(row), territory=row["territory"],
             source="import", via=named("distributor", "medisur"), seller=row["owner"],
             product=named("product", product), flow=flow, units=Decimal(6), amount=pesos(2_100), cost=None,
             document="", category="sale")


def _agent(book: Book) -> None:
    """This month an agent sold 410,000 of a target of 500,000 (in proportion to the day): rows of its zone are its."""
    left = round(AGENT_SOLD * elapsed(book) / AGENT_SHARE)
    team = {named("person", key) for key, boss in TEAM_OF.items() if boss == AGENT_TEAM}
    for row in [row for row in book.rows["sales_record"] if row["month"] == book.month and row["seller"] in team
                and row["via"] and row["party"].kind == "client" and not row.get("flow") and row["category"] == "sale"]:
        if left and row["amount"] > left:
            rest = row["amount"] - left
            part = Decimal(max(1, int(row["units"]) * left // row["amount"]))
            cost = row["cost"] * left // row["amount"]
            book.put("sales_record", **{**row, "amount": rest, "units": max(row["units"] - part, Decimal(1)),
                                        "cost": row["cost"] - cost, "document": f"{row['document']}-B"})
            row.update(amount=left, units=part, cost=cost)
        if left:
            row["via"], left = named("distributor", AGENT), left - row["amount"]


def _grown(book: Book) -> None:
    """Units of one product in one market: three whole months against the three before, 18.0 % more."""
    cities = {named("territory", city) for city, (zone, *_where) in places().items() if zone == GROWN_ZONE}
    rows = [row for row in book.rows["sales_record"] if row["product"] == named("product", GROWN)
            and not row.get("flow")
            and row["territory"] in {*cities, named("territory", GROWN_ZONE)} and row["category"] == "sale"]
    before, after = ([row for row in rows if row["month"] in book.months(first, first + 2)] for first in (-6, -3))
    if before and after:
        base = max(50 * round(sum(int(row["units"]) for row in before) / 50), 50)
        _scale(before, base)
        _scale(after, int(base * GROWTH))


def _scale(rows: list[Row], total: int) -> None:
    """Units in proportion to what they were, whole, with this sum."""
    now = sum(int(row["units"]) for row in rows)
    for row in rows:
        row["units"] = Decimal(max(1, int(row["units"]) * total // now))
    largest = max(rows, key=lambda row: row["units"])
    largest["units"] += total - sum(int(row["units"]) for row in rows)


def _stopped(book: Book) -> None:
    """A pharmacy that buys every thirty days and has not for fifty-one; its other purchases were a neighbour's."""
    shelf = clients(book, category="pharmacy")
    rare = shelf[RARE]
    other = next(row for row in shelf[RARE + 1:] if row["owner"] == rare["owner"])
    for row in book.rows["sales_record"]:
        if row["party"].id == rare["id"]:
            row.update(party=linked_to(other), territory=other["territory"])
    day = book.day(-SINCE_LAST)
    for back in (0, *INTERVALS):
        day -= datetime.timedelta(days=back)
        _sell(book, rare, "presolan", day, flow="sell_in")
