"""One unit of work: every change of a command over one connection and inside one transaction."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import IntegrityError

from db import erasing, search, trash
from db.blobs import FileBlobs
from db.reading import Reading, called, stored_facts
from db.rows import cells_writer, columns_of, row_writer
from db.schema import table_of
from kamdesk import checks, settings
from kamdesk.fields import ME, Id, Link
from kamdesk.figures.facts import Facts
from kamdesk.identity import natural_id, new_id
from kamdesk.kinds import Issue, Kind, Record, kind_of, values_of
from kamdesk.problems import Problem
from kamdesk.records.numbering import BORN
from kamdesk.records.system import Setting
from kamdesk.words import _

R = TypeVar("R", bound=Record)
BATCH = 5_000


class Unit(Reading):
    """``kamdesk.store.UnitOfWork``: reads see what the unit wrote."""

    def __init__(self, connection: Connection, blobs: FileBlobs) -> None:
        super().__init__(connection)
        self.blobs = blobs
        self.label = ""
        self.warnings: list[tuple[str, str | None]] = []
        self.entered: dict[str, set[Id]] = {}  # records whose search entries are already as they should be

    @property
    def facts(self) -> Facts:
        """What figures ask, of what is being written too: nothing is remembered."""
        return stored_facts(self, self._connection)

    def add(self, record: R) -> R:
        """Store a new record with its identity and defaults."""
        kind = type(record).kind
        mine: dict[str, Any] = {each.name: self.me for each in kind.stored
                                if each.default is ME and not getattr(record, each.name)}
        record = dataclasses.replace(record, **mine)
        if not record.id:
            record = dataclasses.replace(record, id=natural_identity(record) or new_id())
            there = self.maybe(type(record), record.id) if kind.natural else None
            if there is not None:
                return self._again(record, there)
        self._examine(record)
        self._connection.execute(insert(table_of(kind)).values(columns_of(kind, values_of(record))))
        self._describe(_("Create {kind} {name}"), record)
        return record

    def _again(self, record: R, there: R) -> R:
        """The same natural identity created twice: an archived record comes back with the new values."""
        if not there.archived:
            kind = type(record).kind
            name = f"{_(kind.label)} {called(self, there) or ''}".strip()
            raise Problem(_("{record} already exists.", record=name), field=kind.natural[0])
        return self.save(record)

    def save(self, record: R) -> R:
        """Store the fields that differ from what is stored."""
        kind = type(record).kind
        before = self.get(type(record), record.id)
        old, new = values_of(before), values_of(record)
        changed = {name: value for name, value in new.items() if value != old[name]}
        if not changed:
            return record
        self._guard(kind, before, changed)
        self._examine(record)
        self.entered.get(kind.name, set()).discard(record.id)
        table = table_of(kind)
        self._connection.execute(update(table).where(table.c.id == record.id).values(columns_of(kind, changed)))
        self._describe(_("Save {name}"), record)
        return record

    def _guard(self, kind: Kind, before: Record, changed: Mapping[str, Any]) -> None:
        if before.archived and "archived" not in changed:
            raise Problem(_("{record} is archived. Restore it first.", record=called(self, before)))
        for name in changed:
            fixed = name in kind.fields and kind.fields[name].fixed
            if fixed or (kind.append_only and name != "archived"):
                label = _(kind.fields[name].label)
                raise Problem(_("{field} cannot be changed once it is saved.", field=label), field=name)

    def change(self, record: R, **values: Any) -> R:
        """``save`` of the record as it is stored now with some values replaced."""
        return self.save(dataclasses.replace(self.get(type(record), record.id), **values))

    def _examine(self, record: Record) -> None:
        for issue in checks.demand(record, self):
            self._note(issue)

    def _note(self, issue: Issue) -> None:
        self.warnings.append((issue.message, issue.field))

    def archive(self, record: R, *, archived: bool = True) -> R:
        """Hide a record, or show it again."""
        kind = type(record).kind
        table = table_of(kind)
        self._connection.execute(update(table).where(table.c.id == record.id).values(archived=int(archived)))
        return dataclasses.replace(record, archived=archived)

    def delete(self, record: Record) -> None:
        """Take a record out for good; Problem while others refer to it."""
        table = table_of(type(record).kind)
        try:
            self._connection.execute(table.delete().where(table.c.id == record.id))
        except IntegrityError:
            raise Problem(_("Other records refer to it. Archive it instead.")) from None

    def put_back(self, link: Link) -> str:
        """Show an archived record again, or write a deleted one as it was; returns what it is called."""
        kind = kind_of(link.kind)
        there = self.maybe(kind.cls, link.id)
        if there is None:
            row = trash.deleted_row(self._connection, kind, link.id)
            if row is None:
                raise Problem(_("It can no longer be restored: its history is gone."))
            there = trash.record_then(kind, row)
            self._connection.execute(insert(table_of(kind)).values(columns_of(kind, values_of(there))))
            self._whole(there)
        self.archive(there, archived=False)
        return called(self, there) or _(kind.label)

    def _whole(self, record: Record) -> None:
        """Problem when a record refers to one that is gone."""
        for each in type(record).kind.stored:
            target = getattr(record, each.name) if each.type == "ref" else None
            if target and self.maybe(kind_of(each.to[0]).cls, target) is None:
                raise Problem(_("Its {field} is gone. Restore that first.", field=_(each.label).lower()))

    def erase(self, records: Sequence[Record], fields: Sequence[str], *, reason: str) -> list[str]:
        """Blank some fields for good; returns the backups that still hold them."""
        kind = type(records[0]).kind
        ids = [each.id for each in records]
        copies = erasing.still_held(self._connection, kind, ids, self.blobs.base, self.setting("backup_folder"))
        erasing.erase(self._connection, kind, ids, [kind.fields[name] for name in fields],
                      reason=reason)
        self.entered.get(kind.name, set()).difference_update(ids)
        return copies

    def add_many(self, kind: Kind, rows: Iterable[Mapping[str, Any]]) -> int:
        """Insert many new records set by set, journalled as births by one statement a set."""
        total = 0
        waiting: list[Mapping[str, Any]] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) == BATCH:
                total += self._insert(kind, waiting)
                waiting = []
        return total + (self._insert(kind, waiting) if waiting else 0)

    def _insert(self, kind: Kind, rows: Sequence[Mapping[str, Any]]) -> int:
        me = self.me
        defaults = {each.name: me if each.default is ME else each.initial() for each in kind.stored}
        names, write = row_writer(kind, defaults)
        whole = [write(row if row.get("id") else {**row, "id": new_id()}) for row in rows]
        last = self._connection.exec_driver_sql(f'SELECT coalesce(max(rowid), 0) FROM "{kind.name}"').scalar_one()
        marks = ", ".join("?" * len(names))
        quoted = ", ".join(f'"{name}"' for name in names)
        self._quietly(f'INSERT INTO "{kind.name}" ({quoted}) VALUES ({marks})', list(map(tuple, whole)))
        self._connection.exec_driver_sql(f"INSERT INTO kd_journal (t, pk, f) SELECT {kind.code}, id, {BORN}"
                                         f' FROM "{kind.name}" WHERE rowid > ? ORDER BY rowid', (last,))
        search.enter_new(self._connection, kind, last)
        self.entered.setdefault(kind.name, set()).update(row[0] for row in whole)
        return len(whole)

    def _quietly(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """Write with the triggers silent: the caller writes the journal set by set."""
        self._connection.exec_driver_sql("INSERT INTO kd_busy VALUES (1)")
        self._connection.exec_driver_sql(sql, rows)
        self._connection.exec_driver_sql("DELETE FROM kd_busy")

    def change_many(self, kind: Kind, rows: Iterable[Mapping[str, Any]]) -> int:
        """Change many records; rows that set the same fields go in one statement, the triggers journal them."""
        total = 0
        entered = self.entered.get(kind.name, set())
        for names, group in groupby(rows, key=lambda row: tuple(sorted(row))):
            columns, write = cells_writer(kind, [name for name in names if name != "id"])
            whole = [(*write(row), row["id"]) for row in group]
            entered.difference_update(row[-1] for row in whole)
            targets = ", ".join(f'"{column}" = ?' for column in columns)
            self._connection.exec_driver_sql(f'UPDATE "{kind.name}" SET {targets} WHERE id = ?', whole)
            total += len(whole)
        return total

    def next_number(self, prefix: str) -> str:
        """The next automatic number with this laptop's code."""
        code = self.setting("laptop_code")
        last = int(self.setting("last_numbers").get(prefix, 0)) + 1
        self.put_setting("last_numbers", {**self.setting("last_numbers"), prefix: last})
        return f"{prefix}-{code}-{last:04d}"

    def put_setting(self, name: str, value: Any) -> None:
        """Store the value of a setting."""
        declared = settings.declared(name)
        dumped = declared.dump(declared.accept(value))
        there = self.find(Setting, name=name, archived=None, limit=1)
        if there:
            self.save(dataclasses.replace(there[0], value=dumped, archived=False))
        else:
            self.add(Setting(name=name, value=dumped, scope=declared.scope))

    def warn(self, message: str, *, field: str | None = None) -> None:
        """Tell the person something after the command, without stopping it."""
        self.warnings.append((message, field))

    def describe(self, label: str) -> None:
        """Name the undo step."""
        self.label = label

    def _describe(self, pattern: str, record: Record) -> None:
        """The name of the step when the command gives none: the first record it wrote."""
        if not self.label:
            self.label = pattern.format(kind=_(type(record).kind.label).lower(), name=called(self, record))


def natural_identity(record: Record) -> Id | None:
    """The id that the natural key of a record gives it, None for kinds without one."""
    kind = type(record).kind
    if not kind.natural:
        return None
    values = (getattr(record, name) for name in kind.natural)
    return natural_id(kind.code, [value.id if isinstance(value, Link) else value for value in values])

