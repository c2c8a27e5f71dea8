"""The papers an order needs: mandatory ones of buyer and distributor, and the registration of each product."""

from __future__ import annotations

from collections.abc import Iterable

from kamdesk import clock
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.records.policies import ComplianceDocument
from kamdesk.store import Reader
from kamdesk.words import _, day

HOSPITALS = ("public_hospital", "private_hospital")


def missing_papers(reader: Reader, holders: Iterable[Link]) -> list[str]:
    """A sentence for each mandatory paper of these holders that is missing or expired."""
    return [said for holder in dict.fromkeys(holders) for said in _of_holder(reader, holder)]


def mandatory_for(reader: Reader, holder: Link) -> list[str]:
    """The categories of papers a holder must have, by the setting «mandatory_documents»."""
    found: list[str] = reader.setting("mandatory_documents").get(_class_of(reader, holder), [])
    return found


def _class_of(reader: Reader, holder: Link) -> str:
    if holder.kind == "distributor":
        partner = reader.maybe(Distributor, holder.id)
        return "agent" if partner is not None and partner.role == "agent" else "distributor"
    if holder.kind != "client":
        return holder.kind
    client = reader.maybe(Client, holder.id)
    category = (client.category if client else None) or ""
    return "hospital" if category in HOSPITALS else category


def _of_holder(reader: Reader, holder: Link) -> list[str]:
    papers = reader.find(ComplianceDocument, holder=holder)
    wanted = dict.fromkeys((*mandatory_for(reader, holder), *(each.category or "" for each in papers
                                                             if each.mandatory)))
    name = reader.names([holder]).get(holder.id, "") if wanted else ""
    said = (_about([each for each in papers if each.category == category], category, name) for category in wanted)
    return [each for each in said if each]


def _about(papers: list[ComplianceDocument], category: str, name: str) -> str:
    """What is wrong with the newest paper of a category, «» when it is in force."""
    called = display(ComplianceDocument.kind.fields["category"], category)
    if not papers:
        return _("{document} of {holder} is missing.", document=called, holder=name)
    last = max((each.expires for each in papers if each.expires), default=None)
    if last is None or last >= clock.today() or any(each.expires is None for each in papers):
        return ""
    return _("{document} of {holder} expired on {date}.", document=called, holder=name, date=day(last))
