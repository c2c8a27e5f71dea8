"""The sales sheet that goes with the demo holds what the demo already knows."""

from __future__ import annotations

from collections import Counter

from kamdesk import demo
from kamdesk.records.sales import SalesRecord
from kamdesk.sheets.importing import choose, open_source
from kamdesk.sheets.previewing import preview
from tests.kamdesk.demo.conftest import TODAY


def test_loading_it_again_creates_nothing(shown, tmp_path):
    path = demo.sales_sheet(tmp_path, today=TODAY)
    source = open_source(path)
    table, mapping = choose(source, "sales_record", shown.store)
    told = preview(shown.store, source, table, mapping)
    assert path.name == "ventas-2025-10.xlsx"
    assert told.changes_nothing
    assert Counter(each.status for each in told.rows) == {
        "same": shown.store.count(SalesRecord, month="2025-10", flow="sell_in")}
