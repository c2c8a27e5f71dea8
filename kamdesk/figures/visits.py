"""Coverage, frequency, plan and field days: F01 to F11 (product/05 §5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from kamdesk.figures import Rows, figure
from kamdesk.figures.calendars import calendar_for, calendar_of
from kamdesk.figures.facts import Facts, Key, PanelPart, PlanPart, UniversePart, VisitPart
from kamdesk.figures.model import COUNT, GOOD, NUMBER, PERCENT, WATCH, Ask, Exclusion, Figure, ratio
from kamdesk.figures.panel import panel, turns_of
from kamdesk.figures.thresholds import high
from kamdesk.records.clients import Client
from kamdesk.records.visits import Visit
from kamdesk.words import N_

NO_PANEL, NO_VISITS, NO_PLAN, NO_DAYS = N_("nobody in turn"), N_("no visits"), N_("no plan"), N_("no base")
GONE, EXCUSED = N_("archived or inactive"), N_("cancelled for a holiday or leave")
AS_ASSIGNED_NOW = N_("with today's assignment")
PANEL = ("visit", "client", "distributor", "territory", "visit_frequency", "visit_cycle", "cycle_client", "setting")
VISITS = ("visit", "client", "distributor", "territory")


def _panel_rows(facts: Facts, ask: Ask) -> Rows:
    found = facts.visits.panel_ids(ask, turns_of(facts, ask), ask.until)
    return Rows(Client.kind, [id_ for code, id_, _due, _done in found if code == Client.kind.code])


def _visit_rows(facts: Facts, ask: Ask) -> Rows:
    return Rows(Visit.kind, facts.visits.visit_ids(ask, ask.until))


def _plan_rows(facts: Facts, ask: Ask) -> Rows:
    return Rows(Visit.kind, facts.visits.plan_ids(ask, ask.until))


def _share(facts: Facts, ask: Ask) -> Fraction | None:
    """w(start, c) ÷ w(period) while the period runs, 1 afterwards; None before its first working day."""
    return calendar_for(facts.reader, ask.scope).elapsed_share(ask.period.start, ask.until, ask.period.end)


def _notes(ask: Ask, each: PanelPart) -> tuple[str, ...]:
    """A past month whose cycle nobody closed is told with today's assignment."""
    past = ask.period.end < ask.today
    return (AS_ASSIGNED_NOW,) if past and each.frozen < each.parties else ()


def _of_panel(facts: Facts, ask: Ask, code: str, unit: str, *, parts: tuple[str, str], scale: int = 100,
              judged: bool = False) -> dict[Key, Figure]:
    """A figure that divides two sums of the panel."""
    share = _share(facts, ask) if judged else None
    found = {}
    for key, each in panel(facts, ask).items():
        above, below = (Fraction(getattr(each, name)) for name in parts)
        value = ratio(above, below, scale)
        status = high(facts.reader, code, value, share=share) if share else None
        found[key] = Figure(code, unit, value, above, below, ask.until, ask.period, ask.scope, key, status,
                            "" if value is not None else NO_PANEL, notes=_notes(ask, each),
                            more={"extra": each.done - each.capped, "due": each.target})
    return found


@figure("F01", N_("Panel in turn"), formula=N_("Active parties whose visit is due in the period"), unit=COUNT,
        reads=PANEL, rows=_panel_rows)
