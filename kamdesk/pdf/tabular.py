"""Tabular figures for reportlab: digits drawn with the glyphs of the font's OpenType feature «tnum».

reportlab applies no GSUB features, and Inter's plain digits differ in width (1 is narrow), so columns of money would
not line up. The single substitutions of the feature are read here and put in place of the digits in the loaded face;
text extraction still yields digits, because the PDF maps characters, not glyph names.
Source: OpenType 1.9 specification, GSUB (lookup types 1 and 7) and the common table formats.
"""

from __future__ import annotations

import struct
from typing import Any

EXTENSION = 7
DELTA_FORMAT = 1


def use_tabular_digits(face: Any) -> None:
    """Make the digits of a reportlab TTFontFace tabular; nothing changes when the font lacks the feature."""
    swaps = single_substitutions(face.get_table("GSUB"), feature=b"tnum")
    for code in range(ord("0"), ord("9") + 1):
        glyph = swaps.get(face.charToGlyph[code])
        if glyph is not None:
            face.charToGlyph[code] = glyph
            face.charWidths[code] = face.hmetrics[glyph][0] * 1000.0 / face.unitsPerEm


def single_substitutions(table: bytes, *, feature: bytes) -> dict[int, int]:
    """Glyph -> glyph of every single substitution that ``feature`` of a GSUB table names."""
    features, lookups = struct.unpack_from(">HH", table, 6)
    (count,) = struct.unpack_from(">H", table, features)
    swaps: dict[int, int] = {}
    for record in range(count):
        tag, offset = struct.unpack_from(">4sH", table, features + 2 + 6 * record)
        if tag == feature:
            for index in _run(table, features + offset + 2):
                (start,) = struct.unpack_from(">H", table, lookups + 2 + 2 * index)
                swaps.update(_lookup(table, lookups + start))
    return swaps


def _run(table: bytes, at: int) -> tuple[int, ...]:
    """A count followed by that many 16-bit numbers."""
    (count,) = struct.unpack_from(">H", table, at)
    return struct.unpack_from(f">{count}H", table, at + 2)


def _lookup(table: bytes, at: int) -> dict[int, int]:
    (kind,) = struct.unpack_from(">H", table, at)
    swaps: dict[int, int] = {}
    for offset in _run(table, at + 4):
        start, of = at + offset, kind
        if kind == EXTENSION:
            _format, of, further = struct.unpack_from(">HHI", table, start)
            start += further
        if of == 1:
            swaps.update(_single(table, start))
    return swaps


def _single(table: bytes, at: int) -> dict[int, int]:
    """Lookup type 1: a fixed distance to the new glyph, or a list of new glyphs."""
    style, offset = struct.unpack_from(">HH", table, at)
    covered = _coverage(table, at + offset)
    if style == DELTA_FORMAT:
        (delta,) = struct.unpack_from(">h", table, at + 4)
        return {glyph: (glyph + delta) % 65536 for glyph in covered}
    return dict(zip(covered, _run(table, at + 4), strict=True))


def _coverage(table: bytes, at: int) -> list[int]:
    """The glyphs of a coverage table in order: a list, or ranges."""
    (style,) = struct.unpack_from(">H", table, at)
    if style == 1:
        return list(_run(table, at + 2))
    (count,) = struct.unpack_from(">H", table, at + 2)
    ranges = (struct.unpack_from(">HHH", table, at + 4 + 6 * index) for index in range(count))
    return [glyph for first, last, _start in ranges for glyph in range(first, last + 1)]
