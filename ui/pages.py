"""Which pages, tabs and panels are made by hand; everything else is derived from the kinds.

Each is imported when it is first shown: a window that imports them all before its first page waits half a second more.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ui.screen import Context, Screen
from ui.window import Pages, Parts, Quick


def _today(context: Context) -> Screen:
    from ui.screens.today import TodayScreen

    return TodayScreen(context)


def _budget(context: Context) -> Screen:
    from ui.screens.budget import BudgetScreen

    return BudgetScreen(context)


def _plan(context: Context) -> Screen:
    from ui.screens.plan import PlanScreen

    return PlanScreen(context)


def _clients(context: Context) -> Screen:
    from ui.screens.clients import ClientsScreen

    return ClientsScreen(context)


def _followup(context: Context) -> QWidget:
    from ui.screens.targets.followup import followup_tab

    return followup_tab(context)


def _cascade(context: Context) -> QWidget:
    from ui.screens.targets.cascade.view import cascade_tab

    return cascade_tab(context)


def _forecast(context: Context) -> QWidget:
    from ui.screens.targets.forecast.view import forecast_tab

    return forecast_tab(context)


def _work_plan(context: Context) -> QWidget:
    from ui.screens.targets.work.view import work_tab

    return work_tab(context)


def _appraisal(context: Context) -> QWidget:
    from ui.screens.targets.appraisal.view import appraisal_tab

    return appraisal_tab(context)


def _distributors(context: Context) -> QWidget:
    from ui.screens.distributors.tabs import distributors_tab

    return distributors_tab(context)


def _agents(context: Context) -> QWidget:
    from ui.screens.distributors.agents import agents_tab

    return agents_tab(context)


def _partner_appraisals(context: Context) -> QWidget:
    from ui.screens.targets.appraisal.view import AppraisalTab

    return AppraisalTab(context, "distributors", "appraisals")


def _partner_training(context: Context) -> QWidget:
    from ui.screens.distributors.training import training_tab

    return training_tab(context)


def _recruitment(context: Context) -> QWidget:
    from ui.screens.distributors.recruitment import recruitment_tab

    return recruitment_tab(context)


def _incentives(context: Context) -> QWidget:
    from ui.screens.distributors.incentives import incentives_tab

    return incentives_tab(context)


def _contracts(context: Context) -> QWidget:
    from ui.screens.contracts.tabs import contracts_tab

    return contracts_tab(context)


def _expiries(context: Context) -> QWidget:
    from ui.screens.contracts.radar import radar_tab

    return radar_tab(context)


def _orders(context: Context) -> QWidget:
    from ui.screens.orders.tabs import orders_tab

    return orders_tab(context)


def _invoices(context: Context) -> QWidget:
    from ui.screens.orders.tabs import invoices_tab

    return invoices_tab(context)


def _payments(context: Context) -> QWidget:
    from ui.screens.orders.tabs import payments_tab

    return payments_tab(context)


def _returns(context: Context) -> QWidget:
    from ui.screens.orders.tabs import returns_tab

    return returns_tab(context)


def _ageing(context: Context) -> QWidget:
    from ui.screens.receivables.ageing import ageing_tab

    return ageing_tab(context)


def _worked(context: Context) -> QWidget:
    from ui.screens.promotions.tabs import worked_tab

    return worked_tab(context)


def _promotions(context: Context) -> QWidget:
    from ui.screens.promotions.tabs import plans_tab

    return plans_tab(context)


def _values(context: Context) -> QWidget:
    from ui.screens.settings.values import values

    return values(context)


def _make(context: Context) -> QWidget:
    from ui.screens.reports.make import make

    return make(context)


def _issued(context: Context) -> QWidget:
    from ui.screens.reports.issued import issued

    return issued(context)


def _information(context: Context) -> QWidget:
    from ui.screens.information.page import information

    return information(context)


def _send(context: Context) -> QWidget:
    from ui.screens.exchange.send import send

    return send(context)


def _receive(context: Context) -> QWidget:
    from ui.screens.exchange.receive import receive

    return receive(context)


def _exchanges(context: Context) -> QWidget:
    from ui.screens.exchange.history import history

    return history(context)


def _people(context: Context) -> QWidget:
    from ui.screens.exchange.people import people

    return people(context)


def _copies(context: Context) -> QWidget:
    from ui.screens.exchange.copies import copies

    return copies(context)


def _visit(context: Context, host: QWidget, **filled: Any) -> object:
    from ui.panels.visit import open_visit

    return open_visit(context, host, **filled)


def _call(context: Context, host: QWidget, **filled: Any) -> object:
    from ui.panels.call import open_call

    return open_call(context, host, **filled)


def _expense(context: Context, host: QWidget, **filled: Any) -> object:
    from ui.panels.expense import open_expense

    return open_expense(context, host, **filled)


def _payment(context: Context, host: QWidget, **filled: Any) -> object:
    from ui.panels.payment import open_payment

    return open_payment(context, host, **filled)


def _order(context: Context, host: QWidget, **filled: Any) -> object:
    from ui.panels.order import open_order

    return open_order(context, host, **filled)


def _quality(context: Context, host: QWidget, **filled: Any) -> object:
    from ui.panels.quality import open_quality

    return open_quality(context, host, **filled)


def _bulk(context: Context, host: QWidget, **filled: Any) -> None:
    from ui.panels.bulk import open_bulk

    open_bulk(context, host, **filled)


def _merge(context: Context, host: QWidget, **filled: Any) -> None:
    from ui.panels.bulk import open_merge

    open_merge(context, host, **filled)


def _task(context: Context, host: QWidget, **filled: Any) -> object:
    from ui.screens.today.asking import new_task

    return new_task(context, host, **filled)


def _import(context: Context, host: QWidget, **filled: Any) -> object:
    from ui.screens.importing import open_import

    return open_import(context, host, **filled)


PAGES: Pages = {"today": _today, "budget": _budget, "plan": _plan, "clients": _clients}
PARTS: Parts = {
    "distributors": {"list": _distributors, "agents": _agents, "appraisals": _partner_appraisals,
                     "training": _partner_training, "recruitment": _recruitment, "incentives": _incentives},
    "contracts": {"contracts": _contracts, "expiries": _expiries},
    "targets": {"followup": _followup, "cascade": _cascade, "forecast": _forecast, "information": _information,
                "work_plan": _work_plan, "appraisal": _appraisal},
    "orders": {"orders": _orders, "ageing": _ageing, "invoices": _invoices, "payments": _payments,
               "returns": _returns},
    "promotions": {"plans": _promotions, "evaluations": _worked},
    "settings": {"values": _values},
    "reports": {"make": _make, "issued": _issued},
    "exchange": {"send": _send, "receive": _receive, "history": _exchanges, "people": _people, "copies": _copies},
}
QUICK: Quick = {"visit": _visit, "call": _call, "task": _task, "expense": _expense, "bulk": _bulk,
                "merge": _merge, "import": _import, "payment": _payment, "order": _order, "quality": _quality}
