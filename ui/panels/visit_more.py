"""«Más campos» of a visit: hour, length, place, company, messages, samples, shelf, what was heard, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kamdesk.commands.aftermath import Heard, PriceSeen, Sample, Shelf
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.market import SIGNAL_CATEGORIES
from kamdesk.records.visits import PRESENCES, Visit
from kamdesk.store import Reader
from kamdesk.words import N_, _, number, parse_amount
from ui import ask, theme
from ui.dropping import FileDrop
from ui.labels import ElidedLabel, label
from ui.panels.parts import NARROW, Several, beside, line, whole_field
from ui.widgets.buttons import Button, FilterChip, IconButton
from ui.widgets.fields import CheckedField
from ui.widgets.hours import HourField
from ui.widgets.picker import RecordPicker

Find = Callable[[str], list[tuple[str, str, str]]]
MOST_MINUTES, MOST_UNITS = 720, 9_999
HALF_PRICE = N_("A price seen names the rival's product and the price. Fill in both.")


def finder(reader: Reader, kind: str) -> Find:
    """Finds records of a kind for a picker."""
    def find(text: str) -> list[tuple[str, str, str]]:
        return [(hit.id, hit.title, "") for hit in reader.search(text, kinds=(kind,), limit=9)]

    return find


class PriceField(CheckedField):
    """The price of one unit, read generously; empty is none."""

    value: Any = None

    def read(self) -> None:
        """Read the text; Problem when it is no amount."""
        self.value = parse_amount(self.text()) if self.text().strip() else None


class FilesField(QWidget):
    """Files chosen or dropped; each can be taken away again."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Files"))
        FileDrop(self, self.take)
        self.paths: list[Path] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(Button(_("Attach"), icon="paperclip", small=True, on_click=self.choose))
        first.addWidget(ElidedLabel(_("Drop the photo or PDF here"), role="small", tone="text3"), 1)
        self._column.addLayout(first)

    def choose(self) -> None:
        """Ask for a file."""
        path = ask.open_file(self, _("Attach a file"), _("All files (*)"))
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """One more file."""
        if path in self.paths:
            return
        self.paths.append(path)
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedLabel(path.name, role="small"), 1)
        row.addWidget(IconButton("x", _("Without this file"), small=True, on_click=lambda: self._drop(path, host)))
        self._column.addWidget(host)

    def _drop(self, path: Path, host: QWidget) -> None:
        self.paths.remove(path)
        host.hide()
        host.deleteLater()


