"""The settings of the program with their defaults (product/09); importing kamdesk.settings declares them."""

from __future__ import annotations

import datetime
from typing import Any

from kamdesk.settings import BASE, LAPTOP, TEAM, Option, declare
from kamdesk.words import N_

WARN_OR_STOP = {"warn": N_("Warn"), "stop": N_("Stop")}
EXCEED = {"ignore": N_("Ignore"), **WARN_OR_STOP}
WEEKDAYS = {"mon": N_("Monday"), "tue": N_("Tuesday"), "wed": N_("Wednesday"), "thu": N_("Thursday"),
            "fri": N_("Friday"), "sat": N_("Saturday"), "sun": N_("Sunday")}
COUNTRIES = {"MX": "México", "AR": "Argentina", "BO": "Bolivia", "BR": "Brasil", "CL": "Chile", "CO": "Colombia",
             "CR": "Costa Rica", "DO": "República Dominicana", "EC": "Ecuador", "GT": "Guatemala", "HN": "Honduras",
             "NI": "Nicaragua", "PA": "Panamá", "PE": "Perú", "PY": "Paraguay", "SV": "El Salvador", "UY": "Uruguay",
             "ES": "España"}


def _hours(value: Any) -> tuple[datetime.time, ...]:
    return tuple(datetime.time.fromisoformat(each) for each in value)


def _hour_texts(value: Any) -> list[str]:
    return [each if isinstance(each, str) else each.isoformat(timespec="minutes") for each in value]


def _choice(name: str, label: str, group: str, options: dict[str, str], default: str, *,
            scope: str = TEAM) -> Option:
    return Option(name, label, group, "choice", default, scope, options)


def _int(name: str, label: str, group: str, default: int, *, low: int = 0, high: int = 1_000_000,
         scope: str = TEAM) -> Option:
    return Option(name, label, group, "int", default, scope, low=low, high=high)


def _flag(name: str, label: str, group: str, scope: str = TEAM, *, default: bool = True) -> Option:
    return Option(name, label, group, "flag", default, scope)


def _data(name: str, label: str, group: str, default: Any, scope: str = TEAM) -> Option:
    return Option(name, label, group, "data", default, scope)


def _text(name: str, label: str, group: str, default: str, scope: str = TEAM) -> Option:
    return Option(name, label, group, "text", default, scope)


PROFILE, FORMAT, CALENDAR = N_("Profile"), N_("Region and format"), N_("Calendar")
VISITS, SAMPLES, SALES, RECEIVABLES = N_("Visits"), N_("Samples"), N_("Sales"), N_("Receivables")
CREDIT, BUDGET, PROMOTION, EXPIRY = N_("Credit"), N_("Budget"), N_("Promotion"), N_("Expiry")
QUALITY, ALERTS, REPORTS, SECURITY = N_("Quality"), N_("Alerts"), N_("Reports"), N_("Security")
COPIES, EXCHANGE, LOOK = N_("Backups"), N_("Exchange"), N_("Appearance")

