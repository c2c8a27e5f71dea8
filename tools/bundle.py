"""The program for people without Python: a folder made by PyInstaller, started once to prove it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import PyInstaller.__main__

from tools.environment import ROOT

DIST = ROOT / "dist"
BASE, REPORT = DIST / "proof.kamdesk", DIST / "proof.pdf"
PROOF = (("--help",), ("--base", BASE, "--today", "2025-11-24", "demo"),
         ("--base", BASE, "--today", "2025-11-24", "report", "R03", "--month", "2025-11", "--out", REPORT))


def build() -> None:
    """Make dist/kamdesk as tools/kamdesk.spec says."""
    options = ["--noconfirm", "--log-level=WARN", f"--distpath={DIST}", f"--workpath={ROOT / 'build'}"]
    PyInstaller.__main__.run([*options, str(ROOT / "tools" / "kamdesk.spec")])


def prove() -> int:
    """Start what was built, from another folder, on work that needs every library; returns its exit status."""
    program = DIST / "kamdesk" / ("kamdesk.exe" if sys.platform == "win32" else "kamdesk")
    status = next(filter(None, (_run(program, *verb) for verb in PROOF)), 0)
    files = (path for path in program.parent.rglob("*") if path.is_file() and not path.is_symlink())
    size = sum(path.stat().st_size for path in files)
    print(f"{program}: {size / 1e6:.0f} MB, started with status {status}")
    return status


def _run(program: Path, *arguments: str | Path) -> int:
    for made in (BASE, REPORT):
        if "demo" in arguments:
            made.unlink(missing_ok=True)
    return subprocess.run([str(program), *map(str, arguments)], cwd=DIST, check=False).returncode


if __name__ == "__main__":
    build()
    sys.exit(prove())
