"""The generator of random workbooks is honest: it says where the figures are, and that is where a spreadsheet library finds them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from tests.layouts import (
    Layout,
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
from xlplugin.filing.cells import Place
from xlplugin.form import Form, Label, editions
from xlplugin.form.labels import canonical

pytestmark = pytest.mark.slow

ORGAN, YEAR = "样例一镇人民政府", 2023
FORMS = editions()
SEEDS = range(30)
CASES = [(edition, seed) for edition in FORMS for seed in SEEDS]


def single_row_form() -> Form:
    """The 2021 form with its alternative: one row in place of the three of （六）."""
    block = FORMS["2021"].table("requests").block("requests")
    return FORMS["2021"].with_alternative("requests", "requests", block.alternatives[0])


def write(form: Form, seed: int, folder: Path) -> tuple[Layout, dict[str, object], Written]:
    layout = random_layout(random.Random(seed), form)
    values: dict[str, object] = dict(summing_values(random.Random(seed), form))
    return layout, values, write_layout(layout, form, values, folder / f"{seed}.xlsx", organ=ORGAN, year=YEAR)


def contents(path: Path, *, formulas: bool = False) -> dict[Place, object]:
    """Every cell that holds something."""
    book = openpyxl.load_workbook(path, data_only=not formulas)
    assert not book.defined_names
    found: dict[Place, object] = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            found |= {Place(sheet.title, cell.row, cell.column): cell.value for cell in row if cell.value is not None and cell.row and cell.column}
    return found


def texts(path: Path) -> list[str]:
    return [str(content) for content in contents(path).values()]


@pytest.mark.parametrize(("edition", "seed"), CASES)
def test_the_cell_at_each_place_holds_the_fields_value(edition: str, seed: int, tmp_path: Path) -> None:
    form = FORMS[edition]
    _, values, written = write(form, seed, tmp_path)
    cells = contents(written.path)
    assert set(written.places) == set(form.fields)
    assert len(set(written.places.values())) == len(form.fields)
    assert {name: float(cells[place]) for name, place in written.places.items()} == {name: float(value) for name, value in values.items()}  # type: ignore[arg-type]


@pytest.mark.parametrize(("edition", "seed"), CASES)
def test_the_labels_of_a_field_stand_above_and_beside_its_place(edition: str, seed: int, tmp_path: Path) -> None:
    form = FORMS[edition]
    layout, _, written = write(form, seed, tmp_path)
    shown = {place: content for place, content in contents(written.path, formulas=True).items() if isinstance(content, str) and not content.startswith("=")}
    for drawn in layout.tables:
        table = form.table(drawn.table)
        for field in table.fields:
            row, column = (drawn.words[field.block, axis, line].replace("{year}", str(YEAR)) for axis, line in (("row", field.row.id), ("column", field.column.id)))
            here = written.places[field.id]
            above = [shown[place] for y in range(here.row - 1, 0, -1) if (place := Place(here.sheet, y, here.column)) in shown]
            assert above[0] == column, field.id
            if table.block(field.block).layout == "matrix":
                beside = [shown.get(Place(here.sheet, here.row, x), "") for x in range(1, here.column)]
                assert any(text.endswith(row) for text in beside), field.id
            else:
                assert row == route_of(here, {drawn.words[field.block, "row", line.id] for line in table.block(field.block).rows}, shown), field.id


def route_of(here: Place, routes: set[str], shown: dict[Place, str]) -> str:
    """The last of the route labels above a cell of the line, from the left up to its column."""
    starts = [place for place, text in shown.items() if text in routes and place.sheet == here.sheet and place.row < here.row and place.column <= here.column]
    return shown[max(starts, key=lambda place: place.column)]


@pytest.mark.parametrize(("edition", "seed"), CASES)
def test_a_label_said_to_be_changed_stands_in_the_workbook(edition: str, seed: int, tmp_path: Path) -> None:
    _, _, written = write(FORMS[edition], seed, tmp_path)
    cells = texts(written.path)
    assert written.labels_changed
    for official, seen in written.labels_changed:
        assert official != seen
        assert any(seen in text for text in cells), f"{seen!r} for {official!r}"


@pytest.mark.parametrize(("edition", "seed"), CASES)
def test_a_formula_gives_the_value_saved_with_it(edition: str, seed: int, tmp_path: Path) -> None:
    layout, _, written = write(FORMS[edition], seed, tmp_path)
    saved, typed = contents(written.path), contents(written.path, formulas=True)
    formulas = {place: content for place, content in typed.items() if isinstance(content, str) and content.startswith("=")}
    assert bool(formulas) == any(table.totals != "typed" for table in layout.tables)
    for place, formula in formulas.items():
        parts = [saved.get(part, 0) for part in referenced(place.sheet, formula)]
        assert sum(part for part in parts if isinstance(part, (int, float))) == saved[place]


def referenced(sheet: str, formula: str) -> Iterator[Place]:
    """The cells that a formula adds up."""
    for area in re.findall(r"[A-Z]+\d+(?::[A-Z]+\d+)?", formula):
        left, top, right, bottom = range_boundaries(area)
        assert left and top and right and bottom
        yield from (Place(sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def test_the_same_seed_gives_the_same_layout_and_places(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for seed in range(10):
        first, _, here = write(FORMS["2021"], seed, tmp_path)
        second, _, there = write(FORMS["2021"], seed, tmp_path / "b")
        assert first == second
        assert (here.places, here.labels_changed) == (there.places, there.labels_changed)
        assert contents(here.path) == contents(there.path)


def test_different_seeds_give_different_layouts() -> None:
    layouts = [random_layout(random.Random(seed), FORMS["2021"]) for seed in SEEDS]
    assert all(one != other for number, one in enumerate(layouts) for other in layouts[:number])


def labels(form: Form) -> Iterator[tuple[str, tuple[str, str, str] | None, Label]]:
    """Every label a workbook may show, by table and wording key; a table's own title has no key."""
    for table in form.tables:
        yield table.id, None, table.title
        for block in table.blocks:
            if block.title:
                yield table.id, (block.id, "title", ""), block.title
            yield from ((table.id, (block.id, "row", row.id), row.label) for row in block.rows)
            yield from ((table.id, (block.id, "column", column.id), column.label) for column in block.columns)
            yield from ((table.id, (block.id, "row_group", group.id), group.label) for group in block.row_groups)
            yield from ((table.id, (block.id, "column_group", group.id), group.label) for group in block.column_groups)


