"""share, merge, conflicts, resolve, card, trust: files handed over, joined, decided, and whom one trusts."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamdesk.app import App
from kamdesk.cli.answer import Answer, table
from kamdesk.cli.base import opened, passphrase_in
from kamdesk.cli.values import record_id
from kamdesk.files import in_place_of
from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.records.system import ExchangeEvent
from kamdesk.sharing import cards, container, outgoing
from kamdesk.sharing.approving import take_answer, title_of
from kamdesk.sharing.cards import Card
from kamdesk.sharing.deciding import BOTH, Case, Question, cases, undecided
from kamdesk.sharing.devices import own_card
from kamdesk.sharing.exchange import GAP, Applied, Conflict, Decision, Preview, Share
from kamdesk.sharing.incoming import Opened, open_file
from kamdesk.sharing.letters import Answered, Letter
from kamdesk.sharing.outgoing import AREA, EVERYTHING, NEWS, SWITCHES, Addressee, Habit
from kamdesk.sharing.signing import TRUST, signer_for
from kamdesk.typed import typed
from kamdesk.words import N_, _, number, plural

if TYPE_CHECKING:
    from kamdesk.doors import Doors

MINE, RECEIVED = "mine", "received"
STATES = {"applied": N_("This file is already in your base: nothing to do."),
          "own": N_("You made this file yourself: nothing to do."),
          "gap": N_("A file is missing before it"), "fork": N_("Two laptops write under one name: nothing was taken.")}


def share(options: argparse.Namespace, doors: Doors) -> Answer:
    """What changed for a reader since her last file as a file for her: sealed, or plain .sqlite for other programs."""
    out, secret = Path(options.file), passphrase_in(options.file_passphrase)
    plain = options.plain or out.suffix.lower() == ".sqlite"
    readers = [_card(Path(each)) for each in options.to if each.endswith(cards.SUFFIX)]
    if not (plain or readers or secret):
        raise Problem(_("Give the file a password with --passphrase-file, a card with --to, or say --plain."))
    with opened(options, doors) as app:
        asked = _asked(options, app, doors, readers)
        seal = None if plain else container.for_cards([each.sealing for each in readers]) if readers \
            else container.by_passphrase(secret or "")
        made = doors.send(app.store, asked, out, seal=seal, sign=signer_for(doors.keys(app.store)))
    data = {"file": str(made.path), "records": made.records, "counts": made.counts, "withheld": made.withheld,
            "bytes": made.size, "profile": asked.profile, "for": asked.to}
    return Answer(data, [_("File written: {file} ({n} records)", file=made.path, n=made.records),
                         *filter(None, [outgoing.left_out(asked)])])


def _asked(options: argparse.Namespace, app: App, doors: Doors, readers: list[Card]) -> Share:
    if options.request:
        return doors.answer(app.store, Path(options.request))
    hidden = {each for each in options.hide.split(",") if each}
    if hidden - set(SWITCHES):
        raise Problem(_("“{value}” cannot be hidden. Choose among: {names}.", value=", ".join(hidden - set(SWITCHES)),
                        names=", ".join(SWITCHES)))
    zones = tuple(record_id("territory", each, app.store) for each in options.zone)
    if options.profile == AREA and not zones:
        raise Problem(_("Choose a zone."))
    what = AREA if zones else EVERYTHING if options.full or options.profile == EVERYTHING else NEWS
    habit = Habit(what, frozenset(set(SWITCHES) - hidden), attachments=True, zones=zones)
    people = outgoing.people_of(app.store, zones)
    return outgoing.share_for(_addressee(options, app, doors, readers), habit, people=people)


def _addressee(options: argparse.Namespace, app: App, doors: Doors, readers: list[Card]) -> Addressee:
    """The reader as this base knows her; of several a file can say the names only."""
    names = [each.person for each in readers] + [each for each in options.to if not each.endswith(cards.SUFFIX)]
    known = outgoing.addressees(doors.devices(app.store), doors.peers(app.store))
    mine = [each for each in known if each.key in {card.uid for card in readers} or each.name in names]
    named = Addressee("", ", ".join(names) or _("Anyone"))
    return replace(named, device=mine[0].device) if len(mine) == len(names) == 1 else named


def merge(options: argparse.Namespace, doors: Doors) -> Answer:
    """What a file would change; with --apply it is joined, with --undo taken out again."""
    file = Path(options.file)
    with opened(options, doors) as app:
        if options.undo:
            return _undo(app, doors, file)
        found = open_file(app.store, doors, file, passphrase=passphrase_in(options.file_passphrase))
        if found.letter is not None:
            return _letter(app, doors, found.letter, file, apply=options.apply)
        if found.preview is None:
            return _refused(app, doors, found, apply=options.apply)
        return _applied(app, doors, found) if options.apply else _foreseen(app, found, found.preview)


def _foreseen(app: App, found: Opened, preview: Preview) -> Answer:
    rows = [(_(kind_of(each.kind).labels), *map(number, (each.new, each.changed, each.archived + each.deleted,
                                                        each.equal))) for each in preview.kinds]
    lines = [*_head(found), *table((_("What it changes"), _("New ones"), _("Changed"), _("Archived or deleted"),
                                    _("Unchanged")), rows, right=(False, True, True, True, True)),
             undecided(len(preview.conflicts)), *_told(cases(app.store, preview.conflicts))]
    return Answer({"applied": False, "trust": found.incoming and found.incoming.trust, "preview": preview}, lines)


def _head(found: Opened) -> list[str]:
    if found.incoming is None:
        return []
    return [f"{found.incoming.author} · {found.incoming.label} · {_(TRUST[found.incoming.trust])}"]


def _applied(app: App, doors: Doors, found: Opened) -> Answer:
    if found.incoming is None:
        raise Problem(_("There is nothing to apply."))
    done: Applied = doors.apply(app.store, found.incoming)
    if found.signer:
        doors.meet(app.store, found.signer, found.incoming.device)
    lines = [*_head(found), plural("{n} change received", "{n} changes received", done.records),
             *([undecided(done.conflicts)] if done.conflicts else [])]
    return Answer({"applied": True, "records": done.records, "conflicts": done.conflicts, "kinds": done.kinds,
                   "refused": done.refused}, lines)


def _refused(app: App, doors: Doors, found: Opened, *, apply: bool) -> Answer:
    incoming = found.incoming
    if incoming is None:
        raise Problem(_("There is nothing to apply."))
    if apply and incoming.state == GAP:
        doors.apply(app.store, incoming)  # keeps it in the inbox, and says so
    return Answer({"applied": False, "state": incoming.state, "missing": incoming.missing},
                  [*_head(found), _(STATES[incoming.state])])


def _letter(app: App, doors: Doors, letter: Letter, file: Path, *, apply: bool) -> Answer:
    data = {"letter": "answer" if isinstance(letter, Answered) else "request", "document": title_of(letter)}
    if not isinstance(letter, Answered):
        return Answer(data, [_("{name} asks for your approval: {document}. Decide it in the window, under Receive.",
                               name=letter.author, document=title_of(letter))])
    if apply:
        data["origin"] = take_answer(app, doors, letter, file).origin or ""
    return Answer({**data, "action": letter.action, "applied": apply},
                  [f"{letter.actor} · {title_of(letter)} · {letter.comment}"])


def _undo(app: App, doors: Doors, file: Path) -> Answer:
    found = [each for each in app.store.find(ExchangeEvent, direction="received", file_name=file.name,
                                             sort=(("at", True),)) if each.undone_at is None]
    if not found:
        raise Problem(_("{file} was not joined into this base.", file=file.name))
    done = doors.undo_receive(app.store, found[0].id)
    told = _("Import undone: everything is as it was before") if done.exact else plural(
        "Import undone by writing {n} value anew", "Import undone by writing {n} values anew", done.restored)
    return Answer({"exact": done.exact, "restored": done.restored, "kept": done.kept}, [told])


def conflicts(options: argparse.Namespace, doors: Doors) -> Answer:
    """What is open to decide, each with its name for ``resolve``."""
    with opened(options, doors) as app:
        found = doors.conflicts(app.store)
        lines = [undecided(len(found)), *_told(cases(app.store, found))]
    return Answer({"conflicts": [{"name": name_of(each), **_values(each)} for each in found]}, lines)


def resolve(options: argparse.Namespace, doors: Doors) -> Answer:
    """Decide one conflict: «mine», «received», or another value."""
    with opened(options, doors) as app:
        found = {name_of(each): each for each in doors.conflicts(app.store)}
        if options.conflict not in found:
            raise Problem(_("There is no conflict “{name}”. “conflicts” lists them.", name=options.conflict))
        (case,) = cases(app.store, [found[options.conflict]])
        decision = _decision(case.questions[0], options.value)
        doors.resolve(app.store, [decision])
    return Answer({"conflict": options.conflict, "value": decision.value},
                  [plural("{n} decision saved", "{n} decisions saved", 1)])


def _decision(question: Question, value: str) -> Decision:
    conflict = question.conflict
    if value in (MINE, RECEIVED):
        sides = [each for each in question.options if each.mine == (value == MINE) and each.key != BOTH]
        if not sides:
            raise Problem(_("There is no such value in this conflict."))
        return question.decision(sides[0].key)
    of = kind_of(conflict.kind).fields.get(conflict.field)
    if of is None or len(conflict.fields) > 1:
        raise Problem(_("Say “mine” or “received”."))
    return Decision(conflict.kind, conflict.id, conflict.field, typed(of, value))


def name_of(conflict: Conflict) -> str:
    """What a conflict is called on the command line."""
    return f"{conflict.kind}:{conflict.id}:{conflict.field}"


def _values(conflict: Conflict) -> dict[str, Any]:
    return {"title": conflict.title, "sort": conflict.sort, "before": conflict.before,
            "versions": [{"value": each.value, "person": each.person, "device": each.device, "at": each.at,
                          "mine": each.mine} for each in conflict.versions]}


def _told(found: Iterable[Case]) -> list[str]:
    return [line for case in found for question in case.questions
            for line in (f"{name_of(question.conflict)}", f"  {case.title} · {question.label}",
                         *(f"    {each.text}  ({each.who})" for each in question.options if each.key != BOTH))]


def card(options: argparse.Namespace, doors: Doors) -> Answer:
    """The card of this laptop; with --out as a file for colleagues."""
    with opened(options, doors) as app:
        keys = doors.keys(app.store)
        mine = own_card(app.store, keys)
        if options.out:
            with in_place_of(Path(options.out)) as target:
                target.write_bytes(cards.write(mine, keys))
    return Answer({"person": mine.person, "device": mine.device, "fingerprint": mine.fingerprint, "file": options.out},
                  [f"{mine.person} · {mine.device}", mine.fingerprint])


def trust(options: argparse.Namespace, doors: Doors) -> Answer:
    """Trust the card of a colleague, after comparing its fingerprint."""
    theirs = _card(Path(options.card))
    with opened(options, doors) as app:
        doors.trust(app.store, theirs)
    return Answer({"person": theirs.person, "device": theirs.device, "fingerprint": theirs.fingerprint},
                  [_("You trust the laptop of {name}", name=theirs.person), theirs.fingerprint])


def _card(path: Path) -> Card:
    try:
        return cards.read(path.read_bytes()[:cards.LARGEST + 1])
    except OSError:
        raise Problem(_("“{file}” is not there any more. Choose it again.", file=path.name)) from None
