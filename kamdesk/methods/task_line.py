"""A task in one line: «Llamar a Nadro vie», «Enviar la carta para el 12/02»; the day stands last."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kamdesk.methods.day_words import MOST_WORDS, leading_day
from kamdesk.words import N_, _, fold

BEFORE = (N_("for the"), N_("for"), N_("the"))  # words that lead to a day and belong to no title


@dataclass(frozen=True)
class TaskLine:
    """What was understood: the title and the due day; ``dated`` False: nobody wrote a day, so it is today."""

    title: str
    due: datetime.date
    dated: bool


def read_line(text: str, *, today: datetime.date) -> TaskLine:
    """Read a line; the longest ending that is a day is the due day, and something must be left for the title."""
    words = text.split()
    for count in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        found = leading_day(words[-count:], today=today)
        if found is not None and found[1] == count:
            return TaskLine(_title(words[:-count]), found[0], dated=True)
    return TaskLine(" ".join(words), today, dated=False)


def _title(words: list[str]) -> str:
    for lead in BEFORE:
        wanted = fold(_(lead)).split()
        if len(words) > len(wanted) and [fold(word) for word in words[-len(wanted):]] == wanted:
            return " ".join(words[:-len(wanted)])
    return " ".join(words)
