"""Cases that chance finds rarely, and the rules switched off one by one: each leaves something these cases see."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kamdesk.kinds import kind_of
from kamdesk.records.numbering import field_numbers
from tests.db.sharing import test_machine
from tests.db.sharing.mutants import MUTANTS, Mutant, switch_off
from tests.db.sharing.test_machine import Office, shared_memory

__all__ = ["shared_memory"]
CELLS = field_numbers("client")


def lost_file(office: Office) -> None:
    """A file that begins after one that was lost in a restore is not joined."""
    office.back_up("B")
    office.edit("A", "1a", "credit_limit", 3)
    office.sync("A", "B")
    office.edit("A", "1a", "code", 1)
    office.make("A", "B", whole=False)
    office.restore("B", 0)
    office.open(len(office.files) - 1, "B", 1)
    office.edit("B", "1a", "credit_limit", 2)


def born_in_part(office: Office) -> None:
    """A record that came first without what the part leaves out gets it with the whole file."""
    office.create("A", "1m", 2)
    office.create("A", "2m", 2)
    office.remove("A", "1m", back=False)
    office.act("A", ("INSERT INTO invoice (id, number, amount, currency) VALUES ('1x', 'F', 5, 'MXN')", ()))
    office.sync("A", "P")
    office.sync("P", "C")
    office.sync("A", "C")


def withheld_overwritten(office: Office) -> None:
    """What came through the part says nothing of what the part withholds."""
    office.edit("B", "1a", "credit_limit", 2)
    office.edit("B", "1a", "name", 2)
    office.sync("B", "P")
    office.sync("P", "A")
    office.edit("A", "1a", "credit_limit", 3)


def part_of_a_whole_maker(office: Office) -> None:
    """A part made by somebody who has all vouches for nothing but the part."""
    office.edit("B", "1a", "credit_limit", 2)
    office.make("B", "P", whole=True)
    office.open(len(office.files) - 1, "A", 1)
    office.edit("A", "1a", "credit_limit", 3)


def relayed(office: Office) -> None:
    """Who writes over what came through the part overwrites it everywhere."""
    office.edit("B", "1a", "name", 2)
    office.sync("B", "P")
    office.sync("P", "A")
    office.edit("A", "1a", "name", 3)


def older_beside_new(office: Office) -> None:
    """A part opened by somebody it was not made for: the older writes in it come with what they had seen."""
    office.refer("C", "1b", "1t")
    office.edit("C", "1a", "name", 2)
    office.remove("B", "1u", back=False)  # 1b hangs on nothing then
    office.sync("C", "P")
    office.sync("P", "B")
    office.make("B", "P", whole=False)
    office.open(len(office.files) - 1, "A", 1)
    versions = office.laptops["A"].frontier()
    client = kind_of("client").code
    assert len(versions[client, "1b", CELLS["territory"]]) == 2, "Ben's and Carla's, not what both had seen"
    assert len(versions[client, "1a", CELLS["name"]]) == 1, "Carla had seen the name she overwrote"


def kept_alive(office: Office) -> None:
    """A deletion that had not seen a withheld value does not kill, for those who cannot see the value either."""
    office.edit("B", "1b", "credit_limit", 2)
    office.remove("A", "1b", back=False)


def deleted_through_the_part(office: Office) -> None:
    """A deletion knows the writes it saw, not all that their author had written before."""
    office.edit("C", "1b", "credit_limit", 2)
    office.edit("C", "1b", "name", 2)
    office.sync("C", "P")
    office.sync("P", "A")
    office.remove("A", "1b", back=False)


def parent_and_child(office: Office) -> None:
    """A zone that somebody hangs a client on while it is deleted lives, and goes when the client moves."""
    office.remove("A", "1u", back=False)
    office.refer("B", "1a", "1u")
    office.sync("B", "A")
    assert office.laptops["A"].has("territory", "1u")
    office.refer("A", "1a", "1t")
    office.laptops["A"].fold()
    assert not office.laptops["A"].has("territory", "1u")


def restored(office: Office) -> None:
    """Numbers written before a restore are not used again for something else."""
    office.back_up("A")
    office.edit("A", "1a", "code", 1)
    office.sync("A", "B")
    office.restore("A", 0)
    office.edit("A", "1a", "code", 2)
    office.sync("A", "C")


CASES = (lost_file, born_in_part, withheld_overwritten, part_of_a_whole_maker, relayed, older_beside_new, kept_alive,
         deleted_through_the_part, parent_and_child, restored)


def play(case: Callable[[Office], None]) -> None:
    """A case on fresh laptops that share a region, and everything exchanged at its end."""
    office = Office()
    office.begin(shared=True)
    try:
        case(office)
    except BaseException:
        office.let_go()
        raise
    office.teardown()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_case(case: Callable[[Office], None]):
    play(case)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_rule_switched_off_is_seen(mutant: Mutant, monkeypatch: pytest.MonkeyPatch):
    switch_off(mutant, monkeypatch)
    assert seen_by_a_case()


def test_a_name_kept_after_a_restore_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(test_machine, "NEW_NAME", [False])
    assert seen_by_a_case()


def seen_by_a_case() -> bool:
    """Whether some case fails."""
    for case in CASES:
        try:
            play(case)
        except Exception:  # noqa: BLE001  whatever it breaks, it was seen
            return True
    return False
