"""What requires attention: one rule a declaration, one alert a rule and record (product/06 A10)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kamdesk import clock
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.records.checklists import Requirement
from kamdesk.records.contracts import Contract
from kamdesk.records.expenses import Expense
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.quality import QualityIssue
from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.system import AlertSnooze
from kamdesk.records.tasks import Incident, Task
from kamdesk.records.tenders import Filing, Tender
from kamdesk.records.visits import Visit
from kamdesk.store import Reader, Where
from kamdesk.words import N_, _, money, plural, relative_day

BAD, WATCH, NOTICE = "bad", "warn", "info"
ORDER = (BAD, WATCH, NOTICE)
DEADLINE_STATES = ("to_prepare", "submitted", "observed")


@dataclass(frozen=True)
class Alert:
    """One thing to decide: its rule, the record it is about, two lines of text, how bad, and the verb."""

    code: str
    about: Link
    title: str
    text: str
    severity: str
    verb: str
    on: datetime.date | None = None


Find = Callable[[Reader], Iterator[Alert]]


@dataclass(frozen=True)
class Rule:
    """A rule of the register: code (L number), its name (msgid), the kinds it reads, and what finds its alerts."""

    code: str
    name: str
    reads: tuple[str, ...]
    find: Find


RULES: dict[str, Rule] = {}


def rule(code: str, name: str, *reads: str) -> Callable[[Find], Find]:
    """Register a rule under its L number."""

    def register(find: Find) -> Find:
        RULES[code] = Rule(code, name, reads, find)
        return find

    return register


def alerts(reader: Reader) -> list[Alert]:
    """Everything that requires attention now, the worst first; what is postponed or switched off is left out."""
    off = set(reader.setting("alerts_off"))
    snoozed = {(each.alert, each.record.id if each.record else "")
               for each in reader.find(AlertSnooze, Where("until", ">", clock.today()))}
    found = [alert for code, each in RULES.items() if code not in off for alert in each.find(reader)]
    kept = [alert for alert in found if (alert.code, alert.about.id) not in snoozed]
    return sorted(kept, key=lambda each: (ORDER.index(each.severity), each.on or datetime.date.max, each.code))


def reads() -> tuple[str, ...]:
    """The kinds whose changes can change an alert."""
    return tuple(sorted({kind for each in RULES.values() for kind in each.reads} | {"alert_snooze"}))


def _name(reader: Reader, link: Link | None) -> str:
    return reader.names([link]).get(link.id, "") if link else ""


def _soon(day: datetime.date, *, near: int, far: int) -> str | None:
    """How bad a date is: past or near is bad, within ``far`` days is worth a look, later is nothing."""
    left = (day - clock.today()).days
    if left > far:
        return None
    return BAD if left <= near else WATCH


def _when(day: datetime.date) -> str:
    return relative_day(day, clock.today())


@rule("L03", N_("Payment promises"), "payment_promise")
def promises(reader: Reader) -> Iterator[Alert]:
    """Promises due today, and those whose day passed."""
    for each in reader.find(PaymentPromise, Where("due", "<=", clock.today()), state="pending"):
        if each.due is None:
            continue
        late = each.due < clock.today()
        title = (_("Promise of {client} for {amount} was broken") if late
                 else _("Promise of {client} for {amount} is due today"))
        yield Alert("L03", Link("payment_promise", each.id),
                    title.format(client=_name(reader, each.party), amount=money(each.amount or 0)),
                    _when(each.due), BAD if late else WATCH, N_("Record payment"), each.due)


@rule("L05", N_("Documents that expire"), "compliance_document")
def documents(reader: Reader) -> Iterator[Alert]:
    """Papers that expired or will within their warning days."""
    warning = reader.setting("warning_days")
    ahead = clock.today() + datetime.timedelta(days=warning["licences"])
    for each in reader.find(ComplianceDocument, Where("expires", "<=", ahead), Where("renewal_started", "empty")):
        days = warning["licences" if each.category in ("sanitary_licence", "gsp") else "documents"]
        severity = _soon(each.expires, near=-1, far=days) if each.expires else None
        if severity and each.expires and not reader.count(ComplianceDocument, replaces=each.id):
            word = display(ComplianceDocument.kind.fields["category"], each.category)
            yield Alert("L05", Link("compliance_document", each.id),
                        _("{document} of {holder}", document=word,
                          holder=_name(reader, each.holder) or _("the company")),
                        _("Expires {when}", when=_when(each.expires)), severity, N_("Renew"), each.expires)


@rule("L07", N_("Contracts that end"), "contract")
def contracts(reader: Reader) -> Iterator[Alert]:
    """Contracts in force that end within their notice."""
    year_ahead = clock.today() + datetime.timedelta(days=365)
    for each in reader.find(Contract, Where("end", "<=", year_ahead), state="in_force"):
        if each.end is None:
            continue
        trial = each.category == "trial"
        severity = _soon(each.end, near=14, far=30 if trial else max(90, each.notice_days or 0))
        if severity:
            title = _("Trial with {name} ends {when}") if trial else _("Contract with {name} ends {when}")
            yield Alert("L08" if trial else "L07", Link("contract", each.id),
                        title.format(name=_name(reader, each.party), when=_when(each.end)), each.title, severity,
                        N_("Evaluate") if trial else N_("Renew"), each.end)


@rule("L10", N_("Tenders that close"), "tender", "requirement")
def tenders(reader: Reader) -> Iterator[Alert]:
    """Tenders whose deadline is near, with the documents that are ready."""
    far = reader.setting("warning_days")["tenders"]
    still = Where("state", "in", ("call", "preparation"))
    for each in reader.find(Tender, Where("submit_by", ">=", clock.today()), still):
        severity = _soon(each.submit_by, near=3, far=far) if each.submit_by else None
        if severity is None or each.submit_by is None:
            continue
        papers = reader.find(Requirement, parent=Link("tender", each.id))
        ready = sum(paper.state in ("ready", "not_applicable") for paper in papers)
        yield Alert("L10", Link("tender", each.id), _("Tender {number} closes {when}", number=each.number,
                                                      when=_when(each.submit_by)),
                    _("{ready} of {all} documents · {title}", ready=ready, all=len(papers), title=each.title), severity,
                    N_("Open it"), each.submit_by)


@rule("L11", N_("Filings with a date"), "filing")
def filings(reader: Reader) -> Iterator[Alert]:
    """Filings whose next date is within a week."""
    week = clock.today() + datetime.timedelta(days=7)
    for each in reader.find(Filing, Where("next_on", "<=", week), Where("state", "in", DEADLINE_STATES)):
        if each.next_on:
            product = _name(reader, Link("product", each.product) if each.product else None)
            yield Alert("L11", Link("filing", each.id), _("Filing of {product}: {when}", product=product,
                                                          when=_when(each.next_on)), each.next_step, WATCH,
                        N_("Open it"), each.next_on)


@rule("L13", N_("Visits not logged"), "visit")
def unlogged(reader: Reader) -> Iterator[Alert]:
    """My planned visits of days past, as one alert."""
    past = reader.find(Visit, Where("planned_on", "<", clock.today()), state="planned", owner=reader.me,
                       sort=(("planned_on", True),))
    if past:
        newest = past[0]
        yield Alert("L13", Link("visit", newest.id), plural("{n} visit not logged", "{n} visits not logged", len(past)),
                    _name(reader, newest.party), WATCH, N_("Log"), newest.planned_on)


@rule("L22", N_("Expenses to review"), "expense")
def expenses(reader: Reader) -> Iterator[Alert]:
    """Expenses waiting for the pre-review, as one alert."""
    waiting = reader.find(Expense, state="to_review", sort=(("on", False),))
    if waiting:
        oldest = waiting[0].on or clock.today()
        old = (clock.today() - oldest).days > 5  # noqa: PLR2004  product/06 L22
        yield Alert("L22", Link("expense", waiting[0].id),
                    plural("{n} expense to review", "{n} expenses to review", len(waiting)),
                    money(sum(each.amount or 0 for each in waiting)), BAD if old else WATCH, N_("Review them"), oldest)


@rule("L23", N_("Quality problems"), "quality_issue")
def quality(reader: Reader) -> Iterator[Alert]:
    """Quality problems without an answer, with the day they are on."""
    limits = reader.setting("answer_days")
    for each in reader.find(QualityIssue, Where("state", "in", ("open", "analysing", "reopened"))):
        limit = int(limits.get(each.severity or "medium", 5))
        days = (clock.today() - (each.reported_on or clock.today())).days
        if days >= limit - 1:
            yield Alert("L23", Link("quality_issue", each.id),
                        _("Quality problem {number}: day {day} of {limit}", number=each.number, day=days, limit=limit),
                        _name(reader, each.party), BAD if days > limit else WATCH, N_("Open it"), each.reported_on)


@rule("L25", N_("Emergencies"), "incident")
def incidents(reader: Reader) -> Iterator[Alert]:
    """Emergencies that are not closed."""
    for each in reader.find(Incident, Where("state", "in", ("open", "contained"))):
        yield Alert("L25", Link("incident", each.id), _("Emergency open: {title}", title=each.title),
                    _name(reader, each.party), BAD, N_("Open it"), each.opened_at.date() if each.opened_at else None)


@rule("L26", N_("Tasks due"), "task")
def tasks(reader: Reader) -> Iterator[Alert]:
    """My tasks due tomorrow or before."""
    soon = clock.today() + datetime.timedelta(days=1)
    for each in reader.find(Task, Where("due", "<=", soon), Where("state", "in", ("pending", "in_progress")),
                            assigned_to=reader.me):
        if each.due:
            late = each.due < clock.today()
            yield Alert("L26", Link("task", each.id), _("{title}: due {when}", title=each.title, when=_when(each.due)),
                        each.assigned_by or _name(reader, each.about), BAD if late else WATCH, N_("Open it"), each.due)

