"""Workbooks of one layout are read and checked by what differs from the first one of it; what comes of each is what comes of it alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from _many_samples import sound_figures, summed

from tests.decoded import Decoded, decoded
from tests.layouts import random_layout, write_layout
from tests.submissions import write_submission
from xlplugin.checking.kept import Kept
from xlplugin.filing.filing import Filing
from xlplugin.filing.submissions import Submission
from xlplugin.form import Form, editions
from xlplugin.reading.layouts import imprint
from xlplugin.reading.layouts.known import NO_CACHE, SHAPES
from xlplugin.runs.recipe import Recipe, build, program_digest
from xlplugin.runs.workers.checker import Checker, read
from xlplugin.runs.workers.chunk import check_chunk

pytestmark = pytest.mark.slow  # whole workbooks, many of them
FORM = editions()["2021"]
ODD: Sequence[object] = (None, None, 0, 1, 7, -4, 12.5, 10**9, 10**13, "3", "12件", "1 234", "无", "/", "１２", "三", "x", True, "22（其中修订16件）", "=1/0", "=1+1", "#REF!")
"""What clerks type in place of a figure, and what they should not."""


def outcomes(files: Sequence[Path], monkeypatch: pytest.MonkeyPatch, *, is_kept: bool) -> tuple[list[Decoded], int]:
    """What comes of the files, in chunks of a few, stored and read back; and how many were read by what differs."""
    SHAPES.learned.clear()
    SHAPES.met.clear()
    imprint.FILLINGS.clear()
    told = 0

    def counted(path: Path, forms: Sequence[Form], file: str) -> Filing:
        nonlocal told
        filing = read(path, forms, file)
        told += filing.difference is not None
        return filing

    monkeypatch.setenv(NO_CACHE, "" if is_kept else "1")
    checker = Checker(**{**vars(build(Recipe(program_digest()))), "read": counted, "kept": Kept()})
    found: list[Decoded] = []
    for at in range(0, len(files), 5):
        found += map(decoded, check_chunk([Submission(str(file)) for file in files[at : at + 5]], checker, lambda position: None))
    return found, told


def figures(chance: random.Random, odd: int) -> dict[str, object]:
    """Figures that agree with each other, but for so many cells."""
    values = summed({**dict.fromkeys(FORM.fields, 0), **sound_figures(chance)})
    return {**values, **{name: chance.choice(ODD) for name in chance.sample(list(FORM.fields), odd)}}


@pytest.mark.parametrize("seed", [1, 2, 5, 6, 7])
def test_tables_of_one_layout_come_to_the_same_as_each_alone(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound ones, faulty ones, blanks, texts, formulas and huge numbers, in any order."""
    chance = random.Random(seed)
    for number in range(20):
        values = figures(chance, odd=chance.choice((0, 0, 0, 1, 1, 3, 12)))
        write_layout(random_layout(random.Random(100 + seed), FORM), FORM, values, tmp_path / f"{number:02}.xlsx", organ=f"样例{'一二三四五六七八九'[number % 9]}镇", year=2023)
    files = sorted(tmp_path.iterdir())
    kept, told = outcomes(files, monkeypatch, is_kept=True)
    alone, none = outcomes(files, monkeypatch, is_kept=False)
    assert kept == alone
    assert none == 0
    assert told > 1


@pytest.mark.parametrize("seed", range(3))
def test_templates_come_to_the_same_as_each_alone(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    for number in range(15):
        write_submission(tmp_path / f"{number:02}.xlsx", {**sound_figures(chance), **{name: chance.choice(ODD) for name in chance.sample(list(FORM.fields), chance.choice((0, 0, 1, 2)))}}, organ=f"样例{number}镇")
    files = sorted(tmp_path.iterdir())
    kept, told = outcomes(files, monkeypatch, is_kept=True)
    alone, _ = outcomes(files, monkeypatch, is_kept=False)
    assert kept == alone
    assert told > 3


def test_the_first_one_may_be_the_faulty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds, relations and rules that the first one breaks are asked of all others in full."""
    chance = random.Random(1)
    layout, sound = random_layout(random.Random(3), FORM), figures(chance, odd=0)
    faulty = {**sound, "requests.granted.natural_person": 10**9, "requests.received.total": 77, "proactive.fees.amount": -1}
    for number, values in enumerate([faulty, faulty, faulty, sound, {**sound, "requests.received.total": 5}, sound, faulty, sound]):
        write_layout(layout, FORM, values, tmp_path / f"{number}.xlsx", organ="样例一镇", year=2023)
    files = sorted(tmp_path.iterdir())
    kept, told = outcomes(files, monkeypatch, is_kept=True)
    alone, _ = outcomes(files, monkeypatch, is_kept=False)
    assert kept == alone
    assert told > 0
    assert {one.submission.status for one in alone} == {"error", "clean"} or {one.submission.status for one in alone} == {"error", "warning"}


def test_several_layouts_and_the_template_side_by_side_come_to_the_same_as_each_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound and faulty ones, as they come: what is kept of one layout is not taken for another's."""
    chance = random.Random(11)
    monkeypatch.setattr("xlplugin.checking.check.localise", lambda filing, faulty: [])
    for number in range(24):
        values, file, organ = figures(chance, odd=chance.choice((0, 0, 0, 1, 4))), tmp_path / f"{number:02}.xlsx", f"样例{'一二三四五六七八九'[number % 9]}镇"
        if (kind := chance.randrange(3)) == 2:
            write_submission(file, values, organ=organ)
        else:
            write_layout(random_layout(random.Random(101 + kind), FORM), FORM, values, file, organ=organ, year=2023)
    files = sorted(tmp_path.iterdir())
    kept, told = outcomes(files, monkeypatch, is_kept=True)
    alone, none = outcomes(files, monkeypatch, is_kept=False)
    assert kept == alone
    assert none == 0
    assert told > 3


def test_a_cell_may_hold_what_the_learned_one_held_and_the_first_one_did_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups of digits typed as text, in the second file, from which the layout is learned; in the first plain one there are none; and then again."""
    chance, layout = random.Random(5), random_layout(random.Random(3), FORM)
    fees, issued = "proactive.fees.amount", "proactive.normative_documents.issued"
    typed = [("12", "3"), ("1 234", "1 002"), ("15", "4"), ("1 234", "4"), ("15", "1 002"), ("1 234", "1 002"), ("12件", "4"), ("1 235", "无"), ("15", "3")]
    for number, (first, second) in enumerate(typed):
        write_layout(layout, FORM, {**figures(chance, odd=0), fees: first, issued: second}, tmp_path / f"{number}.xlsx", organ="样例一镇", year=2023)
    files = sorted(tmp_path.iterdir())
    kept, told = outcomes(files, monkeypatch, is_kept=True)
    alone, _ = outcomes(files, monkeypatch, is_kept=False)
    assert kept == alone
    assert told > 0
