"""A claim as one sheet: its expenses with the rules they meet, totals by line, advance and what is to be paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamdesk.records.expenses import Expense, ExpenseClaim
from kamdesk.store import EQUAL, Query, Reader, Row, Where

MOST = 1_000
COLUMNS = ("on", "concept", "line", "amount", "currency", "payee", "document", "receipt", "person", "recipient",
           "method", "review_note", "reviewed_by", "state")


@dataclass(frozen=True)
class ClaimSheet:
    """Amounts in minor units. ``waiting``: expenses not reviewed yet, which stop its payment."""

    claim: ExpenseClaim
    rows: Sequence[Row]
    total: int
    to_pay: int

    @property
    def waiting(self) -> int:
        """How many of its expenses are not reviewed."""
        return sum(row.values["state"] not in ("reviewed", "reimbursed") for row in self.rows)


def sheet_of(reader: Reader, claim: ExpenseClaim) -> ClaimSheet:
    """The sheet of a claim as it is stored now."""
    own = reader.page(ExpenseClaim.kind, Query((Where("id", EQUAL, claim.id),), archived=None), limit=1,
                      columns=("total", "to_pay")).rows[0].values
    rows = expenses(reader, Where("claim", EQUAL, claim.id))
    return ClaimSheet(claim, rows, own["total"] or 0, own["to_pay"] or 0)


def expenses(reader: Reader, *where: Where) -> Sequence[Row]:
    """Expenses by date with everything a reviewer looks at."""
    return reader.page(Expense.kind, Query(where, sort=(("on", False), ("concept", False))), limit=MOST,
                       columns=COLUMNS).rows


def by_line(rows: Sequence[Row]) -> list[tuple[str, int, int]]:
    """Name of each budget line, how many expenses and their sum, the greatest first."""
    sums: dict[str, tuple[str, int, int]] = {}
    for row in rows:
        line = row.values["line"] or ""
        name, count, amount = sums.get(line, (row.names.get(line, ""), 0, 0))
        sums[line] = (name, count + 1, amount + (row.values["amount"] or 0))
    return sorted(sums.values(), key=lambda each: (-each[2], each[0]))
