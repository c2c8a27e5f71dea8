"""Requests for approval and answers as files beside their sheets: made, opened, noted in the log of exchanges."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from kamdesk import clock
from kamdesk.app import App
from kamdesk.authority import amount_of, discount_of
from kamdesk.commands.approvals import approval_of, receive_answer
from kamdesk.commands.exchange import answer_request, note_received, note_sent
from kamdesk.files import in_place_of
from kamdesk.kinds import Record, kind_of
from kamdesk.problems import Problem
from kamdesk.protected import content_hash
from kamdesk.records.approvals import ACTIONS, ApprovalEvent
from kamdesk.reports.approval import approval_sheet, decision_sheet, events_of, name_of
from kamdesk.reports.model import Report
from kamdesk.sharing import container, letters
from kamdesk.sharing.devices import Devices, own_card
from kamdesk.sharing.exchange import ANSWERED, ASKED
from kamdesk.sharing.letters import Answered, Asked, Hand, Letter
from kamdesk.store import Store
from kamdesk.words import _, base_currency


@dataclass(frozen=True)
class Recipient:
    """For whom a file is: a name, and what seals it for her alone."""

    name: str
    seal: container.Cipher


def hand_of(store: Store, doors: Devices) -> Hand:
    """Who signs on this laptop; Problem until she said who she is."""
    keys = doors.keys(store)
    return Hand(keys, own_card(store, keys))


def request_file(app: App, doors: Devices, document: Record, out: Path, *, to: Recipient) -> Path:
    """The request for a document that was sent for approval, as ``out`` with its sheet beside it; returns the sheet.

    Problem unless it waits for an answer.
    """
    store = app.store
    if approval_of(store, document) != "sent":
        raise Problem(_("It is not waiting for an answer."))
    hand = hand_of(store, doors)
    sent = next(each for each in events_of(store, document) if each.action == "submit")
    report = approval_sheet(store, document, reason=sent.comment, to=to.name)
    asked = Asked(
        kind=type(document).kind.name, document=document.id, title=name_of(store, document), author=hand.card.person,
        author_id=hand.card.person_id, to=to.name, made_at=sent.at or clock.now(), comment=sent.comment,
        digest=content_hash(store, document), covers=tuple(sorted(type(document).kind.approvable)),
        amount=amount_of(store, document), discount=discount_of(store, document),
        currency=getattr(document, "currency", "") or base_currency(), sheet=_render(store, report))
    return _written(app, asked, hand, out, to=to, profile=ASKED, confidential=report.confidential,
                    what=_("Request about {name}", name=asked.title))


def answer_file(app: App, doors: Devices, asked: Asked, out: Path, *, action: str, comment: str = "") -> Answered:
    """Decide a request, and write the answer as ``out`` with its sheet beside it, sealed for whoever asked."""
    if asked.card is None:
        raise Problem(_("The request does not say for whom the answer is. Note it by hand."))
    hand = hand_of(app.store, doors)
    answer = app.run(answer_request, asked=asked, action=action, hand=hand, comment=comment)
    answer = replace(answer, sheet=_render(app.store, decision_sheet(app.store, asked, answer)))
    to = Recipient(asked.author, container.for_cards([asked.card.sealing]))
    _written(app, answer, hand, out, to=to, profile=ANSWERED, confidential=False,
             what=f"{_(ACTIONS[action])}: {asked.title}")
    return answer


def open_letter(store: Store, doors: Devices, file: Path, *, passphrase: str | None = None) -> Letter | None:
    """The request or answer in a file, None when it holds something else. Problem when it cannot be opened."""
    found = file.read_bytes() if file.stat().st_size <= container.LARGEST else b""
    if not found.startswith(container.MAGIC):
        return None
    content = container.unpack(found, opener(store, doors, found, passphrase=passphrase))
    return letters.read(content) if letters.is_letter(content) else None


def opener(store: Store, doors: Devices, sealed: bytes, *, passphrase: str | None) -> container.Cipher:
    """What opens a sealed file here: the keys of this laptop, or the password; Problem when that is asked for."""
    if not container.has_passphrase(sealed):
        return container.with_keys(doors.keys(store))
    if not passphrase:
        raise Problem(_("The file has a password. Ask the sender for it and type it here."), field="passphrase")
    return container.with_passphrase(passphrase)


def take_answer(app: App, doors: Devices, answer: Answered, file: Path) -> ApprovalEvent:
    """Note the answer of a file at its document, and the file in the log."""
    event = app.run(receive_answer, answer=answer, devices=doors.devices(app.store))
    app.run(note_received, profile=ANSWERED, author=answer.actor, file_name=file.name,
            digest=hashlib.sha256(file.read_bytes()).hexdigest(),
            what=f"{_(ACTIONS[answer.action])}: {answer.title}")
    return event


def title_of(letter: Letter) -> str:
    """«Presupuesto: 2025»."""
    return f"{_(kind_of(letter.kind).label)}: {letter.title}"


def _render(store: Store, report: Report) -> bytes:
    from kamdesk.pdf import render

    return render(report, paper=store.setting("paper"))


def _written(app: App, letter: Letter, hand: Hand, out: Path, *, to: Recipient, profile: str, confidential: bool,
             what: str) -> Path:
    content = container.pack(letters.write(letter, hand), to.seal)
    sheet = out.with_suffix(".pdf")
    for path, said in ((sheet, letter.sheet), (out, content)):
        with in_place_of(path) as target:
            target.write_bytes(said)
    app.run(note_sent, profile=profile, to=to.name, file_name=out.name,
            digest=hashlib.sha256(content).hexdigest(), what=what, confidential=confidential)
    return sheet
