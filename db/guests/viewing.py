"""Triggers that let people edit the readable views of a plain file: words, names and units go back to what is stored.

What cannot be understood is refused where it is typed, in the language of the file.
"""

from __future__ import annotations

from typing import NamedTuple

from db.guests.capture import refusal
from db.merging.cells import types
from db.views import Shown, flag_words, literal, money_scale, named, quoted, shown_columns
from kamdesk.fields import Field
from kamdesk.kinds import Kind, kind_of
from kamdesk.words import _

# A new id in core SQL: version 4 of RFC 9562, as text.
_NEW_ID = ("lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a'"
           " || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))")
_IN_THE_TABLE = ("link", "refs", "links", "choices", "geo")
_NO_NUMBER = "({0} || '') GLOB '*[^-0-9.]*' OR {0} = ''"


class Way(NamedTuple):
    """How a column of a view goes back.

    Its name there, the column of the table, SQL of the value, SQL that holds when it is wrong, what is said then.
    """

    alias: str
    column: str
    value: str
    wrong: str
    told: str


def triggers(kind: Kind, view: str, shown: Shown) -> list[str]:
    """What makes a view writable: change, add and take out records."""
    name, rows = quoted(view), quoted(kind.name)
    own, new = ways(kind, shown, adding=False), ways(kind, shown, adding=True)
    fixed = refusal(_("The id of a record never changes.")) + " WHERE NEW.id IS NOT OLD.id;"
    sets = ", ".join(f"{quoted(way.column)} = CASE WHEN {_unchanged(way)} THEN {quoted(way.column)}"
                     f" ELSE {way.value} END" for way in own if way.column)
    put = [way for way in new if way.column]
    return [
        f"CREATE TRIGGER kd_{kind.name}_view_set INSTEAD OF UPDATE ON {name} BEGIN {fixed}"
        f" {_refusals(own, 'NOT ({})')} UPDATE {rows} SET {sets} WHERE id = OLD.id; END",
        f"CREATE TRIGGER kd_{kind.name}_view_born INSTEAD OF INSERT ON {name} BEGIN {_refusals(new, '1')}"
        f" INSERT INTO {rows} (id, {', '.join(quoted(way.column) for way in put)})"
        f" VALUES (coalesce(NEW.id, {_NEW_ID}), {', '.join(way.value for way in put)}); END",
        f"CREATE TRIGGER kd_{kind.name}_view_dead INSTEAD OF DELETE ON {name} BEGIN"
        f" DELETE FROM {rows} WHERE id = OLD.id; END",
    ]


def _unchanged(way: Way) -> str:
    return f"NEW.{quoted(way.alias)} IS OLD.{quoted(way.alias)}"


def _refusals(found: list[Way], when: str) -> str:
    return " ".join(
        f"{refusal(way.told)} WHERE {when.format(_unchanged(way))}"
        f" AND NEW.{quoted(way.alias)} IS NOT NULL AND ({way.wrong});" for way in found if way.wrong)


def ways(kind: Kind, shown: Shown, *, adding: bool) -> list[Way]:
    """Each column of a view but the id; those that only the table can hold have no ``column`` and are always wrong."""
    found = shown_columns(kind, shown)
    currency = next((alias for alias, of, _sql in found if of is not None and of.name == "currency"), None)
    code = f"NEW.{quoted(currency)}" if adding and currency else "currency" if currency else ""
    return [_way(kind, (alias, of), code, shown) for alias, of, _sql in found if alias != "id"]


def _way(kind: Kind, place: tuple[str, Field | None], code: str, shown: Shown) -> Way:
    alias, of = place
    new = f"NEW.{quoted(alias)}"
    if of is None:
        return _worded(alias, "archived", flag_words())
    if of.type in _IN_THE_TABLE:
        return Way(alias, "", "NULL", "1", _("{field}: change it in the table {table}.", field=alias, table=kind.name))
    column = of.columns[0].name
    if of.type == "flag" or (of.type == "choice" and of.options):
        return _worded(alias, column, {option: _(text) for option, text in of.options.items()} or flag_words())
    if of.type == "ref" and of.to[0] in shown:
        one = named(kind_of(of.to[0]), new, shown)
        told = _("{field}: there is not exactly one of that name in this file.", field=alias)
        return Way(alias, column, f"(SELECT id FROM ({one}))", f"(SELECT count(*) FROM ({one})) <> 1", told)
    return _number(alias, column, code, of) if types(kind)[column] == "INTEGER" else Way(alias, column, new, "", "")


def _number(alias: str, column: str, code: str, of: Field) -> Way:
    new = f"NEW.{quoted(alias)}"
    scale = money_scale(of, code) if of.type == "money" else str(10 ** (of.scale or 0))
    return Way(alias, column, f"CAST(round({new} * {scale}) AS INTEGER)", _NO_NUMBER.format(new),
               _("{field}: write a number with a decimal point.", field=alias))


def _worded(alias: str, column: str, words: dict[str, str]) -> Way:
    """A choice or a flag by its words, or as the table holds it."""
    new, all_ = f"NEW.{quoted(alias)}", ", ".join(words.values())
    cases = " ".join(f"WHEN {literal(text)} THEN {literal(key)}" for key, text in words.items())
    value = f"CASE {new} || '' {cases} ELSE {new} END"
    return Way(alias, column, f"coalesce({value}, 0)" if column == "archived" else value,
               f"({new} || '') NOT IN ({', '.join(literal(each) for each in (*words, *words.values()))})",
               _("{field}: choose one of {words}.", field=alias, words=all_))
