"""The floors of the house: each module imports only from those below it in the drawing, and no circle exists."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "xlplugin"
FLOORS = ["text", "errors", "form", "filing", "findings", "rules", "reading", "checking", "writing", "batch", "live", "addin", "cli"]
MODULES = sorted(ROOT.rglob("*.py"))


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


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", [path for path in MODULES if path != ROOT / "__init__.py"], ids=dotted)
def test_a_module_imports_only_from_its_own_floor_and_those_below(path: Path) -> None:
    own = dotted(path).split(".")[0]
    allowed = FLOORS[: FLOORS.index(own) + 1]
    above = {name for name in imports(path) if name.split(".")[0] not in allowed and name != "__version__"}
    assert not above, f"{dotted(path)} imports from a floor above it: {sorted(above)}"


def test_no_module_imports_itself_by_way_of_others() -> None:
    names = {dotted(path): path for path in MODULES if path != ROOT / "__init__.py"}
    graph = {name: {other for other in imports(path) if other in names and other != name} for name, path in names.items()}
    # a package's __init__ re-exports its own modules; they may import each other, but not through it
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"import circle: {' -> '.join((*trail, name))}"
        if name in done:
            return
        for other in sorted(graph[name]):
            walk(other, (*trail, name))
        done.add(name)

    for name in sorted(graph):
        walk(name, ())
