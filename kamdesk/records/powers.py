"""What deciding about each kind of document takes (K81, K107)."""

from __future__ import annotations

from dataclasses import dataclass

EVERYTHING = "all"


@dataclass(frozen=True)
class Matter:
    """What deciding about a kind takes: an option of ``Person.can_approve`` and a matter of ``Authority``."""

    right: str
    matter: str = "other"


MATTERS = {
    "target_plan": Matter("targets"), "work_plan": Matter("targets"), "visit_cycle": Matter("targets"),
    "credit_assessment": Matter("credit", "credit"), "invoice": Matter("credit", "credit"),
    "appraisal": Matter("staff", "staff"), "incentive": Matter("staff", "staff"),
    "staff_recommendation": Matter("staff", "staff"), "contract": Matter("contract", "contract"),
    "tender": Matter("discount", "discount"), "order": Matter("discount", "discount"),
    "budget": Matter("budget"), "budget_transfer": Matter("budget"), "entry_plan": Matter("budget"),
    "expense_claim": Matter("expense", "expense"), "promotion_plan": Matter("promotion", "promotion"),
    "communication_plan": Matter("promotion", "promotion"), "recruitment_plan": Matter("promotion", "promotion"),
    "strategy": Matter(EVERYTHING), "proposal": Matter(EVERYTHING),
}
