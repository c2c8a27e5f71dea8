"""bring_visit_grid: the differences of a month brought back from Excel, as one step (product/06 A14)."""

from __future__ import annotations

from kamdesk.commands import command
from kamdesk.commands.visits import MINUTES, cancel_visit, first_free, move_visit, plan_visit
from kamdesk.problems import Problem
from kamdesk.records.visits import Visit
from kamdesk.sheets.visit_grid import ADDED, MOVED, Change, GridPreview
from kamdesk.store import UnitOfWork
from kamdesk.words import _
from kamdesk.words import month as month_text

TAKEN_OUT = "other"  # the reason of a visit whose mark was taken out


@command
def bring_visit_grid(uow: UnitOfWork, *, preview: GridPreview) -> int:
    """Do what a preview shows; returns how many visits changed. Problem when the plan changed since it was made."""
    for change in preview.changes:
        _apply(uow, preview, change)
    uow.describe(_("Bring the visits of {month} from Excel", month=month_text(preview.month)))
    return len(preview.changes)


def _apply(uow: UnitOfWork, preview: GridPreview, change: Change) -> None:
    if change.what == ADDED and change.day:
        market = change.party.kind == "territory"
        plan_visit(uow, on=change.day, party=None if market else change.party, owner=preview.person,
                   territory=change.party.id if market else None,
                   start=first_free(uow, preview.person, change.day, minutes=MINUTES))
        return
    visit = uow.maybe(Visit, change.visit)
    if visit is None or visit.state != "planned" or visit.planned_on != change.before:
        raise Problem(_("The plan changed since the preview. Bring the sheet again."))
    if change.what == MOVED and change.day:
        move_visit(uow, visit=visit, on=change.day)
    else:
        cancel_visit(uow, visit=visit, reason=TAKEN_OUT)
