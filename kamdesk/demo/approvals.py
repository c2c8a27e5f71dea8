"""Approvals of the demo, written over what each document holds once it is stored."""

from __future__ import annotations

import datetime
from typing import Any

from kamdesk.demo.book import Book, named
from kamdesk.fields import Link
from kamdesk.identity import imported_key_id
from kamdesk.kinds import kind_of
from kamdesk.protected import content_hash
from kamdesk.store import UnitOfWork

BOSS, ME = "Patricia Ledesma", "Laura Benítez"
# document, then what happened to it: action, days ago, comment
STORIES: tuple[tuple[str, str, tuple[tuple[str, int, str], ...]], ...] = (
    ("target_plan", "sales", (("submit", 330, "Reparto del año."), ("approve", 328, "Por correo."))),
    ("budget", "now", (("submit", 320, "Presupuesto del año."), ("approve", 317, "En la reunión de enero."))),
    ("promotion_plan", "running", (("submit", 40, "Plan de farmacia."), ("approve", 38, "Por correo."))),
    ("promotion_plan", "approved", (("submit", 12, "Cierre de año."), ("approve", 9, "Por correo."))),
    ("promotion_plan", "returned", (("submit", 8, "Lanzamiento."), ("send_back", 5, "Separa el costo por mercado."))),
    ("promotion_plan", "waiting", (("submit", 2, "Mesa redonda."),)),
    ("promotion_plan", "evaluated", (("submit", 250, "Primavera."), ("approve", 247, "Por correo."))),
    ("tender", "floor", (("submit", 1, "La oferta del renglón 01 va bajo el piso."),)),
    ("budget_transfer", "waiting", (("submit", 1, "Traspaso a viáticos."),)),
    ("staff_recommendation", "transfer", (("submit", 15, "Cambio de plaza."),
                                          ("send_back", 11, "Espera al cierre del año."))),
    ("communication_plan", "own", (("submit", 75, "Redes."), ("approve", 72, "Por correo."))),
    ("communication_plan", "client", (("submit", 6, "Plan con honorario, espera la aceptación del cliente."),)),
    ("incentive", "running", (("submit", 40, "Incentivo de cierre."), ("approve", 36, "Por correo."))),
    ("credit_assessment", "medisur", (("submit", 2, "Aumento de límite."), ("approve", 1, "Aprobado por correo."))),
    ("work_plan", "now", (("submit", 30, "Plan del mes."), ("approve", 28, "Por correo."))),
    ("recruitment_plan", "now", (("submit", 300, "Captación."), ("approve", 296, "Por correo."))),
)


def write(uow: UnitOfWork, book: Book) -> None:
    """One event an act; each covers the document as it is stored."""
    uow.add_many(kind_of("approval_event"), [row for kind, key, acts in STORIES
                                             for row in _acts(uow, book, kind, key, acts)])


def _acts(uow: UnitOfWork, book: Book, kind: str, key: str,
          acts: tuple[tuple[str, int, str], ...]) -> list[dict[str, Any]]:
    of = kind_of(kind)
    document = uow.get(of.cls, named(kind, key))
    digest = content_hash(uow, document)
    return [{
        "id": imported_key_id(kind_of("approval_event").code, "demo", f"{kind} {key} {action}"), "action": action,
        "document": Link(kind, document.id), "actor": ME if action == "submit" else BOSS, "comment": comment,
        "at": datetime.datetime.combine(book.day(-days), datetime.time(17), tzinfo=datetime.UTC), "origin": "by_hand",
        "covers": sorted(of.approvable), "content_hash": digest,
    } for action, days, comment in acts]
