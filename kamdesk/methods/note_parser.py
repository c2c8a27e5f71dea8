"""A11: a visit, payment or promise from one line: «Dra. Salas HSJ losartán 2m interesada llamar 12/02»."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kamdesk.methods.day_words import leading_day
from kamdesk.methods.names import DROPPED, name_words
from kamdesk.problems import Problem
from kamdesk.words import fold, parse_amount

CONTACT, PARTY, PRODUCT = "contact", "party", "product"
LONGEST_NAME = 8  # words
MOST_OPTIONS = 20  # a word that fits more names than this tells nothing and stays in the note

OUTCOMES = {"interesado": "interested", "interesada": "interested", "interested": "interested", "neutral": "neutral",
            "objecion": "objection", "objeto": "objection", "objection": "objection", "ausente": "refused",
            "no recibio": "refused", "absent": "refused"}
NEXT_STEPS = {"llamar": "call", "call": "call", "visitar": "visit", "volver": "visit", "visit": "visit",
              "enviar": "send_document", "mandar": "send_document", "send": "send_document"}
MONEY = {"prometio": "promise", "promete": "promise", "promesa": "promise", "promised": "promise", "pago": "payment",
         "abono": "payment", "deposito": "payment", "paid": "payment"}


@dataclass(frozen=True)
class Known:
    """A name the parser may meet: a contact (with the id of its ``party``), a client or distributor, a product."""

    id: str
    name: str
    sort: str
    code: str = ""
    party: str = ""


@dataclass(frozen=True)
class Doubt:
    """Words that fit several names; a person chooses among ``options`` (ids, in the order of their names)."""

    text: str
    options: tuple[str, ...]


@dataclass
class Note:
    """What was understood; ``text`` is the rest, ``doubts`` what a person must still choose.

    ``money``: «payment», «promise» or «» when the amount does not say which; ``amount`` in units, not minor units.
    """

    party: str = ""
    contacts: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    samples: dict[str, int] = field(default_factory=dict)
    outcome: str = ""
    next_step: str = ""
    next_on: datetime.date | None = None
    amount: Decimal | None = None
    money: str = ""
    due: datetime.date | None = None
    text: str = ""
    doubts: list[Doubt] = field(default_factory=list)


class Vocabulary:
    """The names of contacts, parties and products by their words, codes and acronyms."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.known = {one.id: one for one in sorted(known, key=lambda one: (fold(one.name), one.id))}
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._by_short: dict[str, list[str]] = defaultdict(list)
        for one in self.known.values():
            words = name_words(one.name)
            for word in dict.fromkeys(words):
                self._by_word[word].append(one.id)
            for short in {fold(one.code), _acronym(words), _acronym(fold(one.name).split())} - {""}:
                if one.sort != CONTACT:
                    self._by_short[short].append(one.id)

    def named(self, words: Sequence[str], sorts: frozenset[str]) -> list[str]:
        """Ids whose names hold these words in this order."""
        wanted = name_words(" ".join(words))
        if not wanted or all(word in DROPPED for word in wanted):
            return []
        found = [name for name in self._by_word.get(wanted[0], ()) if self.known[name].sort in sorts]
        return [name for name in found if _in_order(wanted, name_words(self.known[name].name))]

    def shortened(self, word: str, sorts: frozenset[str]) -> list[str]:
        """Ids with this code, or this acronym of two letters or more."""
        return [name for name in self._by_short.get(fold(word), ()) if self.known[name].sort in sorts]


def parse_note(text: str, *, vocabulary: Vocabulary, today: datetime.date) -> Note:
    """Read a line in order; words that mean nothing stay as the note, several meanings become doubts (A11).

    `@` before a word forces a person or party, `#` a product. Nothing is saved and nothing is guessed.
    """
    reader = _Reader(text.split(), vocabulary, today)
    while reader.left:
        reader.step()
    return reader.finished()


