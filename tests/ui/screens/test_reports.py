"""Informes in the window: pages that follow the choices, a number when they are sent, a file, the printer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.records.documents import Attachment, IssuedReport
from kamdesk.version import VERSION
from tests.ui.lint import lint
from tests.windows import opened
from ui import ask
from ui.printing import PdfPages
from ui.screen import Address
from ui.screens.reports.figures import FiguresPanel
from ui.screens.reports.issued import Issued
from ui.screens.reports.make import Make
from ui.widgets.figure_panel import FigurePanel
from ui.widgets.messages import MessageBar

LONG = 30_000


@pytest.fixture
def page(dressed: QApplication, store: BaseStore, me: object, qtbot: QtBot) -> Iterator[Make]:
    """The tab «Hacer» on a base with its manager, its first pages shown."""
    with opened(App(store)) as window:
        window.go(Address("reports", "make"))
        found = window.findChildren(Make)[0]
        settle(found, qtbot)
        yield found


@pytest.fixture
def shown_folders(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that would have been shown."""
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    return opened


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
    page.choosing.period.setCurrentIndex(1)
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


def choose(page: Make, code: str, qtbot: QtBot) -> None:
    """Another report, once its pages are there."""
    page.choosing.report.setCurrentIndex(page.choosing.report.findData(code))
    qtbot.waitUntil(lambda: page.made is not None and page.made.request.code == code and not page.busy, timeout=LONG)


def test_each_report_has_its_own_periods_and_comment(page, qtbot):
    choose(page, "R02", qtbot)
    assert page.choosing.period.currentText() == "24 nov – 30 nov 2025"
    page.choosing.comment.setPlainText("Semana corta.")
    qtbot.waitUntil(lambda: not page.busy and page.made.request.choices.comments.get("report") == "Semana corta.",
                    timeout=LONG)
    assert "Semana corta." in text_of(page.made.pdf)
    choose(page, "R15", qtbot)
    assert not page.choosing.comment.toPlainText()
    page.choosing.span.setCurrentIndex(page.choosing.span.findData("year"))
    qtbot.waitUntil(lambda: page.made.report.period == "2025" and not page.busy, timeout=LONG)


def test_a_statement_waits_for_its_party(page, qtbot):
    page.choosing.report.setCurrentIndex(page.choosing.report.findData("R09"))
    assert not page.choosing.ready
    assert page.made is None
    assert not page._send.isEnabled()


def test_the_figures_lead_to_their_rows(page, qtbot):
    page.show_figures()
    panel = page.window().findChildren(FiguresPanel)[0]
    panel.filter.setText("meta a hoy")
    assert panel.shown
    assert {each.name for each in panel.shown} == {"Meta a hoy"}
    panel.table.selectRow(0)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    shown = page.window().findChildren(FigurePanel)[0]
    assert shown.lines
    shown.shut()


def test_two_versions_leave_from_one_click(page, tmp_path, monkeypatch, shown_folders):
    monkeypatch.setattr(ask, "save_file", lambda *_args, **_more: tmp_path / "Resumen.pdf")
    page.both.click()
    saved = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert [name.split()[1] for name in saved] == ["departamento", "gerencia"]
    issued = page.context.app.store.find(IssuedReport, sort=(("number", False),))
    assert [each.with_prices for each in issued] == [True, False]
    assert len({each.number for each in issued}) == 2
    assert all(each.program == VERSION and each.file for each in issued)


def test_a_report_sent_is_opened_as_it_was_and_made_again(page, tmp_path, monkeypatch, shown_folders, qtbot):
    monkeypatch.setattr(ask, "save_file", lambda *_args, **_more: tmp_path / "Resumen.pdf")
    page.choosing.parts["sales"].setChecked(False)
    settle(page, qtbot)
    page.prepare()
    page.context.window.go(Address("reports", "issued"))
    tab = page.window().findChildren(Issued)[0]
    assert tab.table.texts.rows[0][0] == page.made.report.number
    tab.table.selectRow(0)
    qtbot.waitUntil(lambda: tab.opened is not None, timeout=LONG)
    assert tab.opened.kept
    assert tab.opened.pdf == (tmp_path / "Resumen.pdf").read_bytes()
    assert not tab.opened.changes
    tab.make_again()
    qtbot.waitUntil(lambda: page.made is not None and page.made.issued is None and not page.busy, timeout=LONG)
    assert "sales" in page.made.request.choices.off


def test_stopping_keeps_the_pages_before(page, qtbot):
    before = page.made
    job = []
    page.context.jobs.started.connect(job.append)
    page.choosing.period.setCurrentIndex(2)
    job[0].cancel()
    qtbot.waitUntil(lambda: not page.busy, timeout=LONG)
    assert page.made is before
    assert page._state.text()
