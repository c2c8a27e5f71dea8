"""Builds store, app and window, or runs one command line verb; the only file that knows all three packages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamdesk.doors import Doors


def main(arguments: list[str] | None = None) -> int:
    """Without a verb open the window, else do what the verb says; returns the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["--read-sheet"]:  # the guarded child of a bundled program: it has no interpreter to call
        from kamdesk.sheets import child

        child.main(given[1])
        return 0
    from kamdesk import cli

    options = cli.parse(given)
    if options.verb is None:
        return show(Path(options.base) if options.base else None, language=options.lang)
    return cli.run(options, _doors())


def show(base: Path | None, *, language: str | None = None) -> int:
    """Open the window on a base; returns the exit status when the person closes it."""
    from ui.start import start

    return start(_doors, base, language=language)


def _doors() -> Doors:
    """The real doors; importing them brings SQLAlchemy in, so the window paints its frame first."""
    from db.doors import FileDoors

    return FileDoors()


if __name__ == "__main__":
    sys.exit(main())
