"""The register of reports: what each is called, whom it is for, which period, and its parts in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block
from kamdesk.reports.spans import AHEAD, DAY, MONTH, QUARTER, WEEK, YEAR

__all__ = ["AHEAD", "DAY", "MONTH", "QUARTER", "REPORTS", "WEEK", "WHOLE", "YEAR", "Declared", "Part",
           "Version", "report"]
WHOLE = "report"  # the name of the comment at the end of a report


@dataclass(frozen=True)
class Version:
    """One of the printed versions a report is asked for at once: its name (msgid) and what its reader may see."""

    name: str
    prices: bool
    amounts: bool = True


@dataclass(frozen=True)
class Part:
    """A section that can be switched off: its name in the switches, its title (msgid), and what makes its blocks.

    One that is not ``ticked`` is printed only when somebody asks for it.
    """

    name: str
    title: str
    blocks: Callable[[Desk], tuple[Block, ...]]
    ticked: bool = True


@dataclass(frozen=True)
class Declared:
    """A report of product/07: code, name and audience (msgids), the period it is about, its parts, its defaults.

    ``period`` is the kind it is asked for by itself, ``also`` others it may be asked for. ``about`` names the scope it
    needs («client»…), empty for the whole region; ``prices`` and ``amounts`` are the switches as they stand before
    anybody touches them. ``comments``: it ends with one, ``by_part``: each part does. The parts of one that ``flows``
    follow one another without new pages; a ``dense`` one prints no titles of parts, so that a page holds it.
    ``versions`` are printed from one click. A ``wide`` one lies across its paper when it is about several days.
    """

    code: str
    name: str
    audience: str
    period: str
    parts: tuple[Part, ...]
    prices: bool = False
    amounts: bool = True
    about: str = ""
    comments: bool = True
    also: tuple[str, ...] = ()
    flows: bool = False
    dense: bool = False
    by_part: bool = False
    versions: tuple[Version, ...] = ()
    wide: bool = False

    @property
    def unticked(self) -> frozenset[str]:
        """The parts that are left out unless somebody asks for them."""
        return frozenset(part.name for part in self.parts if not part.ticked)

    @property
    def spans(self) -> tuple[str, ...]:
        """The kinds of period it may be asked for, its own first."""
        return self.period, *self.also


REPORTS: dict[str, Declared] = {}


def report(code: str, name: str, *, audience: str, period: str, parts: tuple[Part, ...], prices: bool = False,
           amounts: bool = True, about: str = "", comments: bool = True, also: tuple[str, ...] = (),
           flows: bool = False, dense: bool = False, by_part: bool = False,
           versions: tuple[Version, ...] = (), wide: bool = False) -> None:
    """Put a report on the register."""
    REPORTS[code] = Declared(code, name, audience, period, parts, prices, amounts, about, comments, also, flows, dense,
                             by_part, versions, wide)
