"""The parts of the PDF maker: digits of one width, lines that fit, pages that fill."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.pdf import fonts
from kamdesk.pdf.ink import BOX, Ink
from kamdesk.pdf.painter import Painter
from kamdesk.pdf.pieces import Piece, paginate, squeeze, stack
from kamdesk.pdf.tabular import single_substitutions


def nothing(_painter: Painter, _x: float, _y: float) -> None:
    """Draw nothing."""


def piece(height: float, *, before: float = 0.0, keep: bool = False, opens: bool = False) -> Piece:
    """A piece to place."""
    return Piece(height, nothing, before=before, keep=keep, opens=opens)


def test_all_digits_have_one_width_in_both_weights() -> None:
    for weight in (400, 600):
        assert len({fonts.width(digit, 10, weight) for digit in "0123456789"}) == 1


def gsub(lookup: bytes) -> bytes:
    """A GSUB table whose only feature «tnum» has one lookup."""
    features = struct.pack(">H4sH", 1, b"tnum", 8) + struct.pack(">HHH", 0, 1, 0)
    lookups = struct.pack(">HH", 1, 4) + lookup
    return struct.pack(">HHHHH", 1, 0, 0, 10, 10 + len(features)) + features + lookups


def test_substitutions_by_list_by_distance_and_by_extension() -> None:
    covered = struct.pack(">HHHH", 1, 2, 5, 9)
    by_list = struct.pack(">HHHHH", 2, 10, 2, 50, 90) + covered
    by_distance = struct.pack(">HHh", 1, 6, -3) + struct.pack(">HHHHH", 2, 1, 5, 7, 0)
    plain, extended = struct.pack(">HHHH", 1, 0, 1, 8), struct.pack(">HHHH", 7, 0, 1, 8)
    assert single_substitutions(gsub(plain + by_list), feature=b"tnum") == {5: 50, 9: 90}
    assert single_substitutions(gsub(plain + by_distance), feature=b"tnum") == {5: 2, 6: 3, 7: 4}
    assert single_substitutions(gsub(extended + struct.pack(">HHI", 1, 1, 8) + by_list), feature=b"tnum") == {
        5: 50,
        9: 90,
    }
    assert single_substitutions(gsub(plain + by_list), feature=b"smcp") == {}


@given(st.text(max_size=200), st.floats(8, 400))
def test_wrapped_lines_fit_and_keep_every_character(text: str, width: float) -> None:
    ink = Ink()
    lines = ink.wrap(text, width, size=8)
    assert lines
    assert all(fonts.width(line, 8) <= width + 0.02 or len(line) == 1 for line in lines)
    whole = "".join(ink.clean(part) for part in text.split("\n"))
    assert "".join(lines).replace(" ", "") == whole.replace(" ", "")


@given(st.text(min_size=1, max_size=100), st.floats(10, 200))
def test_cut_text_fits_and_says_so(text: str, width: float) -> None:
    ink = Ink()
    shown = ink.fit(text, width, size=8)
    assert fonts.width(shown, 8) <= width + 0.02
    assert shown == ink.clean(text) or shown.endswith("…")


def test_a_limit_of_lines_ends_with_dots() -> None:
    lines = Ink().wrap("uno dos tres cuatro cinco seis siete", 40, size=8, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_ink_remembers_what_it_could_not_print() -> None:
    ink = Ink()
    assert ink.clean("a\u200b\u202eb\t😀\ud800\x07") == f"ab {BOX}{BOX}{BOX}"
    assert ink.lost == {"😀", "\ud800", "\x07"}


made = st.builds(piece, st.floats(1, 120), before=st.floats(0, 20), keep=st.booleans(), opens=st.booleans())


@given(st.lists(made, max_size=40), st.floats(120, 300))
def test_pages_hold_every_piece_in_order_and_none_overflows(pieces: list[Piece], room: float) -> None:
    pages = paginate(pieces, first=room, height=room)
    assert [one for page in pages for _top, one in page.placed] == pieces
    assert all(page.filled <= room + 1e-6 for page in pages)
    assert all(page.placed for page in pages) or not pieces
    assert all(not one.opens or not index for page in pages for index, (_top, one) in enumerate(page.placed))


def test_a_kept_piece_goes_with_the_next() -> None:
    pages = paginate([piece(80), piece(10, keep=True), piece(30)], first=100, height=100)
    assert [len(page.placed) for page in pages] == [1, 2]


def test_a_page_a_little_too_full_is_tightened() -> None:
    pieces = [piece(40), piece(40, before=20), piece(10, before=20)]
    tight = squeeze(pieces, room=110)
    assert [one.before for one in tight[1:]] == pytest.approx([10, 10], abs=0.01)
    assert sum(one.height + one.before for one in tight) < 110
    assert squeeze(pieces, room=100) == pieces
    assert squeeze(pieces, room=130) == pieces


def test_a_stack_is_as_high_as_its_pieces() -> None:
    assert stack([piece(10, before=5), piece(20, before=5)]).height == 35
