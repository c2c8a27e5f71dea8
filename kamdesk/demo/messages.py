"""The messages of the demo, and which clients have heard them."""


from __future__ import annotations

from kamdesk.demo.book import Book, Row, named, tables
from kamdesk.demo.clients import clients
from kamdesk.fields import Id, Link

AUDIENCE = ("physician", "pharmacy", "hospital", "distributor")
HEARD, INFORMED, RETIRED, RETIRED_HEARD = "heard", 62, "retired", 7


def fill(book: Book) -> None:
    """Forty-six messages, and who was told."""
    _messages(book)
    _tell(book)


def _messages(book: Book) -> None:
    for at, (key, name, *_rest) in enumerate(tables()["products"]):
        for turn, (category, title) in enumerate((("key", "por qué elegirlo"), ("objection", "respuesta al precio"),
                                                  ("comparison", "frente al genérico"))):
            _message(book, f"{key} {turn}", title=f"{name}: {title}", category=category, product=named("product", key),
                     approved=200 - at, text=f"{name}: eficacia sostenida con una toma al día y costo por día claro.")
    _message(book, HEARD, title="Cardiovex: nueva presentación de 28 tabletas", category="highlight", approved=75,
             product=named("product", "cardiovex"), text="La caja cubre el mes completo y baja el costo por día 9 %.")
    _message(book, RETIRED, title="Presolán: dosis nocturna", category="key", approved=240, state="retired",
             product=named("product", "presolan"), text="Una toma por la noche.",
             retire_reason="Cambió la ficha técnica.")
    for scope, title in (("company", "Quiénes somos"), ("sales_policy", "Política comercial del año")):
        _message(book, scope, scope=scope, title=title, category="culture" if scope == "company" else "policy",
                 approved=150, text="Cumplimos lo que ofrecemos, por escrito y a tiempo.")


def _message(book: Book, key: str, *, title: str, category: str, approved: int, text: str, product: Id | None = None,
             scope: str = "product", state: str = "approved", retire_reason: str = "") -> None:
    book.put("key_message", key, scope=scope, product=product, category=category, title=title, text=text, state=state,
             basis="study", evidence="Archivo médico 2024", audience=AUDIENCE, approved_by="Dirección médica",
             approved_on=book.day(-approved), valid_until=book.day(365 - approved // 2), retire_reason=retire_reason)


def _tell(book: Book) -> None:
    """Sixty-two clients of segment A have heard the new message; seven heard the one since retired."""
    important = clients(book, segment="a")
    _heard(book, important[:INFORMED], HEARD, since=-75, until=0)
    _heard(book, clients(book, owner="r1", segment="b")[:RETIRED_HEARD], RETIRED, since=-200, until=-40)
    for at, row in enumerate(book.rows["visit"]):
        told = at % 5 == 0 and row["state"] == "done" and row.get("products") and "messages" not in row
        if told and row["done_on"] > book.day(-180):
            row["messages"] = (_own(row),)


def _own(row: Row) -> Id:
    key = next(each[0] for each in tables()["products"] if named("product", each[0]) == row["products"][0])
    return named("key_message", f"{key} 0")


def _heard(book: Book, rows: list[Row], message: str, *, since: int, until: int) -> None:
    wanted = {row["id"] for row in rows}
    for visit in book.rows["visit"]:
        if visit["state"] == "done" and visit.get("party") and visit["party"].id in wanted and (
                book.day(since) <= visit["done_on"] <= book.day(until)):
            wanted.discard(visit["party"].id)
            visit["messages"] = (named("key_message", message),)
    for at, client in enumerate(sorted(wanted)):
        book.put("interaction", party=Link("client", client), on=book.work(-20 - at), channel="email", topic="product",
                 text="Enviamos el mensaje con la ficha técnica.", owner=named("person", "me"),
                 messages=(named("key_message", message),))
