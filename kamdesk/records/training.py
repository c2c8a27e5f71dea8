"""Training sessions and who attended (product/03 §3.3)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.fields import ME, Id, Link, calc, choice, day, dec, flag, integer, link, money, ref, refs, state, text
from kamdesk.fields import time as time_of_day
from kamdesk.kinds import Record, check, record
from kamdesk.store import Reader
from kamdesk.words import _

AUDIENCES = {"team": "Team", "distributor": "Distributor", "agent": "Agent", "representatives": "Representatives",
             "client": "Client"}
TOPICS = {"product": "Product", "sales": "Selling", "company": "Company", "rules": "Rules and GDP", "system": "System"}
STATES = {"planned": "Scheduled", "done": "Held", "cancelled": "Called off"}
FULL = 100


@record(
    "Training session", "Training sessions", code=22, place="distributors/training", title="title",
    columns=("on", "title", "audience", "line", "attendees", "mean_score", "state"), search=("title", "trainer"),
    filters=("audience", "line", "topic", "state", "on", "owner"), unique=(("title", "on"),), join="owner",
)
class TrainingSession(Record):
    """A session for the team, a distributor or a client."""

    title: str = text("Title", required=True)
    on: datetime.date | None = day("Date", required=True)
    start: datetime.time | None = time_of_day("Time")
    minutes: int | None = integer("Minutes", default=60, unit="min")
    audience: str | None = choice("Given to", AUDIENCES, required=True)
    line: Id | None = ref("Line", "product_line")
    products: tuple[Id, ...] = refs("Products", "product")
    topic: str | None = choice("Topic", TOPICS)
    trainer: str = text("Trainer")
    place: str = text("Place")
    activity: Id | None = ref("Activity", "promotion_activity")
    cost: int | None = money("Cost")
    budget_line: Id | None = ref("Budget line", "budget_line")
    materials: int | None = calc("Materials", "int", "attachment")
    pass_mark: int | None = integer("Pass mark", default=70)
    cancel_reason: str = text("Why it was called off", group="state")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    attendees: int | None = calc("Attendees", "int", "training_attendance")
    mean_score: Decimal | None = calc("Mean score", "dec", "training_attendance", klass="personal")
    state: str | None = state(STATES, group="state")

    @check("state")
    def attended(self, reader: Reader) -> str | None:
        """A session held had somebody in it."""
        if self.state == "done" and not reader.count(TrainingAttendance, session=self.id, attended=True):
            return _("Mark who attended.")
        return None


@record(
    "Attendance", "Attendances", code=23, place="distributors/training", title=("session", "attendee"),
    columns=("session", "attendee", "attended", "score", "passed"), search=("attendee",),
    filters=("attended", "passed"), natural=("session", "attendee"), join="owner", parent="session",
)
class TrainingAttendance(Record):
    """Whether somebody came to a session, and the score of the test."""

    session: Id | None = ref("Session", "training_session", required=True)
    attendee: Link | None = link("Attendee", "person", "contact", "distributor", "client", required=True)
    attended: bool = flag("Attended")
    score: Decimal | None = dec("Score", klass="personal")
    passed: bool | None = calc("Passed", "flag", "training_attendance", "training_session", klass="personal")

    @check("score")
    def of_who_came(self, _reader: Reader) -> str | None:
        """Who was not there has no score."""
        if self.score is None:
            return None
        if not self.attended:
            return _("Who did not attend cannot have a score.")
        return None if 0 <= self.score <= FULL else _("The score goes from 0 to 100.")
