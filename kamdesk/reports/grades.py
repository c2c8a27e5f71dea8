"""F52 for reports: the last appraisal of each, with its change. Private: only where the reader may see prices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kamdesk.fields import Id, Link
from kamdesk.figures.network import MARKS
from kamdesk.records.appraisals import Appraisal
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Cell
from kamdesk.reports.texts import STATUS
from kamdesk.store import AT_MOST, IN, Query, Where
from kamdesk.words import number

MOST = 5_000


@dataclass(frozen=True)
class Grade:
    """A score of 100, its letter, and the points it changed since the appraisal before."""

    score: Decimal
    letter: str = ""
    change: Decimal | None = None

    @property
    def cell(self) -> Cell:
        """«81 B +3»."""
        step = round(self.change or 0)
        change = f"+{number(step)}" if step > 0 else number(step) if step else ""
        return Cell(" ".join(filter(None, (number(round(self.score)), self.letter.upper(), change))),
                    STATUS[MARKS.get(self.letter)])


def grades(desk: Desk, kind: str, ids: Collection[Id]) -> Mapping[Id, Grade]:
    """The newest appraisal that ended by the end of the period, by subject; nothing for a reader without prices."""
    if not desk.prices or not ids:
        return {}
    page = desk.reader.page(
        Appraisal.kind, Query((Where("subject", IN, [Link(kind, each) for each in ids]),
                               Where("end", AT_MOST, desk.until)), sort=(("end", True),)),
        limit=MOST, columns=("subject", "score", "grade", "change"))
    found: dict[Id, Grade] = {}
    for row in page.rows:
        values = row.values
        if values.get("score") is not None:
            found.setdefault(values["subject"].id, Grade(values["score"], values.get("grade") or "",
                                                         values.get("change")))
    return found
