"""Every option of the program, declared once: name, type, default, scope (product/09)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kamdesk.problems import Problem
from kamdesk.words import _

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



def in_group(group: str) -> list[Option]:
    """The settings under a heading, in declared order."""
    return [each for each in SETTINGS.values() if each.group == group]


def groups() -> list[str]:
    """The headings, in declared order."""
    return list(dict.fromkeys(each.group for each in SETTINGS.values()))


def words() -> Iterator[str]:
    """Every English text the settings declare."""
    for each in SETTINGS.values():
        yield each.label
        yield each.group
        yield from each.options.values()


from kamdesk import options as _options  # noqa: E402, F401  the declarations need what stands above
