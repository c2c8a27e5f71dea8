"""The cards of a plan: its money against the budget line, what it is hoped to bring and brought, what was learnt."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kamdesk import clock, words
from kamdesk.display import MASK, display
from kamdesk.fields import Link
from kamdesk.methods.promotion_roi import lift, return_of
from kamdesk.promoting.sheet import Hopes, PlanSheet, judged_parts
from kamdesk.records.budgets import Commitment
from kamdesk.records.promotions import BASELINES, RATINGS, PromotionEvaluation, PromotionPlan
from kamdesk.reports.texts import brief_money, quantity, share
from kamdesk.store import Reader
from kamdesk.words import _, day, money, percent
from ui.beside.parts import Term, terms
from ui.labels import label
from ui.theme import Status
from ui.veil import veil
from ui.widgets.cards import Kpi, TitledCard
from ui.widgets.chips import Chip

RATED: dict[str, Status] = {"repeat": "ok", "improve": "warn", "do_not_repeat": "bad"}


def kpis(sheet: PlanSheet, hoped: Hopes) -> list[Kpi]:
    """The four figures at the head of a plan."""
    return [_cost(sheet), _line(sheet), _base(sheet, hoped), _return(sheet, hoped)]


def _cost(sheet: PlanSheet) -> Kpi:
    planned, spent = sheet.money.planned, sheet.money.spent
    note = _("of {plan} planned", plan=brief_money(planned))
    return Kpi(_("Spent"), brief_money(spent), note, share=spent / planned if planned else 0.0,
               token="bad_solid" if spent > planned else "accent")


def _line(sheet: PlanSheet) -> Kpi:
    money_ = sheet.money
    if money_.without is None:
        return Kpi(_("Budget line"), _("no data"), _("Its line is in no budget in force."))
    left = money_.with_it or 0
    if money_.over:
        return Kpi(_("Left on the line"), brief_money(left), _("this year"))
    return Kpi(_("Left on the line with it"), brief_money(left),
               _("{amount} without this plan", amount=brief_money(money_.without)),
               delta=_("not enough") if left < 0 else "", delta_status="bad")


def _base(sheet: PlanSheet, hoped: Hopes) -> Kpi:
    base = judged_parts(sheet.judged)[0] if sheet.judged else hoped.base
    if base is None:
        return Kpi(_("Baseline"), _("no data"), _("not enough months before it") if sheet.plan.method != "manual"
                   else _("typed when it is evaluated"))
    return Kpi(_("Baseline"), brief_money(base.amount), _("{n} units without the plan", n=quantity(round(base.units))))


def _return(sheet: PlanSheet, hoped: Hopes) -> Kpi:
    expected = sheet.plan.expected_lift
    hope = "" if expected is None else _("expected {share}", share=percent(expected, 1, signed=True))
    if sheet.judged is not None:
        reached = _lift(sheet.judged)
        good = reached is not None and (expected is None or reached >= expected)
        return Kpi(_("Lift"), share(reached, decimals=1, signed=True), hope,
                   delta=_("reached") if good else "", delta_status="ok")
    even = MASK if not veil.is_open and hoped.even is not None else share(hoped.even, decimals=1, signed=True)
    return Kpi(_("Lift that pays for it"), even, hope or _("no lift expected yet"))


def _lift(judged: PromotionEvaluation) -> Fraction | None:
    base, after = judged_parts(judged)
    return None if base is None else lift(after.amount, base.amount)


def money_card(sheet: PlanSheet) -> TitledCard:
    """What its approval reserved on the line, month by month, and what of it is still unused."""
    card = TitledCard(_("Commitments against the budget"))
    state = Commitment.kind.fields["state"]
    rows: list[Term] = []
    for each in sheet.commitments:
        values = each.values
        told = _("{left} of {amount} unused", left=money(values["left"] or 0, None, 0),
                 amount=money(values["amount"] or 0, None, 0))
        line = "" if values["line"] == sheet.plan.budget_line else each.names.get(values["line"], "")
        told = told if values["state"] == "open" else display(state, values["state"])
        rows.append((words.month(values["month"]), " · ".join(filter(None, (told, line)))))
    card.add(terms(rows) if rows else label(_("Its approval will reserve what its activities cost."), tone="text3",
                                            wrap=True))
    return card


def facts_card(reader: Reader, plan: PromotionPlan) -> TitledCard:
    """What it is for, where, and what was learnt before."""
    links = [*(Link("product", each) for each in plan.products), *(Link("territory", each) for each in
                                                                   plan.territories),
             *(Link("client", each) for each in plan.clients[:20])]
    links += [Link("budget_line", plan.budget_line)] if plan.budget_line else []
    links += [Link("person", plan.owner)] if plan.owner else []
    names = reader.names(links)
    discount = ""
    if plan.discount:
        discount = MASK if veil.covers(PromotionPlan.kind.fields["discount"]) else percent(plan.discount)
    card = TitledCard(_("What it is for"))
    card.add(terms([
        (_("Objective"), plan.objective), (_("Products"), ", ".join(names.get(each, "") for each in plan.products)),
        (_("Territories"), ", ".join(names.get(each, "") for each in plan.territories) or _("The whole region")),
        (_("Clients"), ", ".join(names[each] for each in plan.clients if each in names)),
        (_("Budget line"), names.get(plan.budget_line or "", "")), (_("Baseline"), _(BASELINES[str(plan.method)])),
        (_("Discount"), discount), (_("Owner"), names.get(plan.owner or "", "")),
        (_("Lessons brought"), plan.lessons_in), (_("Cancellation reason"), plan.cancel_reason)]))
    return card


def result_card(judged: PromotionEvaluation) -> TitledCard:
    """What it brought, frozen on the day it was judged, and what was learnt."""
    base, after = judged_parts(judged)
    hidden = veil.covers(PromotionEvaluation.kind.fields["profit_change"])
    roi = None if judged.profit_change is None else return_of(
        Fraction(judged.profit_change), cost=Fraction(judged.cost or 0))
    card = TitledCard(_("Result"), marks=(Chip(_(RATINGS[str(judged.rating)]), status=RATED[str(judged.rating)]),))
    said = "" if judged.on is None else day(judged.on, this_year=clock.today().year)
    margin = _("with assumed margin") if judged.assumed_margin else ""
    card.add(terms([
        (_("Evaluated on"), said), (_("Sold"), _sold(after.amount, after.units)),
        (_("Baseline"), _sold(base.amount, base.units) if base else _("no data")),
        (_("Lift"), share(_lift(judged), decimals=1, signed=True)), (_("Cost"), money(judged.cost or 0, None, 0)),
        (_("ROI"), " · ".join(filter(None, (MASK if hidden else share(roi, decimals=1, signed=True), margin)))),
        (_("What worked"), judged.what_worked), (_("What failed"), judged.what_failed),
        (_("Next time"), judged.next_time)]))
    return card


def _sold(amount: Fraction, units: Fraction) -> str:
    return _("{amount} · {n} units", amount=money(round(amount), None, 0), n=quantity(round(units)))


def row_of(*parts: QWidget) -> QWidget:
    """Parts side by side in equal shares."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    for part in parts:
        row.addWidget(part, 1)
    return host
