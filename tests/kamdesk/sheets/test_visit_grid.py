"""The month in Excel both ways: an edited copy, moved columns, unknown clients, days not worked, what is done."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamdesk.app import App
from kamdesk.commands.cycles import add_day_off
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.commands.visit_grid import bring_visit_grid
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit
from kamdesk.sheets.cells import Cell, Sheet, Workbook
from kamdesk.sheets.reading import read_workbook
from kamdesk.sheets.visit_grid import ADDED, MOVED, REMOVED, GridPreview, read_grid
from kamdesk.sheets.visit_grid_out import write_grid
from tests import plans

MONDAY = datetime.date(2025, 11, 24)
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + datetime.timedelta(step) for step in (1, 2, 4))


@pytest.fixture
def clients(app: App, me: Person, zone: Territory) -> list[Client]:
    """Six clients with frequencies."""
    assert me.id
    app.run(change_setting, name="market_visits", value=0)
    plans.frequencies(app)
    return plans.clients(app, zone, 6)


def exported(app: App, me: Person, path: Path) -> list[list[Cell]]:
    """The rows of the grid as written and read again."""
    assert write_grid(path, app.store, person=me.id, month="2025-11") == 6
    book = read_workbook(path)
    assert book.sheets[0].name == "Plan 2025-11"
    return [list(row) for row in book.sheets[0].rows]


def read(app: App, me: Person, rows: Sequence[Sequence[Cell]], name: str = "Plan 2025-11") -> GridPreview:
    """What bringing these rows would do."""
    return read_grid(app.store, Workbook("plan.xlsx", (Sheet(name, rows),)), person=me.id, month="2025-11")


def at(rows: Sequence[Sequence[Cell]], client: str, heading: str) -> tuple[int, int]:
    """Row and column of a client and a day."""
    return next(at for at, row in enumerate(rows) if row[0] == client), list(rows[0]).index(heading)


def mark(rows: list[list[Cell]], client: str, heading: str, value: Cell) -> None:
    """Write into a cell."""
    row, column = at(rows, client, heading)
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = value


def test_an_untouched_copy_changes_nothing(app: App, me: Person, clients: list[Client], tmp_path: Path) -> None:
    plans.planned(app, me, clients[0], TUESDAY)
    plans.done(app, me, clients[1], MONDAY)
    rows = exported(app, me, tmp_path / "plan.xlsx")
    assert rows[at(rows, "Cliente 00", "Mar 25")[0]][at(rows, "Cliente 00", "Mar 25")[1]] == 1
    assert rows[at(rows, "Cliente 01", "Lun 24")[0]][at(rows, "Cliente 01", "Lun 24")[1]] == "✓"
    preview = read(app, me, rows)
    assert (preview.changes, preview.refused, preview.same) == ((), (), 2)
    book = read_workbook(tmp_path / "plan.xlsx")
    assert [sheet.name for sheet in book.sheets[1:]] == ["Resumen", "Lun 24", "Mar 25"]


def test_an_edited_copy_adds_moves_and_takes_out_as_one_step(app: App, me: Person, clients: list[Client],
                                                             tmp_path: Path) -> None:
    plans.planned(app, me, clients[0], TUESDAY)
    plans.planned(app, me, clients[1], TUESDAY)
    rows = exported(app, me, tmp_path / "plan.xlsx")
    mark(rows, "Cliente 00", "Mar 25", None)
    mark(rows, "Cliente 00", "Vie 28", "x")
    mark(rows, "Cliente 01", "Mar 25", None)
    mark(rows, "Cliente 02", "Mié 26", 1)
    preview = read(app, me, rows)
    assert {(each.what, each.name, each.before, each.day) for each in preview.changes} == {
        (MOVED, "Cliente 00", TUESDAY, FRIDAY), (REMOVED, "Cliente 01", TUESDAY, None),
        (ADDED, "Cliente 02", None, WEDNESDAY)}
    assert app.run(bring_visit_grid, preview=preview) == 3
    planned = {each.party: each.planned_on for each in app.store.find(Visit, state="planned")}
    assert planned == {Link("client", clients[0].id): FRIDAY, Link("client", clients[2].id): WEDNESDAY}
    assert read(app, me, exported(app, me, tmp_path / "again.xlsx")).changes == ()
    app.undo()
    assert {each.planned_on for each in app.store.find(Visit, state="planned")} == {TUESDAY}


def test_columns_and_rows_may_stand_anywhere_and_missing_ones_stay(app: App, me: Person, clients: list[Client]) -> None:
    plans.planned(app, me, clients[0], TUESDAY)
    plans.planned(app, me, clients[1], WEDNESDAY)
    rows: list[list[Cell]] = [
        ["Plan de noviembre"], [], ["Notas", "vie 28", datetime.date(2025, 11, 25), "Cliente", "1/12"],
        ["llamar antes", 1, None, "CLIENTE 00", 1], ["", None, 1, "Cliente 03"], ["", 2, 2, "Total"]]
    preview = read(app, me, rows, name="Hoja1")
    assert [(each.what, each.name, each.day) for each in preview.changes] == [
        (MOVED, "Cliente 00", FRIDAY), (ADDED, "Cliente 03", TUESDAY)]
    assert preview.refused == ()  # another month's column and a client without a row say nothing


def test_what_cannot_be_is_refused_with_its_cell_and_reason(app: App, me: Person, clients: list[Client],
                                                            tmp_path: Path) -> None:
    app.run(add_day_off, on=WEDNESDAY, category="vacation", person=me.id)
    plans.done(app, me, clients[1], MONDAY)
    app.run(save, record=replace(clients[5], status="inactive"))
    assert write_grid(tmp_path / "plan.xlsx", app.store, person=me.id, month="2025-11") == 5
    rows = [list(row) for row in read_workbook(tmp_path / "plan.xlsx").sheets[0].rows]
    mark(rows, "Cliente 00", "Mié 26", 1)
    mark(rows, "Cliente 00", "Lun 3", 1)
    mark(rows, "Cliente 00", "Vie 28", "tal vez")
    mark(rows, "Cliente 01", "Lun 24", None)
    column = at(rows, "Cliente 00", "Vie 28")[1]
    for name in ("Clínica que no existe", "Cliente 05"):
        rows.insert(2, [name, *[None] * (column - 1), 1])
    preview = read(app, me, rows)
    assert preview.changes == ()
    reasons = {(each.text.split(":")[0], each.reason) for each in preview.refused}
    assert reasons == {
        ("Cliente 00", "26 nov no se trabaja (Vacaciones)."),
        ("Cliente 00", "Ese día ya pasó: registra la visita o márcala como no realizada."),
        ("Cliente 00", "Escribe 1 para una visita o deja la celda vacía."),
        ("Cliente 01", "La visita ya está hecha y se queda."),
        ("Clínica que no existe", "No hay ningún cliente con ese nombre."),
        ("Cliente 05", "No está en este plan: es de otra persona o no está activo.")}
    assert any(each.place[0].isalpha() and each.place[-1].isdigit() for each in preview.refused)


def test_a_preview_older_than_the_plan_is_refused(app: App, me: Person, clients: list[Client]) -> None:
    visit = plans.planned(app, me, clients[0], TUESDAY)
    rows: list[list[Cell]] = [["Cliente", "Mar 25", "Vie 28"], ["Cliente 00", None, 1]]
    preview = read(app, me, rows)
    app.run(save, record=replace(visit, planned_on=WEDNESDAY))
    with pytest.raises(Problem, match="cambió desde la vista previa"):
        app.run(bring_visit_grid, preview=preview)
    assert app.store.get(Visit, visit.id).planned_on == WEDNESDAY


def test_a_sheet_without_a_grid_says_what_to_bring(app: App, me: Person, clients: list[Client]) -> None:
    assert clients
    with pytest.raises(Problem, match="no contiene una rejilla de visitas"):
        read(app, me, [["Producto", "Precio"], ["A", 1]])


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(st.frozensets(st.sampled_from([25, 26, 27, 28])), min_size=6, max_size=6),
       order=st.permutations([25, 26, 27, 28]))
def test_after_bringing_it_the_plan_is_what_the_sheet_says(app: App, me: Person, clients: list[Client],
                                                           wanted: list[frozenset[int]], order: list[int]) -> None:
    rows: list[list[Cell]] = [["Cliente", *order]]
    rows += [[client.name, *(1 if day in days else None for day in order)]
             for client, days in zip(clients, wanted, strict=True)]
    app.run(bring_visit_grid, preview=read(app, me, rows))
    for client, days in zip(clients, wanted, strict=True):
        planned = app.store.find(Visit, party=Link("client", client.id), state="planned")
        assert sorted(each.planned_on.day for each in planned if each.planned_on) == sorted(days)
    assert read(app, me, rows).changes == ()
