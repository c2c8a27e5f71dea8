"""What clients use, heard and bought, and what is known of them: F84, F85, F95, F107 to F109, F112 (product/05)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median_high, median_low

from kamdesk.fields import Id
from kamdesk.figures import Rows, figure
from kamdesk.figures.contact_facts import AdoptionPart, FilePart, LostPart, PatientPart, ToldPart
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import BAD, GOOD, NUMBER, PERCENT, WATCH, Ask, Exclusion, Figure, ratio
from kamdesk.figures.thresholds import high, low
from kamdesk.methods.months import add_months, month_of
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.words import N_, _

NO_BASE, NO_LEVELS, NO_FILE = N_("no reading before"), N_("no level noted"), N_("nobody to know")
NO_RHYTHM, SHORT_HISTORY = N_("fewer than four purchases with a day"), N_("less than 18 months of sales")
NO_SALES, NO_MESSAGES, NO_TARGETS = N_("no sales"), N_("no approved message"), N_("no target clients named")
UNPAIRED, MANY = N_("only one reading"), N_("choose a client or divide by client")
READINGS_BACK, INTERVALS, FEWEST = 6, 6, 3
LOOK_BACK = 12  # months
COLOURED_AFTER = 30  # days of a message
PARTIES = ("client", "distributor", "territory")


def _keys(ask: Ask, parts: Mapping[Key, object]) -> Iterable[Key]:
    return parts if ask.by else (None,)


@figure("F84", N_("Patients growth"), formula=N_("(Σ patients now − Σ before) ÷ Σ before × 100"), unit=PERCENT,
        reads=("patient_count", *PARTIES))
def patients_growth(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Growth of patients over client and product pairs with a reading now and one of the 6 months before the period."""
    parts = facts.clients.patients(ask, ask.until, add_months(ask.period.first_month, -READINGS_BACK))
    found = {}
    for key in _keys(ask, parts):
        each = parts.get(key, PatientPart())
        value = ratio(each.now - each.base, each.base)
        gone = (Exclusion(UNPAIRED, each.unpaired),) if each.unpaired else ()
        found[key] = Figure("F84", PERCENT, value, Fraction(each.now - each.base), Fraction(each.base), ask.until,
                            ask.period, ask.scope, key, None, "" if value is not None else NO_BASE, gone,
                            more={"now": each.now, "pairs": each.pairs})
    return found


@figure("F85", N_("Adoption"), formula=N_("Physicians at regular or reference ÷ physicians with a level × 100"),
        unit=PERCENT, reads=("adoption", *PARTIES))
