"""Ajustes: every option is shown by its type, saves itself, says whom it affects and goes back to its default."""

from __future__ import annotations

import datetime
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit

from db.store import BaseStore
from kamdesk import settings, words
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.records.team import Person
from tests.conftest import FULL
from tests.ui.lint import lint
from tests.windows import opened, settle
from ui import style, theme
from ui.keys import GROUPS
from ui.laptop import OWN
from ui.page import Part
from ui.screen import Address
from ui.screens.settings.data_editors import CellsEditor, ChipsEditor
from ui.screens.settings.hidden import HIDDEN
from ui.screens.settings.options import OptionRow, shown
from ui.screens.settings.table_editors import AlertLimits, ChipRows, ChoiceRows, ReportDays
from ui.screens.settings.values import KeyboardPage, Values, values
from ui.widgets.chips import Key

PARTS: dict[str, dict[str, Part]] = {"settings": {"values": values}}
LOOKS = list(itertools.product(("es", "en"), (1.0, 1.5), ("light", "dark")))


@pytest.fixture
def part(dressed: QApplication, store: BaseStore) -> Iterator[Values]:
    with opened(App(store), pages={}, parts=PARTS, quick={}) as window:
        window.go(Address("settings", "values"))
        dressed.processEvents()
        made = window.page.part  # type: ignore[attr-defined]
        assert isinstance(made, Values)
        yield made
        for name in OWN:
            QSettings().remove(name)
    style.apply(dressed, scheme="light", motion=False)


def row(part: Values, name: str) -> OptionRow:
    return part.choose(settings.declared(name).group).rows[name]


def type_into(line: QLineEdit, text: str) -> None:
    """Type and leave."""
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def line_of(of: OptionRow) -> QLineEdit:
    control = of.editor.control
    assert isinstance(control, QLineEdit)
    return control


def test_every_option_offered_has_its_row(part):
    for group in settings.groups():
        wanted = [option.name for option in settings.in_group(group) if shown(option)]
        if wanted:
            page = part.choose(group)
            assert list(page.rows) == wanted
            for name, each in page.rows.items():
                assert each.editor.value() == page.value(settings.declared(name)) or isinstance(
                    each.editor, ChipsEditor), name


def test_a_number_saves_itself_and_can_be_undone(part):
    store = part.context.app.store
    type_into(line_of(row(part, "capacity_per_day")), "9")
    assert store.setting("capacity_per_day") == 9
    part.context.app.undo()
    assert store.setting("capacity_per_day") == 8


def test_a_number_out_of_range_stays_typed_with_the_reason(part):
    of = row(part, "capacity_per_day")
    type_into(line_of(of), "99")
    assert part.context.app.store.setting("capacity_per_day") == 8
    assert line_of(of).text() == "99"
    assert "40" in line_of(of).accessibleDescription()


def test_restablecer_brings_the_default_back(part):
    of = row(part, "min_gap_days")
    assert not of.reset.isVisible()
    type_into(line_of(of), "4")
    assert of.reset.isVisible()
    QTest.mouseClick(of.reset, Qt.MouseButton.LeftButton)
    assert part.context.app.store.setting("min_gap_days") == 7
    assert line_of(of).text() == "7"
    assert not of.reset.isVisible()


def test_an_emptied_text_is_the_default(part):
    of = row(part, "company")
    type_into(line_of(of), "Albor")
    assert part.context.app.store.setting("company") == "Albor"
    of_line = line_of(of)
    of_line.clear()
    QTest.keyClick(of_line, Qt.Key.Key_Return)
    assert part.context.app.store.setting("company") == ""


def test_a_flag_and_a_choice(part):
    store = part.context.app.store
    box = row(part, "price_reason").editor.control
    assert isinstance(box, QCheckBox)
    box.click()
    assert store.setting("price_reason") is True
    choice = row(part, "credit_excess").editor.control
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(choice.findData("stop"))
    choice.activated.emit(choice.currentIndex())
    assert store.setting("credit_excess") == "stop"


def test_me_is_a_person_of_the_base(part):
    app = part.context.app
    person = app.run(save, record=Person(name="Ana Ruiz", position="regional_manager"))
    of = row(part, "me")
    of.editor.left.emit(person.id)
    assert app.store.me == person.id
    assert line_of(of).text() == "Ana Ruiz"


@pytest.mark.parametrize(("name", "at", "text", "wanted"), [
    ("overdue_thresholds", 1, "20", [13, 20]),
    ("ageing_buckets", 3, "120", [0, 30, 60, 120]),
    ("day_hours", 0, "07:30", (datetime.time(7, 30), datetime.time(18))),
    ("answer_days", 0, "2", {"critical": 2, "medium": 5, "low": 10}),
    ("travel", 0, "1.3", {"factor": "1.3", "km_per_hour": 40, "stop_minutes": 10, "end_at_base": True}),
    ("figure_thresholds", 0, "97", {"F02": [97, 85]}),
])
def test_structured_options_are_edited_cell_by_cell(part, name, at, text, wanted):
    editor = row(part, name).editor
    assert isinstance(editor, CellsEditor)
    type_into(editor.cells[at], text)
    assert part.context.app.store.setting(name) == wanted


def test_a_cell_left_empty_is_not_saved(part):
    editor = row(part, "overdue_thresholds").editor
    assert isinstance(editor, CellsEditor)
    editor.cells[0].clear()
    QTest.keyClick(editor.cells[0], Qt.Key.Key_Return)
    assert part.context.app.store.setting("overdue_thresholds") == [13, 15]
    assert editor.cells[0].accessibleDescription()


