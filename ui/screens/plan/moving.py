"""The panel that moves samples: what, which lot, how many, to whom or why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from kamdesk.commands.samples import move_samples
from kamdesk.fields import Id, Link
from kamdesk.figures.facts import SampleLot
from kamdesk.records.samples import MOVES
from kamdesk.words import _
from ui import theme
from ui.panels.parts import FormPanel, beside, line, segments, whole_field
from ui.run import FAILED
from ui.screen import Context
from ui.screens.plan.acts import told
from ui.widgets.fields import DateField
from ui.widgets.picker import RecordPicker

TO_SOMEBODY = ("handed_over", "returned")
MOST = 99_999


class MovePanel(FormPanel):
    """One move; from a line of the stock its product and lot are filled in."""

    def __init__(self, context: Context, host: QWidget, *, person: Id, category: str,
                 lot: SampleLot | None = None) -> None:
        super().__init__(host, _("Move samples"), icon="package", status="info")
        self._context = context
        self._person = lot.person if lot else person
        store = context.app.store
        self.category = segments([(key, _(text)) for key, text in MOVES.items()], name=_("Category"),
                                 changed=self._dress)
        self.category.set_value(category)
        self.product = RecordPicker(self._find("product"), name=_("Product"), creates=False)
        self.lot, self.quantity, self.reason = QLineEdit(), whole_field(_("Quantity"), MOST, least=-MOST), QLineEdit()
        self.expires = DateField(lot.expires if lot else None, name=_("Expires"))
        self.party = RecordPicker(self._find("client"), name=_("Received by"), creates=False)
        if lot is not None:
            self.product.set_value(lot.product, store.names([Link("product", lot.product)]).get(lot.product, ""))
            self.lot.setText(lot.lot)
        self._lay_out()
        self._dress(category)
        self.set_primary(_("Save the move"))
        self.submitted.connect(self._save)
        self.closed.connect(self.deleteLater)

    def _lay_out(self) -> None:
        self.lot.setAccessibleName(_("Lot"))
        self.reason.setAccessibleName(_("Reason"))
        self.fields = {"product": self.product, "lot": self.lot, "quantity": self.quantity, "reason": self.reason}
        for field in (self.lot, self.expires):
            field.setFixedWidth(theme.px(170))
        self.body.body.addWidget(self.category)
        self.rows = {name: line(words, field) for name, words, field in (
            ("product", _("Product"), self.product), ("lot", _("Lot"), beside(self.lot)),
            ("quantity", _("Quantity"), beside(self.quantity)), ("expires", _("Expires"), beside(self.expires)),
            ("party", _("Received by"), self.party), ("reason", _("Reason"), self.reason))}
        for row in self.rows.values():
            self.body.body.addWidget(row)

    def _find(self, kind: str) -> Callable[[str], list[tuple[str, str, str]]]:
        def find(text: str) -> list[tuple[str, str, str]]:
            return [(hit.id, hit.title, "") for hit in self._context.app.store.search(text, kinds=(kind,), limit=9)]

        return find

    def _dress(self, category: str) -> None:
        """Only the fields that this sort of move has."""
        self.rows["expires"].setVisible(category == "in")
        self.rows["party"].setVisible(category in TO_SOMEBODY)
        self.rows["reason"].setVisible(category in ("adjustment", "write_off"))

    def first_focus(self) -> QWidget:
        """The product, or the quantity when that is known."""
        return self.quantity if self.product.value() else self.product

    def _save(self) -> None:
        if not all([self.product.commit(), self.expires.commit(), self.party.commit()]):
            return
        category, party = self.category.value(), self.party.value()
        done = self._context.runner.attempt(
            self, move_samples, person=self._person, product=self.product.value(), lot=self.lot.text(),
            category=category, quantity=int(self.quantity.text() or 0),
            expires=self.expires.value() if category == "in" else None,
            party=Link("client", party) if party and category in TO_SOMEBODY else None, reason=self.reason.text())
        if done is FAILED:
            return
        self.shut()
        self._context.runner.tell(told(self._context.app.store, _("Samples moved")))

