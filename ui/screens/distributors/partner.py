"""The record of a distributor or agent beside the list: head, tabs, and what each tab shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabBar, QVBoxLayout, QWidget

from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.records.distributors import ROLES, STAGES, Distributor
from kamdesk.words import N_, _
from ui import icons, labels
from ui.beside.wide import WidePane
from ui.labels import ElidedLabel
from ui.screen import Context
from ui.screens.distributors.lists import TAB_PARTS
from ui.screens.distributors.verbs import MENU, Verbs, link_of
from ui.theme import Status
from ui.widgets.buttons import Button, IconButton
from ui.widgets.chips import Chip, IconTile
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState

TABS = (("summary", N_("Summary")), ("credit", N_("Credit")), ("orders", N_("Orders and collections")),
        ("appraisals", N_("Appraisals")), ("training", N_("Training")), ("papers", N_("Papers")),
        ("activity", N_("Activity")), ("contracts", N_("Contracts")))
# What its tabs read besides the records of the page itself.
READS = ("approval_event", "credit_assessment", "appraisal", "appraisal_line", "compliance_document", "contract",
         "contract_term", "assignment", "training_attendance", "order", "invoice", "payment", "allocation",
         "payment_promise", "stage_change", "distributor_stock", "attachment", "interaction", "visit", "task")
STAGE_STATUS: dict[str, Status] = {"active": "ok", "trial": "info", "research": "info", "prospect": "mute",
                                   "suspended": "bad", "ended": "mute"}
ICONS = {"agent": "user-round", "distributor": "truck", "subdistributor": "truck"}


class PartnerPane(WidePane):
    """One distributor or agent; only the tab in front is made."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.verbs = Verbs(context, self)
        context.bus.on(self, READS, self.refresh)
        self.head = QVBoxLayout()
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setAccessibleName(_("Parts of the distributor"))
        for _key, text in TABS:
            self.bar.addTab(labels.literal(_(text)))
        self.bar.currentChanged.connect(lambda _at: self._fill())
        self.parts = QVBoxLayout()
        self.parts.setSpacing(12)
        self.content.addLayout(self.head)
        self.content.addWidget(self.bar)
        self.content.addLayout(self.parts)
        self.content.addStretch(1)

    @property
    def tab(self) -> str:
        """The tab in front."""
        return TABS[self.bar.currentIndex()][0]

    def show_tab(self, key: str) -> None:
        """Another tab."""
        self.bar.setCurrentIndex([each for each, _text in TABS].index(key))

    def refresh(self) -> None:
        """The distributor as it is stored now."""
        cleared(self.head)
        distributor = self._distributor()
        self.bar.setVisible(distributor is not None)
        if distributor is not None:
            self.head.addWidget(self._heading(distributor))
        self._fill()

    def _distributor(self) -> Distributor | None:
        return self.context.app.store.maybe(Distributor, self.id or None)

    def _fill(self) -> None:
        cleared(self.parts)
        distributor = self._distributor()
        if distributor is None:
            self.parts.addWidget(EmptyState("truck", _("Choose a distributor"),
                                            _("Its credit, papers and sales appear here.")))
            return
        for each in TAB_PARTS[self.tab](self.context, distributor, self.verbs):
            self.parts.addWidget(each)

    def _heading(self, distributor: Distributor) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(12)
        row.addWidget(IconTile(ICONS.get(distributor.role or "", "truck"), status="info", side=44))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(ElidedLabel(distributor.name, role="title", least=120))
        stage = str(distributor.stage)
        top.addWidget(Chip(_(STAGES[stage]), status=STAGE_STATUS[stage]))
        top.addStretch(1)
        texts.addLayout(top)
        texts.addWidget(ElidedLabel(self._what(distributor), role="small", tone="text2", least=80))
        row.addLayout(texts, 1)
        row.addWidget(Button(_("Appraise"), icon="star", on_click=lambda: self.verbs.appraise(distributor)))
        row.addWidget(Button(_("Order"), kind="primary", icon="plus", on_click=lambda: self.context.window.quick(
            "order", party=link_of(distributor))))
        row.addWidget(self._menu(distributor))
        return host

    def _what(self, distributor: Distributor) -> str:
        links = [Link("territory", each) for each in distributor.territories]
        links += [Link("product_line", each) for each in distributor.lines]
        names = self.context.app.store.names(links)
        territories = ", ".join(names.get(each, "") for each in distributor.territories)
        lines = ", ".join(names.get(each, "") for each in distributor.lines)
        grade = _("Class {grade}", grade=display(Distributor.kind.fields["grade"], distributor.grade)) if (
            distributor.grade) else ""
        return " · ".join(filter(None, (_(ROLES[str(distributor.role)]), territories, lines, grade)))

    def _menu(self, distributor: Distributor) -> IconButton:
        more = IconButton("ellipsis-vertical", _("More actions"))
        menu = QMenu(more)
        for verb, text, icon in MENU:
            self._line(menu, _(text), icon, partial(getattr(self.verbs, verb), distributor))
        menu.addSeparator()
        blocked = _("Unblock credit") if distributor.credit_blocked else _("Block credit")
        self._line(menu, blocked, "lock", partial(self.verbs.block, distributor))
        self._line(menu, _("Log visit"), "calendar-check", partial(self._quick, "visit", distributor))
        self._line(menu, _("Log a call"), "phone", partial(self._quick, "call", distributor))
        menu.addSeparator()
        self._line(menu, _("Edit data"), "pencil", self.form)
        more.setMenu(menu)
        return more

    def _quick(self, panel: str, distributor: Distributor) -> None:
        self.context.window.quick(panel, party=link_of(distributor))

    @staticmethod
    def _line(menu: QMenu, text: str, icon: str, slot: Callable[[], object]) -> None:
        menu.addAction(icons.icon(icon), labels.literal(text)).triggered.connect(lambda *_args: slot())
