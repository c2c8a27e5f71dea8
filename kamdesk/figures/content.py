"""What published content brings: F75, clicks, conversions and their cost, by the last reading of each piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kamdesk.fields import Id
from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import PERCENT, Ask, Figure, ratio
from kamdesk.problems import Problem
from kamdesk.records.campaigns import ContentMetric, ContentPiece
from kamdesk.store import AT_LEAST, AT_MOST, IN, Reader, Where
from kamdesk.words import N_, _

NO_CLICKS, SMALL = N_("no clicks read"), N_("small sample")
DIVIDED = (None, "product", "person", "month")


@dataclass(frozen=True)
class Reading:
    """What one or several pieces reached; ``spend`` in minor units."""

    impressions: int = 0
    clicks: int = 0
    conversions: int = 0
    spend: int = 0

    @property
    def through(self) -> Fraction | None:
        """Clicks ÷ impressions in per cent (CTR)."""
        return ratio(self.clicks, self.impressions)

    @property
    def conversion(self) -> Fraction | None:
        """Conversions ÷ clicks in per cent."""
        return ratio(self.conversions, self.clicks)

    @property
    def per_click(self) -> Fraction | None:
        """Spend ÷ clicks in minor units; None when nothing was spent."""
        return ratio(self.spend, self.clicks, 1) if self.spend else None

    @property
    def per_conversion(self) -> Fraction | None:
        """Spend ÷ conversions in minor units; None when nothing was spent."""
        return ratio(self.spend, self.conversions, 1) if self.spend else None

    def points_over(self, other: Reading) -> Fraction | None:
        """How many points its conversion is above that of the piece it is a variant of."""
        ours, theirs = self.conversion, other.conversion
        return ours - theirs if ours is not None and theirs is not None else None


def last_readings(reader: Reader, pieces: Iterable[Id], ask: Ask) -> dict[Id, Reading]:
    """The last reading of each piece to the cut-off of a question."""
    found = reader.find(ContentMetric, Where("piece", IN, list(pieces)), Where("on", AT_MOST, ask.until),
                        sort=(("on", False), ("id", False)))
    return {each.piece or "": Reading(each.impressions or 0, each.clicks or 0, each.conversions or 0, each.spend or 0)
            for each in found}


def together(readings: Iterable[Reading]) -> Reading:
    """Σ ÷ Σ of several pieces, never the mean of their percentages."""
    every = list(readings)
    return Reading(*(sum(getattr(each, name) for each in every)
                     for name in ("impressions", "clicks", "conversions", "spend")))


def _pieces(facts: Facts, ask: Ask) -> list[ContentPiece]:
    """What was published in the period: of a product, or by a person."""
    named = [Where(field, IN, [value]) for field, value in
             (("product", ask.scope.product), ("author", ask.scope.person)) if value]
    return facts.reader.find(ContentPiece, Where("published_on", AT_LEAST, ask.period.start),
                             Where("published_on", AT_MOST, ask.until), *named)


def _rows(facts: Facts, ask: Ask) -> Rows:
    return Rows(ContentPiece.kind, [each.id for each in _pieces(facts, ask)])


def _key(piece: ContentPiece, by: str | None) -> Key:
    if by is None:
        return None
    if by == "month":
        return f"{piece.published_on:%Y-%m}"
    return (piece.product if by == "product" else piece.author) or ""


@figure("F75", N_("Conversion of content"), unit=PERCENT,
        formula=N_("Conversions ÷ clicks × 100, last reading of each"),
        reads=("content_piece", "content_metric", "setting"), rows=_rows)
def conversion(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Of pieces published in the period; ``more``: clicks ÷ impressions, and the cost of a click and a conversion."""
    scope = ask.scope
    if ask.by not in DIVIDED or any((scope.territory, scope.client, scope.distributor, scope.channel, scope.line)):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    pieces = _pieces(facts, ask)
    read = last_readings(facts.reader, [each.id for each in pieces], ask)
    groups: dict[Key, list[Reading]] = {} if ask.by else {None: []}
    for piece in pieces:
        if piece.id in read:
            groups.setdefault(_key(piece, ask.by), []).append(read[piece.id])
    least = int(facts.reader.setting("conversion_clicks"))
    return {key: _figure(ask, key, together(each), least) for key, each in groups.items()}


def _figure(ask: Ask, key: Key, found: Reading, least: int) -> Figure:
    value = found.conversion
    return Figure("F75", PERCENT, value, Fraction(found.conversions), Fraction(found.clicks), ask.until, ask.period,
                  ask.scope, key, None, "" if value is not None else NO_CLICKS,
                  notes=(SMALL,) if 0 < found.clicks < least else (),
                  more={"through": found.through, "per_click": found.per_click, "impressions": found.impressions,
                        "per_conversion": found.per_conversion, "spend": Fraction(found.spend)})
