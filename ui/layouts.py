"""How the form of a kind is arranged: sections with a heading, the first one always open."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.fields import Field
from kamdesk.kinds import Kind
from kamdesk.words import N_

WIDE = ("note", "refs", "links", "choices")


@dataclass(frozen=True)
class Section:
    """A heading (msgid) and the names of the fields under it."""

    title: str
    fields: tuple[str, ...]


ARRANGED: dict[str, tuple[Section, ...]] = {
    "client": (
        Section(N_("Essentials"), ("name", "category", "segment", "territory", "owner", "status", "potential", "code")),
        Section(N_("Where and when"), ("address", "geo", "phone", "email", "visit_days", "visit_hours",
                                       "visit_override")),
        Section(N_("Commercial"), ("tax_id", "sector", "channel", "parent", "payment_days", "credit_limit", "since")),
        Section(N_("Medical"), ("specialty", "beds", "consent", "consent_on")),
        Section(N_("Notes"), ("status_reason", "note")),
    ),
    "visit": (
        Section(N_("Essentials"), ("party", "territory", "owner", "planned_on", "start", "minutes", "purpose",
                                   "state")),
        Section(N_("What happened"), ("done_on", "outcome", "contacts", "products", "topics", "messages", "objection",
                                      "next_step", "next_on", "note")),
        Section(N_("More"), ("joint_with", "missed_reason", "carried_from", "origin", "planned_first", "km")),
    ),
}


def sections(kind: Kind) -> tuple[Section, ...]:
    """The arrangement of a kind: by hand where there is one, else what is needed first, the rest, then texts."""
    if kind.name in ARRANGED:
        return ARRANGED[kind.name]
    first = {each.name for each in kind.stored if each.required} | set(kind.title) | set(kind.columns)
    essential = [each for each in kind.fields.values() if each.name in first and not _is_text(each) and each.stored]
    texts = [each for each in kind.stored if _is_text(each)]
    rest = [each for each in kind.stored if each not in essential and each not in texts]
    made = [Section(N_("Essentials"), _names(essential)), Section(N_("More"), _names(rest)),
            Section(N_("Notes"), _names(texts))]
    return tuple(each for each in made if each.fields)


def _is_text(of: Field) -> bool:
    return of.type == "note"


def _names(fields: list[Field]) -> tuple[str, ...]:
    return tuple(each.name for each in fields)
