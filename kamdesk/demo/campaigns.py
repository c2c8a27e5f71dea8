"""Communication plans, pieces and launches of the demo."""

# ruff: noqa: PLR2004  the numbers are what this file is made of
from __future__ import annotations

from kamdesk.demo.book import Book, linked, named, pesos
from kamdesk.demo.budgets import line
from kamdesk.demo.clients import clients
from kamdesk.fields import Id

CATEGORIES = ("soft_article", "post", "video", "infographic", "email", "advertisement")
CHANNELS = ("facebook", "instagram", "linkedin", "youtube", "email", "web")
STATES = ("published", "published", "approved", "drafting", "published", "idea")


def fill(book: Book) -> None:
    """Everything that carries the messages."""
    _plans(book)
    _launches(book)


def _plans(book: Book) -> None:
    told = (("own", "Redes de Cardiovascular", None, "running"),
            ("client", "Campaña de Laboratorios Cenit", "client", "preparation"),
            ("closed", "Semana del corazón", None, "closed"))
    company = clients(book, category="pharma_company")[0]["id"]
    for at, (key, name, whose, state) in enumerate(told):
        plan = book.put("communication_plan", key, name=name, for_party=company if whose else None, state=state,
                        brand="Cenit" if whose else "Cardiovex",
                        products=() if whose else (named("product", "cardiovex"),), start=book.day((-60, 15, -200)[at]),
                        end=book.day((60, 105, -140)[at]), channels=CHANNELS[:4],
                        objective="Dar a conocer la presentación de 28 tabletas.",
                        audience="Médicos y público informado", goal_reach=60_000, goal_conversions=300,
                        cost=pesos(42_000), fee=pesos(18_000) if whose else None,
                        budget_line=line("Contenidos y redes sociales"), owner=named("person", "me"),
                        result="Se alcanzó 104 % del alcance." if state == "closed" else "")
        for turn in range(12):
            _piece(book, plan, key, at * 12 + turn, turn)
    _variants(book)


def _piece(book: Book, plan: Id, key: str, at: int, turn: int) -> None:
    state = "published" if key == "closed" else "idea" if key == "client" and turn > 3 else STATES[turn % 6]
    out = state == "published"
    piece = book.put("content_piece", f"{key} {turn}", plan=plan, title=f"Pieza {at + 1}: cuida tu presión",
                     state=state, category=CATEGORIES[turn % 6], channel=CHANNELS[turn % 4],
                     product=named("product", "cardiovex"), tone=("emotional", "informative", "intuitive")[turn % 3],
                     hook="¿Cuándo mediste tu presión?", copy="Una toma al día. Consulta a tu médico.",
                     call_to_action="Consulta a tu médico", author=named("person", "me"),
                     publish_on=book.day(-50 + turn * 9), published_on=book.day(-50 - turn) if out else None,
                     legal_by="Asuntos regulatorios" if out else "", legal_on=book.day(-60) if out else None)
    if out and turn:
        book.put("content_metric", piece=piece, on=book.day(-3), reach=9_000 + at * 310, impressions=14_000 + at * 450,
                 clicks=310 + at * 9, leads=22 + at, conversions=9 + at % 7, spend=pesos(1_900 + at * 40))


def _variants(book: Book) -> None:
    """The pair of variants, 4.5 and 6.0 %, and the piece that waits for its legal review."""
    first, second = (next(row for row in book.rows["content_piece"]
                          if row["id"] == named("content_piece", f"own {turn}"))
                     for turn in (0, 1))
    second["variant_of"] = first["id"]
    book.rows["content_metric"] = [row for row in book.rows["content_metric"] if row["piece"] != second["id"]]
    for piece, impressions, clicks, conversions, spend in ((first, 40_000, 1_200, 54, 18_900),
                                                           (second, 38_000, 1_100, 66, 17_600)):
        book.put("content_metric", f"variant {clicks}", piece=piece["id"], on=book.day(-2), reach=impressions // 2,
                 impressions=impressions, clicks=clicks, leads=conversions * 2, conversions=conversions,
                 spend=pesos(spend))
    blocked = next(row for row in book.rows["content_piece"] if row["id"] == named("content_piece", "own 3"))
    blocked.update(state="review", legal_note="Falta la referencia del estudio citado.",
                   title="Pieza 4: estudio de presión")


def _launches(book: Book) -> None:
    """Two paid campaigns and two launches, one with two steps pending."""
    hosts = clients(book, category="private_hospital")
    for at, (key, category, name) in enumerate((("paid", "paid", "Pauta de búsqueda"),
                                                ("paid-2", "paid", "Pauta en redes"),
                                                ("launch", "launch", "Lanzamiento Lipidane"),
                                                ("launch-2", "launch", "Lanzamiento Tensiora"))):
        paid = category == "paid"
        book.put("media_launch", key, category=category, name=name, party=hosts[at]["id"],
                 plan=named("communication_plan", "own"), medium="Redes sociales" if paid else "Evento",
                 channels=CHANNELS[:2], start=book.day(-30 + at * 16), end=book.day(30 + at * 16),
                 budget=pesos(20_000 + at * 5_000), budget_line=line("Contenidos y redes sociales"),
                 pieces=(named("content_piece", "own 0"),) if key == "paid" else (), responsible=named("person", "me"),
                 state="launched" if paid else "preparation")
        if category == "launch":
            for turn, step in enumerate(("Material aprobado", "Sala reservada", "Invitaciones", "Ponente confirmado",
                                         "Muestras")):
                book.put("requirement", parent=linked("media_launch", key), name=step, due=book.day(4 + turn),
                         order=turn,
                         state="pending" if turn > 2 else "ready", mandatory=True)  # two are pending
