"""The page of text inside a shared file, for whoever opens it without Kamdesk."""

from __future__ import annotations

from collections.abc import Mapping

from kamdesk import words
from kamdesk.kinds import kind_of
from kamdesk.sharing.manifest import Manifest
from kamdesk.words import _, number, plural


def guide_lines(manifest: Manifest, views: Mapping[str, str]) -> list[tuple[str, str]]:
    """Topic and text: who made it, when, what is in it and what is not, how to read it and how to send it back.

    ``views`` are the names of the readable views by kind, if there are any.
    """
    made = manifest.instant.astimezone()
    return [
        (_("What this is"), _("A base of Kamdesk: clients, visits, sales and everything kept with them.")),
        (_("Made by"), f"{manifest.author} · {manifest.label}"),
        (_("For"), manifest.to),
        (_("Made at"), f"{words.day(made.date())} {made:%H:%M}"),
        (_("Currency"), _("Amounts without a currency of their own are in {currency}.", currency=manifest.currency)),
        *((views.get(name) or _(kind_of(name).labels), plural("{n} record", "{n} records", count))
          for name, count in manifest.counts.items()),
        (_("What is not in it"), _left_out(manifest)),
        (_("How to read it"), _("Open the views: their columns have the names of the program, references are shown by "
                                "name and amounts in units. The tables beside them are for the program.")),
        (_("How to send it back"), _(
            "Write into the views what should be different, save, and send this file back. In Kamdesk it is opened "
            "under Exchange, Receive: each change is shown beside what is there, and taken in only if it is accepted. "
            "This page and the tables whose names begin with kd_ stay as they are.") if views else _(
            "Send this file as it is. In Kamdesk it is opened under Exchange, Receive.")),
    ]


def _left_out(manifest: Manifest) -> str:
    text = _("Settings of the sender's laptop, her log of exchanges and of confidential data.")
    if manifest.withheld:
        text += " " + plural("{n} value withheld.", "{n} values withheld.", manifest.withheld)
    return text


def counts_by_label(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """How many of what, the most first, as text."""
    most = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [(_(kind_of(name).labels), number(count)) for name, count in most]
