"""Filings of one layout are stored by what differs from the first one: less is written, and what is read back is all of it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from _many_samples import sound_figures, summed

from tests.layouts import random_layout, write_layout
from tests.outcomes import results_of
from xlplugin.filing.findings import Differing
from xlplugin.filing.submissions import Submission
from xlplugin.form import editions
from xlplugin.reading.layouts import imprint
from xlplugin.reading.layouts.known import SHAPES
from xlplugin.reading.open import read_any
from xlplugin.runs.inputs.addresses import submissions
from xlplugin.runs.recipe import Recipe, build, program_digest
from xlplugin.runs.store import shards
from xlplugin.runs.store.lines import LineReader
from xlplugin.runs.store.outcome import Outcome
from xlplugin.runs.workers.chunk import check_chunk

FORM = editions()["2021"]
FIELD = "requests.received.natural_person"
ODD: dict[int, dict[str, float | str | None]] = {6: {"proactive.fees.amount": 12.5}, 7: {FIELD: None}, 8: {FIELD: "12件"}}


@pytest.fixture(name="sent")
def _sent(tmp_path: Path) -> list[tuple[Submission, Outcome]]:
    """Nine workbooks of one layout, checked one after the other: six sound ones, then one with a decimal, one with a blank cell, and one with a text."""
    SHAPES.learned.clear()
    SHAPES.met.clear()
    imprint.FILLINGS.clear()
    layout = random_layout(random.Random(3), FORM)
    for number in range(9):
        values = summed({**dict.fromkeys(FORM.fields, 0), **sound_figures(random.Random(number))})
        values |= ODD.get(number, {})
        write_layout(layout, FORM, values, tmp_path / f"{number}.xlsx", organ=f"样例{number}镇", year=2023)
    files = submissions([str(path) for path in sorted(tmp_path.iterdir())], {})
    return list(zip(files, check_chunk(files, build(Recipe(program_digest())), lambda position: None), strict=True))


def test_what_is_read_back_is_what_the_file_holds(sent: list[tuple[Submission, Outcome]], tmp_path: Path) -> None:
    is_told = [outcome.base is not None for _, outcome in sent]
    assert is_told == [False, False, True, True, True, True, True, False, False]  # by the second one, from which the layout is learned
    with results_of(tmp_path / "out", *sent) as results:
        for result in results:
            alone = read_any(Path(result.submission.file), result.submission.file, list(editions().values()))
            filing, report = result.filing(), result.report()
            assert filing == alone
            assert list(report.values.items()) == list(alone.values.items())
            assert isinstance(report.values, Differing) is is_told.pop(0)
            assert filing is not None and list(filing.cells) == list(alone.cells)


def test_the_filing_that_others_are_told_by_is_written_once(sent: list[tuple[Submission, Outcome]], tmp_path: Path) -> None:
    with results_of(tmp_path / "out", *sent):
        [shard] = (tmp_path / "out" / "results").iterdir()
        with shard.open("rb") as stream:
            rows = [json.loads(line)["at"] for line in LineReader(stream).index[1::2]]
    assert len({tuple(at["base"]) for at in rows if "base" in at}) == 1
    whole, *_ = lengths = [sum(length for name, (_, length) in at.items() if name != "base") for at in rows]
    assert max(length for length, at in zip(lengths, rows, strict=True) if "base" in at) * 2 < whole


def test_a_filing_that_others_are_told_by_is_decoded_anew_where_too_many_are_kept(sent: list[tuple[Submission, Outcome]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "_KEPT_BASES", 0)
    with results_of(tmp_path / "out", *sent) as results:
        told = [result.submission.named for result in results if result.filing() is not None]
        assert told == [one.submission.named for _, one in sent] != []
