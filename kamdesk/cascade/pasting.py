"""A table pasted from Excel -> what each receiver of a target gets: names in the first columns, months after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kamdesk.budgeting.pasting import rows_from
from kamdesk.cascade.proposal import Given
from kamdesk.cascade.receivers import NewShare
from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell
from kamdesk.words import _, fold, plural

LISTED = 8


def given_from(rows: Sequence[Sequence[Cell]], shares: Mapping[str, NewShare], *, months: Sequence[str],
               places: int) -> list[Given]:
    """What a table gives to the receivers of these names, accents and capitals aside; amounts with so many decimals.

    A single amount a row is its year. Problem that names those nobody knows, or that come twice: nothing is taken.
    """
    known = {fold(name): share for name, share in shares.items()}
    found: dict[str, Given] = {}
    unknown: list[str] = []
    for row in rows_from(rows, months=months, places=places):
        if not row.months and row.year is None:
            continue
        key = next((fold(name) for name in reversed(row.names) if fold(name) in known), "")
        if not key:
            unknown.append(row.names[-1])
        elif key in found:
            raise Problem(_("{name} is in the table twice.", name=row.names[-1]))
        else:
            found[key] = Given(known[key], row.months, row.year)
    if unknown:
        raise Problem(plural("{n} name of the table is not below this target: {names}",
                             "{n} names of the table are not below this target: {names}", len(unknown),
                             names=", ".join(unknown[:LISTED])), details=tuple(unknown))
    if not found:
        raise Problem(_("No amounts were found. Copy a table with a name and its months, or its year, in each row."))
    return list(found.values())
