"""What the verb of an alert opens: a quick panel with it filled in, else the page or record that decides it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kamdesk.alerts import Alert
from kamdesk.fields import Link
from kamdesk.kinds import kind_of
from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.visits import Visit
from kamdesk.words import _
from ui.panels.promise import open_promise
from ui.screen import Address, Context
from ui.tabs import place_of

ICONS = {"L01": "credit-card", "L02": "hand-coins", "L03": "hand-coins", "L04": "hand-coins", "L05": "file-text",
         "L06": "credit-card", "L07": "handshake", "L08": "handshake", "L09": "handshake",
         "L10": "gavel", "L11": "file-text",
         "L12": "hospital", "L13": "clock", "L14": "calendar-days", "L16": "target", "L17": "megaphone",
         "L18": "megaphone", "L19": "megaphone", "L20": "wallet", "L21": "wallet", "L22": "receipt-text",
         "L23": "package", "L24": "package", "L25": "siren", "L26": "square-check", "L27": "file-text",
         "L28": "message-square", "L29": "check", "L30": "file-text", "L31": "merge", "L32": "pill", "L33": "package",
         "L34": "truck",
         "L35": "shield-check", "L36": "pill", "L37": "file-up", "L38": "shield-check", "L40": "arrow-right-left",
         "L41": "list-checks", "L42": "handshake", "L15": "calendar-days",
         "L43": "phone", "L44": "map-pin", "L46": "package", "L47": "file-up"}
PANELS = {"L43": "call", "L46": "order"}  # quick panels about the party
PAGES = {"L14": Address("plan", "week"), "L15": Address("plan", "cycle"), "L44": Address("plan", "week"),
         "L47": Address("targets", "sales"), "L04": Address("orders", "ageing"), "L16": Address("targets", "followup"),
         "L21": Address("budget", "grid"),
         "L20": Address("budget", "grid"), "L22": Address("budget", "review"), "L27": Address("reports", "make"),
         "L25": Address("today", "tasks"),
         "L31": Address("clients", "duplicates"), "L32": Address("plan", "samples"),
         "L33": Address("distributors", "stock"), "L38": Address("exchange", "copies"),
         "L40": Address("exchange", "receive")}


def act(context: Context, host: QWidget, alert: Alert) -> None:
    """Do what the verb of an alert says; panels open over ``host``."""
    window = context.window
    if alert.code == "L13":
        window.quick("visit", visit=context.app.store.get(Visit, alert.about.id))
    elif alert.code in PANELS:
        window.quick(PANELS[alert.code], party=alert.about)
    elif alert.code == "L03":
        window.quick("payment", party=context.app.store.get(PaymentPromise, alert.about.id).party)
    elif alert.code == "L02":
        open_promise(context, host, party=alert.about)
    elif alert.code == "L37":
        window.quick("import", kind="sales_record")
    elif alert.code == "L34":
        window.quick("task", title=_("Ask for the information: {title}", title=alert.title), about=alert.about)
    elif alert.code in PAGES:
        window.go(PAGES[alert.code])
    else:
        window.go(address_of(alert.about))


def address_of(link: Link) -> Address:
    """Where a record is."""
    kind = kind_of(link.kind)
    return Address(*place_of(kind), kind.name, link.id)
