"""Step 3: what the import would do: counts, rows field by field, doubtful names, what is refused and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QTableView, QWidget

from kamdesk.kinds import REGISTER, kind_of
from kamdesk.sheets.details import TOLD
from kamdesk.sheets.preview import CHANGED, NEW, REFUSED, SAME, SKIPPED, Decisions, Doubt, Preview
from kamdesk.store import Reader
from kamdesk.words import _, day, number, plural
from ui import theme
from ui.labels import ElidedLabel, label
from ui.screens.importing.closing_row import ClosingRow
from ui.screens.importing.columns_page import quiet_box
from ui.screens.importing.line_model import HEADINGS, LineModel
from ui.screens.importing.lines import ALIKE, ALL, WORDS, lines, names_of
from ui.widgets.buttons import Button, FilterChip
from ui.widgets.cards import TitledCard
from ui.widgets.flow import FlowLayout
from ui.widgets.scroll import ScrollBody
from ui.widgets.text_table import Padded

WIDTHS = (60, 220, 96, 130, 180, 180)
DOUBTS = 40  # asked for one by one; beyond that a file is better mended
SHOWN = 4  # names of a list in a note


class ReviewPage(ScrollBody):
    """Everything a preview tells."""

    save_asked = Signal()
    again_asked = Signal()

    def __init__(self, reader: Reader, told: Preview, decided: Decisions, *, gone: int = 0) -> None:
        """``decided`` are the answers that ``told`` was made with; ``gone`` how many sales it may replace."""
        super().__init__(margins=(18, 12, 18, 12), spacing=10)
        self.told, self._decided = told, decided
        self._names = names_of(reader, told)
        self.chips: dict[str, FilterChip] = {}
        self._decisions: dict[tuple[str, str], QComboBox] = {}
        self.body.addWidget(self._counts())
        for text in self._notes():
            self.body.addWidget(label(text, role="small", tone="text2", wrap=True))
        self.closing = ClosingRow(told, gone)
        self.closing.setVisible(self.closing.asks)
        self.body.addWidget(self.closing)
        if told.doubts:
            self.body.addWidget(self._doubts(told.doubts[:DOUBTS]))
        self.body.addWidget(self._table(), 1)
        self.show_rows(self._first())

    def _counts(self) -> QWidget:
        told = self.told
        counts = {ALL: told.read, NEW: told.count(NEW), CHANGED: told.count(CHANGED), SAME: told.count(SAME),
                  ALIKE: told.duplicates, REFUSED: told.count(REFUSED), SKIPPED: told.count(SKIPPED)}
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        flow_host = QWidget()
        flow = FlowLayout(flow_host)
        for key, count in counts.items():
            if count or key in (NEW, CHANGED, SAME, REFUSED):
                chip = self.chips[key] = FilterChip(f"{_(WORDS[key])} {number(count)}")
                chip.clicked.connect(lambda *_args, which=key: self.show_rows(which))
                flow.addWidget(chip)
        row.addWidget(flow_host, 1)
        self.save = Button(_("Save the refused rows…"), icon="download", on_click=self.save_asked.emit)
        self.save.setVisible(bool(told.count(REFUSED)))
        row.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        return host

    def _first(self) -> str:
        """What deserves the first look: what changes, what is refused, else everything."""
        return next((key for key in (CHANGED, REFUSED) if self.told.count(key)), ALL)

    def _notes(self) -> list[str]:
        told, found = self.told, []
        if told.earlier:
            found.append(_("This file was already imported on {date}.", date=day(told.earlier)))
        fields = kind_of(told.kind).fields
        found += [_("{field}: {found} found · {new} to create · {doubtful} doubtful", field=self._label(each.field),
                    found=number(each.found), new=number(each.to_create), doubtful=number(each.doubtful))
                  for each in told.references]
        for kind, names in told.creations.items():
            found.append(_("{records} to create: {names}", records=_(REGISTER[kind].labels), names=_some(names)))
        if told.assumed:
            given = ", ".join(_(fields[name].label) for name in told.assumed)
            found.append(_("Taken for all rows because no column gives it: {fields}.", fields=given))
        if told.settlement:
            found.append(_("The days of “{header}” become payments of the invoices.", header=told.settlement))
        if told.absent:
            found.append(plural("{n} record of these territories is not in the file; it stays",
                                "{n} records of these territories are not in the file; they stay", len(told.absent)))
        if told.left_out:
            found.append(plural("{n} line of the sheet is no record (totals, remarks) and is left out.",
                                "{n} lines of the sheet are no records (totals, remarks) and are left out.",
                                len(told.left_out)))
        return found

    def _label(self, name: str) -> str:
        """A reference of the kind, or of what it creates: the line of a product."""
        kinds = (self.told.kind, *TOLD)
        return next(_(REGISTER[kind].fields[name].label) for kind in kinds if name in REGISTER[kind].fields)

    def _doubts(self, doubts: Sequence[Doubt]) -> TitledCard:
        card = TitledCard(plural("{n} doubtful name", "{n} doubtful names", len(self.told.doubts)))
        card.add_action(Button(_("Compare again"), small=True, icon="refresh-cw", on_click=self.again_asked.emit))
        host = QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(16, 8, 16, 12)
        grid.setHorizontalSpacing(16)
        for at, each in enumerate(doubts):
            grid.addWidget(ElidedLabel(f"“{each.text}” · " + plural("{n} row", "{n} rows", each.rows)), at, 0)
            grid.addWidget(self._decision(each), at, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        card.body.addWidget(host)
        return card

    def _decision(self, doubt: Doubt) -> QComboBox:
        box = quiet_box(_("What “{name}” is", name=doubt.text))
        if doubt.must:
            box.addItem(_("— Choose —"), None)
        box.addItem(_("Create a new record"), "")
        for each in doubt.candidates:
            box.addItem(_("It is {name} ({score} % alike)", name=each.name, score=each.score), each.id)
        box.setCurrentIndex(max(0, box.findData(self._decided.get(doubt.key))))
        self._decisions[doubt.key] = box
        return box

    @property
    def changed(self) -> bool:
        """Whether something was decided that the preview does not know yet."""
        return any(chosen != self._decided.get(key, "") for key, chosen in self.decisions().items())

    def decisions(self) -> Decisions:
        """What the person chose for the doubtful names."""
        return {key: box.currentData() for key, box in self._decisions.items() if box.currentData() is not None}

    def _table(self) -> QTableView:
        self.model = LineModel()
        self.table = view = QTableView()
        view.setProperty("framed", "true")
        view.setModel(self.model)
        view.setItemDelegate(Padded(view))
        view.setAccessibleName(_("Rows of the import"))
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(theme.px(30))
        view.horizontalHeader().setStretchLastSection(True)
        view.setMinimumHeight(theme.px(220))
        for at, width in zip(range(len(HEADINGS)), WIDTHS, strict=True):
            view.setColumnWidth(at, theme.px(width))
        return view

    def show_rows(self, which: str) -> None:
        """The rows of one of the counts."""
        for key, chip in self.chips.items():
            chip.setChecked(key == which)
        self.model.show_lines(lines(self.told, which, self._names))


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    return _("{names} and {n} more", names=shown, n=number(len(names) - SHOWN)) if len(names) > SHOWN else shown
