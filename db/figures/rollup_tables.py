"""The tables of the roll-ups."""

from __future__ import annotations

from sqlalchemy import INTEGER, TEXT, Column, Index, MetaData, Table

from kamdesk.kinds import kind_of

META = MetaData()
_DIMENSIONS = ("month", "flow", "territory", "person", "distributor", "channel")
SUMS = ("sales", "returns", "units", "cost", "costed", "rows", "archived_rows", "archived_amount")
FOLLOWED = ("territory", "client", "distributor", "sales_record", "invoice", "payment", "allocation", "visit",
            "visit_frequency", "exchange_rate")


def codes() -> dict[str, int]:
    """The code of each kind that the roll-ups follow, by name."""
    return {name: kind_of(name).code for name in FOLLOWED}


def _whole(name: str) -> Column[int]:
    return Column(name, INTEGER, nullable=False, server_default="0")


def _key(name: str) -> Column[str]:
    """'' stands for «none», so that rows can be merged by their key."""
    return Column(name, TEXT, primary_key=True, nullable=False, server_default="")


# Where each territory lies: its market (level zone) and city at or above it.
PLACE = Table("kd_place", META, Column("pk", TEXT, primary_key=True), Column("market", TEXT), Column("city", TEXT),
              sqlite_with_rowid=False)
# Every territory with itself and each one that holds it.
UNDER = Table("kd_under", META, Column("above", TEXT, primary_key=True), Column("pk", TEXT, primary_key=True),
              sqlite_with_rowid=False)
# Clients and distributors alike: whose they are, where, in which channel, and which visit rule they follow («turn»).
# active: 1 buys or sells, 0 not yet, −1 no longer. Then what lists sort by: last visit done, last one planned, days
# between visits and the day the next one is due, company sales of 12 months and balance in the base currency.
PARTY = Table("kd_party", META, Column("pk", TEXT, primary_key=True), Column("kind", INTEGER, nullable=False),
              Column("territory", TEXT), Column("owner", TEXT), Column("channel", TEXT), Column("category", TEXT),
              Column("level", TEXT), Column("turn", TEXT, nullable=False), _whole("active"), _whole("archived"),
              Column("payment_days", INTEGER), Column("last_on", TEXT), Column("ahead_on", TEXT),
              Column("every", INTEGER), Column("due_on", TEXT), _whole("bought"), _whole("balance"),
              sqlite_with_rowid=False)
# How many parties there are of each sort, so that nobody counts 50,000 of them to know the panel.
CLASS = Table("kd_class", META, *map(_key, ("turn", "territory", "owner", "channel", "level", "category")),
              Column("active", INTEGER, primary_key=True), Column("archived", INTEGER, primary_key=True), _whole("n"),
              sqlite_with_rowid=False)
# The rule of each turn and its days between visits; NULL without one.
TURN = Table("kd_turn", META, Column("turn", TEXT, primary_key=True), Column("days", INTEGER), Column("rule", TEXT),
             sqlite_with_rowid=False)
# Sales by month, attributed as product/05 §5.0 says: with products for the questions that need them, and without.
SALES = Table("kd_sales", META, *map(_key, _DIMENSIONS), _key("product"), *map(_whole, SUMS),
              sqlite_with_rowid=False)
TOTALS = Table("kd_sales_total", META, *map(_key, _DIMENSIONS), *map(_whole, SUMS), sqlite_with_rowid=False)
# Net company sales of each party by month, for the lists of clients and distributors.
BOUGHT = Table("kd_bought", META, Column("month", TEXT, primary_key=True), Column("pk", TEXT, primary_key=True),
               _whole("amount"), _whole("rows"), sqlite_with_rowid=False)
# What each invoice, credit note and payment leaves open (credits negative), and when that last moved.
DOCUMENT = Table("kd_document", META, Column("pk", TEXT, primary_key=True), Column("kind", INTEGER, nullable=False),
                 Column("party", TEXT), Column("currency", TEXT), _whole("open"), Column("last_on", TEXT),
                 sqlite_with_rowid=False)
Index("kd_party_turn", PARTY.c.turn)
Index("kd_bought_party", BOUGHT.c.pk, BOUGHT.c.month, BOUGHT.c.amount)
Index("kd_party_last", PARTY.c.kind, PARTY.c.last_on, PARTY.c.pk)
Index("kd_party_due", PARTY.c.kind, PARTY.c.due_on, PARTY.c.pk)
Index("kd_party_bought", PARTY.c.kind, PARTY.c.bought, PARTY.c.pk)
Index("kd_party_balance", PARTY.c.kind, PARTY.c.balance, PARTY.c.pk)
Index("kd_document_party", DOCUMENT.c.party, DOCUMENT.c.open, sqlite_where=DOCUMENT.c.open != 0)
Index("kd_document_open", DOCUMENT.c.kind, DOCUMENT.c.open, sqlite_where=DOCUMENT.c.open != 0)
Index("kd_document_last", DOCUMENT.c.last_on)
