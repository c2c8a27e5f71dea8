"""Policies and compliance: the rules, who has read them, who keeps them, and papers in force (product/03 §3.15)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import fields
from kamdesk.fields import ME, PERCENT, Id, Link, calc, choice, day, flag, integer, link, ref, refs, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.sentences import backwards
from kamdesk.store import NOT_EQUAL, Reader, Where
from kamdesk.words import _

POLICY_CATEGORIES = {
    "drug_law": "Medicines law", "reform": "Health reform", "gsp": "Good distribution practice",
    "insurance": "Health insurance", "price": "Price", "tender": "Tender", "investment": "Investment and recruitment",
    "sales": "Selling policy", "internal": "Internal system", "confidentiality": "Confidentiality",
}
POLICY_STATES = {"studying": "Under study", "in_force": "Policy in force", "repealed": "Repealed"}
ACK_METHODS = {"meeting": "Meeting", "document": "Document", "training": "Training"}
CHECK_RESULTS = {"complies": "Complies", "partly": "Complies in part", "fails": "Does not comply"}
CHECK_STATES = {"planned": "Planned check", "done": "Check done", "closed": "Closed check"}
DOCUMENT_CATEGORIES = {
    "sanitary_licence": "Sanitary licence", "gsp": "Good distribution practice",
    "sanitary_registration": "Sanitary registration", "operating_permit": "Operating permit",
    "tax_registration": "Tax registration", "power": "Power of attorney", "agent_letter": "Agent's letter",
    "guarantee": "Guarantee", "insurance": "Insurance policy",
    "confidentiality": "Confidentiality agreement", "other": "Other",
}
DOCUMENT_STATUSES = {"missing": "Missing", "valid": "Valid", "expiring": "Expiring soon", "expired": "Expired",
                     "renewing": "Being renewed"}


@record(
    "Policy", "Policies", code=91, place="market/policies", title="title",
    columns=("title", "category", "issuer", "effective", "acks", "state"), search=("title", "effect", "number"),
    filters=("category", "state", "review_on"), unique=(("title", "revision"),), join="ask",
)
class Policy(Record):
    """A law or a rule of the company, what it does to us and what we do about it. A revision is a new record."""

    title: str = text("Title", required=True)
    category: str | None = choice("Category", POLICY_CATEGORIES, required=True)
    number: str = text("Number")
    issuer: str = text("Issuer")
    published_on: datetime.date | None = day("Publication date")
    effective: datetime.date | None = day("In force from", group="state")
    until: datetime.date | None = day("Until", group="state")
    effect: str = fields.note("How it affects us")
    what_we_do: str = fields.note("What we do")
    lines: tuple[Id, ...] = refs("Lines", "product_line")
    products: tuple[Id, ...] = refs("Products", "product")
    must_acknowledge: bool = flag("Must be acknowledged")
    review_on: datetime.date | None = day("Review on")
    reason: str = fields.note("Reason", group="state")
    revision: int | None = integer("Revision", default=0)
    revises: Id | None = ref("Revises", "policy")
    acks: int | None = calc("Acknowledgements", "int", "policy_ack")
    state: str | None = fields.state(POLICY_STATES, group="state")

    @check("until")
    def in_order(self, _reader: Reader) -> str | None:
        """It ends after it begins."""
        return backwards(self, "effective", "until")

    @caution("effect")
    def understood(self, _reader: Reader) -> str | None:
        """A rule in force does something to us."""
        return _("Write down how it affects us.") if self.state == "in_force" and not self.effect.strip() else None


@record(
    "Acknowledgement", "Acknowledgements", code=92, place="market/policies", title=("policy", "person"),
    columns=("policy", "person", "on", "method"), search=("policy", "person"), filters=("policy", "method", "on"),
    natural=("policy", "person"), join="append", parent="policy",
)
class PolicyAck(Record):
    """That a person, or a distributor, knows a policy since a day."""

    policy: Id | None = ref("Policy", "policy", required=True)
    person: Link | None = link("Person or distributor", "person", "distributor", required=True)
    on: datetime.date | None = day("Date")
    method: str | None = choice("How", ACK_METHODS)

    @check("on")
    def policy_existed(self, reader: Reader) -> str | None:
        """Nobody knew a policy before there was one."""
        policy = reader.maybe(Policy, self.policy)
        since = (policy.published_on or policy.effective) if policy else None
        return _("It is before the policy.") if since and self.on and self.on < since else None


@record(
    "Compliance check", "Compliance checks", code=93, place="team/compliance", title=("subject", "policy"),
    columns=("on", "due", "subject", "policy", "result", "findings", "state"), search=("subject", "policy"),
    filters=("result", "state", "policy"), unique=(("subject", "policy", "on"),), join="owner",
)
class ComplianceCheck(Record):
    """Whether somebody, or a territory, keeps a policy, checked on a day."""

    on: datetime.date | None = day("Date", group="state")
    due: datetime.date | None = day("To be checked by")
    subject: Link | None = link("About whom", "person", "distributor", "client", "territory", required=True)
    policy: Id | None = ref("Policy", "policy", required=True)
    requirements: Decimal | None = calc("Requirements", "pct", "requirement", scale=PERCENT)
    result: str | None = choice("Result", CHECK_RESULTS, group="state")
    findings: str = fields.note("Findings", group="state")
    closed_on: datetime.date | None = day("Closing date", group="state")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    state: str | None = fields.state(CHECK_STATES, group="state")

    @check("result")
    def judged(self, _reader: Reader) -> str | None:
        """A check ends in a judgement."""
        return _("Choose the result.") if self.state in ("done", "closed") and not self.result else None

    @caution("findings")
    def corrected(self, reader: Reader) -> str | None:
        """What is not kept is put right by somebody."""
        from kamdesk.records.tasks import Task

        if self.result != "fails" or not self.id:
            return None
        tasks = reader.count(Task, Where("state", NOT_EQUAL, "cancelled"), category="corrective",
                             about=Link("compliance_check", self.id))
        return None if tasks else _("Create a corrective task.")


@record(
    "Document in force", "Documents in force", code=94, place="team/compliance", title=("category", "holder"),
    columns=("category", "holder", "number", "expires", "days", "status"), search=("number", "holder", "authority"),
    filters=("category", "holder", "status", "expires"), unique=(("category", "holder", "number"),), join="ask",
)
class ComplianceDocument(Record):
    """A licence, permit or agreement that lets somebody do business; without a holder it is our company's."""

    category: str | None = choice("Category", DOCUMENT_CATEGORIES, required=True)
    holder: Link | None = link("Holder", "client", "distributor", "product", "person")
    number: str = text("Number")
    authority: str = text("Issued by")
    issued: datetime.date | None = day("Issued on")
    expires: datetime.date | None = day("Expires on")
    mandatory: bool = flag("Mandatory")
    file: Id | None = ref("File", "attachment")
    renewal_started: datetime.date | None = day("Renewal started on")
    replaces: Id | None = ref("Replaces", "compliance_document")
    days: int | None = calc("Days left", "int")
    status: str | None = calc("Status", "choice", options=DOCUMENT_STATUSES)

    @check("expires")
    def in_order(self, _reader: Reader) -> str | None:
        """It expires after it was issued."""
        return backwards(self, "issued", "expires")

    @caution("expires")
    def dated(self, _reader: Reader) -> str | None:
        """Without a date nobody is warned."""
        return None if self.expires else _("Without an expiry date there will be no warning.")

    @caution("file")
    def attached(self, _reader: Reader) -> str | None:
        """A mandatory paper is kept where it can be shown."""
        return _("Attach the document.") if self.mandatory and not self.file else None
