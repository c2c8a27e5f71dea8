"""What head office says of last month: control totals by market; the invoices of one market lack some of theirs."""

from __future__ import annotations

from kamdesk.demo.book import Book, Row
from kamdesk.fields import Id
from kamdesk.figures.information import total_key

SHORT = 1_250_00  # minor units that lack in one market
SOURCES = (("sales", "sales_record"), ("invoices", "invoice"))


def control_totals(book: Book) -> dict[str, int]:
    """The value of the setting, for the month before the reference day."""
    month, zones = book.months(-1, -1)[0], _zones(book)
    totals: dict[str, int] = {}
    for source, kind in SOURCES:
        for row in book.rows.get(kind, ()):
            zone = zones.get(row.get("territory") or (row["party"].id if row.get("party") else ""))
            if zone and row.get("flow") != "sell_out" and _month(row) == month:
                key, sign = total_key(source, zone, month), -1 if row.get("category") == "credit_note" else 1
                totals[key] = totals.get(key, 0) + sign * row["amount"]
    short = min((key for key in totals if key.startswith("invoices")), default="")
    return {key: total + (SHORT if key == short else 0) for key, total in totals.items()}


def _month(row: Row) -> str:
    return row.get("month") or f"{row['on']:%Y-%m}"


def _zones(book: Book) -> dict[Id, Id]:
    """The market of each territory, client and distributor."""
    above = {row["id"]: row for row in book.rows["territory"]}
    found: dict[Id, Id] = {}
    for id_ in above:
        at: Id | None = id_
        while at and above[at]["level"] != "zone":
            at = above[at].get("parent")
        if at:
            found[id_] = at
    for row in (*book.rows.get("client", ()), *book.rows.get("distributor", ())):
        place = row.get("territory") or next(iter(row.get("territories", ())), "")
        if place in found:
            found[row["id"]] = found[place]
    return found
