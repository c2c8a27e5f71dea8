"""Roll-ups that figures read instead of the facts: kept right, set by set, from the journal just before COMMIT."""

from __future__ import annotations

from sqlalchemy import INTEGER, TEXT, Column, Connection, Index, MetaData, Table

from kamdesk.kinds import kind_of
from kamdesk.records.numbering import DELETED, field_numbers

_META = MetaData()
_DIMENSIONS = ("month", "flow", "territory", "person", "distributor", "channel")
_FOLLOWED = ("territory", "client", "distributor", "sales_record", "invoice", "payment", "allocation")
_SUMS = ("sales", "returns", "units", "cost", "costed", "rows", "archived_rows", "archived_amount")


def _whole(name: str) -> Column[int]:
    return Column(name, INTEGER, nullable=False, server_default="0")


def _key(name: str) -> Column[str]:
    """'' stands for «none», so that rows can be merged by their key."""
    return Column(name, TEXT, primary_key=True, nullable=False, server_default="")


# Where each territory lies: its market (level zone) and city at or above it.
PLACE = Table("kd_place", _META, Column("pk", TEXT, primary_key=True), Column("market", TEXT), Column("city", TEXT),
              sqlite_with_rowid=False)
# Clients and distributors alike: whose they are, where, in which channel, and which visit rule they follow («turn»).
# active: 1 bought from or sold with, 0 not yet, −1 no longer.
PARTY = Table("kd_party", _META, Column("pk", TEXT, primary_key=True), Column("kind", INTEGER, nullable=False),
              Column("territory", TEXT), Column("owner", TEXT), Column("channel", TEXT), Column("category", TEXT),
              Column("level", TEXT), Column("turn", TEXT, nullable=False), _whole("active"), _whole("archived"),
              Column("payment_days", INTEGER), sqlite_with_rowid=False)
# Sales by month, attributed as product/05 §5.0 says: with products for the questions that need them, and without.
SALES = Table("kd_sales", _META, *map(_key, _DIMENSIONS), _key("product"), *map(_whole, _SUMS),
              sqlite_with_rowid=False)
TOTALS = Table("kd_sales_total", _META, *map(_key, _DIMENSIONS), *map(_whole, _SUMS), sqlite_with_rowid=False)
# Net company sales of each party by month, for the lists of clients and distributors.
BOUGHT = Table("kd_bought", _META, Column("pk", TEXT, primary_key=True), Column("month", TEXT, primary_key=True),
               _whole("amount"), _whole("rows"), sqlite_with_rowid=False)
# What each invoice, credit note and payment leaves open (credits negative), and when that last moved.
DOCUMENT = Table("kd_document", _META, Column("pk", TEXT, primary_key=True), Column("kind", INTEGER, nullable=False),
                 Column("party", TEXT), _whole("open"), Column("last_on", TEXT), sqlite_with_rowid=False)
Index("kd_party_turn", PARTY.c.turn)
Index("kd_document_party", DOCUMENT.c.party, DOCUMENT.c.open, sqlite_where=DOCUMENT.c.open != 0)
Index("kd_document_last", DOCUMENT.c.last_on)

_PARTIES = """
SELECT id, {client}, territory, owner, channel, category, segment,
  concat_ws('|', 'c', category, coalesce(segment, ''), coalesce(visit_override, ''), coalesce(phase, 0)),
  iif(status = 'active', 1, iif(status = 'inactive', -1, 0)), archived, payment_days FROM client WHERE {chosen}
UNION ALL
SELECT d.id, {distributor}, {common}, owner, channel, role, grade,
  concat_ws('|', 'd', role, coalesce(grade, ''), '', 0),
  iif(stage IN ('trial', 'active'), 1, iif(stage IN ('suspended', 'ended'), -1, 0)), archived, payment_days
  FROM distributor d WHERE {chosen}"""

# The territory of a distributor is the nearest one that holds all of its territories, so that no sum counts it twice.
_COMMON = """(WITH RECURSIVE up(start, at, far) AS (
    SELECT value, value, 0 FROM json_each(d.territories)
    UNION ALL SELECT up.start, t.parent, far + 1 FROM up JOIN territory t ON t.id = up.at
      WHERE t.parent IS NOT NULL AND far < 50)
  SELECT at FROM up GROUP BY at HAVING count(*) = json_array_length(d.territories) ORDER BY sum(far), at LIMIT 1)"""

# Parties that are not where they were, are new or are gone.
_MOVED = """
INSERT INTO temp.kd_moved SELECT t.pk FROM temp.kd_touched t
  LEFT JOIN kd_party o ON o.pk = t.pk LEFT JOIN temp.kd_now n ON n.pk = t.pk
WHERE o.pk IS NOT n.pk OR o.territory IS NOT n.territory OR o.owner IS NOT n.owner OR o.channel IS NOT n.channel"""

