"""The lines of an order as a grid: units and discount are typed in place, prices wear the veil."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kamdesk.display import MASK
from kamdesk.records.rules import quantity_words
from kamdesk.records.sales import OrderLine
from kamdesk.selling.orders import LineSheet, OrderSheet
from kamdesk.words import _, base_currency, exponent, money, number, parse_amount, percent
from ui.grid_model import Cell, Column, Content, Form, Key, Line
from ui.veil import veil

TOTAL = "total"
WRITTEN = {"quantity": "quantity", "bonus": "bonus", "price": "price", "discount": "discount"}  # column: field


def content_of(sheet: OrderSheet) -> Content:
    """The grid: what is ordered, delivered and worth; open to change while the order is a draft."""
    currency = sheet.order.currency or base_currency()
    columns = [
        Column("quantity", _("Qty"), _units(), least=50, said=_("Units")),
        Column("bonus", _("Bon."), _units(), least=44, said=_("Bonus units")),
        Column("price", _("Price"), _prices(currency), least=58),
        Column("discount", _("Disc."), _discounts(), least=48, said=_("Discount")),
        Column("delivered", _("Dlv."), _units(), least=50, said=_("Delivered")),
        Column("amount", _("Amount"), _amounts(currency), least=74)]
    draft = sheet.order.state == "draft"
    unused = {"delivered" if draft else ""} | {"bonus" if not any(each.line.bonus for each in sheet.lines) else ""}
    shown = [each for each in columns if each.key not in unused]
    cells: dict[Key, Cell] = {}
    for each in sheet.lines:
        cells |= _cells(each, draft=draft)
    total = Line(TOTAL, _("Net"), group=True)
    cells[TOTAL, "amount"] = Cell(sheet.net)
    return Content(shown, [Line(each.line.id, each.name) for each in sheet.lines], cells, total, _("Product"))


def _cells(each: LineSheet, *, draft: bool) -> dict[Key, Cell]:
    line, key = each.line, each.line.id
    hidden = not veil.is_open
    left = _("{n} left to deliver", n=quantity_words(each.left)) if each.left and not draft else ""
    return {
        (key, "quantity"): Cell(line.quantity, open=draft), (key, "bonus"): Cell(line.bonus or None, open=draft),
        (key, "price"): Cell(line.price, open=draft and not hidden),
        (key, "discount"): Cell(line.discount or None, open=draft and not hidden),
        (key, "delivered"): Cell(each.delivered, tone="warn" if left else "", comment=left),
        (key, "amount"): Cell(each.net)}


def changed(line: OrderLine, cells: Mapping[Key, Any]) -> dict[str, Any]:
    """What was typed about a line, by field; an emptied cell is nothing."""
    return {WRITTEN[column]: Decimal(0) if value is None else value
            for (key, column), value in cells.items() if key == line.id and column in WRITTEN}


def _units() -> Form:
    return Form(quantity_words, quantity_words, parse_amount)


def _prices(currency: str) -> Form:
    def show(value: Decimal) -> str:
        return MASK if not veil.is_open else number(value, max(exponent(currency), 2))

    return Form(show, lambda value: MASK if not veil.is_open else quantity_words(value), parse_amount)


def _discounts() -> Form:
    def show(value: Decimal) -> str:
        return MASK if not veil.is_open else percent(value, 1)

    def read(text: str) -> Decimal:
        return parse_amount(text.replace("%", "").strip())

    return Form(show, lambda value: MASK if not veil.is_open else quantity_words(value), read)


def _amounts(currency: str) -> Form:
    places = exponent(currency)
    return Form(lambda value: money(value, currency, 0), lambda value: number(Decimal(value).scaleb(-places), places),
                lambda text: int(parse_amount(text).scaleb(places)))
