"""A card with a short table of texts, as high as its rows; in words when there are none."""

from __future__ import annotations

from collections.abc import Sequence

from ui.labels import label
from ui.widgets.cards import TitledCard
from ui.widgets.text_table import TextTable

MOST = 12


def table_card(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], empty: str) -> TitledCard:
    """The first column takes the room, the others are numbers at the right."""
    card = TitledCard(title)
    if not rows:
        card.add(label(empty, tone="text3", wrap=True))
        return card
    table = TextTable(headings, name=title, wide=0, right=frozenset(range(1, len(headings))))
    table.show_rows(rows)
    table.fit(MOST)
    card.add(table)
    return card
