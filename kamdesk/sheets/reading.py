"""Opens any file a manager brings: workbooks, CSV and text, JSON lists; says clearly why another is refused."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, Sheet, Workbook
from kamdesk.sheets.dialect import BOMS, decode, read_text
from kamdesk.sheets.guard import read_guarded, refusal
from kamdesk.words import _

LARGEST = 300_000_000  # bytes
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08", b"PK\x05\x06")
OFFICE = (".xlsx", ".xlsm", ".xlsb", ".ods")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")


def read_workbook(path: str | Path, *, stop: Callable[[], bool] = lambda: False) -> Workbook:
    """The sheets of a file with typed cells.

    Numbers are int or exact Decimal, text keeps its leading zeros, an empty cell is None. ``stop`` cancels.
    Raises Problem with a sentence for the person when the file is missing, empty, locked, damaged, too large,
    of another type, or holds no sheet.
    """
    path = Path(path)
    head = _head(path)
    if head.startswith(WORKBOOKS):
        return _filled(Workbook(path.name, read_guarded(path, stop=stop)), path)
    if head.startswith(b"SQLite format 3\0"):
        raise Problem(
            _(
                "“{file}” is a database, not a spreadsheet. If a colleague sent it, open it in Exchange › Receive.",
                file=path.name,
            )
        )
    data = path.read_bytes()
    if _foreign(data):
        raise refusal("foreign", path)
    if path.suffix.lower() in OFFICE:
        raise Problem(
            _(
                "“{file}” is called {suffix} but it is plain text. Give it the ending .csv, or save it again "
                "from Excel, and bring it back.",
                file=path.name,
                suffix=path.suffix.lower(),
            )
        )
    return _filled(_text_workbook(data, path), path)


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise Problem(_("“{file}” is not there any more. Choose it again.", file=path.name)) from None
    except IsADirectoryError:
        raise Problem(_("“{file}” is a folder. Choose a file.", file=path.name)) from None
    except OSError as error:
        raise Problem(
            _(
                "“{file}” cannot be opened: {reason}. Close it in other programs and try again.",
                file=path.name,
                reason=error.strerror or "",
            )
        ) from error
    if size == 0:
        raise _empty(path)
    if size > LARGEST:
        raise refusal("large", path)
    return head


def _empty(path: Path) -> Problem:
    return Problem(_("“{file}” is empty. Choose the file that holds the table.", file=path.name))


def _filled(workbook: Workbook, path: Path) -> Workbook:
    if not any(cell is not None for sheet in workbook.sheets for row in sheet.rows for cell in row):
        raise _empty(path)
    return workbook


def _foreign(data: bytes) -> bool:
    """Pictures, archives and programs are full of control characters; text has almost none."""
    head = data[:65536]
    if head.startswith((b"%PDF", b"{\\rtf")) or re.match(rb"\s*<(?:!doctype|html|\?xml|[a-z])", head.lower()):
        return True
    if head.startswith(tuple(mark for mark, _name in BOMS[1:])) or not _CONTROL.search(head):
        return False
    nuls = head.count(0)
    if nuls > len(head) * 0.3:  # perhaps UTF-16 without its mark
        text, encoding = decode(head)
        return not encoding.startswith("utf-16") or any(char < " " and char not in "\t\r\n\f\0" for char in text)
    return len(_CONTROL.findall(head)) - nuls > len(head) * 0.005 or nuls > len(head) * 0.01 + 20


def _text_workbook(data: bytes, path: Path) -> Workbook:
    if path.suffix.lower() == ".json" or re.match(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{", data[:400]):
        return Workbook(path.name, (Sheet(path.stem, _json_rows(data, path)),), encoding="utf-8")
    try:
        rows, encoding, dialect = read_text(data)
    except csv.Error:
        raise refusal("damaged", path) from None
    cells: list[list[Cell]] = [[cell or None for cell in row] for row in rows]
    return Workbook(path.name, (Sheet(path.stem, cells),), encoding=encoding, delimiter=dialect.delimiter)


def _json_rows(data: bytes, path: Path) -> list[list[Cell]]:
    """A list of objects as a table: the first row holds every key met, in order."""
    try:
        answer = json.loads(decode(data)[0], parse_float=Decimal)
    except (ValueError, RecursionError):
        raise refusal("damaged", path) from None
    if isinstance(answer, dict):  # {"data": [...]}
        answer = next((value for value in answer.values() if isinstance(value, list)), None)
    if not isinstance(answer, list) or not all(isinstance(each, dict) for each in answer):
        raise Problem(_("“{file}” holds no list of records. Bring a table in Excel or CSV.", file=path.name))
    keys = list(dict.fromkeys(key for each in answer for key in each))
    return [list(keys), *([_json_cell(each.get(key)) for key in keys] for each in answer)]


def _json_cell(value: Any) -> Cell:
    if value is None or isinstance(value, (str, bool, int, Decimal)):
        return value if value != "" else None
    return json.dumps(value, ensure_ascii=False, default=str)