@pytest.mark.parametrize("form", [*FORMS.values(), single_row_form()], ids=lambda form: form.key)
def test_every_wording_of_the_form_is_used(form: Form) -> None:
    seen: dict[tuple[str, tuple[str, str, str] | None], set[str]] = {}
    heads: set[str] = set()
    for seed in range(150):
        layout = random_layout(random.Random(seed), form)
        heads |= {canonical(text) for sheet in layout.sheets for head in sheet.heads for _, text in head.cells}
        for table in layout.tables:
            if table.title is not None:
                seen.setdefault((table.table, None), set()).add(canonical(table.title))
            for name, word in table.words.items():
                seen.setdefault((table.table, name), set()).add(canonical(re.sub(r"[(（]\{year\}年?[)）]", "", word)))
    for table_id, key, label in labels(form):
        wordings = {canonical(wording) for wording in (label.official, *label.variants)}
        assert seen[table_id, key] == wordings, f"{table_id} {key}: {label.official}"
    for title in (form.title.official, *form.title.variants):
        assert any(head.endswith(canonical(title)) for head in heads)


def test_every_way_of_drawing_a_workbook_is_used() -> None:
    layouts = [random_layout(random.Random(seed), FORMS["2021"]) for seed in range(150)]
    tables = [table for layout in layouts for table in layout.tables]
    assert {layout.identity for layout in layouts} == {"beside", "one_cell", "below", "title", "file_name", "empty_label"}
    assert {layout.writer for layout in layouts} == {"xlsxwriter", "openpyxl"}
    assert {tuple(sorted(len(sheet.tables) for sheet in layout.sheets if sheet.tables)) for layout in layouts} == {(3,), (1, 2), (1, 1, 1)}
    assert {sheet.extra for layout in layouts for sheet in layout.sheets} == {None, "blank", "phones", "text"}
    assert {table.header for table in tables} == {"merged", "first", "repeated"}
    assert {table.rows for table in tables} == {"merged", "first", "repeated", "repeated_groups", "joined", "own_row"}
    assert {table.totals for table in tables} == {"typed", "range", "addition", "list"}
    for is_used in ("has_serial", "has_remarks", "gap_columns", "gap_rows", "notes", "line_label", "has_outer_header", "is_stretched", "title", "is_leaf_low", "is_route_tall"):
        assert {bool(getattr(table, is_used)) for table in tables} == {True, False}, is_used
    words = [word for table in tables for word in table.words.values()]
    assert any("{year}" in word for word in words)
    assert any("\n" in word for word in words)
    assert {"", "：", ":"} <= {mark for table in tables for mark in re.findall(r"关系为(：|:|)", table.corners.get("requests", ""))}
    assert any(table.corners.get("requests") == "" for table in tables)


@pytest.mark.parametrize("seed", range(40))
def test_organ_and_year_are_told_in_the_cells_or_else_by_the_file_name(seed: int, tmp_path: Path) -> None:
    layout, _, written = write(FORMS["2021"], seed, tmp_path)
    squeezed = [re.sub(r"\s", "", text) for text in texts(written.path)]
    stands_in_cells = any(ORGAN in text for text in squeezed) and any(str(YEAR) in text for text in squeezed)
    if layout.identity == "file_name":
        assert not any(ORGAN in text for text in squeezed)
        assert ORGAN in written.path.name
        assert str(YEAR) in written.path.name
    else:
        assert stands_in_cells
        assert written.path.name == f"{seed}.xlsx"


