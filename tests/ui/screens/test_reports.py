"""Informes in the window: pages that follow the choices, a number when they are sent, a file, the printer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk.app import App
from kamdesk.records.documents import Attachment, IssuedReport
from tests.ui.lint import lint
from ui import ask
from ui.pages import PAGES, PARTS, QUICK
from ui.printing import PdfPages
from ui.screen import Address
from ui.screens.reports.make import Make, make
from ui.widgets.messages import MessageBar
from ui.window import Window

LONG = 30_000


@pytest.fixture
def page(dressed: QApplication, store: BaseStore, me: object, qtbot: QtBot) -> Iterator[Make]:
    """The tab «Hacer» on a base with its manager, its first pages shown."""
    window = Window(App(store), FileDoors(), pages=PAGES, parts={**PARTS, "reports": {"make": make}}, quick=QUICK)
    window.resize(1366, 768)
    window.show()
    window.go(Address("reports", "make"))
    found = window.findChildren(Make)[0]
    settle(found, qtbot)
    yield found
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(page: Make, qtbot: QtBot) -> None:
    """Wait until the pages are made."""
    qtbot.waitUntil(lambda: page.made is not None and not page.busy, timeout=LONG)


def text_of(pdf: bytes) -> str:
    """All text of a PDF."""
    return "\n".join(each.get_textpage().get_text_bounded() for each in PdfDocument(pdf))


def test_a_draft_is_shown_page_by_page(page):
    assert page.made.pdf.startswith(b"%PDF")
    assert page.preview.count >= 8
    assert "borrador" in text_of(page.made.pdf)


def test_a_part_switched_off_goes(page, qtbot):
    before = page.preview.count
    page.choosing.parts["sales"].setChecked(False)
    settle(page, qtbot)
    assert page.preview.count == before - 1
    assert "Ventas y objetivos" not in text_of(page.made.pdf)


def test_another_month_is_another_report(page, qtbot):
    page.choosing.month.setCurrentIndex(1)
    settle(page, qtbot)
    assert page.made.report.period == "octubre 2025"


def test_comments_are_kept_by_part(page, qtbot):
    page.choosing.comment.setPlainText("Mes corto.")
    page.choosing.part.setCurrentIndex(1)
    page.choosing.comment.setPlainText("Dos pedidos pasan a diciembre.")
    page.choosing.part.setCurrentIndex(0)
    assert page.choosing.comment.toPlainText() == "Mes corto."
    qtbot.waitUntil(lambda: not page.busy and page.made.report.sections[1].comment.startswith("Dos pedidos"),
                    timeout=LONG)


def test_sending_issues_saves_and_copies(page, qtbot, tmp_path, monkeypatch):
    target, opened = tmp_path / "resumen.pdf", []
    monkeypatch.setattr(ask, "save_file", lambda *_args: target)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    page.prepare()
    store = page.context.app.store
    issued = store.find(IssuedReport)
    assert store.blobs.open(store.get(Attachment, issued[0].file).sha256) == target.read_bytes()
    assert [each.sent_by for each in issued] == ["file"]
    assert "borrador" not in text_of(target.read_bytes())
    assert issued[0].number in text_of(target.read_bytes())
    assert opened == [tmp_path]
    assert issued[0].number in QGuiApplication.clipboard().text()
    page.prepare()
    assert page.context.app.store.count(IssuedReport) == 1


def test_a_choice_after_issuing_is_a_new_draft(page, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(ask, "save_file", lambda *_args: None)
    page.prepare()
    assert page.made.issued is not None
    page.choosing.parts["sales"].setChecked(False)
    settle(page, qtbot)
    assert page.made.issued is None


def test_a_draft_can_be_saved(page, tmp_path, monkeypatch):
    target = tmp_path / "borrador.pdf"
    monkeypatch.setattr(ask, "save_file", lambda *_args: target)
    page.save_pdf()
    assert target.read_bytes() == page.made.pdf


def test_a_file_that_cannot_be_written_is_said(page, tmp_path, monkeypatch):
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "there is no folder" / "a.pdf")
    page.save_pdf()
    assert page.window().findChildren(MessageBar)


def test_the_pages_are_printed(page, tmp_path, monkeypatch):
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    monkeypatch.setattr(ask, "printer", lambda *_args: printer)
    page.print_page()
    printed = PdfPages(target.read_bytes())
    assert len(printed.sizes) == page.preview.count
    printed.close()


def test_pages_grow_shrink_and_fit(page):
    def width() -> int:
        return page.preview.widget().layout().itemAt(0).widget().width()

    fits = width()
    page.preview.grow()
    assert width() > fits
    page.preview.fit()
    assert width() == fits
    page.preview.shrink()
    assert width() < fits


def test_the_tab_follows_the_rules(page):
    assert lint(page.window(), room=(1366, 768)) == []
