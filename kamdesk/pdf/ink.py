"""Ink: text as the font can print it, in lines; what it cannot print becomes a visible box and is remembered."""

from __future__ import annotations

import unicodedata

from kamdesk.pdf import fonts

BOX = "□"
ELLIPSIS = "…"
SLACK = 0.01  # points: sums of widths are not exact
INVISIBLE = frozenset(("Cf", "Mn", "Me"))  # joiners, direction marks, variation selectors: nothing to see on paper


class Ink(dict[int, str]):
    """A translation table that fills itself: covered characters stay, spaces become spaces, the rest a box.

    One a document, so that ``lost`` names the characters of that document alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self._covered = fonts.load()
        self.lost: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if char in "\t\n\r\v\f\u2028\u2029\u0085":
            shown = " "
        elif code in self._covered and kind != "Cf":
            shown = char
        elif kind in INVISIBLE:
            shown = ""
        else:
            shown = BOX
            self.lost.add(char)
        self[code] = shown
        return shown

    def clean(self, text: str) -> str:
        """``text`` in one line of printable characters, composed (NFC)."""
        return unicodedata.normalize("NFC", text).translate(self)

    def measure(self, text: str, size: float, weight: int = 400) -> float:
        """The width in points of any text as it will print."""
        return fonts.width(self.clean(text), size, weight)

    def fit(self, text: str, width: float, *, size: float, weight: int = 400) -> str:
        """Clean text, cut with «…» where it is wider than ``width``."""
        shown = self.clean(text)
        if fonts.width(shown, size, weight) <= width + SLACK:
            return shown
        kept = _longest(shown, width - fonts.width(ELLIPSIS, size, weight), size=size, weight=weight)
        return shown[:kept].rstrip() + ELLIPSIS

    def wrap(self, text: str, width: float, *, size: float, weight: int = 400, lines: int = 0) -> list[str]:
        """Clean text in lines no wider than ``width``; line breaks of the text are kept, too long words are cut.

        ``lines`` (0: no limit) ends the last line allowed with «…». At least one line, perhaps empty.
        """
        shown = self.clean(text)
        width += SLACK
        if "\n" not in text.rstrip("\n") and fonts.width(shown, size, weight) <= width:
            return [shown]
        made = [
            line
            for part in text.rstrip("\n").split("\n")
            for line in _fill(self.clean(part), width, size=size, weight=weight)
        ]
        if lines and len(made) > lines:
            rest = " ".join(made[lines - 1 :])
            made = [*made[: lines - 1], self.fit(rest, width, size=size, weight=weight)]
        return made or [""]


def _fill(text: str, width: float, *, size: float, weight: int) -> list[str]:
    """Words into lines, greedily."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if fonts.width(joined, size, weight) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width, size=size, weight=weight)
        lines.extend(full)
    return [*lines, line]


def _pieces(word: str, width: float, *, size: float, weight: int) -> list[str]:
    """A word cut into parts that fit; never an endless loop, a part has at least one character."""
    parts: list[str] = []
    while fonts.width(word, size, weight) > width and len(word) > 1:
        kept = max(1, _longest(word, width, size=size, weight=weight))
        parts.append(word[:kept])
        word = word[kept:]
    return [*parts, word]


def _longest(text: str, width: float, *, size: float, weight: int) -> int:
    """How many characters of ``text`` fit in ``width``."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if fonts.width(text[:middle], size, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return low
