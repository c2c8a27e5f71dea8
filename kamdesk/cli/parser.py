"""The verbs of the command line and their options, declared; nothing is imported here but argparse."""

from __future__ import annotations

import argparse
from typing import Any

from kamdesk.words import _

SIZES = ("small", "full", "large")


def parser() -> argparse.ArgumentParser:
    """The whole command line; without a verb ``verb`` is None."""
    top = argparse.ArgumentParser(prog="kamdesk", description=_("Without a verb the window opens."), allow_abbrev=False)
    _common(top, default=None)
    _password(top, default=None)
    verbs = top.add_subparsers(dest="verb", metavar="VERB", title=_("Verbs"))

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=text, description=text, allow_abbrev=False)
        _common(made, default=argparse.SUPPRESS)
        if name != "share":  # there the password file, after the verb, is that of the file it writes
            _password(made, default=argparse.SUPPRESS)
        return made

    _sheet_verbs(verb)
    _record_verbs(verb)
    _answer_verbs(verb)
    _file_verbs(verb)
    _sharing_verbs(verb)
    return top


def _common(to: argparse.ArgumentParser, *, default: Any) -> None:
    """Options that may stand before the verb or after it."""
    to.add_argument("--base", metavar="FILE", default=default, help=_("The file of the base."))
    to.add_argument("--lang", choices=("es", "en"), default=default, help=_("Language of the messages."))
    to.add_argument("--today", metavar="YYYY-MM-DD", default=default, help=_("Pretend that today is this day."))
    to.add_argument("--json", action="store_true", default=default or False, help=_("One JSON document on output."))


def _password(to: argparse.ArgumentParser, *, default: Any) -> None:
    to.add_argument("--passphrase-file", metavar="F", default=default, help=_("File with the password of the base."))


def _sheet_verbs(verb: Any) -> None:
    take = verb("import", _("Bring the rows of a spreadsheet into the base."))
    take.add_argument("kind", metavar="KIND")
    take.add_argument("file", metavar="FILE")
    take.add_argument("--sheet", metavar="S", help=_("Name of the sheet; by default the one that fits best."))
    take.add_argument("--map", metavar="COLUMN=field,…", action="append", default=[],
                      help=_("Column of the sheet and the field it feeds; without a field the column is left out."))
    take.add_argument("--value", metavar="FIELD=TEXT", action="append", default=[],
                      help=_("A value for all rows of a field the sheet lacks."))
    take.add_argument("--key", metavar="FIELD", help=_("Field that says which record a row is."))
    take.add_argument("--order", choices=("dmy", "mdy"), help=_("Whether the day or the month comes first."))
    take.add_argument("--dry-run", action="store_true", help=_("Only say what would happen."))
    give = verb("export", _("Write a list to an Excel or CSV file."))
    give.add_argument("kind", metavar="KIND")
    give.add_argument("file", metavar="FILE.xlsx|csv")
    _conditions(give)


def _conditions(to: argparse.ArgumentParser) -> None:
    to.add_argument("--where", metavar="FIELD=VALUE", action="append", default=[],
                    help=_("Only records that match; also with >=, <=, >, <, != and ~ (contains)."))


def _record_verbs(verb: Any) -> None:
    show = verb("list", _("Show a list of records."))
    show.add_argument("kind", metavar="KIND")
    _conditions(show)
    show.add_argument("--columns", metavar="a,b")
    show.add_argument("--search", metavar="TEXT", default="")
    show.add_argument("--sort", metavar="FIELD", help=_("Order by a field; with “-” before it from high to low."))
    show.add_argument("--limit", metavar="N", type=int, default=100, help=_("At most N records; 0 shows all."))
    run = verb("run", _("Run a command; without a name, list the commands."))
    run.add_argument("command", metavar="COMMAND", nargs="?")
    run.add_argument("values", metavar="NAME=VALUE", nargs="*", default=[])
    verb("undo", _("Take back the last command of this base."))
    past = verb("history", _("Show the changes of a record."))
    past.add_argument("kind", metavar="KIND")
    past.add_argument("key", metavar="KEY")


def _answer_verbs(verb: Any) -> None:
    number = verb("figure", _("Compute a figure."))
    number.add_argument("code", metavar="CODE|NAME")
    _period(number)
    paper = verb("report", _("Write a report as PDF."))
    paper.add_argument("code", metavar="CODE|NAME")
    paper.add_argument("--out", metavar="FILE.pdf", required=True)
    _period(paper)
    paper.add_argument("--hide", metavar="prices,credit,personal", default="")


def _period(to: argparse.ArgumentParser) -> None:
    to.add_argument("--month", metavar="YYYY-MM")
    to.add_argument("--on", metavar="DAY")
    to.add_argument("--from", metavar="DAY", dest="start")
    to.add_argument("--to", metavar="DAY", dest="end")
    to.add_argument("--scope", metavar="KIND:KEY", action="append", default=[])
    to.add_argument("--by", metavar="DIMENSION", help=_("Break the figure down: product, distributor, person, month…"))


def _file_verbs(verb: Any) -> None:
    demo = verb("demo", _("Make a new base with the example region."))
    demo.add_argument("--size", choices=SIZES, default="small")
    check = verb("check", _("Check the base."))
    check.add_argument("--mend", action="store_true", help=_("Mend what can be mended, after a backup."))
    backup = verb("backup", _("Copy the base."))
    backup.add_argument("--out", metavar="FILE")
    restore = verb("restore", _("Put a copy in the place of the base, after a backup of it."))
    restore.add_argument("file", metavar="FILE")


def _sharing_verbs(verb: Any) -> None:
    share = verb("share", _("Write a file for somebody else."))
    share.add_argument("file", metavar="FILE.kdx|FILE.sqlite")
    share.add_argument("--to", metavar="CARD", action="append", default=[],
                       help=_("Card of the reader, or her name when the file has a password."))
    _file_password(share)
    share.add_argument("--plain", action="store_true", help=_("Without encryption."))
    share.add_argument("--profile", choices=("news", "everything", "area"), default="news",
                       help=_("What changed for the reader (by default), everything, or a zone."))
    share.add_argument("--full", action="store_true", help=_("From the beginning, not only what changed."))
    share.add_argument("--zone", metavar="ZONE", action="append", default=[],
                       help=_("Only the clients and the work of a zone and those below it."))
    share.add_argument("--hide", metavar="prices,amounts,margins,credit,personal", default="",
                       help=_("What stays out of the file."))
    share.add_argument("--request", metavar="FILE.kdreq", help=_("Exactly what a colleague asks for in her request."))
    merge = verb("merge", _("Say what a file would change, or join it."))
    merge.add_argument("file", metavar="FILE")
    _file_password(merge, name="--file-passphrase")
    merge.add_argument("--apply", action="store_true", help=_("Join it, after a backup."))
    merge.add_argument("--undo", action="store_true", help=_("Take out what this file brought."))
    verb("conflicts", _("List what is open to decide."))
    resolve = verb("resolve", _("Decide a conflict."))
    resolve.add_argument("conflict", metavar="CONFLICT")
    resolve.add_argument("value", metavar="VALUE|mine|received")
    card = verb("card", _("The card of this laptop."))
    card.add_argument("--out", metavar="FILE.kdcard")
    trust = verb("trust", _("Trust the card of a colleague, once its fingerprint was compared."))
    trust.add_argument("card", metavar="CARD")


def _file_password(to: argparse.ArgumentParser, *, name: str = "--passphrase-file") -> None:
    to.add_argument(name, metavar="F", dest="file_passphrase",
                    help=_("File with the password of the file, not of the base."))
