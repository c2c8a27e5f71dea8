"""Products at a client: who prescribes them, how many patients use them, and whether a hospital lists them."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

from kamdesk.fields import Id, calc, choice, day, dec, flag, integer, note, ref, state, text
from kamdesk.fields import month as month_of
from kamdesk.kinds import Record, caution, check, record
from kamdesk.store import LESS, Reader, Where
from kamdesk.words import _, number
from kamdesk.words import day as day_text

ADOPTION_LEVELS = {"none": "Does not prescribe", "trial": "Tries it", "occasional": "Occasional",
                   "regular": "Regular", "reference": "Reference"}
COUNT_SOURCES = {"physician": "Physician", "hospital": "Hospital", "estimate": "Estimate"}
LISTING_STAGES = {
    "none": "Not started", "dossier": "Dossier", "committee": "Committee", "listed": "Listed", "used": "In use",
    "rejected": "Rejected", "withdrawn": "Withdrawn",
}
UNUSUAL_CHANGE = 50  # percent


@record(
    "Adoption level", "Adoption levels", code=8, place="clients/plan", title=("physician", "product"),
    columns=("physician", "product", "level", "on", "evidence"), search=("physician", "product", "evidence"),
    filters=("level", "product"), natural=("physician", "product"), join="owner", parent="physician",
)
class Adoption(Record):
    """How far a physician has come with a product."""

    physician: Id | None = ref("Physician", "client", required=True)
    product: Id | None = ref("Product", "product", required=True)
    level: str | None = choice("Level", ADOPTION_LEVELS, required=True, default="none")
    on: datetime.date | None = day("Date", required=True)
    evidence: str = text("Evidence")

    @check("physician")
    def of_a_physician(self, reader: Reader) -> str | None:
        """Only physicians prescribe."""
        from kamdesk.records.clients import Client

        client = reader.maybe(Client, self.physician)
        if client and client.category != "physician":
            return _("The adoption level is only for physicians.")
        return None


@record(
    "Patient count", "Patient counts", code=9, place="clients/plan", title=("client", "product", "month"),
    columns=("client", "product", "month", "patients", "source"), search=("client", "product"),
    filters=("product", "month", "source"), natural=("client", "product", "month"), join="ask", parent="client",
)
class PatientCount(Record):
    """How many patients of a client use a product in a month; a count, never names."""

    client: Id | None = ref("Client", "client", required=True)
    product: Id | None = ref("Product", "product", required=True)
    month: str | None = month_of("Month", required=True)
    patients: int | None = integer("Patients", required=True)
    source: str | None = choice("Source", COUNT_SOURCES, default="estimate")

    @caution("patients")
    def usual_change(self, reader: Reader) -> str | None:
        """A count that jumps by half is worth a second look."""
        if self.patients is None or self.month is None:
            return None
        last = reader.find(PatientCount, Where("month", LESS, self.month), client=self.client, product=self.product,
                           sort=(("month", True),), limit=1)
        if not last or not last[0].patients:
            return None
        change = Decimal(100 * (self.patients - last[0].patients)) / last[0].patients
        if abs(change) <= UNUSUAL_CHANGE:
            return None
        return _("It changed by {n} %. Is it right?", n=number(change.quantize(Decimal(1), rounding=ROUND_HALF_UP)))


@record(
    "Hospital listing", "Hospital listings", code=10, place="clients/listings", title=("client", "product"),
    columns=("client", "product", "state", "committee_on", "monthly_units", "agent", "owner"),
    search=("client", "product", "formulary"), filters=("state", "product", "agent", "committee_on", "owner"),
    natural=("client", "product"), join="owner",
)
class HospitalListing(Record):
    """The way of a product into the formulary of a hospital or institution."""

    client: Id | None = ref("Client", "client", required=True)
    product: Id | None = ref("Product", "product", required=True)
    formulary: str = text("Formulary")
    owner: Id | None = ref("Owner", "person", required=True, join="ask")
    agent: Id | None = ref("Agent", "distributor")
    target: bool = flag("Wanted", default=True)
    committee_on: datetime.date | None = day("Next committee", group="state")
    submitted_on: datetime.date | None = day("Dossier submitted on", group="state")
    listed_on: datetime.date | None = day("Listed on", group="state")
    first_use_on: datetime.date | None = day("First use", group="state")
    monthly_units: Decimal | None = dec("Monthly use")
    valid_until: datetime.date | None = day("Valid until")
    reason: str = note("Reason", group="state")
    state: str | None = state(LISTING_STAGES, label="Stage", group="state")
    requirements: Decimal | None = calc("Requirements", "pct", "requirement")

    @check("committee_on")
    def committee_dated(self, _reader: Reader) -> str | None:
        """A dossier before the committee has its date."""
        if self.state == "committee" and self.committee_on is None:
            return _("The date of the committee is missing.")
        return None

    @check("reason")
    def reasoned(self, _reader: Reader) -> str | None:
        """A no has a reason."""
        if self.state in ("rejected", "withdrawn") and not self.reason.strip():
            return _("Write down the reason.")
        return None

    @caution("listed_on")
    def registered(self, reader: Reader) -> str | None:
        """A product is listed while its health registration is valid."""
        from kamdesk.records.products import registered_until

        until = registered_until(reader, product=self.product) if self.listed_on else None
        if until is None or self.listed_on is None or until >= self.listed_on:
            return None
        return _("The health registration expires on {date}.", date=day_text(until))
