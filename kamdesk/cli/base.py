"""The base a verb works on: opened, made where the verb may, given its password, closed again."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kamdesk import last_base, words
from kamdesk.app import App
from kamdesk.problems import Problem
from kamdesk.store import Reader
from kamdesk.words import _

if TYPE_CHECKING:
    from kamdesk.doors import Doors

STYLES = {"point": (".", ","), "comma": (",", ".")}


def passphrase_in(file: str | None) -> str | None:
    """The first line of a file that holds a password; Problem when it cannot be read or is empty."""
    if file is None:
        return None
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Problem(_("The file with the password cannot be read: {file}.", file=file)) from None
    first = text.split("\n", 1)[0].strip("\r\ufeff")
    if not first:
        raise Problem(_("The file with the password is empty: {file}.", file=file))
    return first


def path_of(options: argparse.Namespace) -> Path:
    """Where the base of a command line lies: as given, else the one the window used last; Problem without either."""
    found = Path(options.base) if options.base else last_base.last()
    if found is None:
        raise Problem(_("Say which base: --base FILE."), field="base")
    return found


@contextmanager
def opened(options: argparse.Namespace, doors: Doors, *, make: bool = False, keep: bool = True) -> Iterator[App]:
    """The app on the base, closed in the end; ``make``: a new base where there is none, gone again if the verb fails.

    ``keep`` False takes a new base away in any case: the verb only tries.

    Problem when the base is missing, in use, of a newer version, or its password is not given.
    """
    path, passphrase = path_of(options), passphrase_in(options.passphrase_file)
    new = make and not path.exists()
    if not new and not path.exists():
        raise Problem(_("There is no base at {path}.", path=path))
    store = doors.create(path, passphrase=passphrase) if new else doors.open(path, passphrase=passphrase)
    done = False
    try:
        adopt(store, language=options.lang)
        yield App(store)
        done = keep
    finally:
        store.close()
        if new and not done:
            for each in (path, *(path.with_name(path.name + end) for end in (".lock", "-journal"))):
                each.unlink(missing_ok=True)


def adopt(reader: Reader, *, language: str | None = None) -> None:
    """Write words, numbers and amounts as the base says; the language asked for goes before its own."""
    words.set_language(language or reader.setting("language"))
    decimal, group = STYLES[reader.setting("number_style")]
    words.set_format(decimal=decimal, group=group, currency=reader.setting("currency"))
