"""What stands beside a client: its key figures, its data, the people who count."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.display import MASK, display
from kamdesk.fields import Id, Link
from kamdesk.figures.model import BAD, GOOD, WATCH, Figure, Period, Scope
from kamdesk.figures.series import by_month
from kamdesk.methods.months import month_end
from kamdesk.records.clients import INFLUENCES, Client, Contact, phone_of
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.store import FILLED, Query, Reader, Where
from kamdesk.words import _, day, money, number, plural, short_money
from ui import labels, theme
from ui.labels import ElidedLabel, label
from ui.screen import Address, Context
from ui.shell.shell import host_of
from ui.theme import Status
from ui.veil import veil
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cards import Card, TitledCard
from ui.widgets.chips import Avatar, Chip
from ui.widgets.figure_panel import FigurePanel
from ui.widgets.flow import cleared
from ui.widgets.meters import Ring, Spark
from ui.widgets.pressable import Pressable

KEY_PEOPLE, MOST_FACTS = 4, 8
INFLUENCE: dict[str, Status] = {"decides": "plum", "influences": "info", "uses": "mute", "opposes": "bad"}
CLIENT_ROW = ("owner",)


def quarter_of(today: datetime.date) -> Period:
    """The calendar quarter of a day."""
    first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    return Period(first, month_end(f"{first.year}-{first.month + 2:02d}"))


class FigureRow(Pressable):
    """A key figure in two lines with a picture at its right; a click says where it comes from."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 16, 9)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._label = ElidedLabel(name, role="small", tone="text2")
        self._value = ElidedLabel(role="subtitle", figures=True, least=60)
        words.addWidget(self._label)
        words.addWidget(self._value)
        row.addLayout(words, 1)
        self._picture = QHBoxLayout()
        row.addLayout(self._picture)
        self.setAccessibleName(name)

    def show_value(self, value: str, picture: QWidget | None = None, *, name: str = "") -> None:
        """Show another value, and what stands beside it."""
        self._label.setText(name or self._name)
        self._value.setText(value)
        cleared(self._picture)
        if picture is not None:
            self._picture.addWidget(picture)
        self.setAccessibleName(f"{name or self._name}: {value}")


class FiguresCard(Card):
    """Sales of the year, visits of the quarter, balance."""

    def __init__(self, context: Context) -> None:
        super().__init__(margins=(0, 4, 0, 4), spacing=0)
        self._context = context
        self._client: Client | None = None
        self._figures: dict[str, Figure] = {}
        self.sales, self.visits = FigureRow(_("Sales")), FigureRow(_("Visits of the quarter"))
        self.balance, self.contact = FigureRow(_("Balance")), FigureRow(_("Days without contact"))
        for at, (code, row) in enumerate((("F20", self.sales), ("F05", self.visits), ("F40", self.balance),
                                          ("F103", self.contact))):
            if at:
                self.body.addWidget(labels.rule())
            self.body.addWidget(row)
            row.clicked.connect(lambda code=code: self._explain(code))
        veil.changed.connect(self._show_balance)

    def show_client(self, client: Client) -> None:
        """The figures of another client, read in three questions and one series."""
        self._client = client
        today, scope = clock.today(), Scope(client=client.id)
        ask = self._context.app.ask
        self._figures = {"F20": ask("F20", Period.year(today.year), scope), "F05": ask("F05", quarter_of(today), scope),
                         "F40": ask("F40", Period.day(today), scope), "F42": ask("F42", Period.day(today), scope),
                         "F103": ask("F103", Period.day(today), scope)}
        self._show_sales(scope, today)
        self._show_visits()
        self._show_balance()
        self._show_contact()

    def _show_sales(self, scope: Scope, today: datetime.date) -> None:
        points = by_month(self._context.app.store.facts, f"{today:%Y-%m}", scope=scope)
        values = [float(point.actual) for point in points]
        sold = self._figures["F20"].value
        text = short_money(round(sold)) if sold is not None else _("no data")
        said = _("Sales of 12 months, month by month")
        self.sales.show_value(text, Spark(values, name=said) if any(values) else None,
                              name=_("Sales {year}", year=today.year))

    def _show_visits(self) -> None:
        figure = self._figures["F05"]
        done, due = (figure.numerator or Fraction(0)) + figure.more.get("extra", 0), figure.denominator
        if not due:
            self.visits.show_value(plural("{n} visit", "{n} visits", int(done)))
            return
        share = min(done / due, Fraction(1))
        percent = round(float(share) * 100)
        ring = Ring(float(share), str(percent), name=_("{n} % of the visits due", n=percent))
        self.visits.show_value(_("{n} of {all}", n=number(int(done)), all=number(int(due))), ring)

    def _show_balance(self) -> None:
        figure = self._figures.get("F40")
        if figure is None:
            return
        covered = veil.covers(Client.kind.fields["balance"])
        value = round(figure.value or 0)
        late = self._figures["F42"].numerator
        chip = Chip(_("Overdue"), status="bad") if late else Chip(_("Not due"), status="ok") if value > 0 else None
        self.balance.show_value(MASK if covered else money(value), chip)

    def _show_contact(self) -> None:
        """Days since somebody was reached, of those its class allows (F103)."""
        figure = self._figures["F103"]
        days, limit = figure.more["days"], figure.more["limit"]
        known = _("never") if days is None else number(days)
        words = {GOOD: _("In contact"), WATCH: _("Contact late"), BAD: _("Without contact")}
        colours: dict[str, Status] = {GOOD: "ok", WATCH: "warn", BAD: "bad"}
        chip = Chip(words[figure.status], status=colours[figure.status]) if figure.status else None
        self.contact.show_value(_("{n} of {all}", n=known, all=number(limit)) if limit else known, chip)

    def _explain(self, code: str) -> None:
        if self._client is not None and code in self._figures:
            FigurePanel(self._context, host_of(self), self._figures[code], whose=self._client.name,
                        counted=code in ("F05", "F103")).open()


