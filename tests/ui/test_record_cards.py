"""Beside and above the form of a record: files, requirements, approval; and the receipt of an expense."""

from __future__ import annotations

import datetime
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.approvals import approval_of, submit
from kamdesk.commands.checklists import apply_checklist
from kamdesk.commands.documents import attach_file
from kamdesk.commands.records import archive, save
from kamdesk.fields import Link
from kamdesk.kinds import Record
from kamdesk.records.budgets import Budget, BudgetLine
from kamdesk.records.campaigns import CommunicationPlan
from kamdesk.records.checklists import ChecklistTemplate, Requirement
from kamdesk.records.clients import Client
from kamdesk.records.documents import Attachment
from kamdesk.records.expenses import Expense
from kamdesk.records.team import Person
from kamdesk.records.tenders import Tender
from kamdesk.records.territories import Territory
from tests.ui.lint import lint
from ui import style
from ui.panels.approval import AnswerPanel, DecidePanel
from ui.panels.checklist import ChecklistPanel
from ui.panels.expense import open_expense
from ui.record import RecordView
from ui.screen import Address
from ui.tabs import place_of
from ui.widgets.messages import MessageBar
from ui.widgets.panel import QuickPanel
from ui.window import Window

ROOM = (1366, 768)


@pytest.fixture
def base(store: BaseStore) -> App:
    """The app on the base that the window shows."""
    return App(store)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A file of the desktop."""
    path = tmp_path / "Bases <b>finales.pdf"
    path.write_bytes(b"%PDF-1.7 " + b"x" * 5_000)
    return path


@pytest.fixture
def tender(base: App, me: Person, zone: Territory) -> Tender:
    """A tender with a deadline and a list that fits it."""
    office = base.run(save, record=Client(name="IMSS", category="tender_office", territory=zone.id, owner=me.id))
    base.run(save, record=ChecklistTemplate(name="Licitación", applies_to="tender", items="* Carta -5\nMuestra"))
    return base.run(save, record=Tender(number="LA-1", title="Cardio", office=office.id, category="public_tender",
                                       territory=zone.id, submit_by=datetime.date(2025, 12, 1)))


def shown(window: Window, record: Record) -> RecordView:
    """The view of a record, brought to the front."""
    kind = type(record).kind
    window.go(Address(*place_of(kind), kind.name, record.id))
    QApplication.processEvents()
    return next(view for view in window.findChildren(RecordView) if view.isVisible())


def panel(window: Window, sort: type[QuickPanel]) -> QuickPanel:
    """The panel open over the window."""
    return next(each for each in window.findChildren(sort) if each.isVisible())


def drop(widget: QWidget, path: Path) -> None:
    """Drag a file over a widget and let it go, as the desktop does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, left, none)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), copy, data, left, none))


def says(widget: QWidget) -> list[str]:
    """The messages shown inside a widget."""
    QApplication.processEvents()
    return [bar.accessibleName() for bar in widget.findChildren(MessageBar) if bar.isVisible()]


def test_drop_take_away_and_undo(window: Window, base: App, tender: Tender, paper: Path) -> None:
    """A file dropped on the card is kept and listed; taken away it goes, undone it is there again."""
    view = shown(window, tender)
    drop(view.files, paper)
    assert [each.name for each in view.files.files()] == [paper.name]
    view.files.take_away(view.files.files()[0])
    assert view.files.files() == []
    window.undo()
    assert [each.about for each in view.files.files()] == [Link("tender", tender.id)]


def test_program_is_refused_in_the_card(window: Window, tender: Tender, paper: Path, tmp_path: Path) -> None:
    """«No se admiten programas.» stands above the files, and stays when the page reads what was attached before it."""
    program = tmp_path / "regalo.exe"
    program.write_bytes(b"MZ")
    view = shown(window, tender)
    view.files.attach([paper, program])
    assert says(view.files) == ["No se admiten programas."]
    assert [each.name for each in view.files.files()] == [paper.name]


