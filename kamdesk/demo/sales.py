"""Thirty-six months of sales: seasonal, by channel, seller and product, with the month of today planted to the peso."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from kamdesk.demo.book import Book, Row, named, pesos, shares, tables
from kamdesk.demo.catalogue import channel_of
from kamdesk.demo.clients import clients, linked_to
from kamdesk.demo.partners import UNCOVERED
from kamdesk.fields import Id, Link
from kamdesk.methods.months import add_months, month_end, month_of, month_start

MONTHS = 36
TARGET = pesos(10_400_000)  # of the month of today
ATTAINED = Fraction(8_420_000, 8_210_526)  # of the target to date
GROWTH = Fraction(8_420_000, 8_096_154)  # over the same days of last year
YEARLY = 1.045
SEASON = (0.80, 0.86, 0.97, 0.92, 0.99, 1.04, 0.95, 1.07, 1.10, 1.05, 1.12, 0.89)  # January to December
NORMAL = 9_350_000  # pesos of a month of season 1 in the year of today
RETURNS = Fraction(18, 860)  # of gross sales
CHANNEL_SHARES = {"Distribuidor": 620, "Cadena": 140, "Hospital directo": 130, "Institucional": 110}
ROWS = {"Distribuidor": 150, "Cadena": 24, "Hospital directo": 34, "Institucional": 26}  # of a month
# team -> target of the month in pesos, part of its target to date that it has reached; the rest is the manager's
TEAMS = {"s1": (4_400_000, Fraction(108, 100)), "s2": (3_600_000, Fraction(104, 100)),
         "s3": (1_200_000, Fraction(76, 100)),
         "me": (1_200_000, None)}
TEAM_OF = {"me": "me", "s1": "s1", "r1": "s1", "r2": "s1", "r3": "s1", "s2": "s2", "r4": "s2", "r5": "s2", "s3": "s3",
           "r6": "s3"}
BUYERS = {"public_hospital": 18, "private_hospital": 9, "clinic": 34, "institution": 12, "pharmacy_chain": 8,
          "tender_office": 6}
PHARMACIES = 118  # with those above and nine distributors: 214 that bought a year ago
ON_SHELF, CHECKED = 71, 13
LOST, NEW = 9, 5
SELL_OUT_ROWS = 84


@dataclass
class Buyer:
    """Somebody who buys: through which channel and distributor, who sells, how much, and between which months."""

    link: Link
    territory: Id
    seller: Id
    team: str
    channel: str
    via: Id | None
    weight: float
    first: str = ""
    last: str = "9999-12"
    flagship: bool = True
    products: list[int] = field(default_factory=list)

    def buys_in(self, month: str) -> bool:
        """Whether it is a client in a month."""
        return self.first <= month <= self.last


def elapsed(book: Book) -> Fraction:
    """The part of this month's working days that is over, today included; never 0."""
    share = book.calendar.elapsed_share(month_start(book.today), book.today, month_end(book.today))
    return share or Fraction(1, 20)


def month_total(book: Book, month: str) -> int:
    """Net sales of a month in minor units; of this month to today."""
    if month == book.month:
        return round(TARGET * elapsed(book) * ATTAINED)
    years = (int(book.month[:4]) * 12 + int(book.month[5:]) - int(month[:4]) * 12 - int(month[5:])) / 12
    return pesos(round(NORMAL * SEASON[int(month[5:]) - 1] / YEARLY**years))


def fill(book: Book) -> None:
    """Company sales and what distributors tell they sold."""
    found = buyers(book)
    for month in book.months(1 - MONTHS):
        _month(book, month, [each for each in found if each.buys_in(month)])
    _sell_out(book, found)


