"""Market: rivals and their prices, what is heard, studies, sizes and channels (product/03 §3.11)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import fields
from kamdesk.fields import (
    ME,
    PERCENT,
    TODAY,
    Id,
    Link,
    calc,
    choice,
    day,
    dec,
    flag,
    integer,
    link,
    note,
    pct,
    ref,
    refs,
)
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.sentences import name_of
from kamdesk.store import AT_MOST, Reader, Where
from kamdesk.words import _, percent
from kamdesk.words import day as day_text

SIGHTING_SOURCES = {"pharmacy": "Pharmacy", "hospital": "Hospital", "distributor": "Distributor", "tender": "Tender",
                    "list": "Price list", "other": "Other"}
SIGNAL_CATEGORIES = {"rival_price": "Rival price", "policy": "Policy", "demand": "Demand", "launch": "Product launch",
                     "complaint": "Complaint", "channel": "Channel", "user": "User", "trend": "Trend",
                     "tender": "Tender", "rival_promotion": "Rival promotion"}
RELIABILITY = {"1": "1", "2": "2", "3": "3"}
SIGNAL_RELAYS = {"no": "No", "to_relay": "To pass on", "relayed": "Passed on"}
STUDY_STATES = {"running": "Running", "published": "Published study"}
MEASURES = {"amount": "Amount", "units": "Units", "contacts": "Contacts", "investment": "Investment"}
CHANNEL_CATEGORIES = {"distributor": "Distributor", "wholesaler": "Wholesaler", "chain": "Chain",
                      "hospital": "Hospital direct", "institutional": "Institutional", "online": "Online shop",
                      "other": "Other"}
CHANNEL_STATES = {"studying": "Under study", "trial": "On trial", "in_use": "Channel in use", "discarded": "Discarded"}
BIG_CHANGE = Decimal(50)  # percent on the last sighting that suggests another presentation
WHOLE = Decimal(100)


@record(
    "Competitor", "Competitors", code=71, place="market/competitors", title="name",
    columns=("name", "products", "last_signal"), search=("name",), unique=(("name",),), join="ask",
)
class Competitor(Record):
    """A company that sells against ours."""

    name: str = fields.text("Name", required=True)
    country: str = fields.text("Country")
    strengths: str = note("Strengths")
    weaknesses: str = note("Weaknesses")
    strategy: str = note("Strategy")
    products: int | None = calc("Products", "int", "competitor_product")
    last_signal: datetime.date | None = calc("Last signal", "day", "market_signal")


@record(
    "Rival product", "Rival products", code=72, place="market/competitors", title="name",
    columns=("competitor", "name", "ours", "last_price", "gap", "share_estimate", "last_seen"),
    search=("name", "competitor", "ours"), filters=("competitor", "ours"), unique=(("competitor", "name"),), join="ask",
)
class CompetitorProduct(Record):
    """A product of a competitor and the one of ours it is sold against."""

    competitor: Id | None = ref("Competitor", "competitor", required=True)
    name: str = fields.text("Name", required=True)
    ours: Id | None = ref("Our product", "product", required=True)
    presentation: str = fields.text("Presentation")
    share_estimate: Decimal | None = pct("Estimated share")
    strengths: str = note("Strengths")
    weaknesses: str = note("Weaknesses")
    promotion: str = note("Their promotion")
    last_price: Decimal | None = calc("Last price", "money", "price_sighting", scale=fields.UNIT_PRICE)
    last_seen: datetime.date | None = calc("Last seen", "day", "price_sighting")
    gap: Decimal | None = calc("Price gap", "pct", "price_sighting", "price", scale=PERCENT, klass="price", signed=True)

    @caution("share_estimate")
    def shares(self, reader: Reader) -> str | None:
        """The shares of one market are parts of one whole."""
        if self.share_estimate is None or not self.ours:
            return None
        rivals = [each for each in reader.find(CompetitorProduct, ours=self.ours) if each.id != self.id]
        total = self.share_estimate + sum((each.share_estimate or Decimal(0) for each in rivals), Decimal(0))
        if total <= WHOLE:
            return None
        return _("The shares of {product} add up to {total}.", product=name_of(reader, "product", self.ours),
                 total=percent(total))


@record(
    "Price seen", "Prices seen", code=73, place="market/competitors", title=("rival", "on"),
    columns=("rival", "on", "price", "currency", "where", "territory", "source"), search=("rival", "where"),
    filters=("rival", "source", "territory", "on"), natural=("rival", "on", "where", "price"), join="append",
    parent="rival",
)
class PriceSighting(Record):
    """A rival's price as somebody saw it somewhere."""

    rival: Id | None = ref("Rival product", "competitor_product", required=True)
    on: datetime.date | None = day("Date", required=True)
    price: Decimal | None = fields.price("Price", required=True, group="amount")
    currency: str = fields.text("Currency", group="amount")
    where: Link | None = link("Where", "client", "distributor", "tender")
    territory: Id | None = ref("Territory", "territory")
    source: str | None = choice("Seen in", SIGHTING_SOURCES)

    @caution("price")
    def believable(self, reader: Reader) -> str | None:
        """A price that jumps is often another presentation."""
        if self.on is None or self.price is None or not self.rival:
            return None
        seen = reader.find(PriceSighting, Where("on", AT_MOST, self.on), rival=self.rival, currency=self.currency,
                           sort=(("on", True),), limit=2)
        last = next((each for each in seen if each.id != self.id), None)
        if last is None or not last.price or last.on is None:
            return None
        change = (self.price - last.price) / last.price * WHOLE
        if abs(change) <= BIG_CHANGE:
            return None
        return _("It changed {change} since {date}. Is it the same presentation?", change=percent(change),
                 date=day_text(last.on))


