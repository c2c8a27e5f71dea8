"""A quality problem that somebody told of: product, lot, what happened, how bad."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kamdesk import clock
from kamdesk.commands.quality import open_quality_issue
from kamdesk.fields import Id, Link
from kamdesk.records.quality import QualityIssue
from kamdesk.words import _
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.screen import Context

NAMES = ("product", "lot", "description", "severity", "found_on", "expires", "quantity", "adverse_event")


def open_quality(context: Context, host: QWidget, *, party: Link, product: Id | None = None) -> FieldsPanel:
    """Open the panel over the window, about a party and the product that is known."""
    fields = QualityIssue.kind.fields
    asked = Asked(_("New quality issue"), context.app.store.names([party]).get(party.id, ""), _("Open the case"),
                  [fields[name] for name in NAMES],
                  {"product": product, "severity": "medium", "found_on": clock.today()})
    return ask_fields(context, host, asked, said=_("Case opened"), run=lambda panel, values: context.runner.attempt(
        panel, open_quality_issue, party=party, **values))
