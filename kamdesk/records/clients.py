"""Clients: who buys, prescribes or decides, their contacts, and how important they are (product/03 §3.1)."""

from __future__ import annotations

import datetime

from kamdesk import fields
from kamdesk.fields import (
    ME,
    Geo,
    Id,
    Link,
    calc,
    choice,
    choices,
    day,
    email,
    flag,
    geo,
    integer,
    link,
    money,
    note,
    phone,
    ref,
    text,
)
from kamdesk.kinds import Record, caution, check, record
from kamdesk.methods import tax_id as tax_ids
from kamdesk.records.sentences import name_of
from kamdesk.store import NOT_EQUAL, Reader, Where
from kamdesk.words import _, fold

CATEGORIES = {
    "public_hospital": "Public hospital", "private_hospital": "Private hospital", "clinic": "Clinic",
    "pharmacy": "Pharmacy", "pharmacy_chain": "Pharmacy chain", "physician": "Physician",
    "institution": "Institution or insurer", "tender_office": "Tender office", "authority": "Authority",
    "pharma_company": "Pharmaceutical company", "other": "Other",
}
SECTORS = {"public": "Public sector", "private": "Private sector", "social": "Social sector"}
SEGMENTS = {"a": "A", "b": "B", "c": "C", "d": "D"}
STATUSES = {"prospect": "Prospect", "active": "Active", "inactive": "Inactive"}
WEEKDAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
            "sat": "Saturday"}
CONSENTS = {"pending": "Consent pending", "given": "Consent given", "withdrawn": "Consent withdrawn"}
WITHDRAWN = "withdrawn"
# Hidden in lists and shares once consent is withdrawn; kept until somebody erases it.
REACH: dict[str, tuple[str, ...]] = {"client": ("phone", "email"), "contact": ("phone", "mobile", "email")}
AREAS = {"purchasing": "Purchasing", "pharmacy": "Pharmacy area", "medical": "Medical area", "management": "Management",
         "tenders": "Tenders", "collections": "Collections area", "other": "Other"}
INFLUENCES = {"decides": "Decides", "influences": "Influences", "uses": "Uses", "opposes": "Opposes"}
CONTACT_CHANNELS = {"call": "Call", "email": "E-mail", "message": "Message", "visit": "Visit"}
VISIT_STATUSES = {"on_track": "On track", "soon": "Due soon", "overdue": "Visit overdue", "never": "Never visited",
                  "planned": "Visit planned"}
CONTACT_STATUSES = {"in_contact": "In contact", "late": "Contact late", "lost": "Without contact"}


@record(
    "Client", "Clients", code=2, place="clients/list", title="name",
    columns=("name", "category", "segment", "territory", "visit_status", "last_visit", "year_sales", "balance",
             "owner"),
    search=("name", "code", "tax_id", "territory", "phone"),
    filters=("category", "sector", "segment", "channel", "status", "contact_status", "territory", "owner"),
    unique=(("tax_id",), ("code",)), join="owner", state="status",
)
class Client(Record):
    """A hospital, pharmacy, physician, institution, office or company that somebody answers for."""

    name: str = text("Name", required=True)
    code: str = text("Code")
    category: str | None = choice("Category", CATEGORIES, required=True)
    sector: str | None = choice("Sector", SECTORS)
    tax_id: str = text("Tax id", join="ask")
    segment: str | None = choice("Segment", SEGMENTS, default="c", join="ask")
    potential: int | None = money("Potential of the year")
    channel: Id | None = ref("Channel", "channel")
    territory: Id | None = ref("Territory", "territory", required=True)
    city: Id | None = calc("City", "ref", "territory", to=("territory",))
    address: str = note("Address")
    geo: Geo | None = geo()
    phone: str = phone("Phone", klass="personal")
    email: str = email("E-mail", klass="personal")
    parent: Id | None = ref("Network or chain", "client")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    status: str | None = choice("Status", STATUSES, default="active", group="status")
    status_reason: str = text("Reason of the status", group="status")
    specialty: str = text("Specialty")
    beds: int | None = integer("Beds")
    visit_override: Id | None = ref("Own frequency", "visit_frequency")
    phase: int | None = integer("Turn in the frequency")
    visit_days: tuple[str, ...] = choices("Visiting days", WEEKDAYS)
    visit_hours: str = text("Visiting hours")
    payment_days: int | None = integer("Payment days", unit="d")
    credit_limit: int | None = money("Credit limit", klass="credit", join="ask")
    consent: str | None = choice("Consent", CONSENTS, default="pending", group="consent")
    consent_on: datetime.date | None = day("Date of consent", group="consent")
    since: datetime.date | None = day("Client since")
    last_visit: datetime.date | None = calc("Last visit", "day", "visit")
    balance: int | None = calc("Balance", "money", "invoice", "payment", "allocation", klass="credit")
    note: str = note("Note")
    visit_status: str | None = calc("Visit status", "choice", "visit", "visit_frequency", options=VISIT_STATUSES)
    contact_status: str | None = calc("Contact status", "choice", "visit", "interaction", options=CONTACT_STATUSES)
    year_sales: int | None = calc("Sales of 12 months", "money", "sales_record", klass="amount")

    @caution("tax_id")
    def usual_tax_id(self, reader: Reader) -> str | None:
        """The tax id looks like those of the country."""
        country = reader.setting("country")
        if not self.tax_id or tax_ids.usual(self.tax_id, country=country):
            return None
        return _("The {tax_id} does not have the usual format.", tax_id=tax_ids.name(country))

    @caution("segment")
    def with_frequency(self, reader: Reader) -> str | None:
        """An active client without a frequency enters no plan."""
        from kamdesk.records.frequencies import VisitFrequency

        if self.status != "active" or self.visit_override:
            return None
        known = any(each.suits(self.category, segment=self.segment) for each in reader.find(VisitFrequency))
        return None if known else _("Without frequency: it will not enter the plan.")

    @check("phone")
    def no_phone_after_withdrawal(self, reader: Reader) -> str | None:
        """Of a physician who withdrew consent no telephone is written down; what was known stays until it is erased."""
        return self._withdrawn(reader, "phone")

    @check("email")
    def no_email_after_withdrawal(self, reader: Reader) -> str | None:
        """Nor an e-mail address."""
        return self._withdrawn(reader, "email")

    def _withdrawn(self, reader: Reader, name: str) -> str | None:
        value = getattr(self, name)
        if value and self.category == "physician" and self.consent == WITHDRAWN \
                and value != getattr(reader.maybe(Client, self.id), name, ""):
            return _("This physician withdrew consent. Do not keep any way to contact.")
        return None


