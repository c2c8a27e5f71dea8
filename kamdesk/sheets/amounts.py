"""Numbers written as text: which sign is the decimal one is decided for a whole column, then each cell is exact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from itertools import islice

from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, shown
from kamdesk.words import _

MOST = 10**12  # amounts are kept as whole numbers of 64 bits with up to 6 decimals
VOTERS = 3_000  # different cells of a column asked for their decimal sign
LONGEST = 60  # characters of a number, its currency and its spaces
_SYMBOL = r"(?:[A-Za-z]{0,3}\s?[$€£₡₲]\s?[A-Z]{0,1}|S/\.?|Bs\.?|[A-Z]{3}|[QL](?=\s?\d))"
_NUMBER = re.compile(
    rf"(?P<open>\()?\s*(?P<before>[-+\u2212])?\s*{_SYMBOL}?\s*(?P<inside>[-+\u2212])?\s*"
    rf"(?P<digits>\d[\d.,'’ ]*|[.,]\d+)(?P<power>[eE][-+]?\d+)?\s*(?P<percent>%)?\s*{_SYMBOL}?\s*"
    r"(?P<after>[-\u2212])?\s*\)?"
)
_SIMPLE = re.compile(r"-?([0-9]{1,15})(?:\.([0-9]{1,15}))?")  # as machines write them
GROUP = 3  # digits between two group signs
_GROUPED = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
NOTHING = frozenset(
    ("", "-", "--", "—", "–", "null", "none", "nan", "n/a", "#n/a", "na", "n.a.", "s/d", "s/n", "sd", "nd", "n/d")
)


def digits_of(text: str) -> re.Match[str] | None:
    """The parts of a text that is one number with its sign, currency and per cent sign; None when it is not."""
    text = " ".join(unicodedata.normalize("NFKC", text[: LONGEST + 1]).split())
    return _NUMBER.fullmatch(text) if len(text) <= LONGEST else None


def decimal_sign(text: str) -> str:
    """«.» or «,» when a number shows which is its decimal sign, «» when it has none or may be read both ways."""
    match = digits_of(text)
    if match is None:
        return ""
    digits = match["digits"]
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return max(".,", key=digits.rfind)
    if points > 1 or commas > 1:
        return "," if points else "."
    if points == commas or _GROUPED.fullmatch(digits.strip()):
        return ""
    return "." if points else ","


def column_sign(cells: Iterable[Cell], *, usual: str) -> str:
    """The decimal sign most cells of a column show, else the ``usual`` one."""
    votes = {".": 0, ",": 0}
    for cell in islice(cells, VOTERS):
        sign = decimal_sign(cell) if isinstance(cell, str) else ""
        if sign:
            votes[sign] += 1
    return max(votes, key=lambda sign: votes[sign]) if votes["."] != votes[","] else usual


def parse_number(text: str, sign: str) -> Decimal:
    """An exact number; ``sign`` is the decimal sign of its column, its own evident one goes first.

    Reads groups by «.», «,», «'» or spaces, currency before or after, «(12)» and «12-» as negatives. Problem when it
    is no number.
    """
    simple = _SIMPLE.fullmatch(text)
    if simple and (sign == "." or simple[2] is None or len(simple[2]) != GROUP or len(simple[1]) > GROUP):
        return Decimal(text)
    match = digits_of(text)
    if match is None:
        raise Problem(_("“{text}” is not a number.", text=text.strip()))
    digits = re.sub(r"['’ ]", "", match["digits"])
    decimal = decimal_sign(text) or sign
    whole, _sign, fraction = digits.rpartition(decimal) if decimal in digits else (digits, "", "")
    value = Decimal(re.sub(r"[.,]", "", whole or "0") + "." + (re.sub(r"[.,]", "", fraction) or "0"))
    if match["power"]:
        value = value.scaleb(int(match["power"][1:]))
    negative = match["open"] or any(match[part] in ("-", "\u2212") for part in ("before", "inside", "after"))
    return -value if negative else value


def number_of(cell: Cell, sign: str) -> Decimal | None:
    """The number in a cell, None when it is empty or says so («-», «NULL»). Raises Problem."""
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, (str, int, Decimal)):
        raise Problem(_("“{text}” is not a number.", text=shown(cell)))
    # What begins with a digit says something; most cells of a column of numbers do.
    if isinstance(cell, str) and not cell[:1].isdigit() and cell.strip().lower() in NOTHING:
        return None
    value = parse_number(cell, sign) if isinstance(cell, str) else Decimal(cell)
    if not value.is_finite() or abs(value) >= MOST:
        raise Problem(_("“{text}” is too large a number.", text=shown(cell)))
    return value
