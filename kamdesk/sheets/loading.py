"""What an import says of the month's information: its source, up to when, for whom; and the sales it would replace."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kamdesk.fields import Id
from kamdesk.figures.information import DISTRIBUTORS
from kamdesk.kinds import Kind
from kamdesk.methods.months import month_end, month_of
from kamdesk.records.sales import SalesRecord
from kamdesk.records.system import ImportBatch
from kamdesk.sheets.mapping import from_data
from kamdesk.sheets.matching import Line
from kamdesk.sheets.preview import REFUSED, Preview
from kamdesk.store import EMPTY, IN, Reader, Where

SOURCES = {"sales_record": "sales", "invoice": "invoices", "payment": "payments", "expense": "expenses",
           "distributor_stock": "stock"}
SELL_OUT, CHUNK = "sell_out", 5_000


def information_of(kind: Kind, lines: Sequence[Line]) -> tuple[str, Mapping[Id, datetime.date], tuple[str, ...]]:
    """The source («» for none or several), the last day by market or distributor («»: all), and the months."""
    live = [line.values for line in lines if not line.refused]
    source = SOURCES.get(kind.name, "")
    if kind.name == "sales_record":
        flows = {values.get("flow") or "sell_in" for values in live}
        source = "" if len(flows) > 1 else SELL_OUT if flows == {SELL_OUT} else source
    last: dict[Id, datetime.date] = {}
    months: set[str] = set()
    for values in live:
        day = _day(values)
        if day is not None:
            place = _place(values) if source in DISTRIBUTORS else ""
            last[place] = max(day, last.get(place, day))
            months.add(month_of(day))
    return source, last, tuple(sorted(months))


def _day(values: Mapping[str, Any]) -> datetime.date | None:
    """The day a row speaks of; of a month, its last."""
    day = values.get("on")
    if isinstance(day, datetime.date):
        return day
    return month_end(values["month"]) if values.get("month") else None


def _place(values: Mapping[str, Any]) -> Id:
    return str(values.get("distributor") or values.get("via") or "")


def replaced(reader: Reader, told: Preview) -> list[Id]:
    """Sales of the same source and months that the file does not hold any more: what «replace the period» archives.

    The same source is an earlier import with the same columns. Nothing while rows are refused: their sales may be
    those that seem to lack.
    """
    if told.kind != SalesRecord.kind.name or told.count(REFUSED) or not told.months:
        return []
    batches = [each.id for each in reader.find(ImportBatch, Where("undone_at", EMPTY), target=told.kind)
               if _same_source(each, told)]
    here = {each.id for each in told.rows}
    return [id_ for id_ in _sales(reader, batches, told.months) if id_ not in here]


def _same_source(batch: ImportBatch, told: Preview) -> bool:
    kept = (batch.mapping or {}).get("columns")
    return kept is not None and from_data(kept).identity() == told.mapping.identity()


def _sales(reader: Reader, batches: Sequence[Id], months: Iterable[str]) -> Iterable[Id]:
    for at in range(0, len(batches), CHUNK):
        for each in reader.find(SalesRecord, Where("batch", IN, list(batches[at:at + CHUNK])),
                                Where("month", IN, list(months))):
            yield each.id
