"""The log of a program that nobody else listens to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.shared import ROOT

CODE = ("import logging; from kamdesk.logs import log_path, start_log; start_log(); "
        "logging.getLogger('kamdesk').error('broken'); print(log_path())")


def test_errors_go_to_a_private_file(tmp_path):
    found = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True,
                           env={**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)})
    path = Path(found.stdout.strip())
    assert path.is_relative_to(tmp_path)
    assert path.read_text(encoding="utf-8").endswith("ERROR kamdesk: broken\n")
    assert path.stat().st_mode & 0o077 == 0
    assert not found.stderr
