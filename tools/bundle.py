"""The program for people without Python: a folder made by PyInstaller, started once to prove it."""

from __future__ import annotations

import subprocess
import sys

import PyInstaller.__main__

from tools.environment import ROOT

DIST = ROOT / "dist"


def build() -> None:
    """Make dist/kamdesk as tools/kamdesk.spec says."""
    options = ["--noconfirm", "--log-level=WARN", f"--distpath={DIST}", f"--workpath={ROOT / 'build'}"]
    PyInstaller.__main__.run([*options, str(ROOT / "tools" / "kamdesk.spec")])


def prove() -> int:
    """Start what was built, from another folder; returns its exit status."""
    program = DIST / "kamdesk" / ("kamdesk.exe" if sys.platform == "win32" else "kamdesk")
    status = subprocess.run([str(program), "--help"], cwd=DIST, check=False).returncode
    files = (path for path in program.parent.rglob("*") if path.is_file() and not path.is_symlink())
    size = sum(path.stat().st_size for path in files)
    print(f"{program}: {size / 1e6:.0f} MB, started with status {status}")
    return status


if __name__ == "__main__":
    build()
    sys.exit(prove())
