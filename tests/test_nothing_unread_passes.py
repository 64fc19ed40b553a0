"""Whatever of a form is not read, the file is never clean and the exit status never 0."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.documents.damage import DAMAGES
from tests.documents.make import make_report
from tests.documents.write import LAYOUTS
from tests.layouts import Ambiguity, Layout, lost_row_label, random_layout, summing_values, two_equal_row_labels, write_layout
from tests.submissions import CONSISTENT, write_submission
from tests.unread import NOT_DECODED, NOT_RECALCULATED, SAVED_ONLY, put
from xlplugin import check
from xlplugin.filing.findings import Report
from xlplugin.form import Form, editions
from xlplugin.reading.open import read_any
from xlplugin.runs.run import check_files

FORMULAS = {**NOT_RECALCULATED, **SAVED_ONLY}
KINDS = {**FORMULAS, **NOT_DECODED}
SEEDS = range(2)


def own_workbook(seed: str, folder: Path, content: str) -> tuple[Path, str]:
    """A random workbook of an office's own with one cell made unreadable: where it lies, and the field."""
    rng = random.Random(seed)
    form = rng.choice(list(editions().values()))
    written = write_layout(random_layout(rng, form), form, summing_values(rng, form), folder / "a.xlsx", organ="样例一镇", year=2023)
    name = rng.choice(sorted(written.places))
    return put(written.path, written.places[name], content), name


def template(seed: str, folder: Path, content: str) -> tuple[Path, str]:
    """A filled template with nothing to correct but one cell made unreadable."""
    rng = random.Random(seed)
    path = write_submission(folder / "a.xlsx", CONSISTENT)
    cells = read_any(path, "a.xlsx", list(editions().values())).cells
    name = rng.choice([name for name in cells if name not in CONSISTENT])
    place = cells[name].place
    assert place is not None
    return put(path, place, content), name


MAKERS: tuple[Callable[[str, Path, str], tuple[Path, str]], ...] = (own_workbook, template)


def checked(path: Path) -> Report:
    [report] = check_files([path])
    return report


@pytest.mark.slow
@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_with_one_cell_that_cannot_be_read_is_never_clean(kind: str, make: Callable[[str, Path, str], tuple[Path, str]], tmp_path: Path) -> None:
    for seed in SEEDS:
        path, name = make(f"{seed} {kind}", tmp_path, KINDS[kind])
        report = checked(path)
        assert report.coverage is not None and name in report.values, seed
        if kind in FORMULAS:
            assert report.status == "incomplete", (seed, name)
            (cause,) = (cause for cause in report.coverage.unread if name in cause.fields)
            assert cause.is_saved == (kind in SAVED_ONLY) and report.coverage.saved >= cause.is_saved, (seed, name)
            assert report.coverage.read == report.coverage.fields - sum(len(cause.fields) for cause in report.coverage.unread if not cause.is_saved), (seed, name)
        else:
            assert report.status == "error", (seed, name)
            assert any(finding.field == name for finding in report.findings), (seed, name)


@pytest.mark.slow
@pytest.mark.parametrize("make", [lost_row_label, two_equal_row_labels])
def test_a_workbook_with_a_row_that_was_not_placed_is_never_clean(make: Callable[[Layout, Form, random.Random], Ambiguity], tmp_path: Path) -> None:
    for seed in range(12):
        rng = random.Random(seed)
        form = rng.choice(list(editions().values()))
        case = make(random_layout(rng, form), form, rng)
        written = write_layout(case.layout, form, summing_values(rng, form), tmp_path / "a.xlsx", organ="样例一镇", year=2023)
        filing, report = read_any(written.path, "a.xlsx", list(editions().values())), checked(written.path)
        if any(name not in filing.cells for name in filing.form.fields):
            assert report.status in ("error", "incomplete"), seed


@pytest.mark.slow
@pytest.mark.parametrize(("number", "damage"), list(enumerate(DAMAGES)))
def test_a_report_of_which_a_figure_was_not_read_is_incomplete(number: int, damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each damage in every third layout, each layout with every third damage."""
    monkeypatch.setattr("xlplugin.checking.check.localise", lambda filing, faulty: [])  # figures at random add up nowhere, and no advice is asked for
    for layout in list(LAYOUTS)[number % 3 :: 3]:
        made = make_report(0, layout, tmp_path, damage)
        if made is None:
            continue
        filing = read_any(made.path, made.path.name, list(editions().values()))
        [report] = check([filing])
        lost = [name for name in made.values if name not in filing.cells]
        assert report.coverage is not None and report.coverage.read == report.coverage.fields - len(lost), layout
        assert not lost or report.status == "incomplete", layout
        assert {name for cause in report.coverage.unread for name in cause.fields} == set(lost), layout


@pytest.mark.slow
def test_no_such_file_ends_with_0_whatever_is_asked(tmp_path: Path, run: Run) -> None:
    for number, (kind, content) in enumerate(KINDS.items()):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        path, _ = template(kind, folder, content)
        assert run("check", path).status == (2 if kind in FORMULAS else 1), kind
        if kind in FORMULAS:
            assert run("check", path, "--fail-on", "never").status == 2, kind
    ran = run("check", tmp_path, "--format", "json", "--fail-on", "never")
    summary = json.loads(ran.out)["summary"]
    assert ran.status == 2 and summary["clean"] == summary["with_warnings"] == 0 and summary["incomplete"] >= len(FORMULAS)


def test_a_file_of_which_everything_was_read_is_whole(tmp_path: Path) -> None:
    report = checked(write_submission(tmp_path / "a.xlsx", CONSISTENT))
    assert report.coverage is not None and report.status == "clean"
    assert (report.coverage.fields, report.coverage.read, report.coverage.saved, report.coverage.unread) == (200, 200, 0, ())
