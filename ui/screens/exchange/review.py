"""Revisión: the records to decide at the left, the one looked at beside; decisions are kept until they are applied."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from kamdesk.fields import Id
from kamdesk.sharing.deciding import Case, cases, side
from kamdesk.sharing.exchange import Conflict, Decision
from kamdesk.store import Reader
from kamdesk.words import _
from ui import labels, theme
from ui.screens.exchange.case_card import CaseCard
from ui.screens.exchange.case_list import DECIDED, LATER, OPEN, CaseList
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip

LIST_WIDTH = 320
LEAST = 330  # a record with two fields and both ways on
DIGITS = 3


class Review(QWidget):
    """``changed`` whenever something was decided or put off; ``opened`` names a record to be mended."""

    changed = Signal()
    opened = Signal(str, str)

    def __init__(self, reader: Reader, conflicts: Iterable[Conflict]) -> None:
        super().__init__()
        self.cases = cases(reader, conflicts)
        self.choices: dict[tuple[str, Id, str], dict[str, str]] = {_key(each): {} for each in self.cases}
        self.list = CaseList(self.cases)
        self.list.shown.connect(self._show)
        self._count = Chip("", status="mute", mark="")
        self._stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._left())
        row.addWidget(self._stack, 1)
        self.setMinimumHeight(theme.px(LEAST))
        for number in range(DIGITS):
            QShortcut(QKeySequence(str(number + 1)), self, lambda at=number: self.card.questions.choose_number(at))
        self._tell()
        if self.cases:
            self.list.show_row(0)

    def _left(self) -> QWidget:
        left = TitledCard(_("To decide"), marks=(self._count,))
        left.setFixedWidth(theme.px(LIST_WIDTH))
        left.body.addWidget(self.list, 1)
        bar = QFrame()
        bar.setProperty("band", "footer")
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(8)
        self.all_mine = Button(_("All of mine"), small=True, on_click=lambda: self._all(mine=True))
        self.all_theirs = Button(_("All that was received"), small=True, on_click=lambda: self._all(mine=False))
        labels.set_tip(self.all_mine, _("Keeps my values in everything still to decide"))
        labels.set_tip(self.all_theirs, _("Keeps the received values in everything still to decide"))
        row.addWidget(self.all_mine, 1)
        row.addWidget(self.all_theirs, 1)
        left.body.addWidget(bar)
        return left

    @property
    def card(self) -> CaseCard:
        """The record looked at."""
        card = self._stack.currentWidget()
        assert isinstance(card, CaseCard)  # noqa: S101  only cards are put there
        return card

    def decisions(self) -> list[Decision]:
        """What was decided and accepted."""
        return [question.decision(self.choices[_key(case)][question.conflict.field])
                for case, state in zip(self.cases, self.list.cases.states, strict=True) if state == DECIDED
                for question in case.questions]

    @property
    def open(self) -> int:
        """Records neither decided nor put off."""
        return self.list.cases.states.count(OPEN)

    def _show(self, row: int) -> None:
        if row < 0:
            return
        before = self._stack.currentWidget()
        case = self.cases[row]
        card = CaseCard(case, self.choices[_key(case)])
        card.accepted.connect(self.accept)
        card.postponed.connect(self.postpone)
        card.stepped.connect(self._step)
        card.opened.connect(lambda: self.opened.emit(case.kind, case.id))
        self._stack.addWidget(card)
        self._stack.setCurrentWidget(card)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()

    def accept(self) -> None:
        """The record is decided as chosen; the next open one comes up."""
        self._settle(DECIDED)

    def postpone(self) -> None:
        """Leave the record for later; both values are kept."""
        self._settle(LATER)

    def _settle(self, state: str) -> None:
        row = self.list.currentIndex().row()
        self.list.cases.set_state(row, state)
        self._tell()
        self.changed.emit()
        states = self.list.cases.states
        following = [at for at in (*range(row + 1, len(states)), *range(row)) if states[at] == OPEN]
        if following:
            self.list.show_row(following[0])

    def _step(self, by: int) -> None:
        self.list.show_row((self.list.currentIndex().row() + by) % len(self.cases))

    def _all(self, *, mine: bool) -> None:
        for at, case in enumerate(self.cases):
            if case.asks and self.list.cases.states[at] != DECIDED:
                chosen = self.choices[_key(case)]
                chosen.update({field: key for field, key in side(case, mine=mine).items() if field not in chosen})
                if all(question.conflict.field in chosen for question in case.questions):
                    self.list.cases.set_state(at, DECIDED)
        self._show(self.list.currentIndex().row())
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        states = self.list.cases.states
        decided = states.count(DECIDED)
        self._count.set(_("{n} of {total} resolved", n=decided, total=len(states)),
                        status="ok" if decided == len(states) else "mute", mark="")
        for button in (self.all_mine, self.all_theirs):
            button.setEnabled(any(case.asks and state != DECIDED
                                  for case, state in zip(self.cases, states, strict=True)))


def _key(case: Case) -> tuple[str, Id, str]:
    return case.kind, case.id, case.sort
