"""Editors of structured options: rows of numbers, numbers by name, days of the week, hours, what is on."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from kamdesk.display import display
from kamdesk.fields import Field
from kamdesk.problems import Problem
from kamdesk.typed import typed
from kamdesk.words import _
from ui import theme
from ui.editors import Editor, Names
from ui.labels import label
from ui.widgets.buttons import FilterChip
from ui.widgets.fields import CheckedField
from ui.widgets.flow import FlowLayout

NARROW = 84


class Cell(CheckedField):
    """One number, decimal or hour of a structured value; it may not be empty."""

    def __init__(self, name: str, sort: str) -> None:
        super().__init__(name=name)
        self._of = Field(name, sort)
        self.value: Any = None
        self.setFixedWidth(theme.px(NARROW))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def read(self) -> None:
        """Text to value; Problem when it is none or negative."""
        value = typed(self._of, self.text())
        if value is None or (not isinstance(value, datetime.time) and value < 0):
            raise Problem(_("{field} is missing. Type it.", field=self.accessibleName()))
        self.show_value(value)

    def show_value(self, value: Any) -> None:
        """Show a value."""
        self.value = value
        self.setText(display(self._of, value))


def sort_of(value: Any) -> str:
    """The field type that reads values like this one; decimals are kept as text so that JSON keeps them exact."""
    return "time" if isinstance(value, datetime.time) else "dec" if isinstance(value, str) else "int"


def kept(value: Any) -> Any:
    """As the setting holds it."""
    return str(value) if isinstance(value, Decimal) else value


class CellsEditor(Editor):
    """Several cells that are one value: ``gather`` makes it, ``spread`` shows it."""

    def __init__(self, of: Field) -> None:
        super().__init__(of)
        self.cells: list[Cell] = []

    def _cell(self, name: str, sort: str) -> Cell:
        cell = Cell(name, sort)
        cell.problem.connect(self.problem)
        cell.editingFinished.connect(self._left)
        self.cells.append(cell)
        return cell

    @property
    def control(self) -> QWidget:
        """The first cell."""
        return self.cells[0] if self.cells else self

    def commit(self) -> bool:
        """Read every cell."""
        return not [cell for cell in self.cells if not cell.commit()]  # every one says what is wrong with it

    def _left(self) -> None:
        if self.commit():
            self._leave(self.gather())

    def gather(self) -> Any:
        """The value of the cells."""
        raise NotImplementedError


class NumbersEditor(CellsEditor):
    """A list of numbers or hours: thresholds, buckets, the hours of a day."""

    def __init__(self, of: Field, default: list[Any] | tuple[Any, ...]) -> None:
        super().__init__(of)
        self._make: type[list[Any] | tuple[Any, ...]] = type(default)
        row = QHBoxLayout()
        for at, each in enumerate(default):
            row.addWidget(self._cell(f"{_(of.label)} {at + 1}", sort_of(each)))
        row.addStretch(1)
        self._row.addLayout(row)

    def show_value(self, value: Any, names: Names) -> None:
        """A cell each."""
        super().show_value(value, names)
        for cell, each in zip(self.cells, value, strict=False):
            cell.show_value(Decimal(each) if isinstance(each, str) else each)

    def gather(self) -> Any:
        """In the same order."""
        return self._make(kept(cell.value) for cell in self.cells)


class NamedEditor(CellsEditor):
    """Numbers by name: days by kind of document, limits by segment; yes or no where the default is one."""

    def __init__(self, of: Field, default: Mapping[str, Any], words: Mapping[str, str]) -> None:
        super().__init__(of)
        self._by_name: dict[str, Cell | QCheckBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for at, (name, each) in enumerate(default.items()):
            text = _(words.get(name, name))
            if isinstance(each, bool):
                box = self._by_name[name] = QCheckBox(text)
                box.clicked.connect(self._left)
                grid.addWidget(box, at // 2, at % 2 * 2, 1, 2)
                continue
            cell = self._by_name[name] = self._cell(text, sort_of(each))
            grid.addWidget(label(text, role="small", buddy=cell), at // 2, at % 2 * 2)
            grid.addWidget(cell, at // 2, at % 2 * 2 + 1)
        grid.setColumnStretch(4, 1)
        self._row.addLayout(grid)

    def show_value(self, value: Any, names: Names) -> None:
        """A cell each; names the value lacks keep what they show."""
        super().show_value(value, names)
        for name, part in self._by_name.items():
            each = value.get(name)
            if isinstance(part, QCheckBox):
                part.setChecked(bool(each))
            elif each is not None:
                part.show_value(Decimal(each) if isinstance(each, str) else each)

    def gather(self) -> Any:
        """Names this version does not know stay."""
        found = {name: part.isChecked() if isinstance(part, QCheckBox) else kept(part.value)
                 for name, part in self._by_name.items()}
        return {**self._shown, **found}


class PairsEditor(CellsEditor):
    """Two limits by name: «bien» and «atención» of each figure."""

    def __init__(self, of: Field, default: Mapping[str, Sequence[Any]], words: Mapping[str, str]) -> None:
        super().__init__(of)
        self._by_name: dict[str, tuple[Cell, Cell]] = {}
        self._default = default
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.addWidget(label(_("Good from"), role="overline"), 0, 1)
        grid.addWidget(label(_("Watch from"), role="overline"), 0, 2)
        for at, name in enumerate(default):
            text = f"{name} · {_(words.get(name, name))}"
            pair = self._by_name[name] = self._cell(text, "int"), self._cell(text, "int")
            grid.addWidget(label(text, role="small", wrap=True), at + 1, 0)
            for column, cell in enumerate(pair):
                grid.addWidget(cell, at + 1, column + 1)
        grid.setColumnStretch(0, 1)
        self._row.addLayout(grid)

    def show_value(self, value: Any, names: Names) -> None:
        """Those that were never changed show what counts while nobody changes them."""
        super().show_value(value, names)
        for name, pair in self._by_name.items():
            for cell, each in zip(pair, value.get(name, self._default[name]), strict=True):
                cell.show_value(int(each))

    def gather(self) -> Any:
        """Only those that differ from what counts anyhow."""
        pairs = {name: [cell.value for cell in pair] for name, pair in self._by_name.items()}
        return {**{name: each for name, each in self._shown.items() if name not in pairs},
                **{name: pair for name, pair in pairs.items() if pair != list(self._default[name])}}


class ChipsEditor(Editor):
    """Several of a few words. ``inverted``: the value holds those that are off."""

    def __init__(self, of: Field, words: Mapping[str, str], *, inverted: bool = False) -> None:
        super().__init__(of)
        self._inverted = inverted
        self.setAccessibleName(_(of.label))
        self.chips = {name: FilterChip(_(text)) for name, text in words.items()}
        host = QWidget()
        flow = FlowLayout(host)
        for chip in self.chips.values():
            chip.clicked.connect(lambda *_args: self._leave(self._ticked()))
            flow.addWidget(chip)
        self._row.addWidget(host)

    def _ticked(self) -> list[str]:
        return [name for name, chip in self.chips.items() if chip.isChecked() != self._inverted]

    def show_value(self, value: Any, names: Names) -> None:
        """Tick the chips."""
        super().show_value(list(value), names)
        for name, chip in self.chips.items():
            chip.setChecked((name in value) != self._inverted)
