"""What planning of visits reads: who is due, a proposal of days, and the week as it stands. Nothing here writes."""

from kamdesk.planning.board import BoardDay, Card, agenda, board
from kamdesk.planning.due import Due, rescue_of, to_plan
from kamdesk.planning.panel import Member, Panel, panel_of
from kamdesk.planning.proposal import PlanProposal, ProposedDay, ProposedVisit, propose_plan

__all__ = ["BoardDay", "Card", "Due", "Member", "Panel", "PlanProposal", "ProposedDay", "ProposedVisit", "agenda",
           "board", "panel_of", "propose_plan", "rescue_of", "to_plan"]
