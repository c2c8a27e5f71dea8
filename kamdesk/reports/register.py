"""The register of reports: what each is called, whom it is for, which period, and its parts in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block

DAY, MONTH = "day", "month"


@dataclass(frozen=True)
class Part:
    """A section that can be switched off: its name in the switches, its title (msgid), and what makes its blocks."""

    name: str
    title: str
    blocks: Callable[[Desk], tuple[Block, ...]]


@dataclass(frozen=True)
class Declared:
    """A report of product/07: code, name and audience (msgids), the period it is about, its parts, its defaults.

    ``about`` names the scope it needs («client»…), empty for the whole region; ``prices`` and ``amounts`` are the
    switches as they stand before anybody touches them.
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


REPORTS: dict[str, Declared] = {}


def report(code: str, name: str, *, audience: str, period: str, parts: tuple[Part, ...], prices: bool = False,
           amounts: bool = True, about: str = "", comments: bool = True) -> None:
    """Put a report on the register."""
    REPORTS[code] = Declared(code, name, audience, period, parts, prices, amounts, about, comments)
