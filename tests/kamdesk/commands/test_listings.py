"""A product on its way into a formulary, adopted by physicians, used by patients."""

from __future__ import annotations

import datetime

import pytest

from kamdesk.app import App
from kamdesk.commands.listings import STEPS, advance_listing, open_listing, record_patients, set_adoption
from kamdesk.commands.records import save
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.checklists import ChecklistTemplate, Requirement
from kamdesk.records.listings import LISTING_STAGES, Adoption, HospitalListing, PatientCount
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person
from tests.conftest import TODAY
from tests.made import make

COMMITTEE = datetime.date(2025, 12, 9)


@pytest.fixture
def listing(app: App, me: Person) -> HospitalListing:
    """The dossier of a product at a hospital."""
    client, product = make(app, "client", name="Hospital Civil"), make(app, "product", name="Cardiovex 10 mg")
    return app.run(open_listing, client=client.id, product=product.id, formulary="Cuadro básico")


def label(app: App) -> str:
    step = app.store.undo_step()
    assert step is not None
    return step.label


def test_a_listing_begins_with_its_dossier_and_the_checklist_that_fits(app: App, me: Person) -> None:
    app.run(save, record=ChecklistTemplate(name="Listado", applies_to="listing", items="*Ficha técnica -10\nEstudio"))
    client, product = make(app, "client"), make(app, "product", name="Cardiovex")
    made = app.run(open_listing, client=client.id, product=product.id)
    assert (made.state, made.owner) == ("dossier", me.id)
    assert app.store.count(Requirement, parent=Link("hospital_listing", made.id)) == 2
    assert label(app) == "Abrir listado de Cardiovex"
    with pytest.raises(Problem, match="ya tiene un listado"):
        app.run(open_listing, client=client.id, product=product.id)


def test_the_way_to_the_committee_and_into_use(app: App, listing: HospitalListing) -> None:
    waiting = app.run(advance_listing, listing=listing, stage="committee", on=COMMITTEE)
    assert (waiting.committee_on, waiting.submitted_on) == (COMMITTEE, TODAY)
    assert label(app) == "Listado: Comité"
    (task,) = app.store.find(Task, about=Link("hospital_listing", listing.id))
    assert (task.title, task.due) == ("Comité de Hospital Civil: Cardiovex 10 mg", COMMITTEE)
    listed = app.run(advance_listing, listing=waiting, stage="listed", on=TODAY)
    used = app.run(advance_listing, listing=listed, stage="used", on=TODAY)
    assert (used.listed_on, used.first_use_on, used.state) == (TODAY, TODAY, "used")


def test_a_rejection_has_a_reason_and_may_begin_again(app: App, listing: HospitalListing) -> None:
    waiting = app.run(advance_listing, listing=listing, stage="committee", on=TODAY)
    with pytest.raises(Problem, match="Anota el motivo"):
        app.run(advance_listing, listing=waiting, stage="rejected", on=TODAY)
    refused = app.run(advance_listing, listing=waiting, stage="rejected", on=TODAY, reason="Precio")
    again = app.run(advance_listing, listing=refused, stage="dossier", on=TODAY)
    assert (again.state, again.reason) == ("dossier", "")
    with pytest.raises(Problem, match="solo puede pasar a: Comité"):
        app.run(advance_listing, listing=again, stage="used", on=TODAY)
    with pytest.raises(Problem, match="futura"):
        app.run(advance_listing, listing=app.run(advance_listing, listing=again, stage="committee", on=TODAY),
                stage="listed", on=COMMITTEE)


def test_every_stage_has_its_steps() -> None:
    assert set(STEPS) == set(LISTING_STAGES)
    assert {stage for steps in STEPS.values() for stage in steps} <= set(LISTING_STAGES)


def test_adoption_moves_and_keeps_its_history(app: App, me: Person) -> None:
    doctor, product = make(app, "client", category="physician"), make(app, "product", name="Neurolem")
    app.run(set_adoption, physician=doctor.id, product=product.id, level="trial")
    moved = app.run(set_adoption, physician=doctor.id, product=product.id, level="regular", evidence="Recetas")
    assert label(app) == "Adopción de Neurolem"
    assert app.store.count(Adoption) == 1
    assert [(past.before, past.after) for past in app.store.history(Adoption, moved.id) if past.field == "level"] == [
        ("trial", "regular")]
    hospital = make(app, "client")
    with pytest.raises(Problem, match="solo para médicos"):
        app.run(set_adoption, physician=hospital.id, product=product.id, level="trial")


def test_patients_are_counted_once_a_month(app: App, me: Person) -> None:
    client, product = make(app, "client", name="Hospital Civil"), make(app, "product")
    app.run(record_patients, client=client.id, product=product.id, month="2025-11", patients=40, source="hospital")
    app.run(record_patients, client=client.id, product=product.id, month="2025-11", patients=44, source="hospital")
    (count,) = app.store.find(PatientCount)
    assert (count.patients, count.source) == (44, "hospital")
    assert label(app) == "Pacientes de Hospital Civil"
    with pytest.raises(Problem, match="aún no llega"):
        app.run(record_patients, client=client.id, product=product.id, month="2025-12", patients=1)
    with pytest.raises(Problem, match="negativ"):
        app.run(record_patients, client=client.id, product=product.id, month="2025-11", patients=-1)
