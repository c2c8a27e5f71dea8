"""The process that opens a workbook from outside: limits first, then calamine, then JSON on standard output."""

from __future__ import annotations

import contextlib
import datetime
import gc
import json
import math
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kamdesk.sheets.package import CELLS, Package, Refusal, inspect

MEMORY = 3_000_000_000  # bytes of address space
SECONDS = 60  # of processor
EXACT = 1e15  # beyond it a float no longer holds every whole number
FILEPASS = re.compile(rb"\x09\x08[\x08\x10]\x00.{8,16}?\x2f\x00[\x04\x06\x36-\xff]", re.DOTALL)
Special = list[Any]


def limit() -> None:
    """Bound memory, time and core dumps where the system can (the parent's clock holds everywhere)."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main(path: str) -> None:
    """Read ``path`` and write {"sheets": …} or {"refused": code} as JSON."""
    limit()
    gc.disable()
    try:
        answer = read(path)
    except Refusal as refusal:
        answer = {"refused": refusal.code}
    except MemoryError:
        answer = {"refused": "large"}
    sys.stdout.write(json.dumps(answer, separators=(",", ":")))
    sys.stdout.flush()


def read(path: str) -> dict[str, Any]:
    """The sheets of a workbook as JSON values; dates and errors apart, by row and column."""
    import python_calamine

    with Path(path).open("rb") as file:
        head = file.read(8192)
    package = inspect(path) if head.startswith(b"PK") else Package()
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        kinds = (python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetTypeEnum.MacroSheet)
        return {"sheets": [_sheet(book, each, package) for each in book.sheets_metadata if each.typ in kinds]}
    except python_calamine.PasswordError:
        raise Refusal("locked") from None
    except (python_calamine.CalamineError, OSError) as error:
        raise Refusal(_reason(head, str(error))) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how a panic of the Rust library arrives
            raise Refusal("damaged") from None
        raise


def _reason(head: bytes, message: str) -> str:
    if FILEPASS.search(head):
        return "locked"
    return "large" if "limit" in message else "damaged"


def _sheet(book: Any, about: Any, package: Package) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(about.name)
    if sheet.total_height * sheet.total_width > CELLS:
        raise Refusal("large")
    specials: list[Special] = []
    rows = [_row(number, row, specials) for number, row in enumerate(sheet.to_python(skip_empty_area=False))]
    for row, column, text in package.errors.get(about.name, ()):
        specials.append([row, column, "e", text])
    merges = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
    return {
        "name": about.name,
        "hidden": about.visible != type(about.visible).Visible,
        "merges": merges,
        "rows": rows,
        "specials": specials,
    }


def _row(number: int, row: Sequence[Any], specials: list[Special]) -> list[Any]:
    cells = [CODERS[type(value)](value) for value in row]
    if any(type(cell) is tuple for cell in cells):
        for column, cell in enumerate(cells):
            if type(cell) is tuple:
                specials.append([number, column, *cell])
                cells[column] = None
    return cells


def _number(value: float) -> int | float | tuple[str, str]:
    """Ints come as floats; 15 digits are what the spreadsheet itself keeps, the rest is noise of its sums."""
    if not math.isfinite(value):
        return "e", "#NUM!"
    if value.is_integer() and abs(value) < EXACT:
        return int(value)
    return float(f"{value:.15g}")


CODERS: dict[type, Callable[[Any], Any]] = {
    str: lambda value: value or None,
    float: _number,
    **dict.fromkeys((int, bool), lambda value: value),
    datetime.date: lambda value: ("d", value.isoformat()),
    datetime.datetime: lambda value: ("t", value.isoformat()),
    datetime.time: lambda value: ("h", value.isoformat()),
    datetime.timedelta: str,
}
