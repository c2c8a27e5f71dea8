"""Visit status, contact, joint visits, cost of a visit, rescue of a cycle: F12 to F15, F103 (product/05 §5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures import Rows, figure
from kamdesk.figures.calendars import calendar_of
from kamdesk.figures.contact_facts import JointPart, ReachPart, StatusPart
from kamdesk.figures.facts import Facts, Key, VisitPart
from kamdesk.figures.model import BAD, COUNT, GOOD, MONEY, PERCENT, WATCH, Ask, Exclusion, Figure, ratio
from kamdesk.figures.money import Rates, rounded
from kamdesk.figures.thresholds import high
from kamdesk.methods.months import month_of
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from kamdesk.store import IN, Where
from kamdesk.words import N_, _

NO_DAYS, NO_EFFECTIVE, NOBODY = N_("no joint days planned"), N_("no effective visits"), N_("nobody to visit")
NO_COST, NO_LIMIT, NO_RULE = N_("the cost of a person is missing"), N_("class without limit"), N_("without frequency")
NO_CLASS = N_("no party has a limit")
PARTIES = ("client", "distributor", "territory", "visit", "visit_frequency")
REACH = (*PARTIES, "interaction", "contact", "setting", "quality_issue", "return")


def _keys(ask: Ask, *parts: Mapping[Key, object]) -> Iterable[Key]:
    """The keys that any part knows; the whole is asked even when nothing is there."""
    return dict.fromkeys(key for each in parts for key in each) if ask.by else (None,)


@figure("F12", N_("Joint visits"), formula=N_("Coaching days held ÷ planned × 100"), unit=PERCENT,
        reads=("coaching", "person", "territory"))
def joint_visits(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Coaching days held ÷ planned to the cut-off × 100; a day counts once a person."""
    parts = facts.contacts.joint(ask, ask.until)
    found = {}
    for key in _keys(ask, parts):
        each = parts.get(key, JointPart())
        value = ratio(each.done, each.planned)
        found[key] = Figure("F12", PERCENT, value, Fraction(each.done), Fraction(each.planned), ask.until, ask.period,
                            ask.scope, key, high(facts.reader, "F12", value), "" if value is not None else NO_DAYS)
    return found


@figure("F13", N_("Cost per effective visit"), unit=MONEY,
        formula=N_("(Monthly cost of the people by working days + travel expenses) ÷ effective visits"),
        reads=("person", "expense", "visit", "client", "distributor", "territory", "non_working_day", "setting"))