@record(
    "Signal", "Signals", code=74, place="market/signals", title=("on", "category"),
    columns=("on", "category", "text", "product", "territory", "source", "reliability", "relay"),
    search=("text", "source", "product", "competitor"),
    filters=("category", "territory", "product", "use_in_report", "relay"), join="append", state="relay",
    deletable=True,
)
class MarketSignal(Record):
    """Something heard in the market, with how far it can be trusted; only its follow-up changes afterwards."""

    on: datetime.date | None = day("Date", required=True, default=TODAY)
    category: str | None = choice("Category", SIGNAL_CATEGORIES, required=True)
    text: str = note("Text", required=True)
    source: str = fields.text("Source of information")
    reliability: str | None = choice("Reliability", RELIABILITY, default="2")
    territory: Id | None = ref("Territory", "territory")
    product: Id | None = ref("Product", "product")
    competitor: Id | None = ref("Competitor", "competitor")
    party: Link | None = link("Party", "client", "distributor")
    use_in_report: bool = flag("For the report")
    relay: str | None = choice("To pass on", SIGNAL_RELAYS, default="no", group="state", join="owner")
    relayed_to: str = fields.text("Passed on to", group="state", join="owner")
    relayed_on: datetime.date | None = day("Passed on the", group="state", join="owner")
    action: str = note("Action taken", join="owner")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")

    @caution("product")
    def whose_price(self, _reader: Reader) -> str | None:
        """A price is the price of something."""
        return _("Of which product?") if self.category == "rival_price" and not self.product else None


