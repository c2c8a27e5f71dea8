"""Runs the reading of a workbook in a child process that may die or be stopped without harm to the window."""

from __future__ import annotations

import contextlib
import datetime
import gc
import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, ErrorCell, Sheet
from kamdesk.words import N_, _

log = logging.getLogger(__name__)
SECONDS = 60.0  # by the clock on the wall
STEP = 0.1
VERB = "--read-sheet"  # main.py hands it to child.main before anything else, in a bundle without an interpreter
ROOT = Path(__file__).resolve().parents[2]
_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from kamdesk.sheets.child import main; main(sys.argv[2])"

REFUSALS = {
    "damaged": N_(
        "“{file}” is damaged and cannot be read. Open it in Excel, save it again as .xlsx and bring that copy."
    ),
    "locked": N_("“{file}” is protected with a password. Open it in Excel, remove the password and save it again."),
    "large": N_(
        "“{file}” is too large to read: its cells spread over too many rows or columns. "
        "Copy only the table to a new workbook."
    ),
    "unsafe": N_("“{file}” holds instructions no spreadsheet needs and was not opened. Ask for a clean copy."),
    "foreign": N_("“{file}” is not a spreadsheet. Bring an Excel (.xlsx, .xls), LibreOffice (.ods), CSV or JSON file."),
    "slow": N_("“{file}” took too long to read. Copy only the table to a new workbook."),
    "stopped": N_("Reading “{file}” was stopped. Nothing changed."),
}


def refusal(code: str, path: Path) -> Problem:
    """The sentence for a file that is not read."""
    return Problem(_(REFUSALS[code], file=path.name))


def read_guarded(
    path: Path, *, seconds: float = SECONDS, stop: Callable[[], bool] = lambda: False
) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx, .xls or .ods file, read elsewhere.

    ``stop`` is asked ten times a second. Raises Problem: damaged, locked, too large, unsafe, too slow, stopped.
    """
    output = _output(path, seconds=seconds, stop=stop) or b'{"refused":"damaged"}'
    with _no_collection():
        answer = json.loads(output, parse_float=Decimal)
        if "refused" in answer:
            raise refusal(answer["refused"], path)
        return tuple(_sheet(each) for each in answer["sheets"])


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Building half a million cells, none of them in a cycle, is twice as quick without the collector."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _command(path: Path) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, VERB, str(path)]
    return [sys.executable, "-I", "-c", _CODE, str(ROOT), str(path)]


def _output(path: Path, *, seconds: float, stop: Callable[[], bool]) -> bytes:
    """What the child wrote; an aborted allocation or a processor limit leaves a signal instead."""
    deadline = time.monotonic() + seconds
    with subprocess.Popen(
        _command(path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        try:
            while True:
                try:
                    output, complaint = child.communicate(timeout=STEP)
                    break
                except subprocess.TimeoutExpired:
                    if stop():
                        raise refusal("stopped", path) from None
                    if time.monotonic() > deadline:
                        raise refusal("slow", path) from None
        finally:
            child.kill()
    if child.returncode < 0 or child.returncode > 1:  # killed by a limit or aborted; 1 is an exception of ours
        raise refusal("large", path)
    if child.returncode:
        log.error("the reading process failed: %s", complaint.decode("utf-8", "replace")[-2000:])
    return output if child.returncode == 0 else b""


_SPECIAL: dict[str, Callable[[str], Cell]] = {
    "d": datetime.date.fromisoformat,
    "t": datetime.datetime.fromisoformat,
    "h": datetime.time.fromisoformat,
    "e": ErrorCell,
}


def _sheet(answer: dict[str, Any]) -> Sheet:
    rows: list[list[Cell]] = answer["rows"]
    for row, column, mark, text in answer["specials"]:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = _SPECIAL[mark](text)
    return Sheet(answer["name"], rows, hidden=answer["hidden"], merges=tuple(map(tuple, answer["merges"])))
