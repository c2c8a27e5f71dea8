"""Checks that every kind shares: required, dates, amounts, percentages, choices; then the kind's own rules."""

from __future__ import annotations

import datetime
from typing import Any

from kamdesk import clock
from kamdesk.fields import Field
from kamdesk.kinds import ERROR, Issue, Record, issues
from kamdesk.problems import Problem
from kamdesk.store import Reader
from kamdesk.words import _, day

FIRST_YEAR, YEARS_AHEAD = 1990, 10
HUNDRED = 100


def examine(record: Record, reader: Reader) -> list[Issue]:
    """Everything that is wrong with a record, errors first (messages of product/03 §3.0)."""
    found = [issue for each in type(record).kind.stored if (issue := _field_issue(each, getattr(record, each.name)))]
    found += _ends(record)
    return found + issues(record, reader)


def demand(record: Record, reader: Reader) -> list[Issue]:
    """The cautions about a record; Problem with the first error."""
    found = examine(record, reader)
    for issue in found:
        if issue.level == ERROR:
            raise Problem(issue.message, field=issue.field)
    return found


def _field_issue(of: Field, value: Any) -> Issue | None:
    if value in (None, "", ()) or value is None:
        return Issue(missing(of), of.name) if of.required else None
    message = fault(of, value)
    return Issue(message, of.name) if message else None


def fault(of: Field, value: Any) -> str | None:
    """What is wrong with a filled value of a field by its type alone, None when nothing is."""
    test = _TESTS.get(of.type)
    message: str | None = test(of, value) if test else None
    return message


def missing(of: Field) -> str:
    """The sentence for a required field that is empty."""
    if of.type in ("choice", "ref", "link", "refs", "links", "choices"):
        return _("{field} is missing. Choose one.", field=_(of.label))
    return _("{field} is missing. Type it.", field=_(of.label))


def _day(of: Field, value: datetime.date) -> str | None:
    if FIRST_YEAR <= value.year <= clock.today().year + YEARS_AHEAD or of.name == "birthday":
        return None
    return _("The date {date} does not look right. Check the year.", date=day(value))


def _money(of: Field, value: Any) -> str | None:
    return None if value >= 0 or of.signed else _("The amount cannot be negative.")


def _percentage(of: Field, value: Any) -> str | None:
    return None if 0 <= value <= HUNDRED or of.signed else _("The percentage must be between 0 and 100.")


def _choice(of: Field, value: Any) -> str | None:
    given = value if isinstance(value, tuple) else (value,)
    for each in given:
        if each not in of.options:
            options = ", ".join(_(label) for label in of.options.values())
            return _("“{value}” is not an option of {field}. Options: {options}.",
                     value=each, field=_(of.label), options=options)
    return None


_TESTS: dict[str, Any] = {"day": _day, "money": _money, "pct": _percentage, "choice": _choice, "choices": _choice}


def _ends(record: Record) -> list[Issue]:
    fields = type(record).kind.fields
    if "start" not in fields or "end" not in fields or fields["start"].type != fields["end"].type:
        return []
    start, end = getattr(record, "start"), getattr(record, "end")  # noqa: B009  not every kind has them
    if start is None or end is None or end >= start:
        return []
    last, first = fields["end"].label, fields["start"].label
    message = _("{end} cannot be before {start}.", end=_(last), start=_(first).lower())
    return [Issue(message, "end")]
