"""Products: lines, prices of each list, and the messages that may be told about them (product/03 §3.4)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import clock, fields
from kamdesk.fields import Id, Link, calc, choice, choices, day, flag, integer, link, note, pct, price, ref, state, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.store import FILLED, NOT_EQUAL, Reader, Where
from kamdesk.words import _, plural
from kamdesk.words import day as day_text

CATEGORIES = {"medicine": "Medicine", "device": "Medical device", "supply": "Supply", "service": "Service"}
STATUSES = {"launch": "Being launched", "active": "Active", "discontinued": "Discontinued"}
PRICE_LISTS = {"list": "List price", "distributor": "Distributor price", "institutional": "Institutional price",
               "tender": "Tender price", "minimum": "Minimum price", "cost": "Cost price"}
SCOPES = {"product": "Product", "brand": "Brand", "company": "Company", "sales_policy": "Sales policy"}
MESSAGES = {
    "point_of_sale": "Point of sale", "highlight": "Highlight", "brand_support": "Brand support",
    "key": "Key message", "objection": "Objection and answer", "comparison": "Comparison",
    "culture": "Company culture", "policy": "Policy",
}
BASES = {"interview": "Interview", "study": "Study", "signal": "Signal", "figure": "Figure"}
AUDIENCES = {"physician": "Physician", "pharmacy": "Pharmacy", "hospital": "Hospital", "distributor": "Distributor",
             "public": "Public"}
MESSAGE_STATES = {"draft": "Draft", "approved": "Approved", "retired": "Retired"}
REGISTRATION = "sanitary_registration"  # the paper (K94) that lets a product be sold


@record(
    "Line", "Lines", code=29, place="settings/products", title="name", columns=("name", "products", "year_sales"),
    search=("name",), unique=(("name",),), join="ask",
)
class ProductLine(Record):
    """A family of products, as cardiovascular, oncology or medical devices."""

    name: str = text("Name", required=True)
    manager: Id | None = ref("In charge", "person")
    color: int | None = integer("Colour")
    products: int | None = calc("Products", "int", "product")
    year_sales: int | None = calc("Sales of the year", "money", "sales_record", "product", klass="amount")

    def may_archive(self, reader: Reader) -> str | None:
        """Why it stays in the catalogue: products on sale; None when it may go."""
        count = reader.count(Product, Where("status", NOT_EQUAL, "discontinued"), line=self.id)
        return plural("The line has {n} active product.", "The line has {n} active products.", count) if count else None


@record(
    "Product", "Products", code=30, place="settings/products", title="name",
    columns=("name", "line", "presentation", "current_price", "registration_until", "status"),
    search=("name", "code", "ingredient"), filters=("line", "status", "category", "launch_on"),
    unique=(("code",), ("name", "presentation")), join="ask", state="status",
)
class Product(Record):
    """What is sold, in one presentation."""

    name: str = text("Name", required=True)
    code: str = text("Code")
    line: Id | None = ref("Line", "product_line", required=True)
    category: str | None = choice("Category", CATEGORIES, default="medicine")
    ingredient: str = text("Active ingredient")
    presentation: str = text("Presentation")
    unit: str = text("Unit", default="caja")
    storage: str = text("Storage")
    launch_on: datetime.date | None = day("Launch", group="status")
    status: str | None = choice("Status", STATUSES, default="active", group="status")
    tax_rate: Decimal | None = pct("Tax rate")
    default_margin: Decimal | None = pct("Usual margin", klass="margin")
    sample: bool = flag("Given as sample")
    sheet: str = note("Product sheet", group="sheet")
    sheet_version: str = text("Version of the sheet", group="sheet")
    sheet_by: str = text("Sheet approved by", group="sheet")
    sheet_until: datetime.date | None = day("Sheet valid until", group="sheet")
    current_price: Decimal | None = calc("Current price", "money", "price", klass="price", scale=6)
    registration_until: datetime.date | None = calc("Registration expires", "day", "compliance_document")

    @caution("sheet")
    def sheet_in_force(self, _reader: Reader) -> str | None:
        """A sheet is approved by somebody and not past its date."""
        if not self.sheet.strip():
            return None
        past = self.sheet_until is not None and self.sheet_until < clock.today()
        return _("The sheet of {product} is not in force.", product=self.name) if past or not self.sheet_by else None


def registered_until(reader: Reader, *, product: Id | None) -> datetime.date | None:
    """The last day of the newest health registration of a product on file; None when there is none."""
    from kamdesk.records.policies import ComplianceDocument

    if not product:
        return None
    found = reader.find(ComplianceDocument, Where("expires", FILLED), holder=Link("product", product),
                        category=REGISTRATION, sort=(("expires", True),), limit=1)
    return found[0].expires if found else None


@record(
    "Price", "Prices", code=31, place="settings/products", title=("product", "price_list"),
    columns=("product", "price_list", "party", "amount", "start", "end"), search=("product", "party"),
    filters=("product", "price_list", "start"), natural=("product", "price_list", "party", "start"), join="ask",
    parent="product",
)
class Price(Record):
    """The price of a product in a list, for everybody or for one party, from a day on."""

    product: Id | None = ref("Product", "product", required=True)
    price_list: str | None = choice("Price list", PRICE_LISTS, required=True, fixed=True)
    party: Link | None = link("For", "client", "distributor", "tender")
    amount: Decimal | None = price("Price", required=True, klass="price")
    start: datetime.date | None = day("From", required=True, group="period")
    end: datetime.date | None = day("To", group="period")

    @check("start")
    def no_overlap(self, reader: Reader) -> str | None:
        """A list has one price a day."""
        if self.start is None:
            return None
        for each in self._others(reader):
            if each.start and each.overlaps(self.start, self.end):
                called = PRICE_LISTS[self.price_list or "list"]
                return _("There is already a {list} in force since {date}.", list=_(called).lower(),
                         date=day_text(each.start))
        return None

    @caution("amount")
    def above_floor(self, reader: Reader) -> str | None:
        """Selling below the minimum needs a reason."""
        if self.amount is None or self.start is None or self.price_list in ("minimum", "cost"):
            return None
        floors = reader.find(Price, product=self.product, price_list="minimum", party=None)
        low = any(each.amount is not None and each.overlaps(self.start, self.end) and self.amount < each.amount
                  for each in floors)
        return _("It is below the minimum price.") if low else None

    def overlaps(self, start: datetime.date, end: datetime.date | None) -> bool:
        """Whether it is in force on some day from ``start`` to ``end`` (None: without end)."""
        last = datetime.date.max
        return self.start is not None and self.start <= (end or last) and start <= (self.end or last)

    def _others(self, reader: Reader) -> list[Price]:
        return reader.find(Price, Where("id", NOT_EQUAL, self.id), product=self.product, price_list=self.price_list,
                           party=self.party)


@record(
    "Message", "Messages", code=32, place="promotions/content", title="title",
    columns=("title", "scope", "product", "brand", "category", "valid_until", "state", "uses", "informed"),
    search=("title", "text", "brand"), filters=("scope", "product", "brand", "category", "basis", "state"),
    unique=(("scope", "product", "for_party", "title"),), join="ask",
)
class KeyMessage(Record):
    """A sentence that may be told about a product, a brand or the company, once approved."""

    scope: str | None = choice("Scope", SCOPES, required=True)
    product: Id | None = ref("Product", "product")
    for_party: Id | None = ref("For the company", "client")
    brand: str = text("Brand")
    category: str | None = choice("Category", MESSAGES, required=True)
    title: str = text("Title", required=True)
    text: str = note("Text", required=True)
    basis: str | None = choice("Basis", BASES)
    evidence: str = fields.text("Evidence")
    audience: tuple[str, ...] = choices("Audience", AUDIENCES)
    approved_by: str = fields.text("Approved by", group="state")
    approved_on: datetime.date | None = day("Approved on", group="state")
    valid_until: datetime.date | None = day("Valid until", group="state")
    retire_reason: str = fields.text("Why it was retired", group="state")
    state: str | None = state(MESSAGE_STATES, group="state")
    uses: int | None = calc("Uses", "int", "visit", "interaction", "content_piece")
    informed: Decimal | None = calc("Informed", "pct", "visit", "interaction", "client")

    def in_force(self, on: datetime.date) -> bool:
        """Whether it may be told on a day: approved and not past its last day."""
        return self.state == "approved" and (self.valid_until is None or on <= self.valid_until)

    @check("product")
    def product_named(self, _reader: Reader) -> str | None:
        """A message about a product says which."""
        return _("Choose the product.") if self.scope == "product" and not self.product else None

    @check("brand")
    def brand_named(self, _reader: Reader) -> str | None:
        """A message about a brand says which."""
        return _("Choose the brand.") if self.scope == "brand" and not self.brand.strip() else None

    @check("approved_by")
    def approver_named(self, _reader: Reader) -> str | None:
        """An approved message says who approved it."""
        return _("Write down who approved it.") if self.state == "approved" and not self.approved_by.strip() else None