def buyers(book: Book) -> list[Buyer]:
    """The parties that buy: 214 of a year ago, of which nine are lost, and five new ones."""
    rows = [row for category, count in BUYERS.items() for row in clients(book, category=category)[:count]]
    shelf = clients(book, category="pharmacy")
    found = [_buyer(book, at, row) for at, row in enumerate(rows + shelf[:PHARMACIES])]
    for at, each in enumerate(found[len(rows):]):
        each.flagship = at < ON_SHELF
    quitters = [each for each in found[len(rows):] if not each.flagship][:LOST]
    for each in quitters:
        each.last = add_months(book.month, -8)
    newcomers = (clients(book, category="clinic")[BUYERS["clinic"]:] + shelf[PHARMACIES:])[:NEW]
    newcomers += clients(book, category="tender_office")[BUYERS["tender_office"]:][:NEW - len(newcomers)]
    for at, row in enumerate(newcomers):
        found.append(_buyer(book, at, row))
        found[-1].first, found[-1].flagship = book.month, False
    return found + [_partner(row) for row in book.rows["distributor"][:len(tables()["distributors"])]]


def _buyer(book: Book, at: int, row: Row) -> Buyer:
    owner = next(key for key in TEAM_OF if named("person", key) == row["owner"])
    name = next(each for each in CHANNEL_SHARES if channel_of(row["category"]) == named("channel", each))
    zone = next(each["parent"] for each in book.rows["territory"] if each["id"] == row["territory"])
    near = [each for each in book.rows["distributor"][:len(tables()["distributors"])] if zone in each["territories"]]
    via = near[at % len(near)]["id"] if name == "Distribuidor" else None
    return Buyer(linked_to(row), row["territory"], row["owner"], TEAM_OF[owner], name, via,
                 {"a": 8.0, "b": 3.5, "c": 1.5, "d": 0.8}[row["segment"]], products=_basket(book, row["territory"]))


def _partner(row: Row) -> Buyer:
    owner = next(key for key in TEAM_OF if named("person", key) == row["owner"])
    weight = next(each[5] for each in tables()["distributors"] if named("distributor", each[0]) == row["id"])
    return Buyer(Link("distributor", row["id"]), row["territories"][0], row["owner"], TEAM_OF[owner], "Distribuidor",
                 row["id"], weight * 1.0, products=list(range(len(tables()["products"]))))


def _basket(book: Book, territory: Id) -> list[int]:
    """Products a party buys: some of the catalogue, the flagship always among them, no line nobody covers there."""
    closed = {line for city, line in UNCOVERED if named("territory", city) == territory}
    known = [at for at, each in enumerate(tables()["products"]) if at and each[2] not in closed]
    return [0, *sorted(book.random.sample(known, book.random.randint(4, 8)))]


def _month(book: Book, month: str, found: Sequence[Buyer]) -> None:
    """The rows of a month: their sum is its total, each channel and team has its part."""
    gross = round(month_total(book, month) / (1 - RETURNS))
    now, before = month == book.month, month == add_months(book.month, -12)
    chosen = [each for name, count in ROWS.items() for each in _chosen(book, name, count, found, month=month)]
    weights = _levelled(book, chosen, now=now)
    days = book.working_days(month, until=book.today if now else None)
    rows = [_row(book, each, amount, days[at * 7 % len(days)])
            for at, (each, amount) in enumerate(zip(chosen, shares(gross, weights), strict=True))]
    refund = month_total(book, month) - gross
    _returns(rows, chosen, refund, every_cell=now)
    if before:
        _same_days(book, rows, month_total(book, month))
    for row in rows:
        book.put("sales_record", **row)


