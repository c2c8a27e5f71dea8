"""Editors of options that are tables: a choice or some chips a line, thresholds of alerts, the calendar of reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from kamdesk.alerts import RULES
from kamdesk.fields import Field
from kamdesk.methods.report_days import DAY, MONTH, QUARTER, WEEK
from kamdesk.options import WEEKDAYS
from kamdesk.reports.register import Declared
from kamdesk.words import N_, _, number
from ui.editors import Editor, Names, Wheelless
from ui.labels import label
from ui.screens.settings.data_editors import CellsEditor
from ui.widgets.buttons import FilterChip
from ui.widgets.flow import FlowLayout

NEVER = ""
SPANS = {NEVER: N_("Not asked for"), DAY: N_("Every day"), WEEK: N_("Every week"), MONTH: N_("Every month"),
         QUARTER: N_("Every quarter")}
DAYS, WORKING_DAYS = 28, 10


class ChoiceRows(Editor):
    """One of a few words for each name: the channel of each type of client."""

    def __init__(self, of: Field, names: Mapping[str, str], options: Mapping[str, str]) -> None:
        super().__init__(of)
        self.boxes: dict[str, QComboBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for at, (name, text) in enumerate(names.items()):
            box = self.boxes[name] = combo(_(text), [(key, _(word)) for key, word in options.items()])
            box.activated.connect(self._chosen)
            grid.addWidget(label(_(text), role="small", buddy=box), at, 0)
            grid.addWidget(box, at, 1)
        grid.setColumnStretch(2, 1)
        self._row.addLayout(grid)

    def show_value(self, value: Any, names: Names) -> None:
        """Choose in every line; a name the value lacks follows «other»."""
        super().show_value(value, names)
        for name, box in self.boxes.items():
            box.setCurrentIndex(box.findData(value.get(name, value.get("other"))))

    def _chosen(self, _at: int) -> None:
        self._leave({**self._shown, **{name: box.currentData() for name, box in self.boxes.items()}})


class ChipRows(Editor):
    """Several of a few words for each name: the papers each sort of holder must have."""

    def __init__(self, of: Field, names: Mapping[str, str], options: Mapping[str, str]) -> None:
        super().__init__(of)
        self.chips: dict[str, dict[str, FilterChip]] = {}
        self._row.setSpacing(10)
        for name, text in names.items():
            self._row.addWidget(label(_(text), role="overline"))
            host = QWidget()
            host.setAccessibleName(_(text))
            flow = FlowLayout(host)
            self.chips[name] = {}
            for key, word in options.items():
                chip = self.chips[name][key] = FilterChip(_(word))
                chip.clicked.connect(lambda *_args: self._ticked())
                flow.addWidget(chip)
            self._row.addWidget(host)

    def show_value(self, value: Any, names: Names) -> None:
        """Tick the chips."""
        super().show_value(value, names)
        for name, chips in self.chips.items():
            for key, chip in chips.items():
                chip.setChecked(key in value.get(name, ()))

    def _ticked(self) -> None:
        self._leave({**self._shown, **{name: [key for key, chip in chips.items() if chip.isChecked()]
                                       for name, chips in self.chips.items()}})


class AlertLimits(CellsEditor):
    """The thresholds of the alerts; only those that differ from what counts anyhow are kept."""

    def __init__(self, of: Field) -> None:
        super().__init__(of)
        self.by_name = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        lines = [(code, key, rule, limit) for code, rule in sorted(RULES.items()) for key, limit in rule.limits.items()]
        for at, (code, key, rule, limit) in enumerate(lines):
            text = f"{_(rule.name)} · {_(limit.label).lower()}"
            cell = self.by_name[f"{code}.{key}"] = self._cell(text, "int")
            grid.addWidget(label(text, role="small", wrap=True, buddy=cell), at, 0)
            grid.addWidget(cell, at, 1)
        grid.setColumnStretch(0, 1)
        self._defaults = {f"{code}.{key}": limit.default for code, key, _rule, limit in lines}
        self._row.addLayout(grid)

    def show_value(self, value: Any, names: Names) -> None:
        """Those nobody changed show what counts."""
        super().show_value(value, names)
        for name, cell in self.by_name.items():
            cell.show_value(int(value.get(name, self._defaults[name])))

    def gather(self) -> Any:
        """Names this version does not know stay."""
        kept = {name: each for name, each in self._shown.items() if name not in self.by_name}
        return {**kept, **{name: cell.value for name, cell in self.by_name.items()
                           if cell.value != self._defaults[name]}}


class ReportDays(Editor):
    """The calendar of reports: how often each is asked for, and when it is due."""

    def __init__(self, of: Field, reports: Sequence[Declared]) -> None:
        super().__init__(of)
        self.spans: dict[str, QComboBox] = {}
        self.days: dict[str, QComboBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for at, report in enumerate(reports):
            text = f"{report.code} · {_(report.name)}"
            every = self.spans[report.code] = combo(_("How often: {report}", report=text), [
                (key, _(word)) for key, word in SPANS.items()])
            due = self.days[report.code] = combo(_("Due: {report}", report=text), [])
            every.activated.connect(partial(self._spanned, report.code))
            due.activated.connect(lambda _at: self._leave(self._gathered()))
            grid.addWidget(label(text, role="small", wrap=True), at, 0)
            grid.addWidget(every, at, 1)
            grid.addWidget(due, at, 2)
        grid.setColumnStretch(0, 1)
        self._row.addLayout(grid)

    def show_value(self, value: Any, names: Names) -> None:
        """Those that are not in the calendar are not asked for."""
        super().show_value(value, names)
        found = {each["report"]: each for each in value}
        for code, every in self.spans.items():
            entry = found.get(code, {"every": NEVER, "due": None})
            every.setCurrentIndex(every.findData(entry["every"]))
            self._offer(code, entry["due"])

    def _offer(self, code: str, chosen: Any) -> None:
        """The due days that go with how often."""
        box, span = self.days[code], self.spans[code].currentData()
        box.clear()
        for key, text in due_days(span):
            box.addItem(text, key)
        box.setVisible(span != NEVER)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def _spanned(self, code: str, _at: int) -> None:
        self._offer(code, None)
        self._leave(self._gathered())

    def _gathered(self) -> list[dict[str, Any]]:
        before = {each["report"]: each for each in self._shown}
        kept = [each for each in self._shown if each["report"] not in self.spans]
        asked = [{**before.get(code, {}), "report": code, "every": every.currentData(),
                  "due": self.days[code].currentData()}
                 for code, every in self.spans.items() if every.currentData() != NEVER]
        return [*asked, *kept]


def due_days(span: str) -> list[tuple[Any, str]]:
    """When a report of a span may be due: (what the setting keeps, the words)."""
    if span == DAY:
        return [("10:00", _("the next working day"))]
    if span == WEEK:
        return [(key, _(word)) for key, word in WEEKDAYS.items()]
    if span in (MONTH, QUARTER):
        days: list[tuple[Any, str]] = [(day, _("day {n}", n=number(day))) for day in range(1, DAYS + 1)]
        return days + [(f"w{day}", _("working day {n}", n=number(day))) for day in range(1, WORKING_DAYS + 1)]
    return []


def combo(name: str, options: Sequence[tuple[Any, str]]) -> QComboBox:
    """A box that does not change under the wheel of the page."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.installEventFilter(Wheelless(box))
    for key, text in options:
        box.addItem(text, key)
    return box
