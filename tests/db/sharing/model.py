"""The rules of SHARING.md as plain Python: writes with the vectors their authors had, frontiers of maximal writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from db.merging.cells import LIFE, Cell, cells
from kamdesk.fields import AMOUNT, CREDIT
from kamdesk.kinds import Kind, kind_by_code, kind_of
from kamdesk.records.numbering import BORN, DELETED, field_numbers
from kamdesk.sharing.manifest import Manifest

KEPT = -4
Place = tuple[int, str, int]
Vector = Mapping[int, int]
Truth = dict[tuple[Place, int, int], set[tuple[int, int]]]


@dataclass(frozen=True)
class Write:
    """One version of a cell: dot, clock, standing, value; ``context``: what its author had seen.

    ``life`` and ``dots``: what a deletion had seen of its record.
    """

    r: int
    s: int
    hlc: int
    o: int
    value: Any
    person: str
    context: tuple[tuple[int, int], ...]
    life: tuple[tuple[int, int], ...] = ()
    dots: frozenset[tuple[int, int]] = frozenset()

    def saw(self, other: Write) -> bool:
        """Whether its author had seen another write of the cell."""
        return self.s > other.s if self.r == other.r else dict(self.context).get(other.r, 0) >= other.s

    def saw_alive(self, other: Write) -> bool:
        """Whether a deletion had seen a write on its record."""
        if self.r == other.r:
            return self.s > other.s
        return dict(self.life).get(other.r, 0) >= other.s or (other.r, other.s) in self.dots


class Line(NamedTuple):
    """A line of the journal, dated, with the cells of its record at the end of that life."""

    seq: int
    t: int
    pk: str
    f: int
    hlc: int
    values: Mapping[int, Any]


@dataclass(frozen=True)
class Content:
    """What a file says, in the terms of the model."""

    maker: int
    part: bool
    of_part: bool
    upto: Vector
    seen: Vector
    writes: tuple[tuple[Place, Write], ...]
    keep: frozenset[tuple[int, str, int, int]]


@dataclass(frozen=True)
class Packet:
    """A file and what the model says is in it."""

    maker: str
    path: Path
    manifest: Manifest
    content: Content


def maximal(writes: Iterable[Write]) -> frozenset[Write]:
    """Those nobody overwrote who had seen them."""
    every = set(writes)
    return frozenset(a for a in every if not any((b.r, b.s) != (a.r, a.s) and b.saw(a) for b in every))


def shown(writes: Iterable[Write]) -> Write:
    """The version on screen."""
    return max(writes, key=lambda write: (write.o, write.hlc, write.r, write.s))


def joined(one: Vector, other: Vector) -> dict[int, int]:
    """The highest of both."""
    return {r: max(one.get(r, 0), other.get(r, 0)) for r in {*one, *other}}


def hidden(cell: Cell) -> bool:
    """Whether the part leaves a cell out."""
    return cell.klass in (CREDIT, AMOUNT)


def known(kind: Kind, *, part: bool) -> list[Cell]:
    """The cells of a kind that a laptop may know."""
    return [cell for cell in cells(kind) if not (part and hidden(cell))]


def in_part(place: Place) -> bool:
    """Whether the part shows a cell."""
    kind = kind_by_code(place[0])
    return place[1][0] in "1p" and (place[2] < 0 or place[2] in {cell.number for cell in known(kind, part=True)})


@dataclass
class Model:
    """A laptop: its cells, context, what it holds fully, deletions that do not kill."""

    rid: int
    part: bool
    cells: dict[Place, frozenset[Write]] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)
    complete: dict[int, int] = field(default_factory=dict)
    keep: set[tuple[int, str, int, int]] = field(default_factory=set)
    truth: Truth = field(default_factory=dict)  # shared by all: what each write was really written over

    def copy(self) -> Model:
        """The same laptop in a backup."""
        return replace(self, cells=dict(self.cells), seen=dict(self.seen), complete=dict(self.complete),
                       keep=set(self.keep))

    # writing

    def line(self, line: Line, *, person: str) -> None:
        """What a line of the journal writes in the cells of its record."""
        _seq, t, pk, f, _hlc, values = line
        kind = kind_by_code(t)
        numbers = {cell.number: cell for cell in known(kind, part=self.part)}
        if f == BORN:
            written = {number: values[number] for number in numbers} | {LIFE: 0}
        elif f in (DELETED, KEPT):
            written = {LIFE: int(f == DELETED)}
        else:
            cell = next(cell for cell in cells(kind) if f in field_numbers_of(kind, cell))
            written = {cell.number: values[cell.number]}
        for number, value in written.items():
            standing = numbers[number].counts(self._owner(kind, values, person), value) if number > 0 else 0
            self._put((t, pk, number), line, standing, value, person=person)

    @staticmethod
    def _owner(kind: Kind, values: Mapping[int, Any], person: str) -> int:
        owner = next((cell for cell in cells(kind) if cell.name == kind.owner), None)
        return int(owner is not None and values[owner.number] == person)

    def _put(self, place: Place, line: Line, standing: int, value: Any, *, person: str) -> None:
        before = self.cells.get(place, frozenset())
        context: Vector = self.seen
        for each in before:
            context = joined(context, joined(dict(each.context), {each.r: each.s}))
        life, dots = self._life(place) if place[2] == LIFE and value == 1 else ((), frozenset())
        made = Write(self.rid, line.seq, line.hlc, standing, value, person, _packed(context, self.rid), life, dots)
        self.truth[place, made.r, made.s] = {dot for each in before for dot in
                                             {(each.r, each.s), *self.truth.get((place, each.r, each.s), ())}}
        self.cells[place] = maximal({*before, made})
        assert self.cells[place] == {made}, "an own write replaces what it was written over"

    def _life(self, place: Place) -> tuple[tuple[tuple[int, int], ...], frozenset[tuple[int, int]]]:
        """What a deletion sees of its record: a context, and exact writes beyond it."""
        context: Vector = self.seen
        dots: set[tuple[int, int]] = set()
        for (t, pk, f), writes in self.cells.items():
            if (t, pk) != place[:2]:
                continue
            for write in writes:
                if f == LIFE and write.value == 1:
                    context = joined(context, joined(dict(write.life), {write.r: write.s}))
                    dots |= write.dots
                else:
                    dots.add((write.r, write.s))
        return _packed(context, self.rid), frozenset(dots)

    def folded(self, last: int) -> None:
        """The lines up to here are in cells."""
        self.seen[self.rid] = self.complete[self.rid] = last

    # exchanging

    def export(self, *, part: bool, since: Vector, held: AbstractSet[Place]) -> Content:
        """Everything newer than ``since``, of the part or of all; a cell that the file holds (``held``) travels whole.

        What is older than ``since`` may come along, with its context: it is a write like any other.
        """
        writes = tuple((place, write) for place, versions in self.cells.items() if not part or in_part(place)
                       for write in versions if since.get(write.r, 0) < write.s or place in held)
        upto = {self.rid: self.complete.get(self.rid, 0)} if self.part else dict(self.complete)
        alive = self.alive() if part and not self.part else set()
        keep = frozenset((*place[:2], write.r, write.s) for place, versions in self.cells.items()
                         if place[2] == LIFE and place[:2] in alive and in_part(place)
                         for write in versions if write.value == 1)
        return Content(self.rid, part or self.part, self.part, upto, dict(self.seen), writes, keep)

    def receive(self, content: Content) -> None:
        """Join: the maximal writes stay; vectors move as far as the file vouches."""
        for place, write in content.writes:
            self.cells[place] = maximal({*self.cells.get(place, ()), write})
        if content.part and self.part and not content.of_part:
            self.keep = set(content.keep)
        if not content.part or self.part:
            self.seen = joined(self.seen, content.seen)
            self.complete = joined(self.complete, content.upto)
        elif content.of_part:
            said = {content.maker: content.upto.get(content.maker, 0)}
            self.seen, self.complete = joined(self.seen, said), joined(self.complete, said)

    # reading

    def alive(self) -> set[tuple[int, str]]:
        """The records that live: no deletion saw all that lives on them, or something that lives refers to them."""
        rows: dict[tuple[int, str], list[tuple[int, Write]]] = {}
        for (t, pk, f), versions in self.cells.items():
            rows.setdefault((t, pk), []).extend((f, write) for write in versions)
        dead = {row for row, writes in rows.items() if self._dead(row, writes)}
        rising = True
        while rising:
            risen = {target for (t, pk, f), versions in self.cells.items() if (t, pk) not in dead
                     for target in _targets(t, f, versions) if target in dead}
            dead -= risen
            rising = bool(risen)
        return set(rows) - dead

    def _dead(self, row: tuple[int, str], writes: list[tuple[int, Write]]) -> bool:
        deaths = [write for f, write in writes if f == LIFE and write.value == 1]
        living = [write for f, write in writes if not (f == LIFE and write.value == 1)]
        return any(all(death.saw_alive(write) for write in living) for death in deaths
                   if (*row, death.r, death.s) not in self.keep)

    def state(self) -> tuple[Any, ...]:
        """Frontier, records, conflicts and context, as a laptop tells them."""
        frontier = {place: frozenset((w.r, w.s, w.hlc, w.o, w.value) for w in versions)
                    for place, versions in self.cells.items()}
        return frontier, self.table(), self.conflicts(), {r: s for r, s in self.seen.items() if s}

    def table(self) -> dict[tuple[int, str], dict[int, Any]]:
        """The cells of every record that lives; what was never known is empty."""
        found = {}
        for t, pk in self.alive():
            found[t, pk] = {cell.number: shown(self.cells[t, pk, cell.number]).value
                            if (t, pk, cell.number) in self.cells else empty(cell) for cell in cells(kind_by_code(t))}
        return found

    def conflicts(self) -> set[Place]:
        """Different values of the highest standing; deleted against edited."""
        alive, found = self.alive(), set()
        for place, versions in self.cells.items():
            if place[:2] not in alive:
                continue
            if (place[2] > 0 and _asks(versions)) or (place[2] == LIFE and any(w.value == 1 for w in versions)):
                found.add(place)
        return found


def _asks(versions: Iterable[Write]) -> bool:
    """Whether another value counts as much as the one shown, unless one owner wrote both."""
    top = shown(versions)
    return any(each.o == top.o and each.value != top.value and not (top.o == 1 and each.person == top.person)
               for each in versions)


def field_numbers_of(kind: Kind, cell: Cell) -> set[int]:
    """The numbers of the fields of a cell."""
    numbers = field_numbers(kind.name)
    return {numbers[each.name] for each in cell.fields} or {cell.number}


def empty(cell: Cell) -> Any:
    """A cell nobody wrote."""
    parts = ["0" if column in cell.flags else "null" for column in cell.columns]
    if len(parts) == 1:
        return 0 if cell.flags else None
    return f"[{','.join(parts)}]" if cell.grouped else None


def _packed(vector: Vector, own: int) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((r, s) for r, s in vector.items() if r != own))


def _targets(t: int, f: int, versions: Iterable[Write]) -> set[tuple[int, str]]:
    """The records that a cell refers to, by any of its versions."""
    kind = kind_by_code(t)
    cell = next((cell for cell in cells(kind) if cell.number == f), None)
    of = cell.fields[0] if cell and cell.fields else None
    if of is None or of.type not in ("ref", "link"):
        return set()
    if of.type == "ref":
        return {(kind_of(of.to[0]).code, write.value) for write in versions if write.value}
    return {tuple(json.loads(write.value)) for write in versions if write.value}
