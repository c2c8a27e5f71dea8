"""What can be done with a client, each verb with the few fields it asks for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from kamdesk import clock, fields
from kamdesk.commands.clients import (
    change_segment,
    close_client_plan,
    open_client_plan,
    reassign_clients,
    record_consent,
    set_client_status,
)
from kamdesk.commands.erasing import erase
from kamdesk.commands.interactions import relay_feedback
from kamdesk.commands.listings import advance_listing, open_listing, record_patients, set_adoption
from kamdesk.commands.records import archive, restore
from kamdesk.fields import Field, Link
from kamdesk.records.clients import CONSENTS, Client, Contact
from kamdesk.records.interactions import ClientPlan, Interaction
from kamdesk.records.listings import LISTING_STAGES, Adoption, HospitalListing, PatientCount
from kamdesk.words import N_, _
from ui import ask
from ui.panels.fields import Asked, ask_fields
from ui.parties.planning import ask_plan
from ui.run import FAILED
from ui.screen import Context, Screen
from ui.shell.shell import host_of


def _field(name: str, made: Field) -> Field:
    return made.named(name, "")


def _of(kind: type[Any], *names: str, required: bool = False) -> list[Field]:
    found = [kind.kind.fields[name] for name in names]
    return [dataclasses.replace(each, required=True) for each in found] if required else found


REASON = _field("reason", fields.text("Reason", required=True))
ON = _field("on", fields.day("Date", required=True))


class Verbs:
    """The verbs of one place of the page; problems without a panel are shown there."""

    def __init__(self, context: Context, place: Screen) -> None:
        self._context, self._place = context, place

    def _ask(self, asked: Asked, verb: Callable[..., Any], said: str, **given: Any) -> None:
        """Ask for the arguments of a verb that the place does not give."""
        attempt = self._context.runner.attempt
        ask_fields(self._context, host_of(self._place), asked, said=said,
                   run=lambda panel, values: attempt(panel, verb, **given, **values))

    def _attempt(self, verb: Any, said: str, **given: Any) -> None:
        if self._context.runner.attempt(self._place, verb, **given) is not FAILED:
            self._context.runner.tell(said)

    def visit(self, client: Client) -> None:
        """Log a visit that was not planned."""
        self._context.window.quick("visit", party=Link("client", client.id))

    def call(self, client: Client) -> None:
        """Log a call."""
        self._context.window.quick("call", party=Link("client", client.id))

    def plan(self, client: Client) -> None:
        """Plan a visit, by default on the next working day."""
        ask_plan(self._context, host_of(self._place), party=Link("client", client.id), name=client.name,
                 owner=client.owner)

    def segment(self, *clients: Client) -> None:
        """Another segment or potential."""
        first = clients[0]
        asked = Asked(_("Change segment"), _whom(clients), _("Change segment"),
                      [*_of(Client, "segment", "potential"), REASON],
                      {"segment": first.segment, "potential": first.potential if len(clients) == 1 else None})
        self._ask(asked, change_segment, _("Segment changed"), clients=list(clients))

    def reassign(self, *clients: Client) -> None:
        """Give clients and their visits ahead to somebody else."""
        asked = Asked(_("Reassign"), _whom(clients), _("Reassign"), _of(Client, "owner", required=True),
                      {"owner": None})
        self._ask(asked, reassign_clients, _("Clients reassigned"), clients=list(clients))

    def status(self, client: Client) -> None:
        """Prospect, active or inactive."""
        asked = Asked(_("Change status"), client.name, _("Change status"),
                      [*_of(Client, "status"), dataclasses.replace(REASON, required=False)],
                      {"status": "inactive" if client.status == "active" else "active"})
        self._ask(asked, set_client_status, _("Status changed"), client=client)

    def consent(self, person: Client | Contact) -> None:
        """What a physician or contact said of keeping her data."""
        asked = Asked(_("Consent"), person.name, _("Save consent"), [
            _field("value", fields.choice("Consent", CONSENTS, required=True)), ON,
            _field("evidence", fields.text("Evidence"))], {"value": "given", "on": clock.today()})
        link = Link(type(person).kind.name, person.id)
        self._ask(asked, record_consent, _("Consent saved"), person=link)

    def erase(self, person: Client | Contact) -> None:
        """Blank the personal data of somebody who withdrew consent, for good."""
        if ask.confirm(self._place, _("Erase the personal data of “{name}”?", name=person.name),
                       _("Nothing brings them back, not even undo."), _("Erase personal data")):
            self._attempt(erase, _("Personal data erased"), records=[person], reason=_("Consent withdrawn"),
                          confirmed=True)

    def archive(self, client: Client) -> None:
        """Hide the client, or show it again."""
        verb, said = (restore, _("Restored")) if client.archived else (archive, _("Archived record"))
        self._attempt(verb, said, records=[client])

    def open_listing(self, client: Client) -> None:
        """Begin to list a product here."""
        asked = Asked(_("List a product"), client.name, _("Open listing"),
                      _of(HospitalListing, "product", "formulary", "agent"))
        self._ask(asked, open_listing, _("Listing opened"), client=client.id)

    def step(self, listing: HospitalListing, stage: str) -> None:
        """The next stage: the dossier of one that nobody works on begins at once."""
        if listing.state == "none":
            self._attempt(open_listing, _("Listing opened"), client=listing.client or "", product=listing.product or "")
        else:
            self.advance(listing, stage)

    def advance(self, listing: HospitalListing, stage: str) -> None:
        """Move a listing to its next stage."""
        dated = {"committee": N_("Day of the committee"), "listed": N_("Listed on"), "used": N_("First use")}
        asked = Asked(_("Listing: {stage}", stage=_(LISTING_STAGES[stage])), self._named(listing), _("Move listing"), [
            dataclasses.replace(ON, label=dated.get(stage, "Date")), dataclasses.replace(
                REASON, required=stage in ("rejected", "withdrawn"))], {"on": clock.today()})
        self._ask(asked, advance_listing, _("Listing moved"), listing=listing, stage=stage)

    def _named(self, listing: HospitalListing) -> str:
        names = self._context.app.store.names([Link("product", listing.product or "")])
        return next(iter(names.values()), "")

    def adoption(self, client: Client) -> None:
        """How far a physician has come with a product."""
        asked = Asked(_("Adoption level"), client.name, _("Save level"), _of(Adoption, "product", "level", "evidence"),
                      {"level": "trial"})
        self._ask(asked, set_adoption, _("Adoption saved"), physician=client.id)

    def patients(self, client: Client) -> None:
        """How many patients use a product this month."""
        asked = Asked(_("Patients"), client.name, _("Save patients"),
                      _of(PatientCount, "product", "month", "patients", "source"),
                      {"month": f"{clock.today():%Y-%m}", "source": "estimate"})
        self._ask(asked, record_patients, _("Patients saved"), client=client.id)

    def open_plan(self, client: Client) -> None:
        """A plan for the client, in force from now on."""
        names = ("start", "end", "goal", "sales_goal", "products", "situation")
        end = clock.today().replace(month=12, day=31)
        asked = Asked(_("Plan of the client"), client.name, _("Open plan"), _of(ClientPlan, *names),
                      {"start": clock.today(), "end": end})
        attempt = self._context.runner.attempt
        ask_fields(self._context, host_of(self._place), asked, said=_("Plan opened"), run=lambda panel, values: attempt(
            panel, open_client_plan, plan=ClientPlan(client=client.id, **values)))

    def put_in_force(self, plan: ClientPlan) -> None:
        """A plan that was a draft counts from now on."""
        self._attempt(open_client_plan, _("Plan opened"), plan=plan)

    def close_plan(self, plan: ClientPlan) -> None:
        """What came of a plan."""
        asked = Asked(_("Close the plan"), plan.goal, _("Close plan"), _of(ClientPlan, "result", required=True))
        self._ask(asked, close_client_plan, _("Plan closed"), plan=plan)

    def relay(self, note: Interaction) -> None:
        """Pass a note on, write the answer, or say that the client heard it."""
        told = note.relay == "answered"
        if told:
            self._attempt(relay_feedback, _("Told to the client"), interactions=[note], on=clock.today(), told=True)
            return
        asked = Asked(_("Pass on"), note.text.split("\n", 1)[0], _("Save"), [
            ON, _field("to", fields.text("Pass on to")), _field("answer", fields.note("Answer"))],
            {"on": clock.today(), "to": note.relay_to})
        self._ask(asked, relay_feedback, _("Passed on"), interactions=[note])


def _whom(clients: tuple[Client, ...]) -> str:
    return clients[0].name if len(clients) == 1 else _("{n} clients", n=len(clients))
