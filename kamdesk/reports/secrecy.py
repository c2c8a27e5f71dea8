"""The two switches of a report: with prices, with amounts; one place decides what each hides."""

from __future__ import annotations

from dataclasses import replace

from kamdesk.reports.model import (
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Column,
    Fact,
    Facts,
    Field,
    Fields,
    Note,
    Report,
    Row,
    Secrecy,
    Side,
    Stack,
    Table,
    blocks,
)
from kamdesk.words import _

MASK = "••••"
PRICED: frozenset[Secrecy] = frozenset(("price", "margin", "credit"))


def redact(report: Report, *, prices: bool, amounts: bool) -> Report:
    """The report as its reader may see it.

    Without ``prices`` every price, margin and credit value becomes «••••», charts of them are named but not drawn,
    and a table per product loses its amounts when it has units. Without ``amounts`` columns, cards, facts and charts
    of amounts are left out (builders print a share of the target beside them where it helps). With ``prices`` a
    report that shows any of them is marked confidential.
    """
    shown = prices and any(_gives_away(block) for block in blocks(report))
    hidden = (frozenset() if prices else PRICED) | (frozenset() if amounts else frozenset[Secrecy](("amount",)))
    sections = tuple(replace(section, blocks=_blocks(section.blocks, hidden=hidden)) for section in report.sections)
    return replace(report, sections=sections, confidential=report.confidential or shown)


def _gives_away(block: Block) -> bool:
    if isinstance(block, Table):
        names = {column.secrecy for column in block.columns}
        return bool(names & PRICED) or (block.per_product and {"units", "amount"} <= names)
    if isinstance(block, Chart):
        return block.secrecy in PRICED
    return any(part.secrecy in PRICED for part in _parts(block))


def _parts(block: Block) -> tuple[Card | Fact | Field, ...]:
    if isinstance(block, Cards):
        return block.cards
    if isinstance(block, Facts):
        return block.facts
    return block.fields if isinstance(block, Fields) else ()


def _blocks(given: tuple[Block, ...], *, hidden: frozenset[Secrecy]) -> tuple[Block, ...]:
    return tuple(_block(block, hidden=hidden) for block in given)


def _block(block: Block, *, hidden: frozenset[Secrecy]) -> Block:
    if isinstance(block, Side | Stack):
        return replace(block, blocks=_blocks(block.blocks, hidden=hidden))
    if isinstance(block, Table):
        return _table(block, hidden=hidden)
    if isinstance(block, Chart) and block.secrecy in hidden:
        return Note(_("Not in this version: {title}", title=block.title), status="mute")
    return _values(block, hidden=hidden)


def _values(block: Block, *, hidden: frozenset[Secrecy]) -> Block:
    """Blocks of single values: priced ones masked, amounts (and sentences, which cannot be masked) left out."""
    dropped = hidden - PRICED
    if isinstance(block, Cards):
        kept = [card for card in block.cards if card.secrecy not in dropped]
        return Cards(tuple(_card(card, hidden=hidden) for card in kept))
    if isinstance(block, Facts):
        return replace(block, facts=tuple(fact for fact in block.facts if fact.secrecy not in hidden))
    if isinstance(block, Fields):
        shown = [field for field in block.fields if field.secrecy not in dropped]
        return replace(block, fields=tuple(replace(one, value=MASK) if one.secrecy in hidden else one for one in shown))
    return block


def _card(card: Card, *, hidden: frozenset[Secrecy]) -> Card:
    if card.secrecy not in hidden:
        return replace(card, comparison=MASK, note="") if card.beside in hidden else card
    return replace(card, value=MASK, comparison=MASK, chip="", note="", status="", meter=None, spark=None, source=None)


def _table(table: Table, *, hidden: frozenset[Secrecy]) -> Table:
    """Priced columns masked, amounts dropped where they may not stand."""
    names = {column.secrecy for column in table.columns}
    dropped = hidden - PRICED
    if table.per_product and hidden & PRICED and {"units", "amount"} <= names:
        dropped |= {"amount"}
    kept = [index for index, column in enumerate(table.columns) if column.secrecy not in dropped]
    masked = {index for index in kept if table.columns[index].secrecy in hidden}
    return replace(
        table,
        columns=tuple(table.columns[index] for index in kept),
        rows=tuple(_row(row, table.columns, kept=kept, masked=masked) for row in table.rows),
    )


def _row(row: Row, columns: tuple[Column, ...], *, kept: list[int], masked: set[int]) -> Row:
    if len(row.cells) < len(columns):  # a heading that spans the table
        return row
    return replace(row, cells=tuple(_hide(row.cells[index]) if index in masked else row.cells[index] for index in kept))


def _hide(cell: str | Cell) -> str | Cell:
    """A value becomes dots; a cell without one stays empty."""
    text = cell.text if isinstance(cell, Cell) else cell
    return MASK if text else ""
