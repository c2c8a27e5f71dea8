"""Takes the pictures of the user guide: the demo region in the real window, offscreen, on the demo's own day."""

from __future__ import annotations

import datetime
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.doors import FileDoors
from kamdesk import clock, words
from kamdesk.app import App
from kamdesk.demo import fill
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.visits import Visit
from ui import style
from ui.pages import PAGES, PARTS, QUICK
from ui.screen import Address
from ui.screens.welcome import Welcome
from ui.window import Window

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
TODAY = datetime.date(2025, 11, 24)
SIZE = (1366, 768)
SETTLE = 400  # milliseconds


def main() -> int:
    """Write docs/pictures/*.png."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    application = QApplication(["pictures", "-platform", "offscreen"])
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder)
        clock.fix(TODAY)
        words.set_language("es")
        style.start(application)
        style.apply(application, scheme="light", motion=False)
        doors = FileDoors()
        app = App(doors.create(Path(folder) / "demo.kamdesk"))
        app.run(fill, size="small", today=TODAY)
        words.set_format(decimal=".", group=",", currency=app.store.setting("currency"))
        window = Window(app, doors, pages=PAGES, parts=PARTS, quick=QUICK)
        for name, show in SHOTS.items():
            show(window)
            take(window, name)
            if window.overlay is not None:
                window.overlay.shut()
        style.apply(application, scheme="dark", motion=False)
        window.go(Address("today"))
        take(window, "hoy-oscuro")
        window.close()
        style.apply(application, scheme="light", motion=False)
        take(Welcome(doors, opened=lambda _doors, _store: window), "inicio")
        app.store.close()
    return 0


def take(widget: QWidget, name: str) -> None:
    """Let it settle, then keep it, packed as tight as PNG allows."""
    widget.resize(*SIZE)
    widget.show()
    QTest.qWait(SETTLE)
    while getattr(getattr(widget, "jobs", None), "busy", False):
        QTest.qWait(SETTLE)
    QApplication.processEvents()  # what the last of them changed takes its place
    path = FOLDER / f"{name}.png"
    flat(widget.grab().toImage()).save(str(path), quality=0)
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


def flat(image: QImage) -> QImage:
    """The same picture with its 256 most frequent colours, no dots: a third of the bytes."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    common = Counter(memoryview(plain.constBits()).cast("I")).most_common(256)
    return plain.convertToFormat(QImage.Format.Format_Indexed8, [colour for colour, _count in common],
                                 Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither)


def page(*where: str) -> Callable[[Window], None]:
    """Go to a page and tab."""
    return lambda window: window.go(Address(*where))


def client(window: Window) -> None:
    """The first hospital."""
    found = window.app.store.find(Client, category="private_hospital", sort=(("name", False),), limit=1)[0]
    window.go(Address("clients", "list", "client", found.id))


def distributor(window: Window) -> None:
    """The distributor over its limit."""
    found = window.app.store.find(Distributor, name="Distribuidora Farmacéutica del Bajío")[0]
    window.go(Address("distributors", "list", "distributor", found.id))


def palette(window: Window) -> None:
    """Ctrl+K with a few letters."""
    window.go(Address("today"))
    window.palette_view.ask("hosp")


def visit(window: Window) -> None:
    """Logging a planned visit of today."""
    store = window.app.store
    planned = store.find(Visit, planned_on=TODAY, state="planned", owner=store.me, limit=1)
    window.go(Address("today"))
    window.quick("visit", visit=planned[0] if planned else None)


def expense(window: Window) -> None:
    """Noting an expense."""
    window.go(Address("budget", "expenses"))
    window.quick("expense")


SHOTS: dict[str, Callable[[Window], None]] = {
    "hoy": page("today"),
    "paleta": palette,
    "registrar-visita": visit,
    "plan": page("plan", "week"),
    "mes": page("plan", "month"),
    "clientes": page("clients"),
    "cliente": client,
    "pedidos": page("orders", "orders"),
    "distribuidor": distributor,
    "presupuesto": page("budget", "grid"),
    "gasto": expense,
    "prerrevision": page("budget", "review"),
    "informes": page("reports"),
    "enviar": page("exchange", "send"),
    "copias": page("exchange", "copies"),
}


if __name__ == "__main__":
    sys.exit(main())
