"""What an import says of the month's information: its source, up to when, for whom; and the sales it would replace."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kamdesk import clock
from kamdesk.fields import Id
from kamdesk.figures.information import DISTRIBUTORS, loaded_key, total_key
from kamdesk.kinds import Kind
from kamdesk.methods.months import month_end, month_of
from kamdesk.records.sales import SalesRecord
from kamdesk.records.system import ImportBatch
from kamdesk.sheets.mapping import from_data
from kamdesk.sheets.matching import Line
from kamdesk.sheets.preview import REFUSED, Preview
from kamdesk.store import EMPTY, IN, Reader, UnitOfWork, Where

LOADED, TOTALS = "loaded_through", "control_totals"  # the settings that say how complete a month is
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


def closing(reader: Reader, told: Preview, total: int | None) -> dict[str, dict[str, Any]]:
    """What an import changes of the settings LOADED and TOTALS: the new value of each key.

    A source is loaded through the last day of the sheet, never earlier than before; ``total`` is that of its month.
    """
    known: Mapping[str, str] = reader.setting(LOADED)
    found: dict[str, dict[str, Any]] = {LOADED: {}, TOTALS: {}}
    for place, day in told.loaded.items():
        key = loaded_key(told.source, place)
        last = max(min(day, clock.today()).isoformat(), known.get(key, known.get(told.source, "")))
        if last != known.get(key):
            found[LOADED][key] = last
    if total is not None and told.totalled:
        found[TOTALS][total_key(told.source, next(iter(told.loaded)), told.months[0])] = total
    return found


def close(uow: UnitOfWork, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Write what ``closing`` said."""
    for name, values in changes.items():
        if values:
            uow.put_setting(name, {**uow.setting(name), **values})


def restorable(reader: Reader, changes: Mapping[str, Mapping[str, Any]]) -> list[list[Any]]:
    """What an import changes, as its batch keeps it: setting, key, value before (None: none), value after."""
    return [[name, key, reader.setting(name).get(key), value]
            for name, values in changes.items() for key, value in values.items()]


def reopen(uow: UnitOfWork, said: Iterable[Sequence[Any]]) -> None:
    """Take back what an import said of its months; what was said otherwise since stays."""
    for name, key, before, after in said:
        known = dict(uow.setting(name))
        if known.get(key) != after:
            continue
        del known[key]
        uow.put_setting(name, known if before is None else {**known, key: before})
