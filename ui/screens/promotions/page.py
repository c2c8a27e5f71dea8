"""The page of a promotion plan: where it stands, its money, activities by market, support, result (UI.md §6.10)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.promoting.sheet import PlanSheet, hopes, sheet_of
from kamdesk.records.promotions import PROMOTION_STATES, PromotionPlan
from kamdesk.records.tasks import Task
from kamdesk.store import EQUAL, Where
from kamdesk.words import _
from ui.beside.parts import verbs as verb_row
from ui.labels import ElidedLabel
from ui.parties.rows import Listed, RowsCard
from ui.record_approval import ApprovalBar
from ui.record_files import FilesCard
from ui.screen import Address, Context, scrolled
from ui.screens.promotions.activities import ActivitiesCard
from ui.screens.promotions.board import dates_words
from ui.screens.promotions.cards import facts_card, kpis, money_card, result_card, row_of
from ui.screens.promotions.paper import save_sheet
from ui.screens.promotions.verbs import Verbs
from ui.theme import Status
from ui.veil import veil
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cards import KpiCard
from ui.widgets.chips import Chip
from ui.widgets.flow import cleared
from ui.widgets.messages import MessageBar

READS = ("promotion_activity", "promotion_evaluation", "commitment", "expense", "task", "attachment",
         "approval_event", "sales_record", "budget_month")
STANDS: dict[str, Status] = {"running": "info", "to_evaluate": "warn", "evaluated": "ok"}
SUPPORT = Listed(Task, "", ("title", "due", "state"), "", (("due", False),), below=("assigned_to", "result"))


class PlanPage(QWidget):
    """One plan. ``closed`` goes back to the board, ``form_asked`` carries the id of the plan."""

    closed = Signal()
    form_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context, self.id = context, ""
        self._proof: tuple[Id, str] | None = None  # the activity whose evidence is shown, and its name
        self.verbs = Verbs(context, self)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(10)
        self._head()
        self.messages, self.kpis = QVBoxLayout(), QVBoxLayout()
        self._column.addLayout(self.messages)
        self._column.addLayout(self.kpis)
        self._column.addLayout(self._body())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(inner)
        layout.addWidget(self._area)
        context.bus.on(self, READS, self.refresh)
        veil.changed.connect(self.refresh)

    def _head(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        self.title, self.chip = ElidedLabel(role="title", least=120), Chip("")
        self.when = ElidedLabel(role="body", tone="text2", least=80)
        self.approval = ApprovalBar(self.context, self)
        top.addWidget(IconButton("arrow-left", _("Back to the plans"), on_click=self.closed.emit))
        top.addWidget(self.title)
        top.addWidget(self.chip)
        top.addWidget(self.when, 1)
        self.buttons = QHBoxLayout()
        self._column.addLayout(top)
        self._column.addLayout(self.buttons)
        self._column.addWidget(self.approval, 0, Qt.AlignmentFlag.AlignLeft)

    def _body(self) -> QHBoxLayout:
        row, left, right = QHBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self.activities = ActivitiesCard(report=self.report, evidence=self.evidence, spend=self.spend,
                                         add=lambda: self.verbs.add_activity(self.id))
        listed = Listed(SUPPORT.kind, _("Support asked for"), SUPPORT.fields, _("Nobody was asked for anything yet."),
                        SUPPORT.sort, below=SUPPORT.below)
        self.support, self.files = RowsCard(self.context, listed), FilesCard(self.context)
        self.support.add_action(Button(_("Ask for support"), kind="link", small=True, icon="plus",
                                       on_click=lambda: self.verbs.support(self.id)))
        for part in (self.activities, self.support, self.files):
            left.addWidget(part)
        left.addStretch(1)
        self.right = QVBoxLayout()
        right.addLayout(self.right)
        right.addStretch(1)
        for side in (row, left, right, self.right):
            side.setSpacing(10)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        return row

    def show_id(self, id_: Id) -> None:
        """Another plan."""
        self.id, self._proof = id_, None
        cleared(self.messages)
        self.refresh()

    def refresh(self) -> None:
        """The plan as it is stored now."""
        plan = self.context.app.store.maybe(PromotionPlan, self.id or None)
        if plan is not None:
            self._show(sheet_of(self.context.app.store, plan))

    def _show(self, sheet: PlanSheet) -> None:
        store, plan = self.context.app.store, sheet.plan
        self.title.setText(plan.name)
        self.chip.set(_(PROMOTION_STATES[sheet.stands]), status=STANDS.get(sheet.stands, "mute"))
        self.chip.setVisible(plan.state != "preparation")
        self.when.setText(dates_words(plan.start, plan.end))
        self.approval.show_record(plan)
        self.approval.setVisible(plan.state == "preparation")
        hoped = hopes(store, plan, cost=max(sheet.money.planned, sheet.money.spent))
        for host in (self.kpis, self.buttons, self.right):
            cleared(host)
        self.kpis.addWidget(row_of(*(KpiCard(each) for each in kpis(sheet, hoped))))
        self.buttons.addWidget(verb_row(self._buttons(sheet)))
        self.activities.show_sheet(sheet)
        self.support.show_where(Where("about", EQUAL, Link("promotion_plan", plan.id)))
        self._show_files(plan)
        for card in (*([result_card(sheet.judged)] if sheet.judged else ()), facts_card(store, plan),
                     money_card(sheet)):
            self.right.addWidget(card)

    def _show_files(self, plan: PromotionPlan) -> None:
        """The files of the plan, or the evidence of the activity asked for."""
        about = Link("promotion_activity", self._proof[0]) if self._proof else Link("promotion_plan", plan.id)
        self.files.title.setText(_("Evidence of {name}", name=self._proof[1]) if self._proof else _("Files"))
        self.files.show_record(about, open_to_change=not plan.archived)

    def evidence(self, id_: Id, name: str) -> None:
        """The files of an activity; they are added and opened there."""
        self._proof = (id_, name)
        self.refresh()
        self._area.ensureWidgetVisible(self.files)

    def spend(self, activity: Id = "") -> None:
        """The panel of an expense charged to an activity, or to the plan itself."""
        plan = self.context.app.store.get(PromotionPlan, self.id)
        source = Link("promotion_activity", activity) if activity else Link("promotion_plan", self.id)
        self.context.window.quick("expense", source=source, line=plan.budget_line)

    def report(self, id_: Id) -> None:
        """Tell how an activity goes while its plan runs; before and after, its data."""
        plan = self.context.app.store.get(PromotionPlan, self.id)
        if plan.state in ("running", "to_evaluate"):
            self.verbs.report(id_)
        else:
            self.context.window.go(Address("promotions", "plans", "promotion_activity", id_))

    def _buttons(self, sheet: PlanSheet) -> list[Button]:
        verb, stands = self.verbs, sheet.stands
        made: list[Button] = []
        if stands == "preparation" and sheet.approval == "approved":
            made.append(Button(_("Start"), kind="primary", icon="flag", on_click=partial(verb.start, self.id)))
        if stands in ("running", "to_evaluate"):
            made.append(Button(_("Evaluate"), kind="primary" if stands == "to_evaluate" else "default",
                               icon="clipboard-check", on_click=partial(verb.evaluate, self.id)))
        if stands in ("running", "to_evaluate"):
            made.append(Button(_("Log expense"), icon="receipt-text", on_click=self.spend))
        paper = _("Evaluation PDF") if stands == "evaluated" else _("Approval sheet PDF")
        made += [Button(_("Copy plan"), icon="copy", on_click=partial(verb.copy, self.id)),
                 Button(paper, icon="file-down", on_click=partial(save_sheet, self.context, self, sheet))]
        if stands in ("preparation", "running", "to_evaluate"):
            made.append(Button(_("Cancel plan"), icon="ban", on_click=partial(verb.cancel, self.id)))
        return [*made, Button(_("All data"), kind="link", on_click=partial(self.form_asked.emit, self.id))]

    def show_problem(self, problem: Problem) -> None:
        """Above the figures."""
        cleared(self.messages)
        self.messages.addWidget(MessageBar(problem.message, status="bad"))
