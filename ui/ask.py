"""The only place that opens dialogs: files, and the rare questions that undo cannot answer."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from kamdesk.words import _

log = logging.getLogger(__name__)


def open_file(parent: QWidget, title: str, pattern: str, folder: Path | None = None) -> Path | None:
    """The file the person chose to open, or None. ``pattern``: «Excel (*.xlsx *.csv)»."""
    name, _filter = QFileDialog.getOpenFileName(parent, title, str(folder or ""), pattern)
    return Path(name) if name else None


def save_file(parent: QWidget, title: str, pattern: str, suggested: Path) -> Path | None:
    """Where the person chose to save, or None."""
    name, _filter = QFileDialog.getSaveFileName(parent, title, str(suggested), pattern)
    return Path(name) if name else None


def printer(parent: QWidget, title: str) -> QPrinter | None:
    """The printer the person chose in the system's dialog, ready to print a document called ``title``, or None."""
    chosen = QPrinter(QPrinter.PrinterMode.HighResolution)
    chosen.setDocName(title)
    return chosen if QPrintDialog(chosen, parent).exec() else None


def confirm(parent: QWidget, question: str, consequence: str, verb: str) -> bool:
    """Whether the person pressed the verb; «Cancelar» is the default."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.setInformativeText(consequence)
    go = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    return box.clickedButton() is go


def passphrase(parent: QWidget | None, title: str, label: str) -> str | None:
    """A password typed by the person, or None."""
    text, accepted = QInputDialog.getText(parent, title, label, QLineEdit.EchoMode.Password)
    return text if accepted else None


def line(parent: QWidget, title: str, label: str) -> str | None:
    """One line typed by the person, or None."""
    text, accepted = QInputDialog.getText(parent, title, label)
    return text if accepted else None


def bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The excepthook: a bug is logged with its details, shown once, and can be copied to whoever mends it."""
    log.critical("Unexpected error", exc_info=(kind, error, trace))
    details = "".join(traceback.format_exception(kind, error, trace))
    box = QMessageBox()
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(_("Something went wrong in the program. Your data is saved."))
    box.setInformativeText(_("You can go on working. Send the details to support so that it gets mended."))
    box.setDetailedText(details)
    copy = box.addButton(_("Copy details"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(_("Go on"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    if box.clickedButton() is copy:
        QGuiApplication.clipboard().setText(details)
