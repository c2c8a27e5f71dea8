"""Step 1: choose a file or paste; say what it brings and which of its tables; imports that can still be undone."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.kinds import REGISTER
from kamdesk.records.system import ImportBatch
from kamdesk.sheets.importing import Source
from kamdesk.sheets.proposing import best
from kamdesk.sheets.sources import importable
from kamdesk.sheets.tables import Table
from kamdesk.store import AT_LEAST, EMPTY, Reader, Where
from kamdesk.words import _, number, plural, relative_day
from ui import labels
from ui.labels import ElidedLabel, label
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.messages import EmptyState
from ui.widgets.scroll import ScrollBody

DAYS = 30  # an import can be undone so long
SHOWN = 8


def recent(reader: Reader) -> list[ImportBatch]:
    """The imports of the last days that were not undone, newest first."""
    since = clock.now() - datetime.timedelta(days=DAYS)
    return reader.find(ImportBatch, Where("undone_at", EMPTY), Where("at", AT_LEAST, since), sort=(("at", True),),
                       limit=SHOWN)


class FilePage(ScrollBody):
    """Before a file is read: what to do. Afterwards: what was found in it."""

    file_asked = Signal()
    paste_asked = Signal()
    kind_chosen = Signal(str)
    undo_asked = Signal(object)  # ImportBatch
    template_asked = Signal(str)  # kind

    def __init__(self, batches: Sequence[ImportBatch]) -> None:
        super().__init__(margins=(18, 14, 18, 14))
        self.kind = QComboBox()
        self.tables: list[QRadioButton] = []
        self._group = QButtonGroup(self)
        self.body.addWidget(EmptyState(
            "file-spreadsheet", _("Bring an Excel or CSV file"),
            _("Choose it, drop it here, or copy the cells in your spreadsheet and paste them. You see every column and "
              "every change before anything is saved."),
            actions=((_("Choose file…"), self.file_asked.emit), (_("Paste cells"), self.paste_asked.emit))))
        self.body.addWidget(self._templates())
        if batches:
            self.body.addWidget(self._recent(batches))
        self.body.addStretch(1)

    def _templates(self) -> TitledCard:
        """A workbook to fill in, for who has none: its headings, lists and an example."""
        card = TitledCard(_("Templates to fill in"))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self.kind = _kinds(_("What the template is for"))
        line.addWidget(self.kind)
        line.addWidget(Button(_("Save the template…"), icon="download",
                              on_click=lambda: self.template_asked.emit(self.kind.currentData())))
        line.addStretch(1)
        card.add(row)
        return card

    def _recent(self, batches: Sequence[ImportBatch]) -> TitledCard:
        card = TitledCard(_("Imports of the last 30 days"))
        for at, batch in enumerate(batches):
            if at:
                card.body.addWidget(labels.rule())
            card.body.addWidget(_line(batch, partial(self.undo_asked.emit, batch)))
        return card

    def show_source(self, source: Source, kind: str, chosen: Table) -> None:
        """What was read: the sort of records it brings and its tables."""
        while (item := self.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.body.addWidget(self._about(source, kind))
        self.body.addWidget(self._choices(source, chosen))
        self.body.addStretch(1)

    def _about(self, source: Source, kind: str) -> TitledCard:
        card = TitledCard(source.file_name)
        card.add_action(Button(_("Another file…"), kind="link", small=True, on_click=self.file_asked.emit))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self.kind = _kinds(_("What it brings"))
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.kind.activated.connect(lambda _at: self.kind_chosen.emit(self.kind.currentData()))
        line.addWidget(label(_("What it brings"), role="strong", buddy=self.kind))
        line.addWidget(self.kind)
        line.addStretch(1)
        card.add(row)
        return card

    def _choices(self, source: Source, chosen: Table) -> TitledCard:
        card = TitledCard(plural("{n} table found", "{n} tables found", len(source.tables)))
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._group, self.tables = QButtonGroup(self), []
        for at, table in enumerate(source.tables):
            button = QRadioButton(labels.literal(_told(table)))
            button.setChecked(table is chosen)
            self._group.addButton(button, at)
            self.tables.append(button)
            column.addWidget(button)
            column.addWidget(ElidedLabel(" · ".join(table.headers), role="small", tone="text2"))
        card.add(host)
        return card

    def table(self, source: Source) -> Table:
        """The table chosen."""
        return source.tables[self._group.checkedId()]

    def choose_for(self, source: Source, kind: str) -> None:
        """Mark the table that suits a kind best."""
        found = best(source.visible or source.tables, kind)[0]
        self._group.button(source.tables.index(found)).setChecked(True)


def _kinds(name: str) -> QComboBox:
    """The kinds a spreadsheet may bring."""
    box = QComboBox()
    box.setAccessibleName(name)
    for each in importable():
        box.addItem(_(each.labels), each.name)
    return box


def _told(table: Table) -> str:
    rows = plural("{n} row", "{n} rows", len(table.rows))
    where = _("headings in row {n}", n=table.header_row) if table.header_row else _("without headings")
    hidden = _("hidden sheet") if table.hidden else ""
    return " · ".join(filter(None, (table.sheet, rows, where, hidden)))


def _line(batch: ImportBatch, undo: Callable[[], object]) -> QWidget:
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(16, 5, 8, 5)
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(ElidedLabel(batch.file_name, role="strong"))
    kind = REGISTER.get(batch.target)
    when = relative_day(batch.at.astimezone().date(), clock.today()) if batch.at else ""
    counts = _("{new} new · {changed} changed", new=number(batch.created or 0), changed=number(batch.updated or 0))
    texts.addWidget(ElidedLabel(" · ".join(filter(None, (_(kind.labels) if kind else "", counts, when))), role="small",
                                tone="text2"))
    row.addLayout(texts, 1)
    row.addWidget(Button(_("Undo import"), kind="link", small=True, icon="undo-2", on_click=undo))
    return host
