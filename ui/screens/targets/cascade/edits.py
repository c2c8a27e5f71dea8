"""What is done to the cells and lines of the cascade: values typed or pasted, locks, targets taken out, limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kamdesk.cascade.moving import SIBLINGS
from kamdesk.commands.records import archive
from kamdesk.commands.target_shares import set_targets
from kamdesk.commands.targets import lock_target
from kamdesk.fields import Id, text
from kamdesk.problems import Problem
from kamdesk.words import N_, _
from ui.grid_block import Block
from ui.grid_model import Key
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.run import FAILED
from ui.screen import Address
from ui.screens.targets.cascade.content import YEAR
from ui.shell.shell import host_of

if TYPE_CHECKING:
    from ui.screens.targets.cascade.grid import CascadeGrid

REASON = text(N_("Reason"), required=True).named("reason", "")


class Edits:
    """The verbs of the grid. A change of a plan in force asks why first; what was typed waits in its cell."""

    def __init__(self, tab: CascadeGrid) -> None:
        self._tab = tab
        self._runner = tab.context.runner
        self.difference, self._reason, self._because = SIBLINGS, "", ""

    def write(self, cells: Mapping[Key, Any]) -> bool:
        """Store values; an empty cell is none."""
        sheet = self._tab.sheet
        if sheet is None:
            return False
        if sheet.plan.state == "in_force" and not self._because:
            self._ask_why(cells)
            return False
        spots = {(line, None if column == YEAR else column): value or 0 for (line, column), value in cells.items()}
        done = self._runner.attempt(self._tab, set_targets, cells=spots, difference=self.difference,
                                    reason=self._because)
        self._because = ""
        return done is not FAILED

    def _ask_why(self, cells: Mapping[Key, Any]) -> None:
        sheet = self._tab.sheet
        title = sheet.plan.name if sheet else ""

        def run(_panel: FieldsPanel, values: dict[str, Any]) -> object:
            self._reason = self._because = values["reason"]
            return True if self._tab.grid.model.change(cells) else FAILED

        ask_fields(self._tab.context, host_of(self._tab), Asked(
            _("Why it changes"), title, _("Change the target"), [REASON], {"reason": self._reason}),
            said=_("Target changed"), run=run)

    def lock(self) -> None:
        """Lock the targets of the range, or only its months; all locked are released."""
        sheet, where = self._tab.sheet, self._tab.grid.block()
        targets = self.targets(where)
        if sheet is None or where is None or not targets:
            self._tab.show_problem(Problem(_("Choose a target.")))
            return
        columns = [self._tab.grid.model.content.columns[at].key for at in range(where.left, where.right + 1)]
        months = () if YEAR in columns else tuple(each for each in columns if each in sheet.months)
        locked = all(sheet.is_locked(each, month) for each in targets for month in months) if months else all(
            sheet.targets[each].locked for each in targets)
        done = self._runner.attempt(self._tab, lock_target, targets=targets, on=not locked, months=months)
        if done is not FAILED:
            self._runner.tell(_("Targets released") if locked else _("Targets locked"))

    def take_out(self) -> None:
        """Archive the target of the line: what it had is unassigned again."""
        sheet, targets = self._tab.sheet, self.targets(self._tab.grid.block())
        if sheet is None or not targets:
            return
        if any(sheet.below(each) for each in targets) or any(sheet.parent(each) is None for each in targets):
            self._tab.show_problem(Problem(_("Take out the targets below it first.")))
            return
        records = [sheet.targets[each] for each in targets]
        if self._runner.attempt(self._tab, archive, records=records) is not FAILED:
            self._runner.tell(_("Taken out; what it had is unassigned"))

    def form(self) -> None:
        """All the fields of the target of the line: its limits, its reason."""
        targets = self.targets(self._tab.grid.block())
        if targets:
            self._tab.context.window.go(Address("targets", "cascade", "target", targets[0]))

    def targets(self, where: Block | None) -> list[Id]:
        """The targets of the lines of a range."""
        sheet, lines = self._tab.sheet, self._tab.grid.model.content.lines
        if sheet is None or where is None:
            return []
        return [line.key for line in lines[where.top:where.bottom + 1] if line.key in sheet.targets]
