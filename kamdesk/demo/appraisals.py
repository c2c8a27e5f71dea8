"""How the network and the team of the demo are judged: the criteria of product/09 and two quarters of appraisals."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk.demo.agreements import partners
from kamdesk.demo.book import Book, linked, named
from kamdesk.methods.months import month_end, month_start

# scheme -> criterion, weight, figure (product/09)
SCHEMES = {
    "distributor": (("Ventas", 40, "F22"), ("Pago", 25, "F46"), ("Cobertura", 20, "F55"), ("Información", 15, "F54")),
    "agent": (("Ventas", 35, "F22"), ("Hospitales desarrollados", 25, "F81"), ("Cobro", 15, "F45"),
              ("Información", 15, "F54"), ("Capacitación", 10, "F58")),
    "local_supervisor": (("Ventas", 40, "F23"), ("Cobro", 20, "F45"), ("Frecuencia", 15, "F05"),
                         ("Gestión de equipo", 10, ""), ("Gasto", 10, "F62"), ("Informes", 5, "F96")),
    "representative": (("Ventas", 40, "F23"), ("Frecuencia", 25, "F05"), ("Visitas efectivas por día", 15, "F10"),
                       ("Listados y pacientes", 10, ""), ("Conocimiento", 10, "F58")),
    "recruiter": (("Agentes firmados", 35, "F57"), ("Ventas de agentes captados", 25, "F57"),
                  ("Contratos en plazo", 15, ""),
                  ("Documentos", 15, "F93"), ("Informes", 10, "F96")),
    "agent_selection": (("Experiencia", 25, ""), ("Cobertura hospitalaria", 25, ""), ("Capacidad financiera", 20, ""),
                        ("Cumplimiento", 20, ""), ("Equipo", 10, "")),
}


def fill(book: Book) -> None:
    """Criteria, then what was found by them."""
    for scheme, criteria in SCHEMES.items():
        for at, (name, weight, figure) in enumerate(criteria):
            book.put("appraisal_criterion", f"{scheme} {name}", scheme=scheme, name=name, weight=Decimal(weight),
                     figure=figure, best=Decimal(100), worst=Decimal(60 if figure == "F23" else 0), order=at)
    _appraisals(book)


def _appraisals(book: Book) -> None:
    """Two quarters of everybody, six of which are still open."""
    subjects = [(linked("distributor", key), "agent" if role == "agent" else "distributor")
                for key, _name, _city, role in partners()]
    subjects += [(linked("person", key), "local_supervisor" if key[0] == "s" else "representative")
                 for key in ("s1", "s2", "s3")]
    for at in range(40):
        subject, scheme = subjects[at % len(subjects)]
        start = month_start(book.months(-3 - 3 * (at // len(subjects)))[0])
        appraisal = book.put(
            "appraisal", f"a{at}", subject=subject, scheme=scheme, period="quarter", start=start,
            end=month_end(start + datetime.timedelta(days=70)), strengths="Constante en pedidos y cobros.",
            improvements="Enviar la información antes del día 10.", state="draft" if at % 7 == 6 else "closed",
            recommendation=("hold", "increase", "train", "reward")[at % 4], owner=named("person", "me"))
        for turn, (name, weight, figure) in enumerate(SCHEMES[scheme]):
            points = 55 + (at * 11 + turn * 17) % 44
            book.put("appraisal_line", appraisal=appraisal, criterion=named("appraisal_criterion", f"{scheme} {name}"),
                     weight=Decimal(weight), value=f"{points}.0 %", points=Decimal(points),
                     source="automatic" if figure else "manual")
