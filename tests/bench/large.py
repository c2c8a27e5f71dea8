"""The data of QUALITY.md, made once from one seed and kept while the code that makes it stays the same."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.demo import fill
from tests.conftest import TODAY
from tests.shared import ROOT

MAKERS = ("kamdesk/records", "kamdesk/demo", "db")


def kept() -> Path:
    """The base with 50,000 clients; copy it, never write into it."""
    folder = Path(tempfile.gettempdir()) / f"kamdesk-bench-{os.getuid()}"
    path = folder / f"{_print()}.kamdesk"
    if not path.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        making = folder / "making.kamdesk"
        store = BaseStore(making)
        App(store).run(fill, size="large", today=TODAY)
        store.close()
        making.rename(path)
    return path


def _print() -> str:
    """Another one as soon as what makes the data is another."""
    sources = (path for top in MAKERS for path in sorted((ROOT / top).rglob("*.py")))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
