"""Values given to the children of a target as they are, of a table from outside: months, or years to be spread."""

from __future__ import annotations

from collections.abc import Mapping

from kamdesk.cascade.moving import demand_limits
from kamdesk.cascade.sharing import give, lay_out
from kamdesk.cascade.sheet import UNASSIGNED, Months, Sheet
from kamdesk.fields import Id
from kamdesk.problems import Problem
from kamdesk.words import _, month


def give_out(sheet: Sheet, parent: Id, *, months: Mapping[Id, Months], years: Mapping[Id, int]) -> None:
    """Give children their months, then spread the years of others over what those months leave of the parent.

    Children that are not named keep theirs; what is left stays unassigned. Raises Problem when a month, or the year,
    would exceed the parent, or a lock or limit forbids it.
    """
    for kid, values in months.items():
        _demand_free(sheet, kid, values)
        demand_limits(sheet, kid, sheet.total(kid) + sum(value - sheet.cell(kid, at) for at, value in values.items()))
        give(sheet, kid, values)
    for kid, year in years.items():
        demand_limits(sheet, kid, year)
    others = [kid for kid in sheet.below(parent) if kid not in years]
    room = [sheet.cell(parent, at) - sum(sheet.cell(kid, at) for kid in others) for at in sheet.months]
    _demand_room(sheet, room, sum(years.values()))
    if years:
        lay_out(sheet, {**years, UNASSIGNED: sum(room) - sum(years.values())}, room, sheet.months,
                name=sheet.names.get(parent, ""))


def _demand_free(sheet: Sheet, kid: Id, values: Months) -> None:
    if any(sheet.is_locked(kid, at) and sheet.cell(kid, at) != value for at, value in values.items()):
        raise Problem(_("{name} is locked. Release it first.", name=sheet.names.get(kid, "")), field="value")


def _demand_room(sheet: Sheet, room: list[int], wanted: int) -> None:
    for at, left in zip(sheet.months, room, strict=True):
        if left < 0:
            raise Problem(_("{month} exceeds what there is to share by {x}. Lower it.", month=month(at),
                            x=sheet.show(-left)), field="value")
    if wanted > sum(room):
        raise Problem(_("The table exceeds what there is to share by {x}. Lower it.",
                        x=sheet.show(wanted - sum(room))), field="value")
