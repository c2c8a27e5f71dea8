"""The record of an appraisal beside the list: score and mark, criteria to grade, what it says and recommends."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kamdesk.commands.appraisals import grade_line
from kamdesk.display import display
from kamdesk.records.appraisals import RECOMMENDATIONS, Appraisal, AppraisalLine, scheme_name
from kamdesk.store import EQUAL, Query, Where
from kamdesk.words import _, day, number
from ui import theme
from ui.beside.parts import heading, terms, verbs
from ui.beside.wide import WidePane
from ui.grid import Grid
from ui.grid_model import Key
from ui.labels import label
from ui.run import FAILED
from ui.screen import Context
from ui.screens.targets.appraisal.content import READ, content_of
from ui.screens.targets.appraisal.verbs import Verbs
from ui.theme import Status
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState

LOOKS: dict[str, Status] = {"draft": "info", "closed": "ok", "reopened": "warn"}
MARKS: dict[str, Status] = {"a": "ok", "b": "ok", "c": "warn", "d": "bad", "no_data": "mute"}
ROW, HEAD = 32, 74
SAID = ("strengths", "improvements", "subject_comment")


class AppraisalPane(WidePane):
    """One appraisal."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.verbs = Verbs(context, self)
        self.grid: Grid | None = None
        context.bus.on(self, ("appraisal_line", "task"), self.refresh)

    def refresh(self) -> None:
        """The appraisal as it is stored now."""
        cleared(self.content)
        self.grid = None
        store = self.context.app.store
        found = store.maybe(Appraisal, self.id or None)
        if found is None:
            self.content.addWidget(EmptyState("star", _("No appraisal chosen"),
                                              _("Choose one of the list, or appraise somebody.")))
            return
        state, name = str(found.state), store.names([found.subject]).get(found.subject.id, "") if found.subject else ""
        values: Mapping[str, Any] = store.page(
            Appraisal.kind, Query((Where("id", EQUAL, found.id),), archived=None), limit=1,
            columns=("score", "grade", "change")).rows[0].values
        self.content.addWidget(heading(name, display(Appraisal.kind.fields["state"], state), LOOKS[state]))
        self.content.addWidget(label(_subtitle(found), role="small", tone="text2", wrap=True))
        self.content.addWidget(_score(values))
        self.content.addWidget(verbs(self._buttons(found, name)))
        self.content.addWidget(self._criteria(found, values["score"]))
        self.content.addWidget(self._opinion(found))
        self.content.addStretch(1)

    def _buttons(self, found: Appraisal, name: str) -> list[Button]:
        verb, made = self.verbs, []
        if found.state == "closed":
            if found.recommendation not in (None, "none"):
                made.append(Button(_("Carry out the recommendation"), icon="check",
                                   on_click=lambda: verb.carry_out(found)))
            made.append(Button(_("Open again"), icon="lock-open", on_click=lambda: verb.reopen(found, name)))
        else:
            made.append(Button(_("Close the appraisal"), kind="primary", icon="lock",
                               on_click=lambda: verb.close(found)))
        return [*made, Button(_("Sheet in PDF"), icon="file-text", on_click=lambda: verb.paper(found, name)),
                Button(_("All data"), icon="pencil", on_click=self.form)]

    def _criteria(self, found: Appraisal, score: Decimal | None) -> QWidget:
        rows = self.context.app.store.page(
            AppraisalLine.kind, Query((Where("appraisal", EQUAL, found.id),), sort=(("weight", True),)),
            columns=READ).rows
        self.grid = Grid(self.write, name=_("Criteria of the appraisal"), frozen=190)
        self.grid.refused.connect(self.show_problem)
        self.grid.setFixedHeight(theme.px(HEAD + ROW * len(rows)))
        self.grid.show_content(content_of(rows, score=score, editable=found.state != "closed"))
        return self.grid

    def write(self, cells: Mapping[Key, Any]) -> bool:
        """The points of criteria, one after another."""
        for (key, _column), value in cells.items():
            line = self.context.app.store.get(AppraisalLine, key)
            if value is None or self.context.runner.attempt(self, grade_line, line=line,
                                                            points=Decimal(value)) is FAILED:
                return False
        return True

    def _opinion(self, found: Appraisal) -> TitledCard:
        kind = Appraisal.kind.fields
        shown = [(_(kind[name].label), str(getattr(found, name))) for name in SAID if getattr(found, name).strip()]
        recommended = RECOMMENDATIONS[str(found.recommendation or "none")]
        shown.append((_("Recommendation"), _(recommended)))
        if found.shown_on:
            shown.append((_("Shown on"), day(found.shown_on)))
        card = TitledCard(_("Opinion"))
        card.add(terms(shown))
        return card


def _subtitle(found: Appraisal) -> str:
    period = f"{day(found.start)} – {day(found.end)}" if found.start and found.end else ""
    return " · ".join(filter(None, (scheme_name(found.scheme), period)))


def _score(values: Mapping[str, Any]) -> QWidget:
    """«82.0 / 100», the mark and the change since the appraisal before."""
    score, grade, change = values["score"], values["grade"], values["change"]
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(label(_("{n} of 100", n=number(score, 1)) if score is not None else _("no data"), role="display",
                        figures=True))
    row.addWidget(Chip(display(Appraisal.kind.fields["grade"], grade), status=MARKS.get(str(grade), "mute")))
    if change:
        row.addWidget(Chip(("+" if change > 0 else "") + number(change, 1), status="ok" if change > 0 else "warn",
                           mark="trending-up" if change > 0 else "trending-down"))
    row.addStretch(1)
    return host