@record(
    "Contact", "Contacts", code=3, place="clients/contacts", title="name",
    columns=("name", "position", "party", "area", "influence", "phone", "consent"),
    search=("name", "party", "position", "phone"), filters=("area", "influence", "consent", "birthday"),
    unique=(("party", "name"),), join="ask",
)
class Contact(Record):
    """A person at a client or distributor."""

    name: str = text("Name", required=True, klass="personal")
    title: str = text("Form of address")
    party: Link | None = link("Party", "client", "distributor", required=True)
    position: str = text("Job title")
    specialty: str = text("Specialty")
    area: str | None = choice("Area", AREAS)
    influence: str | None = choice("Influence", INFLUENCES)
    phone: str = phone("Phone", klass="personal")
    mobile: str = fields.phone("Mobile", klass="personal")
    email: str = email("E-mail", klass="personal")
    birthday: datetime.date | None = day("Birthday", klass="personal")
    preferred_channel: str | None = choice("Preferred channel", CONTACT_CHANNELS)
    consent: str | None = choice("Consent", CONSENTS, default="pending", group="consent")
    consent_on: datetime.date | None = day("Date of consent", group="consent")
    note: str = note("Note", klass="private")

    @caution("name")
    def only_once(self, reader: Reader) -> str | None:
        """A name appears once in a party."""
        if not self.name or self.party is None:
            return None
        others = reader.find(Contact, Where("id", NOT_EQUAL, self.id), party=self.party)
        if not any(fold(each.name) == fold(self.name) for each in others):
            return None
        return _("{name} is already at {party}.", name=self.name, party=name_of(reader, *self.party))

    @check("consent_on")
    def consent_dated(self, _reader: Reader) -> str | None:
        """A consent given has a date."""
        if self.consent == "given" and self.consent_on is None:
            return _("The date of the consent is missing.")
        return None


@record(
    "Affiliation", "Affiliations", code=4, place="clients/contacts", title=("physician", "place"),
    columns=("physician", "place", "role", "main", "days"), search=("physician", "place", "role"), filters=("main",),
    natural=("physician", "place"), join="ask", parent="physician",
)
class Affiliation(Record):
    """A physician works at another client."""

    physician: Id | None = ref("Physician", "client", required=True)
    place: Id | None = ref("Workplace", "client", required=True)
    role: str = text("Role")
    main: bool = flag("Main workplace")
    days: tuple[str, ...] = choices("Days", WEEKDAYS)

    @check("place")
    def elsewhere(self, _reader: Reader) -> str | None:
        """A client is not affiliated to itself."""
        if self.place and self.place == self.physician:
            return _("A client cannot be affiliated to itself.")
        return None


@record(
    "Segment change", "Segment changes", code=5, place="clients/list", title=("client", "on"),
    columns=("client", "on", "old", "new", "old_potential", "new_potential", "reason"), search=("client", "reason"),
    filters=("new", "on"), join="append", parent="client",
)
class SegmentChange(Record):
    """One line of the history of a client's segment."""

    client: Id | None = ref("Client", "client", required=True)
    on: datetime.date | None = day("Date", required=True)
    old: str | None = choice("Segment before", SEGMENTS)
    new: str | None = choice("New segment", SEGMENTS)
    old_potential: int | None = money("Potential before")
    new_potential: int | None = money("New potential")
    reason: str = text("Reason", required=True)

    @check("new")
    def something_changed(self, _reader: Reader) -> str | None:
        """Segment or potential differ from before."""
        if (self.old, self.old_potential) == (self.new, self.new_potential):
            return _("There is no change to save.")
        return None


def phone_of(person: Client | Contact) -> str:
    """The telephone that may be used: none of who withdrew consent."""
    return "" if person.consent == WITHDRAWN else person.phone
