"""«Crédito» of a distributor: the score factor by factor, the proposal with its reasons, a simulation, the history."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from PySide6.QtWidgets import QGridLayout, QWidget

from kamdesk import clock
from kamdesk.commands.approvals import approval_of
from kamdesk.display import display
from kamdesk.figures.credit import credit_of
from kamdesk.figures.score import Judged, frozen, judge_credit
from kamdesk.methods.credit_score import Factor
from kamdesk.records.approvals import APPROVALS
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import Distributor
from kamdesk.selling.credit_words import FACTOR_NAMES, reasons, value_words
from kamdesk.store import EQUAL, Reader, Where
from kamdesk.words import _, day, money, number, percent
from ui.labels import label
from ui.parties.rows import Listed, RowsCard
from ui.screen import Address, Context
from ui.screens.distributors.cards import MARKS, column, covered, said_line
from ui.screens.distributors.simulation import Simulation
from ui.screens.distributors.verbs import Verbs, link_of
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.meters import Meter

GOOD_POINTS, FAIR_POINTS = 70, 50


def draft_of(reader: Reader, distributor: Distributor) -> CreditAssessment | None:
    """The newest proposal that is neither applied nor discarded."""
    found = reader.find(CreditAssessment, distributor=distributor.id, state="draft", sort=(("on", True),), limit=1)
    return found[0] if found else None


def credit_parts(context: Context, distributor: Distributor, verbs: Verbs) -> list[QWidget]:
    """The cards of the tab."""
    store = context.app.store
    draft = draft_of(store, distributor)
    past = RowsCard(context, Listed(CreditAssessment, _("Proposals"), ("on", "band", "current_limit", "proposed_limit",
                                                                      "state"), _("No proposal yet."),
                                    (("on", True),)))
    past.show_where(Where("distributor", EQUAL, distributor.id))
    if covered("credit_limit"):
        return [_covered(), past]
    judged = frozen(store, draft) if draft is not None else judge_credit(store.facts, distributor, clock.today())
    parts: list[QWidget] = [_proposal(context, distributor, draft, judged, verbs)]
    if judged is not None:
        parts += [_factors(judged), Simulation(judged)]
    return [*parts, past]


def _covered() -> QWidget:
    card = TitledCard(_("Credit"))
    card.add(label(_("Covered while prices are covered."), tone="text3", wrap=True))
    return card


def _proposal(context: Context, distributor: Distributor, draft: CreditAssessment | None, judged: Judged | None,
              verbs: Verbs) -> TitledCard:
    """What is proposed, or would be today, with its reasons and what can be done."""
    band = draft.band if draft is not None else judged.opinion.band if judged is not None else None
    marks = [Chip(_("Band {band}", band=display(CreditAssessment.kind.fields["band"], band or "no_data")),
                  status=MARKS.get(band or "no_data", "mute"), mark="")]
    stands = approval_of(context.app.store, draft) if draft is not None else ""
    if draft is not None:
        marks.append(Chip(_(APPROVALS[stands]), status="ok" if stands == "approved" else "info"))
    title = _("Proposal of {day}", day=day(draft.on)) if draft is not None and draft.on else _("What A6 says today")
    card = TitledCard(title, marks=marks)
    limit = draft.proposed_limit if draft is not None else judged.opinion.limit if judged is not None else None
    card.add(column(said_line(_("Limit"), _step(distributor.credit_limit or 0, limit), strong=True),
                    said_line(_("Use of the credit"), _uses(context.app.store, distributor, limit))))
    told = draft.reasons if draft is not None else "\n".join(reasons(judged)) if judged is not None else ""
    card.add(label(told, wrap=True, tone="text2"))
    card.add(_buttons(context, distributor, draft, stands, verbs))
    return card


def _step(now: int, proposed: int | None) -> str:
    """«$1,500,000 → $1,770,000 (+18.0 %)»."""
    if proposed is None:
        return _("{now}; too little is known to propose another", now=money(now, decimals=0))
    change = f" ({percent(Decimal(proposed - now) * 100 / now, signed=True)})" if now else ""
    return f"{money(now, decimals=0)} → {money(proposed, decimals=0)}{change}"


def _uses(reader: Reader, distributor: Distributor, limit: int | None) -> str:
    """F48 now, and with the limit proposed."""
    use = credit_of(reader.facts, link_of(distributor))
    now = _("without limit") if use.share is None else percent(_decimal(use.share), 0)
    if not limit:
        return now
    return _("{now} now · {then} with the proposal", now=now, then=percent(_decimal(use.exposure * 100 / limit), 0))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _buttons(context: Context, distributor: Distributor, draft: CreditAssessment | None, stands: str,
             verbs: Verbs) -> QWidget:
    host = QWidget()
    flow = FlowLayout(host)
    if draft is None:
        flow.addWidget(Button(_("Propose adjustment"), kind="primary", icon="scale",
                              on_click=lambda: verbs.propose(distributor)))
        return host
    if stands in ("unsent", "returned", "rejected", "changed"):
        flow.addWidget(Button(_("Send for approval"), kind="primary", icon="send", on_click=lambda: verbs.send(draft)))
    if stands == "approved":
        flow.addWidget(Button(_("Apply"), kind="primary", icon="check", on_click=lambda: verbs.apply(draft)))
    flow.addWidget(Button(_("Discard"), icon="x", on_click=lambda: verbs.discard(draft)))
    flow.addWidget(Button(_("Change the proposal"), icon="pencil", on_click=lambda: context.window.go(
        Address("distributors", "credit", CreditAssessment.kind.name, draft.id))))
    return host


def _factors(judged: Judged) -> TitledCard:
    """Each factor: its figure, points and weight."""
    score = judged.opinion.score
    said = _("{n}/100", n=number(_decimal(score), 1)) if score is not None else _("without data")
    card = TitledCard(_("Score"), marks=[Chip(said, status=MARKS.get(judged.opinion.band or "", "mute"), mark="")])
    host = QWidget()
    grid = QGridLayout(host)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(2, 1)
    for at, each in enumerate(judged.opinion.factors):
        _factor(grid, at, each)
    card.add(host)
    return card


def _factor(grid: QGridLayout, at: int, factor: Factor) -> None:
    name = _(FACTOR_NAMES[factor.name])
    known = factor.value is not None and factor.points is not None
    points = _decimal(factor.points or Fraction(0))
    token = "ok_solid" if points >= GOOD_POINTS else "warn_solid" if points >= FAIR_POINTS else "bad_solid"
    words = _("{points} of 100 · weighs {weight}", points=number(points), weight=number(factor.weight)) if known else (
        _("without data"))
    grid.addWidget(label(name, role="strong"), at, 0)
    grid.addWidget(label(factor_value(factor), figures=True), at, 1)
    grid.addWidget(Meter(float(points) / 100, token=token, name=f"{name}: {words}"), at, 2)
    grid.addWidget(label(words, role="small", tone="text2", figures=True), at, 3)


def factor_value(factor: Factor) -> str:
    """The value of a factor with its unit, «—» when nothing is known."""
    if factor.value is None:
        return "—"
    text = value_words(factor.name, factor.value)
    return _("{n} d of delay", n=text) if factor.name == "payment" else text
