"""The log: one file beside the state of the program, rotated; its lines hold no values of records."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

BYTES, KEPT = 1_000_000, 3


def log_path() -> Path:
    """Where the log lies on this laptop."""
    import platformdirs

    return platformdirs.user_log_path("Kamdesk", appauthor=False) / "kamdesk.log"


def start_log() -> None:
    """Write warnings and errors to the log from now on, unless somebody listens to them already (tests)."""
    root = logging.getLogger()
    if root.handlers:
        return
    path = log_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    handler = RotatingFileHandler(path, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