def test_working_days_and_alerts_are_chips(part):
    store = part.context.app.store
    days = row(part, "working_days").editor
    assert isinstance(days, ChipsEditor)
    days.chips["sat"].click()
    assert store.setting("working_days") == ["mon", "tue", "wed", "thu", "fri", "sat"]
    alerts = row(part, "alerts_off").editor
    assert isinstance(alerts, ChipsEditor)
    code, chip = next(iter(alerts.chips.items()))
    assert chip.isChecked()
    chip.click()
    assert store.setting("alerts_off") == [code]


def test_the_looks_of_this_laptop_change_at_once(part):
    size = row(part, "text_size")
    size.editor.left.emit("125")
    assert theme.shown().scale == 1.25
    row(part, "theme").editor.left.emit("dark")
    assert theme.shown().theme.dark
    row(part, "motion").editor.left.emit("off")
    assert not theme.shown().motion
    row(part, "number_style").editor.left.emit("comma")
    assert words.number(1234) == "1.234"
    assert QSettings().value("text_size") == "125"
    QTest.mouseClick(size.reset, Qt.MouseButton.LeftButton)
    assert theme.shown().scale == 1.0


def test_it_says_whom_an_option_affects(part):
    for name, wanted in (("capacity_per_day", "Equipo"), ("company", "Base"), ("theme", "Laptop")):
        of = row(part, name)
        assert wanted in [chip.text() for chip in of.findChildren(type(of.layout().itemAt(1).widget()))]


def test_the_keys_are_listed(part):
    part.list.setCurrentRow(part.list.count() - 1)
    page = part.pages.currentWidget()
    assert isinstance(page, KeyboardPage)
    assert len(page.findChildren(Key)) == sum(len(group.keys) for group in GROUPS)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_fault_in_any_look(dressed, store, look):
    language, scale, scheme = look
    words.set_language(language)
    style.apply(dressed, scheme=scheme, scale=scale, motion=False)
    size = (1366, 768) if scale > 1 else (1024, 600)
    found = []
    with opened(App(store), size=size, pages={}, parts=PARTS, quick={}) as window:
        window.go(Address("settings", "values"))
        part = window.page.part  # type: ignore[attr-defined]
        for at in some(part.list.count(), LOOKS.index(look)):
            part.list.setCurrentRow(at)
            settle()
            found += [f"{part.list.item(at).text()}: {fault}" for fault in lint(window, room=size)]
    style.apply(dressed, scheme="light", motion=False)
    assert found == []


def some(count: int, turn: int) -> list[int]:
    """Every group in a long run; in a short one a part of them a look, so that the looks together see them all."""
    return list(range(count)) if os.environ.get(FULL) else list(range(turn % 4, count, 4))


def sources() -> Iterator[str]:
    """The code that may read a setting: not where it is declared, shown or made up."""
    root = Path(__file__).parents[3]
    apart = ("kamdesk/options.py", "kamdesk/demo/", "ui/screens/settings/", "ui/screens/welcome/")
    for folder in ("kamdesk", "db", "ui"):
        for path in (root / folder).rglob("*.py"):
            if not any(part in path.as_posix() for part in apart):
                yield path.read_text(encoding="utf-8")


def test_every_option_shown_is_read_by_something():
    code = "\n".join(sources())
    unread = [name for name, option in settings.SETTINGS.items()
              if shown(option) and f'"{name}"' not in code and name not in OWN]
    assert not unread
    assert set(HIDDEN) <= set(settings.SETTINGS)


def test_thresholds_of_alerts_keep_what_differs(part):
    editor = row(part, "alert_thresholds").editor
    assert isinstance(editor, AlertLimits)
    type_into(editor.by_name["L26.days"], "3")
    assert part.context.app.store.setting("alert_thresholds") == {"L26.days": 3}
    type_into(editor.by_name["L26.days"], "1")
    assert part.context.app.store.setting("alert_thresholds") == {}


def test_the_calendar_of_reports_says_how_often_and_when(part):
    store = part.context.app.store
    editor = row(part, "report_calendar").editor
    assert isinstance(editor, ReportDays)
    days = editor.days["R03"]
    assert days.currentText() == "día 3"
    days.setCurrentIndex(days.findText("día hábil 2"))
    days.activated.emit(days.currentIndex())
    assert {"report": "R03", "every": "month", "due": "w2"} in store.setting("report_calendar")
    spans = editor.spans["R03"]
    spans.setCurrentIndex(spans.findText("No se pide"))
    spans.activated.emit(spans.currentIndex())
    codes = {each["report"] for each in store.setting("report_calendar")}
    assert "R03" not in codes
    assert "R22" in codes  # what this version cannot make stays asked for


def test_mandatory_papers_are_chips_of_each_holder(part):
    editor = row(part, "mandatory_documents").editor
    assert isinstance(editor, ChipRows)
    assert editor.chips["clinic"]["operating_permit"].isChecked()
    editor.chips["clinic"]["gsp"].click()
    assert part.context.app.store.setting("mandatory_documents")["clinic"] == ["gsp", "operating_permit"]


def test_the_channel_of_each_type_of_client(part):
    editor = row(part, "channel_rules").editor
    assert isinstance(editor, ChoiceRows)
    box = editor.boxes["clinic"]
    assert box.currentData() == "hospital"
    box.setCurrentIndex(box.findData("chain"))
    box.activated.emit(box.currentIndex())
    assert part.context.app.store.setting("channel_rules")["clinic"] == "chain"
