"""The other shared widgets: messages, fields, pickers, charts, and what covers the window."""

from __future__ import annotations

import datetime
from decimal import Decimal

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from kamdesk.charts import SalesBars
from kamdesk.words import fold
from tests.ui.gallery import nothing
from ui.labels import label
from ui.shell.header import PageHeader
from ui.widgets.buttons import FilterChip
from ui.widgets.cards import Card, TitledCard
from ui.widgets.chart import Chart
from ui.widgets.chips import SegmentBadge
from ui.widgets.fields import DateField, MoneyField
from ui.widgets.flow import FlowLayout
from ui.widgets.messages import EmptyState, MessageBar, Skeleton, field_message
from ui.widgets.palette import Palette
from ui.widgets.palette_list import PaletteHit
from ui.widgets.panel import QuickPanel
from ui.widgets.picker import RecordPicker
from ui.widgets.scroll import ScrollBody
from ui.widgets.steps import Steps
from ui.widgets.wide import Choice, Choices

CLIENTS = (("1", "Hospital Ángeles del Pedregal", "CDMX"), ("2", "Hospital Ángeles Lindavista", "CDMX"),
           ("3", "Hospital Civil de Guadalajara", "Jalisco"))
HITS = (
    PaletteHit("Hospital Ángeles del Pedregal", 1, "Clientes", "CDMX · última visita hoy", "hospital", "info"),
    PaletteHit("Hospital Ángeles Lindavista", 2, "Clientes", "CDMX · hace 34 d", "hospital", "info"),
    PaletteHit("Dr. Ángel Zamora", 3, "Contactos", "Oncología · Hospital Civil", "user-round", "plum"),
    PaletteHit("Registrar visita a Hospital Ángeles del Pedregal", 4, "Acciones", "", "map-pin", "ok", "Ctrl+R"),
    PaletteHit("Planificar visita a Hospital Ángeles del Pedregal", 5, "Acciones", "", "calendar-plus", "mute",
               "Ctrl+Shift+N"),
)
OUTCOMES = (Choice("interested", "Interesado", "circle-check", "ok"), Choice("neutral", "Neutral", "circle-dashed"),
            Choice("objection", "Objeción", "triangle-alert", "warn"),
            Choice("absent", "No recibió", "calendar-x", "bad"))


def find(text: str) -> list[tuple[str, str, str]]:
    """The clients whose name holds ``text``."""
    return [client for client in CLIENTS if fold(text) in fold(client[1])]


def search(text: str) -> list[PaletteHit]:
    """The hits whose title holds ``text``."""
    return [hit for hit in HITS if fold(text) in fold(hit.title)]


def form() -> Card:
    """Fields, one of them wrong."""
    card = Card()
    grid = QGridLayout()
    wrong = DateField(name="Fecha de entrega")
    wrong.setText("ayer no")
    wrong.commit()
    picker = RecordPicker(find, name="Cliente")
    picker.set_value("1", "Hospital Ángeles del Pedregal")
    combo = QComboBox()
    combo.addItems(["Trimestre", "Año"])
    combo.setAccessibleName("Periodo")
    fields = (("Cliente", picker), ("Fecha", DateField(datetime.date(2025, 11, 24), name="Fecha")),
              ("Importe", MoneyField(3_840_000, name="Importe")), ("Periodo", combo), ("Entrega", wrong))
    for at, (words, field) in enumerate(fields):
        grid.addWidget(label(words, role="small", tone="text2", buddy=field), 0, at)
        grid.addWidget(field, 1, at)
        grid.setColumnStretch(at, 1)
    grid.addWidget(field_message("“ayer no” no es un día."), 2, 4)
    tick, one, two = QCheckBox("Incluir precios"), QRadioButton("Mío"), QRadioButton("Recibido")
    tick.setChecked(True)
    one.setChecked(True)
    marks = QHBoxLayout()
    marks.setSpacing(16)
    for box in (tick, one, two):
        marks.addWidget(box)
    marks.addStretch(1)
    card.body.addLayout(grid)
    card.body.addLayout(marks)
    return card


