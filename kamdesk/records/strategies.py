"""Where to go in the market: zones to enter, strategies, proposals and the company's plans (product/03 §3.11)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from kamdesk import clock, fields
from kamdesk.fields import (
    ME,
    PERCENT,
    QUANTITY,
    TODAY,
    Id,
    Link,
    calc,
    choice,
    data,
    day,
    dec,
    integer,
    link,
    links,
    money,
    month,
    note,
    ref,
)
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.approvals import APPROVALS
from kamdesk.store import Reader
from kamdesk.words import _
from kamdesk.words import day as day_text

CELL_TYPES = {"white": "White", "no_sales": "Without sales", "no_coverage": "Without coverage", "weak": "Weak"}
ENTRY_STATES = {"analysing": "Being analysed", "plan": "Plan", "open": "Open zone",
                "discarded": "Discarded zone"}
STRATEGY_CATEGORIES = {"marketing": "Regional marketing plan", "market": "Market development", "channels": "Channels",
                       "products": "Product development", "costs": "Costs and benefits", "model": "New model"}
STRATEGY_STATES = {"preparation": "In preparation", "in_force": "Strategy in force", "closed": "Closed strategy"}
PROPOSAL_CATEGORIES = {
    "sales_decision": "Sales decision", "company_system": "Company system or policy",
    "marketing": "Marketing suggestion", "idea": "New idea or model", "management": "Management improvement",
    "saving": "Cost reduction", "distributors": "Adding or dropping distributors", "opinion": "Opinion on a decision",
}
COMPANY_PLAN_CATEGORIES = {"sales": "Sales", "marketing": "Marketing", "development": "Development",
                           "recruitment": "Recruitment", "promotion": "Promotion"}
DIRECTIVE_STATUSES = {"no_action": "Without action", "under_way": "In motion", "met": "Met directive",
                      "overdue": "Overdue directive"}


@record(
    "Entry plan", "Entry plans", code=78, place="market/white_space", title=("territory", "line"),
    columns=("territory", "line", "cell_type", "potential", "opportunity", "candidate", "due", "state"),
    search=("territory", "candidate"), filters=("state", "line", "territory"), natural=("territory", "line"),
    join="owner", approvable=("cost", "due"),
)
class EntryPlan(Record):
    """How one person will open a zone for a line; potential and opportunity are those of the day it was opened."""

    territory: Id | None = ref("Territory", "territory", required=True)
    line: Id | None = ref("Line", "product_line", required=True)
    cell_type: str | None = choice("Type of zone", CELL_TYPES)
    potential: int | None = money("Potential", fixed=True)
    opportunity: int | None = money("Opportunity", fixed=True)
    candidate: Id | None = ref("Candidate distributor", "distributor")
    actions: str = note("Actions")
    cost: int | None = money("Cost")
    due: datetime.date | None = day("Due")
    decision_reason: str = note("Reason of the decision", group="state")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    approval: str | None = calc("Approval", "choice", "approval_event", options=APPROVALS)
    state: str | None = fields.state(ENTRY_STATES, group="state")

    @check("decision_reason")
    def explained(self, _reader: Reader) -> str | None:
        """A zone is not dropped in silence."""
        if self.state != "discarded" or self.decision_reason.strip():
            return None
        return _("Write down why it is discarded.")


@record(
    "Strategy", "Strategies", code=79, place="market/strategy", title="title",
    columns=("category", "title", "start", "end", "revision", "progress", "state"), search=("title", "objectives"),
    filters=("category", "state"), unique=(("category", "title", "revision"),), join="owner",
    approvable=("objectives", "budget"),
)
class Strategy(Record):
    """What is wanted in words; its goals say it in figures. A revision is a new record, the old one stays readable."""

    category: str | None = choice("Category", STRATEGY_CATEGORIES, required=True)
    title: str = fields.text("Title", required=True)
    start: datetime.date | None = day("Start", required=True, group="period")
    end: datetime.date | None = day("End", required=True, group="period")
    territory: Id | None = ref("Territory", "territory")
    situation: str = note("Present situation")
    objectives: str = note("Objectives", required=True)
    actions: int | None = calc("Actions", "int", "task")
    signals: tuple[Id, ...] = fields.refs("Signals", "market_signal")
    studies: tuple[Id, ...] = fields.refs("Studies", "market_study")
    budget: int | None = money("Budget")
    revision: int | None = integer("Revision", default=0)
    revises: Id | None = ref("Revises", "strategy")
    reason: str = note("Reason", group="state")
    result: str = note("Result", group="state")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    progress: Decimal | None = calc("Progress", "pct", "strategy_goal", scale=PERCENT)
    approval: str | None = calc("Approval", "choice", "approval_event", options=APPROVALS)
    state: str | None = fields.state(STRATEGY_STATES, group="state")

    @check("reason")
    def revised_for(self, _reader: Reader) -> str | None:
        """A revision says what it revises and why."""
        if not self.revision or self.reason.strip():
            return None
        return _("Write down what changed and why.")


@record(
    "Strategy goal", "Strategy goals", code=105, place="market/strategy", title=("figure", "scope"),
    columns=("figure", "scope", "base", "goal", "actual", "due", "final"), search=("figure", "scope"),
    filters=("due", "figure"), natural=("strategy", "figure", "scope", "due"), join="owner", parent="strategy",
)
class StrategyGoal(Record):
    """One figure of a strategy: where it stood when it was written, and where it must be by a day."""

    strategy: Id | None = ref("Strategy", "strategy", required=True)
    figure: str = fields.text("Indicator", required=True)
    scope: Link | None = link("Scope", "territory", "product_line", "product", "channel")
    base: Decimal | None = dec("Base", signed=True)
    goal: Decimal | None = dec("Goal value", required=True, signed=True)
    due: datetime.date | None = day("Due", required=True)
    actual: Decimal | None = calc("Actual", "dec", scale=QUANTITY, signed=True)
    final: Decimal | None = dec("Final", signed=True)

    @check("goal")
    def changes(self, _reader: Reader) -> str | None:
        """A goal moves the figure."""
        if self.goal is None or self.base is None or self.goal != self.base:
            return None
        return _("The goal changes nothing: it equals the base.")

    @caution("due")
    def within_strategy(self, reader: Reader) -> str | None:
        """A goal is met while the strategy lasts."""
        strategy = reader.maybe(Strategy, self.strategy)
        if strategy is None or strategy.end is None or self.due is None or self.due <= strategy.end:
            return None
        return _("The goal is due after the strategy ({date}).", date=day_text(strategy.end))


@record(
    "Proposal", "Proposals", code=80, place="market/strategy", title="title",
    columns=("asked_on", "category", "title", "addressed_to", "approval", "expected_saving", "real_saving"),
    search=("title", "text"), filters=("category", "approval", "due"), unique=(("title",),), join="owner",
    approvable=("text",),
)
class Proposal(Record):
    """Something put to whoever decides: a saving, an idea, a distributor more or less, an opinion.

    Its approval is its state. The saving is Σ (base − real) since ``from_month``, for cost reductions.
    """

    category: str | None = choice("Category", PROPOSAL_CATEGORIES, required=True)
    title: str = fields.text("Title", required=True)
    text: str = note("Text", required=True)
    figures: Any = data("Figures")
    addressed_to: str = fields.text("Addressed to")
    expected_saving: int | None = money("Expected saving")
    budget_line: Id | None = ref("Budget line", "budget_line")
    from_month: str | None = month("Since the month")
    base_monthly: int | None = money("Monthly base expense")
    real_saving: int | None = calc("Real saving", "money", "expense", signed=True)
    territory: Id | None = ref("Territory", "territory")
    line: Id | None = ref("Line", "product_line")
    distributors: tuple[Id, ...] = fields.refs("Distributors", "distributor")
    candidate: Id | None = ref("Candidate distributor", "distributor")
    asked_by: str = fields.text("Asked by")
    asked_on: datetime.date | None = day("Asked on")
    due: datetime.date | None = day("Due")
    final_decision: str = note("Final decision")
    refs: tuple[Link, ...] = links("About")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    answer: str = note("Text of the answer")
    approval: str | None = calc("Answer", "choice", "approval_event", options=APPROVALS)

    @check("territory")
    def which_distributors(self, _reader: Reader) -> str | None:
        """A change of the network says where and who."""
        if self.category != "distributors" or (self.territory and (self.distributors or self.candidate)):
            return None
        return _("Choose the territory and the distributors.")

    @check("budget_line")
    def saving_base(self, _reader: Reader) -> str | None:
        """A saving is measured against something."""
        if self.category != "saving" or (self.budget_line and self.from_month and self.base_monthly is not None):
            return None
        return _("The budget line, the month and the monthly base expense are missing.")


@record(
    "Company plan", "Company plans", code=103, place="market/strategy", title="title",
    columns=("title", "category", "received_on", "received_from", "start", "end", "met", "directives"),
    search=("title", "received_from"), filters=("category", "start", "end"), unique=(("title", "revision"),),
    join="ask",
)
class CompanyPlan(Record):
    """A plan that came from the company, in its own words."""

    title: str = fields.text("Title", required=True)
    category: str | None = choice("Category", COMPANY_PLAN_CATEGORIES)
    received_from: str = fields.text("Received from")
    received_on: datetime.date | None = day("Received on", required=True, default=TODAY)
    start: datetime.date | None = day("Start", group="period")
    end: datetime.date | None = day("End", group="period")
    file: Id | None = ref("File", "attachment")
    revision: int | None = integer("Revision", default=0)
    revises: Id | None = ref("Revises", "company_plan")
    note: str = fields.note("Note")
    met: int | None = calc("Directives met", "int", "directive", "task")
    directives: int | None = calc("Directives", "int", "directive")

    @caution("title")
    def says_something(self, reader: Reader) -> str | None:
        """A plan asks for something."""
        if self.id and reader.count(Directive, plan=self.id):
            return None
        return _("Write down at least one directive of the plan.")


@record(
    "Directive", "Directives", code=104, place="market/strategy", title="text",
    columns=("text", "plan", "due", "territories", "goal", "progress", "actions", "status"), search=("text",),
    filters=("status", "plan", "territories", "due"), join="ask", parent="plan",
)
class Directive(Record):
    """One thing the company asks for, and what is done to fulfil it."""

    plan: Id | None = ref("Plan", "company_plan", required=True)
    text: str = note("Directive", required=True)
    measure: str = fields.text("Indicator")
    goal: Decimal | None = dec("Goal value", signed=True)
    due: datetime.date | None = day("Due")
    territories: tuple[Id, ...] = fields.refs("Territories", "territory")
    fulfilled_by: tuple[Link, ...] = links("Fulfilled by", "strategy", "promotion_plan", "recruitment_plan",
                                           "target_plan", "work_plan", "task")
    status: str | None = calc("Status", "choice", "task", "strategy", "promotion_plan", options=DIRECTIVE_STATUSES)
    progress: Decimal | None = calc("Progress", "pct", scale=PERCENT)
    actions: int | None = calc("Actions", "int", "directive")

    @check("measure")
    def measured(self, _reader: Reader) -> str | None:
        """A goal is a goal of some figure."""
        return _("Choose the figure of the goal.") if self.goal is not None and not self.measure.strip() else None

    @caution("due")
    def acted_on(self, _reader: Reader) -> str | None:
        """A directive that falls due was acted upon."""
        overdue = self.due is not None and self.due < clock.today()
        return _("It fell due without any action.") if overdue and not self.fulfilled_by else None
