"""Every option of the program, declared once: name, type, default, scope (product/09)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kamdesk.problems import Problem
from kamdesk.words import N_, _

TEAM, BASE, LAPTOP = "team", "base", "laptop"


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Option:
    """One setting.

    group    the heading it is shown under           type   text int flag choice data ref
    default  its value while nobody set it           scope  team (travels), base (this base) or laptop (this machine)
    options  ids and labels of a choice              low, high  the range of a number
    load, dump  between the stored JSON value and the Python value
    """

    name: str
    label: str
    group: str
    type: str
    default: Any
    scope: str = TEAM
    options: Mapping[str, str] = field(default_factory=dict)
    low: int | None = None
    high: int | None = None
    to: str = ""
    load: Callable[[Any], Any] = _same
    dump: Callable[[Any], Any] = _same

    def accept(self, value: Any) -> Any:
        """The value when it is one the setting may have; Problem when not."""
        low, high = self.low, self.high
        if self.type == "int" and ((low is not None and value < low) or (high is not None and value > high)):
            raise Problem(_("{setting} goes from {low} to {high}.", setting=_(self.label), low=low, high=high),
                          field=self.name)
        if self.type == "choice" and value not in self.options:
            listed = ", ".join(_(label) for label in self.options.values())
            raise Problem(_("“{value}” is not an option of {field}. Options: {options}.", value=value,
                            field=_(self.label), options=listed), field=self.name)
        return value


SETTINGS: dict[str, Option] = {}


def declare(*options: Option) -> None:
    """Put settings on the register."""
    SETTINGS.update({each.name: each for each in options})


def declared(name: str) -> Option:
    """The setting called ``name``; KeyError when there is none."""
    return SETTINGS[name]


declare(
    Option("me", N_("Me"), N_("Profile"), "ref", None, BASE, to="person"),
    Option("company", N_("Company"), N_("Profile"), "text", "", BASE),
    Option("laptop_code", N_("Laptop code"), N_("Profile"), "text", "KD", BASE),
    Option("last_numbers", N_("Last automatic numbers"), N_("Profile"), "data", {}, BASE),
    Option("currency", N_("Base currency"), N_("Format"), "text", "MXN", TEAM),
)
