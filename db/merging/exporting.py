"""Fills the file that is handed over by INSERT…SELECT only: what is left out is never written, so no page keeps it."""

from __future__ import annotations

from typing import Any

from db import shape
from db.merging import folding, ground
from db.merging.cells import LIFE, Cell, by_number, cell_by_field, cells, shared_kinds, staying, withdrawn
from db.merging.contexts import FRONT
from db.merging.planning import Plan
from kamdesk.fields import Field
from kamdesk.kinds import Kind, kind_of
from kamdesk.records.numbering import DELETED, field_numbers
from kamdesk.sharing.exchange import CHANGES

# Ways to reach a person who withdrew consent never travel (product/08).
WITHDRAWN = {"client": ("phone", "email"), "contact": ("phone", "mobile", "email")}
SMALL = 100_000  # cells of a file that goes by mail
ENTERING = "EXISTS (SELECT 1 FROM kt_enter n WHERE n.t = {0}.t AND n.pk = {0}.pk)"


def fill(raw: Any, plan: Plan, *, readable: bool = False) -> list[shape.Described]:
    """Make and fill the tables of the attached, empty file ``out``; returns the kinds it holds.

    ``readable``: changed records stand in their tables too, as people without Kamdesk want to see them.
    """
    for statement in shape.HOUSE.values():
        raw.execute(statement.replace("CREATE TABLE ", "CREATE TABLE out.", 1))
    _since(raw, plan)
    _hide(raw)
    _enter(raw, plan)
    _births(raw, plan)
    _cells(raw, plan)
    kinds = _records(raw, plan, readable=readable)
    _journal(raw, plan)
    _contexts(raw, plan)
    if plan.partial:
        _partial(raw, plan)
    if not plan.scoped:
        _passed_on(raw, plan)
    _withheld(raw, plan)
    ground.clear(raw, "kt_since", "kt_hide", "kt_enter")
    return kinds


def _since(raw: Any, plan: Plan) -> None:
    ground.temp(raw, "kt_since", "r PRIMARY KEY, upto")
    raw.executemany("INSERT INTO kt_since VALUES (?, ?)", list(plan.since.items()))


def _newer(row: str, number: str = "s") -> str:
    """SQL: a write the reader did not confirm."""
    return f"{row}.{number} > coalesce((SELECT n.upto FROM kt_since n WHERE n.r = {row}.r), 0)"


def _new(plan: Plan, row: str) -> str:
    return f"({_newer(row)} OR {ENTERING.format(row)})" if plan.since else "1"


def _inside(plan: Plan, row: str) -> str:
    """SQL: of a record in the scope of the file."""
    if not plan.scoped:
        return "1"
    return f"EXISTS (SELECT 1 FROM kt_visible q WHERE q.t = {row}.t AND q.pk = {row}.pk)"


def _allowed(plan: Plan, row: str) -> str:
    """SQL: a cell the file may hold. A whole file relays cells that only newer versions know."""
    hidden = f"NOT EXISTS (SELECT 1 FROM kt_hide h WHERE h.t = {row}.t AND h.pk = {row}.pk AND h.f = {row}.f)"
    if not plan.partial:
        return hidden
    mask = f"(SELECT w.m FROM kt_allow w WHERE w.t = {row}.t)"
    return f"({row}.f < 0 OR {mask} >> {row}.f & 1) AND {_inside(plan, row)} AND {hidden}"


def _hide(raw: Any) -> None:
    """kt_hide: the cells of records whose person withdrew consent."""
    ground.temp(raw, "kt_hide", "t, pk, f, PRIMARY KEY (t, pk, f)")
    for name, fields in WITHDRAWN.items():
        kind, numbers = kind_of(name), field_numbers(name)
        for each in fields:
            raw.execute(f"""INSERT INTO kt_hide SELECT {kind.code}, id, {numbers[each]} FROM "{name}"
                WHERE consent = 'withdrawn' AND "{each}" <> ''""")
            raw.execute(f"""INSERT OR IGNORE INTO kt_hide SELECT t, pk, {numbers[each]} FROM kd_cell
                WHERE t = {kind.code} AND f = {_consent(kind)} AND {withdrawn('v')}
                AND NOT EXISTS (SELECT 1 FROM "{name}" d WHERE d.id = kd_cell.pk)""")


