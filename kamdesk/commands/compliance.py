"""Papers that let somebody do business: kept, renewed by a new one (product/04 §4.11)."""

from __future__ import annotations

import dataclasses
import datetime

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.display import display
from kamdesk.fields import Id
from kamdesk.problems import Problem
from kamdesk.records.policies import ComplianceDocument
from kamdesk.selling.papers import mandatory_for
from kamdesk.store import UnitOfWork
from kamdesk.words import _


@command
def add_document(uow: UnitOfWork, *, document: ComplianceDocument) -> ComplianceDocument:
    """Keep a paper of a holder; it is mandatory when the settings say so for holders of its sort."""
    needed = document.holder is not None and document.category in mandatory_for(uow, document.holder)
    made = uow.add(dataclasses.replace(document, mandatory=document.mandatory or needed))
    uow.describe(_("Document of {holder}", holder=_holder(uow, made)))
    return made


@command
def start_renewal(uow: UnitOfWork, *, document: ComplianceDocument,
                  on: datetime.date | None = None) -> ComplianceDocument:
    """Say that a paper is being renewed; it stays on the radar until the new one is there."""
    if document.renewal_started is not None:
        raise Problem(_("Its renewal has begun already."), field="renewal_started")
    uow.describe(_("Begin the renewal of {document}", document=_called(document)))
    return uow.change(document, renewal_started=on or clock.today())


@command
def renew_document(uow: UnitOfWork, *, document: ComplianceDocument, expires: datetime.date, number: str = "",
                   issued: datetime.date | None = None, file: Id | None = None) -> ComplianceDocument:
    """Replace a paper by its new one, which expires later; the old one stays in the history."""
    if document.expires is not None and expires <= document.expires:
        raise Problem(_("The new one must expire later."), field="expires")
    if uow.count(ComplianceDocument, replaces=document.id):
        raise Problem(_("It was renewed already."), field="replaces")
    made = uow.add(ComplianceDocument(
        category=document.category, holder=document.holder, number=number.strip() or document.number, issued=issued,
        authority=document.authority, expires=expires, mandatory=document.mandatory, file=file, replaces=document.id))
    uow.describe(_("Document of {holder}", holder=_holder(uow, made)))
    return made


def _holder(uow: UnitOfWork, document: ComplianceDocument) -> str:
    if document.holder is None:
        return _("the company")
    return uow.names([document.holder]).get(document.holder.id, "")


def _called(document: ComplianceDocument) -> str:
    return display(ComplianceDocument.kind.fields["category"], document.category)
