"""Alerts of quality and returns: L23, L24."""

from __future__ import annotations

from collections.abc import Iterator

from kamdesk.alerts.model import BAD, MOST, WATCH, Alert, Look, link_to, rule
from kamdesk.records.quality import QualityIssue, Return
from kamdesk.store import IN, Where
from kamdesk.words import N_, _

DEFAULT_DAYS = 5


@rule("L23", N_("Quality problems"), "quality_issue", "non_working_day")
def quality(look: Look) -> Iterator[Alert]:
    """Quality problems without an answer with the working day they are on, and adverse events nobody notified."""
    limits, notice = look.reader.setting("answer_days"), look.reader.setting("adverse_event_days")
    found = look.reader.find(QualityIssue, Where("state", IN, ("open", "analysing", "reopened")), limit=MOST)
    names = look.names(each.party for each in found)
    for each in found:
        limit = int(limits.get(each.severity or "medium", DEFAULT_DAYS))
        since = each.reported_on or each.found_on or look.today
        days = int(look.calendar.working(since, look.today)) - int(look.calendar.is_working(since))
        silent = each.adverse_event and not each.authority_notified_on and days > notice
        if silent or days >= limit - 1:
            title = _("Adverse event {number} not notified: day {day}") if silent else _(
                "Quality problem {number}: day {day} of {limit}")
            yield Alert("L23", link_to(each), title.format(number=each.number, day=days, limit=limit),
                        names.get(each.party.id, "") if each.party else "",
                        BAD if silent or days > limit else WATCH, N_("Open it"), since, owner=each.owner)


@rule("L24", N_("Returns that wait"), "return", days=(N_("Days waiting"), 7))
def returns(look: Look) -> Iterator[Alert]:
    """Returns asked for or authorised that nobody moved for a week."""
    found = look.reader.find(Return, Where("state", IN, ("requested", "authorised")),
                             Where("on", "<", look.ahead(-look.limit("L24", "days"))), sort=(("on", False),),
                             limit=MOST)
    names = look.names(each.party for each in found)
    for each in found:
        if each.on:
            yield Alert("L24", link_to(each), _("Return {number} has waited {n} days", number=each.number,
                                                n=(look.today - each.on).days),
                        names.get(each.party.id, "") if each.party else "", WATCH, N_("Resolve"), each.on, each.amount,
                        each.owner)
