"""Text whose cells stand between spaces, with spaces inside some of them too: which words are one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

TYPED = re.compile(r"[-+(]?[$€]?\s?\d[\d.,:/ %-]*\)?")  # a number, an amount, a day or a time


def rejoined(rows: Sequence[list[str]]) -> list[list[str]]:
    """The rows, those with too many cells made as wide as the headings where only one reading does.

    A cell with a space in it was quoted, a typed one stands alone: what is left are runs of words. In a row with n
    cells too many the only run of n + 1 words is one cell; a row that can be read in two ways stays as it is, and is
    listed as one that does not fit.
    """
    width = next((len(row) for row in rows if len(row) > 1), 0)
    return [_joined(row, len(row) - width) if len(row) > width > 1 else row for row in rows]


def _joined(row: list[str], surplus: int) -> list[str]:
    found = [(start, end) for start, end in _runs(row) if end - start == surplus + 1]
    if len(found) != 1:
        return row
    start, end = found[0]
    return [*row[:start], " ".join(row[start:end]), *row[end:]]


def _runs(row: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words follow one another: bounds of each run."""
    start = 0
    for at, cell in enumerate([*row, ""]):
        if not cell or " " in cell or TYPED.fullmatch(cell):
            if at > start:
                yield start, at
            start = at + 1
