"""The roll-up of open documents: what each invoice, credit note and payment leaves."""

from __future__ import annotations

from sqlalchemy import Connection

from db.figures.rollup_parties import fill
from db.figures.rollup_tables import codes
from kamdesk.records.numbering import DELETED

_DOCUMENTS = """
INSERT INTO kd_document (pk, kind, party, currency, open, last_on)
SELECT i.id, {invoice}, i.party, i.currency, iif(i.category = 'credit_note',
    coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.source = i.id AND NOT a.archived), 0)
      - coalesce(i.amount, 0),
    coalesce(i.amount, 0) - coalesce(i.written_off, 0)
      - coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.invoice = i.id AND NOT a.archived), 0)),
  max(i."on", coalesce((SELECT max(a."on") FROM allocation a WHERE a.invoice = i.id), ''),
    coalesce((SELECT max(a."on") FROM allocation a WHERE a.source = i.id), ''))
FROM invoice i WHERE NOT i.archived AND {chosen}
UNION ALL
SELECT p.id, {payment}, p.party, p.currency,
  coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.source = p.id AND NOT a.archived), 0)
    - coalesce(p.amount, 0),
  max(p."on", coalesce((SELECT max(a."on") FROM allocation a WHERE a.source = p.id), ''))
FROM payment p WHERE NOT p.archived AND {chosen}"""
# Documents that were written, or that a written allocation applies or applied to.
_MOVED = """
SELECT pk FROM kd_journal WHERE seq > {after} AND +t IN ({invoice}, {payment})
UNION SELECT invoice FROM allocation WHERE id IN (SELECT pk FROM kd_journal WHERE seq > {after} AND +t = {allocation})
UNION SELECT source FROM allocation WHERE id IN (SELECT pk FROM kd_journal WHERE seq > {after} AND +t = {allocation})
UNION SELECT json_extract(v, '$.invoice') FROM kd_journal WHERE seq > {after} AND +t = {allocation} AND f = {deleted}
UNION SELECT json_extract(v, '$.source') FROM kd_journal WHERE seq > {after} AND +t = {allocation} AND f = {deleted}"""


def enter_documents(connection: Connection) -> None:
    """Every invoice and payment."""
    connection.exec_driver_sql(_DOCUMENTS.format(**codes(), chosen="1"))


def follow_documents(connection: Connection, after: int) -> str:
    """The written documents anew; gives a query of the parties they belong or belonged to."""
    fill(connection, "kd_paper", _MOVED.format(**codes(), after=after, deleted=DELETED))
    papers = "IN (SELECT pk FROM temp.kd_paper)"
    fill(connection, "kd_payer", f"SELECT party FROM kd_document WHERE pk {papers}")
    connection.exec_driver_sql(f"DELETE FROM kd_document WHERE pk {papers}")
    connection.exec_driver_sql(_DOCUMENTS.format(**codes(), chosen=f"id {papers}"))
    connection.exec_driver_sql(f"INSERT OR IGNORE INTO temp.kd_payer SELECT party FROM kd_document WHERE pk {papers}")
    return "SELECT pk FROM temp.kd_payer"
