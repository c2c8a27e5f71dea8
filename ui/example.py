"""The bar over example data, and the way from there to one's own: the example is erased and the first page shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMainWindow, QWidget

from kamdesk.doors import Doors
from kamdesk.store import Store
from kamdesk.words import _
from ui import ask
from ui.widgets.messages import MessageBar


def example_bar(store: Store, erase: Callable[[], object]) -> MessageBar | None:
    """«Estás viendo datos de ejemplo · Borrar y empezar»; None over real data."""
    if not store.setting("demo"):
        return None
    return MessageBar(_("You are looking at example data"), status="info", closable=False,
                      actions=((_("Erase and begin"), erase),))


def confirmed(parent: QWidget) -> bool:
    """Whether the person really wants the example erased: files are not undone."""
    return ask.confirm(parent, _("Erase the example data?"),
                       _("The base with the example and all you tried in it is deleted from this laptop."),
                       _("Erase and begin"))


def erase(store: Store) -> None:
    """Close a base and delete its file with what lies beside it."""
    path = Path(getattr(store, "path", ""))
    store.close()
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".lock").unlink(missing_ok=True)
    shutil.rmtree(path.with_name(path.name + ".files"), ignore_errors=True)


def begin_anew(window: QMainWindow, doors: Doors, store: Store,
               opened: Callable[[Doors, Store], QMainWindow]) -> QMainWindow | None:
    """Ask, close the window, erase the example and show the first page; None when the person stays."""
    from ui.screens.welcome import Welcome

    if not confirmed(window):
        return None
    welcome = Welcome(doors, opened=opened)
    welcome.setGeometry(window.geometry())
    welcome.show()
    window.close()
    erase(store)
    return welcome