class VisitMore(QWidget):
    """The rest of what a visit can tell; an empty field says nothing."""

    def __init__(self, reader: Reader, visit: Visit | None) -> None:
        super().__init__()
        self._reader = reader
        self.hour = HourField(visit.start if visit else None, name=_("Time"))
        self.minutes = whole_field(_("Minutes"), MOST_MINUTES)
        self.minutes.setText(str(visit.minutes) if visit and visit.minutes else "")
        self.place = RecordPicker(finder(reader, "territory"), name=_("Place"), creates=False)
        self.together = RecordPicker(finder(reader, "person"), name=_("Together with"), creates=False)
        self.messages = Several(reader, "key_message", name=_("Messages"), add=_("+ Message"))
        self.lot, self.units = QComboBox(), whole_field(_("Quantity"), MOST_UNITS)
        self.shelf = RecordPicker(finder(reader, "product"), name=_("On the shelf"), creates=False)
        self.presence, self.seen = QComboBox(), whole_field(_("Units on the shelf"), MOST_UNITS)
        self.rival = RecordPicker(finder(reader, "competitor_product"), name=_("Rival product"), creates=False)
        self.price = PriceField(name=_("Price seen"))
        self.category, self.heard = QComboBox(), QLineEdit()
        self.files = FilesField()
        self.problem = FilterChip(_("Report a quality problem after saving"))
        self._fill(visit)
        self._lay_out()

    def _fill(self, visit: Visit | None) -> None:
        owner = (visit.owner if visit else None) or self._reader.me
        held = [each for each in self._reader.facts.samples.held([owner] if owner else []) if each.stock > 0]
        names = self._reader.names(Link("product", each.product) for each in held)
        self.lot.addItem(_("No samples"), None)
        for each in held:
            self.lot.addItem(_("{product} · lot {lot} ({n})", product=names.get(each.product, ""), lot=each.lot,
                               n=number(each.stock)), (each.product, each.lot))
        for box, options, name in ((self.presence, PRESENCES, _("Presence")),
                                   (self.category, SIGNAL_CATEGORIES, _("What it is about"))):
            box.setAccessibleName(name)
            for key, text in options.items():
                box.addItem(_(text), key)
        self.lot.setAccessibleName(_("Samples"))
        self.heard.setAccessibleName(_("What was heard"))
        self.heard.setPlaceholderText(_("What you heard of a competitor or the market"))
        self.price.setPlaceholderText(_("Price"))
        self.rival.setPlaceholderText(_("Rival product"))
        self.shelf.setPlaceholderText(_("Product"))
        if visit is not None:
            self.messages.offer(_titled(self._reader, "key_message", visit.messages), ticked=visit.messages)
            for picker, kind, id_ in ((self.place, "territory", visit.territory),
                                      (self.together, "person", visit.joint_with)):
                if id_:
                    picker.set_value(id_, dict(_titled(self._reader, kind, [id_])).get(id_, ""))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        for field in (self.hour, self.price):
            field.setFixedWidth(theme.px(NARROW))
        rows: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            (_("Time"), (beside(self.hour, self.minutes, label(_("min"), tone="text2")),)),
            (_("Place"), (self.place,)), (_("Companion"), (self.together,)), (_("Messages"), (self.messages,)),
            (_("Samples"), (self.lot, self.units)), (_("On the shelf"), (self.shelf, self.presence, self.seen)),
            (_("Price seen"), (self.rival, self.price)), (_("Market"), (self.heard, self.category)),
            (_("Files"), (self.files,)), (_("Quality"), (beside(self.problem),)))
        for name, parts in rows:
            column.addWidget(line(name, *parts))

    def take_samples(self, counts: Mapping[Id, int]) -> dict[Id, int]:
        """Fill in the first samples that are of a lot held; returns the others."""
        for product, count in counts.items():
            at = next((at for at in range(1, self.lot.count()) if self.lot.itemData(at)[0] == product), 0)
            if at:
                self.lot.setCurrentIndex(at)
                self.units.setText(str(count))
                return {each: left for each, left in counts.items() if each != product}
        return dict(counts)

    def commit(self) -> bool:
        """Read every field; False where one cannot be read, with the reason at it."""
        return all([self.hour.commit(), self.place.commit(), self.together.commit(), self.shelf.commit(),
                    self.rival.commit(), self.price.commit()])

    def given(self) -> dict[str, Any]:
        """The arguments of ``record_visit`` that were filled in. Problem where half of a pair is missing."""
        return {"start": self.hour.value, "minutes": int(self.minutes.text() or 0) or None,
                "territory": self.place.value() or None, "joint_with": self.together.value() or None,
                "messages": self.messages.value(), "samples": self._samples(), "shelf": self._shelf(),
                "price_seen": self._prices(), "heard": self._heard(), "files": tuple(self.files.paths)}

    def _samples(self) -> Sequence[Sample]:
        chosen, count = self.lot.currentData(), int(self.units.text() or 0)
        if chosen is None:
            return ()
        if not count:
            raise Problem(_("Write how many samples, 1 or more."), field="quantity")
        product, lot = chosen
        return (Sample(product, lot, count),)

    def _shelf(self) -> Sequence[Shelf]:
        product = self.shelf.value()
        units = int(self.seen.text()) if self.seen.text() else None
        return (Shelf(product, self.presence.currentData(), units),) if product else ()

    def _prices(self) -> Sequence[PriceSeen]:
        rival, price = self.rival.value(), self.price.value
        if bool(rival) != (price is not None):
            raise Problem(_(HALF_PRICE), field="price")
        return (PriceSeen(rival, price),) if rival else ()

    def _heard(self) -> Sequence[Heard]:
        text = self.heard.text().strip()
        return (Heard(self.category.currentData(), text),) if text else ()


def _titled(reader: Reader, kind: str, ids: Sequence[Id]) -> list[tuple[Id, str]]:
    names = reader.names(Link(kind, each) for each in ids)
    return [(each, names[each]) for each in ids if each in names]
