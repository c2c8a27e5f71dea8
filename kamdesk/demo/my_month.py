"""This month of the manager, planted to the visit: coverage 38 of 46, plan 41 of 47, today's agenda of five."""

from __future__ import annotations

import datetime
from itertools import cycle

from kamdesk.demo.book import Book, named
from kamdesk.demo.panel import Party, panel
from kamdesk.demo.partners import OFFICE
from kamdesk.demo.region import places
from kamdesk.demo.visits import Diary

# Not visited yet this month: three A late by name, the tender office, three B and one C.
LATE = ("m-public_hospital-a-1", "m-pharmacy-a-0", "m-physician-a-0")
WAITING = ("m-tender_office-b-0", "m-pharmacy-b-0", "m-physician-b-8", "m-institution-b-0")
LATE_C = "m-pharmacy-c-1"
AGENDA = (("m-private_hospital-a-0", "08:30", "listing"), ("m-public_hospital-a-0", "10:00", "negotiation"),
          ("bajio", "12:15", "collection"), ("m-physician-b-0", "16:00", "medical_promotion"),
          ("m-clinic-c-0", "17:30", "training"))
TWICE = ("m-private_hospital-a-0", "m-public_hospital-a-0", "bajio", "medisur")  # all their visits are done
OPEN = ("alteza", "montes", "m-private_hospital-a-1")  # one visit missing that nobody has planned
EXTRAS = 16
FULL_DAY = 9  # visits: the first days of a month have room for so many
LAST_SEEN = {**dict.fromkeys(LATE, -27), "m-tender_office-b-0": -34, "m-pharmacy-b-0": -33, "m-physician-b-8": -33,
             "m-institution-b-0": -33}


def fill(book: Book) -> None:
    """The manager's month; the parties left without contact are kept apart for the other parts."""
    diary = Diary(book)
    parties = {_key(each): each for each in panel(book, "me")}
    quiet = {named("client", key) for key in (*LATE, *WAITING, LATE_C)}
    _last_seen(book, parties)
    due = [each for each in parties.values() if each.in_turn(book.month) and each.link.id not in quiet]
    _done(diary, due)
    _ahead(diary, parties, due)
    _not_done(diary, parties)
    _today(diary, parties)


def quiet_parties(book: Book) -> set[str]:
    """The parties of the manager that nobody has been in contact with for too long."""
    out_of_turn = [each for each in panel(book, "me") if each.segment == "c" and not each.in_turn(book.month)]
    return {named("client", key) for key in (*LATE, *WAITING, LATE_C)} | {each.link.id for each in out_of_turn[:3]}


def _key(party: Party) -> str:
    """The name a party has in this file; its id where it has none."""
    names = {named("client", key): key for key in (*LATE, *WAITING, LATE_C, *(each[0] for each in AGENDA), *OPEN)}
    names |= {named("distributor", key): key for key in ("bajio", "medisur", "alteza", "montes")}
    return names.get(party.link.id, party.link.id)


def _last_seen(book: Book, parties: dict[str, Party]) -> None:
    """The last visit of those who wait is where the story says; later ones of the plan did not happen."""
    limits = {parties[key].link.id: book.work(0) + datetime.timedelta(days=days) for key, days in LAST_SEEN.items()}
    limits |= dict.fromkeys(quiet_parties(book) - set(limits), book.day(-64))
    for row in book.rows["visit"]:
        limit = limits.get(row["party"].id) if row.get("party") else None
        if limit and row["state"] == "done" and row["done_on"] > limit:
            row.update(state="missed", done_on=None, outcome=None, missed_reason="client_moved")
    diary = Diary(book)
    for party in parties.values():
        if party.link.id in limits:
            diary.unplanned(party, _working(book, limits[party.link.id]), outcome="interested",
                            purpose="medical_promotion")


def _working(book: Book, day: datetime.date) -> datetime.date:
    """The day, or the working day before it."""
    while not book.calendar.is_working(day):
        day -= datetime.timedelta(days=1)
    return day


def _done(diary: Diary, due: list[Party]) -> None:
    """One visit each, two to those whose visits are all done, sixteen of them beyond the plan."""
    book = diary.book
    past = [day for day in book.working_days(book.month, until=book.today) if day < book.today]
    if not past:
        return
    due = due[:len(past) * FULL_DAY]
    early, late = past[:-7] or past, past[-7:]
    days = {True: cycle(late), False: cycle(past)}
    twice = {named("client", key) for key in TWICE} | {named("distributor", key) for key in TWICE}
    for party in due:
        if party.link.id == named("distributor", TWICE[-1]):
            diary.unplanned(party, early[0], outcome="interested", purpose="service")
        elif party.link.id in twice and party.link.id != named("client", TWICE[0]):
            diary.plan(party, early[0], state="done", outcome="interested")
        diary.plan(party, next(days[party.target > 1]), state="done", outcome="neutral")
    room = max(0, len(past) * FULL_DAY - len(due))
    for party in [each for each in due if each.segment == "b" and each.target == 1][:min(room, EXTRAS - 1)]:
        diary.unplanned(party, next(days[False]), outcome="interested", purpose="service")


def _ahead(diary: Diary, parties: dict[str, Party], due: list[Party]) -> None:
    """Twenty-two visits planned in the four days after today: the second ones, and who is not in turn."""
    book = diary.book
    settled = {parties[key].link.id for key in (*TWICE, *OPEN)}
    second = [each for each in due if each.target > 1 and each.link.id not in settled]
    others = [each for each in parties.values() if not each.in_turn(book.month)]
    # From west to east, as she would drive.
    ahead = sorted(second + others, key=lambda each: (_longitude(each), each.link.id))
    for at, party in enumerate(ahead):
        diary.plan(party, book.work(1 + at * 4 // len(ahead)))


def _longitude(party: Party) -> int:
    """Of the city of a client; partners are visited at their offices in the middle of the week."""
    cities = {named("territory", city): longitude for city, (_zone, _latitude, longitude) in places().items()}
    return int(1_000 * cities.get(party.territory, places()[OFFICE][2]))


def _not_done(diary: Diary, parties: dict[str, Party]) -> None:
    """Two missed, and three called off by a holiday, which do not count against the plan."""
    book = diary.book
    for key in LATE[:2]:
        diary.plan(parties[key], book.work(-6), state="missed", missed_reason="client_away")
    for key in WAITING[:3]:
        diary.plan(parties[key], book.work(-5), state="cancelled", missed_reason="holiday")


def _today(diary: Diary, parties: dict[str, Party]) -> None:
    for at, (key, start, purpose) in enumerate(AGENDA):
        row = diary.plan(parties[key], diary.book.today, state="planned" if at else "done", purpose=purpose)
        row.update(start=datetime.time.fromisoformat(start), minutes=35 if at == 0 else 45)
        if at == 0:
            row.update(outcome="interested", products=(named("product", "cardiovex"),),
                       note="Acepta llevar Cardiovex al comité. Pide comparativo de costo por día contra genérico.")
