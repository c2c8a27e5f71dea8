"""One record in conflict: field by field the values that stand against each other, none chosen beforehand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kamdesk.sharing.deciding import BOTH, OF_GUESTS, Case, Option, Question, outcome
from kamdesk.sharing.exchange import DELETED_EDITED
from kamdesk.words import _
from ui import icons, labels, theme
from ui.actions import ICONS
from ui.labels import ElidedLabel, label
from ui.screen import scrolled
from ui.widgets import paint
from ui.widgets.buttons import Button, IconButton, one_stop
from ui.widgets.cards import Card
from ui.widgets.chips import IconTile
from ui.widgets.glyph import Glyph
from ui.widgets.wide import WideButton

LABELS = 150  # width of the names of the fields


class OptionButton(WideButton):
    """A value with whose it is; chosen it has ground, edge, mark and weight, so that colour is not the only sign."""

    def __init__(self, option: Option) -> None:
        super().__init__(left=38, right=10)
        self.option = option
        self.setCheckable(True)
        self.setAccessibleName(f"{option.text}, {option.who}")
        labels.set_tip(self, option.who)
        self.row.setContentsMargins(38, 7, 10, 7)
        self._words = label(option.text, role="body", wrap=True)
        self.add(self._words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(self._weigh)

    def hasHeightForWidth(self) -> bool:
        """Long texts take more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its text, and never lower than a target for a finger."""
        return max(self.row.totalHeightForWidth(width), theme.px(32))

    def sizeHint(self) -> QSize:
        """As the text asks."""
        return QSize(theme.px(180), self.heightForWidth(theme.px(240)))

    def minimumSizeHint(self) -> QSize:
        """A few words."""
        return QSize(theme.px(110), theme.px(32))

    def _weigh(self, on: bool) -> None:  # noqa: FBT001  Qt's signal
        self._words.setProperty("role", "strong" if on else "body")
        self._words.style().unpolish(self._words)
        self._words.style().polish(self._words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, edge and radio mark by state."""
        painter, rect, on = QPainter(self), QRectF(self.rect()), self.isChecked()
        ground = "selected" if on else "hover" if self.underMouse() else "surface"
        paint.box(painter, rect, fill=theme.colour(ground), line=theme.colour("selected_line" if on else "line"))
        side = theme.px(16)
        icons.paint(painter, QRectF(12, round(rect.center().y() - side / 2), side, side),
                    "circle-dot" if on else "circle", token="accent_text" if on else "text3")
        painter.end()
        self.ring()


class Questions(QWidget):
    """Field by field: its name and the value before at the left, the values that stand against each other beside."""

    chosen = Signal()
    opened = Signal()

    def __init__(self, case: Case, choices: dict[str, str]) -> None:
        """``choices``: option by field, filled as the person chooses."""
        super().__init__()
        self._case, self._choices = case, choices
        self.options: dict[str, list[OptionButton]] = {}
        self._sides = _sides(case)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, theme.px(LABELS))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, option in enumerate(self._sides):
            grid.addLayout(_whose(option), 0, column + 1)
        at = 1
        for question in case.questions:
            at = self._question(at, question)
        grid.setRowStretch(at, 1)

    def _question(self, at: int, question: Question) -> int:
        self._grid.addWidget(_name(question), at, 0, Qt.AlignmentFlag.AlignTop)
        if question.conflict.message:
            self._grid.addWidget(label(question.conflict.message, tone="text2", wrap=True), at, 1, 1, 2)
            at += 1
        if self._case.asks:
            return self._values(at, question)
        link = Button(_("Open the record"), kind="link", icon="external-link", on_click=self.opened.emit)
        self._grid.addWidget(link, at, 1, Qt.AlignmentFlag.AlignLeft)
        return at + 1

    def _values(self, at: int, question: Question) -> int:
        group, field = QButtonGroup(self), question.conflict.field
        buttons = self.options[field] = [OptionButton(option) for option in question.options]
        for number, button in enumerate(buttons):
            button.setChecked(self._choices.get(field) == button.option.key)
            button.clicked.connect(partial(self._choose, field, button.option.key))
            group.addButton(button)
            both = button.option.key == BOTH
            part = button if self._sides and not both else _signed(button)
            self._grid.addWidget(part, at + number // 2, 1 + (0 if both else number % 2), 1, 2 if both else 1)
        one_stop(group)
        return at + (len(buttons) + 1) // 2

    def _choose(self, field: str, key: str, *_args: object) -> None:
        self._choices[field] = key
        self.chosen.emit()

    def choose_number(self, number: int) -> None:
        """The digit of an option, of the first field still open (the last one when none is)."""
        still_open = [field for field in self.options if field not in self._choices] or list(self.options)[-1:]
        for field in still_open[:1]:
            if number < len(self.options[field]):
                self.options[field][number].click()


def _sides(case: Case) -> list[Option]:
    """Whose values stand in the two columns, where all fields agree about it."""
    values = [[option for option in question.options if option.key != BOTH] for question in case.questions]
    agree = all([option.who for option in each] == [option.who for option in values[0]] for each in values)
    return values[0] if case.asks and agree and len(values[0]) == 2 else []  # noqa: PLR2004  two columns


def _whose(option: Option) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(6)
    line.addWidget(Glyph("laptop" if option.mine else "user-round", token="text2", side=14))
    line.addWidget(label(option.name, role="strong"))
    line.addWidget(ElidedLabel(option.written, role="small", tone="text2", least=40), 1)
    return line


def _signed(button: OptionButton) -> QWidget:
    """A value with whose it is below."""
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(button)
    column.addWidget(ElidedLabel(button.option.who, role="caption", tone="text3", least=40))
    return host


def _name(question: Question) -> QWidget:
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 4, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(question.label, role="strong", wrap=True))
    if question.before:
        column.addWidget(label(_("Before: {value}", value=question.before), role="small", tone="text2", wrap=True))
    return host


