"""Communication: plans, the pieces they publish, their readings and the guided launches (product/03 §3.10)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

from kamdesk import clock, fields
from kamdesk.fields import ME, PERCENT, Id, calc, choice, choices, day, integer, money, ref, refs, text, url
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.approvals import APPROVALS
from kamdesk.records.rules import differs
from kamdesk.records.sentences import name_of
from kamdesk.store import IN, LESS, Reader, Where
from kamdesk.words import _, base_currency, fold, plural
from kamdesk.words import day as day_text
from kamdesk.words import money as money_text

MEDIA = {"facebook": "Facebook", "instagram": "Instagram", "linkedin": "LinkedIn", "x": "X", "youtube": "YouTube",
         "tiktok": "TikTok", "whatsapp": "WhatsApp", "email": "E-mail", "blog": "Blog", "press": "Press", "web": "Web"}
COMMUNICATION_STATES = {"preparation": "In preparation", "running": "Running", "closed": "Closed communication plan"}
PIECE_CATEGORIES = {"soft_article": "Soft article", "post": "Post", "video": "Video", "infographic": "Infographic",
                    "email": "E-mail", "advertisement": "Advertisement", "press_release": "Press release"}
TONES = {"intuitive": "Intuitive", "emotional": "Emotional", "informative": "Informative"}
PIECE_STATES = {"idea": "Idea", "drafting": "Drafting", "review": "In review", "approved": "Approved piece",
                "published": "Published piece", "withdrawn": "Withdrawn piece"}
LAUNCH_CATEGORIES = {"paid": "Paid campaign", "launch": "Product launch"}
LAUNCH_STATES = {"preparation": "In preparation", "ready": "Ready to launch", "launched": "Launched",
                 "closed": "Closed launch"}
OPEN_STEPS = ("pending", "in_progress", "failed")
READINGS = ("reach", "impressions", "clicks", "leads", "conversions")


@record(
    "Communication plan", "Communication plans", code=67, place="promotions/content", title="name",
    columns=("name", "for_party", "start", "end", "pieces", "reach", "conversion", "acceptance", "state"),
    search=("name", "for_party"), filters=("state", "channels", "products"), unique=(("name", "start"),), join="owner",
    approvable=("start", "end", "cost", "fee"),
)
class CommunicationPlan(Record):
    """What is said, where and to whom for a brand; for a client, or for our own company when there is none."""

    name: str = text("Name", required=True)
    for_party: Id | None = ref("For whom", "client")
    brand: str = text("Brand")
    products: tuple[Id, ...] = refs("Products", "product")
    start: datetime.date | None = day("Start", required=True, group="period")
    end: datetime.date | None = day("End", required=True, group="period")
    objective: str = fields.note("Objective", required=True)
    audience: str = text("Target audience")
    channels: tuple[str, ...] = choices("Channels", MEDIA)
    tone: str = text("Tone")
    goal_reach: int | None = integer("Reach goal")
    goal_conversions: int | None = integer("Conversions goal")
    budget_line: Id | None = ref("Budget line", "budget_line")
    cost: int | None = money("Cost")
    fee: int | None = money("Fee", klass="price")
    contract: Id | None = ref("Contract", "contract")
    acceptance: str | None = calc("Acceptance", "choice", "approval_event", options=APPROVALS)
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")
    result: str = fields.note("Result", group="state")
    pieces: int | None = calc("Pieces", "int", "content_piece")
    reach: int | None = calc("Reach", "int", "content_piece", "content_metric")
    conversion: Decimal | None = calc("Conversion", "pct", "content_piece", "content_metric", scale=PERCENT)
    approval: str | None = calc("Approval", "choice", "approval_event", options=APPROVALS)
    state: str | None = fields.state(COMMUNICATION_STATES, group="state")

    @check("channels")
    def somewhere(self, _reader: Reader) -> str | None:
        """A plan is told somewhere."""
        return None if self.channels else _("Choose at least one channel.")


@record(
    "Piece", "Pieces", code=68, place="promotions/content", title="title",
    columns=("publish_on", "channel", "title", "category", "product", "state", "reach", "conversion"),
    search=("title", "copy"), filters=("state", "channel", "category", "product", "tone"),
    unique=(("plan", "title", "channel"),), owner="author", join="owner",
)
class ContentPiece(Record):
    """One text, picture or video for one channel, from the idea to its withdrawal."""

    plan: Id | None = ref("Plan", "communication_plan", required=True)
    title: str = text("Title", required=True)
    category: str | None = choice("Category", PIECE_CATEGORIES, required=True)
    channel: str | None = choice("Channel", MEDIA, required=True)
    account: str = text("Account")
    product: Id | None = ref("Product", "product")
    message: Id | None = ref("Selling point", "key_message")
    tone: str | None = choice("Tone", TONES)
    hook: str = text("Hook")
    copy: str = fields.note("Copy")
    call_to_action: str = text("Call to action")
    author: Id | None = ref("Author", "person", join="ask")
    publish_on: datetime.date | None = day("Publish on")
    published_on: datetime.date | None = day("Publication date", group="state")
    link: str = url("Published at", group="state")
    variant_of: Id | None = ref("Variant of", "content_piece")
    legal_by: str = text("Legal review by", group="state")
    legal_on: datetime.date | None = day("Legal review on", group="state")
    legal_note: str = fields.note("Legal note", group="state")
    reach: int | None = calc("Reach", "int", "content_metric")
    conversion: Decimal | None = calc("Conversion", "pct", "content_metric", scale=PERCENT)
    state: str | None = fields.state(PIECE_STATES, group="state")

    @check("legal_by")
    def reviewed(self, _reader: Reader) -> str | None:
        """Nothing is published before the legal review."""
        if self.state != "published" or (self.legal_by.strip() and self.legal_on):
            return None
        return _("The legal review is missing.")

    @check("message")
    def in_force(self, reader: Reader) -> str | None:
        """A message that is not approved, or not any more, is not taken; what was published stays published."""
        from kamdesk.records.products import KeyMessage

        message = reader.maybe(KeyMessage, self.message) if differs(reader, self, "message") else None
        until = message.valid_until if message else None
        if message is None or (message.state == "approved" and (until is None or until >= clock.today())):
            return None
        return _("The message “{title}” is not in force. Choose another.", title=message.title)

    @check("message")
    def same_brand(self, reader: Reader) -> str | None:
        """A message belongs to the client and the brand of the plan."""
        from kamdesk.records.products import KeyMessage

        message, plan = reader.maybe(KeyMessage, self.message), reader.maybe(CommunicationPlan, self.plan)
        if message is None or plan is None:
            return None
        if message.for_party != plan.for_party:
            theirs, ours = _company(reader, message.for_party), _company(reader, plan.for_party)
        elif message.brand and plan.brand and fold(message.brand) != fold(plan.brand):
            theirs, ours = message.brand, plan.brand
        else:
            return None
        return _("The message is of {theirs}; the plan is of {ours}.", theirs=theirs, ours=ours)

    @caution("publish_on")
    def on_time(self, _reader: Reader) -> str | None:
        """A piece is published on its day."""
        late = self.publish_on is not None and self.publish_on < clock.today()
        if not late or self.publish_on is None or self.state in ("published", "withdrawn"):
            return None
        return _("It should have been published on {date}.", date=day_text(self.publish_on))


def _company(reader: Reader, client: Id | None) -> str:
    return name_of(reader, "client", client) if client else _("our company")


@record(
    "Piece reading", "Piece readings", code=69, place="promotions/content", title=("piece", "on"),
    columns=("piece", "on", "reach", "impressions", "clicks", "leads", "conversions", "spend"), search=("piece",),
    filters=("on", "piece"), natural=("piece", "on"), join="ask", parent="piece",
)
class ContentMetric(Record):
    """What a piece had reached by a day, counted since it was published; the latest reading counts."""

    piece: Id | None = ref("Piece", "content_piece", required=True)
    on: datetime.date | None = day("Date", required=True)
    reach: int | None = integer("Reach")
    impressions: int | None = integer("Impressions")
    clicks: int | None = integer("Clicks")
    leads: int | None = integer("Leads")
    conversions: int | None = integer("Conversions")
    spend: int | None = money("Spend")

    @caution("on")
    def growing(self, reader: Reader) -> str | None:
        """What is counted since the beginning does not shrink."""
        if self.on is None or not self.piece:
            return None
        before = reader.find(ContentMetric, Where("on", LESS, self.on), piece=self.piece, sort=(("on", True),), limit=1)
        if not before or before[0].on is None or not any(_shrinks(self, before[0], each) for each in READINGS):
            return None
        return _("It is lower than the reading of {date}.", date=day_text(before[0].on))


def _shrinks(later: ContentMetric, earlier: ContentMetric, field: str) -> bool:
    now, before = getattr(later, field), getattr(earlier, field)
    return now is not None and before is not None and now < before


@record(
    "Campaign or launch", "Campaigns and launches", code=70, place="promotions/content", title="name",
    columns=("party", "category", "medium", "name", "start", "end", "requirements", "spend", "conversion", "state"),
    search=("name", "party"), filters=("category", "channels", "state"), unique=(("party", "name"),),
    owner="responsible", join="owner",
)
class MediaLaunch(Record):
    """A paid campaign or a launch for a pharmaceutical company, step by step to its closing."""

    category: str | None = choice("Category", LAUNCH_CATEGORIES, required=True, default="launch")
    party: Id | None = ref("Client", "client", required=True)
    plan: Id | None = ref("Plan", "communication_plan")
    name: str = text("Name", required=True)
    medium: str = text("Media outlet", required=True)
    channels: tuple[str, ...] = choices("Channels", MEDIA)
    audience: str = text("Target audience")
    start: datetime.date | None = day("Start", required=True, group="period")
    end: datetime.date | None = day("End", group="period")
    budget: int | None = money("Budget")
    budget_line: Id | None = ref("Budget line", "budget_line")
    pieces: tuple[Id, ...] = refs("Pieces", "content_piece")
    spend: int | None = calc("Spend", "money", "expense", "content_metric")
    responsible: Id | None = ref("Owner", "person", default=ME, join="ask")
    requirements: Decimal | None = calc("Steps", "pct", "requirement", scale=PERCENT)
    result: str = fields.note("Result", group="state")
    conversion: Decimal | None = calc("Conversion", "pct", "content_metric", scale=PERCENT)
    state: str | None = fields.state(LAUNCH_STATES, group="state")

    @check("state")
    def steps_done(self, reader: Reader) -> str | None:
        """Nothing is launched with a mandatory step open."""
        from kamdesk.records.checklists import Requirement

        if self.state != "launched" or not self.id or not differs(reader, self, "state"):
            return None
        left = reader.count(Requirement, Where("state", IN, OPEN_STEPS), mandatory=True, parent=_link(self))
        return plural("{n} mandatory step is missing.", "{n} mandatory steps are missing.", left) if left else None

    @check("budget")
    def with_budget(self, _reader: Reader) -> str | None:
        """A paid campaign says what it may spend."""
        return _("The budget of the campaign is missing.") if self.category == "paid" and not self.budget else None

    @check("end")
    def with_end(self, _reader: Reader) -> str | None:
        """A paid campaign says until when it runs."""
        return _("The end date of the campaign is missing.") if self.category == "paid" and not self.end else None

    @caution("budget")
    def within_budget(self, reader: Reader) -> str | None:
        """A paid campaign spends what it was given."""
        spent = spend_of(self, reader) if self.category == "paid" and self.budget else 0
        if self.budget is None or spent <= self.budget:
            return None
        return _("The campaign spent {spent} of {budget}.", spent=money_text(spent), budget=money_text(self.budget))


def _link(launch: MediaLaunch) -> fields.Link:
    return fields.Link(MediaLaunch.kind.name, launch.id)


def spend_of(launch: MediaLaunch, reader: Reader) -> int:
    """What a launch has spent, in minor units of the base currency: its expenses, else the readings of its pieces.

    Expenses in other currencies are left to the figures, which know the rates.
    """
    from kamdesk.records.expenses import Expense

    charged = reader.find(Expense, source=_link(launch)) if launch.id else []
    real = [each.amount or 0 for each in charged if each.state not in ("draft", "sent_back")
            and each.currency in ("", base_currency())]
    return sum(real) if real else sum(_latest_spend(reader, launch.pieces))


def _latest_spend(reader: Reader, pieces: Iterable[Id]) -> Iterable[int]:
    for piece in pieces:
        for reading in reader.find(ContentMetric, piece=piece, sort=(("on", True),), limit=1):
            yield reading.spend or 0
