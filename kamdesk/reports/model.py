"""What a report is made of: frozen data with text already written for the reader; kamdesk.pdf gives it pages.

Every value is text made by the builder with kamdesk.words (money, percent, day…), so that preview, PDF, e-mail text
and digest cannot differ. Only charts hold numbers, with the unit that writes them. Text is literal, never markup.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kamdesk.charts import ChartData, Sparkline

Status = Literal["", "ok", "warn", "bad", "info", "plum", "mute"]
# What a value gives away; secrecy.redact hides it. «units» is open, but not beside «amount» of the same product.
Secrecy = Literal["", "price", "margin", "credit", "amount", "units"]
Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Cited:
    """The figure behind a printed value, kept with an issued report; all parts as text."""

    code: str
    scope: str
    value: str
    numerator: str = ""
    denominator: str = ""


@dataclass(frozen=True)
class Meter:
    """A bar under a value: ``filled`` of its length (1 = the target), a tick at ``due`` (what it should be today)."""

    filled: Decimal
    due: Decimal | None = None


@dataclass(frozen=True)
class Card:
    """One figure: label, value, what it is compared with, a short chip such as «+4 %» in the colour of ``status``.

    ``secrecy`` is what the value gives away, ``beside`` what the comparison and note do.
    """

    label: str
    value: str
    comparison: str = ""
    status: Status = ""
    chip: str = ""
    note: str = ""
    meter: Meter | None = None
    spark: Sparkline | None = None
    secrecy: Secrecy = ""
    beside: Secrecy = ""
    source: Cited | None = None


@dataclass(frozen=True)
class Cards:
    """Cards side by side, three or four in a row."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Column:
    """A column: ``weight`` is its share of the room that is left over, 0 keeps it as narrow as its content."""

    title: str
    align: Align = "left"
    weight: float = 0.0
    secrecy: Secrecy = ""


@dataclass(frozen=True)
class Cell:
    """A table cell that says more than its text: a status (coloured word) or the figure behind it."""

    text: str
    status: Status = ""
    source: Cited | None = None


@dataclass(frozen=True)
class Row:
    """One row; «group» is a heading for the rows that follow (one cell spans the table), «total» is set in bold."""

    cells: tuple[str | Cell, ...]
    kind: Literal["", "group", "total"] = ""
    indent: int = 0


@dataclass(frozen=True)
class Table:
    """Rows under columns. Splits over pages with its head repeated; without rows it says ``empty`` in one line.

    ``per_product`` marks a table with one row a product, where units and amount together would give away the price.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    note: str = ""
    empty: str = ""
    per_product: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart ``height`` points high; ``twin`` prints its values as a small table below."""

    data: ChartData
    title: str = ""
    height: float = 140.0
    note: str = ""
    twin: bool = True
    secrecy: Secrecy = ""


@dataclass(frozen=True)
class Fact:
    """A sentence with its number and how good or bad it is."""

    text: str
    status: Status = ""
    secrecy: Secrecy = ""
    source: Cited | None = None


@dataclass(frozen=True)
class Facts:
    """Sentences as a list; without any it says ``empty`` in one line."""

    facts: tuple[Fact, ...]
    title: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Field:
    """A label and its value."""

    label: str
    value: str
    secrecy: Secrecy = ""


@dataclass(frozen=True)
class Fields:
    """Labels with values in ``columns`` columns, as on a record sheet."""

    fields: tuple[Field, ...]
    title: str = ""
    columns: int = 2


@dataclass(frozen=True)
class Heading:
    """A heading inside a section; never left alone at the foot of a page."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; blank lines separate paragraphs, line breaks are kept."""

    text: str


@dataclass(frozen=True)
class Note:
    """A sentence in a coloured box."""

    text: str
    status: Status = "info"


