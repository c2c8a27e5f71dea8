"""The house rules that no other tool checks: sizes, third-party imports, dialogs, one door to the outside.

Who may import whom inside the house is import-linter's, print and unfinished work are ruff's (see pyproject.toml).
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.shared import ROOT

HOUSE = ("kamdesk", "db", "ui")
FILE_LINES, FILE_MEDIAN, FILE_P90 = 500, 120, 300
CLASS_LINES, FUNCTION_LINES, FUNCTION_MEDIAN = 200, 50, 8

# Third-party packages by folder, those of the folders above included; the standard library and the house are free.
MAY_IMPORT = {
    "kamdesk": {"babel", "platformdirs"},
    "kamdesk/demo": {"stdnum"},
    "kamdesk/methods": {"holidays", "icalendar", "phonenumbers", "rapidfuzz", "stdnum"},
    "kamdesk/sheets": {"python_calamine", "xlsxwriter"},
    "kamdesk/sharing": {"pyrage", "cryptography", "zstandard"},
    "kamdesk/pdf": {"reportlab"},
    "db": {"sqlalchemy", "sqlcipher3", "alembic", "cryptography"},
    "ui": {"PySide6", "shiboken6", "pypdfium2", "platformdirs"},
    "main.py": {"PySide6", "platformdirs"},
    "tools": {"babel", "PyInstaller", "PySide6"},
}
# What db may know of the business: how kinds describe themselves and what figures look like, none of what is done.
DB_KNOWS = (
    "fields", "kinds", "records", "store", "stored", "identity", "changes", "checks", "figures", "files",
    "blobs", "problems", "clock", "settings", "words", "methods.calendar", "methods.months", "methods.thinning",
    "sharing", "doors",
)  # fmt: skip
DIALOGS = {"QMessageBox", "QDialog", "QFileDialog", "QInputDialog", "QColorDialog", "QFontDialog", "QErrorMessage"}
LOOPS = {"app", "application", "menu", "drag"}  # what may be exec()-ed besides dialogs
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _modules(*tops: str) -> list[Path]:
    """Every module of these folders and files of the repository."""
    found = [path for top in tops for path in ((ROOT / top).rglob("*.py") if "." not in top else [ROOT / top])]
    return sorted(path for path in found if path.exists())


CODE = _modules(*HOUSE, "main.py", "tools")
ALL = [*CODE, *_modules("tests")]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _nodes(path: Path, sort: type | tuple[type, ...]) -> Iterator[ast.AST]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, sort))


def _length(node: ast.ClassDef | Function) -> int:
    """Lines from ``def`` or ``class`` to the end, without the docstring."""
    docstring = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
    return node.end_lineno - node.lineno + 1 - (docstring.end_lineno - docstring.lineno + 1 if docstring else 0)


def _imported(path: Path) -> set[str]:
    """Full names of what a module imports, wherever in the file the import stands."""
    plain = {alias.name for node in _nodes(path, ast.Import) for alias in node.names}
    return plain | {name for node in _nodes(path, ast.ImportFrom) if not node.level for name in _names_from(node)}


def _names_from(node: ast.ImportFrom) -> set[str]:
    """``from kamdesk import words`` is ``kamdesk.words``."""
    return {f"{node.module}.{alias.name}" for alias in node.names}


def _too_long(paths: list[Path], sort: type | tuple[type, ...], limit: int) -> list[str]:
    sizes = ((path, node, _length(node)) for path in paths for node in _nodes(path, sort))
    return [f"{_name(path)}:{node.lineno} {node.name}: {size} lines" for path, node, size in sizes if size > limit]


def test_no_file_is_over_500_lines():
    assert [f"{_name(path)}: {_lines(path)}" for path in ALL if _lines(path) > FILE_LINES] == []


def test_most_files_are_short():
    sizes = [_lines(path) for path in CODE if path.name != "__init__.py"]
    assert statistics.median(sizes) <= FILE_MEDIAN
    assert statistics.quantiles(sizes, n=10)[-1] <= FILE_P90


def test_no_class_is_over_200_lines():
    assert _too_long(ALL, ast.ClassDef, CLASS_LINES) == []


def test_no_function_is_over_50_lines():
    assert _too_long(CODE, (ast.FunctionDef, ast.AsyncFunctionDef), FUNCTION_LINES) == []


def test_most_functions_are_short():
    sizes = [_length(node) for path in CODE for node in _nodes(path, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert statistics.median(sizes) <= FUNCTION_MEDIAN


def test_each_module_says_in_one_line_what_it_is_for():
    first_lines = {_name(path): (ast.get_docstring(_tree(path)) or "").splitlines()[:2] for path in ALL}
    assert [name for name, lines in first_lines.items() if not lines or any(lines[1:])] == []


def test_third_party_packages_stay_where_they_belong():
    free = sys.stdlib_module_names | {*HOUSE, "main", "tools"}
    astray = {_name(path): _tops(path) - free - _allowed(path) for path in CODE}
    assert {name: packages for name, packages in astray.items() if packages} == {}


def _tops(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in _imported(path)}


def _allowed(path: Path) -> set[str]:
    return set().union(*(packages for key, packages in MAY_IMPORT.items() if f"{_name(path)}/".startswith(f"{key}/")))


def test_only_main_knows_all_three_packages_and_nobody_imports_main():
    known = {_name(path): _tops(path) | {path.relative_to(ROOT).parts[0]} for path in _modules(*HOUSE)}
    assert [name for name, tops in known.items() if "main" in tops or {"ui", "db"} <= tops] == []


def test_db_knows_kinds_and_figures_but_no_business():
    known = tuple(f"kamdesk.{name}" for name in DB_KNOWS)
    imported = {name for path in _modules("db") for name in _imported(path) if name.startswith("kamdesk.")}
    assert [name for name in sorted(imported) if not any(f"{name}.".startswith(f"{base}.") for base in known)] == []


def test_every_folder_of_code_is_a_package():
    """import-linter and mypy see packages only."""
    folders = {path.parent for path in _modules(*HOUSE, "tools")}
    assert [_name(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_dialogs_are_opened_through_ask_only():
    others = [path for path in _modules("ui") if not _name(path).startswith("ui/ask")]
    named = [f"{_name(path)}:{node.lineno}" for path in others for node in _nodes(path, ast.Name) if node.id in DIALOGS]
    opened = [
        f"{_name(path)}:{node.lineno}"
        for path in others
        for node in _nodes(path, ast.Attribute)
        if node.attr in {"exec", "exec_"} and ast.unparse(node.value).rpartition(".")[2] not in LOOPS
    ]
    assert named + opened == []


def test_links_are_opened_in_one_place():
    places = {_name(path) for path in CODE for node in _nodes(path, ast.Attribute) if node.attr == "openUrl"}
    assert len(places) <= 1, places


def test_the_command_line_starts_without_qt():
    top = [node for node in _tree(ROOT / "main.py").body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [ast.unparse(node).split()[1].partition(".")[0] for node in top]
    assert {"PySide6", "ui"}.isdisjoint(names)
