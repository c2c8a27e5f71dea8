"""A9: how alike two clients, contacts or distributors are, and which of thousands look like a new one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kamdesk.methods import tax_id
from kamdesk.methods.distance import Point, great_circle_km
from kamdesk.methods.names import edits_allowed, is_initial_of, name_words, numbers, similarity
from kamdesk.words import N_, fold

ALMOST_SURE, POSSIBLE = 85, 70
NAME_POINTS = 75
LIKE = Fraction(1, 2)  # names that share half of their words are worth a word
SAME_CITY, OTHER_CITY = 10, -10
SAME_CONTACT = 20
SAME_PLACE, OTHER_PLACE = 10, -20
SAME_FAMILY = 5  # parent or specialty
OTHER_CATEGORY = -15
SAME_TAX_ID, OTHER_TAX_ID = 90, -30
BRANCHES = 60  # no more for different numbers in the names, and for branches of one chain
NEAR_KM = 0.2
PHONE_DIGITS = 7  # the part of a number that people write with and without its prefixes
STREET_WORDS = frozenset({
    "av", "avenida", "ave", "calle", "c", "cl", "jr", "jiron", "blvd", "boulevard", "bulevar", "calz", "calzada",
    "carr", "carretera", "cra", "carrera", "psje", "pasaje", "prol", "prolongacion", "no", "num", "numero", "nro",
    "n", "de", "del", "la", "las", "los", "el", "y",
})


@dataclass(frozen=True)
class Entry:
    """What is known of a party or contact; empty means unknown. ``person``: a physician or a contact."""

    id: str
    name: str
    person: bool = False
    pharmacy: bool = False
    city: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    point: Point | None = None
    address: str = ""
    parent: str = ""
    specialty: str = ""
    category: str = ""
    tax_id: str = ""


@dataclass(frozen=True)
class Match:
    """An entry that looks like the one asked for, with its score from 0 to 100."""

    id: str
    score: Fraction

    @property
    def almost_sure(self) -> bool:
        """«casi seguro»: creating asks «Es el mismo / Crear otro»; below, it is «posible»."""
        return self.score >= ALMOST_SURE


def score(a: Entry, b: Entry) -> Fraction:
    """How sure it is that two entries are the same, 0 to 100 (product/06 A9 step 3)."""
    words_a, words_b = name_words(a.name), name_words(b.name)
    alike = similarity(words_a, words_b, people=a.person and b.person)
    place, same_tax = _same_place(a, b), _same(tax_id.normal(a.tax_id), tax_id.normal(b.tax_id))
    points = (NAME_POINTS * alike + _points(_same(fold(a.city), fold(b.city)), SAME_CITY, OTHER_CITY)
              + SAME_CONTACT * _share_contact(a, b) + _points(place, SAME_PLACE, OTHER_PLACE)
              + SAME_FAMILY * _share_family(a, b) + _points(_same(a.category, b.category), 0, OTHER_CATEGORY)
              + _points(same_tax, 0, OTHER_TAX_ID))
    if same_tax:
        points = max(points, Fraction(SAME_TAX_ID))
    of_two = numbers(words_a) != numbers(words_b) and bool(numbers(words_a)) and bool(numbers(words_b))
    if of_two or ((same_tax or alike == 1) and _are_branches(a, b, place)):
        points = min(points, Fraction(BRANCHES))
    return min(max(points, Fraction(0)), Fraction(100))


def reasons(a: Entry, b: Entry) -> list[str]:
    """Why two entries look alike, or do not quite: marked messages, in the order of their weight."""
    words_a, words_b = name_words(a.name), name_words(b.name)
    alike = similarity(words_a, words_b, people=a.person and b.person)
    city, place = _same(fold(a.city), fold(b.city)), _same_place(a, b)
    told = ((alike == 1, N_("same name")), (LIKE <= alike < 1, N_("similar name")),
            (bool(_same(tax_id.normal(a.tax_id), tax_id.normal(b.tax_id))), N_("same tax id")),
            (_share_contact(a, b), N_("same phone or e-mail")), (place is True, N_("same address")),
            (city is True, N_("same city")), (_share_family(a, b), N_("same chain or specialty")),
            (place is False, N_("another address")), (city is False, N_("another city")),
            (_same(a.category, b.category) is False, N_("another type")))
    return [message for holds, message in told if holds]


def phone_key(text: str) -> str:
    """The last digits of a phone number, «» when it has too few to tell anything."""
    digits = re.sub(r"\D", "", text)
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else ""


def _points(same: bool | None, yes: int, no: int) -> int:  # noqa: FBT001  an answer, not an option
    return 0 if same is None else yes if same else no


def _same(a: str, b: str) -> bool | None:
    """Whether two known values are equal; None when either is unknown."""
    return a == b if a and b else None


@cache
def _street(address: str) -> tuple[frozenset[str], str] | None:
    """Street words and number of an address, or None when it has no number: «Av. Juárez No. 12-B» is juarez, 12."""
    street: list[str] = []
    for word in re.findall(r"\w+", fold(address)):
        if word[0].isdigit() and any(before.isalpha() for before in street):
            return frozenset(street), re.match(r"0*(\d*)", word)[1]  # type: ignore[index]  # it begins with a digit
        if word not in STREET_WORDS:
            street.append(word)
    return None


def _same_place(a: Entry, b: Entry) -> bool | None:
    """Within 200 m, or same street and number; None when nothing can be compared."""
    answers = []
    if a.point is not None and b.point is not None:
        answers.append(great_circle_km(a.point, b.point) <= NEAR_KM)
    here, there = _street(a.address), _street(b.address)
    if here and there:
        answers.append(here[1] == there[1] and similarity(sorted(here[0]), sorted(there[0])) == 1)
    return any(answers) if answers else None


def _share_contact(a: Entry, b: Entry) -> bool:
    return bool(_contact_keys(a) & _contact_keys(b))


def _contact_keys(entry: Entry) -> frozenset[str]:
    return frozenset(key for key in (*map(phone_key, entry.phones), *map(fold, entry.emails)) if key)


def _share_family(a: Entry, b: Entry) -> bool:
    return bool(a.parent and a.parent == b.parent) or bool(_same(fold(a.specialty), fold(b.specialty)))


def _are_branches(a: Entry, b: Entry, place: bool | None) -> bool:  # noqa: FBT001  an answer, not an option
    """One chain, or two pharmacies, at different addresses."""
    elsewhere = place is False or (place is None and _same(fold(a.city), fold(b.city)) is False)
    return elsewhere and (bool(a.parent and a.parent == b.parent) or (a.pharmacy and b.pharmacy))


class DuplicateIndex:
    """Entries by their words and contacts, so that one name among thousands is looked up in milliseconds."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda entry: (fold(entry.name), entry.id))
        self._words = [name_words(entry.name) for entry in self.entries]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._cities = [fold(entry.city) for entry in self.entries]
        self._near: dict[str, list[tuple[str, int]]] = {}
        for index, entry in enumerate(self.entries):
            for word in self._words[index]:
                self._by_word[word].append(index)
            for key in _sure_keys(entry):
                self._by_key[key].append(index)
        self._vocabulary = sorted(self._by_word)

    def find(self, entry: Entry, *, minimum: int = POSSIBLE, apart: frozenset[frozenset[str]] = frozenset()
             ) -> list[Match]:
        """Entries that score ``minimum`` or more, best first, without itself and the pairs in ``apart``.

        ``apart``: pairs of ids a person has declared «No es el mismo».
        """
        found = [Match(self.entries[index].id, score(entry, self.entries[index]))
                 for index in self._candidates(entry, minimum)]
        kept = (match for match in found if match.score >= minimum and match.id != entry.id
                and frozenset({match.id, entry.id}) not in apart)
        return sorted(kept, key=lambda match: (-match.score, match.id))

    def pairs(self, *, minimum: int = ALMOST_SURE, apart: frozenset[frozenset[str]] = frozenset()
              ) -> Iterator[tuple[str, Match]]:
        """Every pair among the entries that scores ``minimum`` or more, each once."""
        for entry in self.entries:
            for match in self.find(entry, minimum=minimum, apart=apart):
                if entry.id < match.id:
                    yield entry.id, match

    def _candidates(self, entry: Entry, minimum: int) -> set[int]:
        """Those whose words could still reach ``minimum``, and those with the same tax id, phone or e-mail."""
        words, city = name_words(entry.name), fold(entry.city)
        chosen = {index for key in _sure_keys(entry) for index in self._by_key.get(key, ())}
        for index, halves in self._matched(words).items():
            known = self._words[index]
            alike = min(halves, 2 * min(len(words), len(known))) / (len(words) + len(known))
            if entry.person and halves >= 2 * min(len(words), len(known)):
                alike = max(alike, 0.9)
            most = NAME_POINTS * alike + _points(_same(city, self._cities[index]), SAME_CITY, OTHER_CITY)
            if most + SAME_PLACE + SAME_FAMILY >= minimum - 1e-6:  # a float bound: the exact score follows
                chosen.add(index)
        return chosen

    def _matched(self, words: Sequence[str]) -> dict[int, int]:
        """By entry, twice the number of words that may match: at least what ``similarity`` will find."""
        halves: dict[int, int] = defaultdict(int)
        for word in words:
            for known, weight in self._alike(word):
                for index in self._by_word[known]:
                    halves[index] += weight
        return halves

    def _alike(self, word: str) -> list[tuple[str, int]]:
        """Words of the index that match a word, with 2 for a whole match and 1 for an initial."""
        if word not in self._near:
            allowed = edits_allowed(word)
            near = process.extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=None) \
                if allowed else []
            found = {known: 2 for known, distance, _at in near if distance <= edits_allowed(known)}
            if word in self._by_word:
                found[word] = 2
            initials = (known for known in self._vocabulary if is_initial_of(word, known) or is_initial_of(known, word))
            self._near[word] = [*found.items(), *((known, 1) for known in initials)]
        return self._near[word]


def _sure_keys(entry: Entry) -> frozenset[str]:
    return _contact_keys(entry) | ({tax_id.normal(entry.tax_id)} - {""})