def adoption(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Physicians at regular or reference ÷ physicians with a level × 100; ``more``: moves up and down in the period."""
    parts = facts.clients.adoption(ask, ask.until)
    found = {}
    for key in _keys(ask, parts):
        each = parts.get(key, AdoptionPart())
        value = ratio(each.adopted, each.physicians)
        found[key] = Figure("F85", PERCENT, value, Fraction(each.adopted), Fraction(each.physicians), ask.until,
                            ask.period, ask.scope, key, None, "" if value is not None else NO_LEVELS,
                            more={"up": each.up, "down": each.down})
    return found


def _incomplete(facts: Facts, ask: Ask) -> Rows:
    return Rows(Client.kind, facts.clients.incomplete_ids(ask))


@figure("F95", N_("File completeness"), formula=N_("What is filled in ÷ what applies × 100"), unit=PERCENT,
        reads=(*PARTIES, "contact", "person", "compliance_document", "contract", "training_session",
               "training_attendance"), rows=_incomplete)
def completeness(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """What is filled in of the files of parties and people ÷ what applies to each × 100."""
    parts = facts.clients.files(ask, ask.today)
    found = {}
    for key in _keys(ask, parts):
        each = parts.get(key, FilePart())
        value = ratio(each.filled, each.applicable)
        found[key] = Figure("F95", PERCENT, value, Fraction(each.filled), Fraction(each.applicable), ask.today,
                            ask.period, ask.scope, key, high(facts.reader, "F95", value),
                            "" if value is not None else NO_FILE)
    return found


@figure("F107", N_("Repurchase"), formula=N_("Days since the last purchase ÷ the usual days between purchases"),
        unit=NUMBER, reads=("sales_record", "order", *PARTIES))
def repurchase(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Days since the last purchase ÷ the median of the last 6 intervals, for a party or each (``by`` client).

    Of several parties together there is no rhythm; ``more`` then counts how they stand.
    """
    if ask.by not in (None, "client"):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    days = facts.clients.purchases(ask, ask.until, INTERVALS + 1)
    good, watch = (Fraction(str(limit)) for limit in facts.reader.setting("repurchase"))
    each = {party: _rhythm(ask, party, bought, good, watch) for party, bought in days.items()}
    if ask.by:
        return {party: found for party, found in each.items() if found.value is not None}
    if ask.scope.client or ask.scope.distributor:
        party = ask.scope.client or ask.scope.distributor or ""
        return {None: each.get(party) or Figure("F107", NUMBER, None, cutoff=ask.until, period=ask.period,
                                                scope=ask.scope, reason=NO_RHYTHM)}
    counted = {status: sum(one.status == status for one in each.values()) for status in (GOOD, WATCH, BAD)}
    return {None: Figure("F107", NUMBER, None, cutoff=ask.until, period=ask.period, scope=ask.scope, reason=MANY,
                         more=counted)}


def _rhythm(ask: Ask, party: Id, days: Sequence[datetime.date], good: Fraction, watch: Fraction) -> Figure:
    """``days`` are different days with a purchase, newest first."""
    gaps = [(later - earlier).days for later, earlier in pairwise(days)][:INTERVALS]
    usual = Fraction(median_low(gaps) + median_high(gaps), 2) if len(gaps) >= FEWEST else None
    since = Fraction((ask.until - days[0]).days)
    value = ratio(since, usual, 1)
    status = None if value is None else GOOD if value < good else WATCH if value <= watch else BAD
    return Figure("F107", NUMBER, value, since, usual, ask.until, ask.period, ask.scope, party if ask.by else None,
                  status, "" if value is not None else NO_RHYTHM)


def _spans(facts: Facts, ask: Ask) -> tuple[str, str, str]:
    """The first month of the year before, its last one, and the month of the cut-off."""
    last, since = month_of(ask.until), facts.reader.setting("lost_after_months")
    return add_months(last, 1 - since - LOOK_BACK), add_months(last, -since), last


def _lost(facts: Facts, ask: Ask) -> Rows:
    return Rows(Client.kind, facts.clients.lost_ids(ask, _spans(facts, ask)))


@figure("F108", N_("Lost clients"), unit=PERCENT, rows=_lost, reads=("sales_record", *PARTIES, "setting"),
        formula=N_("Parties that bought in 12 months and nothing in the last 6 ÷ those that bought × 100"))
def lost_clients(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Parties with a sale in the 12 months before the last 6 and none since ÷ parties with a sale then × 100.

    ``more["amount"]``: what they bought then, minor units. None with less history than both spans.
    """
    spans = _spans(facts, ask)
    first = facts.clients.first_sale()
    enough = first is not None and first <= spans[0]
    parts = facts.clients.lost(ask, spans) if enough else {}
    found = {}
    for key in _keys(ask, parts):
        each = parts.get(key, LostPart())
        value = ratio(each.lost, each.before) if enough else None
        reason = "" if value is not None else NO_SALES if enough else SHORT_HISTORY
        found[key] = Figure("F108", PERCENT, value, Fraction(each.lost), Fraction(each.before), ask.until, ask.period,
                            ask.scope, key, low(facts.reader, "F108", value), reason, more={"amount": each.amount})
    return found


def _uninformed(facts: Facts, ask: Ask) -> Rows:
    return Rows(Client.kind, facts.clients.uninformed_ids(ask, ask.until))


@figure("F109", N_("Clients informed"), formula=N_("Clients of the audience who heard the message ÷ audience × 100"),
        unit=PERCENT, reads=("key_message", "visit", "interaction", *PARTIES), rows=_uninformed)
def clients_informed(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Clients reached with an approved message since its approval ÷ active clients of its audience × 100.

    ``by`` message gives each; together they are added. Coloured from 30 days after the approval on.
    """
    if ask.by not in (None, "message"):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    told = facts.clients.informed(ask, ask.until)
    together = ToldPart(sum(each.audience for each in told.values()), sum(each.reached for each in told.values()))
    parts: dict[Key, ToldPart] = {None: together}
    if ask.by:
        parts = {key: each for key, each in told.items()}  # noqa: C416  its keys may also be None
    found = {}
    for key, each in parts.items():
        value = ratio(each.reached, each.audience)
        status = high(facts.reader, "F109", value) if key and _old_enough(facts, ask, key) else None
        found[key] = Figure("F109", PERCENT, value, Fraction(each.reached), Fraction(each.audience), ask.until,
                            ask.period, ask.scope, key, status, "" if value is not None else NO_MESSAGES)
    return found


def _old_enough(facts: Facts, ask: Ask, message: Id) -> bool:
    from kamdesk.records.products import KeyMessage

    found = facts.reader.maybe(KeyMessage, message)
    approved = found.approved_on if found else None
    return approved is not None and (ask.until - approved).days >= COLOURED_AFTER


@figure("F112", N_("Target clients with plan"), unit=PERCENT, reads=("work_plan", "client_plan"),
        formula=N_("Target clients with a plan in force ÷ target clients × 100"))
def targets_with_plan(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Target clients named in the work plans of the day with a plan of their own in force ÷ those named × 100."""
    if ask.by is not None:
        raise Problem(_("This figure cannot be divided by that."), field="by")
    named, planned = facts.clients.planned_targets(ask, ask.until)
    value = ratio(planned, named)
    return {None: Figure("F112", PERCENT, value, Fraction(planned), Fraction(named), ask.until, ask.period, ask.scope,
                         None, high(facts.reader, "F112", value), "" if value is not None else NO_TARGETS)}
