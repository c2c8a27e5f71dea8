"""Builds store, app and window, or runs one command line verb; the only file that knows all three packages."""

from __future__ import annotations

import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Without a verb open the window, else do what the verb says; returns the exit status."""
    from kamdesk import cli

    options = cli.parse(sys.argv[1:] if arguments is None else arguments)
    if options.verb is None:
        return show(Path(options.base) if options.base else None, language=options.lang)
    from db.doors import FileDoors

    return cli.run(options, FileDoors())


def show(base: Path | None, *, language: str | None = None) -> int:
    """Open the window on a base; returns the exit status when the person closes it."""
    from db.doors import FileDoors
    from ui.start import start

    return start(FileDoors(), base, language=language)


if __name__ == "__main__":
    sys.exit(main())
