"""Recruitment plans: which agents are sought, for which markets, at what cost (product/03 §3.3)."""

from __future__ import annotations

from kamdesk.fields import ME, Id, calc, integer, money, note, ref, refs, state, text
from kamdesk.fields import month as month_of
from kamdesk.fields import year as year_of
from kamdesk.kinds import Record, check, record
from kamdesk.records.approvals import APPROVALS
from kamdesk.store import Reader
from kamdesk.words import _

STATES = {"preparation": "Preparation", "running": "Under way", "closed": "Closed"}


@record(
    "Recruitment plan", "Recruitment plans", code=25, place="distributors/recruitment", title="name",
    columns=("year", "name", "agents_goal", "agents_signed", "sales_goal", "sales", "spend", "state"), search=("name",),
    filters=("year", "state", "owner"), unique=(("year", "name"),), join="owner", approvable=("year", "name", "goal"),
)
class RecruitmentPlan(Record):
    """The commercial investment plan of a year; its approval covers its monthly goals too."""

    year: int | None = year_of("Year", required=True)
    name: str = text("Name", required=True)
    territories: tuple[Id, ...] = refs("Territories", "territory")
    lines: tuple[Id, ...] = refs("Lines", "product_line")
    goal: str = note("Goal", required=True)
    policy: Id | None = ref("Policy", "policy")
    budget_line: Id | None = ref("Budget line", "budget_line")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    result: str = note("Result", group="state")
    agents_goal: int | None = calc("Agents wanted", "int", "recruitment_goal")
    agents_signed: int | None = calc("Agents signed", "int", "recruitment_goal", "distributor", "contract")
    sales_goal: int | None = calc("Sales goal", "money", "recruitment_goal")
    sales: int | None = calc("Sale", "money", "recruitment_goal", "distributor", "sales_record", klass="amount")
    spend: int | None = calc("Spend", "money", "expense", "promotion_activity")
    state: str | None = state(STATES, group="state")
    approval: str | None = calc("Approval", "choice", "approval_event", options=APPROVALS)

    @check("state")
    def with_goals(self, reader: Reader) -> str | None:
        """A plan under way has goals."""
        if self.state == "running" and not reader.count(RecruitmentGoal, plan=self.id):
            return _("Add at least one monthly goal.")
        return None


@record(
    "Recruitment goal", "Recruitment goals", code=26, place="distributors/recruitment",
    title=("month", "territory", "line"),
    columns=("month", "territory", "line", "agents", "signed", "sales", "spend", "activity"),
    search=("territory", "line", "activity"), filters=("month", "territory", "line"),
    natural=("plan", "month", "territory", "line"), join="owner", parent="plan",
)
class RecruitmentGoal(Record):
    """What is wanted in a month, a market and a line."""

    plan: Id | None = ref("Plan", "recruitment_plan", required=True)
    month: str | None = month_of("Month", required=True)
    territory: Id | None = ref("Territory", "territory", required=True)
    line: Id | None = ref("Line", "product_line", required=True)
    agents: int | None = integer("Agents")
    signed: int | None = calc("Agents signed", "int", "distributor", "contract")
    sales: int | None = money("Sale")
    spend: int | None = money("Spend")
    activity: str = text("Activity")

    @check("agents")
    def not_empty(self, _reader: Reader) -> str | None:
        """A goal wants something."""
        return _("The goal is empty.") if not (self.agents or self.sales or self.spend) else None
