"""Appraisals of distributors, agents and people: schemes, criteria and the points given (product/03 §3.3)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.fields import ME, Id, Link, calc, choice, choices, day, dec, integer, link, note, ref, state, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.approvals import APPROVALS
from kamdesk.records.sentences import name_of
from kamdesk.store import NOT_EQUAL, Reader, Where
from kamdesk.words import _, number

# The house's own schemes; a scheme of the team is any other text.
SCHEMES = {
    "distributor": "Distributor", "agent": "Agent", "local_supervisor": "Local supervisor",
    "representative": "Representative", "recruiter": "Recruitment staff", "agent_selection": "Choice of agents",
}
PERIODS = {"month": "Month", "quarter": "Quarter", "year": "Year"}
GRADES = {"a": "A", "b": "B", "c": "C", "d": "D", "no_data": "No data"}
RECOMMENDATIONS = {"none": "No recommendation", "increase": "To increase", "hold": "To keep", "decrease": "To decrease",
                   "end": "To end the relation", "reward": "To reward", "train": "To train"}
SUBJECTS = {"credit": "Credit", "territory": "Territory", "quota": "Quota", "commission": "Commission",
            "contract": "Contract", "position": "Position"}
STATES = {"draft": "Draft", "closed": "Closed appraisal", "reopened": "Reopened"}
SOURCES = {"automatic": "Automatic", "manual": "Manual"}
FULL, KNOWN = 100, 60  # points; least known weight that can be graded, in per cent


def scheme_name(scheme: str) -> str:
    """What a scheme is called: the house's own are translated, the team's are shown as typed."""
    return _(SCHEMES.get(scheme, "")) or scheme


@record(
    "Appraisal", "Appraisals", code=19, place="distributors/appraisals", title=("subject", "start"),
    columns=("subject", "scheme", "start", "end", "score", "grade", "change", "recommendation"), search=("subject",),
    filters=("scheme", "grade", "period", "recommendation", "state", "owner"),
    unique=(("subject", "scheme", "start"),), join="owner", approvable=("subject", "scheme", "start", "end"),
)
class Appraisal(Record):
    """A judgement of a distributor or person over a period; its approval covers its lines too."""

    subject: Link | None = link("Who is appraised", "distributor", "person", required=True, klass="private")
    scheme: str = text("Scheme", required=True, options=SCHEMES, klass="private")
    period: str | None = choice("Period", PERIODS, default="quarter", klass="private")
    start: datetime.date | None = day("Start", required=True, klass="private", group="dates")
    end: datetime.date | None = day("End", required=True, klass="private", group="dates")
    score: Decimal | None = calc("Score", "dec", "appraisal_line", klass="private")
    grade: str | None = calc("Mark", "choice", "appraisal_line", options=GRADES, klass="private")
    change: Decimal | None = calc("Change", "dec", "appraisal", "appraisal_line", klass="private")
    strengths: str = note("Strengths", klass="private")
    improvements: str = note("To improve", klass="private")
    recommendation: str | None = choice("Recommendation", RECOMMENDATIONS, default="none", klass="private")
    recommendation_on: tuple[str, ...] = choices("Recommendation about", SUBJECTS, klass="private")
    actions: int | None = calc("Actions", "int", "task", klass="private")
    subject_comment: str = note("Comment of the appraised", klass="private")
    shown_on: datetime.date | None = day("Shown on", klass="private")
    reopen_reason: str = text("Why it was reopened", klass="private", group="state")
    owner: Id | None = ref("Owner", "person", default=ME, klass="private", join="ask")
    state: str | None = state(STATES, klass="private", group="state")
    approval: str | None = calc("Approval", "choice", "approval_event", options=APPROVALS)

    @check("state")
    def all_graded(self, reader: Reader) -> str | None:
        """An appraisal is closed when every criterion judged by hand has its points."""
        if self.state != "closed" or not self.id:
            return None
        for each in reader.find(AppraisalLine, appraisal=self.id, source="manual"):
            if each.points is None:
                return _("{criterion} still has to be graded.",
                         criterion=name_of(reader, "appraisal_criterion", each.criterion))
        return None

    @caution("state")
    def enough_known(self, reader: Reader) -> str | None:
        """With less than 60 % of the weight known there is no grade."""
        lines = reader.find(AppraisalLine, appraisal=self.id) if self.state == "closed" and self.id else []
        total = sum((each.weight or Decimal(0) for each in lines), Decimal(0))
        known = sum((each.weight or Decimal(0) for each in lines if each.points is not None), Decimal(0))
        if not lines or known * FULL >= KNOWN * total:
            return None
        return _("There is not enough data to grade.")


@record(
    "Appraised criterion", "Appraised criteria", code=20, place="distributors/appraisals",
    title=("appraisal", "criterion"), columns=("appraisal", "criterion", "weight", "value", "points", "source"),
    search=("criterion", "note"), filters=("source",), natural=("appraisal", "criterion"), join="owner",
    parent="appraisal",
)
class AppraisalLine(Record):
    """The points of one criterion in an appraisal."""

    appraisal: Id | None = ref("Appraisal", "appraisal", required=True, klass="private")
    criterion: Id | None = ref("Criterion", "appraisal_criterion", required=True, klass="private")
    weight: Decimal | None = dec("Weight", klass="private")
    value: str = text("Figure read", klass="private")
    points: Decimal | None = dec("Points", klass="private")
    source: str | None = choice("Source", SOURCES, klass="private")
    note: str = note("Note", klass="private")

    @check("points")
    def in_range(self, _reader: Reader) -> str | None:
        """Points go from 0 to 100."""
        return _("The score goes from 0 to 100.") if self.points is not None and not 0 <= self.points <= FULL else None


@record(
    "Criterion", "Criteria", code=21, place="settings/templates", title="name",
    columns=("scheme", "name", "weight", "figure", "best", "worst"), search=("name", "scheme"), filters=("scheme",),
    unique=(("scheme", "name"),), join="ask",
)
class AppraisalCriterion(Record):
    """What a scheme judges, how much it weighs, and how a figure becomes points."""

    scheme: str = text("Scheme", required=True, options=SCHEMES)
    name: str = text("Name", required=True)
    weight: Decimal | None = dec("Weight", required=True)
    figure: str = text("Figure code")
    best: Decimal | None = dec("Best value", signed=True)
    worst: Decimal | None = dec("Worst value", signed=True)
    order: int | None = integer("Order number")

    @caution("weight")
    def weights_complete(self, reader: Reader) -> str | None:
        """The weights of a scheme make 100."""
        if not self.scheme or self.weight is None or self.archived:
            return None
        others = reader.find(AppraisalCriterion, Where("id", NOT_EQUAL, self.id), scheme=self.scheme)
        total = sum((each.weight or Decimal(0) for each in others), self.weight)
        if total == FULL:
            return None
        return _("The weights of {scheme} add up to {n}; they must add up to 100.", scheme=scheme_name(self.scheme),
                 n=number(total, 0 if total == total.to_integral_value() else 1))