class DataCard(TitledCard):
    """What is known of the client, in pairs; the pencil opens the form."""

    edit_asked = Signal()

    def __init__(self, reader: Reader) -> None:
        super().__init__(_("Data"))
        self._reader = reader
        self.add_action(IconButton("pencil", _("Edit data"), shortcut="F2", on_click=self.edit_asked.emit))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 2, 12, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._pairs = [self._pair(at) for at in range(MOST_FACTS)]
        self.body.addLayout(self._grid)

    def show_client(self, client: Client) -> None:
        """The data of another client."""
        shown = facts_of(self._reader, client)
        for at, (host, name, value) in enumerate(self._pairs):
            host.setVisible(at < len(shown))
            if at < len(shown):
                name.setText(shown[at][0])
                value.setText(shown[at][1])

    def _pair(self, at: int) -> tuple[QWidget, ElidedLabel, ElidedLabel]:
        """A place for one of them; the same labels show every client."""
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        name, value = ElidedLabel(role="caption", tone="text2", least=40), ElidedLabel(least=40)
        column.addWidget(name)
        column.addWidget(value)
        self._grid.addWidget(host, at // 2, at % 2)
        return host, name, value


def facts_of(reader: Reader, client: Client) -> list[tuple[str, str]]:
    """(what it is, value) of the data that matter most, those that are filled."""
    page = reader.page(Client.kind, Query((Where("id", "=", client.id),), archived=None), columns=CLIENT_ROW)
    names: Mapping[Id, str] = page.rows[0].names if page.rows else {}
    standing = reader.facts.contacts.standings([client.id], clock.today()).get(client.id)
    ahead = standing.ahead if standing and standing.ahead and standing.ahead >= clock.today() else None
    this_year = clock.today().year
    shown = [
        (_("Owner"), names.get(client.owner or "", "")), (_("Frequency"), _frequency(reader, client, standing)),
        (_("Last visit"), day(standing.last, this_year=this_year) if standing and standing.last else ""),
        (_("Next visit"), day(ahead, this_year=this_year) if ahead else ""),
        (_("Potential"), short_money(client.potential) if client.potential else ""),
        (_("Phone"), phone_of(client)), (_("Hours"), client.visit_hours),
        (_("Payment days"), number(client.payment_days) if client.payment_days else ""),
    ]
    return [(name, value) for name, value in shown if value][:MOST_FACTS]


def _frequency(reader: Reader, client: Client, standing: object) -> str:
    rule = reader.maybe(VisitFrequency, client.visit_override)
    every = getattr(standing, "every", None)
    if rule is not None:
        return rule.rhythm
    return _("Every {n} days", n=number(every)) if every else ""


class PeopleCard(TitledCard):
    """The contacts that decide and influence."""

    all_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("Key contacts"))
        self._context = context
        self._see = Button("", kind="link", on_click=self.all_asked.emit)
        self.add_action(self._see)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(16, 2, 12, 10)
        self._rows.setSpacing(8)
        self.body.addLayout(self._rows)

    def show_client(self, client: Client) -> None:
        """The people of another client, those who decide first."""
        store, party = self._context.app.store, Link("client", client.id)
        total = store.count(Contact, party=party)
        people = store.find(Contact, Where("influence", FILLED), party=party)
        order = list(INFLUENCES)
        people.sort(key=lambda each: (order.index(each.influence or "uses"), each.name))
        self._see.set_label(_("See {n}", n=total))
        self._see.setVisible(total > 0)
        cleared(self._rows)
        for each in people[:KEY_PEOPLE]:
            self._rows.addWidget(self._person(each))
        if not people:
            words = _("Nobody is marked as deciding yet.") if total else _("No contacts yet.")
            self._rows.addWidget(label(words, role="small", tone="text3", wrap=True))

    def _person(self, contact: Contact) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Avatar(contact.name))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(f"{contact.title} {contact.name}".strip(), role="strong", least=50))
        words.addWidget(ElidedLabel(contact.position or contact.specialty, role="caption", tone="text2", least=50))
        row.addLayout(words, 1)
        influence = contact.influence or ""
        row.addWidget(Chip(display(Contact.kind.fields["influence"], influence), status=INFLUENCE[influence]))
        return host


class Side(QWidget):
    """The three cards, in a column of their own or in the tab «Datos»."""

    edit_asked = Signal()
    people_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.figures = FiguresCard(context)
        self.data = DataCard(context.app.store)
        self.people = PeopleCard(context)
        self.data.edit_asked.connect(self.edit_asked)
        self.people.all_asked.connect(self.people_asked)
        for card in (self.figures, self.data, self.people):
            column.addWidget(card)
        column.addStretch(1)

    def show_client(self, client: Client) -> None:
        """Another client."""
        self.figures.show_client(client)
        self.data.show_client(client)
        self.people.show_client(client)


def side_width() -> int:
    """How wide the column is at the scale shown."""
    return theme.px(theme.size("side_panel"))


def address_of(client: Id) -> Address:
    """Where a client is opened."""
    return Address("clients", "list", "client", client)