_DOCUMENTS = """
SELECT i.id, {invoice} AS kind, i.party, iif(i.category = 'credit_note',
    coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.source = i.id AND NOT a.archived), 0) - i.amount,
    i.amount - coalesce(i.written_off, 0)
      - coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.invoice = i.id AND NOT a.archived), 0)) AS open,
  max(i."on", coalesce((SELECT max(a."on") FROM allocation a WHERE a.invoice = i.id), ''),
    coalesce((SELECT max(a."on") FROM allocation a WHERE a.source = i.id), '')) AS last_on
FROM invoice i WHERE NOT i.archived AND {chosen}
UNION ALL
SELECT p.id, {payment}, p.party,
  coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.source = p.id AND NOT a.archived), 0) - p.amount,
  max(p."on", coalesce((SELECT max(a."on") FROM allocation a WHERE a.source = p.id), ''))
FROM payment p WHERE NOT p.archived AND {chosen}"""
# Documents that were written, or that a written allocation applies or applied to.
_MOVED_DOCUMENTS = """
SELECT pk FROM kd_journal WHERE seq > {after} AND t IN ({invoice}, {payment})
UNION SELECT invoice FROM allocation WHERE id IN (SELECT pk FROM kd_journal WHERE seq > {after} AND t = {allocation})
UNION SELECT source FROM allocation WHERE id IN (SELECT pk FROM kd_journal WHERE seq > {after} AND t = {allocation})
UNION SELECT json_extract(v, '$.invoice') FROM kd_journal WHERE seq > {after} AND t = {allocation} AND f = {deleted}
UNION SELECT json_extract(v, '$.source') FROM kd_journal WHERE seq > {after} AND t = {allocation} AND f = {deleted}"""

_LINE = """
SELECT coalesce(s.month, '') AS month, coalesce(s.flow, '') AS flow,
  coalesce(s.territory, p.territory, '') AS territory, coalesce(s.seller, p.owner, '') AS person,
  coalesce(s.via, iif(p.kind = {distributor}, p.pk, NULL), '') AS distributor,
  coalesce(s.own_channel, v.channel, p.channel, '') AS channel, coalesce(s.product, '') AS product,
  iif(s.archived OR s.category IS 'return', 0, coalesce(s.amount, 0)) AS sales,
  iif(s.category IS 'return' AND NOT s.archived, coalesce(s.amount, 0), 0) AS returns,
  iif(s.archived, 0, coalesce(s.units, 0)) AS units, iif(s.archived, 0, coalesce(s.cost, 0)) AS cost,
  iif(s.archived OR s.cost IS NULL, 0, coalesce(s.amount, 0)) AS costed, NOT s.archived AS rows,
  s.archived AS archived_rows, iif(s.archived, coalesce(s.amount, 0), 0) AS archived_amount
FROM sales_record s LEFT JOIN kd_party p ON p.pk = s.party LEFT JOIN kd_party v ON v.pk = s.via WHERE {chosen}"""


def ensure(connection: Connection) -> None:
    """Make the roll-ups of a base that does not have them yet."""
    there = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'kd_bought'").scalar_one()
    if not there:
        _META.create_all(connection)
        connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS ix_allocation_source ON allocation (source)")
        rebuild(connection)


def rebuild(connection: Connection) -> None:
    """Everything anew from the facts."""
    for table in _META.tables.values():
        connection.execute(table.delete())
    _places(connection)
    connection.exec_driver_sql("INSERT INTO kd_party " + _parties("1"))
    _add_sales(connection, "1")
    _add_bought(connection, "1")
    connection.exec_driver_sql("INSERT INTO kd_document " + _DOCUMENTS.format(**_codes(), chosen="1"))


def _codes() -> dict[str, int]:
    return {name: kind_of(name).code for name in ("client", "distributor", "invoice", "payment", "allocation")}


def refresh(connection: Connection, after: int) -> None:
    """Follow what the journal says was written after a line."""
    codes = set(connection.exec_driver_sql("SELECT DISTINCT t FROM kd_journal WHERE seq > ?", (after,)).scalars())
    written = {name for name in _FOLLOWED if kind_of(name).code in codes}
    if "territory" in written:
        _places(connection)
    if written & {"territory", "client", "distributor"}:
        _follow_parties(connection, after, every_distributor="territory" in written)
    if "sales_record" in written:
        _follow_sales(connection, after)
    if written & {"invoice", "payment", "allocation"}:
        _follow_documents(connection, after)


def _places(connection: Connection) -> None:
    """The map is small: it is drawn anew."""
    connection.exec_driver_sql("DELETE FROM kd_place")
    connection.exec_driver_sql("""
      INSERT INTO kd_place (pk, market, city) WITH RECURSIVE up(pk, at, level, far) AS (
        SELECT id, id, level, 0 FROM territory
        UNION ALL SELECT up.pk, p.id, p.level, far + 1 FROM up JOIN territory t ON t.id = up.at
          JOIN territory p ON p.id = t.parent WHERE far < 50)
      SELECT t.id, (SELECT at FROM up WHERE up.pk = t.id AND up.level = 'zone' ORDER BY far LIMIT 1),
        (SELECT at FROM up WHERE up.pk = t.id AND up.level = 'city' ORDER BY far LIMIT 1) FROM territory t""")


def _parties(chosen: str) -> str:
    return _PARTIES.format(**_codes(), common=_COMMON, chosen=chosen)


