"""What the stack must hold: Qt's bindings keep their references, every requirement is locked for every system."""

from __future__ import annotations

import re
import sys
from importlib.metadata import distributions

import pytest
from packaging.requirements import Requirement
from PySide6.QtCore import QObject

from tests.shared import ROOT

FILES = ("requirements.txt", "requirements-dev.txt")
SYSTEMS = {
    "linux": {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    "windows": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
    "macos": {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
}


def test_qt_keeps_its_reference_to_none():
    """PySide6 6.12.0 on Python 3.11 loses one per call and aborts the process after some thousand."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(2_000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) - before > -100


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_and_hashed(name):
    locked = _locked(name)
    assert locked
    assert not [package for package, text in locked.items() if "==" not in text or "--hash=sha256:" not in text]


@pytest.mark.parametrize("name", FILES)
def test_no_requirement_names_a_host_or_a_folder(name):
    assert not re.findall(r"https?://|file:/|--index|--find-links|--trusted|@ |^-[ei] ", _text(name), re.MULTILINE)


def test_both_files_agree():
    runtime, development = (_locked(name) for name in FILES)
    pins = {package: text.split()[0] for package, text in development.items()}
    assert {package: text.split()[0] for package, text in runtime.items()}.items() <= pins.items()


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_the_packages_need_elsewhere_is_locked_too(system):
    locked = _locked("requirements-dev.txt")
    needed = {
        _canonical(requirement.name)
        for distribution in distributions()
        if _canonical(distribution.name) in locked
        for requirement in map(Requirement, distribution.requires or ())
        if requirement.marker is None or requirement.marker.evaluate({"extra": "", **SYSTEMS[system]})
    }
    assert needed
    assert needed <= locked.keys()


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _locked(name: str) -> dict[str, str]:
    """Package -> its pin and hashes."""
    joined = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*$", "", _text(name), flags=re.MULTILINE))
    return {_canonical(re.split("[= ]", line)[0]): line for line in joined.splitlines() if line.strip()}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
