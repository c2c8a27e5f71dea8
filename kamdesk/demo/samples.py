"""Samples: what each person of the field received of three products and left at her visits."""


from __future__ import annotations

from kamdesk.demo.book import Book, Row, named

PEOPLE = ("me", "r1", "r2", "r3", "r4", "r5", "r6")
# product, lot, when it came in, when it expires (days from today), how many
LOTS = (("cardiovex", "24C11", -75, 62, 40), ("serenade", "25A07", -48, 240, 60), ("presolan", "25B19", -20, 410, 60))
LEFT = (2, 3, 2, 4)  # at one visit after the other
VISITS = 9  # of each person that leave samples


def fill(book: Book) -> None:
    """Lots come in; the last visits to physicians leave some of them."""
    for key in PEOPLE:
        for product, lot, came, expires, count in LOTS:
            book.put("sample_move", person=named("person", key), product=named("product", product), lot=lot,
                     on=book.day(came), expires=book.day(expires), category="in", quantity=count)
        for at, visit in enumerate(_visits(book, key)):
            product, lot, _came, expires, _count = LOTS[at % len(LOTS)]
            book.put("sample_move", person=visit["owner"], product=named("product", product), lot=lot,
                     on=visit["done_on"], expires=book.day(expires), category="handed_over",
                     quantity=-LEFT[at % len(LEFT)], party=visit["party"], visit=visit["id"])


def _visits(book: Book, key: str) -> list[Row]:
    """The last visits of a person to physicians, once the newest lot was there."""
    physicians = {row["id"] for row in book.rows["client"] if row["category"] == "physician"}
    since, who = book.day(LOTS[-1][2]), named("person", key)
    done = [row for row in book.rows["visit"] if row["owner"] == who and row["state"] == "done"
            and row.get("party") and row["party"].id in physicians and row["done_on"] > since]
    return sorted(done, key=lambda row: (row["done_on"], row["id"]))[-VISITS:]
