"""Five published reports, each damaged in its own way, go in as they are: values as printed, and the findings of a careful reviewer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the five published reports are not part of the repository; they lie beside it in CI")


@dataclass(frozen=True)
class Expected:
    """What a careful reviewer reads in one report. Rules stand with the field they name, where they name one."""

    organ: str
    year: int
    edition: str
    values: dict[str, int] = field(default_factory=dict)
    """Those that are neither 0 nor blank."""
    blanks: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    infos: tuple[str, ...] = ()
    misread: tuple[tuple[str, str], ...] = ()
    """Rule, and a field it must concern."""


TOTAL = "requests.results_total"
PARTLY = "requests.partly_granted"
COLUMNS = ("natural_person", "company", "research", "public_interest", "legal_service", "other", "total")


def row(name: str, *figures: int) -> dict[str, int]:
    return {f"requests.{name}.{column}": figure for column, figure in zip(("natural_person", "company", "total"), figures, strict=True) if figure}


EXPECTED = {
    "000": Expected("白杨沟镇", 2023, "2021", infos=("F03", "D02", "D05", "D10", "D12", "C14")),
    "001": Expected(
        "青塘镇",
        2019,
        "2019",
        {"requests.other.other": 6, "requests.other.total": 6, f"{TOTAL}.other": 6, f"{TOTAL}.total": 6},
        tuple(f"{PARTLY}.{column}" for column in COLUMNS),
        errors=(f"R01 {TOTAL}.other", f"R01 {TOTAL}.total", f"R05 {TOTAL}.other", f"R05 {TOTAL}.total"),
        warnings=(f"C01 {PARTLY}.natural_person",),
        infos=("F03", "D10", "D16"),
    ),
    "002": Expected(
        "同心县人民政府办公室",
        2023,
        "2021",
        {
            **{f"proactive.normative_documents.{name}": figure for name, figure in zip(("issued", "repealed", "in_force"), (7, 11, 20), strict=True)},
            **row("received", 15, 1, 16),
            **row("granted", 7, 0, 7),
            **row("partly_granted", 2, 1, 3),
            **row("refused_internal_affairs", 1, 0, 1),
            **row("unavailable_not_held", 4, 0, 4),
            **row("other_not_corrected", 1, 0, 1),
            **row("results_total", 15, 1, 16),
        },
        infos=("F03", "D15", "D14", "D03"),
    ),
    "003": Expected("襄垣县下良镇", 2021, "2021", infos=("D08", "D14", "D15", "C14"), misread=(("T03", "requests.unavailable_not_held.natural_person"),)),
    "004": Expected(
        "盐池县冯记沟乡",
        2021,
        "2021",
        {"proactive.penalties.decisions": 115},
        infos=("F03", "F03", "D12", "D05"),
        misread=(("T02", "requests.declined_reconfirmation.natural_person"),),
    ),
}
each_seed = pytest.mark.parametrize("name", EXPECTED)


def seed(name: str) -> Path:
    [path] = SEEDS.glob(f"{name}_*.txt")
    return path


def checked(run: Run, path: Path, *options: str) -> Any:
    [file] = json.loads(run("check", path, "--format", "json", *options).out)["files"]
    return file


def told(file: Any, severity: str) -> list[str]:
    return sorted(f"{one['rule']} {one['field'] or ''}".strip() for one in file["findings"] if one["severity"] == severity)


@each_seed
def test_every_figure_is_read_as_it_is_printed(name: str, run: Run) -> None:
    expected, file = EXPECTED[name], checked(run, seed(name))
    assert (file["organ"], file["year"], file["edition"]) == (expected.organ, expected.year, expected.edition)
    assert len(file["values"]) == {"2021": 200, "2019": 198}[expected.edition]
    assert {key: value for key, value in file["values"].items() if value} == expected.values
    assert tuple(key for key, value in file["values"].items() if value is None) == expected.blanks


@each_seed
def test_the_findings_are_those_of_a_careful_reviewer(name: str, run: Run) -> None:
    expected, file = EXPECTED[name], checked(run, seed(name))
    assert told(file, "error") == sorted(expected.errors)
    assert told(file, "warning") == sorted(expected.warnings)
    infos = [words.split()[0] for words in told(file, "info")]
    assert {rule: infos.count(rule) for rule in expected.infos} == {rule: expected.infos.count(rule) for rule in expected.infos}
    assert file["status"] == ("error" if expected.errors else "clean")
    assert {entry["rule"][0] for entry in file["not_checked"]} <= {"Y", "D"}


@each_seed
def test_a_fault_of_the_transcription_is_told_as_one_and_never_as_the_offices(name: str, run: Run) -> None:
    expected, file = EXPECTED[name], checked(run, seed(name))
    faults = [(one["rule"], field) for one in file["transcription"] for field in (one["field"], *one["related"])]
    assert set(expected.misread) <= set(faults)
    assert bool(file["transcription"]) == bool(expected.misread)
    assert all(one["rule"].startswith("T") for one in file["transcription"]) and not [one for one in file["findings"] if one["rule"].startswith("T")]


def test_a_rule_that_is_off_by_default_finds_the_penalties_when_it_is_selected(run: Run) -> None:
    assert told(checked(run, seed("004"), "--select", "P11"), "info") == ["P11 proactive.penalties.decisions"]


@each_seed
def test_a_seed_that_is_imported_gives_the_same_values_and_findings(name: str, tmp_path: Path, run: Run) -> None:
    assert run("import", seed(name), "-o", tmp_path / "录入.xlsx").status == 0
    before, after = checked(run, seed(name)), checked(run, tmp_path / "录入.xlsx")
    assert after["values"] == before["values"]
    for severity in ("error", "warning", "info"):
        assert told(after, severity) == told(before, severity)
    assert [one["message"] for one in after["findings"]] == [one["message"] for one in before["findings"]]
    assert after["transcription"] == []
