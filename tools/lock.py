"""Write requirements.txt and requirements-dev.txt from pyproject.toml: exact versions, every file's hash, no hosts."""

from __future__ import annotations

import re
import subprocess
import sys

from tools.environment import DEVELOPMENT, ROOT, RUNTIME

HEADER = "# Made by tools/dev.py lock from pyproject.toml; do not edit by hand.\n"
OPTIONS = (
    "--quiet", "--generate-hashes", "--allow-unsafe", "--strip-extras", "--no-header",
    "--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links",
)  # fmt: skip
# The extra «elsewhere» is resolved on any system, but installed only where it is needed.
MARKERS = {
    "colorama": 'sys_platform == "win32"',
    "macholib": 'sys_platform == "darwin"',
    "pefile": 'sys_platform == "win32"',
    "pywin32-ctypes": 'sys_platform == "win32"',
}


def lock(options: list[str]) -> None:
    """Resolve both files; the second holds everything of the first at the same versions."""
    _compile(DEVELOPMENT, ["--extra=dev", "--extra=elsewhere", *options])
    _compile(RUNTIME, [f"--constraint={DEVELOPMENT}", *options])


def _compile(name: str, options: list[str]) -> None:
    target = ROOT / name
    pip_compile = [sys.executable, "-m", "piptools", "compile", *OPTIONS]
    subprocess.run([*pip_compile, *options, f"--output-file={name}", "pyproject.toml"], cwd=ROOT, check=True)
    text = target.read_text(encoding="utf-8")
    for package, marker in MARKERS.items():
        text = re.sub(rf"^{package}==\S+(?= )", rf"\g<0> ; {marker}", text, flags=re.MULTILINE)
    target.write_text(HEADER + text, encoding="utf-8")


if __name__ == "__main__":
    lock(sys.argv[1:])
