"""Which products lack in pharmacies (F31), the worst first."""

from __future__ import annotations

from dataclasses import replace

from kamdesk.records.products import Product
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import more
from kamdesk.reports.model import Column, Row, Table
from kamdesk.reports.texts import cell
from kamdesk.words import _, number

SHOWN, ASKED = 5, 60  # products told, and looked at


def table(desk: Desk) -> Table:
    """Each product by the share of active pharmacies that have it, with how many are without it."""
    products = {each.id: each.name for each in desk.reader.find(Product, sort=(("name", False),), limit=ASKED)}
    asked = {id_: desk.app.ask("F31", desk.period, replace(desk.scope, product=id_)) for id_ in products}
    found = {id_: each for id_, each in asked.items() if each.value is not None}
    ranked = sorted(found, key=lambda id_: (found[id_].value or 0, products[id_]))
    rows = tuple(Row((products[id_], cell(found[id_], f"{desk.scope_name} · {products[id_]}"),
                      number(int(found[id_].more["without"])))) for id_ in ranked[:SHOWN])
    columns = (Column(_("Product"), weight=1.0), Column(_("Pharmacies"), "right"), Column(_("Without it"), "right"))
    return Table(columns, rows, _("Products that lack in pharmacies"), more(len(ranked) - len(rows)),
                 _("No pharmacy was counted."))
