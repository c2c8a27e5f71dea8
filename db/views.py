"""Readable views of a shared file: labels as names of columns, references by name, choices by words, money in units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kamdesk.fields import Field
from kamdesk.kinds import Kind, kind_of
from kamdesk.words import EXPONENTS, _, base_currency, exponent

Shown = Mapping[str, frozenset[str]]  # the columns of each table of the file
DEEPEST = 2  # how far the name of a record is followed through the records it is named after
MICRO = 1_000_000


def view_names(kinds: Iterable[Kind], taken: Iterable[str]) -> dict[str, str]:
    """What the view of each kind is called: its plural, unless a table is called so."""
    used = {name.casefold() for name in taken}
    found = {}
    for kind in kinds:
        found[kind.name] = _unused(_(kind.labels), used)
    return found


def views(shown: Shown, names: Mapping[str, str]) -> list[str]:
    """The statements that make the views, in the language shown, of tables that may lack columns."""
    return [f"CREATE VIEW {quoted(names[name])} AS SELECT {_columns(kind_of(name), shown)} FROM {quoted(name)} AS r"
            for name in shown]


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def _unused(name: str, used: set[str]) -> str:
    """The name, with a number when it is taken."""
    free, at = name, 2
    while free.casefold() in used:
        free, at = f"{name} {at}", at + 1
    used.add(free.casefold())
    return free


def shown_columns(kind: Kind, shown: Shown) -> list[tuple[str, Field | None, str]]:
    """Name, field and SQL of each column of a view; «archived» and the id, last, have no field."""
    used: set[str] = set()
    found: list[tuple[str, Field | None, str]] = [
        (_unused(_(each.label), used), each, _shown(kind, each, "r", DEEPEST, shown))
        for each in kind.stored if _there(kind, each, shown)]
    found.append((_unused(_("Archived"), used), None, _flag(kind.stored[0], "r.archived")))
    return [*found, (_unused("id", used), None, "r.id")]


def _columns(kind: Kind, shown: Shown) -> str:
    return ", ".join(f"{sql} AS {quoted(name)}" for name, _of, sql in shown_columns(kind, shown))


def _there(kind: Kind, of: Field, shown: Shown) -> bool:
    return all(column.name in shown[kind.name] for column in of.columns)


def _shown(kind: Kind, of: Field, row: str, depth: int, shown: Shown) -> str:
    """The SQL that shows a field of the row called ``row``."""
    cell = f"{row}.{quoted(of.columns[-1].name)}"
    if of.type in ("ref", "link", "refs", "links"):
        return _reference(of, row, cell, depth, shown)
    if of.type == "money":
        return _money(of, row, cell, currency="currency" in shown[kind.name])
    if of.type in ("dec", "pct"):
        return f"{cell} / {10 ** (of.scale or 0)}.0"
    if of.type == "geo":
        latitude = f"{row}.{quoted(of.columns[0].name)}"
        return f"{latitude} / {MICRO}.0 || ', ' || {cell} / {MICRO}.0"
    worded = {"choice": _choice, "choices": _choices, "flag": _flag}.get(of.type)
    return worded(of, cell) if worded else cell


def flag_words() -> dict[str, str]:
    """What stands for a flag that is set and one that is not."""
    return {"1": _("Yes"), "0": _("No")}


def _flag(_of: Field, cell: str) -> str:
    return f"CASE {cell} WHEN 1 THEN {literal(flag_words()['1'])} ELSE {literal(flag_words()['0'])} END"


def _money(of: Field, row: str, cell: str, *, currency: bool) -> str:
    return f"{cell} / {money_scale(of, f'{row}.currency' if currency else '')}"


def money_scale(of: Field, currency: str) -> str:
    """SQL for how many stored parts make one unit shown, by the SQL of a currency (empty: that of the base)."""
    if of.scale:
        return f"{10 ** of.scale}.0"
    if not currency:
        return f"{10 ** exponent()}.0"
    code = f"coalesce(nullif({currency}, ''), {literal(base_currency())})"
    odd = " ".join(f"WHEN {literal(each)} THEN {10 ** places}.0" for each, places in EXPONENTS.items())
    return f"(CASE {code} {odd} ELSE 100.0 END)"


def _choice(of: Field, cell: str) -> str:
    if not of.options:
        return cell
    cases = " ".join(f"WHEN {literal(option)} THEN {literal(_(text))}" for option, text in of.options.items())
    return f"CASE {cell} {cases} ELSE {cell} END"


def _choices(of: Field, cell: str) -> str:
    """«["mon","thu"]» as «Lunes, Jueves» by replacing, since JSON is not core SQL everywhere."""
    shown = f"""replace({cell}, '","', '", "')"""
    for option, text in of.options.items():
        shown = f"replace({shown}, {literal(f'{chr(34)}{option}{chr(34)}')}, {literal(_(text))})"
    return f"trim({shown}, '[]')"


def _reference(of: Field, row: str, cell: str, depth: int, shown: Shown) -> str:
    targets = [kind_of(name) for name in of.to or shown if name in shown]
    targets = [each for each in targets if of.to or each.fields[each.title[0]].type == "text"]
    if of.type == "ref":
        return _named(targets[0], f"= {cell}", depth, shown) if targets else cell
    if not targets:
        return cell  # the records are not in the file
    if of.type == "link":
        code = f"{row}.{quoted(of.columns[0].name)}"
        inner = 0 if not of.to else depth
        cases = " ".join(f"WHEN {each.code} THEN {_named(each, f'= {cell}', inner, shown)}" for each in targets)
        return f"CASE {code} {cases} END"
    if not of.to:
        return cell  # anything may be in it; the ids are what can be said in core SQL
    lists = [_listed(each, cell, depth, shown) for each in targets]
    return f"trim({' || '.join(lists)}, ', ')"


def _listed(kind: Kind, cell: str, depth: int, shown: Shown) -> str:
    """The names of the records of a kind whose ids stand in a JSON list."""
    alias = f"t{depth}"
    inside = f"instr({cell}, '\"' || {alias}.id || '\"') > 0"
    name = f"group_concat({_title(kind, alias, depth, shown)}, ', ')"
    return f"coalesce((SELECT {name} FROM {quoted(kind.name)} AS {alias} WHERE {inside}) || ', ', '')"


def named(kind: Kind, name: str, shown: Shown) -> str:
    """SQL for the ids of the records of a kind that a view calls by a name, itself SQL."""
    alias = f"t{DEEPEST}"
    return f"SELECT {alias}.id FROM {quoted(kind.name)} AS {alias} WHERE {_title(kind, alias, DEEPEST, shown)} = {name}"


def _named(kind: Kind, condition: str, depth: int, shown: Shown) -> str:
    alias = f"t{depth}"
    title = _title(kind, alias, depth, shown)
    return f"(SELECT {title} FROM {quoted(kind.name)} AS {alias} WHERE {alias}.id {condition})"


def _title(kind: Kind, row: str, depth: int, shown: Shown) -> str:
    """The name of a record: its title fields, as far as ``depth`` lets references be followed."""
    fields = [kind.fields[name] for name in kind.title]
    parts = [_shown(kind, each, row, depth - 1, shown) for each in fields
             if each.stored and _there(kind, each, shown)
             and (depth > 0 or each.type not in ("ref", "link", "refs", "links"))]
    if not parts:
        return f"{row}.id"
    rest = "".join(f" || coalesce(' · ' || nullif({part}, ''), '')" for part in parts[1:])
    return f"coalesce({parts[0]}, ''){rest}"
