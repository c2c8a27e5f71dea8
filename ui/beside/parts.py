"""What the panels beside the lists share: a heading with its chip, rows of a term and its words, verbs in a row."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kamdesk import clock
from kamdesk.words import day, relative_day
from ui.labels import ElidedLabel, label
from ui.theme import Status
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.flow import FlowLayout

Term = tuple[str, str]


def heading(title: str, chip: str, status: Status) -> QWidget:
    """The name of a record and where it stands."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(ElidedLabel(title, role="subtitle", least=120), 1)
    if chip:
        row.addWidget(Chip(chip, status=status))
    return host


def terms(shown: Sequence[Term]) -> QWidget:
    """Words with what they stand for, those without anything left out."""
    host = QWidget()
    grid = QGridLayout(host)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for at, (term, words) in enumerate((term, words) for term, words in shown if words):
        grid.addWidget(label(term, role="small", tone="text2"), at, 0)
        grid.addWidget(label(words, wrap=True, figures=True), at, 1)
    return host


def day_words(value: datetime.date | None) -> str:
    """A day, and how far away it is while it is near."""
    if value is None:
        return ""
    written, near = day(value), relative_day(value, clock.today())
    return written if near == written else f"{written} · {near}"


def verbs(buttons: Sequence[Button]) -> QWidget:
    """Buttons that wrap when there is no room."""
    host = QWidget()
    flow = FlowLayout(host)
    for button in buttons:
        flow.addWidget(button)
    return host
