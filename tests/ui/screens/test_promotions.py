"""The plans of promotion lived with mouse and keys: from a new plan to its evaluation."""

from __future__ import annotations

import base64
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.approvals import mark_decision
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.promoting.worked import worked
from kamdesk.records.budgets import Commitment
from kamdesk.records.expenses import Expense
from kamdesk.records.promotions import PromotionActivity, PromotionPlan
from kamdesk.records.team import Person
from kamdesk.reports.model import Photos, Table, blocks
from kamdesk.reports.promotion_request import request
from kamdesk.reports.promotion_result import result
from kamdesk.store import Reader
from tests.kamdesk.figures.build import Region, day
from tests.kamdesk.figures.test_promotions import Campaign
from tests.made import make
from tests.ui.lint import lint
from ui.panels.expense import ExpensePanel
from ui.panels.fields import FieldsPanel
from ui.screen import Address
from ui.screens.promotions.page import PlanPage
from ui.screens.promotions.view import PlanView
from ui.screens.promotions.worked import WorkedView
from ui.widgets.buttons import Button
from ui.window import Window

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPhfDwAChAGA"
                         "feqzsgAAAABJRU5ErkJggg==")
SMALL = (1093, 614)


def _plans(window: Window) -> PlanView:
    return window.findChildren(PlanView)[-1]


def _press(place: QWidget, text: str) -> None:
    button = next(each for each in place.findChildren(Button) if each.text() == text and not each.isHidden())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _panel(window: Window) -> FieldsPanel:
    return next(each for each in window.findChildren(FieldsPanel) if each.isVisible())


def _plan(store: Reader, name: str) -> PromotionPlan:
    return store.find(PromotionPlan, name=name)[0]


def test_a_plan_from_draft_to_evaluation(dressed: QApplication, store: BaseStore, window: Window,
                                         tmp_path: Path) -> None:
    app = App(store)
    region = Region(app)
    app.run(change_setting, name="me", value=region.boss.id)
    campaign = Campaign(region)
    campaign.before()
    campaign.during()
    campaign.price("60")
    window.go(Address("promotions", "plans"))
    view = _plans(window)
    lane = view.board.lists["running"]
    assert [lane.item(at).text() or lane.item(at).data(Qt.ItemDataRole.AccessibleTextRole)[:19]
            for at in range(lane.count())] == ["Cardio en farmacia,"]
    QTest.mouseClick(lane.viewport(), Qt.MouseButton.LeftButton, pos=lane.visualItemRect(lane.item(0)).center())
    assert view.currentWidget() is view.plan
    activity = campaign.activity("Mesa redonda", "2025-11-10", state="planned")
    dressed.processEvents()
    QTest.mouseClick(view.plan.activities.lines[activity.id], Qt.MouseButton.LeftButton)
    panel = _panel(window)
    for name, value in (("state", "done"), ("attendees", 24), ("result", "Vinieron todos")):
        panel.editors[name].show_value(value, {})
    panel.submitted.emit()
    _spend(view.plan, window, activity.id)
    assert [each.amount for each in store.find(Expense, source=Link("promotion_activity", activity.id))] == [75_00]
    view.plan.evidence(activity.id, activity.name)
    photo = tmp_path / "mesa.png"
    photo.write_bytes(PIXEL)
    view.plan.files.attach([photo])
    told = store.get(PromotionActivity, activity.id)
    assert (told.state, told.attendees, told.progress) == ("done", 24, Decimal(100))
    window.resize(*SMALL)
    for _turn in range(4):
        dressed.processEvents()
    assert lint(window, room=SMALL) == []
    _judge(view.plan, window)
    assert _plan(store, "Cardio en farmacia").state == "evaluated"
    for dimension, name in (("category", "Mesa redonda"), ("product", "Losartán 50"), ("market", "Jalisco")):
        (found,) = worked(store, dimension)
        assert (found.name, found.lift, found.rating, found.lesson) == (name, Fraction("42.5"), "repeat", "Igual")
    window.go(Address("promotions", "evaluations"))
    dressed.processEvents()
    (table,) = window.findChildren(WorkedView)
    assert [row[:2] for row in table.table.texts.rows] == [("Mesa redonda", "1")]
    table.table.opened.emit(0)
    assert view.currentWidget() is view.plan
    piece = make(app, "content_piece", product=region.product.id, published_on=day("2025-11-10"), state="published",
                 legal_by="Ana Ruiz", legal_on=day("2025-11-08"))
    make(app, "content_metric", piece=piece.id, on=day("2025-11-20"), clicks=200, impressions=4_000, conversions=9)
    sheet = result(app, _plan(store, "Cardio en farmacia"), prices=True)
    (content,) = [block for block in blocks(sheet) if isinstance(block, Table) and block.title.startswith("Contenido")]
    assert str(content.rows[0].cells[-1]).startswith("4.5")
    assert any(isinstance(block, Photos) for block in blocks(sheet))
    assert "+42,5" in str(sheet).replace(".", ",")


def _spend(page: PlanPage, window: Window, activity: str) -> None:
    page.spend(activity)
    (panel,) = window.findChildren(ExpensePanel)
    _amount, concept = panel.first_focus(), next(each for each in panel.findChildren(QLineEdit)
                                                 if each.accessibleName() == "Concepto")
    QTest.keyClicks(_amount, "75")
    QTest.keyClicks(concept, "Cafe")
    panel.submitted.emit()


def _judge(page: PlanPage, window: Window) -> None:
    _press(page, "Evaluar")
    panel = _panel(window)
    for name, value in (("rating", "repeat"), ("what_worked", "La visita"), ("what_failed", "Nada"),
                        ("next_time", "Igual")):
        panel.editors[name].show_value(value, {})
    panel.submitted.emit()


def test_a_plan_is_sent_approved_and_started_on_the_board(store: BaseStore, me: Person, window: Window) -> None:
    app = App(store)
    campaign = Campaign(Region(app))
    plan = campaign.run("Cierre de año", "2025-12-01", "2025-12-20", state="preparation", owner=me.id)
    campaign.plan = plan
    campaign.activity("Feria", "2025-12-05", state="planned", planned_cost=500_00, result="")
    window.go(Address("promotions", "plans"))
    view = _plans(window)
    view.board.moved.emit(plan.id, "running")
    assert store.get(PromotionPlan, plan.id).state == "preparation"
    view.board.moved.emit(plan.id, "sent")
    view.reread()
    assert view.board.lists["sent"].count() == 1
    app.run(mark_decision, document=plan, action="approve", actor="Dirección", how="Por teléfono")
    assert [each.amount for each in store.find(Commitment)] == [500_00]
    assert "Feria" in str(request(app, plan))
    view.reread()
    view.board.moved.emit(plan.id, "running")
    assert store.get(PromotionPlan, plan.id).state == "running"


def test_months_are_walked_and_the_last_plan_copied(store: BaseStore, me: Person, window: Window) -> None:
    campaign = Campaign(Region(App(store)))
    window.go(Address("promotions", "plans"))
    view = _plans(window)
    view.spans.set_value("month")
    view.spans.changed.emit("month")
    assert view.board.lists["running"].count() == 1
    _press_icon(view)
    assert (view.when.text(), view.board.lists["running"].count()) == ("diciembre 2025", 0)
    view.verbs.copy_last()
    _panel(window).submitted.emit()
    copies = store.find(PromotionPlan, copied_from=campaign.plan.id)
    assert [(each.start, each.state) for each in copies] == [(day("2025-12-01"), "preparation")]


def _press_icon(view: PlanView) -> None:
    QTest.mouseClick(view.on, Qt.MouseButton.LeftButton)
