"""The rows that quick panels share: a word at the left, chips or a field at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kamdesk.fields import Id
from kamdesk.problems import Problem
from kamdesk.store import Reader
from kamdesk.words import _
from ui import theme
from ui.labels import label
from ui.widgets.buttons import FilterChip, Segmented
from ui.widgets.flow import FlowLayout
from ui.widgets.messages import MessageBar
from ui.widgets.panel import QuickPanel
from ui.widgets.picker import RecordPicker

WORD, NARROW = 104, 92  # logical pixels of the left column and of a narrow field


def line(text: str, *parts: QWidget) -> QWidget:
    """One row of a panel: the word, then its parts, the first of which stretches."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    word = label(text, role="strong")
    word.setFixedWidth(theme.px(WORD))
    layout.addWidget(word, 0, Qt.AlignmentFlag.AlignTop if len(parts) > 1 else Qt.AlignmentFlag.AlignVCenter)
    for at, part in enumerate(parts):
        layout.addWidget(part, 1 if at == 0 else 0)
    return row


def beside(*parts: QWidget) -> QWidget:
    """Parts in a row, each as wide as it needs, from the left."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return host


def whole_field(name: str, most: int, *, least: int = 0) -> QLineEdit:
    """A narrow field for a whole number; its name is shown while it is empty."""
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(name)
    field.setValidator(QIntValidator(least, most, field))
    field.setFixedWidth(theme.px(NARROW))
    return field


class FormPanel(QuickPanel):
    """A panel with fields: a Problem stands above them, what was typed stays, the field it names takes the focus."""

    def __init__(self, host: QWidget, title: str, subtitle: str = "", *, icon: str = "",
                 status: theme.Status = "info") -> None:
        super().__init__(host, title, subtitle, icon=icon, status=status)
        self.fields: dict[str, QWidget] = {}
        self._message: MessageBar | None = None

    def show_problem(self, problem: Problem) -> None:
        """Say what is wrong."""
        if self._message is not None:
            self._message.deleteLater()
        self._message = MessageBar(problem.message, status="bad")
        self.body.body.insertWidget(0, self._message)
        if problem.field in self.fields:
            self.fields[problem.field].setFocus()


class Several(QWidget):
    """Some records as chips to tick, and a field to bring in one that is not offered."""

    changed = Signal()

    def __init__(self, reader: Reader, kind: str, *, name: str, add: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._reader, self._kind = reader, kind
        self._chips: dict[Id, FilterChip] = {}
        self._flow = FlowLayout(self)
        self._picker = RecordPicker(self._find, name=add, creates=False)
        self._picker.setPlaceholderText(add)
        self._picker.setFixedWidth(theme.px(150))
        self._picker.changed.connect(self._take)
        self._flow.addWidget(self._picker)

    def _find(self, text: str) -> list[tuple[str, str, str]]:
        return [(hit.id, hit.title, "") for hit in self._reader.search(text, kinds=(self._kind,), limit=9)]

    def offer(self, records: Sequence[tuple[Id, str]], *, ticked: Sequence[Id] = ()) -> None:
        """Put chips for some records, those of ``ticked`` on."""
        for id_, title in records:
            self._chip(id_, title, on=id_ in ticked)

    def tick(self, records: Sequence[tuple[Id, str]]) -> None:
        """Turn the chips of some records on, those not offered yet too."""
        for id_, title in records:
            if id_ in self._chips:
                self._chips[id_].setChecked(True)
            else:
                self._chip(id_, title, on=True)

    def _take(self, id_: Id) -> None:
        if id_ and id_ not in self._chips:
            self._chip(id_, self._picker.text(), on=True)
        self._picker.set_value("", "")
        self.changed.emit()

    def _chip(self, id_: Id, title: str, *, on: bool) -> None:
        chip = FilterChip(title, on=on)
        chip.clicked.connect(lambda *_args: self.changed.emit())
        self._chips[id_] = chip
        self._flow.removeWidget(self._picker)
        self._flow.addWidget(chip)
        self._flow.addWidget(self._picker)
        chip.show()

    def value(self) -> tuple[Id, ...]:
        """The records ticked, in the order shown."""
        return tuple(id_ for id_, chip in self._chips.items() if chip.isChecked())


def segments(options: Sequence[tuple[str, str]], *, name: str, changed: Callable[[str], object]) -> Segmented:
    """One of a few words, told when it changes."""
    made = Segmented(options, name=name)
    made.changed.connect(changed)
    return made


def find_parties(reader: Reader, kinds: dict[Id, str]) -> Callable[[str], list[tuple[str, str, str]]]:
    """A finder of clients and distributors for a picker; remembers the kind of each in ``kinds``."""

    def find(text: str) -> list[tuple[str, str, str]]:
        hits = reader.search(text, kinds=("client", "distributor"), limit=9)
        kinds.update({hit.id: hit.kind for hit in hits})
        words = {"client": _("Client"), "distributor": _("Distributor")}
        return [(hit.id, hit.title, words[hit.kind]) for hit in hits]

    return find
