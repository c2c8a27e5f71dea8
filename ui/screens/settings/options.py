"""One option of the form: its editor by type, whom it affects, and the way back to its default."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kamdesk import alerts, figures
from kamdesk.fields import Field, Link
from kamdesk.figures.thresholds import DEFAULTS
from kamdesk.options import WEEKDAYS
from kamdesk.records.clients import CATEGORIES
from kamdesk.records.frequencies import APPLIES_TO
from kamdesk.records.market import CHANNEL_CATEGORIES
from kamdesk.records.policies import DOCUMENT_CATEGORIES
from kamdesk.reports import declared
from kamdesk.reports.register import REPORTS, Declared
from kamdesk.settings import BASE, LAPTOP, TEAM, Option
from kamdesk.store import Reader
from kamdesk.words import N_, _
from ui import theme
from ui.editors import Editor, editor_for
from ui.form import FormField
from ui.screens.settings.data_editors import ChipsEditor, NamedEditor, NumbersEditor, PairsEditor
from ui.screens.settings.hidden import HIDDEN
from ui.screens.settings.table_editors import SPANS, AlertLimits, ChipRows, ChoiceRows, ReportDays
from ui.theme import Status
from ui.widgets.buttons import IconButton
from ui.widgets.chips import Chip

TYPES = {"int": "int", "flag": "flag", "choice": "choice", "text": "text", "ref": "ref", "data": "data"}
WIDTHS = {"int": 140, "choice": 320, "text": 420, "ref": 420}  # as wide as what is typed there
WHOM: dict[str, tuple[str, Status]] = {TEAM: (N_("Team"), "info"), BASE: (N_("This base"), "mute"),
                                       LAPTOP: (N_("This laptop"), "mute")}
NUMBERS = ("attainment_thresholds", "repurchase", "ageing_buckets", "overdue_thresholds", "dso_thresholds",
           "collection_thresholds", "credit_thresholds", "day_hours")
NAMED = ("contact_limits", "warning_days", "answer_days", "travel")
WORDS = {
    **APPLIES_TO, "documents": N_("Documents"), "licences": N_("Licences"), "contracts": N_("Contracts"),
    "filings": N_("Filings"), "tenders": N_("Tenders"), "messages": N_("Key messages"), "credit": N_("Credit"),
    "samples": N_("Samples"), "authorities": N_("Powers of attorney"), "commitments": N_("Commitments due"),
    "critical": N_("Critical"), "medium": N_("Medium"), "low": N_("Low"), "factor": N_("Road factor"),
    "km_per_hour": N_("Speed, km/h"), "stop_minutes": N_("Minutes at each stop"),
    "end_at_base": N_("The day ends at the base"),
}
HOLDERS = {"distributor": N_("Distributor"), "agent": N_("Agent"), "hospital": N_("Hospital"),
           "pharmacy_chain": N_("Pharmacy chain"), "pharmacy": N_("Pharmacy"), "clinic": N_("Clinic"),
           "product": N_("Product"), "person": N_("Person")}


def shown(option: Option) -> bool:
    """Whether the form offers an option."""
    return option.name not in HIDDEN


def field_of(option: Option) -> Field:
    """The field an option would be in a record, so that the same editors serve both."""
    return Field(option.label, TYPES[option.type], option.name, required=option.type == "choice",
                 options=option.options, to=(option.to,) if option.to else ())


def make_editor(option: Option, reader: Reader) -> Editor:
    """The editor of an option."""
    of = field_of(option)
    if option.name in NUMBERS:
        return NumbersEditor(of, option.default)
    if option.name in NAMED:
        return NamedEditor(of, option.default, WORDS)
    return TABLES[option.name](of) if option.name in TABLES else editor_for(of, reader)


def periodic_reports() -> list[Declared]:
    """The reports that can be asked for by the calendar: those about a period of the whole region."""
    declared("R03")  # brings in every report
    return sorted((each for each in REPORTS.values() if not each.about and each.period in SPANS),
                  key=lambda each: each.code)


TABLES: dict[str, Callable[[Field], Editor]] = {
    "working_days": lambda of: ChipsEditor(of, WEEKDAYS),
    "alerts_off": lambda of: ChipsEditor(Field(N_("Alerts that are on"), "data", of.name),
                                         {code: rule.name for code, rule in alerts.RULES.items()}, inverted=True),
    "mandatory_documents": lambda of: ChipRows(of, HOLDERS, DOCUMENT_CATEGORIES),
    "channel_rules": lambda of: ChoiceRows(of, CATEGORIES, CHANNEL_CATEGORIES),
    "alert_thresholds": AlertLimits,
    "report_calendar": lambda of: ReportDays(of, periodic_reports()),
    "figure_thresholds": lambda of: PairsEditor(of, DEFAULTS, {code: figures.definition(code).name
                                                              for code in DEFAULTS}),
}


class OptionRow(QWidget):
    """``changed`` carries the new value when the person left it; ``reset_asked`` wants the default."""

    changed = Signal(object)
    reset_asked = Signal()

    def __init__(self, option: Option, reader: Reader) -> None:
        super().__init__()
        self.option, self._reader = option, reader
        self.editor = make_editor(option, reader)
        self.field = FormField(self.editor.of, self.editor)
        if option.type in WIDTHS:
            self.editor.setMaximumWidth(theme.px(WIDTHS[option.type]))
        text, status = WHOM[option.scope]
        self.reset = IconButton("rotate-ccw", _("Reset: {setting}", setting=_(option.label)),
                                on_click=self.reset_asked.emit)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self.field, 1)
        row.addWidget(Chip(_(text), status=status, mark=""), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignTop)
        self.editor.left.connect(self.changed)

    def show_value(self, value: Any) -> None:
        """Show a value and whether it is the default."""
        names = self._reader.names([Link(self.option.to, value)]) if self.option.to and value else {}
        self.editor.show_value(value, names)
        self.field.say("")
        self.reset.setVisible(value != self.option.default)

    def say(self, message: str) -> None:
        """What is wrong."""
        self.field.say(message)