def test_open_shows_a_copy(window: Window, tender: Tender, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is its owner's only, in a folder of its own, and named as the file; a program is not opened."""
    opened: list[Path] = []

    def show(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    view = shown(window, tender)
    view.files.attach([paper])
    attachment = view.files.files()[0]
    view.files.open(attachment)
    assert opened[0].read_bytes() == paper.read_bytes()
    assert opened[0].name == "Bases _b_finales.pdf"
    assert stat.S_IMODE(opened[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(opened[0].parent.stat().st_mode) == 0o700
    view.files.open(Attachment(name="regalo.exe", sha256=attachment.sha256))
    assert says(view.files) == ["No se admiten programas."]
    assert len(opened) == 1


def test_lost_content_is_told(window: Window, base: App, tender: Tender, paper: Path) -> None:
    """A content that is not there says so where the file is."""
    view = shown(window, tender)
    view.files.attach([paper])
    attachment = view.files.files()[0]
    base.store.blobs.path(attachment.sha256).unlink()  # type: ignore[attr-defined]
    view.files.open(attachment)
    assert len(says(view.files)) == 1
    assert says(view.files)[0].startswith("El contenido de este archivo no está aquí.")


def test_archived_takes_no_files(window: Window, base: App, tender: Tender) -> None:
    """Nothing can be dropped on an archived record."""
    base.run(archive, records=[tender])
    assert not shown(window, tender).files.acceptDrops()


def test_checklist_applied_and_marked(window: Window, base: App, tender: Tender) -> None:
    """The panel offers the list that fits and the deadline; a click on a mark makes a requirement ready."""
    view = shown(window, tender)
    card = view.requirements
    assert card is not None
    card.apply()
    asked = panel(window, ChecklistPanel)
    assert isinstance(asked, ChecklistPanel)
    assert (asked.template.text(), asked.deadline.value()) == ("Licitación", datetime.date(2025, 12, 1))
    asked.submitted.emit()
    QApplication.processEvents()
    assert [(each.name, each.due) for each in card.requirements()] == [
        ("Carta", datetime.date(2025, 11, 24)), ("Muestra", datetime.date(2025, 12, 1))]
    next(box for box in card.findChildren(QCheckBox) if box.accessibleName() == "Carta").click()
    assert [each.state for each in base.store.find(Requirement, sort=(("order", False),))] == ["ready", "pending"]


@pytest.fixture
def full(base: App, tender: Tender, paper: Path) -> Tender:
    """A tender with everything: late requirements, a file, sent for approval."""
    base.run(apply_checklist, parent=tender, deadline=datetime.date(2025, 11, 20))
    base.run(attach_file, about=Link("tender", tender.id), path=paper)
    base.run(submit, document=tender)
    return tender


@pytest.mark.parametrize(("scale", "scheme"), [(1.0, "light"), (1.5, "dark")])
def test_nothing_clipped(dressed: QApplication, window: Window, full: Tender, scale: float,
                         scheme: style.Scheme) -> None:
    """With files, requirements and three actions in the header, at both ends of the font scale."""
    style.apply(dressed, scheme=scheme, scale=scale, motion=False)
    try:
        shown(window, full)
        assert lint(window, room=ROOM) == []
    finally:
        style.apply(dressed, scheme="light", motion=False)


def test_only_parents_have_requirements(window: Window, me: Person) -> None:
    """A person requires nothing and is not approved."""
    view = shown(window, me)
    assert view.requirements is None
    assert view.approval is None


def test_sent_decided_and_changed(window: Window, base: App, me: Person) -> None:
    """The chip follows: sent, approved by me, changed after it; each time only what can be done is offered."""
    base.run(save, record=Person(id=me.id, name=me.name, position=me.position, can_approve=("all",)))
    plan = base.run(save, record=CommunicationPlan(
        name="Cardio", start=datetime.date(2025, 11, 24), end=datetime.date(2025, 12, 10), objective="Recordar",
        channels=("email",)))
    view = shown(window, plan)
    bar = view.approval
    assert bar is not None
    assert (bar.chip.text(), bar.send.isVisible(), bar.decide.isVisible()) == ("Sin enviar", True, False)
    bar.send.click()
    assert (bar.chip.text(), bar.send.isVisible(), bar.decide.isVisible()) == ("Enviado", False, True)
    bar.decide.click()
    asked = panel(window, DecidePanel)
    assert isinstance(asked, DecidePanel)
    asked.action.set_value("reject")
    asked.submitted.emit()
    assert says(asked) == ["Falta Comentario. Escríbelo."]
    asked.action.set_value("approve")
    asked.submitted.emit()
    QApplication.processEvents()
    assert (approval_of(base.store, plan), bar.chip.text()) == ("approved", "Aprobado")
    view.form.edited.emit("cost", 500_00)
    assert bar.chip.text() == "Modificado después de aprobado"
    assert bar.send.isVisible()


def test_answer_noted(window: Window, base: App, tender: Tender) -> None:
    """An answer that came by telephone is written down with who gave it."""
    view = shown(window, tender)
    bar = view.approval
    assert bar is not None
    bar.send.click()
    bar.answer.click()
    asked = panel(window, AnswerPanel)
    assert isinstance(asked, AnswerPanel)
    asked.actor.setText("Rosa Gil")
    asked.how.setText("Por teléfono")
    asked.submitted.emit()
    assert approval_of(base.store, tender) == "approved"


def test_receipt_lifts_the_rule(window: Window, base: App, me: Person, paper: Path) -> None:
    """Without receipt the rule speaks; with a file dropped on the field it is silent, and the file is kept with it."""
    budget = base.run(save, record=Budget(year=2025, name="2025"))
    line = base.run(save, record=BudgetLine(budget=budget.id, name="Viáticos"))
    asked = open_expense(window.context, window.overlay_host)
    asked._amount.setText("9000")
    asked._amount.commit()
    asked._concept.setText("Cena")
    asked._where.set_value(line.id, line.name)
    assert [said for said in asked.says() if "comprobante" in said.lower()]
    drop(asked.receipt, paper)
    assert [said for said in asked.says() if "comprobante" in said.lower()] == []
    asked.submitted.emit()
    expense = base.store.find(Expense)[0]
    kept = base.store.get(Attachment, expense.receipt or "")
    assert (kept.name, kept.category, kept.about) == (paper.name, "receipt", Link("expense", expense.id))
    window.undo()
    assert base.store.find(Expense) == []
    assert base.store.find(Attachment) == []
