"""run and undo: any business verb of kamdesk.commands, its arguments typed by its own annotations."""

from __future__ import annotations

import argparse
import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kamdesk import commands
from kamdesk.cli.answer import Answer, plain, table
from kamdesk.cli.arguments import typed_arguments
from kamdesk.cli.base import opened
from kamdesk.problems import Problem
from kamdesk.words import _

if TYPE_CHECKING:
    from kamdesk.doors import Doors


def every_command() -> dict[str, Callable[..., Any]]:
    """All verbs of all modules of kamdesk.commands, by name."""
    for module in pkgutil.walk_packages(commands.__path__, commands.__name__ + "."):
        import_module(module.name)
    return dict(sorted(commands.COMMANDS.items()))


def call(options: argparse.Namespace, doors: Doors) -> Answer:
    """Run one command as one step, or say which commands there are."""
    known = every_command()
    if options.command is None:
        return _listed(known)
    if options.command not in known:
        raise Problem(_("There is no command “{name}”. “run” alone lists them.", name=options.command))
    function = known[options.command]
    with opened(options, doors, make=True) as app:
        result = app.run(function, **typed_arguments(function, options.values, app.store))
        label, warnings = app.store.last.label, app.store.warnings
    data = {"command": options.command, "step": label, "result": plain(result),
            "warnings": [text for text, _of in warnings]}
    return Answer(data, [label or _("Nothing changed."), *(f"  {text}" for text, _of in warnings)])


def _listed(known: dict[str, Callable[..., Any]]) -> Answer:
    rows = [(name, " ".join(f"{each.name}={'…' if each.default is each.empty else ''}"
                            for each in list(inspect.signature(function).parameters.values())[1:]))
            for name, function in known.items()]
    data = [{"command": name, "arguments": list(inspect.signature(function).parameters)[1:],
             "about": (function.__doc__ or "").split("\n", 1)[0]} for name, function in known.items()]
    return Answer({"commands": data}, table((_("Command"), _("Arguments")), rows))


def undo(options: argparse.Namespace, doors: Doors) -> Answer:
    """Take back the last step of the base."""
    with opened(options, doors) as app:
        changes = app.undo()
    lines = [_("Undone: {step}", step=changes.label)]
    if changes.skipped:
        lines.append(_("Left as written later: {fields}", fields=", ".join(changes.skipped)))
    return Answer({"undone": changes.label, "skipped": changes.skipped}, lines)
