"""«Qué funcionó»: what plans brought by category, product or market, above the evaluations themselves."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.display import MASK
from kamdesk.promoting.worked import DIMENSIONS, Worked, worked
from kamdesk.records.promotions import RATINGS, PromotionEvaluation
from kamdesk.reports.texts import share
from kamdesk.words import _, money, number
from ui import theme
from ui.labels import label
from ui.page import KindView
from ui.screen import Address, Context
from ui.tabs import Shown
from ui.veil import veil
from ui.widgets.buttons import Segmented
from ui.widgets.text_table import TextTable

HIGH, LEAST = 230, 100
LOOKS = {"repeat": ("circle-check", "ok"), "improve": ("triangle-alert", "warn"), "do_not_repeat": ("circle-x", "bad")}
RATING, RIGHT, WIDE = 5, frozenset({1, 2, 3, 4}), 6


class WorkedView(KindView):
    """The table of what worked over the evaluations; a line opens its last plan."""

    newest = "on"

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__(context, shown)
        self.found: list[Worked] = []
        self.by = Segmented([(key, _(text)) for key, text in DIMENSIONS.items()], name=_("Divided by"))
        self.by.changed.connect(lambda _key: self.fill())
        self.table = TextTable((_("What"), _("Plans"), _("Median lift"), _("ROI"), _("Per attendee"), _("Last rating"),
                                _("Next time")), name=_("What worked in 24 months"), right=RIGHT, wide=WIDE)
        self.table.setMaximumHeight(theme.px(HIGH))
        self.table.setMinimumHeight(theme.px(LEAST))
        self.table.opened.connect(self._open)
        self.front = QWidget()
        column = QVBoxLayout(self.front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        bar = QHBoxLayout()
        bar.addWidget(self.by)
        bar.addWidget(label(_("What the plans judged over 24 months brought"), tone="text2"))
        bar.addStretch(1)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self.removeWidget(self.list)
        column.addWidget(self.list, 2)
        self.list.show()
        self.addWidget(self.front)
        self.setCurrentWidget(self.front)
        veil.changed.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """The table as it is stored now."""
        self.found = worked(self.context.app.store, self.by.value())
        hidden = veil.covers(PromotionEvaluation.kind.fields["roi"])
        self.table.show_rows([_row(each, hidden=hidden) for each in self.found],
                             {(at, RATING): LOOKS[each.rating] for at, each in enumerate(self.found)})

    def _open(self, at: int) -> None:
        plan = self.found[at].plans[0].plan
        self.context.window.go(Address("promotions", "plans", "promotion_plan", plan.id))

    def open(self, id_: str) -> None:
        """An evaluation, or the table over the list."""
        if id_:
            super().open(id_)
        else:
            self.setCurrentWidget(self.front)

    def reread(self) -> None:
        """Table and list as they are stored now."""
        super().reread()
        self.fill()


def _row(each: Worked, *, hidden: bool) -> tuple[str, ...]:
    roi = MASK if hidden and each.roi is not None else share(each.roi, decimals=1, signed=True)
    cost = "—" if each.each is None else money(round(each.each), None, 0)
    return (each.name, number(len(each.plans)), share(each.lift, decimals=1, signed=True), roi, cost,
            _(RATINGS[each.rating]), each.lesson)
