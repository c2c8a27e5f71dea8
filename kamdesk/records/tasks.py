"""Tasks and incidents: what is to be done, and what happens in an emergency (product/03 §3.14)."""

from __future__ import annotations

import datetime

from kamdesk import clock, fields
from kamdesk.fields import ME, TODAY, Id, Link, choice, day, flag, instant, link, note, ref, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.store import Reader
from kamdesk.words import _

TASK_CATEGORIES = {"task": "Task", "order": "Boss's order", "promotion_support": "Promotion support",
                   "agent_support": "Agent support", "follow_up": "Follow-up", "renewal": "Renewal",
                   "corrective": "Corrective", "strategy": "Strategy"}
PRIORITIES = {"high": "High", "normal": "Normal", "low": "Low"}
REPEATS = {"no": "No", "daily": "Daily", "weekly": "Weekly", "monthly": "Monthly", "quarterly": "Quarterly"}
TASK_STATES = {"pending": "Pending", "running": "Under way", "done": "Done", "cancelled": "Task cancelled"}
INCIDENT_CATEGORIES = {
    "stockout": "Stockout", "recall": "Lot recall", "adverse_event": "Adverse event",
    "client_conflict": "Conflict with a client", "theft": "Theft or loss", "disaster": "Disaster",
    "leak": "Information leak", "legal": "Legal problem", "other": "Other",
}
SEVERITIES = {"medium": "Medium", "high": "High", "critical": "Critical"}
INCIDENT_STATES = {"open": "Incident open", "contained": "Contained", "closed": "Incident closed"}
TELL_WITHIN = datetime.timedelta(hours=4)


@record(
    "Task", "Tasks", code=88, place="today/tasks", title="title",
    columns=("due", "title", "about", "category", "assigned_by", "state"), search=("title", "about"),
    filters=("category", "state", "due", "assigned_by"), join="owner", owner="assigned_to", deletable=True,
)
class Task(Record):
    """Something to do by a day."""

    title: str = text("Title", required=True)
    category: str | None = choice("Category", TASK_CATEGORIES, required=True, default="task")
    about: Link | None = link("About")
    assigned_by: str = text("From whom")
    assigned_to: Id | None = ref("Assigned to", "person", default=ME)
    asked_on: datetime.date | None = day("Asked on", default=TODAY)
    due: datetime.date | None = day("Due", required=True)
    first_due: datetime.date | None = day("First due", fixed=True)
    priority: str | None = choice("Priority", PRIORITIES, default="normal")
    expected: str = note("Expected result")
    result: str = note("Result", group="state")
    done_on: datetime.date | None = day("Task done on", group="state")
    repeat: str | None = choice("Repeats", REPEATS, default="no")
    state: str | None = fields.state(TASK_STATES, group="state")

    @check("result")
    def reported(self, _reader: Reader) -> str | None:
        """Who gave an order hears how it ended."""
        if self.category == "order" and self.state == "done" and not self.result.strip():
            return _("Note the result so that you can report it.")
        return None

    @caution("due")
    def ahead(self, reader: Reader) -> str | None:
        """A new task due in the past is mostly a slip."""
        if self.due is None or self.due >= clock.today() or reader.maybe(Task, self.id or None):
            return None
        return _("The date has already passed.")


@record(
    "Incident", "Incidents", code=89, place="today/tasks", title="title",
    columns=("opened_at", "title", "category", "severity", "coordinator", "state"), search=("title", "party"),
    filters=("state", "category", "severity"), unique=(("title", "opened_at"),), join="owner", owner="coordinator",
)
class Incident(Record):
    """An emergency: what happened, who leads, who was told, and what was decided."""

    title: str = text("Title", required=True)
    category: str | None = choice("Category", INCIDENT_CATEGORIES, required=True)
    severity: str | None = choice("Severity", SEVERITIES, required=True, default="high")
    opened_at: datetime.datetime | None = instant("Opened at", required=True)
    party: Link | None = link("Party", "client", "distributor")
    product: Id | None = ref("Product", "product")
    lot: str = text("Lot")
    territory: Id | None = ref("Territory", "territory")
    principle: Id | None = ref("Guiding policy", "policy")
    coordinator: Id | None = ref("Coordinator", "person", default=ME)
    informed: str = text("Who was told")
    informed_at: datetime.datetime | None = instant("Told at")
    decision: str = note("Decision", group="state")
    lessons: str = note("Lessons", group="state")
    contained_at: datetime.datetime | None = instant("Contained at", group="state")
    closed_at: datetime.datetime | None = instant("Closed at", group="state")
    state: str | None = fields.state(INCIDENT_STATES, group="state")

    @caution("informed_at")
    def told(self, _reader: Reader) -> str | None:
        """A critical emergency is told to the company within four hours."""
        if self.severity != "critical" or self.informed_at or self.opened_at is None or self.state == "closed":
            return None
        return _("Tell the company: critical incident.") if clock.now() - self.opened_at > TELL_WITHIN else None

    @check("decision")
    def decided(self, _reader: Reader) -> str | None:
        """An emergency closes with a decision."""
        return _("Note what was decided.") if self.state == "closed" and not self.decision.strip() else None

    @check("lot")
    def recalled(self, _reader: Reader) -> str | None:
        """A recall says of what."""
        if self.category == "recall" and not (self.product and self.lot.strip()):
            return _("Give the product and the lot.")
        return None


@record(
    "Incident entry", "Incident entries", code=90, place="today/tasks", title=("at", "who"),
    columns=("at", "who", "text", "action"), search=("who", "text"), filters=("action",), join="append",
    parent="incident",
)
class IncidentEntry(Record):
    """One line of the log of an emergency."""

    incident: Id | None = ref("Incident", "incident", required=True)
    at: datetime.datetime | None = instant("At", required=True)
    who: str = text("Who")
    text: str = note("Text", required=True)
    action: bool = flag("Is an action")

    @caution("at")
    def after_opening(self, reader: Reader) -> str | None:
        """The log starts with the emergency."""
        incident = reader.maybe(Incident, self.incident)
        if incident is None or incident.opened_at is None or self.at is None or self.at >= incident.opened_at:
            return None
        return _("It is before the incident.")
