"""The activities of a plan market by market: what each cost, how far it is, its evidence, and its report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.display import display
from kamdesk.fields import Id
from kamdesk.promoting.sheet import PlanSheet
from kamdesk.records.promotions import PromotionActivity
from kamdesk.store import Row
from kamdesk.words import _, money, percent, plural
from ui import labels, theme
from ui.labels import ElidedLabel, label
from ui.parties.rows import LineRow
from ui.screens.promotions.board import dates_words
from ui.theme import Status
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip, Count
from ui.widgets.flow import cleared

STATES: dict[str, Status] = {"planned": "mute", "running": "info", "done": "ok", "cancelled": "mute"}
OPEN = ("planned", "running")
CHIP, PROOF = 104, 104  # logical pixels


class ActivitiesCard(TitledCard):
    """A heading a market; a click on an activity reports it while the plan runs."""

    def __init__(self, *, report: Callable[[Id], object], evidence: Callable[[Id, str], object],
                 spend: Callable[[Id], object], add: Callable[[], object]) -> None:
        self._count = Count(0)
        super().__init__(_("Activities by market"), marks=(self._count,))
        self._report, self._evidence, self._spend = report, evidence, spend
        self.add_button = Button(_("Add activity"), kind="link", small=True, icon="plus", on_click=add)
        self.add_action(self.add_button)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 6)
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.lines: dict[Id, LineRow] = {}

    def show_sheet(self, sheet: PlanSheet) -> None:
        """The activities as they are stored now."""
        cleared(self._rows)
        self.lines = {}
        self._count.set(len(sheet.activities), status="mute")
        self._count.setVisible(bool(sheet.activities))
        self.add_button.setVisible(sheet.plan.state in ("preparation", "running"))
        for at, rows in enumerate(sheet.markets().values()):
            if at:
                self._rows.addWidget(labels.rule())
            self._rows.addWidget(_heading(rows))
            for row in rows:
                self._rows.addWidget(labels.rule())
                self._rows.addWidget(self._line(row))
        if not sheet.activities:
            empty = label(_("Add at least one activity before it is sent for approval."), tone="text3", wrap=True)
            empty.setContentsMargins(16, 6, 16, 8)
            self._rows.addWidget(empty)

    def _line(self, row: Row) -> QWidget:
        values, fields = row.values, PromotionActivity.kind.fields
        line = LineRow(partial(self._report, row.id), name=_("Report {name}", name=values["name"]))
        self.lines[row.id] = line
        line.row.addWidget(_named(row), 3)
        planned, spent = values["planned_cost"] or 0, values["actual_cost"] or 0
        amounts = _("{spent} of {plan}", spent=money(spent, None, 0), plan=money(planned, None, 0))
        cost = ElidedLabel(amounts, tone="bad" if spent > planned else "text2", figures=True, least=90)
        cost.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.row.addWidget(cost, 2)
        said = plural("{n} file", "{n} files", values["evidence"]) if values["evidence"] else _("no evidence")
        line.row.addWidget(IconButton("receipt-text", _("Log an expense of {name}", name=values["name"]), small=True,
                                      on_click=partial(self._spend, row.id)))
        clip = Button(said, kind="link", small=True, tip=_("Evidence of {name}", name=values["name"]),
                      on_click=partial(self._evidence, row.id, values["name"]))
        line.row.addWidget(_boxed(clip, PROOF))
        line.row.addWidget(_boxed(_chip(row, display(fields["state"], values["state"])), CHIP))
        return line


def _heading(rows: list[Row]) -> QWidget:
    """The market, how many of its activities are done, and what they cost."""
    territory = rows[0].values["territory"] or ""
    kept = [each for each in rows if each.values["state"] != "cancelled"]
    done = sum(each.values["state"] == "done" for each in kept)
    name = rows[0].names.get(territory, "") or _("Without market")
    said = _("{done} of {n} carried out", done=done, n=len(kept))
    title = ElidedLabel(f"{name} · {said}", role="small", tone="text2", least=80)
    title.setContentsMargins(16, 8, 16, 3)
    return title


def _named(row: Row) -> QWidget:
    values, fields = row.values, PromotionActivity.kind.fields
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    who = row.names.get(values["responsible"].id, "") if values["responsible"] else ""
    came = _attendance(row)
    second = (dates_words(values["on"], values["until"]), display(fields["category"], values["category"]), who, came)
    column.addWidget(ElidedLabel(values["name"], role="strong", least=80))
    column.addWidget(ElidedLabel(" · ".join(filter(None, second)), role="small", tone="text2", least=80))
    return host


def _attendance(row: Row) -> str:
    came, hoped = row.values["attendees"], row.values["attendees_planned"]
    if came is not None and hoped:
        return _("{n} of {hoped} attendees", n=came, hoped=hoped)
    if came is not None:
        return plural("{n} attendee", "{n} attendees", came)
    return plural("{n} attendee expected", "{n} attendees expected", hoped) if hoped else ""


def _boxed(part: QWidget, wide: int) -> QWidget:
    """A part in a box as wide as any, so that what stands before it stays in its column."""
    host = QWidget()
    host.setMinimumWidth(theme.px(wide))
    layout = QHBoxLayout(host)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(part)
    layout.addStretch(1)
    return host


def _chip(row: Row, state: str) -> Chip:
    values = row.values
    if values["late"] and values["state"] in OPEN:
        return Chip(_("Late"), status="bad")
    if values["state"] == "running" and values["progress"]:
        return Chip(percent(values["progress"], 0), status="info")
    return Chip(state, status=STATES.get(str(values["state"]), "mute"))
