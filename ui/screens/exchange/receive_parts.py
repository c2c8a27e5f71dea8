"""Parts of Recibir: its header with the steps, the counts of a file, what it does by kind, what is missing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kamdesk.kinds import kind_of
from kamdesk.sharing.deciding import moment
from kamdesk.sharing.exchange import (
    APPEND_ONLY,
    GONE,
    KNOWN,
    NO_VALUE,
    NOT_YOURS,
    REVOKED,
    REVOKED_DEVICE,
    SAME_NAME,
    UNKNOWN,
    UNSIGNED,
    WITHHELD_CELL,
    Incoming,
    KindChange,
    Missing,
    Preview,
    Refused,
    Waiting,
)
from kamdesk.sharing.signing import TRUST
from kamdesk.words import N_, _, number, plural
from ui import labels
from ui.labels import ElidedLabel, label
from ui.theme import Status
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, TitledCard
from ui.widgets.chips import Chip, IconTile
from ui.widgets.flow import FlowLayout
from ui.widgets.steps import Steps

TRUST_LOOKS: dict[str, Status] = {KNOWN: "ok", UNKNOWN: "warn", UNSIGNED: "warn", REVOKED: "bad"}
RIGHT = Qt.AlignmentFlag.AlignRight
REASONS = {NOT_YOURS: N_("they do not belong to what was shared with the sender"),
           WITHHELD_CELL: N_("the sender never had these values"),
           APPEND_ONLY: N_("entries of a ledger are reversed, not changed"),
           REVOKED_DEVICE: N_("the laptop was withdrawn"), NO_VALUE: N_("the fields cannot hold them"),
           GONE: N_("their records are not here"), SAME_NAME: N_("the same identity with other content")}


class Head(QWidget):
    """What is being received, where one is, and the two ways on."""

    def __init__(self, *, cancel: Callable[[], object], apply: Callable[[], object]) -> None:
        super().__init__()
        self.steps = Steps((_("File"), _("Checking"), _("Look through"), _("Apply")))
        self._title = ElidedLabel(_("Receive changes"), role="subtitle", least=120)
        self._about = ElidedLabel(role="small", tone="text2", least=120)
        self.cancel = Button(_("Cancel"), kind="ghost", on_click=cancel)
        self.apply = Button(_("Apply"), kind="primary", icon="check", on_click=apply)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._title)
        text.addWidget(self._about)
        row.addLayout(text, 1)
        row.addWidget(self.steps)
        row.addWidget(self.cancel)
        row.addWidget(self.apply)
        self.say(0)

    def say(self, step: int, *, title: str = "", about: str = "", apply: str = "", enabled: bool = True) -> None:
        """Show a step; ``apply`` is the verb of the button, which is away without one."""
        self.steps.set_current(step)
        self._title.setText(title or _("Receive changes"))
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.cancel.setVisible(step > 0)
        self.apply.setVisible(bool(apply))
        self.apply.set_label(apply or _("Apply"))
        self.apply.setEnabled(enabled)


def about(incoming: Incoming) -> str:
    """«de Marta Ríos · portátil · ayer 20:41 · 1.8 MB»."""
    size = f"{number(Decimal(len(incoming.content)) / 1_000_000, 1)} MB"
    who = _("signed by {name}", name=incoming.author) if incoming.trust == KNOWN else incoming.author
    return " · ".join(filter(None, (who, incoming.label, moment(incoming.made_at), incoming.name, size)))


def trust_chip(trust: str) -> Chip:
    """What is known of whoever made a file."""
    return Chip(_(TRUST[trust]), status=TRUST_LOOKS[trust], mark="check" if trust == KNOWN else "dot")


class CountCards(QWidget):
    """What a file would do, in five numbers."""

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        kinds = preview.kinds
        gone = sum(each.archived + each.deleted for each in kinds)
        shown: tuple[tuple[str, Status, int, str], ...] = (
            ("plus", "ok", sum(each.new for each in kinds), _("new records")),
            ("refresh-cw", "info", sum(each.changed for each in kinds), _("changed without conflict")),
            ("git-compare-arrows", "warn", len({(each.kind, each.id) for each in preview.conflicts}),
             _("to decide")),
            ("trash-2", "bad", gone, _("archived or deleted")),
            ("check", "mute", sum(each.equal for each in kinds), _("unchanged")))
        for icon, status, count, text in shown:
            row.addWidget(_count_card(icon, status, count, text), 1)


def _count_card(icon: str, status: Status, count: int, text: str) -> QWidget:
    card = Card(margins=(12, 8, 12, 8), spacing=0)
    card.setAccessibleName(f"{number(count)} {text}")
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(IconTile(icon, status=status, side=34))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(number(count), role="subtitle", figures=True))
    words.addWidget(ElidedLabel(text, role="small", tone="text2", least=40))
    row.addLayout(words, 1)
    card.body.addLayout(row)
    return card


class KindsCard(TitledCard):
    """What a file does by kind, the most first; kinds of which much goes are marked."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(_("What it changes"))
        host = QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for column, title in enumerate((_("New ones"), _("Changed"), _("Archived or deleted"), _("Unchanged"))):
            grid.addWidget(label(title, role="small", tone="text2"), 0, column + 1, RIGHT)
        touched = [each for each in preview.kinds if each.new or each.changed or each.archived or each.deleted]
        for at, each in enumerate(sorted(touched, key=lambda one: -(one.new + one.changed)), start=1):
            self._line(grid, at, each)
        self.add(host)
        if not touched:
            self.add(label(_("Nothing in your base changes."), tone="text2"))
        self.body.addStretch(1)

    @staticmethod
    def _line(grid: QGridLayout, at: int, each: KindChange) -> None:
        name = label(_(kind_of(each.kind).labels), tone="bad" if each.heavy else "")
        if each.heavy:
            labels.set_tip(name, _("The file archives or replaces much of what you have"))
        grid.addWidget(name, at, 0)
        for column, count in enumerate((each.new, each.changed, each.archived + each.deleted, each.equal)):
            grid.addWidget(label(number(count) if count else "—", figures=True, tone="" if count else "text3"), at,
                           column + 1, RIGHT)


