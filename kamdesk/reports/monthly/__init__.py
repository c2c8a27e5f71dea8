"""R03 Resumen mensual: eight pages, one a file."""

from __future__ import annotations

from kamdesk.reports.monthly import (
    budget,
    institutions,
    network,
    promotion,
    receivables,
    sales,
    summary,
    visits,
)
from kamdesk.reports.register import MONTH, Part, Version, report
from kamdesk.words import N_

report("R03", N_("Monthly summary"), audience=N_("Sales manager and general manager"), period=MONTH, prices=True,
       by_part=True, versions=(Version(N_("management"), prices=True), Version(N_("department"), prices=False)), parts=(
           Part("summary", N_("Summary"), summary.blocks),
           Part("sales", N_("Sales and targets"), sales.blocks),
           Part("receivables", N_("Collections and receivables"), receivables.blocks),
           Part("visits", N_("Visits and clients"), visits.blocks),
           Part("institutions", N_("Institutions"), institutions.blocks),
           Part("promotion", N_("Promotion, communication and strategy"), promotion.blocks),
           Part("network", N_("Distributors and market"), network.blocks),
           Part("budget", N_("Budget, team and compliance"), budget.blocks),
))
