"""The tabs of each page and what they are called; kinds say themselves under which one they are reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kamdesk.kinds import REGISTER, Kind, kind_of
from kamdesk.store import EQUAL, NOT_EQUAL, Where
from kamdesk.words import N_

TABS: dict[str, tuple[tuple[str, str], ...]] = {
    "today": (("agenda", N_("Agenda")), ("tasks", N_("Tasks and emergencies"))),
    "plan": (("week", N_("Week")), ("month", N_("Month")), ("list", N_("List")), ("cycle", N_("Cycle")),
             ("samples", N_("Samples"))),
    "clients": (("list", N_("Clients")), ("contacts", N_("Contacts")), ("activity", N_("Activity")),
                ("listings", N_("Listed products")), ("plan", N_("Plan and patients"))),
    "distributors": (("list", N_("Distributors")), ("agents", N_("Agents")), ("credit", N_("Credit")),
                     ("appraisals", N_("Appraisals")), ("training", N_("Training")), ("stock", N_("Stock")),
                     ("documents", N_("Papers")), ("recruitment", N_("Recruitment")), ("network", N_("Sales network")),
                     ("incentives", N_("Incentives"))),
    "targets": (("followup", N_("Follow-up")),
                ("cascade", N_("Cascade")), ("sales", N_("Sales")), ("information", N_("Month's information")),
                ("forecast", N_("Forecast")), ("work_plan", N_("Work plan")), ("appraisal", N_("Appraisal"))),
    "orders": (("orders", N_("Orders")), ("ageing", N_("Receivables")), ("invoices", N_("Invoices")),
               ("payments", N_("Collections and promises")), ("returns", N_("Returns and quality"))),
    "tenders": (("tenders", N_("Tenders")), ("prices", N_("Prices")), ("insurance", N_("Insurance")),
                ("listings", N_("Hospital listings"))),
    "contracts": (("contracts", N_("Contracts")), ("negotiation", N_("Negotiation")),
                  ("expiries", N_("Expiries"))),
    "promotions": (("plans", N_("Plans")), ("evaluations", N_("What worked")), ("content", N_("Content and networks")),
                   ("training", N_("Training sessions"))),
    "budget": (("grid", N_("Grid")), ("expenses", N_("Expenses")), ("review", N_("Pre-review")),
               ("resources", N_("Sharing"))),
    "market": (("signals", N_("Signals")), ("competitors", N_("Competitors")), ("studies", N_("Studies")),
               ("white_space", N_("White space")), ("policies", N_("Policies")),
               ("strategy", N_("Strategy and proposals"))),
    "team": (("people", N_("People")), ("org", N_("Organisation")), ("appraisals", N_("Appraisals")),
             ("coaching", N_("Coaching")), ("vacancies", N_("Vacancies")), ("compliance", N_("Compliance"))),
    "reports": (("make", N_("Make")), ("issued", N_("Issued"))),
    "exchange": (("send", N_("Send")), ("receive", N_("Receive")), ("history", N_("History")),
                 ("people", N_("People and laptops")), ("copies", N_("Backups")), ("approvals", N_("Approvals"))),
    "settings": (("values", N_("Options")), ("region", N_("Region and format")), ("calendar", N_("Calendar")),
                 ("frequencies", N_("Frequencies and alerts")), ("products", N_("Products and prices")),
                 ("templates", N_("Templates")), ("access", N_("Confidentiality log"))),
}


AGENT, INSURANCE = Where("role", EQUAL, "agent"), Where("category", EQUAL, "insurance")
NARROWED = {  # the part of a kind that its first place shows, where another tab shows the rest
    "distributor": (Where("role", NOT_EQUAL, "agent"),), "filing": (Where("category", NOT_EQUAL, "insurance"),),
}
ALSO: dict[str, tuple[tuple[str, tuple[Where, ...]], ...]] = {  # second places of product/00
    "distributors/agents": (("distributor", (AGENT,)),),
    "distributors/documents": (("compliance_document", ()),),
    "tenders/insurance": (("filing", (INSURANCE,)),),
    "tenders/listings": (("hospital_listing", ()),),
    "promotions/training": (("training_session", ()), ("training_attendance", ())),
    "targets/appraisal": (("appraisal", ()), ("appraisal_line", ())),
    "team/appraisals": (("appraisal", ()), ("appraisal_line", ())),
}


@dataclass(frozen=True)
class Shown:
    """A kind under a tab: where it stands, and which of its records."""

    kind: Kind
    place: tuple[str, str]
    where: tuple[Where, ...] = ()

    @property
    def filled(self) -> dict[str, Any]:
        """What a new record made here starts with, so that it is shown here."""
        return {each.field: each.value for each in self.where if each.op == EQUAL}


def shown_at(page: str, tab: str) -> list[Shown]:
    """What is reached under a tab: records that have their first place here, then those shown here too."""
    place = (page, tab)
    also = [Shown(kind_of(name), place, where) for name, where in ALSO.get(f"{page}/{tab}", ())]
    own = [Shown(kind, place, NARROWED.get(kind.name, ())) for kind in kinds_at(page, tab)]
    return also + own


def kinds_at(page: str, tab: str) -> list[Kind]:
    """The kinds reached under a tab: records of their own first, children after them, by code."""
    found = [kind for kind in REGISTER.values() if kind.place == f"{page}/{tab}"]
    return sorted(found, key=lambda kind: (kind.parent is not None, kind.code))


def place_of(kind: Kind) -> tuple[str, str]:
    """The page and tab where a kind is reached."""
    page, _slash, tab = kind.place.partition("/")
    return page, tab
