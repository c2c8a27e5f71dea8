"""Team: the people, what each may decide, vacant posts, opinions about staff and joint visits (product/03 §3.12)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import fields
from kamdesk.fields import (
    ME,
    PERCENT,
    PERSONAL,
    PRIVATE,
    QUANTITY,
    Geo,
    Id,
    Link,
    calc,
    choice,
    choices,
    day,
    email,
    geo,
    integer,
    link,
    money,
    pct,
    phone,
    ref,
    refs,
    state,
    text,
)
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.appraisals import GRADES
from kamdesk.records.approvals import APPROVALS
from kamdesk.records.sentences import name_of
from kamdesk.store import NOT_EQUAL, Reader, Where
from kamdesk.words import _, plural

POSITIONS = {"general_manager": "General manager", "sales_manager": "Sales manager",
             "regional_manager": "Regional manager", "key_account_manager": "Key account manager",
             "local_supervisor": "Local supervisor", "representative": "Representative", "coordinator": "Coordinator",
             "analyst": "Analyst", "other": "Other"}
DEPARTMENTS = {"sales": "Sales", "recruitment": "Recruitment", "institutional": "Institutional",
               "marketing": "Marketing", "administration": "Administration"}
CAN_APPROVE = {"discount": "Discount", "promotion": "Promotion", "credit": "Credit", "budget": "Budget",
               "expense": "Expense", "targets": "Targets", "contract": "Contract", "staff": "Staff",
               "all": "Everything"}
MATTERS = {"discount": "Discount", "credit": "Credit", "expense": "Expense", "promotion": "Promotion",
           "contract": "Contract", "staff": "Staff", "other": "Other"}
VACANCY_STATES = {"open": "Open vacancy", "selecting": "Selecting", "proposed": "Candidate proposed",
                  "filled": "Filled vacancy", "cancelled": "Cancelled vacancy"}
STAGES = {"received": "Received", "interview": "Interview", "test": "Test", "proposed": "Proposed",
          "accepted": "Accepted", "rejected": "Rejected"}
RECOMMENDATIONS = {"appointment": "Appointment", "promotion": "Promotion to a higher post", "transfer": "Transfer",
                   "dismissal": "Dismissal"}
COACHING_STATES = {"planned": "To be held", "done": "Accompanied"}
ASPECTS = ("preparation", "opening", "message", "objections", "close")
BEST_SCORE, BEST_ASPECT = 100, 5


@record(
    "Person", "People", code=81, place="team/people", title="name",
    columns=("name", "position", "department", "territory", "manager", "target_reached", "daily_visits", "grade"),
    search=("name", "code"), filters=("position", "department", "territory", "employer"),
    unique=(("code",), ("name",)), join="ask",
)
class Person(Record):
    """Somebody who works for the company, or for a distributor or agent."""

    name: str = text("Name", required=True)
    code: str = text("Code")
    position: str | None = choice("Job", POSITIONS, required=True)
    department: str | None = choice("Department", DEPARTMENTS, default="sales")
    manager: Id | None = ref("Manager", "person")
    employer: Id | None = ref("Employer", "distributor")
    territory: Id | None = ref("Territory", "territory")
    lines: tuple[Id, ...] = refs("Lines", "product_line")
    start: datetime.date | None = day("Start", group="period")
    end: datetime.date | None = day("End", group="period")
    end_reason: str = text("Reason for leaving", klass=PRIVATE)
    phone: str = phone("Phone", klass=PERSONAL)
    email: str = email("E-mail", klass=PERSONAL)
    base: Geo | None = geo("Starting point", klass=PERSONAL)
    capacity_per_day: int | None = integer("Capacity per day", default=8)
    month_cost: int | None = money("Monthly cost", klass=PRIVATE)
    can_approve: tuple[str, ...] = choices("Can approve", CAN_APPROVE)
    note: str = fields.note("Note", klass=PRIVATE, join="owner")
    target_reached: Decimal | None = calc("Target %", "pct", "target", "target_month", "sales_record", scale=PERCENT)
    daily_visits: Decimal | None = calc("Visits a day", "dec", "visit", scale=QUANTITY)
    grade: str | None = calc("Last appraisal", "choice", "appraisal", "appraisal_line", options=GRADES,
                             klass=PRIVATE)

    @check("manager")
    def no_loop(self, reader: Reader) -> str | None:
        """Nobody is under somebody who is under her."""
        above, seen = self.manager, {""}
        while above and above not in seen:
            if above == self.id:
                return _("{manager} already reports to {person}.", manager=name_of(reader, "person", self.manager),
                         person=self.name)
            seen.add(above)
            boss = reader.maybe(Person, above)
            above = boss.manager if boss else None
        return None

    @caution("end")
    def clients_left(self, reader: Reader) -> str | None:
        """Whoever leaves leaves clients behind."""
        from kamdesk.records.clients import Client

        if self.end is None or not self.id:
            return None
        left = reader.count(Client, Where("status", NOT_EQUAL, "inactive"), owner=self.id)
        return plural("Has {n} client. Reassign it.", "Has {n} clients. Reassign them.", left) if left else None


@record(
    "Power to decide", "Powers to decide", code=107, place="team/org", title=("person", "matter"),
    columns=("person", "matter", "limit", "until", "source", "uses"), search=("person",), filters=("person", "matter"),
    unique=(("person", "matter"),), join="ask",
)
class Authority(Record):
    """How much of a matter a person may decide alone; without a limit, all of it. It ends by its date."""

    person: Id | None = ref("Person", "person", required=True)
    matter: str | None = choice("Matter", MATTERS, required=True)
    limit: int | None = money("Limit")
    limit_pct: Decimal | None = pct("Limit %")
    source: Link | None = link("Policy or document", "policy", "attachment")
    until: datetime.date | None = day("Until")
    uses: int | None = calc("Times used", "int", "approval_event", "order_line")

    @caution("source")
    def granted(self, _reader: Reader) -> str | None:
        """An authority comes from somewhere."""
        return None if self.source else _("Which policy or document grants it?")


@record(
    "Vacancy", "Vacancies", code=82, place="team/vacancies", title=("position", "territory"),
    columns=("position", "territory", "open_on", "candidates", "state"), search=("territory", "reason"),
    filters=("state", "position"), unique=(("position", "territory", "open_on"),), join="owner",
)
class Vacancy(Record):
    """A post that nobody holds yet, with its place in the organisation."""

    position: str | None = choice("Job", POSITIONS, required=True)
    department: str | None = choice("Department", DEPARTMENTS)
    territory: Id | None = ref("Territory", "territory")
    lines: tuple[Id, ...] = refs("Lines", "product_line")
    reason: str = text("Reason", required=True)
    open_on: datetime.date | None = day("Opened on", required=True)
    needed_by: datetime.date | None = day("Needed by")
    manager: Id | None = ref("Manager", "person")
    profile: str = fields.note("Profile")
    filled_by: Id | None = ref("Filled by", "person", group="state")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    candidates: int | None = calc("Candidates", "int", "candidate")
    state: str | None = state(VACANCY_STATES, group="state")

    @check("filled_by")
    def filled(self, _reader: Reader) -> str | None:
        """A filled post has a person in it."""
        return _("Choose who fills it.") if self.state == "filled" and not self.filled_by else None


@record(
    "Candidate", "Candidates", code=83, place="team/vacancies", title="name",
    columns=("name", "stage", "score", "source", "reason"), search=("name",), filters=("stage",),
    unique=(("vacancy", "name"),), join="owner", parent="vacancy", state="stage",
)
class Candidate(Record):
    """Somebody who may fill a vacancy; her personal data are blanked some time after it closes."""

    vacancy: Id | None = ref("Vacancy", "vacancy", required=True)
    name: str = text("Name", required=True)
    phone: str = phone("Phone", klass=PERSONAL)
    email: str = email("E-mail", klass=PERSONAL)
    note: str = fields.note("Note", klass=PERSONAL)
    resume: str = fields.note("Résumé", klass=PERSONAL)
    source: str = text("Source")
    stage: str | None = choice("Stage of the candidate", STAGES, required=True, default="received", group="state")
    score: int | None = integer("Score", group="state")
    reason: str = text("Reason", group="state")

    @check("score")
    def in_range(self, _reader: Reader) -> str | None:
        """Scores are out of a hundred."""
        if self.score is None or 0 <= self.score <= BEST_SCORE:
            return None
        return _("The score goes from 0 to {best}.", best=BEST_SCORE)

    @caution("score")
    def scored(self, _reader: Reader) -> str | None:
        """Nobody is proposed without a score."""
        return _("Score the candidate.") if self.stage == "proposed" and self.score is None else None


@record(
    "Staff recommendation", "Staff recommendations", code=84, place="team/vacancies", title=("effective", "category"),
    columns=("effective", "category", "person", "candidate", "position", "approval"), search=("person", "candidate"),
    filters=("category", "approval"), unique=(("person", "effective"), ("candidate", "effective")), join="owner",
    approvable=("category", "person", "candidate", "position", "effective", "reasons", "evidence"),
)
class StaffRecommendation(Record):
    """An opinion, signed and confidential, about who should hold a post. Its approval is its state."""

    category: str | None = choice("Category", RECOMMENDATIONS, required=True, klass=PRIVATE)
    person: Id | None = ref("Person", "person", klass=PRIVATE)
    candidate: Id | None = ref("Candidate", "candidate", klass=PRIVATE)
    position: str = text("Job", required=True, klass=PRIVATE)
    effective: datetime.date | None = day("Effective on", required=True, klass=PRIVATE)
    reasons: str = fields.note("Reasons", required=True, klass=PRIVATE)
    evidence: tuple[Id, ...] = refs("Supporting appraisals", "appraisal", klass=PRIVATE)
    owner: Id | None = ref("Owner", "person", default=ME, join="ask", klass=PRIVATE)
    approval: str | None = calc("Answer", "choice", "approval_event", options=APPROVALS)

    @check("person")
    def about_somebody(self, _reader: Reader) -> str | None:
        """It names whom it is about."""
        return None if self.person or self.candidate else _("Choose the person or the candidate.")

    @caution("evidence")
    def sustained(self, _reader: Reader) -> str | None:
        """A dismissal rests on appraisals."""
        return _("Attach appraisals that support it.") if self.category == "dismissal" and not self.evidence else None


@record(
    "Joint visit", "Joint visits", code=85, place="team/coaching", title=("on", "person"),
    columns=("on", "person", "average", "agreed", "next_on"), search=("person", "agreed"), filters=("person", "state"),
    unique=(("on", "person"),), owner="observer", join="owner",
)
class Coaching(Record):
    """A day with somebody on the road: five aspects scored from 1 to 5, and what was agreed."""

    on: datetime.date | None = day("Date", required=True, group="state")
    person: Id | None = ref("Person", "person", required=True)
    observer: Id | None = ref("Observer", "person", default=ME, join="ask")
    visits: tuple[Id, ...] = refs("Visits", "visit")
    preparation: int | None = integer("Preparation", klass=PRIVATE)
    opening: int | None = integer("Opening", klass=PRIVATE)
    message: int | None = integer("Message", klass=PRIVATE)
    objections: int | None = integer("Objections", klass=PRIVATE)
    close: int | None = integer("Closing", klass=PRIVATE)
    strengths: str = fields.note("Strengths", klass=PRIVATE)
    improve: str = fields.note("To improve", klass=PRIVATE)
    agreed: str = fields.note("Agreed", klass=PRIVATE)
    next_on: datetime.date | None = day("Next on")
    average: Decimal | None = calc("Average", "dec", scale=QUANTITY, klass=PRIVATE)
    state: str | None = state(COACHING_STATES, group="state")

    @check("preparation")
    def scored(self, _reader: Reader) -> str | None:
        """A visit made together scores all five aspects, each in its scale."""
        scores = [getattr(self, aspect) for aspect in ASPECTS]
        if self.state == "done" and None in scores:
            return _("Score the five aspects.")
        if all(score is None or 1 <= score <= BEST_ASPECT for score in scores):
            return None
        return _("Each aspect is scored from 1 to {best}.", best=BEST_ASPECT)
