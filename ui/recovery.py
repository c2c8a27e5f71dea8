"""The recovery key of a base as a sheet to print, asked for and written from any screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from kamdesk.doors import Doors
from kamdesk.files import in_place_of
from kamdesk.records.team import Person
from kamdesk.reports.recovery import recovery_sheet
from kamdesk.store import Store
from kamdesk.words import _
from ui import ask


def save_key(parent: QWidget, doors: Doors, store: Store) -> bool:
    """Ask where, then write the sheet as a PDF; False when the person chose no place. Problem when it cannot be."""
    path = ask.save_file(parent, _("Save the recovery key"), "PDF (*.pdf)", Path.home() / f"{_('Recovery key')}.pdf")
    if path is None:
        return False
    write_key(doors, store, path.with_suffix(".pdf"))
    return True


def write_key(doors: Doors, store: Store, path: Path) -> None:
    """The sheet with the recovery key of a base as a PDF."""
    from kamdesk.pdf import render

    me = store.maybe(Person, store.me)
    sheet = recovery_sheet(doors.recovery_key(store), base=store.setting("region_name") or _("Base"),
                           manager=me.name if me else "", company=store.setting("company"))
    content = render(sheet, paper=store.setting("paper"))
    with in_place_of(path) as target:
        target.write_bytes(content)
