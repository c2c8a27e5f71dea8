"""From the start to a painted window over 50,000 clients, and memory at rest, against an empty window."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench import large
from tests.shared import ROOT

ROUNDS = 5


def run(what: str) -> dict[str, float]:
    """One start of tests/bench/start.py and what it printed."""
    command = [sys.executable, "-m", "tests.bench.start", what]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_start(tmp_path: Path, record_property) -> None:
    base = tmp_path / "base.kamdesk"
    shutil.copyfile(large.kept(), base)
    run(str(base))  # the first one of a copy is busy with the system's cache
    pairs = [(run("empty"), run(str(base))) for _round in range(ROUNDS)]
    floor = {name: statistics.median(each[name] for each, _ours in pairs) for name in pairs[0][0]}
    ours = {name: statistics.median(each[name] for _empty, each in pairs) for name in pairs[0][1]}
    record_property("bench", ("start -> window painted", ours["painted"], floor["painted"], "ms"))
    record_property("bench", ("start -> Hoy with its data", ours["ready"], floor["painted"], "ms"))
    record_property("bench", ("memory at rest (PSS), goal 100 MB", ours["memory"], floor["memory"], "MB"))
