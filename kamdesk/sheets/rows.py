"""Which rows under a heading are records, which are totals, remarks or headings again, and where the table ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamdesk.sheets.cells import Cell, is_blank, shown
from kamdesk.sheets.header import (
    Rows,
    filled,
    is_label,
    is_remark,
    is_template,
    is_value,
    looks_like_heading,
    total_reason,
)
from kamdesk.words import N_, fold

Numbered = list[tuple[int, Sequence[Cell]]]
OFTEN = 0.25  # share of rows that makes a column without heading one of the table
TOTAL, REPEATED, REMARK, TEMPLATE, RAGGED = "total", "repeated", "remark", "template", "ragged"
REASONS = {
    TOTAL: N_("adds up other rows"),
    REPEATED: N_("repeats the headings"),
    REMARK: N_("is a remark"),
    TEMPLATE: N_("is prepared but empty"),
    RAGGED: N_("has more cells than headings"),
}


@dataclass(frozen=True)
class LeftOut:
    """A row that is no record: its number in the sheet, why (a key of REASONS) and how it begins."""

    row: int
    reason: str
    text: str


def records(rows: Rows, start: int, headers: Sequence[str]) -> tuple[Numbered, list[LeftOut], int]:
    """The records from ``start`` on, what is none, and where the table ends."""
    kept: Numbered = []
    left_out: list[LeftOut] = []
    names = tuple(map(fold, headers)) if any(headers) else ()
    width, first_words = len(headers), frozenset(header.lower() for header in headers)
    texts = _usual_texts(rows[start : start + 200])
    gap = False
    for index in range(start, len(rows)):
        row = rows[index]
        if not any(row) and not filled(row):
            gap = True
            continue
        alone = index > start and len(rows[index - 1]) - rows[index - 1].count(None) <= 1
        known = bool(names) and _known(row, first_words)
        if (gap or alone or known) and _new_heading(rows, index, gap=gap or alone, names=names, kept=kept):
            return *_without_title(kept, left_out, rows, width), index
        reason = REPEATED if known and _repeats(row, names) else _reason(row, width, texts)
        if reason:
            left_out.append(LeftOut(index + 1, reason, shown(row[filled(row)[0]])))
        else:
            kept.append((index + 1, _trimmed(row, width)))
        gap = False
    return kept, left_out, len(rows)


def _without_title(kept: Numbered, left_out: list[LeftOut], rows: Rows, width: int) -> tuple[Numbered, list[LeftOut]]:
    """The last rows of a table, when they are the title of the next one, are none of its records."""
    while width > 1 and kept and len(filled(kept[-1][1])) == 1:
        number, _cells = kept.pop()
        row = rows[number - 1]
        left_out.append(LeftOut(number, REMARK, shown(row[filled(row)[0]])))
    return kept, left_out


def _known(row: Sequence[Cell], words: frozenset[str]) -> bool:
    """Whether the first cell is one of the headings: only then can a row without a gap before it be headings again."""
    first = next((cell for cell in row if cell is not None), None)
    return isinstance(first, str) and " ".join(first.lower().split()) in words


def _trimmed(row: Sequence[Cell], width: int) -> Sequence[Cell]:
    """Padded to the headings; cells beyond them are kept unless blank."""
    if len(row) == width:
        return row
    if len(row) < width:
        return [*row, *[None] * (width - len(row))]
    last = max(filled(row), default=0)
    return row[: max(width, last + 1)]


def _usual_texts(rows: Rows) -> float:
    counts = sorted(sum(map(is_label, row)) for row in rows if filled(row))
    return counts[len(counts) // 2] if counts else 0


def _repeats(row: Sequence[Cell], names: tuple[str, ...]) -> bool:
    return len(names) > 1 and tuple(fold(shown(cell)) for cell in row)[: len(names)] == names[: len(row)]


def _reason(row: Sequence[Cell], width: int, texts: float) -> str:
    """Why a row is no record, "" when it is one."""
    first = next((cell for cell in row if not is_blank(cell)), None)
    if isinstance(first, str):
        start = first.lstrip()[:4].lower()
        if (start in ("gran", "suma", "sum") or "total" in first.lower()) and total_reason(row, texts):
            return TOTAL
        if width > 2 and start[:1] in "fnseac*" and is_remark(row):  # noqa: PLR2004  a remark stands alone among columns
            return REMARK
    elif width > 2 and is_template(row, width):  # noqa: PLR2004
        return TEMPLATE
    return ""


def _new_heading(rows: Rows, index: int, *, gap: bool, names: tuple[str, ...], kept: Numbered) -> bool:
    """Whether another table begins here: other headings than ours, after a gap or sharing most of our words."""
    row = rows[index]
    columns = filled(row)
    if not names or len(columns) < 2 or not all(is_label(row[column]) for column in columns):  # noqa: PLR2004
        return False
    texts = [fold(shown(row[column])) for column in columns]
    own = sum(1 for text in texts if text in names)
    if own >= max(2, len(texts) * 0.6):
        return tuple(texts) != tuple(name for name in names if name)
    if not gap or not looks_like_heading(rows, index):
        return False
    last = next((cells for _number, cells in reversed(kept) if len(filled(cells)) > 1), ())
    typed = [column for column in columns if column < len(last) and is_value(last[column])]
    below = rows[index + 1] if index + 1 < len(rows) else ()
    return bool(typed) and any(column < len(below) and is_value(below[column]) for column in columns)


def squared(names: list[str], kept: Numbered, left_out: list[LeftOut]) -> tuple[list[str], Numbered]:
    """Columns without headings if many rows fill them; a few longer rows of a text file are shifted: left out."""
    longer = [number for number, cells in kept if len(cells) > len(names)]
    if len(longer) > len(kept) * OFTEN:
        return names + [""] * (max(len(cells) for _number, cells in kept) - len(names)), kept
    odd = set(longer)
    left_out += [LeftOut(number, RAGGED, shown(cells[0])) for number, cells in kept if number in odd]
    left_out.sort(key=lambda each: each.row)
    return names, [(number, cells) for number, cells in kept if number not in odd]