@dataclass(frozen=True)
class Exclusions:
    """The closing box «Qué no está incluido»: what the figures leave out, and undecided conflicts."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Signature:
    """Who signs: the role and, when known, the name."""

    role: str
    name: str = ""


@dataclass(frozen=True)
class SignatureBox:
    """Room to sign by hand, with possible answers to tick («Aprobada», «Devuelta»…)."""

    signatures: tuple[Signature, ...]
    answers: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Lines:
    """``count`` ruled lines to write on by hand, under a title."""

    count: int
    title: str = ""


@dataclass(frozen=True)
class Photo:
    """A JPEG or PNG file as bytes, with what it shows."""

    data: bytes
    caption: str


@dataclass(frozen=True)
class Photos:
    """Evidence photographs, three in a row."""

    photos: tuple[Photo, ...]
    title: str = ""


@dataclass(frozen=True)
class Side:
    """Blocks beside one another with relative ``weights`` (empty: equal); stays on one page when it fits on one."""

    blocks: tuple[Block, ...]
    weights: tuple[float, ...] = ()


@dataclass(frozen=True)
class Stack:
    """Blocks under one another, to stand in one column of a ``Side``."""

    blocks: tuple[Block, ...]


Block = (
    Cards
    | Table
    | Chart
    | Facts
    | Fields
    | Heading
    | Paragraph
    | Note
    | Exclusions
    | SignatureBox
    | Lines
    | Photos
    | Side
    | Stack
)


@dataclass(frozen=True)
class Section:
    """A page or more of a report, switched on or off as a whole; an empty ``comment`` prints two lines to write on.

    ``comment`` None leaves the comment out; ``new_page`` False continues on the page before; a ``quiet`` one prints no
    title, it is in the outline only. What is more than ``one_page`` holds is printed smaller.
    """

    title: str
    blocks: tuple[Block, ...]
    comment: str | None = None
    new_page: bool = True
    quiet: bool = False
    one_page: bool = False


@dataclass(frozen=True)
class Report:
    """A whole report. ``confidential`` prints «Confidencial — {reader} — n.º {number}» across each page.

    ``mark`` is the word of the footer («Uso interno», «Confidencial»…), ``language`` a tag such as «es-MX». A
    ``landscape`` one lies across its paper.
    """

    code: str
    title: str
    company: str
    period: str
    scope: str
    number: str
    manager: str
    reader: str
    data_through: str
    sections: tuple[Section, ...]
    mark: str = ""
    confidential: bool = False
    language: str = "es"
    landscape: bool = False


def digest(report: Report) -> str:
    """Eight hexadecimal characters of SHA-256 over the whole content: the same data, the same digest."""
    text = json.dumps(_canonical(report), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:8]


def _canonical(value: object) -> object:
    """The value as JSON with the names of its types, so that equal text in another place gives another digest."""
    if dataclasses.is_dataclass(value):
        return [type(value).__name__, *(_canonical(getattr(value, field.name)) for field in dataclasses.fields(value))]
    if isinstance(value, tuple):
        return [_canonical(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{type(value).__name__} cannot be part of a report")


def blocks(report: Report) -> Iterator[Block]:
    """Every block in reading order, those side by side included."""
    for section in report.sections:
        yield from _flat(section.blocks)


def _flat(parts: tuple[Block, ...]) -> Iterator[Block]:
    for block in parts:
        if isinstance(block, Side | Stack):
            yield from _flat(block.blocks)
        else:
            yield block


def cited(report: Report) -> list[Cited]:
    """The figures printed, in reading order, to be kept when the report is issued."""
    return [source for block in blocks(report) for source in _sources(block) if source is not None]


def _sources(block: Block) -> Iterator[Cited | None]:
    if isinstance(block, Cards):
        yield from (card.source for card in block.cards)
    elif isinstance(block, Facts):
        yield from (fact.source for fact in block.facts)
    elif isinstance(block, Table):
        yield from (cell.source for row in block.rows for cell in row.cells if isinstance(cell, Cell))
