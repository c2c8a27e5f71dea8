"""Importing a sheet: what the preview says, what is written, what comes back when it is undone."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.records import archive, save
from kamdesk.commands.sales import mark_sales_loaded
from kamdesk.commands.sheets import import_sheet, undo_import
from kamdesk.fields import Link
from kamdesk.figures.information import short_of
from kamdesk.kinds import REGISTER, kind_of
from kamdesk.problems import Problem
from kamdesk.records.clients import Client, Contact
from kamdesk.records.products import Product
from kamdesk.records.receivables import Allocation, Invoice, Payment
from kamdesk.records.sales import SalesRecord
from kamdesk.records.system import ImportBatch
from kamdesk.records.tasks import Task
from kamdesk.records.territories import Territory
from kamdesk.sheets.export import example, filled_in, template
from kamdesk.sheets.importing import choose, open_source, remap
from kamdesk.sheets.loading import replaced
from kamdesk.sheets.mapping import usable_kinds
from kamdesk.sheets.preview import Preview
from kamdesk.sheets.previewing import preview
from kamdesk.sheets.writing import write_xlsx

Look = Callable[..., Preview]
CLIENTS = [["Código", "Nombre", "Tipo", "Región", "Ciudad", "Teléfono", "Nota"],
           ["H-1", "Hospital Ángeles", "Hospital privado", "Jalisco", "Zapopan", "33 1111 1111", ""],
           ["F-1", "Farmacia del Sol", "Farmacia", "Jalisco", "Tepic", "33 2222 2222", "abre tarde"],
           ["F-2", "Farmacia Luna", "Farmacia", "Nayarit", "Tepic", "", ""]]
SALES = [["Fecha", "Cliente", "Ciudad", "Distribuidor", "Producto", "Cantidad", "Importe", "Vendedor"],
         ["2025-10-03", "Hospital Ángeles", "Zapopan", "Nadro", "Cardiol 10 mg", "10", "1500.50", "Ana Ruiz"],
         ["2025-10-04", "Farmacia Sur", "Tepic", "Nadro", "Cardiol 10 mg", "-2", "-300.10", "Ana Ruiz"],
         ["2025-11-05", "Farmacia Sur", "Tepic", "Marzam", "Neurol", "5", "200", "Ana Ruiz"]]


@pytest.fixture
def sheet(tmp_path) -> Callable[..., Path]:
    def write(rows: list[list[Any]], name: str = "datos.csv") -> Path:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return tmp_path / name

    return write


@pytest.fixture
def look(app: App, sheet) -> Look:
    def see(rows: list[list[Any]], kind: str = "client", *, name: str = "datos.csv", columns: Any = None,
            **more: Any) -> Preview:
        source = open_source(sheet(rows, name))
        table, mapping = choose(source, kind, app.store)
        if columns:
            mapping = remap(table, mapping, columns)
        return preview(app.store, source, table, mapping, **more)

    return see


def counts(told: Preview) -> tuple[int, int, int, int]:
    return tuple(told.count(each) for each in ("new", "changed", "same", "refused"))


def test_clients_and_their_territories_are_new_then_the_same(app, look, me):
    told = look(CLIENTS)
    assert counts(told) == (3, 0, 0, 0)
    assert sorted(told.creations["territory"]) == ["Jalisco", "Nayarit", "Tepic", "Tepic", "Zapopan"]
    batch = app.run(import_sheet, preview=told)
    assert (batch.read, batch.created, batch.rejected) == (3, 3, 0)
    client = app.store.find(Client, code="F-1")[0]
    assert (client.name, client.category, client.owner, client.note) == ("Farmacia del Sol", "pharmacy", me.id,
                                                                         "abre tarde")
    city = app.store.get(Territory, client.territory)
    assert (city.name, city.level, app.store.get(Territory, city.parent).name) == ("Tepic", "city", "Jalisco")
    assert app.store.search("luna")[0].title == "Farmacia Luna"
    again = look(CLIENTS)
    assert counts(again) == (0, 0, 3, 0)
    assert again.changes_nothing
    assert again.earlier == datetime.date(2025, 11, 24)
    step = app.store.undo_step()
    assert app.run(import_sheet, preview=again) is None
    assert app.store.undo_step() == step


def test_a_change_is_shown_field_by_field_and_empty_cells_never_erase(app, look):
    app.run(import_sheet, preview=look(CLIENTS))
    known = app.store.find(Client, code="F-1")[0]
    app.run(save, record=app.store.get(Client, known.id).__class__(**{**vars(known), "note": "mi nota"}))
    app.run(save, record=Task(title="Llamar", about=Link("client", known.id), due=datetime.date(2025, 12, 1)))
    changed = [CLIENTS[0], ["F-1", "Farmacia El Sol", "Farmacia", "Jalisco", "Tepic", "", "otra nota"]]
    told = look(changed)
    row = told.page("changed")[0]
    assert [(each.field, each.before, each.after) for each in row.differences] == [
        ("name", "Farmacia del Sol", "Farmacia El Sol")]
    assert [name for _id, name in told.absent] == ["Hospital Ángeles"]  # of the same territory; it stays
    app.run(import_sheet, preview=told)
    now = app.store.get(Client, known.id)
    assert (now.name, now.phone, now.note) == ("Farmacia El Sol", "33 2222 2222", "mi nota")
    assert app.store.count(Task) == 1
    assert app.store.count(Client) == 3


def test_one_undo_takes_everything_back(app, look):
    before = app.store.count(Territory)
    app.run(import_sheet, preview=look(CLIENTS))
    assert app.store.undo_step().label == "Importar 3 clientes"
    app.undo()
    assert (app.store.count(Client, archived=None), app.store.count(Territory), app.store.count(ImportBatch)) == (
        0, before, 0)


def test_undoing_an_import_later_keeps_what_was_used_or_changed(app, look):
    batch = app.run(import_sheet, preview=look(CLIENTS))
    sol, luna = app.store.find(Client, code="F-1")[0], app.store.find(Client, code="F-2")[0]
    app.run(save, record=Contact(name="Inés", party=Link("client", sol.id)))
    app.run(save, record=Client(**{**vars(luna), "phone": "1234567"}))
    kept = app.run(undo_import, batch=batch)
    assert {each.name for each in app.store.find(Client)} == {"Farmacia del Sol", "Farmacia Luna"}
    assert {each.name for each in app.store.find(Territory)} == {"Jalisco", "Nayarit", "Tepic"}
    assert any("Farmacia Luna" in line for line in kept)
    with pytest.raises(Problem, match="ya se deshizo"):
        app.run(undo_import, batch=app.store.get(ImportBatch, batch.id))
    back = look(CLIENTS)
    app.run(import_sheet, preview=back)  # what was archived comes back under its id
    assert app.store.count(Client) == 3
    assert app.store.count(Client, archived=None) == 3


def test_undoing_puts_changed_cells_back_unless_written_again(app, look):
    app.run(import_sheet, preview=look(CLIENTS))
    rows = [CLIENTS[0], ["H-1", "Hospital Los Ángeles", "Hospital privado", "Jalisco", "Zapopan", "99 9999 9999", ""]]
    batch = app.run(import_sheet, preview=look(rows))
    hospital = app.store.find(Client, code="H-1")[0]
    app.run(save, record=Client(**{**vars(hospital), "phone": "55 5555 5555"}))
    kept = app.run(undo_import, batch=batch)
    now = app.store.get(Client, hospital.id)
    assert (now.name, now.phone) == ("Hospital Ángeles", "55 5555 5555")
    assert len(kept) == 1
    assert "Teléfono" in kept[0]


def test_sales_create_what_they_name_once(app, look, me):
    told = look(SALES, "sales_record")
    assert {each.field: each.to_create for each in told.references}["party"] == 2
    app.run(import_sheet, preview=told)
    rows = app.store.find(SalesRecord, sort=(("on", False),))
    assert [(each.amount, each.category, each.month) for each in rows] == [
        (150050, "sale", "2025-10"), (-30010, "return", "2025-10"), (20000, "sale", "2025-11")]
    client = app.store.get(Client, rows[0].party.id)
    assert (client.name, client.category, client.owner) == ("Hospital Ángeles", "public_hospital", me.id)
    assert app.store.get(Territory, rows[1].territory).name == "Tepic"
    assert {each.name for each in app.store.find(Product)} == {"Cardiol 10 mg", "Neurol"}
    assert all(each.source == "import" and each.batch for each in rows)
    assert app.store.setting("loaded_through") == {"sales": "2025-11-05"}
    assert counts(look(SALES, "sales_record")) == (0, 0, 3, 0)


def test_equal_rows_of_a_sheet_are_all_kept(app, look):
    app.run(import_sheet, preview=look([*SALES, SALES[1], SALES[1]], "sales_record"))
    assert app.store.count(SalesRecord, amount=150050) == 3
    assert counts(look([*SALES, SALES[1], SALES[1]], "sales_record")) == (0, 0, 5, 0)


def test_the_same_sheet_gives_the_same_ids_on_two_laptops(app, look, tmp_path, sheet):
    from db.store import BaseStore

    told = look(SALES, "sales_record")
    other = BaseStore(tmp_path / "other.kamdesk")
    source = open_source(sheet(SALES))
    table, mapping = choose(source, "sales_record", other)
    twin = preview(other, source, table, mapping)
    other.close()
    for kind in told.batch.births:
        assert [row["id"] for row in told.batch.births[kind]] == [row["id"] for row in twin.batch.births[kind]]


def test_a_doubtful_name_is_decided_once_for_all_its_rows(app, look, zone):
    known = app.run(save, record=Client(name="Farmacia del Sur S.A. de C.V.", category="pharmacy", territory=zone.id))
    placeless = [[*row[:2], *row[3:]] for row in SALES]
    told = look(placeless, "sales_record")
    doubt = next(each for each in told.doubts if each.text == "Farmacia Sur")
    assert (doubt.rows, doubt.candidates[0].id) == (2, known.id)
    decided = look(placeless, "sales_record", decisions={doubt.key: known.id})
    app.run(import_sheet, preview=decided)
    assert app.store.count(SalesRecord, party=Link("client", known.id)) == 2
    assert not app.store.find(Client, name="Farmacia Sur")


def test_two_records_of_one_name_refuse_the_row_until_it_is_decided(app, look, zone):
    for code in ("A", "B"):
        app.run(save, record=Client(name="Farmacia Sur", code=code, category="pharmacy", territory=zone.id))
    told = look(SALES, "sales_record")
    assert counts(told) == (3, 0, 0, 0)  # a sale may lack its client, the cell is listed
    assert [(each.row, each.column, each.whole) for each in told.refusals] == [(3, "B", False), (4, "B", False)]
    assert told.doubts[0].must


def test_settled_invoices_are_paid(app, look):
    rows = [["Factura", "Cliente", "Fecha", "Vencimiento", "Importe", "Fecha de pago"],
            ["0001", "Farmacia Sur", "2025-01-10", "2025-02-09", "55.94", "2025-01-25"],
            ["0002", "Farmacia Sur", "2025-01-26", "2025-02-25", "61.74", ""]]
    told = look(rows, "invoice")
    assert told.settlement == "Fecha de pago"
    app.run(import_sheet, preview=told)
    paid = app.store.find(Invoice, number="0001")[0]
    payment, applied = app.store.find(Payment)[0], app.store.find(Allocation)[0]
    assert (payment.amount, payment.on, payment.reference, payment.party) == (
        5594, datetime.date(2025, 1, 25), "0001", paid.party)
    assert (applied.invoice, applied.source.id, applied.amount) == (paid.id, payment.id, 5594)
    later = [rows[0], rows[1], [*rows[2][:5], "2025-03-01"]]
    again = look(later, "invoice")
    assert counts(again) == (0, 0, 2, 0)
    app.run(import_sheet, preview=again)
    assert app.store.count(Allocation) == 2
    assert look(later, "invoice").changes_nothing


def test_new_clients_that_look_like_known_ones_are_named_not_joined(app, look, zone):
    app.run(save, record=Client(name="Hospital Angeles", category="private_hospital", territory=zone.id,
                                phone="33 1111 1111"))
    told = look(CLIENTS)
    assert (told.duplicates, counts(told)) == (1, (3, 0, 0, 0))
    app.run(import_sheet, preview=told)
    assert app.store.count(Client) == 4


def test_a_record_made_by_hand_is_found_by_its_code(app, look, zone):
    mine = app.run(save, record=Client(name="Hospital Angeles", code="H-1", category="clinic", territory=zone.id))
    told = look(CLIENTS)
    assert counts(told) == (2, 1, 0, 0)
    app.run(import_sheet, preview=told)
    assert app.store.get(Client, mine.id).category == "private_hospital"


def test_one_code_in_two_places_is_two_clients(app, look):
    first = [["Código", "Nombre", "Tipo", "Región"], ["44", "Farmacia Luna", "Farmacia", "Chuquisaca"]]
    other = [["Código", "Nombre", "Tipo", "Región", "Zona"],
             ["44", "Hospital Argerich", "Hospital", "Buenos Aires", "Boca"]]
    app.run(import_sheet, preview=look(first))
    app.run(import_sheet, preview=look(other))
    assert {each.name for each in app.store.find(Client, code="44")} == {"Farmacia Luna", "Hospital Argerich"}
    assert look(first).changes_nothing
    assert look(other).changes_nothing


def test_refused_rows_say_row_column_and_reason(app, look):
    rows = [[*CLIENTS[0], "Plazo de pago"], [*CLIENTS[1], "treinta"], ["F-9", "", *CLIENTS[2][2:], "30"]]
    told = look(rows)
    assert counts(told) == (1, 0, 0, 1)
    cell = next(each for each in told.refusals if not each.whole)
    assert (cell.row, cell.column, cell.header, cell.text) == (2, "H", "Plazo de pago", "treinta")
    assert next(each for each in told.refusals if each.whole).row == 3


def test_an_ambiguous_day_is_asked_before_anything(app, look, sheet):
    rows = [["Fecha", "Cliente", "Producto", "Cantidad", "Importe"], ["03/04/2025", "A", "B", "1", "1"],
            ["05/06/2025", "A", "B", "1", "1"]]
    told = look(rows, "sales_record")
    assert (told.questions[0].header, told.ready) == ("Fecha", False)
    with pytest.raises(Problem):
        app.run(import_sheet, preview=told)


def test_a_base_changed_since_the_preview_refuses_it(app, look):
    told = look(CLIENTS)
    app.run(import_sheet, preview=told)
    step = app.store.undo_step()
    with pytest.raises(Problem, match="cambió desde la vista previa"):
        app.run(import_sheet, preview=told)
    assert app.store.undo_step() == step


def test_a_mapping_is_remembered_with_its_headings(app, look):
    rows = [["Clave rara", "Nombre", "Tipo"], ["X1", "Farmacia Uno", "Farmacia"]]
    told = look(rows, columns={"Clave rara": "code"})
    assert told.assumed == {"territory": "Mi región"}
    with pytest.raises(Problem, match="colour"):
        look(rows, columns={"Clave rara": "colour"})
    app.run(import_sheet, preview=told)
    assert str(look(rows).mapping.columns["Clave rara"]) == "code"


def test_stopping_writes_nothing(app, look):
    class Stop(Exception):
        pass

    def stop(text: str, _done: int, _total: int) -> None:
        if text == "Escribiendo registros":
            raise Stop

    told = look(CLIENTS)
    with pytest.raises(Stop):
        app.run(import_sheet, preview=told, progress=stop)
    assert app.store.count(Client) == 0
    assert app.store.undo_step() is None


def test_records_are_archived_not_erased_and_come_back(app, look):
    app.run(import_sheet, preview=look(CLIENTS))
    app.run(archive, records=app.store.find(Client, code="F-2"))
    told = look(CLIENTS)
    assert counts(told) == (0, 1, 2, 0)
    app.run(import_sheet, preview=told)
    assert app.store.count(Client) == 3


OCTOBER = SALES[:3]


def test_replacing_the_period_archives_what_the_same_source_does_not_hold(app, look, me):
    app.run(import_sheet, preview=look(SALES, "sales_record"))
    app.run(save, record=SalesRecord(month="2025-10", on=datetime.date(2025, 10, 9), units=1, amount=7,
                                     product=app.store.find(Product)[0].id))
    told = look([*SALES[:2], ["2025-10-08", "Farmacia Sur", "Tepic", "Nadro", "Neurol", "1", "99", "Ana Ruiz"]],
                "sales_record")
    gone = replaced(app.store, told)
    assert [app.store.get(SalesRecord, each).amount for each in gone] == [-30010]  # November and the hand-made one stay
    batch = app.run(import_sheet, preview=told, replace=True)
    assert sorted(each.amount for each in app.store.find(SalesRecord)) == [7, 9900, 20000, 150050]
    app.run(undo_import, batch=batch)
    assert sorted(each.amount for each in app.store.find(SalesRecord)) == [-30010, 7, 20000, 150050]


def test_nothing_is_replaced_by_another_source_or_a_file_with_refused_rows(app, look):
    app.run(import_sheet, preview=look(SALES, "sales_record"))
    fewer = look([SALES[0][:-1], SALES[1][:-1]], "sales_record")
    assert replaced(app.store, fewer) == []
    bad = look([*SALES[:2], ["2025-10-08", "Farmacia Sur", "Tepic", "Nadro", "Neurol", "uno", "99", "Ana Ruiz"]],
               "sales_record")
    assert bad.count("refused") == 1
    assert replaced(app.store, bad) == []


def test_a_control_total_is_kept_and_compared(app, look):
    told = look(OCTOBER, "sales_record")
    assert (told.source, told.months, told.totalled) == ("sales", ("2025-10",), True)
    app.run(import_sheet, preview=told, control_total=120_000)
    assert app.store.setting("control_totals") == {"sales::2025-10": 120_000}
    assert short_of(app.store.facts, "sales", "", "2025-10", 120_000) == 120_000 - (150050 - 30010)


def test_undoing_an_import_takes_back_what_it_said_of_its_month(app, look):
    september = [SALES[0], ["2025-09-08", "Farmacia Sur", "Tepic", "Nadro", "Neurol", "1", "99", "Ana Ruiz"]]
    app.run(import_sheet, preview=look(september, "sales_record"), control_total=9_900)
    first = {name: app.store.setting(name) for name in ("loaded_through", "control_totals")}
    batch = app.run(import_sheet, preview=look(OCTOBER, "sales_record"), control_total=120_000)
    app.run(undo_import, batch=batch)
    assert {name: app.store.setting(name) for name in first} == first


def test_what_was_said_of_a_month_since_stays_when_its_import_is_undone(app, look):
    batch = app.run(import_sheet, preview=look(OCTOBER, "sales_record"), control_total=120_000)
    app.run(mark_sales_loaded, source="sales", through=datetime.date(2025, 10, 31), control_total=150_000)
    app.run(undo_import, batch=batch)
    assert app.store.setting("loaded_through") == {"sales": "2025-10-31"}
    assert app.store.setting("control_totals") == {"sales::2025-10": 150_000}


def test_an_import_is_undone_for_thirty_days(app, look):
    batch = app.run(import_sheet, preview=look(CLIENTS))
    old = replace(batch, at=clock.now() - datetime.timedelta(days=31))
    with pytest.raises(Problem, match="30 días"):
        app.run(undo_import, batch=old)


def test_two_months_take_no_control_total(app, look):
    told = look(SALES, "sales_record")
    assert told.months == ("2025-10", "2025-11")
    assert not told.totalled
    app.run(import_sheet, preview=told, control_total=1)
    assert not app.store.setting("control_totals")


def test_what_distributors_sold_moves_their_own_information_only(app, look):
    rows = [[*SALES[0], "Flujo"], *([*row, "Venta del distribuidor"] for row in SALES[1:])]
    told = look(rows, "sales_record", columns={"Flujo": "flow"})
    assert told.source == "sell_out"
    app.run(import_sheet, preview=told)
    known = app.store.setting("loaded_through")
    assert "sales" not in known
    assert sorted(known.values()) == ["2025-10-04", "2025-11-05"]
    assert all(key.startswith("sell_out:") for key in known)


def test_hidden_sheets_are_taken_only_when_asked_for(app, tmp_path):
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "oculta.xlsx")
    for name, hidden in (("Clientes", False), ("Viejos", True)):
        page = book.add_worksheet(name)
        for at, row in enumerate(CLIENTS):
            page.write_row(at, 0, row)
        if hidden:
            page.hide()
    book.close()
    source = open_source(tmp_path / "oculta.xlsx")
    assert [(each.sheet, each.hidden) for each in source.tables] == [("Clientes", False), ("Viejos", True)]
    assert choose(source, "client", app.store)[0].sheet == "Clientes"
    assert choose(source, "client", app.store, sheet="Viejos")[0].hidden
    only = replace(source, tables=source.tables[1:])
    with pytest.raises(Problem):
        choose(only, "client", app.store)


@pytest.mark.parametrize("kind", usable_kinds(REGISTER.values()))
def test_a_template_comes_back_as_what_it_is_for(app, tmp_path, kind):
    path = tmp_path / "plantilla.xlsx"
    write_xlsx(path, [template(kind_of(kind)), example(kind_of(kind))])
    source = open_source(path)
    table, mapping = choose(source, kind, app.store)
    wanted = {of.name for of in filled_in(kind_of(kind)) if of.required}
    assert wanted <= {to.field for to in mapping.columns.values()}
    assert len(table.rows) == 1
