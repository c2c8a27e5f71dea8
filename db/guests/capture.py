"""Triggers of core SQL that note in a plain file whatever somebody changes in its tables with a SQLite browser."""

from __future__ import annotations

from db.shape import Described
from db.views import literal, quoted
from kamdesk.words import _

# c: the column written, or one of the marks below for a whole record; o and v: its value before and after.
TABLE = "CREATE TABLE kd_guest (n INTEGER PRIMARY KEY, at TEXT, t INTEGER, pk TEXT, c TEXT, o, v)"
NAME, BORN, DEAD = "kd_guest", "+", "-"


def refusal(told: str) -> str:
    """SQL that stops a statement and says why."""
    return f"SELECT RAISE(ABORT, {literal(told)})"


def triggers(of: Described) -> list[str]:
    """What notes births, deaths and each written column of the table of a kind; ids never change."""
    columns = [name for columns in of.cells.values() for name, _type in columns]
    table, begun = quoted(of.name), f"INSERT INTO {NAME} (at, t, pk, c, o, v) SELECT datetime('now'), {of.code}"
    written = " ".join(f"{begun}, OLD.id, {literal(name)}, OLD.{quoted(name)}, NEW.{quoted(name)}"
                       f" WHERE OLD.{quoted(name)} IS NOT NEW.{quoted(name)};" for name in columns)
    lost = " ".join(f"{begun}, OLD.id, {literal(name)}, OLD.{quoted(name)}, NULL"
                    f" WHERE OLD.{quoted(name)} IS NOT NULL;" for name in columns)
    fixed = refusal(_("The id of a record never changes."))
    return [
        f"CREATE TRIGGER kd_{of.name}_guest_born AFTER INSERT ON {table} BEGIN"
        f" {begun}, NEW.id, {literal(BORN)}, NULL, NULL; END",
        f"CREATE TRIGGER kd_{of.name}_guest_dead BEFORE DELETE ON {table} BEGIN"
        f" {lost} {begun}, OLD.id, {literal(DEAD)}, NULL, NULL; END",
        f"CREATE TRIGGER kd_{of.name}_guest_set AFTER UPDATE ON {table} BEGIN {written} END",
        f"CREATE TRIGGER kd_{of.name}_guest_key BEFORE UPDATE OF id ON {table} WHEN OLD.id IS NOT NEW.id BEGIN"
        f" {fixed}; END",
    ]
