"""demo, check, backup and restore: what is done with a base as a whole."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kamdesk.app import App
from kamdesk.cli.answer import Answer
from kamdesk.cli.base import adopt, opened, passphrase_in, path_of
from kamdesk.problems import Problem
from kamdesk.words import _, plural

if TYPE_CHECKING:
    from kamdesk.doors import Doors


def demo(options: argparse.Namespace, doors: Doors) -> Answer:
    """A new base with the example region."""
    from kamdesk import demo as example

    path = path_of(options)
    store = doors.create(path, passphrase=passphrase_in(options.passphrase_file))
    try:
        adopt(store, language=options.lang)
        app, made = App(store), []
        example.build(app, size=options.size)
        if options.size == example.SMALL:
            made = example.files(app, doors, example.folder_of(path))
    except BaseException:
        store.close()
        path.unlink()
        raise
    store.close()
    return Answer({"base": str(path), "size": options.size, "files": [str(each) for each in made]},
                  [_("Example base made: {file}", file=path), *map(str, made)])


def check(options: argparse.Namespace, doors: Doors) -> Answer:
    """What is wrong in the data; with --mend what can be mended is."""
    with opened(options, doors) as app:
        findings = doors.check(app.store)
        mended = doors.mend(app.store, [each for each in findings if each.mendable]) if options.mend else 0
    lines = [each.message for each in findings]
    lines.append(plural("{n} finding", "{n} findings", len(findings)))
    if options.mend:
        lines.append(plural("{n} mended finding", "{n} mended findings", mended))
    return Answer({"findings": findings, "mended": mended}, lines)


def backup(options: argparse.Namespace, doors: Doors) -> Answer:
    """A verified copy of the base."""
    with opened(options, doors) as app:
        made = doors.back_up(app.store, out=Path(options.out) if options.out else None)
    data = {"file": str(made.path), "bytes": made.size, "at": made.at}
    return Answer(data, [_("Backup made and verified: {file}", file=made.path)])


def restore(options: argparse.Namespace, doors: Doors) -> Answer:
    """A backup in the place of the base; where there is no base, the backup becomes one."""
    path, file, passphrase = path_of(options), Path(options.file), passphrase_in(options.passphrase_file)
    if not file.exists():
        raise Problem(_("“{file}” is not there any more. Choose it again.", file=file.name))
    if not path.exists():
        doors.restore_at(path, file, passphrase=passphrase)
    else:
        with opened(options, doors) as app:
            doors.restore(app.store, file, passphrase=passphrase)
    return Answer({"base": str(path), "file": str(file)}, [_("Base restored from {file}", file=file.name)])
