"""The first step in a new base: who works in it and where (product/04 §4.13, UI.md §6.16)."""

from __future__ import annotations

import re

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.methods.calendar import NonWorking, holidays_of
from kamdesk.problems import Problem
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.records.team import Person
from kamdesk.records.visits import NonWorkingDay
from kamdesk.store import UnitOfWork
from kamdesk.words import N_, _, fold

LAPTOP_CODE = 2  # letters
# product/09: name, for whom, segment, visits, months
FREQUENCIES: tuple[tuple[str, tuple[str, ...], str | None, int, str], ...] = (
    (N_("Segment A"), (), "a", 2, "1"), (N_("Segment B"), (), "b", 1, "1"), (N_("Segment C"), (), "c", 1, "2"),
    (N_("Segment D"), (), "d", 1, "3"), (N_("Tender offices"), ("tender_office",), None, 1, "1"),
    (N_("Pharmaceutical companies"), ("pharma_company",), None, 1, "1"),
    (N_("Distributors and agents"), ("distributor", "agent"), None, 2, "1"),
)


def code_of(name: str) -> str:
    """Two letters for the automatic numbers of a laptop: the initials of its person, «KD» when there are none."""
    words = [word for word in re.split(r"[^a-z]+", fold(name)) if word]
    letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:LAPTOP_CODE] if words else ""
    return letters.upper() if len(letters) == LAPTOP_CODE else "KD"


@command
def introduce(uow: UnitOfWork, *, name: str, position: str, laptop_code: str = "") -> Person:
    """Say who works in this base: the person of that name, or a new one; her laptop numbers with two letters."""
    code = (laptop_code.strip() or code_of(name)).upper()
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise Problem(_("The laptop code has two letters, such as {example}.", example=code_of(name)),
                      field="laptop_code")
    known = uow.find(Person, name=name.strip(), limit=1)
    person = known[0] if known else uow.add(Person(name=name.strip(), position=position))
    uow.put_setting("me", person.id)
    uow.put_setting("laptop_code", code)
    uow.describe(_("Say who works here"))
    return person


@command
def begin(uow: UnitOfWork, *, name: str, position: str, company: str = "", region: str = "", country: str = "MX",
          currency: str = "MXN", week_start: str = "mon", laptop_code: str = "") -> Person:
    """Set up a new base as one step: person, region, country, currency, holidays of two years, visit frequencies."""
    person = introduce(uow, name=name, position=position, laptop_code=laptop_code)
    values = {"company": company.strip(), "region_name": region.strip(), "country": country, "currency": currency,
              "week_start": week_start}
    for setting, value in values.items():
        if value:
            uow.put_setting(setting, value)
    for each in _holidays(country):
        uow.add(NonWorkingDay(on=each.on, category="holiday", name=each.name))
    for label, whom, segment, visits, months in FREQUENCIES:
        uow.add(VisitFrequency(name=_(label), applies_to=whom, segment=segment, visits=visits, every_months=months))
    uow.describe(_("Set up the base"))
    return person


def _holidays(country: str) -> list[NonWorking]:
    year = clock.today().year
    return [each for number in (year, year + 1) for each in holidays_of(country, number)]
