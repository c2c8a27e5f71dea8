"""Started as a program by the bench: a window on a base, or an empty one; prints what it took, in JSON.

``python -m tests.bench.start empty`` · ``python -m tests.bench.start BASE``. Milliseconds count from before Qt is
imported, as a person counts them; the start of the interpreter is the same for both and left out. Memory is PSS in MB.
"""

from __future__ import annotations

import time

BEGIN = time.perf_counter()

import json  # noqa: E402  the clock runs from here
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget  # noqa: E402

told: dict[str, float] = {}


class FirstPaint(QObject):
    """Notes when a window is painted for the first time."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            told["painted"] = since()
            QApplication.instance().removeEventFilter(self)
        return False


def since() -> float:
    return (time.perf_counter() - BEGIN) * 1000


def memory() -> float:
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1000


def finish() -> None:
    told["memory"] = memory()
    sys.stdout.write(json.dumps(told) + "\n")
    QApplication.quit()


def empty() -> None:
    application = QApplication([])
    watch = FirstPaint(application)
    application.installEventFilter(watch)
    window = QMainWindow()
    window.setCentralWidget(QLabel("Kamdesk"))
    window.resize(1366, 768)
    window.show()
    application.processEvents()
    told["ready"] = since()
    QTimer.singleShot(1000, finish)
    application.exec()


def kamdesk(base: Path) -> int:
    """The program itself, watched: the frame painted, then Hoy with its data, then a second of rest."""
    from main import _doors
    from ui import start

    made = start.main_window

    def ready(doors, store):
        window = made(doors, store)
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, shown))
        return window

    def shown() -> None:
        told["ready"] = since()
        QTimer.singleShot(1500, finish)

    application_of = start._application

    def watched(language):
        application = application_of(language)
        application.installEventFilter(FirstPaint(application))
        return application

    start.main_window, start._application = ready, watched
    return start.start(_doors, base)


if __name__ == "__main__":
    sys.exit(empty() if sys.argv[1] == "empty" else kamdesk(Path(sys.argv[1])))
