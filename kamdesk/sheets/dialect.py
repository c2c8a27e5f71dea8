"""Text files: which encoding, separator and quotes they were written with."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import log2

from kamdesk.sheets.spaces import TYPED, rejoined

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # OWASP, CSV injection
SAMPLE = 200_000  # characters looked at to find the dialect
FIELD_LIMIT = 10_000_000
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SEPARATORS = ";\t|,"
APOSTROPHE = "\ufdd0"  # stands for one inside a word while rows are parsed; no text holds this character
POOR = 0.6  # a score below which no separator explains the rows
_BETWEEN_SPACES = re.compile(r'[^\s"] "[^"]+" |" "')
_DECLARED = re.compile(r"sep=([;,\t|:^~ ])\r?\n?", re.IGNORECASE)
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")


@dataclass(frozen=True)
class Dialect:
    """How a text file separates and quotes its cells."""

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    spaced: bool = False  # a space follows each separator


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was found in: a BOM, UTF-8, UTF-16 without mark, cp1252 or latin-1."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace"), name
    pair = _utf16(data)
    if pair:
        return data.decode(pair, errors="replace"), pair
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_eight_bit(data)


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark has a NUL in most pairs, always on the same side."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if half and even > half * 0.6 and odd < half * 0.1 else ""


def _decode_eight_bit(data: bytes) -> tuple[str, str]:
    good = sum(1 for _match in _MULTIBYTE.finditer(data))
    text = data.decode("utf-8", errors="surrogateescape")
    broken = sum(1 for char in text if "\udc80" <= char <= "\udcff")
    if good > broken * 2:  # UTF-8 with a few stray bytes: the rest must not turn into «Ã±»
        return re.sub("[\udc80-\udcff]", _stray, text), "utf-8"
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _stray(match: re.Match[str]) -> str:
    return bytes([ord(match.group()) - 0xDC00]).decode("cp1252", errors="replace")


def sniff(text: str) -> Dialect:
    """The dialect under which the rows agree best on their number of cells."""
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    best = max((_scored(sample, candidate) for candidate in _candidates(sample)), key=lambda pair: pair[0])
    if best[0] < POOR and _spaces(sample):
        return Dialect(" ")
    if best[0] > 0:
        return best[1]
    return Dialect()


def _spaces(sample: str) -> bool:
    """Whether quoted cells stand between spaces in most lines; otherwise spaces only part words."""
    lines = [line for line in sample.splitlines() if line]
    return sum(_BETWEEN_SPACES.search(line) is not None for line in lines) > len(lines) / 2


def _candidates(sample: str) -> Iterator[Dialect]:
    quotes = ['"']
    if len(re.findall(r"(?:^|[;,\t|])'", sample)) > len(re.findall(r'(?:^|[;,\t|])"', sample)):
        quotes.append("'")
    escapes = [None, "\\"] if re.search(r"\\[\"']", sample) else [None]
    for delimiter in SEPARATORS:
        if delimiter not in sample:
            continue
        spaced = sample.count(delimiter + " ") > 0.8 * sample.count(delimiter)
        for quote in quotes:
            for escape in escapes:
                yield Dialect(delimiter, quote, escape, spaced)
    yield Dialect()


def _scored(sample: str, dialect: Dialect) -> tuple[float, Dialect]:
    rows = [row for row in parse(sample, dialect) if any(row)]
    widths = Counter(len(row) for row in rows)
    if not widths:
        return 0.0, dialect
    width, agreeing = max(widths.items(), key=lambda item: (item[1] * log2(item[0] + 1), item[0]))
    if width == 1:
        return 0.0, dialect
    others = [sign for sign in SEPARATORS if sign != dialect.delimiter]
    cells = [cell for row in rows[:300] for cell in row if cell]
    unclean = sum(1 for cell in cells if any(sign in cell for sign in others) and not _clean(cell))
    cleanliness = 1 - unclean / max(len(cells), 1)
    return agreeing / len(rows) * log2(width) * (0.1 + 0.9 * cleanliness), dialect


def _clean(cell: str) -> bool:
    """A number with a decimal comma, or a sentence with «, » in it, holds no separator by mistake."""
    return bool(TYPED.fullmatch(cell)) or not re.search(r"[;\t|]|,(?! )", cell)


def parse(text: str, dialect: Dialect) -> Iterator[list[str]]:
    """The rows of a text; quotes may hold line breaks. Raises csv.Error on a cell beyond any measure."""
    csv.field_size_limit(FIELD_LIMIT)
    inner = dialect.quote == "'" and _apostrophes(dialect.delimiter).search(text)
    if inner:
        text = _apostrophes(dialect.delimiter).sub(APOSTROPHE, text)
    rows = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        escapechar=dialect.escape,
        skipinitialspace=dialect.spaced,
    )
    return ([cell.replace(APOSTROPHE, "'") for cell in row] for row in rows) if inner else rows


@cache
def _apostrophes(delimiter: str) -> re.Pattern[str]:
    """An apostrophe inside a word, as in «won't»: it neither opens nor closes a cell."""
    edge = re.escape(delimiter)
    return re.compile(rf"(?<=[^{edge}\r\n'])'(?=[^{edge}\r\n'])")


def read_text(data: bytes) -> tuple[list[list[str]], str, Dialect]:
    """Rows, encoding and dialect of a CSV or TXT file. Raises csv.Error."""
    text, encoding = decode(data)
    if "\0" in text:  # an escape of old exporters before a quote, noise elsewhere
        text = text.replace('\0"', '""').replace("\0", "")
    declared = _DECLARED.match(text)
    dialect = Dialect(declared.group(1)) if declared else sniff(text)
    rows = list(parse(text, dialect))
    if dialect.delimiter == " ":
        rows = rejoined(rows)
    if "'" in text and any("'" + sign in text for sign in DANGEROUS):
        rows = [[plain(cell) for cell in row] for row in rows]
    if declared:
        rows[0] = []  # Excel's own first line «sep=;» is no row, but it counts
    return rows, encoding, dialect


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(DANGEROUS) else text


def plain(text: str) -> str:
    """What ``safe`` was given: a CSV written by the rules of OWASP reads back as it was."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(DANGEROUS) else text