@record(
    "Market study", "Market studies", code=75, place="market/studies", title="title",
    columns=("title", "territory", "line", "start", "end", "state"), search=("title", "findings"),
    filters=("state", "line", "territory"), unique=(("title",),), join="owner",
)
class MarketStudy(Record):
    """A question about a market, how it was looked into, and what was concluded."""

    title: str = fields.text("Title", required=True)
    question: str = note("Question", required=True)
    territory: Id | None = ref("Territory", "territory")
    line: Id | None = ref("Line", "product_line")
    start: datetime.date | None = day("Start", group="period")
    end: datetime.date | None = day("End", group="period")
    method: str = fields.text("Method")
    sample: str = fields.text("Sample")
    findings: str = note("Findings")
    conclusions: str = note("Conclusions")
    patients_estimate: int | None = integer("Estimated patients")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    state: str | None = fields.state(STUDY_STATES)

    @caution("state")
    def measured(self, reader: Reader) -> str | None:
        """Without a size there are no shares."""
        if self.state != "published" or reader.count(MarketSize, study=self.id):
            return None
        return _("Add the size of the market to calculate shares.")


@record(
    "Market size", "Market sizes", code=76, place="market/studies", title=("territory", "line"),
    columns=("territory", "line", "month", "year", "measure", "value", "source"), search=("source",),
    filters=("territory", "line", "measure", "year"),
    natural=("territory", "line", "product", "measure", "month", "year"), join="ask",
)
class MarketSize(Record):
    """How big a market is in a month or a year, whoever sells in it; money in units of the base currency."""

    territory: Id | None = ref("Territory", "territory", required=True)
    line: Id | None = ref("Line", "product_line", required=True)
    product: Id | None = ref("Product", "product")
    measure: str | None = choice("Measure", MEASURES, required=True, default="amount")
    month: str | None = fields.month("Month", group="when")
    year: int | None = fields.year("Year", group="when")
    value: Decimal | None = dec("Value", required=True)
    own_value: Decimal | None = dec("Our value")
    source: str = fields.text("Source of information", required=True)
    study: Id | None = ref("Market study", "market_study")

    @check("year")
    def dated(self, _reader: Reader) -> str | None:
        """It is the size of one month or of one year."""
        if self.month is None and self.year is None:
            return _("{field} is missing. Type it.", field=_("Month or year"))
        return _("Type the month or the year, not both.") if self.month is not None and self.year is not None else None

    @caution("own_value")
    def within_market(self, _reader: Reader) -> str | None:
        """Our part is not more than the whole."""
        if self.value is None or self.own_value is None or self.own_value <= self.value:
            return None
        return _("Our sales are above the market stated.")


@record(
    "Channel", "Channels", code=77, place="market/strategy", title="name",
    columns=("name", "category", "territories", "state", "share_goal", "share", "sales", "growth", "margin", "overdue"),
    search=("name",), filters=("state", "category"), unique=(("name",),), join="ask",
)
class Channel(Record):
    """A way to the market, and what was decided about it."""

    name: str = fields.text("Name", required=True)
    category: str | None = choice("Category", CHANNEL_CATEGORIES, required=True)
    territories: tuple[Id, ...] = refs("Territories", "territory")
    share_goal: Decimal | None = pct("Share goal")
    share: Decimal | None = calc("Share", "pct", "sales_record", scale=PERCENT)
    pros: str = note("Pros")
    cons: str = note("Cons")
    decision: str = note("Decision", group="state")
    sales: int | None = calc("Channel sales", "money", "sales_record")
    growth: Decimal | None = calc("Growth", "pct", "sales_record", scale=PERCENT, signed=True)
    margin: Decimal | None = calc("Margin", "pct", "sales_record", scale=PERCENT, klass="margin", signed=True)
    overdue: int | None = calc("Overdue", "money", "invoice", "allocation")
    state: str | None = fields.state(CHANNEL_STATES, group="state")

    @caution("share_goal")
    def goals_add_up(self, reader: Reader) -> str | None:
        """The goals of the channels in use are parts of one whole."""
        if self.state != "in_use" or self.share_goal is None:
            return None
        others = [each for each in reader.find(Channel, state="in_use") if each.id != self.id]
        total = self.share_goal + sum((each.share_goal or Decimal(0) for each in others), Decimal(0))
        return None if total == WHOLE else _("The goals of the channels add up to {total}.", total=percent(total))
