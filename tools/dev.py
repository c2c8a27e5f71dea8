"""The one entry for people who work on Kamdesk: python3 tools/dev.py VERB; standard library only."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import environment
from tools.environment import call, python, script

DEMO = Path.home() / "Kamdesk" / "demo.kamdesk"  # kept from one run to the next, so that trying things out lasts


def run(arguments: list[str]) -> int:
    """Open the window on the demo region; without a display do the month-end job and say where its files are."""
    screen = environment.has_display()
    environment.prepare(environment.RUNTIME, screen=screen)
    if not screen:
        return call(python(), "-m", "tools.monthend", *arguments)
    if not DEMO.exists():
        DEMO.parent.mkdir(parents=True, exist_ok=True)
        status = call(python(), "main.py", "--base", DEMO, "demo")
        if status:
            return status
    return call(python(), "main.py", "--base", DEMO, *arguments)


def test(arguments: list[str]) -> int:
    """Check everything, then run the tests; --full also runs the long ones. The rest goes to pytest."""
    environment.prepare()
    failed = _failing_checks()
    if words([]):
        failed.append("words")
    if failed:
        print(f"These checks failed (see above): {', '.join(failed)}\n", flush=True)
    status = call(python(), "-m", "pytest", "-n", "2", *arguments)
    return status or int(bool(failed))


def check(_arguments: list[str]) -> int:
    """Run ruff, mypy --strict, import-linter, and the architecture and size budgets."""
    environment.prepare()
    failed = _failing_checks()
    if call(python(), "-m", "pytest", "-q", "tests/test_architecture.py"):
        failed.append("architecture")
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return int(bool(failed))


def bench(arguments: list[str]) -> int:
    """Measure speed and memory at full size: value, floor and ratio of each piece of work."""
    environment.prepare()
    files = ("-o", "python_files=bench_*.py", "tests/bench")
    return call(python(), "-m", "pytest", "-q", "-p", "no:xdist", "--full", *files, *arguments)


def lock(arguments: list[str]) -> int:
    """Write the hashed requirements files anew; --upgrade takes the newest versions allowed."""
    environment.prepare()
    return call(python(), "-m", "tools.lock", *arguments)


def bundle(_arguments: list[str]) -> int:
    """Build the program for people without Python into dist/, and start it once."""
    environment.prepare(screen=True)  # what a screen needs is taken along
    return words([]) or call(python(), "-m", "tools.bundle")


def words(_arguments: list[str]) -> int:
    """Join and compile the translations; list what is missing, stale or untranslated."""
    environment.prepare()
    return call(python(), "-m", "tools.catalogue")


def numbers(_arguments: list[str]) -> int:
    """Give new kinds, fields and choices their numbers for ever."""
    environment.prepare()
    return call(python(), "-c", "from kamdesk.records import numbering; print(*numbering.append(), sep=chr(10))")


def docs(_arguments: list[str]) -> int:
    """Write docs/data-model.md anew from the kinds."""
    environment.prepare()
    return call(python(), "-m", "tools.docs")


def pictures(arguments: list[str]) -> int:
    """Take the pictures of the user guide anew, of a fresh demo region, without a display."""
    environment.prepare()
    return call(python(), "-m", "tools.pictures", *arguments)


def _failing_checks() -> list[str]:
    """Run them all, so that one run tells everything; returns the names of those that failed."""
    checks = {
        "ruff": (python(), "-m", "ruff", "check"),
        "mypy": (python(), "-m", "mypy"),
        "import-linter": (script("lint-imports"),),
    }
    return [name for name, command in checks.items() if call(*command)]


VERBS = {verb.__name__: verb for verb in (run, test, check, bench, lock, bundle, words, numbers, docs, pictures)}


def main(arguments: list[str]) -> int:
    """Run the verb named first."""
    lines = (f"  {name:8} {verb.__doc__}" for name, verb in VERBS.items())
    parser = argparse.ArgumentParser(
        prog="tools/dev.py",
        epilog="verbs:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=VERBS, metavar="VERB")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="given on to the verb")
    given = parser.parse_args(arguments)
    return VERBS[given.verb](given.arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
