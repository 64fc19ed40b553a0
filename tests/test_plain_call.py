"""`check FILE`, the plainest call, does without Typer and much else: it says what Typer would have come to, and loads what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.submissions import write_submission
from tests.test_without_pandas import OUT_OF_BOUNDS, SOUND, UNEQUAL, workbook
from xlplugin.cli import one_file

HEAVY = ("typer", "numpy", "pandas", "pandera", "scipy", "formulas", "cn2an", "pydantic", "xlplugin.reading.documents.report", "xlplugin.sentences.reader")
_LOADED = f"""
import sys
from xlplugin.cli import main
try:
    main()
finally:
    print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""
OPTIONS = [
    [],
    ["--format", "json"],
    ["--format=json", "--lang=en"],
    ["--lang", "en", "--fail-on", "warning"],
    ["--fail-on=never"],
    ["--fail-on", "info"],
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A sound file, one with a broken relation, one that is none."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "sound").mkdir()
    found = {"faulty": workbook(folder, UNEQUAL), "sound": workbook(folder / "sound", SOUND), "none": folder / "坏.xlsx"}
    found["none"].write_bytes(b"PK\x03\x04 nothing")
    return found


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
@pytest.mark.parametrize("kind", ["sound", "faulty", "none"])
def test_it_says_what_it_says_by_way_of_typer(kind: str, options: list[str], files: dict[str, Path], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plainly = run("check", files[kind], *options)
    monkeypatch.setattr("xlplugin.cli.check_plainly", lambda arguments: None)
    assert run("check", files[kind], *options) == plainly


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["check", "a.xlsx", "b.xlsx"],
        ["check", "a.xlsx", "--jobs", "2"],
        ["check", "a.xlsx", "--select", "R"],
        ["check", "a.xlsx", "--lang", "fr"],
        ["check", "a.xlsx", "--lang"],
        ["check", "a.xlsx", "-j1"],
        ["check", "--", "a.xlsx"],
        ["check", "没有.xlsx"],
        ["check", "."],
        ["rules"],
        ["--version"],
    ],
    ids=" ".join,
)
def test_any_other_call_is_typers(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.xlsx", "b.xlsx"):
        Path(name).touch()
    monkeypatch.setattr(one_file, "check_one", lambda *_: pytest.fail("was checked"))
    assert one_file.check_plainly(arguments) is None


def loaded(path: Path) -> list[str]:
    """Which of the heavy modules a process has loaded that checked a file."""
    ended = subprocess.run([sys.executable, "-X", "utf8", "-c", _LOADED, "check", str(path)], capture_output=True, encoding="utf-8", check=False)
    assert "Traceback" not in ended.stderr and ended.returncode in (0, 1), ended.stderr
    names: list[str] = eval(ended.stderr.splitlines()[-1])
    return names


@pytest.mark.slow
def test_a_sound_template_and_a_sound_table_of_ones_own_load_nothing_heavy(files: dict[str, Path], tmp_path: Path) -> None:
    template = tmp_path / "a.xlsx"
    write_submission(template, {"requests.received.company": 3, "requests.granted.company": 3})
    assert loaded(template) == [] and loaded(files["sound"]) == []


@pytest.mark.slow
def test_a_broken_relation_loads_numpy_and_a_broken_bound_nothing_else(files: dict[str, Path], tmp_path: Path) -> None:
    assert loaded(files["faulty"]) == ["numpy"]
    assert loaded(workbook(tmp_path, OUT_OF_BOUNDS)) == ["numpy"]  # its sums do not agree either