def _returns(rows: list[Row], chosen: Sequence[Buyer], refund: int, *, every_cell: bool) -> None:
    """What came back, ``refund`` in all; this month in every channel and team alike, so that their parts stay."""
    cells: dict[tuple[str, str], list[Row]] = {}
    for row, buyer in zip(rows, chosen, strict=True):
        cells.setdefault((buyer.channel, buyer.team), []).append(row)
    largest = [max(each, key=lambda row: row["amount"]) for each in cells.values()]
    weights = [float(sum(row["amount"] for row in each)) for each in cells.values()]
    if not every_cell:
        largest, weights = rows[::len(rows) // 6][:6], [5.0, 4.0, 3.0, 3.0, 2.0, 1.0]
    for each, amount in zip(largest, shares(refund, weights), strict=True):
        part = Fraction(amount, max(each["amount"], 1))
        rows.append({**each, "category": "return", "amount": amount,
                     "units": Decimal(min(-1, round(int(each["units"]) * part))),
                     "cost": round(each["cost"] * part), "document": f"DV{each['document'][1:]}"})


def _chosen(book: Book, channel: str, count: int, found: Iterable[Buyer], *, month: str) -> list[Buyer]:
    """Who bought: everybody of the channel in turn, the large ones more often."""
    here = [each for each in found if each.channel == channel]
    turn = int(month[:4]) * 12 + int(month[5:])
    must = [each for at, each in enumerate(here) if (at + turn) % 2 == 0 or each.weight > 3]  # A and B
    rest = [book.pick(here, [each.weight for each in here]) for _row_ in range(max(0, count - len(must)))]
    return must + rest


def _levelled(book: Book, chosen: Sequence[Buyer], *, now: bool) -> list[float]:
    """Weights by chance, levelled so that channels, and this month the teams too, have their part."""
    weights = [each.weight * book.random.uniform(0.5, 1.5) for each in chosen]
    team = {key: float(target * (reached or 0)) for key, (target, reached) in TEAMS.items()}
    whole = float(TARGET * ATTAINED) / 100
    team["me"] = whole - sum(team.values())
    for _turn in range(30 if now else 3):
        if now:
            weights = _raked(weights, [each.team for each in chosen],
                             {key: value / whole for key, value in team.items()})
        weights = _raked(weights, [each.channel for each in chosen],
                         {key: value / 1000 for key, value in CHANNEL_SHARES.items()})
    return weights


def _raked(weights: Sequence[float], keys: Sequence[str], parts: dict[str, float]) -> list[float]:
    """Weights scaled so that each key has its part of the whole."""
    sums: dict[str, float] = {}
    for weight, key in zip(weights, keys, strict=True):
        sums[key] = sums.get(key, 0.0) + weight
    return [weight * parts[key] / sums[key] for weight, key in zip(weights, keys, strict=True)]


def _row(book: Book, buyer: Buyer, amount: int, day: datetime.date) -> Row:
    products = buyer.products if buyer.flagship else buyer.products[1:]
    catalogue = tables()["products"]
    at = book.pick(products, [catalogue[each][7] for each in products])
    key, _name, _line, _category, _presentation, _ingredient, price, *_rest = catalogue[at]
    units = max(1, round(amount / (price * 82)))
    return {"on": day, "month": month_of(day), "party": buyer.link, "via": buyer.via, "territory": buyer.territory,
            "seller": buyer.seller, "product": named("product", key), "units": Decimal(units), "amount": amount,
            "cost": round(amount * 0.6), "document": f"F-{day:%y%m}-{book.random.randint(1, 99_999):05d}",
            "source": "import", "category": "sale"}


def _same_days(book: Book, rows: list[Row], total: int) -> None:
    """Last year's month: what was sold up to the same day is what the growth of today is measured against."""
    wanted = min(round(month_total(book, book.month) / GROWTH), total)
    days = book.working_days(add_months(book.month, -12))
    early = [day for day in days if day.day <= book.today.day] or days[:1]
    late = [day for day in days if day.day > book.today.day] or days[-1:]
    inside: list[Row] = []
    missing = wanted
    for row in sorted(rows, key=lambda each: each["amount"]):  # returns first, then the small ones
        if row["amount"] <= missing:
            inside.append(row)
            missing -= row["amount"]
    outside = [row for row in rows if row not in inside]
    if outside:
        inside[-1]["amount"] += missing
        outside[-1]["amount"] -= missing
    for at, row in enumerate(inside):
        row.update(on=early[at % len(early)])
    for at, row in enumerate(outside):
        row.update(on=late[at % len(late)])


def _sell_out(book: Book, found: Sequence[Buyer]) -> None:
    """What distributors sold to pharmacies, as they tell it month by month."""
    served = [each for each in found if each.via and each.link.kind == "client"]
    for month in book.months(1 - MONTHS, -1):
        days = book.working_days(month)
        for _turn in range(SELL_OUT_ROWS):
            buyer = book.pick([each for each in served if each.buys_in(month)])
            row = _row(book, buyer, pesos(book.random.randint(2_000, 30_000)), book.pick(days))
            book.put("sales_record", **{**row, "flow": "sell_out", "document": "", "cost": None})
