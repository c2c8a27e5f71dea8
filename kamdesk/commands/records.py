"""Verbs for any record: save, change many, archive, restore, delete a draft, join two (product/04 §4.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from kamdesk.commands import command
from kamdesk.fields import Field, Link
from kamdesk.kinds import REGISTER, Kind, Record, kind_of
from kamdesk.problems import Problem
from kamdesk.store import UnitOfWork, Where
from kamdesk.words import N_, _

R = TypeVar("R", bound=Record)


@command
def save(uow: UnitOfWork, *, record: R) -> R:
    """Create a record that has no id yet, or store what changed in one."""
    return uow.save(record) if record.id else uow.add(record)


@command
def bulk_edit(uow: UnitOfWork, *, records: Sequence[Record], field: str, value: Any) -> int:
    """Give one field the same value in several records of a kind, as one step. Returns how many changed."""
    kind = _one_kind(records)
    of = kind.fields.get(field)
    if of is None or not of.stored or of.fixed or field == kind.state:
        raise Problem(_("This field cannot be changed in several records at once."), field=field)
    for each in records:
        uow.change(each, **{field: value})
    uow.describe(_("Change {field} in {n} {records}", field=_(of.label).lower(), n=len(records),
                   records=_(kind.labels).lower()))
    return len(records)


@command
def archive(uow: UnitOfWork, *, records: Sequence[Record]) -> int:
    """Hide records from lists and pickers; they stay in the figures of their period."""
    kind = _one_kind(records)
    for each in records:
        _may_leave(uow, each)
        uow.archive(each)
    uow.describe(_counted(kind, len(records), N_("Archive {name}"), N_("Archive {n} {records}"), _name(uow, records)))
    return len(records)


@command
def restore(uow: UnitOfWork, *, records: Sequence[Record]) -> int:
    """Show archived records again."""
    kind = _one_kind(records)
    for each in records:
        uow.archive(each, archived=False)
    uow.describe(_counted(kind, len(records), N_("Restore {name}"), N_("Restore {n} {records}"), _name(uow, records)))
    return len(records)


@command
def bring_back(uow: UnitOfWork, *, links: Sequence[Link]) -> int:
    """Take records out of the bin: archived ones are shown again, deleted ones written as they were."""
    if not links:
        raise Problem(_("Choose at least one record."))
    names = [uow.put_back(link) for link in links]
    kind = kind_of(links[0].kind)
    uow.describe(_counted(kind, len(links), N_("Restore {name}"), N_("Restore {n} {records}"), names[0]))
    return len(links)


@command
def delete_draft(uow: UnitOfWork, *, record: Record) -> None:
    """Take out a draft nobody refers to, or a record of a kind that allows it; undo brings it back."""
    kind = type(record).kind
    if not (kind.deletable or _is_draft(kind, record)):
        raise Problem(_("Only drafts can be deleted. Archive it instead."))
    if references_to(uow, record):
        raise Problem(_("Other records refer to it. Archive it instead."))
    uow.describe(_("Delete {name}", name=_name(uow, [record])))
    uow.delete(record)


@command
def merge_records(uow: UnitOfWork, *, keep: R, drop: R, choices: Mapping[str, Any] | None = None) -> R:
    """Join two records that are the same: references move to ``keep``, ``drop`` is archived.

    ``choices`` gives the value of each field in which they differ; Problem names the first one without a choice.
    """
    kind = type(keep).kind
    if keep.id == drop.id or type(drop) is not type(keep):
        raise Problem(_("Choose two different records of the same kind."))
    chosen = dict(choices or {})
    for each in kind.stored:
        mine, other = getattr(keep, each.name), getattr(drop, each.name)
        if each.name in chosen or other in (mine, each.empty):
            continue
        if mine != each.empty:
            raise Problem(_("Choose which {field} stays.", field=_(each.label).lower()), field=each.name)
        chosen[each.name] = other
    kept = uow.change(keep, **chosen)
    for record, of in references_to(uow, drop):
        uow.change(record, **{of.name: _moved(of, getattr(record, of.name), drop, keep)})
    uow.archive(drop)
    uow.describe(_("Join {a} and {b}", a=_name(uow, [keep]), b=_name(uow, [drop])))
    return kept


def references_to(uow: UnitOfWork, record: Record) -> list[tuple[Record, Field]]:
    """The live records that refer to a record, each with the field that does."""
    own = type(record).kind
    found: list[tuple[Record, Field]] = []
    for kind in REGISTER.values():
        for of in kind.stored:
            if (of.to and own.name not in of.to) or of.type not in ("ref", "refs", "link", "links"):
                continue
            op = "contains" if of.type in ("refs", "links") else "="
            value = Link(own.name, record.id) if of.type in ("link", "links") else record.id
            found += [(each, of) for each in uow.find(kind.cls, Where(of.name, op, value), archived=None)]
    return found


def _moved(of: Field, value: Any, drop: Record, keep: Record) -> Any:
    if of.type == "ref":
        return keep.id
    if of.type == "link":
        return Link(value.kind, keep.id)
    moved = [Link(each.kind, keep.id) if isinstance(each, Link) and each.id == drop.id else
             keep.id if each == drop.id else each for each in value]
    return tuple(dict.fromkeys(moved))


def _one_kind(records: Sequence[Record]) -> Kind:
    if not records:
        raise Problem(_("Choose at least one record."))
    return type(records[0]).kind


def _is_draft(kind: Kind, record: Record) -> bool:
    if kind.state is None:
        return False
    options = kind.fields[kind.state].options
    if not options:  # a flag, such as «in dispute», says nothing of drafts
        return False
    first: Any = next(iter(options))
    return bool(getattr(record, kind.state) == first)


def _may_leave(uow: UnitOfWork, record: Record) -> None:
    rule = getattr(record, "may_archive", None)
    message = rule(uow) if rule else None
    if message:
        raise Problem(message)


def _name(uow: UnitOfWork, records: Sequence[Record]) -> str:
    link = Link(type(records[0]).kind.name, records[0].id)
    return uow.names([link]).get(records[0].id) or _(type(records[0]).kind.label)


def _counted(kind: Kind, count: int, one: str, many: str, name: str) -> str:
    return _(one, name=name) if count == 1 else _(many, n=count, records=_(kind.labels).lower())

