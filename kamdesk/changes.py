"""What one command did: the event that tells screens, figures and alerts what to read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kamdesk.fields import Id

ALL_ABOVE = 1_000  # above this many records of a kind the event says «all of them»


@dataclass(frozen=True)
class Changes:
    """The records a transaction touched.

    step     number of the undo step, None when nothing was written
    label    what was done, in the language shown («Registrar visita a …»)
    action   id of the command
    touched  kind name -> ids of records born, changed or deleted, None meaning «all of the kind»
    related  ids of records that a touched child or link hangs on
    skipped  names of fields an undo left alone because somebody wrote them later
    """

    step: int | None = None
    label: str = ""
    action: str = ""
    touched: Mapping[str, frozenset[Id] | None] = field(default_factory=dict)
    related: frozenset[Id] = frozenset()
    skipped: tuple[str, ...] = ()

    def concerns(self, *kinds: str) -> bool:
        """Whether any record of these kinds was touched."""
        return any(kind in self.touched for kind in kinds)

    def names(self, id_: Id) -> bool:
        """Whether a record was touched or something hangs on it that was."""
        return id_ in self.related or any(ids is None or id_ in ids for ids in self.touched.values())