def panel_in_turn(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """How many parties are due a visit; ``more``: the visits due."""
    gone = facts.visits.universe(ask, ask.until)
    found = {}
    for key, each in panel(facts, ask).items():
        left = gone.get(key, UniversePart()).gone
        found[key] = Figure("F01", COUNT, Fraction(each.parties), Fraction(each.parties), None, ask.until, ask.period,
                            ask.scope, key, exclusions=(Exclusion(GONE, left),) if left else (),
                            notes=_notes(ask, each), more={"due": each.target})
    return found


@figure("F02", N_("Coverage"), formula=N_("Parties of the panel visited ÷ panel × 100"), unit=PERCENT,
        reads=(*PANEL, "non_working_day"), rows=_panel_rows)
def coverage(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Panel parties with a done visit ÷ F01 × 100; ``more["universe"]`` is F03, shown beside it always."""
    wide = universe_coverage(facts, ask)
    found = _of_panel(facts, ask, "F02", PERCENT, parts=("visited", "parties"), judged=True)
    return {key: replace(each, more={**each.more, "universe": wide[key].value if key in wide else None})
            for key, each in found.items()}


@figure("F03", N_("Universe coverage"), formula=N_("Parties visited ÷ all active parties × 100"), unit=PERCENT,
        reads=VISITS, rows=_visit_rows)
def universe_coverage(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Parties with a done visit ÷ active parties × 100."""
    parts = facts.visits.universe(ask, ask.until)
    found = {}
    for key, each in (parts if ask.by else {None: parts.get(None, UniversePart())}).items():
        value = ratio(each.visited, each.active)
        found[key] = Figure("F03", PERCENT, value, Fraction(each.visited), Fraction(each.active), ask.until, ask.period,
                            ask.scope, key, reason="" if value is not None else NO_PANEL)
    return found


@figure("F04", N_("Average frequency"), formula=N_("Visits to the panel ÷ parties of the panel visited"), unit=NUMBER,
        reads=PANEL, rows=_panel_rows)
def average_frequency(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Done visits to panel parties ÷ panel parties visited."""
    return _of_panel(facts, ask, "F04", NUMBER, parts=("done", "visited"), scale=1)


@figure("F05", N_("Frequency attainment"), formula=N_("Σ of visits done up to those due ÷ Σ due × 100"), unit=PERCENT,
        reads=(*PANEL, "non_working_day"), rows=_panel_rows)
def frequency_attainment(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Σ min(done, due) ÷ Σ due × 100; extra visits hide no miss and are told in ``more["extra"]``."""
    return _of_panel(facts, ask, "F05", PERCENT, parts=("capped", "target"), judged=True)


@figure("F06", N_("Full-frequency coverage"), formula=N_("Parties with all visits due ÷ panel × 100"), unit=PERCENT,
        reads=PANEL, rows=_panel_rows)
def full_frequency(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Parties with done ≥ due ÷ F01 × 100."""
    return _of_panel(facts, ask, "F06", PERCENT, parts=("full", "parties"))


def _of_plan(facts: Facts, ask: Ask, code: str, parts: Mapping[Key, PlanPart]) -> dict[Key, Figure]:
    found = {}
    for key, each in (parts if ask.by else {None: parts.get(None, PlanPart())}).items():
        base = each.planned - each.excused
        value = ratio(each.done, base)
        found[key] = Figure(code, PERCENT, value, Fraction(each.done), Fraction(base), ask.until, ask.period, ask.scope,
                            key, high(facts.reader, code, value), "" if value is not None else NO_PLAN,
                            (Exclusion(EXCUSED, each.excused),) if each.excused else ())
    return found


@figure("F07", N_("Plan adherence"), formula=N_("Planned visits done in their month ÷ planned × 100"), unit=PERCENT,
        reads=VISITS, rows=_plan_rows)
def plan_adherence(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Planned visits done in their cycle ÷ planned visits × 100; holidays and leaves are out."""
    return _of_plan(facts, ask, "F07", facts.visits.planned(ask, ask.until))


@figure("F08", N_("Day visit rate"), formula=N_("Done of the day's planned visits ÷ planned × 100"), unit=PERCENT,
        reads=VISITS)
def day_rate(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Visits planned for the last day of the period that were done ÷ planned × 100."""
    return _of_plan(facts, ask, "F08", facts.visits.planned_on(ask, ask.until))


def _done(facts: Facts, ask: Ask) -> Mapping[Key, VisitPart]:
    parts = facts.visits.done(ask, ask.until)
    return parts if ask.by else {None: parts.get(None, VisitPart())}


@figure("F09", N_("Daily average of visits"), formula=N_("Done visits ÷ field days"), unit=NUMBER, reads=VISITS,
        rows=_visit_rows)
def daily_average(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Done visits ÷ days with a visit, each person's days apart; ``more["goal"]`` is the setting."""
    goal = facts.reader.setting("daily_visits_goal")
    found = {}
    for key, each in _done(facts, ask).items():
        value = ratio(each.done, each.field_days, 1)
        status = None if value is None else GOOD if value >= goal else WATCH
        found[key] = Figure("F09", NUMBER, value, Fraction(each.done), Fraction(each.field_days), ask.until, ask.period,
                            ask.scope, key, status, "" if value is not None else NO_VISITS, more={"goal": goal})
    return found


@figure("F10", N_("Effective visits"), formula=N_("Effective visits ÷ done × 100"), unit=PERCENT, reads=VISITS,
        rows=_visit_rows)
def effective_visits(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Effective ÷ done × 100; ``more["per_day"]``: effective ÷ field days."""
    found = {}
    for key, each in _done(facts, ask).items():
        value = ratio(each.effective, each.done)
        found[key] = Figure("F10", PERCENT, value, Fraction(each.effective), Fraction(each.done), ask.until, ask.period,
                            ask.scope, key, high(facts.reader, "F10", value), "" if value is not None else NO_VISITS,
                            more={"per_day": ratio(each.effective, each.field_days, 1)})
    return found


@figure("F11", N_("Field days"), formula=N_("Working days with a visit ÷ working days × 100"), unit=PERCENT,
        reads=(*VISITS, "non_working_day", "person", "setting"), rows=_visit_rows)
def field_days(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Field days that are working days ÷ working days to the cut-off, over the persons with parties or visits."""
    days, owners = facts.visits.field_days(ask, ask.until), facts.visits.owners(ask)
    persons = {owner for each in owners.values() for owner in each} | {who for each in days.values() for who, _ in each}
    calendars = {person: calendar_of(facts.reader, person) for person in persons}
    found = {}
    for key in dict.fromkeys([*owners, *days]) if ask.by else {None: None}:
        mine = owners.get(key, set()) | {who for who, _day in days.get(key, ())}
        worked = Fraction(sum(calendars[who].is_working(day) for who, day in days.get(key, ())))
        base = sum((calendars[who].working(ask.period.start, ask.until) for who in mine), Fraction(0))
        value = ratio(worked, base)
        found[key] = Figure("F11", PERCENT, value, worked, base, ask.until, ask.period, ask.scope, key,
                            high(facts.reader, "F11", value), "" if value is not None else NO_DAYS)
    return found
