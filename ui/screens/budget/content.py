"""The sheet of a year as the grid shows it: which columns, which cells may change, which colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kamdesk import clock, words
from kamdesk.budgeting.sheet import TOTAL, Progress, Sheet, SheetLine
from kamdesk.fields import Id
from kamdesk.methods.months import month_of
from kamdesk.store import Reader
from kamdesk.words import SHORT_MONTHS, _
from ui.grid_model import METER, VARIANCE, Cell, Column, Content, Form, Key, Line, money_form, percent_form

PLAN, ACTUAL, BOTH = "plan", "actual", "both"
QUARTER, YEAR = "quarter", "year"
DEVIATION = 5  # per cent from which a line is worth a look (F61)
TONES = {"good": "ok", "watch": "warn", "bad": "bad", None: "text2"}
SPAN = 3
ICONS = {"marketing": "megaphone", "institutional": "landmark", "recruitment": "user-plus",
         "administration": "building-2", "sales": "hand-coins"}


@dataclass(frozen=True)
class View:
    """What the person wants to see."""

    what: str = BOTH
    span: str = QUARTER
    deviations: bool = False


def content_of(sheet: Sheet, reader: Reader, view: View) -> Content:
    """The grid of a sheet."""
    months = months_shown(sheet, view)
    progress = {line.id: sheet.progress(line.id, reader) for line in sheet.lines}
    whole = sheet.progress(TOTAL, reader)
    lines = [line for line in sheet.lines if not view.deviations or _astray(sheet, progress, line)]
    cells: dict[Key, Cell] = {}
    for line in lines:
        cells |= _cells(sheet, line.id, progress[line.id], months, leaf=line.leaf)
    cells |= _cells(sheet, TOTAL, whole, months, leaf=False)
    shown = [Line(line.id, line.name, group=not line.leaf, level=line.level,
                  icon="" if line.leaf else ICONS.get(line.department, "folder")) for line in lines]
    title = _("Total {region}", region=reader.setting("region_name")) if reader.setting("region_name") else _("Total")
    return Content(_columns(sheet, months, view), shown, cells, Line(TOTAL, title, group=True), _("Concept"))


def months_shown(sheet: Sheet, view: View) -> Sequence[str]:
    """Every month, or the quarter that holds today: the last one of a year gone by, the first of one to come."""
    if view.span == YEAR:
        return sheet.months
    now = month_of(clock.today())
    at = sheet.months.index(now) if now in sheet.months else 0 if now < sheet.months[0] else len(sheet.months) - 1
    first = at // SPAN * SPAN
    return sheet.months[first:first + SPAN]


def spot_of(key: Key) -> tuple[Id, str]:
    """The line and month of a plan cell."""
    return key[0], key[1].partition(":")[0]


def title_of(month: str) -> str:
    """«Nov»."""
    return _(SHORT_MONTHS[int(month[5:]) - 1]).rstrip(".").capitalize()


def _columns(sheet: Sheet, months: Sequence[str], view: View) -> list[Column]:
    money = _money(sheet)
    found = []
    for month in months:
        found += _pair(month, title_of(month), money, view.what, both=month <= month_of(clock.today()),
                       said=words.month(month))
    found += _pair("year", _("Year"), money, view.what, both=True, said=str(sheet.budget.year))
    if view.what == PLAN:
        return found
    return [*found, Column("execution", _("Executed"), percent_form(bar=METER, decimals=0), least=112),
            Column("variance", _("Variance to date"), percent_form(bar=VARIANCE), least=150)]


def _pair(key: str, title: str, money: Form, what: str, *, both: bool, said: str) -> list[Column]:
    """Plan and actual of a month; months to come have no actual."""
    alone = what != BOTH
    plan = Column(f"{key}:plan", title if alone else _("{month} · plan", month=title), money,
                  edge=not both or alone, said=_("{month}, plan", month=said), least=84)
    actual = Column(f"{key}:actual", title if alone else _("{month} · actual", month=title), money, edge=True,
                    said=_("{month}, actual", month=said), least=84)
    wanted = [plan] if what != ACTUAL else []
    return wanted + ([actual] if what != PLAN and both else [])


def _money(sheet: Sheet) -> Form:
    """Whole units; the cents show in the tool tip, while editing, and in what is copied."""
    return money_form(sheet.budget.currency or None, decimals=0)


def _cells(sheet: Sheet, line: Id, progress: Progress, months: Sequence[str], *, leaf: bool) -> dict[Key, Cell]:
    found: dict[Key, Cell] = {}
    for month in months:
        plan, actual = sheet.plan(line, [month]), sheet.actual(line, [month])
        comment = sheet.comments.get((line, month), "")
        if leaf and sheet.moved(line, month):
            moved = words.money(sheet.moved(line, month), sheet.budget.currency or None)
            comment = " · ".join(filter(None, (comment, _("Transfers: {amount}", amount=moved))))
        found[line, f"{month}:plan"] = Cell(plan, open=leaf and not sheet.closed(month), comment=comment)
        found[line, f"{month}:actual"] = Cell(actual if actual or plan else None, tone=_tone(actual, plan))
    year, spent = sheet.plan(line, sheet.months), sheet.actual(line, sheet.months)
    found[line, "year:plan"] = Cell(year, tone="text")
    found[line, "year:actual"] = Cell(spent if spent or year else None, tone="bad" if spent > (year or 0) else "")
    found[line, "execution"] = Cell(_decimal(progress.execution), tone="text2",
                                    status="warn_solid" if progress.status == "bad" else "accent")
    tone = TONES[progress.status]
    found[line, "variance"] = Cell(_decimal(progress.variance), tone=tone, status="mute" if tone == "text2" else tone)
    return found


def _tone(actual: int, plan: int | None) -> str:
    return "bad" if actual > (plan or 0) else ""


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


def _astray(sheet: Sheet, progress: dict[Id, Progress], line: SheetLine) -> bool:
    """A line off its plan, or a group of one."""
    return any(abs(progress[leaf].variance or Fraction(0)) > DEVIATION for leaf in sheet.leaves[line.id])
