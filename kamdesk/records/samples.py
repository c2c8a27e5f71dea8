"""Samples: what a person received, handed over and gave back, lot by lot (product/03 §3.2)."""

from __future__ import annotations

import datetime
from typing import Any

from kamdesk.fields import Id, Link, choice, day, integer, link, ref, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.sentences import name_of
from kamdesk.store import AT_LEAST, AT_MOST, FILLED, NOT_EQUAL, Reader, Where
from kamdesk.words import _, number
from kamdesk.words import day as day_text

MOVES = {"in": "Sample entry", "handed_over": "Hand-over", "returned": "Sample return", "adjustment": "Adjustment",
         "write_off": "Write-off"}


@record(
    "Sample move", "Sample moves", code=15, place="plan/samples", title=("on", "person"),
    columns=("on", "person", "product", "lot", "category", "quantity", "party"), search=("product", "lot", "party"),
    filters=("category", "product", "person", "on", "expires"), owner="person", join="sum", append_only=True,
)
class SampleMove(Record):
    """One movement of samples; what a person holds is the sum of quantities, wrong ones are reversed."""

    on: datetime.date | None = day("Date", required=True)
    person: Id | None = ref("Person", "person", required=True)
    product: Id | None = ref("Product", "product", required=True)
    lot: str = text("Lot", required=True)
    expires: datetime.date | None = day("Expires")
    category: str | None = choice("Category", MOVES, required=True)
    quantity: int | None = integer("Quantity", required=True, signed=True)
    party: Link | None = link("Received by", "client", "contact")
    visit: Id | None = ref("Visit", "visit")
    reason: str = text("Reason")

    @check("lot")
    def not_expired(self, reader: Reader) -> str | None:
        """An expired lot is not handed over."""
        if self.category != "handed_over" or self.on is None or (self.quantity or 0) >= 0:
            return None
        expires = self.expires or self._lot_expires(reader)
        if expires is None or expires >= self.on:
            return None
        return _("Lot {lot} expired on {date}.", lot=self.lot, date=day_text(expires))

    @check("quantity")
    def within_limits(self, reader: Reader) -> str | None:
        """The limits of the team, where they stop."""
        return self._excess(reader) if reader.setting("sample_excess") == "stop" else None

    @check("reason")
    def adjustment_reasoned(self, _reader: Reader) -> str | None:
        """An adjustment says why."""
        if self.category == "adjustment" and not self.reason.strip():
            return _("Write down the reason of the adjustment.")
        return None

    @caution("quantity")
    def near_limits(self, reader: Reader) -> str | None:
        """The limits of the team, where they only warn."""
        return self._excess(reader) if reader.setting("sample_excess") != "stop" else None

    @caution("quantity")
    def in_stock(self, reader: Reader) -> str | None:
        """Nobody hands over what is not there."""
        if (self.quantity or 0) >= 0 or not self.product:
            return None
        moves = reader.find(SampleMove, Where("id", NOT_EQUAL, self.id), person=self.person, product=self.product,
                            lot=self.lot)
        left = sum(each.quantity or 0 for each in moves)
        if left + (self.quantity or 0) >= 0:
            return None
        return _("{n} of {product} lot {lot} are left.", n=number(left), lot=self.lot,
                 product=name_of(reader, "product", self.product))

    def _lot_expires(self, reader: Reader) -> datetime.date | None:
        known = reader.find(SampleMove, Where("expires", FILLED), product=self.product, lot=self.lot, limit=1)
        return known[0].expires if known else None

    def _excess(self, reader: Reader) -> str | None:
        """What the limits say about a hand-over: samples of a product in a visit, and for a party in a month."""
        if self.category != "handed_over" or (self.quantity or 0) >= 0:
            return None
        per_visit, per_month = reader.setting("samples_per_visit"), reader.setting("samples_per_month")
        if self.visit and self._handed_over(reader, visit=self.visit, product=self.product) > per_visit:
            return _("It exceeds the limit of {n} for each {period}.", n=number(per_visit), period=_("Visit").lower())
        if self.party and self.on and self._handed_over(reader, *_month_of(self.on), party=self.party) > per_month:
            return _("It exceeds the limit of {n} for each {period}.", n=number(per_month), period=_("Month").lower())
        return None

    def _handed_over(self, reader: Reader, *where: Where, **equal: Any) -> int:
        others = reader.find(SampleMove, Where("id", NOT_EQUAL, self.id), *where, category="handed_over", **equal)
        return -sum(each.quantity or 0 for each in [*others, self])


def _month_of(on: datetime.date) -> tuple[Where, Where]:
    first = on.replace(day=1)
    next_first = (first + datetime.timedelta(days=31)).replace(day=1)
    return Where("on", AT_LEAST, first), Where("on", AT_MOST, next_first - datetime.timedelta(days=1))
