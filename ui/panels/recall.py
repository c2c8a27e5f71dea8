"""The letter to one of those who received a recalled lot."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kamdesk import fields
from kamdesk.commands.incidents import holders
from kamdesk.problems import Problem
from kamdesk.records.tasks import Incident
from kamdesk.reports.letter import recall_letter
from kamdesk.words import N_, _
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.run import Place
from ui.saving import save_report
from ui.screen import Context


def open_recall(context: Context, host: QWidget, place: Place, incident: Incident) -> FieldsPanel | None:
    """Ask for whom, then where the PDF goes; None, and said at ``place``, when nobody is known to hold the lot."""
    known = {each.id: each for each in holders(context.app.store, product=incident.product or "", lot=incident.lot)}
    if not known:
        place.show_problem(Problem(_("Nobody is known to have received this lot.")))
        return None
    names = context.app.store.names(known.values())
    who = fields.choice(N_("For whom"), {each: names.get(each, "") for each in known}, required=True).named("who", "")
    asked = Asked(_("Recall letter"), incident.title, _("Save PDF"), [who], {"who": next(iter(known))})

    def run(_panel: FieldsPanel, values: dict[str, str]) -> None:
        party = known[values["who"]]
        save_report(context, host, place, lambda: recall_letter(context.app, incident, party),
                    f"{_('Recall letter')} {names.get(party.id, '')}")

    return ask_fields(context, host, asked, said=_("The letter is being made"), run=run)
