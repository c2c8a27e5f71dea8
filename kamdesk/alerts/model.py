"""What an alert is, what a rule is, and how the rules are asked (product/06 A10)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from kamdesk import clock
from kamdesk.fields import Id, Link
from kamdesk.figures.calendars import calendar_of
from kamdesk.figures.model import REGION, Scope
from kamdesk.kinds import Record
from kamdesk.methods.calendar import WorkCalendar
from kamdesk.records.clients import Client
from kamdesk.store import Reader
from kamdesk.words import relative_day

BAD, WATCH, NOTICE = "bad", "warn", "info"
ORDER = (BAD, WATCH, NOTICE)
Tells = Literal["", "amount", "credit"]  # what a sentence tells that may not be told to everybody
AMOUNT: Tells = "amount"
CREDIT: Tells = "credit"
MANY = 10_000  # clients of a region beyond which only mine are gone through one by one
MOST = 200  # alerts of one rule: nobody decides more in a day


@dataclass(frozen=True)
class Alert:
    """One thing to decide: its rule, the record it is about, two lines of text, how bad, and the verb.

    on      the day it is about                        amount   minor units of the base currency it is about
    owner   whose it is, None for everybody            tells    the class of confidentiality of its words, or ""
    """

    code: str
    about: Link
    title: str
    text: str
    severity: str
    verb: str
    on: datetime.date | None = None
    amount: int | None = None
    owner: Id | None = None
    tells: Tells = ""


@dataclass(frozen=True)
class Limit:
    """A threshold of a rule: its name (msgid) and what counts while nobody changes it."""

    label: str
    default: int


@dataclass(frozen=True)
class Outside:
    """What a rule cannot read in the base: the day of the last backup, and files that wait with the day they came."""

    last_copy: datetime.date | None = None
    files: Sequence[tuple[str, datetime.date]] = ()


NOWHERE = Outside()


class Look:
    """What a rule may ask: records, settings, its own limits and today; shared by all rules of one look."""

    def __init__(self, reader: Reader, outside: Outside = NOWHERE) -> None:
        self.outside = outside
        self.today = clock.today()
        self.facts = reader.facts  # the store's, which remember what cards and rules asked

    @property
    def reader(self) -> Reader:
        """Records and settings, each list read once a look."""
        return self.facts.reader

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days of everybody."""
        return calendar_of(self.reader)

    @cached_property
    def scope(self) -> Scope:
        """Whose parties a rule goes through one by one: everybody's, mine where they are too many to decide about."""
        me = self.reader.me
        wide = me is not None and (self.reader.setting("alerts_scope") == "own"
                                   or self.reader.count(Client, status="active") > MANY)
        return Scope(person=me, alone=True) if wide else REGION

    def limit(self, code: str, name: str) -> int:
        """A threshold as Ajustes has it."""
        return int(self.reader.setting("alert_thresholds").get(f"{code}.{name}", RULES[code].limits[name].default))

    def ahead(self, days: int) -> datetime.date:
        """The day so many days from today; negative: ago."""
        return self.today + datetime.timedelta(days)

    def when(self, day: datetime.date) -> str:
        """«hoy», «en 3 d», «hace 2 d»."""
        return relative_day(day, self.today)

    def names(self, links: Iterable[Link | None]) -> dict[Id, str]:
        """What records are called, all in one question."""
        return self.reader.names([each for each in links if each is not None])

    def names_of(self, kind: str, ids: Iterable[Id | None]) -> dict[Id, str]:
        """What records of a kind are called."""
        return self.names(Link(kind, each) for each in ids if each)


Find = Callable[[Look], Iterator[Alert]]


@dataclass(frozen=True)
class Rule:
    """A rule of the register: code (L number), its name (msgid), the kinds it reads, its thresholds, its finder."""

    code: str
    name: str
    reads: tuple[str, ...]
    find: Find
    limits: Mapping[str, Limit] = field(default_factory=dict)


RULES: dict[str, Rule] = {}


def rule(code: str, name: str, *reads: str, **limits: tuple[str, int]) -> Callable[[Find], Find]:
    """Register a rule under its L number; ``limits``: name=(what it is called, default)."""

    def register(find: Find) -> Find:
        RULES[code] = Rule(code, name, reads, find, {key: Limit(*each) for key, each in limits.items()})
        return find

    return register


def link_to(record: Record) -> Link:
    """The link to a record."""
    return Link(record.kind.name, record.id)


def soon(left: int, *, near: int, far: int) -> str | None:
    """How bad a date is ``left`` days away: at most ``near`` is bad, within ``far`` a look, later is nothing."""
    if left > far:
        return None
    return BAD if left <= near else WATCH
