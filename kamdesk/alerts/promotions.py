"""Alerts of promotions: L17 to L19."""

from __future__ import annotations

from collections.abc import Iterator

from kamdesk.alerts.model import MOST, WATCH, Alert, Look, link_to, rule
from kamdesk.fields import Link
from kamdesk.records.promotions import PromotionActivity, PromotionPlan
from kamdesk.records.tasks import Task
from kamdesk.store import IN, Query, Where
from kamdesk.words import N_, _, day

SUPPORT = ("promotion_support", "agent_support")


@rule("L17", N_("Promotions that have not started"), "promotion_plan", "promotion_activity", "approval_event")
def unstarted(look: Look) -> Iterator[Alert]:
    """Approved plans past their start, and activities two days past their date."""
    query = Query((Where("state", "=", "preparation"), Where("start", "<", look.today),
                   Where("approval", "=", "approved")))
    for row in look.reader.page(PromotionPlan.kind, query, limit=MOST, columns=("name", "start", "owner")).rows:
        yield Alert("L17", Link("promotion_plan", row.id), _("{name} was approved and has not started",
                                                             name=row.values["name"]),
                    _("It should have started {when}", when=look.when(row.values["start"])), WATCH, N_("Start it"),
                    row.values["start"], owner=row.values["owner"])
    late = Query((Where("late", "=", True),), sort=(("on", False),))
    rows = look.reader.page(PromotionActivity.kind, late, limit=MOST, columns=("name", "on", "plan")).rows
    for row in rows:
        plan = row.values["plan"]
        yield Alert("L17", Link("promotion_activity", row.id), _("Activity late: {name}", name=row.values["name"]),
                    row.names.get(plan.id, "") if plan else "", WATCH, N_("Report it"), row.values["on"])


@rule("L18", N_("Promotions to be evaluated"), "promotion_plan", "promotion_evaluation", days=(N_("Days after"), 15))
def unevaluated(look: Look) -> Iterator[Alert]:
    """Plans that ended some days ago and were not evaluated."""
    found = look.reader.find(PromotionPlan, Where("end", "<=", look.ahead(-look.limit("L18", "days"))),
                             Where("state", IN, ("running", "to_evaluate")), sort=(("end", False),), limit=MOST)
    for each in found:
        if each.end:
            yield Alert("L18", link_to(each), _("{name} ended and must be evaluated", name=each.name),
                        _("It ended on {day}", day=day(each.end)), WATCH, N_("Evaluate"), each.end, owner=each.owner)


@rule("L19", N_("Support asked for"), "task", days=(N_("Days before"), 2))
def support(look: Look) -> Iterator[Alert]:
    """Support somebody asked me for that is due soon."""
    found = look.reader.find(Task, Where("due", "<=", look.ahead(look.limit("L19", "days"))),
                             Where("category", IN, SUPPORT), Where("state", IN, ("pending", "running")),
                             assigned_to=look.reader.me, limit=MOST)
    for each in found:
        if each.due:
            title = _("Support asked for by {who}: {title}") if each.assigned_by else _("Support asked for: {title}")
            yield Alert("L19", link_to(each), title.format(who=each.assigned_by, title=each.title),
                        _("Due {when}", when=look.when(each.due)), WATCH, N_("Attend to it"), each.due,
                        owner=each.assigned_to)
