"""The translations: what the code says, what the Spanish catalogue has, and the compiled file."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from kamdesk import words

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "es"
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2)}
Msgid = str | tuple[str, ...]


def used() -> set[Msgid]:
    """Every msgid that the code shows or that a kind of record declares; plurals as (one, many)."""
    from kamdesk import records

    return {*_in_code(), *records.words()}


def repeated() -> list[Msgid]:
    """Msgids that stand in more than one fragment."""
    counts = Counter(msgid for path in words.fragments(LANGUAGE) for msgid in _msgids(path))
    return [msgid for msgid, count in counts.items() if count > 1]


def untranslated() -> list[Msgid]:
    """Msgids without their Spanish."""
    return [message.id for message in _messages() if not all(_forms(message.string))]


def unlike() -> list[Msgid]:
    """Msgids whose {placeholders} differ from those of their Spanish."""
    return [message.id for message in _messages() if _placeholders(message.id) != _placeholders(message.string)]


def missing() -> list[Msgid]:
    """Msgids in use that the catalogue lacks."""
    return _sorted(used() - _known())


def stale() -> list[Msgid]:
    """Msgids in the catalogue that nothing uses."""
    return _sorted(_known() - used())


def write() -> Path:
    """Compile the joined catalogue; returns the file."""
    target = words.LOCALE / f"{LANGUAGE}.mo"
    target.write_bytes(words.compile_catalogue(LANGUAGE))
    return target


def main() -> int:
    """Compile, then print each fault on a line; 1 when there is any."""
    print(f"{write().relative_to(ROOT)}: {len(_known())} messages")
    findings = {check.__name__: check() for check in (repeated, untranslated, unlike, missing, stale)}
    for name, msgids in findings.items():
        for msgid in msgids:
            print(f"{name}: {msgid!r}")
    return int(any(findings.values()))


def _in_code() -> Iterator[Msgid]:
    sources = [path for folder in ("kamdesk", "db", "ui") for path in sorted((ROOT / folder).rglob("*.py"))]
    for path in [*sources, ROOT / "main.py"]:
        for _line, msgid, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            yield msgid


def _messages() -> list[Message]:
    return [message for message in words.joined(LANGUAGE) if message.id]


def _known() -> set[Msgid]:
    return {message.id for message in _messages()}


def _msgids(path: Path) -> list[Msgid]:
    with path.open("rb") as file:
        return [message.id for message in read_po(file) if message.id]


def _forms(text: Msgid) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _placeholders(text: Msgid) -> list[set[str]]:
    """The names in braces, of each form."""
    return [set(re.findall(r"\{(\w+)", form)) for form in _forms(text)]


def _sorted(msgids: set[Msgid]) -> list[Msgid]:
    return sorted(msgids, key=str)


if __name__ == "__main__":
    sys.exit(main())
