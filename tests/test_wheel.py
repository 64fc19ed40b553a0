"""The wheel, as a user gets it: built, installed into a new environment, and used from an empty folder."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from xlplugin import __version__
from xlplugin.form import editions
from xlplugin.outputs.template.hand_out import FILE_NAME

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
CLEAN = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")} | {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
needs_build = pytest.mark.skipif(importlib.util.find_spec("hatchling") is None or importlib.util.find_spec("pip") is None, reason="hatchling or pip is not installed")


def call(*command: str | Path, cwd: Path) -> str:
    """What a command prints; a failing one fails the test with what it said."""
    ran = subprocess.run(list(map(str, command)), cwd=cwd, env=CLEAN, check=False, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout. What it needs to be built is installed here already, so nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT, cwd=folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it; what the wheel depends on is lent from this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    names = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=names))
    call(sys.executable, "-m", "pip", "--python", python(folder), "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    # A .pth file only lengthens sys.path at its end: the wheel's own package comes first, whatever this environment holds.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder


def python(environment: Path) -> Path:
    return program(environment, "python")


def program(environment: Path, name: str) -> Path:
    return environment / ("Scripts" if os.name == "nt" else "bin") / (f"{name}.exe" if os.name == "nt" else name)


@needs_build
def test_the_wheel_holds_the_package_and_its_files_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {"xlplugin/cli/__init__.py", "xlplugin/py.typed", "xlplugin/rules/limits.toml"} <= names
    assert {f"xlplugin/form/editions/{edition}.toml" for edition in editions()} <= names
    assert {f"xlplugin/workbook_templates/{FILE_NAME.format(edition=edition)}" for edition in editions()} <= names
    assert {name.split("/")[0] for name in names} == {"xlplugin", f"xlplugin-{__version__}.dist-info"}
    assert not [name for name in names if "__pycache__" in name or name.startswith("xlplugin/tests")]


@needs_build
def test_the_template_is_handed_out_from_an_installed_wheel(environment: Path, tmp_path: Path) -> None:
    home = call(python(environment), "-c", "import xlplugin; print(xlplugin.__file__)", cwd=tmp_path).strip()
    assert Path(home).is_relative_to(environment), "not the wheel's package was imported"
    assert call(program(environment, "xlplugin"), "--version", cwd=tmp_path) == f"xlplugin {__version__}\n"
    for edition in editions():
        call(program(environment, "xlplugin"), "template", "--edition", edition, cwd=tmp_path)
        name = FILE_NAME.format(edition=edition)
        assert (tmp_path / name).read_bytes() == (ROOT / "workbook_templates" / name).read_bytes()


@needs_build
def test_a_workbook_is_checked_with_an_installed_wheel(environment: Path, tmp_path: Path) -> None:
    code = """
from pathlib import Path
from xlplugin import check, editions, read_workbook, write_template
from xlplugin.rules import catalogue
form = editions()["2021"]
write_template(form, Path("a.xlsx"), catalogue().values(), values={**dict.fromkeys(form.fields, 0), "requests.received.other": 6}, cover={"organ": "样例一镇", "year": 2023})
print(sorted({finding.rule for finding in check([read_workbook(Path("a.xlsx"))])[0].findings}))
"""
    found = call(python(environment), "-c", code, cwd=tmp_path)
    assert "'R01'" in found and "'R06'" in found
