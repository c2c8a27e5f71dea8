"""The command line: parse the verb, run it on a base, say how it went with an exit status (docs: COMMANDLINE.md)."""

from __future__ import annotations

import argparse
import datetime
import logging
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from kamdesk import clock, words
from kamdesk.cli.answer import Answer, show, show_problem
from kamdesk.cli.parser import parser
from kamdesk.logs import start_log
from kamdesk.problems import Problem
from kamdesk.words import _

if TYPE_CHECKING:
    from kamdesk.doors import Doors

log = logging.getLogger(__name__)
DONE, REFUSED, WRONG, BUG = 0, 1, 2, 3

# verb -> module of this package that holds a function of the same name («import» and «list» are words of Python)
VERBS = {
    "import": "sheets.bring", "export": "sheets.export", "list": "lists.listing", "history": "lists.history",
    "run": "calls.call", "undo": "calls.undo", "figure": "figures.figure", "report": "figures.report",
    "share": "sharing.share", "merge": "sharing.merge", "conflicts": "sharing.conflicts",
    "resolve": "sharing.resolve", "card": "sharing.card", "trust": "sharing.trust",
    "demo": "files.demo", "check": "files.check", "backup": "files.backup",
    "restore": "files.restore",
}


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options of a command line; ends the program with status 2 on wrong use and 0 after ``--help``."""
    words.set_language(_asked_language(argv) or words.language())
    return parser().parse_args(list(argv))


def _asked_language(argv: Sequence[str]) -> str | None:
    """The language asked for, known before parsing: help and complaints are in it too."""
    for at, given in enumerate(argv):
        name, _equals, value = given.partition("=")
        if name == "--lang":
            wanted = value or "".join(argv[at + 1:at + 2])
            return wanted if wanted in ("es", "en") else None
    return None


def run(options: argparse.Namespace, doors: Doors) -> int:
    """Do what a verb says; the exit status: 0 done, 1 refused and nothing changed, 2 wrong use, 3 a bug."""
    try:
        clock.fix(_day(options.today))
        answer = _function(options.verb)(options, doors)
        show(answer, as_json=options.json)
    except Problem as problem:
        show_problem(problem, as_json=options.json)
        return REFUSED
    except KeyboardInterrupt:
        show_problem(Problem(_("Stopped. Nothing was changed.")), as_json=options.json)
        return REFUSED
    except Exception as error:
        start_log()
        log.exception("the verb %s failed", options.verb)
        print(_("Something in Kamdesk failed ({error}). The details are in the log.", error=type(error).__name__),
              file=sys.stderr)
        return BUG
    return DONE


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem(_("“{text}” is not a date. Write it like {example}.", text=text, example="2025-11-24")) from None


def _function(verb: str) -> Callable[[argparse.Namespace, Doors], Answer]:
    module, _dot, name = VERBS[verb].partition(".")
    found: Callable[[argparse.Namespace, Doors], Answer] = getattr(import_module(f"{__name__}.{module}"), name)
    return found
