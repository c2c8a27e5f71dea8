"""Roll-ups that figures and lists read instead of the facts: kept right from the journal just before COMMIT."""

from __future__ import annotations

from sqlalchemy import Connection

from db.figures.rollup_documents import enter_documents, follow_documents
from db.figures.rollup_parties import ALL, draw_places, enter_parties, fill, follow_parties, learn_turns, tell
from db.figures.rollup_sales import add_bought, add_sales, follow_sales
from db.figures.rollup_tables import BOUGHT, CLASS, DOCUMENT, META, PARTY, PLACE, SALES, TOTALS, TURN, codes
from kamdesk import clock
from kamdesk.records.numbering import DELETED, field_numbers

__all__ = ["BOUGHT", "CLASS", "DOCUMENT", "PARTY", "PLACE", "SALES", "TOTALS", "TURN", "ensure", "rebuild", "refresh"]
_TOLD = "told_month"


def ensure(connection: Connection) -> None:
    """Make the roll-ups of a base that does not have them, and start the months of lists anew in a new month."""
    there = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'kd_class'").scalar_one()
    if not there:
        META.drop_all(connection)
        META.create_all(connection)
        connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS ix_allocation_source ON allocation (source)")
        rebuild(connection)
    elif _stale(connection):
        _tell_all(connection)


def rebuild(connection: Connection) -> None:
    """Everything anew from the facts."""
    for table in META.tables.values():
        connection.execute(table.delete())
    draw_places(connection)
    enter_parties(connection)
    add_sales(connection, "1")
    add_bought(connection, "1")
    enter_documents(connection)
    learn_turns(connection)
    _tell_all(connection)


def _tell_all(connection: Connection) -> None:
    tell(connection, ALL)
    connection.exec_driver_sql("INSERT OR REPLACE INTO kd_meta VALUES (?, ?)", (_TOLD, f"{clock.today():%Y-%m}"))


def _stale(connection: Connection) -> bool:
    told = connection.exec_driver_sql("SELECT value FROM kd_meta WHERE key = ?", (_TOLD,)).scalar()
    return bool(told != f"{clock.today():%Y-%m}")


def refresh(connection: Connection, after: int) -> None:
    """Follow what the journal says was written after a line."""
    touched = set(connection.exec_driver_sql("SELECT DISTINCT +t FROM kd_journal WHERE seq > ?", (after,)).scalars())
    written = {name for name, code in codes().items() if code in touched}
    if "territory" in written:
        draw_places(connection)
    parties = []
    if "sales_record" in written:  # before the parties: sales move with them from where they were
        follow_sales(connection, after)
        parties.append(_linked(after, "sales_record"))
    if written & {"territory", "client", "distributor"}:
        follow_parties(connection, after, every_distributor="territory" in written)
        parties.append("SELECT pk FROM temp.kd_touched" + (" UNION SELECT id FROM distributor"
                                                           if "territory" in written else ""))
    if written & {"invoice", "payment", "allocation"}:
        parties.append(follow_documents(connection, after))
    if "visit" in written:
        parties.append(_linked(after, "visit"))
    if written & {"client", "distributor", "visit_frequency"}:
        learn_turns(connection, anew="visit_frequency" in written)
    if written & {"visit_frequency", "exchange_rate"} or (written and _stale(connection)):
        _tell_all(connection)
    elif parties:
        fill(connection, "kd_told", " UNION ".join(parties))
        tell(connection, "SELECT pk FROM temp.kd_told")


def _linked(after: int, kind: str) -> str:
    """The parties that written records of a kind belong to, or belonged to."""
    written = f"FROM kd_journal WHERE seq > {after} AND +t = {codes()[kind]}"
    before = f"SELECT json_extract(o, '$[1]') {written} AND f = {field_numbers(kind)['party']} AND o IS NOT NULL"
    return (f'SELECT party FROM "{kind}" WHERE id IN (SELECT pk {written}) AND party IS NOT NULL'
            f" UNION {before} UNION SELECT json_extract(v, '$.party') {written} AND f = {DELETED}")
