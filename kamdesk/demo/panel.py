"""Who is visited by whom: the parties of each person, when they are in turn, and the cycles that froze them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kamdesk.demo.book import Book, Row, named
from kamdesk.demo.clients import MONTHS, linked_to
from kamdesk.fields import Id, Link
from kamdesk.methods.months import month_start, months_into_fiscal_year

CYCLED = ("me", "r1", "r2", "r3", "r4", "r5", "r6")
MONTHLY = ("tender_office", "pharma_company")


@dataclass(frozen=True)
class Party:
    """Somebody on a panel: how many visits are due in the months in turn."""

    link: Link
    owner: Id
    territory: Id
    segment: str
    target: int
    every: int
    phase: int
    category: str

    def in_turn(self, month: str) -> bool:
        """Whether a month is one of its months (F01)."""
        return months_into_fiscal_year(month) % self.every == self.phase


def panel(book: Book, owner: str) -> list[Party]:
    """The clients and partners of a person, in the order they were put in."""
    who = named("person", owner)
    clients = [_client(row) for row in book.rows["client"] if row["owner"] == who]
    partners = [_partner(row) for row in book.rows["distributor"] if row["owner"] == who and row["stage"] == "active"]
    return clients + partners


def _client(row: Row) -> Party:
    monthly = row["category"] in MONTHLY
    every = 1 if monthly else MONTHS[row["segment"]]
    target = 2 if row["segment"] == "a" and not monthly else 1
    return Party(linked_to(row), row["owner"], row["territory"], row["segment"], target, every, row["phase"],
                 row["category"])


def _partner(row: Row) -> Party:
    return Party(Link("distributor", row["id"]), row["owner"], row["territories"][0], row["grade"], 2, 1, 0,
                 row["role"])


def fill(book: Book) -> None:
    """Thirteen months of cycles of those who plan by them; the months gone by are closed with their panel."""
    moved = _moved_since(book)
    for person in CYCLED:
        parties = panel(book, person)
        for month in book.months(-12):
            now = month == book.month
            first = month_start(month)
            cycle = book.put("visit_cycle", person=named("person", person), month=month,
                             published_on=first - datetime.timedelta(days=3), state="published" if now else "closed",
                             closed_on=None if now else book.calendar.next_working_day(book.working_days(month)[-1], 2))
            due = [each for each in parties if each.in_turn(month)]
            if not now:
                due = [moved, *due[1:]] if person == "me" else [each for each in due if each.link != moved.link]
            for each in due:
                book.put("cycle_client", cycle=cycle, party=each.link, territory=each.territory, owner=each.owner,
                         segment=each.segment, target=each.target)


def _moved_since(book: Book) -> Party:
    """A client that was the manager's until last month and now is a representative's."""
    row = next(row for row in book.rows["client"] if row["owner"] == named("person", "r1") and row["segment"] == "a")
    return _client({**row, "owner": named("person", "me")})