def remarks(incoming: Incoming, preview: Preview) -> list[tuple[str, Status]]:
    """What a person should know before she applies a file."""
    told: list[tuple[str, Status]] = []
    if incoming.trust != KNOWN:
        told.append((_(TRUST[incoming.trust]), TRUST_LOOKS[incoming.trust]))
    if preview.heavy:
        names = ", ".join(_(kind_of(name).labels) for name in preview.heavy)
        told.append((_("It archives or replaces much of: {kinds}.", kinds=names), "warn"))
    if preview.ahead is not None:
        told.append((_("The clock of the sender is {span} ahead.", span=_span(preview.ahead)), "warn"))
    told += refusals(preview)
    if preview.by_owner:
        told.append((plural("{n} value of both is shown as its responsible person wrote it.",
                            "{n} values of both are shown as their responsible person wrote them.",
                            preview.by_owner), "info"))
    return told


def refusals(preview: Preview) -> list[tuple[str, Status]]:
    """Values that are not taken, and why."""
    return [(_refused(each), "warn") for each in preview.refused]


def _span(ahead: datetime.timedelta) -> str:
    hours = round(ahead.total_seconds() / 3600)
    return plural("{n} day", "{n} days", hours // 24) if hours >= 48 else plural("{n} hour", "{n} hours", hours)  # noqa: PLR2004  two days


def _refused(each: Refused) -> str:
    count = plural("{n} value of {kind} is not taken", "{n} values of {kind} are not taken", each.count,
                   kind=_(kind_of(each.kind).labels))
    return f"{count}: {_(REASONS.get(each.reason, each.reason))}."


def chips_of(told: Sequence[tuple[str, Status]]) -> QWidget:
    """Remarks side by side."""
    host = QWidget()
    flow = FlowLayout(host)
    for text, status in told:
        flow.addWidget(Chip(text, status=status))
    return host


def missing_line(each: Missing) -> str:
    """«Faltan los cambios 120–340 de Marta Ríos (portátil).»."""
    return _("The changes {first}–{last} of {person} ({device}) are missing.", first=number(each.first),
             last=number(each.last), person=each.person or each.device, device=each.device)


class GapCard(TitledCard):
    """A file that came before another one: whose changes are missing, and one click to ask for them."""

    def __init__(self, title: str, missing: Sequence[Missing], *, ask: Callable[[], object],
                 drop: Callable[[], object] | None = None) -> None:
        super().__init__(title, marks=(Chip(_("A file is missing before it"), status="warn"),))
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for each in missing:
            column.addWidget(label(missing_line(each), wrap=True))
        column.addWidget(label(_("The file waits here until they come. Ask for them with a small file that makes "
                                 "Kamdesk there produce exactly what is missing."), tone="text2", wrap=True))
        foot = QHBoxLayout()
        foot.addWidget(Button(_("Ask for what is missing…"), kind="primary", icon="send", on_click=ask))
        if drop is not None:
            foot.addWidget(Button(_("Take it out"), kind="link", on_click=drop))
        foot.addStretch(1)
        column.addLayout(foot)
        self.add(host)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


class InboxCard(TitledCard):
    """Files that wait for an earlier one."""

    def __init__(self, waiting: Sequence[Waiting], *, look: Callable[[str], object],
                 drop: Callable[[str], object]) -> None:
        super().__init__(_("Waiting for an earlier file"))
        for at, each in enumerate(waiting):
            if at:
                self.body.addWidget(labels.rule())
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(14, 8, 8, 8)
            row.setSpacing(10)
            row.addWidget(IconTile("inbox", status="warn", side=30))
            text = QVBoxLayout()
            text.setSpacing(0)
            text.addWidget(ElidedLabel(each.name, role="strong", least=80))
            text.addWidget(ElidedLabel(" · ".join((each.author, moment(each.at))), role="small", tone="text2",
                                       least=80))
            row.addLayout(text, 1)
            row.addWidget(Button(_("Look at it"), kind="link", small=True, on_click=partial(look, each.file)))
            row.addWidget(Button(_("Take it out"), kind="link", small=True, on_click=partial(drop, each.file)))
            self.body.addWidget(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
