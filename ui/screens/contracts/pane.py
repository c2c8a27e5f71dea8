"""The record of a contract beside the grid: how it stands, what each side owes, rounds, renewal (UI.md §6.9)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.contracts import party_name, term_text
from kamdesk.display import MASK, display
from kamdesk.fields import Link
from kamdesk.records.contracts import CONTRACT_CATEGORIES, CONTRACT_STATES, Contract, ContractTerm, NegotiationRound
from kamdesk.reports.contract import contract_sheet
from kamdesk.reports.documents import values_of
from kamdesk.store import EQUAL, Query, Row, Where
from kamdesk.words import _, day, money, percent, plural
from ui.beside.parts import day_words, heading, terms, verbs
from ui.beside.side import Pane
from ui.labels import ElidedLabel, label
from ui.parties.rows import Listed, RowsCard
from ui.record_files import FilesCard
from ui.record_requirements import RequirementsCard
from ui.saving import save_priced
from ui.screen import Context
from ui.screens.contracts.verbs import Verbs, days_left
from ui.theme import Status
from ui.veil import veil
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState, MessageBar
from ui.widgets.meters import Meter

READS = ("contract_term", "negotiation_round", "requirement", "attachment", "approval_event", "sales_record", "task")
STATES: dict[str, Status] = {"in_force": "ok", "to_sign": "info", "negotiation": "info", "renewed": "mute",
                             "terminated": "mute", "to_renew": "warn", "expired": "bad"}
TERMS: dict[str, Status] = {"met": "ok", "unmet": "bad", "waived": "mute", "pending": "info"}
REMINDERS = (30, 60, 90)  # days before the end
WELL, FAIR = 100, 85  # F30, per cent
SIDES = ("counterparty", "company")


class ContractPane(Pane):
    """One contract."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.verbs = Verbs(context, self)
        context.bus.on(self, READS, self.refresh)

    def refresh(self) -> None:
        """The contract as it is stored now."""
        cleared(self.content)
        contract = self.context.app.store.maybe(Contract, self.id or None)
        if contract is None:
            self.content.addWidget(EmptyState("handshake", _("No contract chosen"), _("Choose one of the list.")))
            return
        stands = str(values_of(self.context.app.store, Contract.kind, contract.id, ("standing",)).values["standing"])
        self.content.addWidget(heading(contract.title, _(CONTRACT_STATES[stands]), STATES.get(stands, "mute")))
        reminder = self._reminder(contract)
        if reminder is not None:
            self.content.addWidget(reminder)
        self.content.addWidget(terms(self._facts(contract)))
        self.content.addWidget(verbs(self._buttons(contract)))
        for side in SIDES:
            self._side(contract, side)
        self._more(contract)

    def _facts(self, contract: Contract) -> list[tuple[str, str]]:
        store = self.context.app.store
        names = store.names([Link("territory", each) for each in contract.territories]
                            + ([Link("person", contract.owner)] if contract.owner else []))
        value = MASK if veil.covers(Contract.kind.fields["value"]) else money(contract.value or 0, contract.currency
                                                                             or None)
        period = f"{day(contract.start)} – {day(contract.end)}" if contract.start and contract.end else ""
        return [(_("Counterparty"), party_name(store, contract)), (_("Number"), contract.number),
                (_("Category"), _(CONTRACT_CATEGORIES[str(contract.category)])), (_("Period"), period),
                (_("Ends"), day_words(contract.end)), (_("Notice"), plural("{n} day", "{n} days",
                                                                         contract.notice_days or 0)),
                (_("Contract value"), value if contract.value else ""),
                (_("Territories"), ", ".join(names.get(each, "") for each in contract.territories)),
                (_("Exclusivity"), _("Yes") if contract.exclusive else ""),
                (_("Signed"), f"{day(contract.signed_on)} · {contract.signed_by}" if contract.signed_on else ""),
                (_("Goal of the trial"), contract.trial_goal), (_("Result of the trial"), contract.trial_result),
                (_("Owner"), names.get(contract.owner or "", ""))]

    def _reminder(self, contract: Contract) -> QWidget | None:
        """Which of the reminders of 90, 60 and 30 days it has reached, and whether a renewal is under way."""
        left = days_left(contract, clock.today())
        if left is None or left > max(*REMINDERS, contract.notice_days or 0):
            return None
        begun = self.context.app.store.count(Contract, renews=contract.id)
        if left < 0:
            said = plural("It ended {n} day ago.", "It ended {n} days ago.", -left)
        else:
            said = plural("{n} day left to its end.", "{n} days left to its end.", left)
        reached = next((each for each in REMINDERS if left <= each), None)
        more = _("Its renewal is under way.") if begun else _("Reminder of {n} days: renew it or end it.",
                                                            n=reached) if reached else _("It is in its notice.")
        return MessageBar(said, more, status="info" if begun else "bad" if left <= REMINDERS[0] else "warn",
                          closable=False)

    def _buttons(self, contract: Contract) -> list[Button]:
        verb, state = self.verbs, contract.state
        made: list[Button] = []
        if state == "negotiation":
            made.append(Button(_("Send to be signed"), kind="primary", icon="send",
                               on_click=lambda: verb.send(contract)))
        if state == "to_sign":
            made.append(Button(_("Sign"), kind="primary", icon="badge-check", on_click=lambda: verb.sign(contract)))
        if state in ("negotiation", "to_sign"):
            made.append(Button(_("Negotiation round"), icon="users-round", on_click=lambda: verb.round(contract)))
        if state == "in_force" and contract.category == "trial":
            made.append(Button(_("Judge the trial"), kind="primary", icon="gavel",
                               on_click=lambda: verb.judge(contract)))
        elif state == "in_force":
            made.append(Button(_("Renew"), kind="primary", icon="refresh-cw", on_click=lambda: verb.renew(contract)))
        if state in ("in_force", "negotiation", "to_sign"):
            made.append(Button(_("Terminate"), icon="ban", on_click=lambda: verb.terminate(contract)))
        made.append(Button(_("Contract sheet"), icon="file-down", on_click=lambda: self._save(contract)))
        made.append(Button(_("All data"), icon="pencil", on_click=self.form))
        return made

    def _save(self, contract: Contract) -> None:
        """R25 as a PDF."""
        app = self.context.app
        save_priced(self.context, self, self, lambda prices: contract_sheet(app, contract, prices=prices),
                    f"{_('Contract sheet')} {contract.number}")

    def _side(self, contract: Contract, side: str) -> None:
        """What one side owes: kept or broken, minimums against what was really sold."""
        title = _("What the counterparty owes") if side == "counterparty" else _("What we owe")
        rows = self.context.app.store.page(ContractTerm.kind, Query((
            Where("contract", EQUAL, contract.id), Where("owed_by", EQUAL, side)), sort=(("due", False),)),
            columns=("category", "text", "product", "line", "period", "amount", "quantity", "due", "actual",
                     "state")).rows
        if not rows and side == "company":
            return
        card = TitledCard(title)
        for row in rows:
            card.add(self._term(contract, row))
        if not rows:
            card.add(label(_("No agreements yet."), tone="text3"))
        self.content.addWidget(card)

    def _term(self, contract: Contract, row: Row) -> QWidget:
        values, state = row.values, str(row.values["state"])
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        top = QHBoxLayout()
        top.setSpacing(8)
        term = self.context.app.store.get(ContractTerm, row.id)
        top.addWidget(ElidedLabel(term_text(term), role="strong", least=80), 1)
        top.addWidget(Chip(display(ContractTerm.kind.fields["state"], state), status=TERMS.get(state, "mute")))
        if state == "pending" and contract.state in ("in_force", "renewed", "terminated"):
            for key, icon, tip in (("met", "check", _("Met")), ("unmet", "x", _("Not met"))):
                top.addWidget(IconButton(icon, tip, on_click=partial(self.verbs.term, term, key)))
        column.addLayout(top)
        told = " · ".join(filter(None, (display(ContractTerm.kind.fields["category"], values["category"])
                                        if term.text.strip() else "", day_words(values.get("due")))))
        if told:
            column.addWidget(ElidedLabel(told, role="small", tone="text2", least=80))
        meter = _against(row)
        if meter is not None:
            column.addWidget(meter)
        return host

    def _more(self, contract: Contract) -> None:
        """Review, rounds and the signed file."""
        requirements, files = RequirementsCard(self.context), FilesCard(self.context)
        requirements.show_record(contract, open_to_change=not contract.archived)
        files.show_record(Link("contract", contract.id), open_to_change=not contract.archived)
        rounds = RowsCard(self.context, Listed(NegotiationRound, _("Negotiation rounds"), ("participants", "on"),
                                               _("No round yet."), (("on", True),), below=("agreed", "pending")))
        rounds.show_where(Where("contract", EQUAL, contract.id))
        if requirements.requirements():
            self.content.addWidget(requirements)
        self.content.addWidget(rounds)
        self.content.addWidget(files)
        self.content.addStretch(1)


def _against(row: Row) -> QWidget | None:
    """A minimum against what was reached in its period."""
    values = row.values
    least = values["quantity"] if values["category"] == "minimum_units" else None
    if values["category"] == "minimum_purchase" and values["amount"]:
        least = Decimal(values["amount"]) / 100
    if not least or values.get("actual") is None:
        return None
    hidden = veil.covers(ContractTerm.kind.fields["amount"]) and values["category"] == "minimum_purchase"
    share = Decimal(values["actual"]) * 100 / least
    token = "ok_solid" if share >= WELL else "warn_solid" if share >= FAIR else "bad_solid"
    host = QWidget()
    line = QHBoxLayout(host)
    line.setContentsMargins(0, 0, 0, 0)
    said = MASK if hidden else _("{share} of the minimum", share=percent(share, 0))
    line.addWidget(Meter(0.0 if hidden else min(1.0, float(share) / 100), token=token, name=said), 1)
    line.addWidget(label(said, role="small", tone="text2", figures=True))
    return host
