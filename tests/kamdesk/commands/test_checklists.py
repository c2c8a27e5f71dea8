"""Requirements from templates: the most specific one, days counted back, nothing twice; and how far each is."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from kamdesk.app import App
from kamdesk.commands.checklists import Item, apply_checklist, best_template, items_of, set_requirement
from kamdesk.commands.records import save
from kamdesk.problems import Problem
from kamdesk.records.checklists import ChecklistTemplate, Requirement
from kamdesk.records.clients import Client
from kamdesk.records.team import Person
from kamdesk.records.tenders import Tender
from kamdesk.records.territories import Territory

DEADLINE = datetime.date(2025, 12, 1)  # a Monday
LINES = "* Carta de agente -5\nCertificado COVID-19\n*Muestra -1"


@pytest.fixture
def tender(app: App, me: Person, zone: Territory) -> Tender:
    """A tender in a zone of Mexico."""
    office = app.run(save, record=Client(name="IMSS", category="tender_office", territory=zone.id, owner=me.id))
    return app.run(save, record=Tender(number="LA-1", title="Cardio", office=office.id, territory=zone.id,
                                       category="public_tender", goods="medicines"))


def template(app: App, name: str, **more: Any) -> ChecklistTemplate:
    """A template for tenders."""
    return app.run(save, record=ChecklistTemplate(name=name, applies_to="tender", items=LINES, **more))


def test_items() -> None:
    """«*» makes one mandatory, «-5» is days; a hyphen inside a name is part of it."""
    assert items_of(ChecklistTemplate(items=LINES)) == [
        Item("Carta de agente", mandatory=True, days=5), Item("Certificado COVID-19", mandatory=False, days=0),
        Item("Muestra", mandatory=True, days=1)]


def test_apply(app: App, tender: Tender) -> None:
    """One requirement a line, due in working days before the deadline, one step to undo."""
    template(app, "General")
    made = app.run(apply_checklist, parent=tender, deadline=DEADLINE)
    assert [(each.name, each.mandatory, each.due) for each in made] == [
        ("Carta de agente", True, datetime.date(2025, 11, 24)), ("Certificado COVID-19", False, DEADLINE),
        ("Muestra", True, datetime.date(2025, 11, 28))]
    assert app.undo().label == "Aplicar lista «General»"
    assert app.store.find(Requirement) == []


def test_holidays_are_no_working_days(app: App, tender: Tender) -> None:
    """17 November 2025 is a holiday in Mexico: five working days before Friday 21 is Thursday 13."""
    template(app, "General")
    made = app.run(apply_checklist, parent=tender, deadline=datetime.date(2025, 11, 21))
    assert made[0].due == datetime.date(2025, 11, 13)


def test_most_specific(app: App, tender: Tender, zone: Territory) -> None:
    """Territory, authority and goods count; one for other goods or another authority never applies."""
    template(app, "General")
    assert best_template(app.store, tender) == app.store.find(ChecklistTemplate)[0]
    template(app, "De equipos", goods="devices", territory=zone.id, authority=tender.office)
    assert getattr(best_template(app.store, tender), "name", "") == "General"
    template(app, "De la zona", territory=zone.id)
    template(app, "Del IMSS", territory=zone.id, authority=tender.office)
    assert getattr(best_template(app.store, tender), "name", "") == "Del IMSS"


def test_nearer_territory_wins(app: App, tender: Tender, zone: Territory) -> None:
    """Of two lists for territories above, the one for the nearer."""
    region = app.run(save, record=Territory(name="Occidente", level="region"))
    app.run(save, record=Territory(id=zone.id, name=zone.name, level="zone", parent=region.id))
    template(app, "A de la región", territory=region.id)
    template(app, "Z de la zona", territory=zone.id)
    assert getattr(best_template(app.store, tender), "name", "") == "Z de la zona"


def test_nothing_twice(app: App, tender: Tender) -> None:
    """Applied again it says so; only what is missing is added."""
    template(app, "General")
    made = app.run(apply_checklist, parent=tender, deadline=DEADLINE)
    with pytest.raises(Problem, match="Ya se pide todo"):
        app.run(apply_checklist, parent=tender, deadline=DEADLINE)
    with app.store.unit("test") as uow:
        uow.delete(made[1])
    assert [each.name for each in app.run(apply_checklist, parent=tender)] == ["Certificado COVID-19"]


def test_none_fits(app: App, tender: Tender) -> None:
    """Without a template the sentence says where to make one."""
    with pytest.raises(Problem, match="Plantillas"):
        app.run(apply_checklist, parent=tender)


def test_set_requirement(app: App, tender: Tender) -> None:
    """State and note are written; a state that is none is refused."""
    template(app, "General")
    made = app.run(apply_checklist, parent=tender)[0]
    done = app.run(set_requirement, requirement=made, state="ready", note="Original en la carpeta")
    assert (done.state, done.note) == ("ready", "Original en la carpeta")
    assert app.undo().label == "Requisito: Carta de agente"
    with pytest.raises(Problem):
        app.run(set_requirement, requirement=made, state="perfect")
