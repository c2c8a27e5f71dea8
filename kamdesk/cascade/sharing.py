"""A1 in two dimensions on a sheet: the year among the children, then their years over the months of the parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kamdesk.cascade.sheet import UNASSIGNED, Months, Sheet
from kamdesk.fields import Id
from kamdesk.methods.allocation import Child, Number, explain, split
from kamdesk.methods.allocation_months import Row, spread


def share_out(sheet: Sheet, node: Id, weights: Mapping[Id, Number], months: Sequence[str], *, spare: int = 0,
              basis: str = "") -> dict[Id, str]:
    """Share the months of a target among its children by weight (product/06 A1); returns the explanation of each.

    ``spare`` is the weight of what stays unassigned. Locked children and months keep theirs, other months are not
    touched, and what hangs on a child that changed is shared out again in the proportion it had. Raises Problem when
    locks and limits do not fit.
    """
    kids = sheet.below(node)
    if not kids:
        return {}
    children = [sheet.child(kid, weights.get(kid, 0), months) for kid in kids]
    if spare > 0:
        children.append(Child(UNASSIGNED, "", spare))
    result = split(sheet.total(node, months), children, show=sheet.show)
    years = {share.id: share.value for share in result.shares}
    years[UNASSIGNED] = years.get(UNASSIGNED, 0) + result.unassigned
    widened = lay_out(sheet, years, [sheet.cell(node, month) for month in months], months,
                      name=sheet.names.get(node, ""))
    more = [each for each in (result.notice, widened) if each]
    return {share.id: " · ".join([explain(share, basis=basis), *more]) for share in result.shares if share.id}


def lay_out(sheet: Sheet, years: Mapping[Id, int], totals: Sequence[int], months: Sequence[str], *,
            name: str = "") -> str:
    """Spread the years of some targets over months with these totals; returns whether limits had to widen, in words."""
    rows = [Row(kid, sheet.names.get(kid, ""), year, _locked(sheet, kid, months)) for kid, year in years.items()
            if kid != UNASSIGNED or year]
    found = spread(rows, totals, node=name)
    for kid, values in found.cells.items():
        if kid != UNASSIGNED:
            give(sheet, kid, dict(zip(months, values, strict=True)))
    return found.explanation()


def give(sheet: Sheet, node: Id, values: Months) -> None:
    """Give a target new values in some months, and share the months that changed among what hangs on it, as it was."""
    months = [month for month, value in values.items() if sheet.cell(node, month) != value]
    spare = sum(sheet.unassigned(node, month) for month in months)
    weights = {kid: sheet.total(kid, months) for kid in sheet.below(node)}
    sheet.put(node, values)
    if months:
        share_out(sheet, node, weights, months, spare=spare)


def _locked(sheet: Sheet, node: Id, months: Sequence[str]) -> dict[int, int]:
    if node == UNASSIGNED:
        return {}
    return {at: sheet.cell(node, month) for at, month in enumerate(months) if sheet.is_locked(node, month)}