class CaseCard(Card):
    """Header, questions, what the record will be, and the two ways on."""

    accepted = Signal()
    postponed = Signal()
    stepped = Signal(int)
    opened = Signal()

    def __init__(self, case: Case, choices: dict[str, str]) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0)
        self.case, self.choices = case, choices
        self.questions = Questions(case, choices)
        self.questions.chosen.connect(self._tell)
        self.questions.opened.connect(self.opened)
        self.accept = Button(_("Accept and go on"), kind="primary", icon="check", on_click=self.accepted.emit)
        self.later = Button(_("Leave for later"), kind="ghost", on_click=self.postponed.emit)
        self._outcome = ElidedLabel(role="small", tone="text2", least=60)
        self.body.addWidget(self._head())
        self.body.addWidget(scrolled(self.questions), 1)
        self.body.addWidget(self._foot())
        self._tell()

    @property
    def complete(self) -> bool:
        """Whether every field is decided."""
        return all(question.conflict.field in self.choices for question in self.case.questions)

    def _head(self) -> QWidget:
        bar = QFrame()
        bar.setProperty("band", "header")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 10, 8, 10)
        row.setSpacing(12)
        icon, status = ICONS.get(self.case.kind, ("file-text", "mute"))
        row.addWidget(IconTile(icon, status=status, side=38))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(ElidedLabel(self.case.title, role="subtitle", least=80))
        text.addWidget(ElidedLabel(_matter(self.case), role="small", tone="text2", least=80))
        row.addLayout(text, 1)
        row.addWidget(IconButton("chevron-left", _("Record before"), on_click=lambda: self.stepped.emit(-1)))
        row.addWidget(IconButton("chevron-right", _("Next record"), on_click=lambda: self.stepped.emit(1)))
        return bar

    def _foot(self) -> QWidget:
        bar = QFrame()
        bar.setProperty("band", "footer")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(10)
        row.addWidget(Glyph("eye", token="text2"), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(label(_("It will be like this"), role="strong"))
        text.addWidget(self._outcome)
        kept = _("What is not taken in stays in the file.") if self.case.sort in OF_GUESTS else \
            _("What is not kept stays in the record's history.")
        text.addWidget(ElidedLabel(kept, role="caption", tone="text3", least=40))
        row.addLayout(text, 1)
        row.addWidget(self.later)
        row.addWidget(self.accept)
        return bar

    def _tell(self) -> None:
        self._outcome.setText(outcome(self.case, self.choices) or _("Nothing chosen yet"))
        self.accept.setEnabled(self.case.asks and self.complete)


def _matter(case: Case) -> str:
    if case.sort == DELETED_EDITED:
        return _("One copy deleted it, the other edited it")
    if case.sort in OF_GUESTS:
        return _("Written into the file without Kamdesk")
    return _("Both copies changed since the last exchange") if case.asks else _("To be mended at the record itself")
