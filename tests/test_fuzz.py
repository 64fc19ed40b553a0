"""Files that are nearly right end in a report or a sentence; `scripts/fuzz.py` tries as many as are wanted."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import get_args, get_type_hints

import fuzz
import pytest

from tests.fuzz.bases import Base, bases
from tests.fuzz.changes import made
from xlplugin.filing.facts import LineFault
from xlplugin.outputs.template.transcript_sheet import _fault
from xlplugin.runs.workers.failures import Bounds

pytestmark = pytest.mark.slow
COUNT = 40


@pytest.fixture(scope="module")
def little() -> list[Base]:
    """A few files to make cases from."""
    return bases(4, with_office=False, with_packages=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited by Linux")
def test_recombined_and_changed_files_end_in_a_report_or_a_sentence_that_is_foreseen(little: list[Base], tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    kept = tmp_path / "bases.pickle"
    kept.write_bytes(pickle.dumps(little))
    statuses, finds = fuzz.run(0, COUNT, 7, tmp_path / "kept", kept)
    assert not finds and statuses.total() == COUNT and len(statuses) > 2
    assert not list((tmp_path / "kept").iterdir())


def test_the_same_numbers_make_the_same_case_and_others_another(little: list[Base]) -> None:
    cases = [made(number, 3, little) for number in range(60)]
    assert cases == [made(number, 3, little) for number in range(60)]
    assert len({case.content for case in cases}) > 55
    assert not any(case.content in [base.content for base in little] for case in cases[:20])


def test_what_a_case_does_to_its_process_is_found_and_its_file_kept(little: list[Base], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "BOUNDS", Bounds(60, 1))  # nothing can be read within a MiB
    (tmp_path / "kept").mkdir()
    kept = tmp_path / "bases.pickle"
    kept.write_bytes(pickle.dumps(little))
    statuses, finds = fuzz.run(0, 2, 7, tmp_path / "kept", kept)
    assert len(finds) == 2 and statuses["stopped"] == 2


def test_every_kind_of_fault_of_a_line_has_words_where_it_is_imported() -> None:
    """Case 8882 of seed 1: a row that shares merged cells with another could not be imported."""
    kinds = get_args(get_type_hints(LineFault)["kind"])
    assert all(_fault(LineFault(kind, "requests", "row", "一")).startswith("原件的表格") for kind in kinds)