def cost_per_visit(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Month cost of those who visit, prorated w(start, c) ÷ w(month), plus travel expenses ÷ effective visits.

    None while the cost of one of them is unknown; ``more["without"]`` names them.
    """
    done, travel = facts.visits.done(ask, ask.until), facts.contacts.travel(ask, ask.until)
    owners, days = facts.visits.owners(ask), facts.visits.field_days(ask, ask.until)
    rates, found = Rates(facts.reader), {}
    for key in _keys(ask, done, owners):
        people = owners.get(key, set()) | {who for who, _day in days.get(key, ())}
        cost, without = _cost(facts, ask, people)
        spent = rates.add(travel.get(key, ()))
        effective = done.get(key, VisitPart()).effective
        above = None if without else cost + spent.amount
        value = None if above is None or not effective else rounded(above / effective)
        reason = NO_COST if without else "" if effective else NO_EFFECTIVE
        found[key] = Figure("F13", MONEY, value, None if above is None else rounded(above), Fraction(effective),
                            ask.until, ask.period, ask.scope, key, None, reason, spent.exclusions,
                            more={"without": without})
    return found


def _cost(facts: Facts, ask: Ask, people: Iterable[Id]) -> tuple[Fraction, tuple[str, ...]]:
    """What people cost in the period to its cut-off in minor units, and the names of those whose cost is unknown."""
    known = facts.reader.find(Person, Where("id", IN, sorted(people)))
    total, without = Fraction(0), []
    for each in known:
        if each.month_cost is None:
            without.append(each.name)
            continue
        calendar = calendar_of(facts.reader, each.id)
        whole = calendar.working(ask.period.start, ask.period.end)
        part = calendar.working(ask.period.start, ask.until) / whole if whole else Fraction(0)
        months = (ask.period.end.year - ask.period.start.year) * 12 + ask.period.end.month - ask.period.start.month + 1
        total += each.month_cost * months * part
    return total, tuple(sorted(without))


def _overdue(facts: Facts, ask: Ask) -> Rows:
    return Rows(Client.kind, facts.contacts.overdue_ids(ask))


@figure("F14", N_("Visits overdue"), formula=N_("Parties whose last visit + interval lies before today"), unit=COUNT,
        reads=PARTIES, rows=_overdue)
def visit_status(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Parties whose next visit is overdue; ``more`` counts every status, and gives the days late of the latest."""
    parts = facts.contacts.statuses(ask)
    found = {}
    for key in _keys(ask, parts):
        each = parts.get(key, StatusPart())
        value = Fraction(each.overdue) if each.followed else None
        gone = (Exclusion(NO_RULE, each.without),) if each.without else ()
        found[key] = Figure(
            "F14", COUNT, value, value, Fraction(each.followed), ask.today, ask.period, ask.scope, key, None,
            "" if value is not None else NOBODY, gone,
            more={"soon": each.soon, "on_track": each.on_track, "planned": each.planned, "never": each.never,
                  "days_late": each.overdue_days})
    return found


@figure("F15", N_("Cycle rescue"), formula=N_("Σ of visits due − done − planned ahead, and how many still fit"),
        unit=COUNT, reads=(*PARTIES, "non_working_day", "person", "setting"))
def cycle_rescue(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Visits missing in the month of the cut-off against the capacity left; ``more["fits"]`` of them still fit.

    ``more["parties"]``: whom to save first, as ``methods.turns.Missing``, with how many visits of each fit.
    """
    from kamdesk.planning.due import outlook

    if ask.by not in (None, "person"):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    month, people = month_of(ask.until), sorted(set().union(*facts.visits.owners(ask).values()))
    seen = {person: outlook(facts.reader, person, month).rescue for person in people}
    found = {}
    for key in people if ask.by else [None]:
        mine = [seen[key]] if key else list(seen.values())
        missing, capacity = sum(each.missing for each in mine), sum(each.capacity for each in mine)
        fits = sum(each.fitting for each in mine)
        status = None if not mine else BAD if missing > fits else GOOD
        found[key] = Figure("F15", COUNT, Fraction(missing) if mine else None, Fraction(missing), Fraction(capacity),
                            ask.until, ask.period, ask.scope, key, status, "" if mine else NOBODY,
                            more={"fits": fits, "parties": tuple(one for each in mine for one in each.parties)})
    return found


def _unreached(facts: Facts, ask: Ask) -> Rows:
    return Rows(Client.kind, facts.contacts.unreached_ids(ask, ask.until, facts.reader.setting("contact_limits")))


@figure("F103", N_("Contact status"), unit=PERCENT, reads=REACH, rows=_unreached,
        formula=N_("Parties in contact within the limit of their class ÷ those with one × 100"))
def contact_status(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Parties reached within the limit of their class ÷ parties with a limit × 100.

    Of a single party it is judged by its days: ``more["days"]`` of ``more["limit"]``. Beside it key units whose
    deciding contact was reached (``units``, ``reached``) and open complaints.
    """
    reader = facts.reader
    limits, since = reader.setting("contact_limits"), reader.setting("deciding_contact_days")
    parts = facts.contacts.reach(ask, ask.until, limits, since)
    found = {}
    for key in _keys(ask, parts):
        each = parts.get(key, ReachPart())
        base = each.within + each.late + each.lost
        value = ratio(each.within, base)
        alone = base == 1 and (ask.scope.client or ask.scope.distributor or ask.by in ("client", "distributor"))
        status = _of_one(each) if alone else high(reader, "F103", value)
        gone = (Exclusion(NO_LIMIT, each.without),) if each.without else ()
        found[key] = Figure(
            "F103", PERCENT, value, Fraction(each.within), Fraction(base), ask.until, ask.period, ask.scope, key,
            status, "" if value is not None else NO_CLASS, gone,
            more={"days": each.days, "limit": each.limit, "units": each.units, "reached": each.reached,
                  "deciders": ratio(each.reached, each.units), "complaints": each.complaints})
    return found


def _of_one(each: ReachPart) -> str:
    return GOOD if each.within else WATCH if each.late else BAD
