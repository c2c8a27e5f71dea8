"""The working environment: .venv, hashed requirements, Debian's system libraries; standard library only."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"  # the second contains the first
OLDEST = (3, 11)
# What Qt loads and Debian's package for it: without a screen, and besides with one.
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
ON_SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libcups.so.2": "libcups2",
}


def prepare(requirements: str = DEVELOPMENT, *, screen: bool = False) -> None:
    """Make .venv and install what is missing, or stop with the exact line that would."""
    _install_system_libraries(screen=screen)
    if not python().exists():
        _make_venv()
    _install_requirements(requirements)


def python() -> Path:
    """The interpreter of .venv."""
    return _program("python")


def script(name: str) -> Path:
    """A program that a package installed into .venv."""
    return _program(name)


def call(*command: object) -> int:
    """Run a command in the repository's folder, its output ours; returns its exit status."""
    sys.stdout.flush()
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def has_display() -> bool:
    """Whether a window could be seen."""
    return not sys.platform.startswith("linux") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def _program(name: str) -> Path:
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


def _install_system_libraries(*, screen: bool) -> None:
    wanted = {**OFFSCREEN, **(ON_SCREEN if screen else {})} if sys.platform.startswith("linux") else {}
    missing = [package for library, package in wanted.items() if not _loads(library)]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    if missing:
        _apt_install(missing)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _apt_install(packages: list[str]) -> None:
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    if not is_root or shutil.which("apt-get") is None:
        sys.exit("Some system libraries are missing. Install them and start again:\n  sudo " + " ".join(install))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _must(["apt-get", "update", "-q"], env=quiet)
    _must(install, env=quiet)


def _make_venv() -> None:
    print(f"Making {VENV.name} …", flush=True)
    _must([_newest_python(), "-m", "venv", "--clear", VENV])


def _newest_python() -> str:
    """This interpreter if it is new enough, else a newer one beside it."""
    if sys.version_info >= OLDEST:
        return sys.executable
    found = next(filter(None, map(shutil.which, ("python3.13", "python3.12", "python3.11"))), None)
    return found or sys.exit("Kamdesk needs Python 3.11 or newer. Install it and start again with it.")


def _install_requirements(requirements: str) -> None:
    """Install the hashed file unless this very file, or the larger one, was installed before."""
    names = {requirements, DEVELOPMENT}
    if any(_stamp(name).exists() and _stamp(name).read_text() == _digest(name) for name in names):
        return
    print(f"Installing {requirements} …", flush=True)
    pip = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    _must([*pip, "-r", ROOT / requirements])
    _stamp(requirements).write_text(_digest(requirements))


def _must(command: Sequence[object], *, env: dict[str, str] | None = None) -> None:
    """Run a command that nothing works without; its own output says why it failed."""
    status = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False).returncode
    if status:
        sys.exit(f"This failed with status {status}:\n  " + " ".join(map(str, command)))


def _stamp(requirements: str) -> Path:
    return VENV / f"{requirements}.sha256"


def _digest(requirements: str) -> str:
    return hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
