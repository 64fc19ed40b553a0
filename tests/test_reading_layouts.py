"""Reading by labels, against an adversary: random workbooks such as offices make, read without one wrong figure."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from tests.layouts import (
    Ambiguity,
    Written,
    lost_row_label,
    pasted_from_the_web,
    random_layout,
    summing_values,
    table_twice,
    two_equal_row_labels,
    typed_in_wps,
    typed_values,
    write_layout,
)
from xlplugin.filing.filing import Filing
from xlplugin.form import Form, editions
from xlplugin.reading.read import read_workbook

pytestmark = pytest.mark.slow  # whole workbooks, many of them

ORGANS = ("样例一镇", "样例二乡人民政府", "样例三街道办事处", "样例县人民政府办公室", "样例市自然资源局")


def single_row_form() -> Form:
    form = editions()["2021"]
    return form.with_alternative("requests", "requests", form.table("requests").block("requests").alternatives[0])


def write(form: Form, seed: int, folder: Path) -> tuple[Written, dict[str, object]]:
    rng = random.Random(seed)
    values: dict[str, object] = dict(summing_values(rng, form))
    year = rng.choice([2019, 2020] if form.edition == "2019" else [2021, 2022, 2023, 2024])
    return write_layout(random_layout(rng, form), form, values, folder / "本单位.xlsx", organ=rng.choice(ORGANS), year=year), values


def figures(filing: Filing) -> dict[str, Decimal | None]:
    return {name: None if value is None else Decimal(value) for name, value in filing.values.items()}


FORMS = {"2021": editions()["2021"], "2019": editions()["2019"], "2021 （六）单行": single_row_form()}


@pytest.mark.parametrize("seed", [*range(50), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(50, 300))])
def test_every_figure_of_a_random_layout_is_read(seed: int, tmp_path: Path) -> None:
    form = FORMS[list(FORMS)[seed % 5 % 3]]
    written, values = write(form, seed, tmp_path)
    filing = read_workbook(written.path)
    assert filing.form.key == form.key
    wrong = {name: (value, values[name]) for name, value in figures(filing).items() if value != Decimal(str(values[name]))}
    assert not wrong
    assert {name: cell.place for name, cell in filing.cells.items()} == written.places
    assert (filing.organ, filing.year) == (written.organ, written.year)
    facts = filing.facts
    assert not (facts.line_faults or facts.missing_tables or facts.duplicate_tables or facts.group_numbers or facts.editions_by_table)
    assert not [label for label in facts.seen_labels if label.by_place]


def told_apart(filing: Filing, values: dict[str, object]) -> dict[str, object]:
    """The fields whose figure is another than the one written, or none."""
    return {name: (value, values[name]) for name, value in figures(filing).items() if value != Decimal(str(values[name]))}


HABITS = [*range(20), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(20, 100))]


@pytest.mark.parametrize("seed", HABITS)
def test_every_figure_of_a_web_table_pasted_with_its_spans_is_read_and_no_column_is_added(seed: int, tmp_path: Path) -> None:
    form, rng = FORMS[list(FORMS)[seed % 5 % 3]], random.Random(seed)
    values: dict[str, object] = dict(summing_values(rng, form))
    written = write_layout(pasted_from_the_web(random_layout(rng, form), rng), form, values, tmp_path / "本单位.xlsx", organ=rng.choice(ORGANS), year=2023 if form.edition == "2021" else 2020)
    filing = read_workbook(written.path)
    assert filing.form.key == form.key and told_apart(filing, values) == {}
    assert {name: cell.place for name, cell in filing.cells.items()} == written.places
    assert (filing.organ, filing.year) == (written.organ, written.year)
    assert not (filing.facts.line_faults or filing.facts.missing_tables or filing.facts.duplicate_tables)


@pytest.mark.parametrize("seed", HABITS)
def test_full_width_digits_and_labels_with_spaces_and_line_breaks_are_read_exactly(seed: int, tmp_path: Path) -> None:
    form, rng = FORMS[list(FORMS)[seed % 5 % 3]], random.Random(seed)
    values: dict[str, object] = dict(summing_values(rng, form))
    layout = typed_in_wps(random_layout(rng, form), rng)
    written = write_layout(layout, form, typed_values(values, rng), tmp_path / "本单位.xlsx", organ=rng.choice(ORGANS), year=2023 if form.edition == "2021" else 2020)
    filing = read_workbook(written.path)
    assert filing.form.key == form.key
    assert {name: (cell.value if cell.value is not None else cell.likely, values[name]) for name, cell in filing.cells.items() if Decimal(str(cell.value if cell.value is not None else cell.likely)) != Decimal(str(values[name]))} == {}
    assert {name: cell.place for name, cell in filing.cells.items()} == written.places
    assert not (filing.facts.line_faults or filing.facts.missing_tables or filing.facts.duplicate_tables)


def ambiguous(make: object, seed: int, folder: Path) -> tuple[Written, dict[str, object], Ambiguity, Filing]:
    rng = random.Random(seed)
    form = editions()["2021"]
    values: dict[str, object] = {name: number % 7 + 1 for number, name in enumerate(form.fields)}
    ambiguity = make(random_layout(rng, form), form, rng)  # type: ignore[operator]
    written = write_layout(ambiguity.layout, form, values, folder / "a.xlsx", organ="样例一镇", year=2023)
    return written, values, ambiguity, read_workbook(written.path)


@pytest.mark.parametrize("seed", range(20))
def test_two_rows_of_one_label_are_told_and_neither_is_guessed(seed: int, tmp_path: Path) -> None:
    _, values, ambiguity, filing = ambiguous(two_equal_row_labels, seed, tmp_path)
    assert any(fault.kind == "ambiguous" and fault.axis == "row" for fault in filing.facts.line_faults)
    for name, value in figures(filing).items():
        if name.split(".")[1] in ambiguity.rows and name.startswith(ambiguity.table):
            assert value is None, "one of two rows of one label was taken for a figure"
        else:
            assert value == values[name]


@pytest.mark.parametrize("seed", range(20))
def test_a_row_whose_label_is_lost_is_told_by_its_place_and_said_so(seed: int, tmp_path: Path) -> None:
    _, values, ambiguity, filing = ambiguous(lost_row_label, seed, tmp_path)
    by_place = [label.id for label in filing.facts.seen_labels if label.by_place]
    missing = [fault for fault in filing.facts.line_faults if fault.kind == "missing"]
    assert by_place == list(ambiguity.rows) or missing
    for name, value in figures(filing).items():
        is_lost = name.startswith(ambiguity.table) and name.split(".")[1] in ambiguity.rows
        assert value == values[name] or (is_lost and value is None and missing)


@pytest.mark.parametrize("seed", range(20))
def test_a_table_that_stands_twice_with_other_figures_is_told_and_not_read(seed: int, tmp_path: Path) -> None:
    _, values, ambiguity, filing = ambiguous(table_twice, seed, tmp_path)
    assert [table for table, _ in filing.facts.duplicate_tables] == [ambiguity.table]
    for name, value in figures(filing).items():
        assert value == (None if name.startswith(f"{ambiguity.table}.") else values[name])
