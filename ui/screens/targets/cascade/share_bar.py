"""What a share is asked: among whom, by what, for which months; and its buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.records.targets import BASES
from kamdesk.words import _
from kamdesk.words import month as month_text
from ui.labels import ElidedLabel, label
from ui.widgets.buttons import Button, FilterChip, Segmented
from ui.widgets.flow import FlowLayout

PASTED, WHOLE, LATER = "pasted", "year", "later"


def _asked(word: str, flow: FlowLayout) -> QWidget:
    """A question and its answers, which wrap beside it."""
    host, answers = QWidget(), QWidget()
    answers.setLayout(flow)
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(label(word, role="strong"))
    row.addWidget(answers, 1)
    return host


class ShareBar(QWidget):
    """The questions of a share. ``changed`` when an answer is another one."""

    changed = Signal()
    paste_asked = Signal()
    accepted = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chips: dict[str, FilterChip] = {}
        self._later: Sequence[str] = ()
        self._title = ElidedLabel(role="subtitle", least=120)
        self._accept = Button(_("Share out"), kind="primary", icon="check", shortcut="Ctrl+Return",
                              on_click=self.accepted.emit)
        bases = [*((key, _(text)) for key, text in BASES.items()), (PASTED, _("Pasted table"))]
        self._basis = Segmented(bases, name=_("By what"))
        self._basis.changed.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._title, 1)
        top.addWidget(Button(_("Cancel"), on_click=self.cancelled.emit))
        top.addWidget(self._accept)
        column.addLayout(top)
        self._who, self._how = FlowLayout(gap=8), FlowLayout(gap=8)
        column.addWidget(_asked(_("Among"), self._who))
        column.addWidget(_asked(_("By what"), self._how))
        self._how.addWidget(self._basis)
        self._how.addWidget(Button(_("Paste from Excel"), icon="clipboard-list", on_click=self.paste_asked.emit))
        self._span: Segmented | None = None

    def begin(self, title: str, groups: Sequence[tuple[str, str]], *, first: str, later: Sequence[str],
              basis: str) -> None:
        """Ask about another target; ``first`` is the group chosen, ``later`` the months still to come."""
        self._title.setText(_("Share out the target of {node}", node=title))
        self._who.clear()
        self._chips.clear()
        for key, text in groups:
            chip = FilterChip(text, on=key == first)
            chip.toggled.connect(lambda *_args: self.changed.emit())
            self._chips[key] = chip
            self._who.addWidget(chip)
        self._later = later
        if self._span is not None:
            self._how.takeAt(self._how.count() - 1)
            self._span.deleteLater()
        self._span = Segmented([(WHOLE, _("Whole year")), *([(LATER, _("From {month}", month=month_text(later[0])))]
                                                            if later else [])], name=_("Months"))
        self._span.changed.connect(lambda *_args: self.changed.emit())
        self._how.addWidget(self._span)
        self._basis.set_value(basis)

    def _choose(self, basis: str) -> None:
        if basis == PASTED:
            self.paste_asked.emit()
        self.changed.emit()

    def groups(self) -> list[str]:
        """The groups that are chosen."""
        return [key for key, chip in self._chips.items() if chip.isChecked()]

    def basis(self) -> str:
        """A key of ``BASES``, or ``PASTED``."""
        return self._basis.value()

    def set_basis(self, basis: str) -> None:
        """Another basis, told as if it was pressed."""
        self._basis.set_value(basis)
        self.changed.emit()

    def months(self) -> Sequence[str]:
        """The months that are shared out, none for the whole year."""
        return self._later if self._span is not None and self._span.value() == LATER else ()

    def offer(self, on: bool) -> None:  # noqa: FBT001  what it says
        """Whether there is something to write."""
        self._accept.setEnabled(on)

    def ready(self) -> bool:
        """Whether the button may be pressed."""
        return self._accept.isEnabled()
