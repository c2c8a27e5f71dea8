"""Numbers for ever: kind codes, field numbers and option ids, kept in numbers.toml and only ever appended."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kamdesk.kinds import REGISTER, Kind

FILE = Path(__file__).with_name("numbers.toml")
RESERVED = {"archived": 1, "state": 2, "owner": 3}  # 4 to 15 are kept for what every kind may need one day
FIRST, LAST = 16, 62
BORN, DELETED, ERASED = -1, -2, -3


@cache
def numbers() -> dict[str, Any]:
    """What numbers.toml says, by kind name."""
    return tomllib.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


@cache
def field_numbers(kind: str) -> dict[str, int]:
    """Number of each stored field of a kind, ``archived`` included."""
    return {"archived": RESERVED["archived"], **numbers()[kind]["fields"]}


def field_by_number(kind: str, number: int) -> str | None:
    """The field with that number, None for one this version does not know."""
    return next((name for name, each in field_numbers(kind).items() if each == number), None)


def append() -> list[str]:
    """Give numbers to what has none, write the file, and say what was added."""
    known = dict(numbers())
    added = [line for kind in sorted(REGISTER.values(), key=lambda each: each.code) for line in _number(kind, known)]
    FILE.write_text(_toml(known), encoding="utf-8")
    numbers.cache_clear()
    field_numbers.cache_clear()
    return added


def _number(kind: Kind, known: dict[str, Any]) -> list[str]:
    entry = known.setdefault(kind.name, {"code": kind.code})
    entry.setdefault("fields", {})
    entry.setdefault("options", {})
    added = []
    for each in kind.stored:
        if each.name not in entry["fields"]:
            entry["fields"][each.name] = RESERVED.get(each.name) or max([FIRST - 1, *entry["fields"].values()]) + 1
            added.append(f"{kind.name}.{each.name}")
        listed = entry["options"].setdefault(each.name, [])
        listed += [option for option in each.options if option not in listed]
    return added


def _toml(known: dict[str, Any]) -> str:
    lines = ["# Kind codes, field numbers and option ids. Appended by «tools/dev.py numbers»; never changed or reused."]
    for name, entry in sorted(known.items(), key=lambda item: item[1]["code"]):
        lines += ["", f"[{name}]", f"code = {entry['code']}"]
        lines += [f"fields.{field} = {number}" for field, number in entry["fields"].items()]
        for field, options in entry["options"].items():
            if options:
                lines.append(f"options.{field} = [{', '.join(f'{chr(34)}{option}{chr(34)}' for option in options)}]")
    return "\n".join(lines) + "\n"
