"""The tab «Cascada»: the plan chosen and where it stands, its grid, the share of a target, all plans as a list."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kamdesk import clock, fields, words
from kamdesk.commands.targets import activate_target_plan, create_target_plan
from kamdesk.display import display
from kamdesk.fields import Id
from kamdesk.records.targets import COUNTED, MEASURES, Target, TargetPlan
from kamdesk.words import N_, _
from ui import theme
from ui.beside.tab import MadeTab, Make
from ui.exporting import save_sheet
from ui.page import KindView
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.record_approval import ApprovalBar
from ui.run import FAILED
from ui.screen import Address, Context, Screen
from ui.screens.targets.cascade.content import SHARE, YEAR, View, content_of
from ui.screens.targets.cascade.grid import CascadeGrid
from ui.screens.targets.cascade.share import SharePage
from ui.screens.targets.cascade.standing import Standing
from ui.shell.shell import host_of
from ui.tabs import Shown
from ui.theme import Status
from ui.widgets.buttons import Button, IconButton
from ui.widgets.chips import Chip
from ui.widgets.figure_table import out_sheet
from ui.widgets.messages import EmptyState

READS = ("target_plan", "target", "target_month", "approval_event")
LOOKS: dict[str, Status] = {"draft": "info", "in_force": "ok", "closed": "mute"}
REASON = fields.text(N_("Reason")).named("reason", "")
TOTAL = fields.dec(N_("Total"), required=True).named("total", "")
WIDE, ROOMY = 300, 860


class CascadeView(KindView):
    """The plans of targets: one of them as a tree with its months."""

    newest = "year"

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown)
        self.plan: TargetPlan | None = None
        self.grid, self.share = CascadeGrid(context), SharePage(context)
        self.grid.share_asked.connect(self.share_out)
        self.share.closed.connect(self._back)
        self.page = QWidget()
        self._lay_out()
        self.insertWidget(0, self.page)
        self.setCurrentWidget(self.page)
        context.bus.on(self, READS, self._refresh)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.plans = QComboBox()
        self.plans.setAccessibleName(_("Target plan"))
        self.plans.setMinimumWidth(WIDE)
        self.plans.activated.connect(lambda _at: self._go(str(self.plans.currentData())))
        self._chip = Chip("", status="mute")
        self._approval, self._standing = ApprovalBar(self.context, self.grid), Standing(self.context)
        self._begin = Button(_("Put in force"), icon="check", on_click=self.activate)
        row.addWidget(self.plans)
        row.addWidget(self._chip)
        row.addWidget(self._approval)
        row.addStretch(1)
        row.addWidget(self._standing)
        row.addWidget(self._begin)
        row.addWidget(IconButton("pencil", _("All data of the plan"), on_click=self._form))
        row.addWidget(IconButton("table-2", _("All plans"), on_click=self._all))
        column.addWidget(self._bar)
        self._stack = QStackedWidget()
        self._empty = EmptyState("target", _("No targets yet"),
                                 _("Note the target the company gave you and share it out to the cent."),
                                 actions=[(_("New target plan"), self.new)])
        for part in (self.grid, self.share, self._empty):
            self._stack.addWidget(part)
        column.addWidget(self._stack, 1)

    def open(self, id_: str) -> None:
        """The tree of a plan: the one asked for, or that of this year."""
        self.setCurrentWidget(self.page)
        self._stack.setCurrentWidget(self.grid)
        self._show(id_ or (self.plan.id if self.plan else ""))

    def mark(self, target: Id) -> None:
        """The tree with a target marked."""
        found = self.context.app.store.maybe(Target, target)
        if found is not None and found.plan:
            self.open(found.plan)
            self.grid.mark(target)

    def _show(self, id_: Id) -> None:
        plans = self.context.app.store.find(TargetPlan, sort=(("year", True), ("measure", False), ("name", False)))
        self.plan = next((each for each in plans if each.id == id_), None) or _first(plans)
        self.plans.clear()
        for each in plans:
            self.plans.addItem(f"{each.year} · {each.name} · {_(MEASURES[str(each.measure)])}", each.id)
        self._bar.setVisible(self.plan is not None and self._stack.currentWidget() is not self.share)
        if self.plan is None:
            self._stack.setCurrentWidget(self._empty)
            return
        if self._stack.currentWidget() is self._empty:
            self._stack.setCurrentWidget(self.grid)
        self.plans.setCurrentIndex(self.plans.findData(self.plan.id))
        state = str(self.plan.state)
        self._chip.set(display(TargetPlan.kind.fields["state"], state), status=LOOKS[state])
        self._approval.show_record(self.plan)
        self._approval.setVisible(state == "draft")
        self._begin.setVisible(state == "draft")
        self._standing.show_plan(self.plan)
        self.grid.show_plan(self.plan)

    def _refresh(self) -> None:
        if self.isVisible() and self.currentWidget() is self.page:
            self.grid.hush()
            self._show(self.plan.id if self.plan else "")

    def reread(self) -> None:
        """List, tree or form as they are stored now."""
        super().reread()
        self._show(self.plan.id if self.plan else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the plan keeps the room of its figures."""
        super().resizeEvent(event)
        self._standing.setVisible(self.width() >= theme.px(ROOMY))

    def share_out(self, target: Id) -> None:
        """The page that shares a target out."""
        if self.grid.sheet is not None:
            self.share.show_target(self.grid.sheet, self.grid.sheet.targets[target])
            self._stack.setCurrentWidget(self.share)
            self._bar.hide()

    def _back(self) -> None:
        self._stack.setCurrentWidget(self.grid)
        self._bar.show()
        if self.share.target is not None:
            self.grid.mark(self.share.target.id)
        self.grid.grid.setFocus()

    def _go(self, id_: Id) -> None:
        self.context.window.go(Address(*self._shown.place, self.kind.name, id_))

    def _form(self) -> None:
        if self.plan is not None:
            self.record.show_id(self.plan.id)
            self.setCurrentWidget(self.record)

    def _all(self) -> None:
        self.list.reread()
        self.setCurrentWidget(self.list)

    def export(self, screen: Screen) -> None:
        """The whole tree with its twelve months as a workbook; of the list of plans, the list."""
        sheet = self.grid.sheet
        if sheet is None or self.currentWidget() is not self.page:
            super().export(screen)
            return
        content = content_of(sheet, View(YEAR, set(sheet.targets)))
        amounts = frozenset(each.key for each in content.columns) - {SHARE}
        money = frozenset[str]() if sheet.plan.measure in COUNTED else amounts
        save_sheet(self.context, self, screen, out_sheet(content, title=sheet.plan.name, money=money, notes=[]))

    def activate(self) -> None:
        """Put the draft in force; without an approval the reason is asked for."""
        plan = self.plan
        if plan is None:
            return

        def run(panel: FieldsPanel, values: dict[str, Any]) -> object:
            return self.context.runner.attempt(panel, activate_target_plan, plan=plan, **values)

        ask_fields(self.context, host_of(self), Asked(_("Put targets {year} in force", year=plan.year), plan.name,
                                                      _("Put in force"), [REASON]), said=_("Targets in force"), run=run)

    def new(self) -> None:
        """The panel of a new plan."""
        kind = TargetPlan.kind.fields
        asked = Asked(_("New target plan"), "", _("Create targets"), [
            kind["year"], kind["measure"], TOTAL, kind["received_from"], kind["name"]],
            {"year": clock.today().year + (1 if clock.today().month > 9 else 0), "measure": "amount"})  # noqa: PLR2004
        ask_fields(self.context, host_of(self), asked, said=_("Targets created"), run=self._create)

    def _create(self, panel: FieldsPanel, values: dict[str, Any]) -> object:
        places = 0 if values["measure"] in COUNTED else words.exponent()
        total = int(values.pop("total").scaleb(places).quantize(Decimal(1), rounding=ROUND_HALF_UP))
        made = self.context.runner.attempt(panel, create_target_plan, total=total,
                                           currency=self.context.app.store.setting("currency"), **values)
        if made is not FAILED and isinstance(made, TargetPlan):
            self._go(made.id)
        return made


def _first(plans: list[TargetPlan]) -> TargetPlan | None:
    """The plan shown when none was asked for: of this year, in force, of amounts."""
    return min(plans, key=lambda each: (each.year != clock.today().year, each.state != "in_force",
                                        each.measure != "amount"), default=None)


class CascadeTab(MadeTab):
    """«Cascada»."""

    made: ClassVar[Mapping[str, Make]] = {"target_plan": CascadeView}


def cascade_tab(context: Context) -> QWidget:
    """Plans as trees; targets and their months as lists."""
    return CascadeTab(context, "targets", "cascade")