def _acronym(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def _in_order(wanted: Sequence[str], words: Sequence[str]) -> bool:
    following = iter(words)
    return all(word in following for word in wanted)


class _Reader:
    """Takes words from the left and fills the note."""

    def __init__(self, words: list[str], vocabulary: Vocabulary, today: datetime.date) -> None:
        self.left, self.vocabulary, self.today = words, vocabulary, today
        self.note = Note()
        self.rest: list[str] = []
        self.open: list[tuple[str, list[str]]] = []  # words and the names they fit, until only one is left
        self.awaits = ""  # what the next date belongs to: «next_on» or «due»

    def step(self) -> None:
        """Understand the next words, or leave one word to the note."""
        for read in (self._amount, self._samples, self._outcome, self._next_step, self._date, self._name):
            taken = read()
            if taken:
                del self.left[:taken]
                return
        self.rest.append(self.left.pop(0))

    def finished(self) -> Note:
        """Settle what the other names make certain; the rest are doubts."""
        for _round in range(2):  # a party may settle a contact, and that contact another party
            waiting = [(text, self._narrowed(names)) for text, names in self.open]
            self.open = [(text, names) for text, names in waiting if len(names) > 1 or not self._add(names[0])]
        self.note.doubts = [Doubt(text, tuple(names)) for text, names in self.open]
        self.note.text = " ".join(self.rest)
        return self.note

    def _amount(self) -> int:
        """«$50,000», and a verb before it: «prometió» alone is part of the note."""
        money = MONEY.get(_plain(self.left[0]), "")
        words = self.left[:2] if money else self.left[:1]
        if not words[-1].startswith("$") or self.note.amount is not None:
            return 0
        try:
            self.note.amount = parse_amount(words[-1].rstrip(".,;"))
        except Problem:
            return 0  # it stays in the note, as typed
        self.note.money = money
        self.awaits = "" if money == "payment" else "due"
        return len(words)

    def _samples(self) -> int:
        found = re.fullmatch(r"(\d{1,3})m", _plain(self.left[0]))
        if not found or not self.note.products or self.note.products[-1] in self.note.samples:
            return 0
        self.note.samples[self.note.products[-1]] = int(found[1])
        return 1

    def _outcome(self) -> int:
        for count in (2, 1):
            words = " ".join(map(_plain, self.left[:count]))
            if words in OUTCOMES and not self.note.outcome:
                self.note.outcome = OUTCOMES[words]
                return min(count, len(self.left))
        return 0

    def _next_step(self) -> int:
        if self.note.next_step or _plain(self.left[0]) not in NEXT_STEPS:
            return 0
        self.note.next_step = NEXT_STEPS[_plain(self.left[0])]
        self.awaits = "next_on"
        return 1

    def _date(self) -> int:
        found = leading_day(self.left, today=self.today) if self.awaits else None
        if found is None:
            return 0
        if self.awaits == "due":
            self.note.due = found[0]
        else:
            self.note.next_on = found[0]
        self.awaits = ""
        return found[1]

    def _name(self) -> int:
        """The longest run of words that names something, then codes and acronyms."""
        sorts, first = _forced(self.left[0])
        for count in range(min(LONGEST_NAME, len(self.left)), 0, -1):
            words = [first, *self.left[1:count]]
            if _plain(words[-1]) in DROPPED:
                continue
            names = self.vocabulary.named(words, sorts)
            if not names and count == 1:
                names = self.vocabulary.shortened(_plain(first), sorts)
            if names:
                if not self._take(" ".join(words), names):
                    self.rest.extend(self.left[:count])
                return count
        return 0

    def _take(self, text: str, names: list[str]) -> bool:
        """Keep names for these words; False when they are too many, or all of another party than the one certain."""
        exact = [name for name in names if name_words(self.vocabulary.known[name].name) == name_words(text)]
        chosen = exact if len(exact) == 1 else names
        if len(chosen) == 1:
            return self._add(chosen[0])
        possible = [name for name in chosen if not self._contradicts(name)]
        if possible and len(chosen) <= MOST_OPTIONS:
            self.open.append((text, possible))
            return True
        return False

    def _narrowed(self, names: list[str]) -> list[str]:
        """Those of the party already certain, if any."""
        return [name for name in names if not self._contradicts(name)] or names

    def _contradicts(self, name: str) -> bool:
        """Whether a name is of another party than the one certain: a visit has one."""
        is_product = self.vocabulary.known[name].sort == PRODUCT
        return bool(self.note.party) and not is_product and self._party_of(name) != self.note.party

    def _party_of(self, name: str) -> str:
        one = self.vocabulary.known[name]
        return one.party if one.sort == CONTACT else one.id

    def _add(self, name: str) -> bool:
        """Write a certain name into the note; False when it is of another party."""
        sort, note = self.vocabulary.known[name].sort, self.note
        if self._contradicts(name):
            return False
        if sort == PRODUCT:
            note.products = list(dict.fromkeys([*note.products, name]))
            return True
        note.party = self._party_of(name)
        if sort == CONTACT:
            note.contacts = list(dict.fromkeys([*note.contacts, name]))
        return True


def _plain(word: str) -> str:
    return fold(word).strip(".,;:()")


def _forced(word: str) -> tuple[frozenset[str], str]:
    """The sorts a word may name and the word without its mark."""
    if word.startswith("@"):
        return frozenset({CONTACT, PARTY}), word[1:]
    if word.startswith("#"):
        return frozenset({PRODUCT}), word[1:]
    return frozenset({CONTACT, PARTY, PRODUCT}), word
