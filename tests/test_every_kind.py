"""What must hold for every kind: stored, read back, listed, found, changed, archived, undone, exported, shown."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from kamdesk import display, words
from kamdesk.app import App
from kamdesk.commands.records import archive, restore, save
from kamdesk.fields import CLASSES, Field, Link
from kamdesk.kinds import REGISTER, Kind, Record, values_of
from kamdesk.records.numbering import FIRST, LAST, RESERVED, numbers
from kamdesk.records.team import Person
from kamdesk.sheets.export import record_sheet, template
from kamdesk.store import Query, UnitOfWork, Where
from kamdesk.stored import from_cell, from_columns, to_cell, to_columns
from tests.made import make, value_for
from ui.beside.side import Pane
from ui.form import Form
from ui.layouts import sections
from ui.screen import Address
from ui.tabs import TABS, place_of
from ui.window import Window

KINDS = sorted(REGISTER.values(), key=lambda kind: kind.code)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"K{kind.code:02}-{kind.name}")


@every_kind
def test_it_keeps_its_numbers(kind: Kind) -> None:
    entry = numbers()[kind.name]
    assert entry["code"] == kind.code
    assert set(entry["fields"]) >= {each.name for each in kind.stored}
    used = list(entry["fields"].values())
    assert len(used) == len(set(used))
    assert all(number in RESERVED.values() or FIRST <= number <= LAST for number in used)
    for each in kind.stored:
        assert set(entry.get("options", {}).get(each.name, [])) >= set(each.options)


@every_kind
def test_it_is_declared_whole(kind: Kind) -> None:
    page, tab = place_of(kind)
    assert tab in dict(TABS[page]), "the window has no such tab"
    for each in kind.fields.values():
        assert each.klass is None or each.klass in CLASSES
        assert all(name in REGISTER for name in each.to)
        assert all(name in REGISTER for name in each.depends)
        assert each.type not in ("choice", "choices") or each.options
    assert kind.parent is None or kind.fields[kind.parent].type in ("ref", "link")
    shown = [name for section in sections(kind) for name in section.fields]
    assert len(shown) == len(set(shown)), "a field stands twice in the form"
    assert {each.name for each in kind.stored if each.required} <= set(shown), "a required field is not in the form"


@every_kind
def test_it_is_stored_and_read_back(kind: Kind, app: App, me: Person) -> None:
    record = make(app, kind.name)
    again = app.store.get(kind.cls, record.id)
    assert values_of(again) == values_of(record)
    page = app.store.page(kind, Query())
    assert record.id in [row.id for row in page.rows]
    row = next(row for row in page.rows if row.id == record.id)
    assert display.title(kind, row.values, row.names) or kind.title
    assert [past.field for past in app.store.history(kind.cls, record.id)] == ["born"]


@every_kind
def test_each_field_comes_back_as_it_went(kind: Kind, app: App, me: Person) -> None:
    for each in kind.stored:
        value = value_for(app, each) if each.type not in ("ref", "link", "refs", "links") else each.empty
        assert from_columns(each, to_columns(each, value)) == value
        assert from_cell(each, to_cell(each, value)) == value
        assert from_columns(each, to_columns(each, each.empty)) == each.empty


@every_kind
def test_it_is_found_by_its_words(kind: Kind, app: App, me: Person) -> None:
    if not kind.own_text:
        return
    of = kind.own_text[0]
    record = make(app, kind.name, **{of.name: "Ñandú cacahuate"})
    page = app.store.page(kind, Query(search="nandu CACAHUATE"))
    assert [row.id for row in page.rows] == [record.id]


def changeable(kind: Kind) -> Field | None:
    """A field anybody may change in an existing record."""
    plain = [each for each in kind.stored if each.type in ("note", "text") and not each.fixed and not each.required
             and each.group != "state" and each.name not in kind.natural]
    return plain[0] if plain and not kind.append_only else None


@every_kind
def test_a_change_is_kept_told_and_undone(kind: Kind, app: App, me: Person) -> None:
    of = changeable(kind)
    if of is None:
        return
    record = make(app, kind.name)
    before = getattr(record, of.name)
    app.run(save, record=dataclasses.replace(record, **{of.name: "Otra cosa"}))
    past = app.store.history(kind.cls, record.id)[0]
    assert (past.field, past.before, past.after, past.person) == (of.name, before, "Otra cosa", me.id)
    assert app.store.last.touched == {kind.name: frozenset({record.id})}
    app.undo()
    assert getattr(app.store.get(kind.cls, record.id), of.name) == before
    app.redo()
    assert getattr(app.store.get(kind.cls, record.id), of.name) == "Otra cosa"


@every_kind
def test_it_is_archived_restored_and_its_birth_undone(kind: Kind, app: App, me: Person) -> None:
    record: Record = make(app, kind.name)
    app.run(archive, records=[record])
    assert app.store.count(kind.cls, Where("id", "=", record.id)) == 0
    assert app.store.page(kind, Query((Where("id", "=", record.id),), archived=True)).total == 1
    app.run(restore, records=[record])
    assert app.store.count(kind.cls, Where("id", "=", record.id)) == 1
    for _step in range(3):
        app.undo()
    assert app.store.maybe(kind.cls, record.id) is None


def written_again(uow: UnitOfWork, *, kind: Kind, rows: list[dict[str, Any]]) -> int:
    """A write past the rules of the unit of work, as a bulk statement or an outside tool would try."""
    return uow.change_many(kind, rows)


@every_kind
def test_storage_refuses_edits_of_what_is_only_appended(kind: Kind, app: App, me: Person) -> None:
    record = make(app, kind.name)
    if not kind.append_only:
        return
    rows: list[dict[str, Any]] = [{"id": record.id, kind.stored[0].name: getattr(record, kind.stored[0].name)}]
    with pytest.raises(Exception, match="append-only"):
        app.run(written_again, kind=kind, rows=rows)


@every_kind
def test_it_goes_to_a_sheet(kind: Kind, app: App, me: Person) -> None:
    make(app, kind.name)
    columns = app.store.columns(kind)
    rows = app.store.page(kind, Query()).rows
    sheet = record_sheet(kind, columns, [(row.values, row.names) for row in rows])
    assert [column.header for column in sheet.columns] == [words._(kind.fields[name].label) for name in columns]
    assert len(list(sheet.rows)) == len(rows)
    asked = {words._(each.label) for each in kind.stored if each.required and each.type not in ("data", "instant")}
    assert asked - {words._(kind.fields[kind.state].label) if kind.state else ""} <= {
        column.header for column in template(kind).columns}


@every_kind
def test_every_column_sorts_and_filters(kind: Kind, app: App, me: Person) -> None:
    make(app, kind.name)
    for name in app.store.columns(kind):
        for descending in (False, True):
            assert app.store.page(kind, Query(sort=((name, descending),))).total >= 1
    for name in kind.filters:
        of = kind.fields[name]
        if of.stored:
            filled, empty = (app.store.count(kind.cls, Where(name, op)) for op in ("filled", "empty"))
            assert filled + empty == app.store.count(kind.cls)


# options of Ajustes, lines of Enviados, the tree of targets: with tests of their own
HAND_MADE = ("setting", "issued_report", "target_plan")


def test_every_kind_opens_in_the_window(window: Window, app: App, me: Person) -> None:
    for kind in KINDS:
        record = make(app, kind.name)
        window.go(Address(*place_of(kind), kind.name, record.id))
        assert kind.name in HAND_MADE or _is_shown(window, app, record), kind.name
        window.page.new()
        window.undo()


def _is_shown(window: Window, app: App, record: Record) -> bool:
    """By its form, in the pane beside its list, or on a page made by hand by its name."""
    kind = type(record).kind
    if any(each.kind is kind and each.isVisible() for each in window.findChildren(Form)):
        return True
    if any(each.id == record.id and each.isVisible() for each in window.findChildren(Pane)):
        return True
    name = app.store.names([Link(kind.name, record.id)])[record.id]
    return any(name in each.text() for each in window.findChildren(QLabel) if each.isVisible())
