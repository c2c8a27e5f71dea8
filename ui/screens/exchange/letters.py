"""A request for approval opened from its file, to be decided; and an answer, to be noted at its document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from kamdesk.commands.approvals import ANSWERS
from kamdesk.commands.exchange import is_as_here
from kamdesk.files import in_place_of
from kamdesk.problems import Problem
from kamdesk.records.approvals import APPROVALS
from kamdesk.sharing.approving import answer_file, take_answer, title_of
from kamdesk.sharing.deciding import moment
from kamdesk.sharing.exchange import KNOWN, UNSIGNED
from kamdesk.sharing.letters import Answered, Asked, Letter
from kamdesk.sharing.signing import device_of, standing
from kamdesk.words import _, money
from ui import ask, labels
from ui.labels import label
from ui.printing import PdfPages
from ui.screen import Context, scrolled
from ui.screens.exchange.receive_parts import trust_chip
from ui.theme import Status
from ui.widgets.buttons import Button, Segmented
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip
from ui.widgets.messages import MessageBar

PIXELS = 1.6  # to the point of a page
STANDS = {"approve": "approved", "send_back": "returned", "reject": "rejected"}
LOOKS: dict[str, Status] = {"approve": "ok", "send_back": "warn", "reject": "bad"}


def trust_of(context: Context, letter: Letter) -> str:
    """What this base knows of whoever signed a letter."""
    if letter.card is None:
        return UNSIGNED
    return standing(device_of(letter.card, context.doors.devices(context.app.store)))


class Paper(QWidget):
    """A page of a PDF, as wide as there is room; white in both themes as paper is."""

    def __init__(self, picture: QImage, name: str) -> None:
        super().__init__()
        self._picture = picture
        self.setAccessibleName(name)
        self.setMaximumWidth(picture.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page keeps its shape."""
        super().resizeEvent(event)
        self.setFixedHeight(round(self.width() * self._picture.height() / self._picture.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, smoothed to the room."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._picture)


class SheetView(TitledCard):
    """The PDF of a letter as its pages, and a way to keep it."""

    def __init__(self, title: str, sheet: bytes, place: Callable[[Problem], object]) -> None:
        super().__init__(title)
        self._sheet, self._place = sheet, place
        self.add_action(Button(_("Save the PDF…"), kind="link", small=True, icon="download", on_click=self._save))
        pages = PdfPages(sheet)
        host = QWidget()
        column = QVBoxLayout(host)
        column.setSpacing(12)
        for at in range(len(pages.sizes)):
            column.addWidget(Paper(pages.image(at, scale=PIXELS), _("Page {n} of {all}", n=at + 1,
                                                                    all=len(pages.sizes))))
        column.addStretch(1)
        pages.close()
        self.body.addWidget(scrolled(host), 1)

    def _save(self) -> None:
        path = ask.save_file(self, _("Save the PDF"), "PDF (*.pdf)", Path.home() / f"{self.title.text()}.pdf")
        if path is None:
            return
        try:
            with in_place_of(path.with_suffix(".pdf")) as target:
                target.write_bytes(self._sheet)
        except Problem as problem:
            self._place(problem)


class AskedView(QWidget):
    """The sheet at the left; at the right who asks, and my answer."""

    def __init__(self, context: Context, asked: Asked, *, done: Callable[[str], object],
                 problem: Callable[[Problem], object]) -> None:
        """``done`` is told in words what was written."""
        super().__init__()
        self._context, self._asked, self._done, self._problem = context, asked, done, problem
        self.action = Segmented([(key, _(text)) for key, text in ANSWERS.items()], name=_("Answer"))
        self.comment = QPlainTextEdit()
        self.comment.setAccessibleName(_("Comment"))
        self.comment.setPlaceholderText(_("Needed to send back or refuse"))
        self.comment.setMaximumHeight(120)
        self.save = Button(_("Save the answer…"), kind="primary", icon="file-up", on_click=self._save)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(SheetView(title_of(asked), asked.sheet, problem), 3)
        row.addWidget(self._decision(), 2)

    def _decision(self) -> QWidget:
        card = TitledCard(_("Decide"), marks=(trust_chip(trust_of(self._context, self._asked)),))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        asked = self._asked
        column.addWidget(label(_("{name} asks for your approval, {moment}", name=asked.author,
                                 moment=moment(asked.made_at)), role="strong", wrap=True))
        if asked.amount is not None:
            column.addWidget(label(money(asked.amount, asked.currency), role="title", figures=True))
        if asked.comment:
            column.addWidget(label(asked.comment, tone="text2", wrap=True))
        here = is_as_here(self._context.app.store, asked)
        if here is not None:
            column.addWidget(MessageBar(_("It is in your base too, exactly as it was sent.") if here else
                                        _("Your copy of it is not the same: the answer is about what was sent."),
                                        status="info" if here else "warn", closable=False))
        column.addWidget(self.action)
        column.addWidget(labels.label(_("Comment"), role="small", tone="text2", buddy=self.comment))
        column.addWidget(self.comment)
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addWidget(label(_("A small file is written that only the laptop of {name} opens. Send it back by any "
                                 "way.", name=asked.author), role="small", tone="text2", wrap=True))
        card.add(inside)
        card.body.addStretch(1)
        return card

    def _save(self) -> None:
        suggested = Path.home() / f"{_('Answer')} {self._asked.title}.kdx".replace("/", "-")
        path = ask.save_file(self, _("Save the answer"), "Kamdesk (*.kdx)", suggested)
        if path is None:
            return
        try:
            answer_file(self._context.app, self._context.doors, self._asked, path.with_suffix(".kdx"),
                        action=self.action.value(), comment=self.comment.toPlainText())
        except Problem as problem:
            self._problem(problem)
            return
        self._done(_("Answer saved for {name}", name=self._asked.author))


class AnsweredView(QWidget):
    """Who answered what, with her sheet; noted at the document by one click."""

    def __init__(self, context: Context, answer: Answered, file: Path, *, done: Callable[[Answered], object],
                 problem: Callable[[Problem], object]) -> None:
        super().__init__()
        self._context, self._answer, self._file = context, answer, file
        self._done, self._problem = done, problem
        self.note = Button(_("Note the answer"), kind="primary", icon="check", on_click=self._note)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(SheetView(title_of(answer), answer.sheet, problem), 3)
        row.addWidget(self._told(), 2)

    def _told(self) -> QWidget:
        answer, trust = self._answer, trust_of(self._context, self._answer)
        card = TitledCard(_("Answer"), marks=(trust_chip(trust),))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(Chip(_(APPROVALS[STANDS[answer.action]]), status=LOOKS[answer.action]))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(label(f"{answer.actor} · {moment(answer.at)}", role="strong", wrap=True))
        column.addWidget(label(answer.comment, tone="text2", wrap=True))
        if trust != KNOWN:
            column.addWidget(MessageBar(_("It will be noted as told by hand: add the card of {name} to prove it.",
                                          name=answer.actor), status="warn", closable=False))
        foot = QHBoxLayout()
        foot.addWidget(self.note)
        foot.addStretch(1)
        column.addLayout(foot)
        card.add(inside)
        card.body.addStretch(1)
        return card

    def _note(self) -> None:
        try:
            take_answer(self._context.app, self._context.doors, self._answer, self._file)
        except Problem as problem:
            self._problem(problem)
            return
        self._done(self._answer)
