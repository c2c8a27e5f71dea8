"""A page like «Hoy» in the shell, made of shared widgets only."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import labels
from ui.shell.header import PageHeader
from ui.shell.places import Badge
from ui.shell.shell import Shell
from ui.theme import Status
from ui.widgets.buttons import Button, FilterChip, IconButton, Segmented
from ui.widgets.cards import Card, Kpi, KpiCard, TitledCard
from ui.widgets.chips import Avatar, Chip, Count, IconTile, Key, SegmentBadge
from ui.widgets.meters import Meter, Ring, Spark
from ui.widgets.scroll import ScrollBody

KPIS = (
    Kpi("Ventas del mes", "$8.42 M", "81 % de $10.40 M · a hoy 77 %", "+4 %", "ok", "trending-up", 0.81, 0.77,
        "ok_solid"),
    Kpi("Cobranza", "$6.15 M", "68 % de lo facturado · meta 80 %", "−12 pts", "warn", "trending-down", 0.68, 0.80,
        "warn_solid"),
    Kpi("Cartera vencida", "$1.94 M", "14 facturas · 4 distribuidores", "+13 %", "bad", "arrow-up-right",
        history=(1.1, 1.2, 1.15, 1.3, 1.28, 1.5, 1.6, 1.7, 1.94)),
    Kpi("Presupuesto ejecutado", "74 %", "$1.48 M de $2.00 M", share=0.74, target=0.9),
    Kpi("Cobertura de visitas", "38 / 46", "A 12/12 · B 17/20 · C 9/14", share=0.83, target=0.78),
)
AGENDA: tuple[tuple[str, str, Status, str, str, str, str, Status, str], ...] = (
    ("08:30", "hospital", "plum", "Hospital Ángeles del Pedregal", "A", "Dra. Rocío Salas · Inclusión de Cardiovex",
     "Registrada", "ok", "check"),
    ("10:00", "hospital", "plum", "IMSS HGZ 48", "A", "Comité de farmacia · Precio y ficha técnica de Neurolem 5 mg",
     "Sin registrar", "bad", "clock"),
    ("12:15", "truck", "info", "Distribuidora Farmacéutica del Bajío", "B", "Revisión de crédito y pedido de diciembre",
     "Siguiente", "info", "dot"),
    ("16:00", "stethoscope", "mute", "Dr. Héctor Olvera", "B", "Cardiología · Seguimiento de muestras y casos",
     "Planificada", "mute", "dot"),
)


def nothing() -> None:
    """What the buttons of the gallery do."""


def agenda_row(*, hour: str, icon: str, tint: Status, name: str, segment: str, note: str, words: str, status: Status,
               mark: str) -> QFrame:
    """One line of «Agenda de hoy»."""
    line = QFrame()
    line.setProperty("band", "row")
    row = QHBoxLayout(line)
    row.setContentsMargins(16, 5, 12, 5)
    row.setSpacing(12)
    row.addWidget(labels.label(hour, role="strong", figures=True))
    row.addWidget(IconTile(icon, status=tint))
    texts, top = QVBoxLayout(), QHBoxLayout()
    texts.setSpacing(1)
    top.setSpacing(6)
    top.addWidget(labels.ElidedLabel(name, role="strong"))
    top.addWidget(SegmentBadge(segment))
    top.addStretch(1)
    texts.addLayout(top)
    texts.addWidget(labels.ElidedLabel(note, role="small", tone="text2"))
    row.addLayout(texts, 1)
    row.addWidget(Chip(words, status=status, mark=mark))
    kind = "primary" if status == "bad" else "default"
    row.addWidget(Button("Registrar", kind=kind, small=True) if status in ("bad", "info")
                  else IconButton("ellipsis", f"Más acciones de {name}"))
    return line


def agenda() -> TitledCard:
    """The agenda card."""
    card = TitledCard("Agenda de hoy", marks=(Chip("5 visitas", mark=""),))
    card.add_action(Button("Ver semana", kind="link"))
    for hour, icon, tint, name, segment, note, words, status, mark in AGENDA:
        card.body.addWidget(agenda_row(hour=hour, icon=icon, tint=tint, name=name, segment=segment, note=note,
                                       words=words, status=status, mark=mark))
        card.body.addWidget(labels.rule())
    return card


def controls() -> Card:
    """Every button and mark."""
    card = Card()
    kinds = QHBoxLayout()
    for kind, text in (("default", "Imprimir"), ("primary", "Guardar"), ("ghost", "Cancelar"), ("link", "Ver 6"),
                       ("danger", "Borrar"), ("add", "Añadir visita")):
        kinds.addWidget(Button(text, kind=kind, icon="plus" if kind in ("primary", "add") else "", small=kind == "add"))
    kinds.addWidget(IconButton("pencil", "Editar datos", shortcut="F2"))
    kinds.addStretch(1)
    filters = QHBoxLayout()
    filters.addWidget(Segmented((("plan", "Plan"), ("real", "Real"), ("both", "Plan y real")), value="both",
                                name="Qué se muestra"))
    for text, on in (("Mi cartera", True), ("A", False), ("Atrasados", False)):
        filters.addWidget(FilterChip(text, on=on))
    filters.addWidget(FilterChip("Zapopan", removable=True))
    filters.addStretch(1)
    marks = QHBoxLayout()
    for status in get_args(Status):
        marks.addWidget(Chip(status.upper(), status=status))
    for mark in (Count(5, status="bad"), Avatar("Dra. Rocío Salas"), Key("Ctrl+Shift+N"), SegmentBadge("D")):
        marks.addWidget(mark)
    marks.addStretch(1)
    figures = QHBoxLayout()
    for figure in (Meter(0.6, target=0.8, name="60 %"), Ring(0.75, "75", name="75 %"),
                   Spark((1, 3, 2, 5), name="Sube")):
        figures.addWidget(figure)
    for row in (kinds, filters, marks, figures):
        card.body.addLayout(row)
    return card


def today_page() -> QWidget:
    """Something like «Hoy»."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    header = PageHeader("Hoy", "Lunes, 24 de noviembre · día 16 de 20 hábiles")
    header.add_secondary("Imprimir día", "printer", nothing)
    header.set_primary("Registrar visita", "plus", nothing)
    column.addWidget(header)
    body = ScrollBody()
    cards = QGridLayout()
    cards.setSpacing(12)
    for at, kpi in enumerate(KPIS):
        cards.addWidget(KpiCard(kpi), 0, at)
        cards.setColumnStretch(at, 1)
    body.body.addLayout(cards)
    for part in (agenda(), controls()):
        body.body.addWidget(part)
    body.body.addStretch(1)
    column.addWidget(body, 1)
    return page


def build(page: Callable[[], QWidget] = today_page) -> Shell:
    """The shell with a page of the gallery."""
    shell = Shell()
    for key, badge in (("today", Badge(5, "bad")), ("orders", Badge(4, "warn")), ("tenders", Badge(2, "warn")),
                       ("budget", Badge(3, "info")), ("exchange", Badge(3, "info", solid=True))):
        shell.rail.set_badge(key, badge)
    shell.top.set_user("Laura Benítez")
    shell.top.set_history(undo="visita a Hospital Ángeles", redo="")
    shell.top.set_alerts(3)
    shell.status.set_message("Todo guardado · hace unos segundos")
    shell.status.set_context("Última exportación: viernes 18:42")
    shell.status.set_base("Base cifrada · Región Occidente", encrypted=True)
    shell.show_page(page())
    shell.rail.set_open("today")
    return shell
