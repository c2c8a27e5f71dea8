"""Options that Ajustes does not show, and why."""

from __future__ import annotations

WRITTEN = "the program writes it while it works"
ELSEWHERE = "it has a place of its own"
UNREAD = "nothing of what it decides is built yet"

HIDDEN = {
    "demo": WRITTEN, "last_numbers": WRITTEN, "loaded_through": WRITTEN, "control_totals": WRITTEN,
    "not_the_same": WRITTEN, "sharing_habits": WRITTEN,
    "currency": ELSEWHERE,  # fixed when the base is made
    "exceed_month": ELSEWHERE, "exceed_year": ELSEWHERE,  # each line of a budget says it for itself
    "addressees": UNREAD, "budget_tolerance": UNREAD, "history_months": UNREAD,
}
