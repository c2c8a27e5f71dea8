"""What the import wizard saves besides records: refused rows and templates; what it says of a control total."""

from __future__ import annotations

from pathlib import Path

from kamdesk import clock
from kamdesk.figures.information import short_of, total_text
from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.sheets.export import example, template
from kamdesk.sheets.loading import replaced
from kamdesk.sheets.preview import Preview
from kamdesk.sheets.sources import write_refused
from kamdesk.sheets.tables import Table
from kamdesk.sheets.writing import write_xlsx
from kamdesk.store import Reader, Store
from kamdesk.words import _, plural
from ui import ask
from ui.screens.importing.frame import WizardFrame


def save_refused(wizard: WizardFrame, table: Table, told: Preview) -> None:
    """The refused rows with their reasons, to be mended and brought back."""
    name = _("{file} refused {day}", file=Path(told.file_name).stem, day=clock.today().isoformat()) + ".xlsx"
    path = ask.save_file(wizard, _("Save the refused rows…"), "Excel (*.xlsx);;CSV (*.csv)", Path.home() / name)
    if path is None:
        return
    try:
        count = write_refused(path, table, told)
    except Problem as problem:
        wizard.show_problem(problem)
        return
    wizard.say(plural("{n} refused row saved in {file}", "{n} refused rows saved in {file}", count, file=path.name),
               status="ok")


def save_template(wizard: WizardFrame, name: str) -> None:
    """An empty workbook of a kind with an example beside it."""
    kind = kind_of(name)
    path = ask.save_file(wizard, _("Save the template…"), "Excel (*.xlsx)", Path.home() / f"{_(kind.labels)}.xlsx")
    if path is None:
        return
    try:
        write_xlsx(path, [template(kind), example(kind)])
    except Problem as problem:
        wizard.show_problem(problem)
        return
    wizard.say(_("Saved {file}", file=path.name), status="ok")


def with_gone(store: Reader, told: Preview) -> tuple[Preview, int]:
    """A preview, and how many sales of its source and months it does not hold."""
    return told, len(replaced(store, told))


def against_total(store: Store, told: Preview, total: int | None) -> str:
    """What lacks against the control total typed, «» when none was."""
    if total is None or not told.totalled:
        return ""
    missing = short_of(store.facts, told.source, next(iter(told.loaded)), told.months[0], total)
    if not missing:
        return _("It agrees with the control total.")
    amount = total_text(told.source, abs(missing))
    return (_("{amount} are missing against the control total.", amount=amount) if missing > 0
            else _("There are {amount} more than the control total.", amount=amount))
