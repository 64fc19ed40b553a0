"""The floors of the house: each module imports only from those below it in the drawing, and no circle exists."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "xlplugin"
FLOORS = ["text", "errors", "form", "sentences", "document", "filing", "findings", "rules", "reading", "checking", "writing", "batch", "reports", "live", "addin", "cli", "__main__"]


def dotted(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def modules(root: Path) -> dict[str, Path]:
    """The package's modules by dotted name, without the package's own root."""
    return {dotted(path, root): path for path in sorted(root.rglob("*.py")) if path != root / "__init__.py"}


def imports(path: Path) -> set[str]:
    """The full names of the package's modules that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path.name}: a relative import hides its floor"
    return {name.removeprefix("xlplugin.") for name in found if name.startswith("xlplugin.")}


def from_above(name: str, path: Path) -> list[str]:
    """What a module imports from a floor above its own."""
    allowed = FLOORS[: FLOORS.index(name.split(".")[0]) + 1]
    return sorted(other for other in imports(path) if other.split(".")[0] not in allowed and other != "__version__")


def circle(known: Mapping[str, Path]) -> list[str]:
    """An import circle, as a walk that ends where it began; empty where there is none."""
    graph = {name: sorted(other for other in imports(path) if other in known and other != name) for name, path in known.items()}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        done.add(name)
        return next((found for other in graph[name] if (found := walk(other, (*trail, name)))), [])

    return next((found for name in sorted(graph) if (found := walk(name, ()))), [])


@pytest.mark.parametrize("name", modules(ROOT))
def test_a_module_imports_only_from_its_own_floor_and_those_below(name: str) -> None:
    assert from_above(name, modules(ROOT)[name]) == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert circle(modules(ROOT)) == []


def test_every_module_stands_on_a_floor() -> None:
    assert {name.split(".")[0] for name in modules(ROOT)} <= set(FLOORS)


def copied(tmp_path: Path, **added: str) -> dict[str, Path]:
    """A small house of the same floors; `added` is one more line of code for a module."""
    lines = {
        "text": "import re",
        "errors": "from xlplugin.text import Text",
        "form.model": "from xlplugin.text import Text",
        "rules.declare": "from xlplugin.form.model import Form",
        "reading.cells": "from xlplugin import __version__",
        "checking.check": "from xlplugin.rules.declare import Rule",
        "writing.json": "import xlplugin.checking.check",
        "cli": "def main():\n    from xlplugin.writing.json import dump",
    }
    for name, line in lines.items():
        path = tmp_path.joinpath(*name.split(".")).with_suffix(".py")
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{line}\n{added.get(name.replace('.', '_'), '')}\n", "utf-8")
    return modules(tmp_path)


def test_a_house_in_order_has_nothing_to_tell(tmp_path: Path) -> None:
    house = copied(tmp_path)
    assert [name for name, path in house.items() if from_above(name, path)] == [] and circle(house) == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("form_model", "from xlplugin.rules.declare import Rule"),
        ("reading_cells", "import xlplugin.checking.check"),
        ("reading_cells", "from xlplugin import checking"),
        ("text", "def late():\n    from xlplugin.errors import XlpluginError"),
        ("rules_declare", "from xlplugin.cli import main"),
        ("checking_check", "if TYPE_CHECKING:\n    from xlplugin.writing.json import dump"),
    ],
)
def test_an_import_against_the_order_is_told_wherever_it_stands(module: str, line: str, tmp_path: Path) -> None:
    house = copied(tmp_path, **{module: line})
    assert [name for name, path in house.items() if from_above(name, path)] == [module.replace("_", ".")]


def test_a_relative_import_is_told(tmp_path: Path) -> None:
    house = copied(tmp_path, form_model="from ..text import Text")
    with pytest.raises(AssertionError, match="relative import"):
        from_above("form.model", house["form.model"])


def test_a_circle_on_one_floor_is_told(tmp_path: Path) -> None:
    copied(tmp_path, form_model="from xlplugin.form.load import load_form")
    (tmp_path / "form" / "load.py").write_text("from xlplugin.form.relation import Relation\n", "utf-8")
    (tmp_path / "form" / "relation.py").write_text("from xlplugin.form.model import Form\n", "utf-8")
    house = modules(tmp_path)  # with the two that were added
    assert all(from_above(name, path) == [] for name, path in house.items())
    assert circle(house) == ["form.model", "form.load", "form.relation", "form.model"]

