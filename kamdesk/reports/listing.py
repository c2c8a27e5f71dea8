"""Lists of records as tables: the store sorts and filters, the fields write their own values."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kamdesk.display import display, is_right, title
from kamdesk.fields import PERSONAL, PRIVATE, UNIT_PRICE, Field, Id
from kamdesk.figures.model import Period
from kamdesk.kinds import Kind, Record
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Cell, Column, Row, Secrecy, Status, Table
from kamdesk.store import AT_LEAST, AT_MOST, LESS, Page, Query, Where
from kamdesk.store import Row as StoredRow
from kamdesk.words import _, day, money, plural

LONG = 120  # characters of a note that a table row has room for
SECRET: Mapping[str | None, Secrecy] = {"price": "price", "margin": "margin", "credit": "credit", "amount": "amount"}
LATE: Mapping[str, Status] = {
    "overdue": "bad", "expired": "bad", "missing": "bad", "expiring": "warn", "renewing": "info", "broken": "bad",
    "observed": "warn", "sent_back": "warn", "returned": "warn", "rejected": "bad",
}


@dataclass(frozen=True)
class Listing:
    """Which records, which of their fields, and how the table is called.

    ``wide`` names the columns that share the spare room, ``secret`` overrides the class of confidentiality of a field
    whose money says more here than elsewhere, ``titles`` its label.
    """

    kind: type[Record]
    fields: tuple[str, ...]
    title: str
    empty: str
    where: tuple[Where, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    wide: tuple[str, ...] = ()
    limit: int = 10
    secret: Mapping[str, Secrecy] | None = None
    titles: Mapping[str, str] | None = None


def table(desk: Desk, listing: Listing) -> Table:
    """The first records of a list as a table; the rest is counted in the note."""
    kind = listing.kind.kind
    readable = desk.reader.readable(kind)
    names = [name for name in listing.fields if name in readable]
    page = read(desk, listing)
    columns = tuple(_column(kind.fields[name], listing) for name in names)
    rows = tuple(Row(tuple(_cell(kind.fields[name], row.values, row.names, year=desk.today.year) for name in names))
                 for row in page.rows)
    return Table(columns, rows, listing.title, more(page.total - len(rows)), listing.empty)


def read(desk: Desk, listing: Listing, *more_fields: str) -> Page:
    """The records of a list within the scope, as rows."""
    kind = listing.kind.kind
    readable = desk.reader.readable(kind)
    hidden = ("currency",) if "currency" in kind.fields else ()
    wanted = [name for name in dict.fromkeys((*listing.fields, *hidden, *more_fields)) if name in readable]
    query = Query((*listing.where, *desk.narrowed(kind)), sort=listing.sort)
    return desk.reader.page(kind, query, limit=listing.limit, columns=wanted)


def more(rest: int) -> str:
    """How many rows a table leaves out."""
    return plural("and {n} more", "and {n} more", rest) if rest > 0 else ""


def named(kind: Kind, row: StoredRow) -> str:
    """What a record of a list is called: its title fields, those that are filled."""
    return title(kind, row.values, row.names)


def within(field: str, period: Period) -> tuple[Where, Where]:
    """The conditions of a day field that lies in a period."""
    return Where(field, AT_LEAST, period.start), Where(field, AT_MOST, period.end)


def instants(field: str, period: Period) -> tuple[Where, Where]:
    """The conditions of an instant that lies in the days of a period, as the laptop's clock cuts them."""
    midnight = datetime.time()
    start, after = (datetime.datetime.combine(each, midnight).astimezone()
                    for each in (period.start, period.end + datetime.timedelta(1)))
    return Where(field, AT_LEAST, start), Where(field, LESS, after)


def count(desk: Desk, kind: type[Record], *where: Where) -> int:
    """How many records of the scope match."""
    return desk.reader.count(kind, *where, *desk.narrowed(kind.kind))


def by_state(desk: Desk, kind: type[Record], states: Sequence[str], *where: Where) -> list[int]:
    """How many records of the scope are in each state."""
    name = kind.kind.state or "state"
    return [count(desk, kind, *where, Where(name, "=", state)) for state in states]


def amount(minor: int, currency: str | None = None) -> str:
    """Minor units of a currency (default: the base's) as whole units."""
    return money(minor, currency or None, 0)


def option(kind: Kind, name: str, value: str) -> str:
    """A choice as people read it."""
    return display(kind.fields[name], value)


def _column(of: Field, listing: Listing) -> Column:
    secret = (listing.secret or {}).get(of.name, SECRET.get(of.klass, ""))
    title = (listing.titles or {}).get(of.name) or _(of.label)
    return Column(title, "right" if is_right(of) else "left", 1.0 if of.name in listing.wide else 0.0, secret)


def _cell(of: Field, values: Mapping[str, Any], names: Mapping[Id, str], *, year: int) -> str | Cell:
    value = values.get(of.name)
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return "" if of.klass in (PERSONAL, PRIVATE) else day(value, this_year=year)
    text = _written(of, values, names)
    status = LATE.get(value, "") if isinstance(value, str) and of.options else ""
    return Cell(text, status) if status and text else text


def written(kind: Kind, name: str, values: Mapping[str, Any], names: Mapping[Id, str]) -> str:
    """A value of a record as its table would write it; nothing where it is personal or private."""
    return _written(kind.fields[name], values, names)


def _written(of: Field, values: Mapping[str, Any], names: Mapping[Id, str]) -> str:
    if of.klass in (PERSONAL, PRIVATE):
        return ""
    value, currency = values.get(of.name), values.get("currency")
    text = _money(of, value, currency) or display(of, value, names, currency=currency)
    return textwrap.shorten(text, LONG, placeholder="…") if of.type == "note" else text


def _money(of: Field, value: Any, currency: str | None) -> str:
    """Amounts in whole units: a page has no room for cents. Unit prices keep theirs."""
    is_amount = "money" in (of.type, of.value) and of.scale != UNIT_PRICE
    return amount(value, currency) if is_amount and value is not None else ""
