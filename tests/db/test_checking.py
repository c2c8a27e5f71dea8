"""«Revisar mis datos» finds what is planted, mends what it can after a backup, and leaves a sound base alone."""

from __future__ import annotations

import datetime

import pytest

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.changes import Changes
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.records.clients import Client, Contact
from kamdesk.records.distributors import Distributor
from kamdesk.records.receivables import Allocation, Invoice, Payment
from kamdesk.records.sales import SalesRecord
from kamdesk.records.territories import Territory
from kamdesk.records.visits import NonWorkingDay
from tests.db.files import DOORS

DAY = datetime.date(2025, 11, 3)


def spoil(store: BaseStore, *statements: str) -> None:
    """Write behind the back of the program, as a broken tool would."""
    raw = store.writer.connection.driver_connection
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("INSERT INTO kd_busy VALUES (1)")
    for statement in statements:
        raw.execute(statement)
    raw.execute("DELETE FROM kd_busy")
    raw.execute("PRAGMA foreign_keys = ON")


def invoiced(app: App) -> Invoice:
    """An invoice paid in part."""
    client = app.store.find(Client)[0]
    party = Link("client", client.id)
    invoice = app.run(save, record=Invoice(number="F-1", party=party, on=DAY, amount=1_000_00, currency="MXN"))
    payment = app.run(save, record=Payment(party=party, on=DAY, amount=2_000_00, currency="MXN"))
    app.run(save, record=Allocation(source=Link("payment", payment.id), invoice=invoice.id, amount=400_00, on=DAY))
    return invoice


def codes(store: BaseStore) -> list[str]:
    return [each.code for each in DOORS.check(store)]


def test_a_sound_base_has_no_findings_and_nothing_is_written(base: BaseStore):
    invoiced(App(base))
    last, heard = base.last_line, list[Changes]()
    base.listen(heard.append)
    assert DOORS.check(base) == []
    assert DOORS.mend(base, []) == 0
    assert (base.last_line, heard, DOORS.backups(base)) == (last, [], [])


PLANTED = {
    "a reference": ("UPDATE client SET territory = 'gone' WHERE name LIKE 'Hosp%'", "missing", "territory"),
    "a required reference": ("DELETE FROM territory", "missing", "territory"),
    "a link": ("UPDATE contact SET party = 'gone'", "missing", "party"),
    "a link of an unknown kind": ("UPDATE contact SET party_kind = 999", "missing", "party"),
    "a circle": ("UPDATE client SET parent = id WHERE name LIKE 'Hosp%'", "cycle", "parent"),
}


@pytest.mark.parametrize(("sql", "code", "field"), PLANTED.values(), ids=PLANTED.keys())
def test_lost_references_and_circles_are_found_and_emptied(base: BaseStore, sql: str, code: str, field: str):
    spoil(base, sql)
    found = [each for each in DOORS.check(base) if each.code == code]
    assert {each.field for each in found} == {field}
    assert all(each.mendable and each.id for each in found)
    assert DOORS.mend(base, DOORS.check(base)) >= len(found)
    assert DOORS.check(base) == []
    assert len(DOORS.backups(base)) == 1


def test_the_sentence_names_record_and_field(base: BaseStore):
    spoil(base, "UPDATE contact SET party = 'gone'")
    message = DOORS.check(base)[0].message
    assert message == "Contacto Elena Cruz: Cliente o distribuidor se refiere a un registro que no está."


def test_mending_is_in_the_history(base: BaseStore):
    contact = base.find(Contact)[0]
    spoil(base, "UPDATE contact SET party = 'gone'")
    DOORS.mend(base, DOORS.check(base))
    past = base.history(Contact, contact.id)[0]
    assert (past.action, past.field, past.after) == ("mend_data", "party", None)
    assert base.undo_step().label != "mend_data"


