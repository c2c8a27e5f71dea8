"""The keyboard map, once: the sheet of a page (F1) and Ajustes › Atajos show it."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.words import N_


@dataclass(frozen=True)
class KeyGroup:
    """Keys that act in one sort of place: its name (msgid), the pages where it is met (all when empty), the keys.

    A key is (names of the keys, what it does); names joined by « » are alternatives.
    """

    title: str
    keys: tuple[tuple[str, str], ...]
    pages: tuple[str, ...] = ()


GROUPS = (
    KeyGroup(N_("Everywhere"), (
        ("Ctrl+K", N_("Search and do")), ("Ctrl+R", N_("Log visit")), ("Ctrl+L", N_("Log a call")),
        ("Ctrl+G", N_("Record expense")), ("Ctrl+Shift+N", N_("Plan a visit")), ("Ctrl+N", N_("New of this page")),
        ("Ctrl+1", N_("Today, and so on to Ctrl+0")), ("Ctrl+,", N_("Settings")), ("Ctrl+P", N_("Print")),
        ("Ctrl+Z", N_("Undo")), ("Ctrl+Y", N_("Redo")), ("Alt+Left", N_("Back")), ("Alt+Right", N_("Forward")),
        ("F6", N_("Next pane")), ("Shift+F6", N_("Pane before")), ("Ctrl+B", N_("Fold the rail")),
        ("Ctrl+Shift+P", N_("Show or hide prices")), ("F1", N_("These keys")))),
    KeyGroup(N_("Lists"), (
        ("Ctrl+F", N_("Filter the list")), ("Return", N_("Open the record")), ("Del", N_("Archive what is selected")),
        ("Ctrl+E", N_("Export what is shown")))),
    KeyGroup(N_("Panels"), (("Ctrl+Return", N_("Save")), ("Esc", N_("Close, keeping what was typed")),
                            ("Ctrl+;", N_("Today, in a date")))),
    KeyGroup(N_("Tasks"), (("Space", N_("Mark the task as done")), ("Return", N_("Open the task"))), ("today",)),
    KeyGroup(N_("Week"), (
        ("Ctrl+Up", N_("Visit earlier")), ("Ctrl+Down", N_("Visit later")), ("Ctrl+Left", N_("Visit a day before")),
        ("Ctrl+Right", N_("Visit a day after"))), ("plan",)),
    KeyGroup(N_("Grids"), (
        ("F2", N_("Edit the cell")), ("Ctrl+C", N_("Copy cells")), ("Ctrl+V", N_("Paste")), ("Ctrl+D", N_("Fill down")),
        ("Ctrl+Shift+D", N_("Fill right")), ("Del", N_("Clear the cells"))), ("budget", "targets", "orders")),
    KeyGroup(N_("Pre-review"), (("A", N_("Approve the expense")), ("D", N_("Send the expense back"))), ("budget",)),
)


def groups_of(page: str) -> list[KeyGroup]:
    """The keys that act on a page."""
    return [group for group in GROUPS if not group.pages or page in group.pages]