def _consent(kind: Kind) -> int:
    return next(cell.number for cell in cells(kind) if cell.consents)


def _enter(raw: Any, plan: Plan) -> None:
    """kt_enter: records sent whole, for the reader never had them or not all of them."""
    ground.temp(raw, "kt_enter", "t, pk, PRIMARY KEY (t, pk)")
    if not plan.since:
        return
    for name in WITHDRAWN:  # a consent given again frees what was left out
        raw.execute(f"INSERT INTO kt_enter SELECT a.t, a.pk FROM kd_cell a WHERE a.t = {kind_of(name).code}"
                    f" AND a.f = {_consent(kind_of(name))} AND NOT {withdrawn('a.v')} AND {_newer('a')}")
    if plan.scoped:
        confirmed = plan.since.get(ground.me(raw), 0)
        raw.execute("""INSERT OR IGNORE INTO kt_enter SELECT q.t, q.pk FROM kt_visible q WHERE NOT EXISTS (
            SELECT 1 FROM kd_sent w WHERE w.profile = ? AND w.t = q.t AND w.pk = q.pk AND w.gone IS NULL
            AND w.at <= ?)""", (plan.key, confirmed))


def _births(raw: Any, plan: Plan) -> None:
    held = "-1" if not plan.partial else "(SELECT w.m FROM kt_allow w WHERE w.t = a.t)"
    hidden = "coalesce((SELECT sum(1 << h.f) FROM kt_hide h WHERE h.t = a.t AND h.pk = a.pk), 0)"
    raw.execute(f"""INSERT INTO out.kd_row SELECT a.t, a.pk, a.r, a.s, a.hlc, a.o, a.m & {held} & ~{hidden}
        FROM kd_row a WHERE {_new(plan, 'a')} AND {_inside(plan, 'a')}""")


def _cells(raw: Any, plan: Plan) -> None:
    """A cell travels whole, with a birth its record does: all versions of it, if one of them is new."""
    allowed = _allowed(plan, "a")
    if not plan.since:
        raw.execute(f"INSERT INTO out.kd_cell SELECT t, pk, f, r, s, hlc, o, v FROM kd_cell a WHERE {allowed}")
        raw.execute(f"INSERT INTO out.kd_alt SELECT t, pk, f, r, s, hlc, o, v FROM kd_alt a WHERE {allowed}")
        return
    place = "b.t = a.t AND b.pk = a.pk"
    birth = f"EXISTS (SELECT 1 FROM out.kd_row b WHERE {place})"
    fresh = f"EXISTS (SELECT 1 FROM {{0}} b WHERE {place} AND b.f = a.f AND {_newer('b')})"
    for table in ("kd_cell", "kd_alt"):
        others = f"{fresh.format('kd_alt')}" + (f" OR {fresh.format('kd_cell')}" if table == "kd_alt" else "")
        raw.execute(f"INSERT INTO out.{table} SELECT t, pk, f, r, s, hlc, o, v FROM {table} a"
                    f" WHERE ({_new(plan, 'a')} OR {birth} OR {others}) AND {allowed}")


def _records(raw: Any, plan: Plan, *, readable: bool) -> list[shape.Described]:
    """The rows of the births, with the columns the file may hold."""
    made = []
    there = {t for (t,) in raw.execute("SELECT DISTINCT t FROM out.kd_row UNION SELECT DISTINCT t FROM out.kd_cell")}
    for kind in shared_kinds():
        if kind.code not in there:
            continue
        of = shape.described(kind, plan.shown(kind))
        others = f" UNION SELECT pk FROM out.kd_cell WHERE t = {kind.code}" if readable else ""
        raw.execute(of.table.replace("CREATE TABLE ", "CREATE TABLE out.", 1))
        raw.executemany("INSERT INTO out.kd_field VALUES (?, ?, ?, ?)", shape.field_lines(of))
        names = [name for columns in of.cells.values() for name, _type in columns]
        listed = ", ".join(f'"{name}"' for name in names)
        read = ", ".join(_read(kind, name) for name in names)
        raw.execute(f'INSERT INTO out."{kind.name}" (id, {listed}) SELECT d.id, {read} FROM "{kind.name}" d'
                    f" WHERE d.id IN (SELECT pk FROM out.kd_row WHERE t = {kind.code}{others}) ORDER BY d.id")
        made.append(of)
    return made


