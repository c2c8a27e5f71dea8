"""The roll-ups of sales: by month with every attribution, and by party for lists."""

from __future__ import annotations

from sqlalchemy import Connection

from db.figures.rollup_tables import BOUGHT, SALES, SUMS, TOTALS, codes
from kamdesk.records.numbering import BORN, DELETED, field_numbers

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
FROM {lines} s LEFT JOIN kd_party p ON p.pk = s.party LEFT JOIN kd_party v ON v.pk = s.via WHERE {chosen}"""

# In what follows «+t» keeps SQLite from the index by kind and record: a range of new lines is read by its numbers.
_CELLS = ("month", "flow", "territory", "seller", "via", "own_channel", "product", "category", "party", "archived",
          "amount", "units", "cost")
# Deleted sales as the journal keeps them.
_GONE = ("(SELECT " + ", ".join(f"json_extract(v, '$.{name}') AS {name}" for name in _CELLS)
         + " FROM kd_journal WHERE seq > {after} AND +t = {code} AND f = {deleted})")


def follow_sales(connection: Connection, after: int) -> None:
    """New sales are added and deleted ones taken out; months with changed sales are added up again."""
    code = codes()["sales_record"]
    kinds = connection.exec_driver_sql(f"""SELECT max(f NOT IN ({BORN}, {DELETED})), max(f = {BORN}), max(f = {DELETED})
        FROM kd_journal WHERE seq > {after} AND +t = {code}""").one()
    changed, born, deleted = map(bool, kinds)
    if changed or (born and deleted):
        _months_anew(connection, after)
    elif born:
        chosen = f"s.id IN (SELECT pk FROM kd_journal WHERE seq > {after} AND +t = {code})"
        add_sales(connection, chosen)
        add_bought(connection, chosen)
    else:
        gone = _GONE.format(after=after, code=code, deleted=DELETED)
        add_sales(connection, "1", sign="-", lines=gone)
        add_bought(connection, "1", sign="-", lines=gone)
        _forget_empty(connection)
        connection.exec_driver_sql("DELETE FROM kd_bought WHERE rows = 0")


def _months_anew(connection: Connection, after: int) -> None:
    """Months with written sales, the old months of moved rows too."""
    written = f"FROM kd_journal j WHERE j.seq > {after} AND +j.t = {codes()['sales_record']}"
    months = (f"SELECT s.month FROM sales_record s WHERE s.id IN (SELECT j.pk {written})"
              f" UNION SELECT json_extract(j.v, '$.month') {written} AND j.f = {DELETED}"
              f" UNION SELECT j.o {written} AND j.f = {field_numbers('sales_record')['month']}")
    found = {str(month or "") for month in connection.exec_driver_sql(months).scalars()}
    listed = ", ".join("'" + month.replace("'", "''") + "'" for month in sorted(found))
    for table in (SALES, TOTALS, BOUGHT):
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE month IN ({listed})")
    chosen = f"s.month IN ({listed})" + (" OR s.month IS NULL" if "" in found else "")
    add_sales(connection, chosen)
    add_bought(connection, chosen)


def move_sales(connection: Connection, *, sign: str = "") -> None:
    """Add (or take out) the sales of the parties in the list of the moved ones."""
    moved = "IN (SELECT pk FROM temp.kd_moved)"
    lines = f"SELECT rowid FROM sales_record WHERE party {moved} UNION SELECT rowid FROM sales_record WHERE via {moved}"
    if connection.exec_driver_sql(f"SELECT 1 FROM ({lines}) LIMIT 1").first() is None:
        return
    add_sales(connection, f"s.rowid IN ({lines})", sign=sign)
    _forget_empty(connection)


def _forget_empty(connection: Connection) -> None:
    """Drop the sums no sale stands behind any more."""
    for table in (SALES, TOTALS):
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE rows = 0 AND archived_rows = 0")


def add_sales(connection: Connection, chosen: str, *, sign: str = "", lines: str = "sales_record") -> None:
    """Add the sales that ``chosen`` (a condition on s) names to the roll-ups, or take them out with «-»."""
    line = _LINE.format(chosen=chosen, distributor=codes()["distributor"], lines=lines)
    for table in (SALES, TOTALS):
        keys = ", ".join(column.name for column in table.primary_key)
        sums = ", ".join(f"{sign}sum({name})" for name in SUMS)
        merged = ", ".join(f"{name} = {name} + excluded.{name}" for name in SUMS)
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({keys}, {', '.join(SUMS)}) SELECT {keys}, {sums} FROM ({line}) WHERE 1"
            f" GROUP BY {keys} ON CONFLICT DO UPDATE SET {merged}")


def add_bought(connection: Connection, chosen: str, *, sign: str = "", lines: str = "sales_record") -> None:
    """Add company sales to those of their parties, or take them out with «-»."""
    connection.exec_driver_sql(
        "INSERT INTO kd_bought (pk, month, amount, rows) SELECT s.party, coalesce(s.month, ''),"
        f" {sign}sum(coalesce(s.amount, 0)), {sign}count(*) FROM {lines} s WHERE ({chosen}) AND s.party IS NOT NULL"
        " AND s.flow = 'sell_in' AND NOT s.archived GROUP BY 1, 2"
        " ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, rows = rows + excluded.rows")
