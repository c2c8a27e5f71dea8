"""Names of people, hospitals and companies as words that can be compared (A9 steps 1 and 2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from rapidfuzz.distance import OSA

from kamdesk.words import TITLES, fold

EXPANSIONS = {
    "hosp": "hospital", "clin": "clinica", "fcia": "farmacia", "dist": "distribuidora", "lab": "laboratorio",
    "inst": "instituto", "gral": "general", "reg": "regional", "nac": "nacional", "sta": "santa", "sto": "santo",
    "univ": "universitario", "ctro": "centro",
}
LEGAL_FORMS = frozenset({
    "sa", "sac", "sab", "cv", "srl", "rl", "sas", "ltda", "cia", "eirl", "spa",
})
PARTICLES = frozenset({
    "de", "del", "la", "las", "los", "el", "y",
})
DROPPED = TITLES | LEGAL_FORMS | PARTICLES

ONE_EDIT, TWO_EDITS = 5, 9  # letters that both words need to be equal with one edit, with two
CONTAINED = Fraction(9, 10)


@cache
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others: «Dist. Médica del Bajío S.A.» is distribuidora, medica, bajio.

    Lower case without accents, titles, legal forms and particles; a name made only of those keeps all its words.
    """
    text = re.sub(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b", lambda dotted: dotted[0].replace(".", ""), fold(name))
    text = re.sub(r"[\W_]+", " ", text)
    text = re.sub(r"\bs de rl\b", " ", text)
    every = [EXPANSIONS.get(word, word) for word in text.split()]
    return tuple(word for word in every if word not in DROPPED) or tuple(every)


def edits_allowed(word: str) -> int:
    """Edits with which another word may still be this one: none for numbers and short words."""
    if any(char.isdigit() for char in word) or len(word) < ONE_EDIT:
        return 0
    return 2 if len(word) >= TWO_EDITS else 1


def edits(a: str, b: str) -> int | None:
    """Edits between two words that count as the same, or None: an edit changes, adds, drops or swaps letters."""
    allowed = min(edits_allowed(a), edits_allowed(b))
    distance = OSA.distance(a, b, score_cutoff=allowed)
    return distance if distance <= allowed else None


def is_initial_of(initial: str, word: str) -> bool:
    """Whether a single letter may stand for a word."""
    return len(initial) == 1 and len(word) > 1 and word.startswith(initial) and initial.isalpha()


def similarity(a: Sequence[str], b: Sequence[str], *, people: bool = False) -> Fraction:
    """The share s = 2 × matches ÷ words of both, from 0 to 1; word order is ignored, an initial matches as a half.

    ``people``: a name of two words or more that is contained in the other counts at least 0.9.
    """
    if not a or not b:
        return Fraction(0)
    full, halves = _matches(a, b)
    found = (2 * full + halves) / Fraction(len(a) + len(b))
    if people and full == min(len(a), len(b)) >= 2:  # noqa: PLR2004  one word alone names nobody
        return max(found, CONTAINED)
    return found


def numbers(words: Sequence[str]) -> frozenset[str]:
    """The numbers in a name: «Zona 48» and «Zona 46» are two hospitals."""
    return frozenset(word.lstrip("0") for word in words if word.isdigit())


def _matches(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """Words matched whole, each once, and those matched by an initial."""
    left, right = list(a), list(b)
    for word in a:
        if word in right:
            left.remove(word)
            right.remove(word)
    full = len(a) - len(left)
    pairs = sorted((count, *sorted((x, y)), x, y) for x in left for y in right if (count := edits(x, y)) is not None)
    for _count, _low, _high, x, y in pairs:
        if x in left and y in right:
            left.remove(x)
            right.remove(y)
            full += 1
    return full, _initials(left, right)


def _initials(left: list[str], right: list[str]) -> int:
    halves = 0
    for x in sorted(left, key=len):
        y = next((y for y in sorted(right, key=len) if is_initial_of(x, y) or is_initial_of(y, x)), None)
        if y is not None:
            right.remove(y)
            halves += 1
    return halves