def _read(kind: Kind, column: str) -> str:
    """A column as the file may hold it."""
    if column in WITHDRAWN.get(kind.name, ()):
        return f"CASE WHEN d.consent IS 'withdrawn' THEN NULL ELSE d.\"{column}\" END"
    return f'd."{column}"'


def _contexts(raw: Any, plan: Plan) -> None:
    """What the reader did not confirm, and what the older writes in the file need: she may not be who it was made for.

    A write whose context does not come along would look concurrent with what it overwrote.
    """
    _dots(raw, plan)
    held = "EXISTS (SELECT 1 FROM kt_dot d WHERE d.r = a.r AND d.s {0})"
    until = ("coalesce((SELECT min(n.s_from) FROM kd_epoch n WHERE n.r = a.r AND n.peer = a.peer"
             " AND n.s_from > a.s_from) - 1, 9e18)")
    raw.execute(f"INSERT INTO out.kd_epoch SELECT r, peer, s_from, upto FROM kd_epoch a WHERE {_newer('a', 's_from')}"
                f" OR {held.format(f'BETWEEN a.s_from AND {until}')}")
    raw.execute(f"INSERT INTO out.kd_xctx SELECT r, s, f, peer, lo, hi FROM kd_xctx a WHERE {_newer('a')}"
                f" OR {held.format('= a.s')}")
    # Hashes of transactions say too much where values are left out: they could be guessed.
    hashes = "NULL, NULL, NULL" if plan.partial else "prev_hash, hash, sig"
    raw.execute(f"INSERT INTO out.kd_txn SELECT r, s_from, s_to, hlc, person, action, {hashes} FROM kd_txn a"
                f" WHERE {_newer('a', 's_to')} OR {held.format('BETWEEN a.s_from AND a.s_to')}")
    raw.execute("INSERT INTO out.kd_replica SELECT rid, uid, device, person, label, code, retired_hlc FROM kd_replica")
    ground.clear(raw, "kt_dot")


def _dots(raw: Any, plan: Plan) -> None:
    """kt_dot: the writes in the file; none for a full copy, whose contexts travel whole."""
    ground.temp(raw, "kt_dot", "r, s, PRIMARY KEY (r, s)")
    for table in ("kd_row", "kd_cell", "kd_alt", "kd_journal") if plan.since else ():
        raw.execute(f"INSERT OR IGNORE INTO kt_dot SELECT r, s FROM out.{table}")


def _journal(raw: Any, plan: Plan) -> None:
    """The history of what travels, without what must not."""
    ground.temp(raw, "kt_mine", "lo INTEGER PRIMARY KEY, r")
    raw.execute("INSERT OR REPLACE INTO kt_mine SELECT min(x.s_from), x.r FROM kd_txn x JOIN kd_replica k"
                " ON k.rid = x.r WHERE k.is_self > 0 GROUP BY x.r")
    who = "coalesce(j.r, (SELECT m.r FROM kt_mine m WHERE m.lo <= j.seq ORDER BY m.lo DESC LIMIT 1))"
    folding.groups(raw)
    raw.execute(f"""INSERT OR IGNORE INTO out.kd_journal SELECT a.r, a.s, a.t, a.pk, a.number,
        {_told(raw, plan)}, a.o
        FROM (SELECT {who} AS r, coalesce(j.s, j.seq) AS s, j.t, j.pk, j.f AS number, coalesce(g.c, j.f) AS f, j.v, j.o
              FROM kd_journal j LEFT JOIN kt_group g ON g.t = j.t AND g.f = j.f) a
        WHERE {_new(plan, 'a')} AND {_allowed(plan, 'a')} AND a.t IN (SELECT t FROM kt_allow)
        AND (a.t << 6 | a.number) NOT IN ({", ".join(map(str, staying()))})
        AND NOT (a.t = {kind_of('setting').code} AND a.pk NOT IN (SELECT id FROM setting WHERE scope = 'team'))
        ORDER BY 1, 2""")
    ground.clear(raw, "kt_mine", "kt_group")


