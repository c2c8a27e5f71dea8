"""What planning of visits reads: who is due, a proposal of days, and the week as it stands. Nothing here writes."""

from kamdesk.planning.board import BoardDay, Card, agenda, board
from kamdesk.planning.cycle import CycleNow, cycle_now
from kamdesk.planning.due import Due, Outlook, month_of_week, outlook, to_plan
from kamdesk.planning.panel import Member, Panel, panel_of
from kamdesk.planning.proposal import PlanProposal, PlanTask, ProposedDay, ProposedVisit, plan_task, propose_plan

__all__ = ["BoardDay", "Card", "CycleNow", "Due", "Member", "Outlook", "Panel", "PlanProposal", "PlanTask",
           "ProposedDay", "ProposedVisit", "agenda", "board", "cycle_now", "month_of_week", "outlook", "panel_of",
           "plan_task", "propose_plan", "to_plan"]
