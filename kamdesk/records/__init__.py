"""The kinds of record, one file an area; importing this package fills the register."""

from __future__ import annotations

from importlib import import_module

from kamdesk.kinds import words as words

AREAS = ("territories", "clients", "interactions", "listings", "frequencies", "visits", "samples",
         "distributors", "network", "credit", "appraisals", "training", "recruitment", "incentives",
         "products", "sales", "receivables", "targets", "tenders", "checklists", "contracts", "budgets",
         "expenses", "promotions", "campaigns", "market", "strategies", "team", "quality", "tasks", "policies",
         "approvals", "documents", "system")

for _area in AREAS:
    import_module(f"{__name__}.{_area}")