@pytest.mark.parametrize("seed", range(10))
def test_a_pasted_web_table_has_figures_in_columns_that_no_label_begins(seed: int, tmp_path: Path) -> None:
    rng, form = random.Random(seed), FORMS["2021"]
    values: dict[str, object] = dict(summing_values(rng, form))
    written = write_layout(pasted_from_the_web(random_layout(rng, form), rng), form, values, tmp_path / "a.xlsx", organ=ORGAN, year=YEAR)
    cells = contents(written.path)
    assert {name: float(cells[place]) for name, place in written.places.items()} == {name: float(value) for name, value in values.items()}  # type: ignore[arg-type]
    merged = [range_boundaries(str(area)) for sheet in openpyxl.load_workbook(written.path).worksheets for area in sheet.merged_cells.ranges]
    assert any(right and left and right > left for left, _, right, _ in merged)
    columns = {place.column for place in written.places.values()}
    assert any(column + 1 not in columns for column in sorted(columns)[:-1])


@pytest.mark.parametrize("seed", range(10))
def test_what_is_typed_in_wps_has_full_width_digits_and_broken_labels(seed: int, tmp_path: Path) -> None:
    rng, form = random.Random(seed), FORMS["2021"]
    values: dict[str, object] = dict(summing_values(rng, form))
    written = write_layout(typed_in_wps(random_layout(rng, form), rng), form, typed_values(values, rng), tmp_path / "a.xlsx", organ=ORGAN, year=YEAR)
    cells = contents(written.path)
    figures = [cells[place] for place in written.places.values()]
    assert any(isinstance(figure, str) and re.search("[０-９]", figure) for figure in figures)
    assert any("\n" in seen or " " in seen for _, seen in written.labels_changed)


@pytest.mark.parametrize("seed", range(6))
def test_blanks_texts_and_totals_that_do_not_add_up_are_written_as_they_are(seed: int, tmp_path: Path) -> None:
    form = FORMS["2021"]
    layout = random_layout(random.Random(seed), form)
    values: dict[str, object] = dict.fromkeys(form.fields, 1)
    values |= {"requests.received.company": None, "requests.granted.other": "３", "requests.results_total.other": "无"}
    written = write_layout(layout, form, values, tmp_path / "a.xlsx", organ=ORGAN, year=YEAR)
    cells = contents(written.path, formulas=True)
    assert written.places["requests.received.company"] not in cells
    assert {name: cells.get(place) for name, place in written.places.items()} == values


@pytest.mark.parametrize("seed", range(10))
def test_two_rows_bear_the_same_label(seed: int, tmp_path: Path) -> None:
    form = FORMS["2021"]
    case = two_equal_row_labels(random_layout(random.Random(seed), form), form, random.Random(seed))
    table = next(table for table in case.layout.tables if table.table == case.table)
    first, second = (table.words["requests", "row", row] for row in case.rows)
    assert first == second
    values: dict[str, object] = dict(summing_values(random.Random(seed), form))
    written = write_layout(case.layout, form, values, tmp_path / "a.xlsx", organ=ORGAN, year=YEAR)
    cells = contents(written.path)
    rows = [[cells.get(Place(place.sheet, place.row, column)) for column in range(1, place.column)] for place in (written.places[f"requests.{row}.natural_person"] for row in case.rows)]
    shown = [[content for content in row if isinstance(content, str) and content.endswith(first)] for row in rows]
    assert shown[0]
    assert shown[1]


@pytest.mark.parametrize("seed", range(10))
def test_a_lost_row_label_leaves_its_numbers(seed: int, tmp_path: Path) -> None:
    form = FORMS["2021"]
    whole = random_layout(random.Random(seed), form)
    case = lost_row_label(whole, form, random.Random(seed))
    values: dict[str, object] = dict(summing_values(random.Random(seed), form))
    before = contents(write_layout(whole, form, values, tmp_path / "a.xlsx", organ=ORGAN, year=YEAR).path)
    written = write_layout(case.layout, form, values, tmp_path / "b.xlsx", organ=ORGAN, year=YEAR)
    after = contents(written.path)
    lost = set(before) - set(after)
    assert lost
    assert {place.row for place in lost} == {written.places[f"requests.{case.rows[0]}.total"].row}
    assert all(isinstance(before[place], str) for place in lost)
    assert {place: content for place, content in before.items() if place not in lost} == after


@pytest.mark.parametrize("seed", range(10))
def test_a_table_stands_twice_with_different_figures(seed: int, tmp_path: Path) -> None:
    form = FORMS["2021"]
    case = table_twice(random_layout(random.Random(seed), form), form, random.Random(seed))
    values: dict[str, object] = dict(summing_values(random.Random(seed), form))
    written = write_layout(case.layout, form, values, tmp_path / "a.xlsx", organ=ORGAN, year=YEAR)
    cells = contents(written.path)
    assert set(written.second_places) == {field.id for field in form.table(case.table).fields}
    for name, place in written.second_places.items():
        assert place.sheet != written.places[name].sheet
        assert float(cells[place]) - float(cells[written.places[name]]) == pytest.approx(1)  # type: ignore[arg-type]
