"""The places of the rail, in order."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.words import N_
from ui.theme import Status


@dataclass(frozen=True)
class Place:
    """A place one can go to: key, word (msgid), icon, shortcut; ``section`` is the heading above it, if any."""

    key: str
    text: str
    icon: str
    shortcut: str = ""
    section: str = ""
    bottom: bool = False


@dataclass(frozen=True)
class Badge:
    """A number beside a place; ``solid`` asks for an action, otherwise it only informs."""

    count: int
    status: Status = "info"
    solid: bool = False


SALES, PLANNING = N_("Sales section"), N_("Planning section")
PLACES = (
    Place("today", N_("Today"), "sun", "Ctrl+1"),
    Place("plan", N_("Visit plan"), "calendar-days", "Ctrl+2"),
    Place("clients", N_("Clients"), "hospital", "Ctrl+3"),
    Place("distributors", N_("Distributors"), "truck", "Ctrl+4"),
    Place("targets", N_("Targets and sales"), "target", "Ctrl+5", SALES),
    Place("orders", N_("Orders and collections"), "hand-coins", "Ctrl+6", SALES),
    Place("tenders", N_("Tenders"), "gavel", "Ctrl+7", SALES),
    Place("contracts", N_("Contracts"), "handshake", "Ctrl+8", SALES),
    Place("promotions", N_("Promotions"), "megaphone", "Ctrl+9", PLANNING),
    Place("budget", N_("Budget"), "wallet", "Ctrl+0", PLANNING),
    Place("market", N_("Market"), "radar", "", PLANNING),
    Place("team", N_("Team"), "users-round", "", PLANNING),
    Place("reports", N_("Reports"), "file-text", "", "", bottom=True),
    Place("exchange", N_("Exchange"), "arrow-right-left", "", "", bottom=True),
    Place("settings", N_("Settings"), "settings", "Ctrl+,", "", bottom=True),
)
