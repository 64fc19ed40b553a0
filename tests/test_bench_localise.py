"""The benchmark's own half: its records are what it says, and this program solves each of them."""

from __future__ import annotations

import bench_localise
import pytest
from bench_localise import MOST_ERRORS, cost, edits, fields, record, run_xlplugin

from xlplugin.filing.filing import Filing
from xlplugin.form import editions

FORM = editions()["2021"]
RECORDS = [record(FORM, seed) for seed in range(5)]


def broken(filing: Filing) -> int:
    return sum(sum(map(filing.amount, left)) != sum(map(filing.amount, right)) for left, right in edits(FORM))


def test_both_programs_are_given_all_of_section_three() -> None:
    assert (len(fields(FORM)), len(edits(FORM))) == (175, 39)
    assert {name for sides in edits(FORM) for side in sides for name in side} == set(fields(FORM))


@pytest.mark.parametrize("filing", RECORDS)
def test_a_record_breaks_relations_by_few_cells_and_has_no_negative(filing: Filing) -> None:
    assert broken(filing) > 0
    assert min(filing.amount(name) for name in fields(FORM)) >= 0
    [answer] = run_xlplugin([filing])
    assert answer.cost is not None and answer.ways
    assert all(len(way) <= MOST_ERRORS and cost(filing, way) == pytest.approx(answer.cost) for way in answer.ways)


def test_records_differ_and_come_out_the_same_again() -> None:
    values = [filing.values for filing in RECORDS]
    assert all(one != other for number, one in enumerate(values) for other in values[:number])
    assert [record(FORM, seed).values for seed in range(5)] == values


def test_what_is_told_needs_both_programs_answers(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_localise, "run_banff", run_xlplugin)
    bench_localise.main(5)
    said = capsys.readouterr().out
    assert said.startswith("5 records, 175 cells, 39 relations") and said.count("solved exactly 5 of 5") == 3
    assert "differ where both solved: 0" in said and "not among xlplugin's ways: 0" in said