def test_a_list_loses_only_what_is_lost(base: BaseStore):
    territory = base.find(Territory)[0]
    made = App(base).run(save, record=Distributor(
        name="Nadro", role="distributor", territories=(territory.id,), owner=base.me))
    spoil(base, f"UPDATE distributor SET territories = json_array('gone', '{territory.id}')")
    assert codes(base)[0] == "missing"
    DOORS.mend(base, DOORS.check(base))
    assert base.get(Distributor, made.id).territories == (territory.id,)


def test_a_longer_circle_is_opened_once(base: BaseStore):
    app = App(base)
    top = base.find(Territory)[0]
    below = app.run(save, record=Territory(name="Guadalajara", level="city", parent=top.id))
    lowest = app.run(save, record=Territory(name="Centro", level="sector", parent=below.id))
    spoil(base, f"UPDATE territory SET parent = '{lowest.id}' WHERE id = '{top.id}'")
    found = [each for each in DOORS.check(base) if each.code == "cycle"]
    assert [each.id for each in found] == [lowest.id]
    DOORS.mend(base, found)
    assert [each.code for each in DOORS.check(base) if each.code == "cycle"] == []
    assert base.get(Territory, below.id).parent == top.id


def test_an_invoice_with_too_much_applied_is_listed_for_the_person(base: BaseStore):
    invoice = invoiced(App(base))
    spoil(base, f"UPDATE invoice SET amount = 30000 WHERE id = '{invoice.id}'")
    found = [each for each in DOORS.check(base) if each.code == "over_applied"]
    assert [(each.id, each.mendable) for each in found] == [(invoice.id, False)]
    assert "$400.00" in found[0].message


def test_the_same_natural_identity_twice_is_listed(base: BaseStore):
    App(base).run(save, record=NonWorkingDay(on=datetime.date(2025, 12, 25), name="Navidad"))
    spoil(base, _twice(base, "non_working_day"))
    found = [each for each in DOORS.check(base) if each.code == "duplicate"]
    assert [each.kind for each in found] == ["non_working_day"]


def _twice(store: BaseStore, table: str) -> str:
    """SQL that puts every row of a table there again under another id."""
    raw = store.writer.connection.driver_connection
    names = [row[1] for row in raw.execute(f'PRAGMA table_info("{table}")') if row[1] != "id"]
    listed = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{table}" (id, {listed}) SELECT \'z\' || id, {listed} FROM "{table}"'


@pytest.mark.parametrize("sql", ["DELETE FROM kd_doc WHERE t = 2", "UPDATE kd_doc SET title = 'otro' WHERE t = 2",
                                 "DELETE FROM kd_search WHERE rowid = (SELECT max(n) FROM kd_doc WHERE t = 2)",
                                 "DELETE FROM contact"])
def test_the_search_is_made_to_follow_the_records(base: BaseStore, sql: str):
    spoil(base, sql)
    assert codes(base) == ["search"]
    DOORS.mend(base, DOORS.check(base))
    assert codes(base) == []
    assert len(base.search("nandu")) == 1


def test_totals_are_added_up_again(base: BaseStore):
    client = base.find(Client)[0]
    with base.unit("sell") as uow:
        uow.add_many(SalesRecord.kind, [{"on": DAY, "month": "2025-11", "party": Link("client", client.id),
                                         "amount": 500_00, "category": "sale", "flow": "sell_in"}])
    assert codes(base) == []
    spoil(base, "UPDATE kd_sales SET sales = sales + 1")
    assert codes(base) == ["rollup"]
    DOORS.mend(base, DOORS.check(base))
    assert codes(base) == []


def test_a_damaged_file_asks_for_a_backup(base: BaseStore):
    path = base.path
    page = base.writer.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'expense'").scalar_one()
    size = base.writer.exec_driver_sql("PRAGMA page_size").scalar_one()
    base.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size:page * size] = b"\xff" * size
    path.write_bytes(content)
    store = BaseStore(path)
    found = DOORS.check(store)
    assert [(each.code, each.mendable) for each in found] == [("damaged", False)]
    store.close()
