"""The translations: what the code says, what the Spanish catalogue has, and the compiled file."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from kamdesk import words

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "es"
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2)}
Msgid = str | tuple[str, ...]  # plurals as (one, many)


def used() -> set[Msgid]:
    """Every msgid that the code shows or that a kind of record declares."""
    from kamdesk import records

    return {*_in_code(), *records.words()}


def repeated() -> list[str]:
    """Msgids that stand in more than one fragment."""
    counts = Counter(_key(message) for path in words.fragments(LANGUAGE) for message in _read(path))
    return sorted(msgid for msgid, count in counts.items() if count > 1)


def untranslated() -> list[str]:
    """Msgids without their Spanish."""
    return sorted(_key(message) for message in _known() if not all(_forms(message.string)))


def unlike() -> list[str]:
    """Msgids whose {placeholders} differ from those of their Spanish."""
    return sorted(_key(message) for message in _known() if _placeholders(message.id) != _placeholders(message.string))


def missing() -> list[Msgid]:
    """Msgids in use that the catalogue lacks; the singular of a plural may be used alone."""
    there = {msgid for message in _known() for msgid in (_key(message), _forms(message.id))}
    return sorted(used() - there, key=str)


def stale() -> list[str]:
    """Msgids in the catalogue that nothing uses."""
    wanted = {_forms(msgid)[0] for msgid in used()}
    return sorted({_key(message) for message in _known()} - wanted)


def write() -> Path:
    """Compile the joined catalogue; returns the file."""
    target = words.LOCALE / f"{LANGUAGE}.mo"
    target.write_bytes(words.compile_catalogue(LANGUAGE))
    return target


def main() -> int:
    """Compile, then print each fault on a line; 1 when there is any."""
    print(f"{write().relative_to(ROOT).as_posix()}: {len(_known())} messages")
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


@cache
def _known() -> tuple[Message, ...]:
    return tuple(message for message in words.joined(LANGUAGE) if message.id)


def _read(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def _key(message: Message) -> str:
    """What gettext looks a message up by: its singular."""
    return _forms(message.id)[0]


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)


def _placeholders(text: object) -> list[set[str]]:
    """The names in braces, of each form."""
    return [set(re.findall(r"\{(\w+)", form)) for form in _forms(text)]


if __name__ == "__main__":
    sys.exit(main())
