"""What is done to cells and lines of the grid: plans written, months copied, years spread, comments, new lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kamdesk import words
from kamdesk.commands.budget import NewLine, comment_month, copy_month, set_plan, spread_plan
from kamdesk.problems import Problem
from kamdesk.words import _
from ui.grid_block import Block
from ui.grid_model import Key
from ui.run import FAILED
from ui.screens.budget.content import spot_of
from ui.screens.budget.panels import SpreadPanel, TextPanel
from ui.shell.shell import host_of

if TYPE_CHECKING:
    from ui.screens.budget.grid import GridTab


class Edits:
    """The verbs of the grid of a tab."""

    def __init__(self, tab: GridTab) -> None:
        self._tab = tab
        self._runner = tab.context.runner

    def write(self, cells: Mapping[Key, Any]) -> bool:
        """Store plans; what transfers moved stays beside them."""
        sheet = self._tab.sheet
        if sheet is None:
            return False
        plans: dict[tuple[str, str], int | None] = {}
        for key, value in cells.items():
            spot = spot_of(key)
            plans[spot] = None if value is None else value - sheet.moved(*spot)
        return self._runner.attempt(self._tab.page, set_plan, cells=plans) is not FAILED

    def copy_before(self, *, only_empty: bool = False) -> None:
        """The plan of the month before into the months of the range."""
        spots = self._spots()
        for month in sorted({month for _line, month in spots}):
            lines = [line for line, at in spots if at == month]
            done = self._runner.attempt(self._tab.page, copy_month, lines=lines, month=month, only_empty=only_empty)
            if not self._done(done, _("Copied to {month}", month=words.month(month))):
                return

    def spread(self) -> None:
        """Ask how to spread the year of the line."""
        sheet, where = self._tab.sheet, self._tab.grid.block()
        if sheet is None or where is None:
            return
        line = self._tab.grid.model.content.lines[where.top]
        if line.group:
            self._tab.page.show_problem(Problem(_("Choose a line without sublines.")))
            return
        panel = SpreadPanel(host_of(self._tab), line.title, sheet.plan(line.key, sheet.months) or 0)

        def run() -> bool:
            if not panel.total.commit():
                return False
            done = self._runner.attempt(panel, spread_plan, line=line.key, total=panel.total.value() or 0,
                                        by=panel.by.value())
            return self._done(done, _("Year spread"))

        panel.run = run
        panel.open()

    def comment(self) -> None:
        """Ask for the comment of the current cell."""
        sheet, spots = self._tab.sheet, self._spots()
        if sheet is None or not spots:
            self._tab.page.show_problem(Problem(_("Choose a plan cell of an open month.")))
            return
        spot = spots[0]
        panel = TextPanel(host_of(self._tab), _("Comment"), words.month(spot[1]), name=_("Comment"),
                          verb=_("Save comment"), text=sheet.comments.get(spot, ""))
        panel.run = lambda: self._done(self._runner.attempt(
            panel, comment_month, line=spot[0], month=spot[1], comment=panel.value()), _("Comment saved"))
        panel.open()

    def add_line(self) -> None:
        """Ask for the name of a new line; it hangs on the group of the current one."""
        group = self._group()
        panel = TextPanel(host_of(self._tab), _("New line"), group, name=_("Name"), verb=_("Add a line"))

        def run() -> bool:
            if not panel.value():
                panel.show_problem(Problem(_("{field} is missing. Type it.", field=_("Name"))))
                return False
            return self._tab.filling.store([NewLine(panel.value(), group)], _("Line added"), place=panel)

        panel.run = run
        panel.open()

    def _group(self) -> str:
        """The top line that the current cell belongs to, «» at the top."""
        where, content = self._tab.grid.block(), self._tab.grid.model.content
        if self._tab.sheet is None or where is None or not content.lines:
            return ""
        above = next((line for line in reversed(content.lines[:where.top + 1]) if line.level == 0), None)
        return above.title if above and above.group else ""

    def _spots(self) -> list[tuple[str, str]]:
        """Lines and months of the open cells of the range."""
        model = self._tab.grid.model
        where = self._tab.grid.block() or Block(0, 0, -1, -1)
        return [spot_of(model.key_at(*at)) for at in where.spots() if model.cell_at(*at).open]

    def _done(self, result: object, text: str) -> bool:
        if result is FAILED:
            return False
        self._runner.tell(text)
        return True
