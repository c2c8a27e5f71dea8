"""The month-end job, for machines without a display: demo region, figures, monthly summary, shared file."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "month-end"
REFERENCE_DAY = "2025-11-24"  # the demo region's own day, so that two runs give the same files
MONTH = "2025-11"


def month_end() -> int:
    """Do the job in a fresh folder and say where its files are; stops at the first verb that fails."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    base, report, shared = OUT / "demo.kamdesk", OUT / f"resumen-{MONTH}.pdf", OUT / f"kamdesk-{MONTH}.sqlite"
    verbs = (
        ("demo",),
        *(("figure", code, "--month", MONTH) for code in ("F01", "F20", "F40", "F60")),
        ("report", "R03", "--month", MONTH, "--out", report),
        ("share", shared, "--plain"),
        ("check",),
    )
    status = next(filter(None, (_kamdesk(base, verb) for verb in verbs)), 0)
    if not status:
        print(f"\nMonthly summary: {report}\nShared file:     {shared}\nBase:            {base}")
    return status


def _kamdesk(base: Path, verb: tuple[object, ...]) -> int:
    print("kamdesk", *verb, flush=True)
    command = [sys.executable, ROOT / "main.py", "--base", base, "--today", REFERENCE_DAY, *verb]
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(month_end())