def _follow_parties(connection: Connection, after: int, *, every_distributor: bool) -> None:
    """Take the sales of moved parties out under what the parties were, and put them in as they are now."""
    client, distributor = kind_of("client").code, kind_of("distributor").code
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS kd_touched (pk TEXT PRIMARY KEY)")
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS kd_moved (pk TEXT PRIMARY KEY)")
    connection.exec_driver_sql("DELETE FROM temp.kd_touched")
    connection.exec_driver_sql("INSERT INTO temp.kd_touched SELECT DISTINCT pk FROM kd_journal"
                               f" WHERE seq > {after} AND t IN ({client}, {distributor})")
    if every_distributor:
        connection.exec_driver_sql("INSERT OR IGNORE INTO temp.kd_touched SELECT id FROM distributor")
    touched = "IN (SELECT pk FROM temp.kd_touched)"
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS kd_now AS SELECT * FROM kd_party WHERE 0")
    connection.exec_driver_sql("DELETE FROM temp.kd_now")
    connection.exec_driver_sql("INSERT INTO temp.kd_now " + _parties(f"id {touched}"))
    connection.exec_driver_sql("DELETE FROM temp.kd_moved")
    connection.exec_driver_sql(_MOVED)
    _move(connection, sign="-")
    connection.exec_driver_sql(f"DELETE FROM kd_party WHERE pk {touched}")
    connection.exec_driver_sql("INSERT INTO kd_party SELECT * FROM temp.kd_now")
    _move(connection)


def _move(connection: Connection, *, sign: str = "") -> None:
    """Add (or take out) the sales of the moved parties."""
    moved = "IN (SELECT pk FROM temp.kd_moved)"
    lines = f"SELECT rowid FROM sales_record WHERE party {moved} UNION SELECT rowid FROM sales_record WHERE via {moved}"
    if connection.exec_driver_sql(f"SELECT 1 FROM ({lines}) LIMIT 1").first() is None:
        return
    _add_sales(connection, f"s.rowid IN ({lines})", sign=sign)
    for table in (SALES, TOTALS):
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE rows = 0 AND archived_rows = 0")


def _follow_sales(connection: Connection, after: int) -> None:
    """Months with written sales are added up again, the old months of moved rows too."""
    code, numbers = kind_of("sales_record").code, field_numbers("sales_record")
    lines = f"FROM kd_journal j WHERE j.seq > {after} AND j.t = {code}"
    months = (f"SELECT s.month FROM sales_record s WHERE s.id IN (SELECT j.pk {lines})"
              f" UNION SELECT json_extract(j.v, '$.month') {lines} AND j.f = {DELETED}"
              f" UNION SELECT j.o {lines} AND j.f = {numbers['month']}")
    found = [str(month or "") for month in connection.exec_driver_sql(months).scalars()]
    listed = ", ".join(f"'{month}'" for month in found if month.replace("-", "").isdigit() or not month)
    for table in (SALES, TOTALS, BOUGHT):
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE month IN ({listed})")
    chosen = f"s.month IN ({listed})" + (" OR s.month IS NULL" if "" in found else "")
    _add_sales(connection, chosen)
    _add_bought(connection, chosen)


def _follow_documents(connection: Connection, after: int) -> None:
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS kd_touched (pk TEXT PRIMARY KEY)")
    connection.exec_driver_sql("DELETE FROM temp.kd_touched")
    found = _MOVED_DOCUMENTS.format(**_codes(), after=after, deleted=DELETED)
    connection.exec_driver_sql(f"INSERT INTO temp.kd_touched SELECT pk FROM ({found}) WHERE pk IS NOT NULL")
    touched = "IN (SELECT pk FROM temp.kd_touched)"
    connection.exec_driver_sql(f"DELETE FROM kd_document WHERE pk {touched}")
    connection.exec_driver_sql("INSERT INTO kd_document " + _DOCUMENTS.format(**_codes(), chosen=f"id {touched}"))


def _add_sales(connection: Connection, chosen: str, *, sign: str = "") -> None:
    line = _LINE.format(chosen=chosen, distributor=kind_of("distributor").code)
    for table in (SALES, TOTALS):
        keys = ", ".join(column.name for column in table.primary_key)
        sums = ", ".join(f"{sign}sum({name})" for name in _SUMS)
        merged = ", ".join(f"{name} = {name} + excluded.{name}" for name in _SUMS)
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({keys}, {', '.join(_SUMS)}) SELECT {keys}, {sums} FROM ({line}) WHERE 1"
            f" GROUP BY {keys} ON CONFLICT DO UPDATE SET {merged}")


def _add_bought(connection: Connection, chosen: str) -> None:
    connection.exec_driver_sql(
        "INSERT INTO kd_bought (pk, month, amount, rows) SELECT s.party, coalesce(s.month, ''),"
        f" sum(coalesce(s.amount, 0)), count(*) FROM sales_record s WHERE ({chosen}) AND s.party IS NOT NULL"
        " AND s.flow = 'sell_in' AND NOT s.archived GROUP BY 1, 2")