def _told(raw: Any, plan: Plan) -> str:
    """SQL for the value of a line: none where the cell that it wrote, of one column, stands beside it in a small file.

    The reader takes it from there. In a large file looking each one up would cost more than it saves.
    """
    value = _dead(plan)
    if ground.one(raw, "SELECT count(*) FROM (SELECT 1 FROM out.kd_cell LIMIT ?)", SMALL + 1) > SMALL:
        return value
    beside = "c.t = a.t AND c.pk = a.pk AND c.f = a.number AND c.r = a.r AND c.s = a.s AND c.v IS a.v"
    return (f"iif(a.number > 0 AND EXISTS (SELECT 1 FROM out.kd_cell c JOIN out.kd_field d USING (t, f)"
            f" WHERE {beside} AND json_array_length(d.columns) = 1), NULL, {value})")


def _dead(plan: Plan) -> str:
    """SQL for the value of a line: a deleted record without the columns that must not travel."""
    cases = []
    for kind in shared_kinds():
        gone = [f"'$.{column}'" for cell in plan.hidden.get(kind.name, ()) for column in cell.columns]
        reach = [f"'$.{name}'" for name in WITHDRAWN.get(kind.name, ())]
        if reach:
            cases.append(f"WHEN a.t = {kind.code} AND json_extract(a.v, '$.consent') = 'withdrawn'"
                         f" THEN json_remove(a.v, {', '.join([*gone, *reach])})")
        if gone:
            cases.append(f"WHEN a.t = {kind.code} THEN json_remove(a.v, {', '.join(gone)})")
    return f"CASE WHEN a.number <> {DELETED} THEN a.v {' '.join(cases)} ELSE a.v END"


def _partial(raw: Any, plan: Plan) -> None:
    """What only part of a base needs: deletions that do not kill, names of records outside, records that left."""
    if plan.holder == CHANGES:
        raw.execute(f"""INSERT INTO out.kd_keep SELECT a.t, a.pk, a.r, a.s FROM {FRONT} a
            WHERE a.f = {LIFE} AND a.v = 1 AND {_inside(plan, 'a')}
            AND EXISTS (SELECT 1 FROM kd_alive l WHERE l.t = a.t AND l.pk = a.pk)""")
    if plan.scoped:
        _stubs(raw, plan)
        raw.execute("""INSERT INTO out.kd_gone SELECT w.t, w.pk FROM kd_sent w WHERE w.profile = ?
            AND (w.gone IS NULL OR w.gone > ?) AND NOT EXISTS (
                SELECT 1 FROM kt_visible q WHERE q.t = w.t AND q.pk = w.pk)""",
                    (plan.key, plan.since.get(ground.me(raw), 0)))


def _passed_on(raw: Any, plan: Plan) -> None:
    """What is only a name here is one for the reader too: records of the file refer to it."""
    raw.execute(f"""INSERT OR IGNORE INTO out.kd_stub SELECT t, pk, CASE WHEN t IN ({_unnamed(plan)}) THEN ''
        ELSE title END FROM kd_stub""")


def _stubs(raw: Any, plan: Plan) -> None:
    """The names of the records outside that those in the file refer to; no name where its class is left out."""
    there = {code for (code,) in raw.execute("SELECT DISTINCT t FROM out.kd_field")}
    for kind in shared_kinds():
        for cell in plan.shown(kind) if kind.code in there else ():
            for of in cell.fields:
                if of.type in {"ref", "link", "refs", "links"}:
                    _stub(raw, plan, (kind, cell, of))