def chart() -> TitledCard:
    """Sales and target."""
    card = TitledCard("Ventas y objetivo")
    months = ("dic", "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov")
    values = (8.0, 7.2, 7.8, 8.9, 8.4, 9.0, 9.6, 8.8, 9.9, 10.2, 9.7, 8.4)
    goals = (8.0, 7.8, 8.0, 8.6, 8.8, 9.0, 9.2, 9.4, 9.6, 9.8, 10.0, 10.4)
    data = SalesBars(months, tuple(Decimal(str(value)) for value in values),
                     tuple(Decimal(str(value)) for value in goals), name="Ventas")
    card.add(Chart(data), stretch=1)
    return card


def parts_page() -> QWidget:
    """Messages, fields, charts, empty and loading lists."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    header = PageHeader("Recibir cambios", "occidente_marta_2025-11-23.kdx · firmado por Marta Ríos")
    header.add(Steps(("Archivo", "Comprobación", "Revisión", "Aplicar"), current=2))
    header.set_primary("Aplicar 160 cambios", "check", nothing)
    header.add_more("Ver historial", "history", nothing)
    body = ScrollBody()
    body.body.addWidget(MessageBar("3 gastos por revisar", "$18,240 del equipo Jalisco. El más antiguo espera desde el "
                                   "jueves.", icon="receipt-text", actions=(("Revisar gastos", nothing),)))
    body.body.addWidget(MessageBar("Copia de seguridad hecha", "antes de importar.", status="ok"))
    body.body.addWidget(form())
    row = QHBoxLayout()
    row.setSpacing(12)
    empty, loading = Card(), Card()
    empty.body.addWidget(EmptyState("gavel", "Aún no hay licitaciones", "Crea la primera o recíbela de un colega.",
                                    actions=(("Crear licitación", nothing), ("Ver ejemplo", nothing))))
    loading.body.addWidget(Skeleton(rows=4))
    for part, stretch in ((chart(), 2), (empty, 1), (loading, 1)):
        row.addWidget(part, stretch)
    body.body.addLayout(row)
    body.body.addStretch(1)
    column.addWidget(header)
    column.addWidget(body, 1)
    return page


def panel(host: QWidget) -> QuickPanel:
    """«Registrar visita»."""
    made = QuickPanel(host, "IMSS HGZ 48", "Planificada hoy 10:00 · Comité de farmacia", icon="hospital", status="plum")
    made.add_mark(SegmentBadge("A"))
    outcome = Choices(OUTCOMES, name="¿Cómo fue?", value="interested")
    outcome.bind_digits(made)
    made.body.body.addWidget(label("¿Cómo fue?", role="strong"))
    made.body.body.addWidget(outcome)
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    for at, (words, names) in enumerate((("Con quién", ("Dra. Ana Leal", "Q.F. Julio Paz")),
                                         ("Productos", ("Neurolem 5 mg", "Cardiovex 10 mg", "Oncotrel")))):
        chips = QWidget()
        flow = FlowLayout(chips)
        for name in names:
            flow.addWidget(FilterChip(name, on=name == names[0]))
        grid.addWidget(label(words, role="strong"), at, 0)
        grid.addWidget(chips, at, 1)
    note = QPlainTextEdit("Pide ficha técnica y carta de precio antes del comité.")
    note.setAccessibleName("Nota")
    note.setTabChangesFocus(True)
    note.setFixedHeight(64)
    grid.addWidget(label("Nota", role="strong", buddy=note), 2, 0)
    grid.addWidget(note, 2, 1)
    made.body.body.addLayout(grid)
    made.add_link("Más campos", nothing)
    made.add_button("Guardar y siguiente", nothing)
    made.set_primary("Guardar visita")
    return made


def palette(host: QWidget) -> Palette:
    """The palette over the hits above."""
    return Palette(host, search)