declare(
    Option("me", N_("Me"), PROFILE, "ref", None, BASE, to="person"),
    _text("company", N_("Company"), PROFILE, "", BASE),
    _text("region_name", N_("Region"), PROFILE, "", BASE),
    _text("boss", N_("Boss"), PROFILE, "", BASE),
    _text("laptop_code", N_("Laptop code"), PROFILE, "KD", BASE),
    _data("last_numbers", N_("Last automatic numbers"), PROFILE, {}, BASE),
    _flag("demo", N_("Example data"), PROFILE, BASE, default=False),
    _choice("country", N_("Country"), FORMAT, COUNTRIES, "MX"),
    _text("currency", N_("Base currency"), FORMAT, "MXN"),
    _int("fiscal_start", N_("Fiscal year starts in month"), FORMAT, 1, low=1, high=12),
    _choice("week_start", N_("First day of the week"), FORMAT, WEEKDAYS, "mon"),
    _choice("number_style", N_("Number style"), FORMAT, {"point": "1,234.50", "comma": "1.234,50"}, "point",
            scope=LAPTOP),
    _choice("paper", N_("Paper"), FORMAT, {"letter": N_("Letter"), "a4": "A4"}, "letter", scope=LAPTOP),
    _choice("language", N_("Language"), FORMAT, {"es": "Español", "en": "English"}, "es", scope=LAPTOP),
    _data("working_days", N_("Working days"), CALENDAR, ["mon", "tue", "wed", "thu", "fri"]),
    Option("day_hours", N_("Hours of the day"), CALENDAR, "data", (datetime.time(8), datetime.time(18)), TEAM,
           load=_hours, dump=_hour_texts),
    _data("contact_limits", N_("Contact limit in days"), VISITS,
          {"A": 15, "B": 30, "C": 60, "tender_office": 30, "distributor": 30, "agent": 30}),
    _int("deciding_contact_days", N_("Deciding contact of key units, days"), VISITS, 60, low=1, high=365),
    _int("min_gap_days", N_("Least days between two visits"), VISITS, 7, high=60),
    _int("capacity_per_day", N_("Visits a day"), VISITS, 8, low=1, high=40),
    _int("daily_visits_goal", N_("Goal of visits a day"), VISITS, 6, low=1, high=40),
    _int("late_registration_days", N_("Days to log a visit"), VISITS, 7, low=1, high=60),
    _flag("plan_needs_approval", N_("The plan is approved"), VISITS, default=False),
    _data("travel", N_("Travel"), VISITS,
          {"factor": "1.4", "km_per_hour": 40, "stop_minutes": 10, "end_at_base": True}),
    _int("market_visits", N_("Market visits a month and zone"), VISITS, 1, high=31),
    _int("samples_per_visit", N_("Samples per visit and product"), SAMPLES, 5, low=1),
    _int("samples_per_month", N_("Samples per client and month"), SAMPLES, 20, low=1),
    _choice("sample_excess", N_("When samples exceed the limit"), SAMPLES, WARN_OR_STOP, "warn"),
    _choice("target_basis", N_("Target basis"), SALES, {
        "last_year": N_("Last year's sales"), "potential": N_("Potential"), "equal": N_("Equal shares"),
        "manual": N_("By hand")}, "last_year"),
    _data("attainment_thresholds", N_("Attainment thresholds, %"), SALES, [95, 90]),
    _int("new_product_months", N_("Months a product is new"), SALES, 24, low=1, high=120),
    _int("demand_change", N_("Demand change, %"), SALES, 15, low=1, high=100),
    _data("repurchase", N_("Repurchase thresholds"), SALES, ["1.5", "2.5"]),
    _int("lost_after_months", N_("Months without sales of a lost client"), SALES, 6, low=1, high=36),
    _data("channel_rules", N_("Channel by client type and distributor role"), SALES,
          {"public_hospital": "institutional", "institution": "institutional", "private_hospital": "hospital",
           "clinic": "hospital", "pharmacy_chain": "chain", "other": "distributor"}),
    _data("loaded_through", N_("Information loaded through"), SALES, {}),
    _data("control_totals", N_("Control totals"), SALES, {}),
    _data("ageing_buckets", N_("Ageing buckets, days"), RECEIVABLES, [0, 30, 60, 90]),
    _choice("ageing_basis", N_("Ageing by"), RECEIVABLES, {"due": N_("Due date"), "on": N_("Invoice date")}, "due"),
    _data("overdue_thresholds", N_("Overdue ratio thresholds, %"), RECEIVABLES, [13, 15]),
    _data("dso_thresholds", N_("DSO thresholds, days"), RECEIVABLES, [50, 60]),
    _data("collection_thresholds", N_("Collection rate thresholds, %"), RECEIVABLES, [85, 70]),
    _data("credit_thresholds", N_("Credit use thresholds, %"), CREDIT, [75, 90, 100]),
    _choice("credit_excess", N_("When an order exceeds the credit"), CREDIT,
            {"reason": N_("Ask for a reason"), "warn": N_("Warn"), "stop": N_("Stop")}, "reason"),
    _choice("missing_document", N_("Missing document on an order"), CREDIT, WARN_OR_STOP, "warn"),
    _int("limit_rounding", N_("Limits rounded to"), CREDIT, 10_000, low=1),
    _choice("exceed_month", N_("When a month is exceeded"), BUDGET, EXCEED, "warn"),
    _choice("exceed_year", N_("When a year is exceeded"), BUDGET, EXCEED, "warn"),
    _int("transfer_approval", N_("Transfers approved from, % of the line"), BUDGET, 10, high=100),
    _int("budget_tolerance", N_("Tolerance, %"), BUDGET, 5, high=100),
    _flag("recoverable_tax_out", N_("Leave recoverable tax out"), BUDGET),
    _int("expense_age_days", N_("Days to present an expense"), BUDGET, 30, low=1, high=366),
    _int("receipt_from", N_("Receipt needed from"), BUDGET, 200),
    _int("baseline_months", N_("Baseline months"), PROMOTION, 3, low=1, high=12),
    _int("promotion_overlap", N_("Overlap, %"), PROMOTION, 20, low=1, high=100),
    _int("conversion_clicks", N_("Least clicks to rank conversion"), PROMOTION, 100, low=1),
    _data("warning_days", N_("Warning days"), EXPIRY, {"documents": 60, "licences": 90, "contracts": 90, "filings": 180,
          "tenders": 15, "messages": 30, "credit": 30, "samples": 90, "authorities": 30, "commitments": 15}),
    _data("mandatory_documents", N_("Mandatory documents"), EXPIRY, {
        "distributor": ["sanitary_licence", "operating_permit", "gsp", "tax_registration", "confidentiality"],
        "agent": ["tax_registration", "agent_letter", "confidentiality"],
        "hospital": ["sanitary_licence", "tax_registration"],
        "pharmacy_chain": ["sanitary_licence", "operating_permit", "tax_registration"],
        "pharmacy": ["operating_permit"], "clinic": ["operating_permit"], "product": ["sanitary_registration"],
        "person": ["confidentiality"]}),
    _data("answer_days", N_("Quality answer, working days"), QUALITY, {"critical": 1, "medium": 5, "low": 10}),
    _int("adverse_event_days", N_("Adverse event notice, working days"), QUALITY, 1, low=0, high=30),
    _data("alert_thresholds", N_("Alert thresholds"), ALERTS, {}),
    _data("figure_thresholds", N_("Thresholds of figures"), ALERTS, {}),
    _data("alerts_off", N_("Alerts switched off"), ALERTS, [], BASE),
    _choice("alerts_scope", N_("Alerts of"), ALERTS, {"own": N_("Mine"), "region": N_("Whole region")}, "region",
            scope=BASE),
    _flag("desktop_notices", N_("Desktop notices"), ALERTS, scope=BASE),
    _data("report_calendar", N_("Report calendar"), REPORTS, [
        {"report": "R01", "every": "day", "due": "10:00"}, {"report": "R02", "every": "week", "due": "mon"},
        {"report": "R03", "every": "month", "due": 3}, {"report": "R04", "every": "quarter", "due": 10},
        *({"report": code, "every": "month", "due": "w5"} for code in ("R05", "R06", "R22", "R23"))]),
    _data("addressees", N_("Addressees"), REPORTS, {}, BASE),
    _int("lock_after", N_("Lock after, minutes"), SECURITY, 10, low=1, high=240, scope=BASE),
    _int("hide_prices_after", N_("Hide prices after, seconds"), SECURITY, 60, low=10, high=3600, scope=BASE),
    _flag("price_reason", N_("Ask why prices are shown"), SECURITY, BASE, default=False),
    _int("history_months", N_("Months of history"), SECURITY, 24, low=6, high=240, scope=BASE),
    _int("backup_minutes", N_("Backup every, minutes"), COPIES, 30, low=5, high=1440, scope=BASE),
    _data("not_the_same", N_("Not duplicates"), EXCHANGE, []),
    _text("backup_folder", N_("Backup folder"), COPIES, "", LAPTOP),
    _int("attachment_mb", N_("Attachments up to, MB"), EXCHANGE, 20, low=1, high=500, scope=BASE),
    _data("sharing_habits", N_("What each reader receives"), EXCHANGE, {}, BASE),
    _flag("encrypt_files", N_("Encrypt shared files"), EXCHANGE, BASE),
    _int("ask_above", N_("Ask when a file changes more than, %"), EXCHANGE, 30, low=1, high=100, scope=BASE),
    _choice("theme", N_("Theme"), LOOK, {"system": N_("System"), "light": N_("Light"), "dark": N_("Dark")}, "system",
            scope=LAPTOP),
    _choice("text_size", N_("Text size"), LOOK, {"100": "100 %", "110": "110 %", "125": "125 %", "150": "150 %"}, "100",
            scope=LAPTOP),
    _choice("motion", N_("Motion"), LOOK, {"system": N_("System"), "on": N_("On"), "off": N_("Off")}, "system",
            scope=LAPTOP),
)
