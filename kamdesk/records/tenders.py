"""Tenders and filings: what is offered to the public buyer, and what an authority decides (product/03 §3.7)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import clock, fields, words
from kamdesk.fields import ME, Id, Link, calc, choice, day, dec, money, note, ref, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.store import IN, Reader, Where
from kamdesk.words import _, plural

TENDER_CATEGORIES = {"public_tender": "Public tender", "direct_purchase": "Direct purchase",
                     "reverse_auction": "Reverse auction", "quotation": "Quotation", "agreement": "Framework agreement"}
GOODS = {"medicines": "Medicines", "devices": "Medical devices", "mixed": "Mixed goods"}
TENDER_STATES = {"call": "Call for offers", "preparation": "In preparation", "submitted": "Offer submitted",
                 "awaiting_award": "Awaiting award", "awarded": "Tender awarded", "partly_awarded": "Partly awarded",
                 "lost": "Tender lost", "void": "Tender void", "declined": "Declined"}
LINE_RESULTS = {"pending": "Pending", "awarded": "Awarded", "lost": "Lost", "void": "Void"}
FILING_CATEGORIES = {"price": "Price", "insurance": "Health insurance", "registration": "Sanitary registration",
                     "other": "Other"}
# An approved filing past its validity is shown as expired; the state is told from the day, never stored.
FILING_STATES = {"to_prepare": "To prepare", "submitted": "Filed", "observed": "Observed", "approved": "Approved",
                 "rejected": "Rejected", "expired": "Expired"}


@record(
    "Tender", "Tenders", code=46, place="tenders/tenders", title=("number", "title"),
    columns=("number", "title", "office", "submit_by", "state", "estimated", "progress", "owner"),
    search=("number", "title", "office"), filters=("state", "category", "goods", "territory", "submit_by"),
    unique=(("number", "office"),), join="owner", approvable=("number", "office"),
)
class Tender(Record):
    """A call of an office, hospital or institution to offer. Its approval protects the prices of its lines."""

    number: str = text("Number", required=True)
    title: str = text("Title", required=True)
    office: Id | None = ref("Buying office", "client", required=True)
    category: str | None = choice("Category", TENDER_CATEGORIES, required=True)
    goods: str | None = choice("Goods", GOODS, default="medicines")
    territory: Id | None = ref("Territory", "territory")
    bidder: Id | None = ref("Bidder", "distributor")
    published_on: datetime.date | None = day("Call published on")
    questions_by: datetime.date | None = day("Questions by")
    submit_by: datetime.date | None = day("Submit by")
    opening_on: datetime.date | None = day("Opening on")
    award_on: datetime.date | None = day("Award on")
    estimated: int | None = money("Estimated")
    currency: str = text("Currency")
    bond: int | None = money("Bond")
    bond_until: datetime.date | None = day("Bond until")
    offer_total: int | None = calc("Offered", "money", "tender_line", klass="price")
    awarded_total: int | None = calc("Awarded total", "money", "tender_line", klass="price")
    progress: Decimal | None = calc("Documents ready", "pct", "requirement", scale=4)
    contract: Id | None = ref("Contract", "contract")
    incumbent: str = text("Incumbent")
    submitted_on: datetime.date | None = day("Submitted on", group="state")
    exception: str = note("Exception", group="state")
    reason: str = text("Reason", group="state")
    lessons: str = note("Lessons")
    owner: Id | None = ref("Owner", "person", default=ME)
    state: str | None = fields.state(TENDER_STATES, group="state")

    @check("state")
    def complete(self, reader: Reader) -> str | None:
        """An offer leaves with every mandatory document, or with an exception that says why not."""
        from kamdesk.records.checklists import UNMET, Requirement

        if self.state != "submitted" or self.exception.strip() or not self.id:
            return None
        unmet = reader.find(Requirement, Where("state", IN, UNMET), parent=Link("tender", self.id), mandatory=True)
        if not unmet:
            return None
        return plural("{n} mandatory document is missing: {list}.", "{n} mandatory documents are missing: {list}.",
                      len(unmet), list=", ".join(each.name for each in unmet))

    @caution("submit_by")
    def in_time(self, _reader: Reader) -> str | None:
        """An offer that is not in by its day is late."""
        if self.state not in ("call", "preparation") or not self.submit_by or self.submit_by >= clock.today():
            return None
        return _("The submission deadline was {date}.", date=words.day(self.submit_by))

    @caution("lessons")
    def learnt(self, _reader: Reader) -> str | None:
        """A lost tender teaches."""
        return _("Note why it was lost.") if self.state == "lost" and not self.lessons.strip() else None


@record(
    "Tender line", "Tender lines", code=47, place="tenders/tenders", title=("item", "product"),
    columns=("item", "product", "quantity", "reference_price", "price", "floor", "result", "awarded_quantity",
             "awarded_price", "winner"),
    search=("item", "product"), filters=("result", "product"), natural=("tender", "item", "product"), join="owner",
    parent="tender", state="result", approvable=("price",), deletable=True,
)
class TenderLine(Record):
    """One item of a tender, what is offered for it, and how it ended."""

    tender: Id | None = ref("Tender", "tender", required=True)
    item: str = text("Item")
    product: Id | None = ref("Product", "product", required=True)
    quantity: Decimal | None = dec("Quantity", required=True)
    reference_price: Decimal | None = fields.price("Reference price")
    price: Decimal | None = fields.price("Price", klass="price", join="ask")
    floor: Decimal | None = fields.price("Lowest price", klass="price", join="ask")
    result: str | None = choice("Line result", LINE_RESULTS, default="pending", group="state")
    awarded_quantity: Decimal | None = dec("Awarded quantity", group="state")
    awarded_price: Decimal | None = fields.price("Awarded price", klass="price")
    winner: Id | None = ref("Winner", "competitor", group="state")

    @caution("price")
    def above_floor(self, _reader: Reader) -> str | None:
        """An offer below the floor needs leave."""
        if self.price is None or self.floor is None or self.price >= self.floor:
            return None
        return _("Below the minimum price: it needs approval.")

    @check("awarded_quantity")
    def how_many(self, _reader: Reader) -> str | None:
        """An award says how much was won."""
        if self.result == "awarded" and self.awarded_quantity is None:
            return _("The awarded quantity is missing.")
        return None


@record(
    "Rival offer", "Rival offers", code=48, place="tenders/tenders", title=("line", "competitor"),
    columns=("line", "competitor", "price", "source"), search=("competitor", "source"), filters=("competitor",),
    natural=("line", "competitor"), join="ask", parent="line",
)
class RivalOffer(Record):
    """What a competitor offered for a line of a tender."""

    line: Id | None = ref("Tender line", "tender_line", required=True)
    competitor: Id | None = ref("Competitor", "competitor", required=True)
    price: Decimal | None = fields.price("Price")
    source: str = text("Source")

    @check("price")
    def says_something(self, _reader: Reader) -> str | None:
        """Without price or source there is nothing to know."""
        if self.price is None and not self.source.strip():
            return _("Note the price or how you know of it.")
        return None


@record(
    "Filing", "Filings", code=49, place="tenders/prices", title=("category", "product"),
    columns=("category", "product", "authority", "file_number", "state", "next_on", "valid_until"),
    search=("product", "authority", "file_number"), filters=("category", "state", "valid_until"),
    unique=(("category", "authority", "product", "file_number"),), join="owner",
)
class Filing(Record):
    """A product's request for a price, an insurance listing or a registration before an authority."""

    category: str | None = choice("Category", FILING_CATEGORIES, required=True)
    authority: Id | None = ref("Deciding authority", "client", required=True)
    product: Id | None = ref("Product", "product", required=True)
    territory: Id | None = ref("Territory", "territory")
    file_number: str = text("File number", group="state")
    requested_price: Decimal | None = fields.price("Requested price", klass="price")
    approved_price: Decimal | None = fields.price("Approved price", klass="price")
    coverage: str = note("Coverage")
    submit_by: datetime.date | None = day("Submit by")
    submitted_on: datetime.date | None = day("Submitted on", group="state")
    decided_on: datetime.date | None = day("Decided on", group="state")
    valid_until: datetime.date | None = day("Valid until", group="state")
    next_on: datetime.date | None = day("Next date")
    next_step: str = text("Next step")
    reason: str = note("Reason", group="state")
    owner: Id | None = ref("Owner", "person", default=ME)
    progress: Decimal | None = calc("Documents ready", "pct", "requirement", scale=4)
    state: str | None = fields.state(FILING_STATES, group="state")

    @check("file_number")
    def filed(self, _reader: Reader) -> str | None:
        """What was filed has a number."""
        if self.state != "submitted" or self.file_number.strip():
            return None
        return _("The filing number is missing.")

    @check("submitted_on")
    def filed_on(self, _reader: Reader) -> str | None:
        """What was filed has a date."""
        return _("The filing date is missing.") if self.state == "submitted" and self.submitted_on is None else None

    @caution("valid_until")
    def ends(self, _reader: Reader) -> str | None:
        """Without its end nobody is warned."""
        if self.state == "approved" and self.valid_until is None:
            return _("Without a validity there will be no expiry warning.")
        return None
