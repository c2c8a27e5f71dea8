"""Fourteen months of visits of the team: planned, done, missed and to come, with what was said."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

import datetime
from typing import Any

from kamdesk.demo.book import Book, Row, named, tables
from kamdesk.demo.clients import OWNERS
from kamdesk.demo.panel import Party, panel
from kamdesk.fields import Id
from kamdesk.methods.months import add_months, month_end, month_of

SLOTS = ("08:30", "09:30", "10:30", "11:30", "12:30", "16:00", "17:00", "18:00")
DONE_TODAY = 0.6  # when the team has told about its day by noon
MISSED = 0.26  # of the visits that may fail without leaving a client late: about 13 % of all
LONG_AGO_MISSED = 0.12
PURPOSES = (("medical_promotion", 60), ("negotiation", 12), ("service", 10), ("collection", 8), ("training", 5),
            ("listing", 5))
OUTCOMES = (("interested", 52), ("neutral", 30), ("objection", 13), ("refused", 5))
MARKET_PEOPLE = {"Jalisco": "s1", "Bajío": "s2", "Colima y Nayarit": "s3", "Aguascalientes y Zacatecas": "r6"}


class Diary:
    """Puts visits in and gives each the next hour of its day."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._busy: dict[tuple[Id, datetime.date], int] = {}
        self._contacts: dict[Id, list[Id]] = {}
        for row in book.rows["contact"]:
            self._contacts.setdefault(row["party"].id, []).append(row["id"])
        self.products = [named("product", each[0]) for each in tables()["products"]]
        self._weights = [each[7] for each in tables()["products"]]

    def plan(self, party: Party, day: datetime.date, *, state: str = "planned", **values: Any) -> Row:
        """A planned visit on a day; ``state`` says what became of it."""
        return self._put(party, day, state, {"origin": "plan", "planned_on": day, "planned_first": day, **values})

    def unplanned(self, party: Party, day: datetime.date, **values: Any) -> Row:
        """A visit done without a plan."""
        return self._put(party, day, "done", {"origin": "extra", **values})

    def _put(self, party: Party, day: datetime.date, state: str, values: dict[str, Any]) -> Row:
        book, key = self.book, (party.owner, day)
        at = self._busy[key] = self._busy.get(key, -1) + 1
        row: Row = {"party": party.link, "owner": party.owner, "minutes": book.pick((30, 30, 40, 45, 60)),
                    "start": datetime.time.fromisoformat(SLOTS[at % len(SLOTS)]), "state": state,
                    "purpose": _chance(book, PURPOSES), **values}
        if state == "done":
            row = {**row, "done_on": day, **self._outcome(party), **values}
        elif state in ("missed", "cancelled") and "missed_reason" not in row:
            row["missed_reason"] = book.pick(("client_away", "client_moved", "i_could_not"))
        book.put("visit", **row)
        return book.rows["visit"][-1]

    def _outcome(self, party: Party) -> dict[str, Any]:
        book, outcome = self.book, _chance(self.book, OUTCOMES)
        chosen = tuple(dict.fromkeys(book.pick(self.products, self._weights)
                                     for _product in range(book.pick((1, 1, 2)))))
        return {"outcome": outcome, "products": chosen, "topics": ("product",),
                "contacts": tuple(self._contacts.get(party.link.id, ())[:1]),
                "objection": book.pick(tables()["objections"]) if outcome == "objection" else "",
                "note": book.pick(tables()["visit_notes"])}


def _chance(book: Book, options: tuple[tuple[str, int], ...]) -> str:
    return book.pick([name for name, _weight in options], [weight for _name, weight in options])


def fill(book: Book) -> None:
    """The visits of everybody but the manager's of this month, which ``my_month`` tells one by one."""
    diary = Diary(book)
    for person in ("me", *OWNERS):
        parties = panel(book, person)
        for month in book.months(-12, 1):
            if person != "me" or month < book.month:
                _month(diary, parties, month)
    _markets(book)


def _month(diary: Diary, parties: list[Party], month: str) -> None:
    book = diary.book
    days = book.working_days(month)
    for at, party in enumerate(each for each in parties if each.in_turn(month)):
        chosen = [days[_slot(at, visit, party.target, len(days))] for visit in range(party.target)]
        for visit, day in enumerate(chosen):
            state = _state(book, party, day, followed=visit + 1 < len(chosen) and chosen[-1] < book.today)
            if state:
                diary.plan(party, day, state=state)


def _slot(at: int, visit: int, visits: int, days: int) -> int:
    """The same day of each month for a party, so that its visits are evenly apart."""
    share = days // visits
    return min(days - 1, visit * share + at * 7 % max(share, 1))


def _state(book: Book, party: Party, day: datetime.date, *, followed: bool) -> str | None:
    """What became of a planned visit; next month is planned by half only."""
    if day > month_end(book.today):
        return "planned" if book.random.random() < 0.5 else None  # half of it
    if day > book.today:
        return "planned"
    if day == book.today:
        return "done" if book.random.random() < DONE_TODAY else "planned"
    recent = month_of(day) >= add_months(book.month, -1)
    mine = party.owner == named("person", "me") and party.segment == "c"  # her contacts are told one by one
    may_fail = followed or (party.segment in ("c", "d") and not mine) or not recent
    limit = MISSED if recent else LONG_AGO_MISSED
    if may_fail and book.random.random() < limit:
        return "missed"
    return "done"


def _markets(book: Book) -> None:
    """Each month somebody walks each market; this month one of the four is still to come."""
    for zone, person in MARKET_PEOPLE.items():
        for month in book.months(-12):
            if month == book.month and person == "r6":
                continue
            days = book.working_days(month, until=book.today)
            day = days[min(8, len(days) - 1)]
            book.put("visit", territory=named("territory", zone), owner=named("person", person), origin="plan",
                     planned_on=day, planned_first=day, done_on=day, start=datetime.time(13), minutes=120,
                     purpose="market", outcome="neutral", state="done", products=(named("product", "cardiovex"),),
                     note="Recorrido por farmacias y mayoristas: precios, existencias y promociones de la competencia.")

