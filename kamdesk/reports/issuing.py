"""An issued report: what is kept of it, how it is asked again, and what changed since."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kamdesk import reports
from kamdesk.app import App
from kamdesk.figures.model import REGION, Period, Scope
from kamdesk.problems import Problem
from kamdesk.records.documents import IssuedReport
from kamdesk.reports.model import Cited, Report, cited
from kamdesk.reports.texts import name_of
from kamdesk.words import _, plural

SHOWN = 8
Kept = Mapping[str, Any]


@dataclass(frozen=True)
class Request:
    """Everything that makes a report: asked again on the same data it gives the same pages."""

    code: str
    period: Period
    scope: Scope = REGION
    choices: reports.Choices = field(default_factory=reports.Choices)

    def build(self, app: App) -> Report:
        """The report as the data are now."""
        return reports.build(self.code, app, self.period, self.scope, self.choices)

    def filters(self) -> dict[str, Any]:
        """Scope and switches as kept with the issued report; conditions nobody set are left out."""
        scope = {name: value for name, value in dataclasses.asdict(self.scope).items() if value}
        return {"scope": scope, "prices": self.choices.prices, "amounts": self.choices.amounts}


def request_of(issued: IssuedReport) -> Request:
    """What to ask to get the pages of an issued report again; Problem when its period was not kept."""
    if issued.start is None or issued.end is None:
        raise Problem(_("The period of this report is not known."))
    filters: Kept = issued.filters or {}
    parts: Kept = issued.sections or {}
    choices = reports.Choices(
        filters.get("prices"), filters.get("amounts"), frozenset(parts.get("off", ())), parts.get("comments", {}),
        issued.reader, issued.number)
    return Request(issued.report, Period(issued.start, issued.end), Scope(**filters.get("scope", {})), choices)


def figures_of(report: Report) -> list[dict[str, str]]:
    """The figures a report prints, each once, as kept with it."""
    return [dataclasses.asdict(each) for each in dict.fromkeys(cited(report))]


def differences(before: Sequence[Mapping[str, str]], report: Report) -> list[str]:
    """What changed since a report was issued, a sentence a figure."""
    now = set(cited(report))
    printed = {(each.code, each.scope) for each in now}
    changed = [one for one in (Cited(**each) for each in before)
               if one not in now and (one.code, one.scope) in printed]
    told = list(dict.fromkeys(_("{figure} of {scope} is not the same any more.", figure=name_of(one.code),
                                scope=one.scope) for one in changed))
    rest = len(told) - SHOWN
    return [*told[:SHOWN], *([plural("and {n} more", "and {n} more", rest)] if rest > 0 else [])]
