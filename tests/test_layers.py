"""The floors of the house: each module imports only from those below it in the drawing, no circle exists, and no room is overfull."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
ROOT, SCRIPTS = CHECKOUT / "xlplugin", CHECKOUT / "scripts"
FLOORS = re.findall(r"^\| `(\w+)` \|", (CHECKOUT / "docs" / "architecture.md").read_text("utf-8"), re.MULTILINE)
"""As the page draws them, from the ground up."""
MOST_IN_A_FOLDER = 20
MOST_LINES = 300


def dotted(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def modules(root: Path) -> dict[str, Path]:
    """The package's modules by dotted name, without the package's own root."""
    return {dotted(path, root): path for path in sorted(root.rglob("*.py")) if path != root / "__init__.py"}


@cache
def named(path: Path) -> frozenset[str]:
    """The full names of everything that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path.name}: a relative import hides its floor"
    return frozenset(found)


def imports(path: Path) -> set[str]:
    """The package's modules that a file imports, by their names in the package."""
    return {name.removeprefix("xlplugin.") for name in named(path) if name.startswith("xlplugin.")}


def from_above(name: str, path: Path) -> list[str]:
    """What a module imports from a floor above its own."""
    allowed = FLOORS[: FLOORS.index(name.split(".")[0]) + 1]
    return sorted(other for other in imports(path) if other.split(".")[0] not in allowed)


def circle(known: Mapping[str, Path]) -> list[str]:
    """An import circle, as a walk that ends where it began; empty where there is none."""
    graph = {name: sorted(other for other in imports(path) | named(path) if other in known and other != name) for name, path in known.items()}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        done.add(name)
        return next((found for other in graph[name] if (found := walk(other, (*trail, name)))), [])

    return next((found for name in sorted(graph) if (found := walk(name, ()))), [])


HOUSE = modules(ROOT)


@pytest.mark.parametrize("name", HOUSE)
def test_a_module_imports_only_from_its_own_floor_and_those_below(name: str) -> None:
    assert from_above(name, HOUSE[name]) == []


@pytest.mark.parametrize("root", [ROOT, SCRIPTS], ids=["xlplugin", "scripts"])
def test_no_module_imports_itself_by_way_of_others(root: Path) -> None:
    assert circle(modules(root)) == []


def test_every_module_stands_on_a_floor_and_every_floor_that_the_page_draws_is_there() -> None:
    assert {name.split(".")[0] for name in HOUSE} == set(FLOORS)
    assert len(FLOORS) == len(set(FLOORS))


def crowded(root: Path) -> dict[str, int]:
    """Folders with more modules of their own than one can look over, by how many."""
    own = Counter(path.parent.relative_to(root).as_posix() for path in root.rglob("*.py") if path.name != "__init__.py")
    return {folder: count for folder, count in own.items() if count > MOST_IN_A_FOLDER}


def test_no_folder_of_the_package_holds_more_modules_than_one_can_look_over() -> None:
    assert crowded(ROOT) == {}


def long(root: Path) -> dict[str, int]:
    """Files that hold more lines than one reads at a sitting, by how many: there is a seam in each."""
    return {path.relative_to(root).as_posix(): count for path in root.rglob("*.py") if (count := path.read_text("utf-8").count("\n")) > MOST_LINES}


@pytest.mark.parametrize("root", [ROOT, SCRIPTS], ids=["xlplugin", "scripts"])
def test_no_file_holds_more_lines_than_one_reads_at_a_sitting(root: Path) -> None:
    assert long(root) == {}


def test_a_long_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "short.py").write_text("pass\n" * MOST_LINES, "utf-8")
    assert long(tmp_path) == {}
    (tmp_path / "long.py").write_text("pass\n" * (MOST_LINES + 1), "utf-8")
    assert long(tmp_path) == {"long.py": MOST_LINES + 1}


def test_a_crowded_folder_is_told_and_init_and_folders_below_do_not_count(tmp_path: Path) -> None:
    for number in range(MOST_IN_A_FOLDER):
        (tmp_path / f"m{number}.py").touch()
    (tmp_path / "__init__.py").touch()
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "m.py").touch()
    assert crowded(tmp_path) == {}
    (tmp_path / "one_more.py").touch()
    assert crowded(tmp_path) == {".": MOST_IN_A_FOLDER + 1}


def copied(tmp_path: Path, **added: str) -> dict[str, Path]:
    """A small house of the same floors; `added` is one more line of code for a module."""
    lines = {
        "text": "import re",
        "errors": "from xlplugin.text import Text",
        "form.model": "from xlplugin.text import Text",
        "rules.declare": "from xlplugin.form.model import Form",
        "reading.cells": "from xlplugin.version import __version__",
        "checking.check": "from xlplugin.rules.declare import Rule",
        "outputs.json": "import xlplugin.checking.check",
        "cli": "def main():\n    from xlplugin.outputs.machine.objects import dump",
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
        ("checking_check", "if TYPE_CHECKING:\n    from xlplugin.outputs.machine.objects import dump"),
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


def test_a_circle_of_scripts_which_import_each_other_by_bare_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "make.py").write_text("def main():\n    from _faults import plant\n", "utf-8")
    (tmp_path / "_faults.py").write_text("import make\n", "utf-8")
    assert circle(modules(tmp_path)) == ["_faults", "make", "_faults"]


PAGE = (CHECKOUT / "docs" / "architecture.md").read_text("utf-8")


@pytest.mark.parametrize(("path", "function"), re.findall(r"`(xlplugin/[\w/]+\.py)` `(\w+)`", PAGE))
def test_the_doors_that_the_page_names_are_there(path: str, function: str) -> None:
    tree = ast.parse((CHECKOUT / path).read_text("utf-8"))
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_file_and_room_that_the_drawing_names_is_there() -> None:
    drawing = PAGE[PAGE.index("```mermaid") :]
    rooms = set(re.findall(rf"\b(?:xlplugin/)?((?:{'|'.join(FLOORS)})/[\w/.]+\w)", drawing))
    assert len(rooms) > 8
    assert not [room for room in rooms if not (ROOT / room).exists() and not (ROOT / f"{room}.py").exists()]