def _stub(raw: Any, plan: Plan, place: tuple[Kind, Cell, Field]) -> None:
    kind, cell, of = place
    column = f'd."{of.columns[-1].name}"'
    target = {"link": f'd."{of.columns[0].name}"', "links": "json_extract(e.value, '$[0]')"}.get(of.type) \
        or str(kind_of(of.to[0]).code)
    pk = {"refs": "e.value", "links": "json_extract(e.value, '$[1]')"}.get(of.type, column)
    members = f", json_each({column}) e" if of.type in {"refs", "links"} else ""
    raw.execute(f"""INSERT OR IGNORE INTO out.kd_stub SELECT {target}, {pk}, coalesce((
        SELECT k.title FROM kd_doc k WHERE k.pk = {pk} AND k.t = {target} AND k.t NOT IN ({_unnamed(plan)})), '')
        FROM "{kind.name}" d{members} WHERE {column} IS NOT NULL
        AND d.id IN (SELECT pk FROM out.kd_row WHERE t = {kind.code}
            UNION SELECT pk FROM out.kd_cell WHERE t = {kind.code} AND f = {cell.number})
        AND NOT EXISTS (SELECT 1 FROM kt_visible q WHERE q.t = {target} AND q.pk = {pk})""")


def _unnamed(plan: Plan) -> str:
    """Numbers of the kinds whose names the file must not say."""
    return ", ".join(str(kind.code) for kind in shared_kinds() if any(
        kind.fields[kind.title[0]] in cell.fields for cell in plan.hidden.get(kind.name, ()))) or "0"


def _withheld(raw: Any, plan: Plan) -> None:
    """What is not in the file: whole cells of a kind under «*», and those of single records."""
    for name, left_out in plan.hidden.items():
        kind = kind_of(name)
        for field in field_numbers(name).values():
            if by_number(kind, cell_by_field(kind).get(field, field)) in left_out:
                raw.execute("INSERT OR IGNORE INTO out.kd_withheld VALUES (?, '*', ?)", (kind.code, field))
    raw.execute("""INSERT OR IGNORE INTO out.kd_withheld SELECT h.t, h.pk, h.f FROM kt_hide h WHERE EXISTS (
        SELECT 1 FROM out.kd_row b WHERE b.t = h.t AND b.pk = h.pk)""")


def note_sent(raw: Any, plan: Plan, at: int) -> None:
    """Remember which records the profile holds from this line on."""
    raw.execute("""INSERT INTO kd_sent SELECT ?, q.t, q.pk, ?, NULL FROM kt_visible q WHERE 1
        ON CONFLICT DO UPDATE SET at = iif(gone IS NULL, at, excluded.at), gone = NULL""", (plan.key, at))
    raw.execute("""UPDATE kd_sent SET gone = ? WHERE profile = ? AND gone IS NULL AND NOT EXISTS (
        SELECT 1 FROM kt_visible q WHERE q.t = kd_sent.t AND q.pk = kd_sent.pk)""", (at, plan.key))


def counts(raw: Any, kinds: list[shape.Described]) -> dict[str, int]:
    """Records of each kind in the file: those born in it and those changed."""
    found = dict(raw.execute("""SELECT t, count(*) FROM (
        SELECT t, pk FROM out.kd_row UNION SELECT t, pk FROM out.kd_cell) GROUP BY t""").fetchall())
    return {each.name: found[each.code] for each in kinds if found.get(each.code)}


def left_out(raw: Any, plan: Plan) -> int:
    """How many values of the records in the file are withheld."""
    total: int = raw.execute("SELECT count(*) FROM out.kd_withheld WHERE pk <> '*'").fetchone()[0]
    for name, hidden in plan.hidden.items():
        filled = [f"({cell.value('d')}) IS NOT NULL" for cell in hidden if not cell.grouped]
        filled += [f'd."{cell.columns[0]}" IS NOT NULL' for cell in hidden if cell.grouped]
        code = kind_of(name).code
        total += raw.execute(f"""SELECT coalesce(sum({' + '.join(filled)}), 0) FROM "{name}" d WHERE d.id IN
            (SELECT pk FROM out.kd_row WHERE t = {code} UNION SELECT pk FROM out.kd_cell WHERE t = {code})
            """).fetchone()[0]
    return total
