"""An issued report: what is kept of it, how it is asked again, and what changed since."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kamdesk import reports
from kamdesk.app import App
from kamdesk.figures import definition
from kamdesk.figures.model import MONEY, REGION, Figure, Period, Scope
from kamdesk.problems import Problem
from kamdesk.records.documents import IssuedReport
from kamdesk.reports.model import Cited, Report, cited
from kamdesk.reports.texts import decimal, name_of, written
from kamdesk.words import _, money, number

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


@dataclass(frozen=True)
class Change:
    """A figure that is not what a report said: its name, whose it is, what it was and what it is now."""

    name: str
    whose: str
    before: str
    now: str


def differences(before: Sequence[Mapping[str, str]], report: Report) -> list[Change]:
    """What changed since a report was issued, in its order; figures it does not print any more are left out."""
    printed: dict[tuple[str, str], list[Cited]] = {}
    for each in dict.fromkeys(cited(report)):
        printed.setdefault((each.code, each.scope), []).append(each)
    found, places = [], Counter[tuple[str, str]]()
    for one in (Cited(**each) for each in before):
        key = one.code, one.scope
        now = printed.get(key, [])
        at, places[key] = places[key], places[key] + 1
        if at < len(now) and now[at] != one:
            found.append(Change(name_of(one.code), one.scope, *_told(one, now[at])))
    return found


def _told(before: Cited, now: Cited) -> tuple[str, str]:
    """Both values as a report writes them, to the cent or with four decimals where they would look the same."""
    unit = definition(before.code).unit
    values = [Fraction(each.value) if each.value else None for each in (before, now)]
    texts = [written(Figure(before.code, unit, value)) for value in values]
    if texts[0] == texts[1]:
        texts = [_exactly(unit, value) for value in values]
    return texts[0], texts[1]


def _exactly(unit: str, value: Fraction | None) -> str:
    if value is None:
        return _("no data")
    return money(round(value)) if unit == MONEY else number(decimal(value), 4)
