"""An issued report opened later says what changed since."""

from __future__ import annotations

import datetime
import shutil
from decimal import Decimal

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.commands.reports import issue_report
from kamdesk.fields import Link
from kamdesk.records.clients import Client
from kamdesk.records.documents import IssuedReport
from kamdesk.records.products import Product
from kamdesk.records.sales import SalesRecord
from kamdesk.reports.issuing import Request, differences, request_of
from tests.kamdesk.reports.conftest import NOVEMBER


def test_a_sale_that_came_later_is_told(demo_path, tmp_path):
    path = tmp_path / "demo.kamdesk"
    shutil.copyfile(demo_path, path)
    app = App(BaseStore(path))
    request = Request("R03", NOVEMBER)
    issued = app.run(issue_report, report=request.build(app), request=request)
    client, product = app.store.find(Client, segment="a", limit=1)[0], app.store.find(Product, limit=1)[0]
    app.run(save, record=SalesRecord(
        on=datetime.date(2025, 11, 3), month="2025-11", party=Link("client", client.id), territory=client.territory,
        product=product.id, units=Decimal(1), amount=100_000, document="X-1"))
    kept = app.store.get(IssuedReport, issued.id)
    told = differences(kept.figures, request_of(kept).build(app))
    app.store.close()
    growth = next(each for each in told if (each.name, each.whose) == ("Crecimiento", "Occidente"))
    assert growth.before != growth.now
    assert all(each.before != each.now for each in told)
