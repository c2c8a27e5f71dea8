"""Making, opening and restoring a base from the first window; a base half made is taken away again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from kamdesk.app import App
from kamdesk.commands.settings import change_setting
from kamdesk.doors import Doors
from kamdesk.problems import Problem
from kamdesk.store import Store
from kamdesk.words import _
from ui import ask
from ui.jobs import Progress

T = TypeVar("T")


def make(doors: Doors, path: Path, passphrase: str, fill: Callable[[App], object]) -> Store:
    """A new base with its first records; Problem, and no file, when either cannot be made."""
    store = doors.create(path, passphrase=passphrase or None)
    try:
        fill(App(store))
    except BaseException:
        store.close()
        path.unlink(missing_ok=True)
        raise
    return store


def make_example(doors: Doors, path: Path, week_start: str, progress: Progress) -> Store:
    """A base with the demo region and, in a folder beside it, the files that came for it; about a minute of work."""
    from kamdesk.demo import build, files, folder_of

    def fill(app: App) -> None:
        progress(_("Writing the records of the region…"))
        build(app)
        if week_start != app.store.setting("week_start"):
            app.run(change_setting, name="week_start", value=week_start)
        progress(_("Writing the files that wait to be received…"))
        files(app, doors, folder_of(path))

    return make(doors, path, "", fill)


def open_at(parent: QWidget, doors: Doors, path: Path) -> Store | None:
    """The store of a base, asking for its password until it opens; None when the person gives up."""
    return _with_password(parent, _("Open {base}", base=path.stem),
                          lambda passphrase: doors.open(path, passphrase=passphrase))


def restore_at(parent: QWidget, doors: Doors, target: Path, file: Path) -> Store | None:
    """Put a backup at ``target`` and open it; its password is asked for once."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def restored(passphrase: str | None) -> Store:
        doors.restore_at(target, file, passphrase=passphrase)
        return doors.open(target, passphrase=passphrase)

    return _with_password(parent, _("Open {base}", base=file.stem), restored)


def _with_password(parent: QWidget, title: str, do: Callable[[str | None], T]) -> T | None:
    passphrase = None
    while True:
        try:
            return do(passphrase)
        except Problem as problem:
            if problem.field != "passphrase":
                raise
            passphrase = ask.passphrase(parent, title, problem.message)
            if passphrase is None:
                return None
