"""A full disk: a sentence in words for people, the base as it was, and no half file left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOUNT = 'mount -t tmpfs -o size=7m tmpfs "$1" && exec "$2" -m tests.faults.full_disk "$1"'


def own_mounts() -> bool:
    """Whether this system lets us have a small disk of our own."""
    try:
        done = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True,
                              check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0


@pytest.mark.skipif(not own_mounts(), reason="no right to mount a small disk (unshare -m)")
def test_every_operation_on_a_full_disk(tmp_path: Path):
    (tmp_path / "disk").mkdir()
    done = subprocess.run(["unshare", "-m", "sh", "-c", MOUNT, "sh", str(tmp_path / "disk"), sys.executable],
                          capture_output=True, text=True, check=False, cwd=ROOT,
                          env={**os.environ, "SAFE": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert {name: "No hay espacio" in text or "No queda espacio" in text for name, text in told["answers"].items()} == \
        dict.fromkeys(told["answers"], True), told["answers"]
    assert told["whole"]
    assert told["sound"]
    assert set(told["left"]) <= {"base.kamdesk", "base.kamdesk-journal", "base.kamdesk.lock"}
