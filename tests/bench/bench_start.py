"""From the start to a painted window over 50,000 clients, and memory at rest, against an empty window."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import large
from tests.shared import ROOT

ROUNDS = 5


def run(what: str) -> dict[str, float]:
    """One start of tests/bench/start.py and what it printed; its bytecode is kept, as that of an installed program."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / f"kamdesk-bench-{os.getuid()}" / "bytecode")
    command = [sys.executable, "-m", "tests.bench.start", what]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, env=kept)
    return json.loads(done.stdout.splitlines()[-1])


def test_start(tmp_path: Path, record_property) -> None:
    base = tmp_path / "base.kamdesk"
    shutil.copyfile(large.kept(), base)
    run(str(base))  # the first one of a copy is busy with the system's cache
    pairs = [(run("empty"), run(str(base))) for _round in range(ROUNDS)]
    floor = {name: statistics.median(each[name] for each, _ours in pairs) for name in pairs[0][0]}
    ours = {name: statistics.median(each[name] for _empty, each in pairs) for name in pairs[0][1]}
    record_property("bench", ("start -> window painted (goal 1.35)", ours["painted"], floor["painted"], "ms"))
    record_property("bench", ("start -> Hoy with its data (goal 2.5)", ours["ready"], floor["painted"], "ms"))
    record_property("bench", ("memory at rest (PSS), goal 100 MB", ours["memory"], floor["memory"], "MB"))
