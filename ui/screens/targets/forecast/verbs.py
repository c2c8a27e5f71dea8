"""What can be done with a forecast: made, adjusted by hand with its reason, frozen, put away."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kamdesk import fields
from kamdesk.commands.forecast_life import archive_forecast, freeze_forecast, set_forecast
from kamdesk.commands.forecasts import LONGEST, make_forecast
from kamdesk.records.targets import Forecast, ForecastLine
from kamdesk.words import N_, _
from kamdesk.words import month as month_text
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.run import FAILED, Place
from ui.screen import Address, Context
from ui.shell.shell import host_of

BY_ZONE = fields.flag(N_("By zone")).named("by_zone", "")
WHY = fields.text(N_("Why"), required=True).named("why", "")
ASKED = ("scope", "series", "measure", "scenario", "horizon", "method", "policy", "effect")


def new_forecast(context: Context, host: Any) -> None:
    """The panel of a new forecast; it opens when it is made."""
    kind = Forecast.kind.fields
    asked = Asked(_("New forecast"), _("Without a scope, that of the region; at most {n} months.", n=LONGEST),
                  _("Make the forecast"), [*(kind[name] for name in ASKED), BY_ZONE], {"measure": "amount"})

    def run(panel: FieldsPanel, values: dict[str, Any]) -> object:
        values["horizon"] = values["horizon"] or 0
        made = context.runner.attempt(panel, make_forecast, **values)
        if isinstance(made, Forecast):
            context.window.go(Address("targets", "forecast", "forecast", made.id))
        return made

    ask_fields(context, host_of(host), asked, said=_("Forecast made"), run=run)


class Verbs:
    """The verbs of the forecast shown."""

    def __init__(self, context: Context, place: Place) -> None:
        self._context, self._place = context, place

    def freeze(self, forecast: Forecast) -> None:
        """Freeze a draft: the months to come are held against it."""
        if self._context.runner.attempt(self._place, freeze_forecast, forecast=forecast) is not FAILED:
            self._context.runner.tell(_("Forecast frozen"))

    def archive(self, forecast: Forecast) -> None:
        """Put a frozen one away."""
        if self._context.runner.attempt(self._place, archive_forecast, forecast=forecast) is not FAILED:
            self._context.runner.tell(_("Forecast put away"))

    def adjust(self, host: Any, line: ForecastLine, value: Decimal | None, done: Callable[[], object]) -> None:
        """Ask why a month gets another value; None takes the one set by hand back, without a reason."""
        if value is None:
            if self._context.runner.attempt(self._place, set_forecast, line=line, value=None) is not FAILED:
                self._context.runner.tell(_("What the method said is back"))
            return

        def run(panel: FieldsPanel, values: dict[str, Any]) -> object:
            stored = self._context.runner.attempt(panel, set_forecast, line=line, value=value, why=values["why"])
            if stored is not FAILED:
                done()
            return stored

        ask_fields(self._context, host_of(host), Asked(_("Adjust the forecast"), month_text(line.month or ""),
                                                       _("Save"), [WHY], {"why": line.why}),
                   said=_("Forecast adjusted"), run=run)
