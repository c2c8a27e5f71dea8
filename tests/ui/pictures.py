"""Pictures of the gallery for looking at: `python -m tests.ui.pictures FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import gallery, gallery_parts
from ui import style
from ui.shell.shell import Shell
from ui.widgets.toast import Toast

SHOTS: tuple[tuple[str, style.Scheme, float, tuple[int, int]], ...] = (
    ("light", "light", 1.0, (1366, 768)), ("dark", "dark", 1.0, (1366, 768)),
    ("1093", "light", 1.0, (1093, 614)), ("150", "light", 1.5, (1366, 768)),
)


def save(widget: QWidget, path: Path) -> None:
    """Let layouts settle, then grab."""
    for _time in range(3):
        QApplication.processEvents()
    widget.grab().save(str(path))


def overlays(shell: Shell, folder: Path, name: str) -> None:
    """Palette, quick panel and toast over the page."""
    found = gallery_parts.palette(shell.overlay_host)
    found.ask("ang")
    save(shell, folder / f"gallery_palette_{name}.png")
    found.shut()
    panel = gallery_parts.panel(shell.overlay_host)
    panel.open()
    save(shell, folder / f"gallery_panel_{name}.png")
    panel.shut()
    Toast(shell.overlay_host).say("Visita guardada", action="Deshacer")
    save(shell, folder / f"gallery_toast_{name}.png")


def main(folder: Path) -> None:
    """Both pages in both themes, narrow, and at the largest font scale."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    style.start(app)
    for name, scheme, scale, size in SHOTS:
        style.apply(app, scheme=scheme, scale=scale, motion=False)
        for page, build in (("", gallery.today_page), ("parts_", gallery_parts.parts_page)):
            shell = gallery.build(build)
            shell.resize(*size)
            shell.show()
            save(shell, folder / f"gallery_{page}{name}.png")
            if not page:
                overlays(shell, folder, name)
            shell.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
