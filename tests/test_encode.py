"""What is written as JSON by hand is what Python's own writer writes, and what the store keeps comes back as it was."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplugin.filing.cells import Cell, Place, Shape
from xlplugin.filing.coverage import Coverage
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.harmless import escaped
from xlplugin.outputs.machine.objects import _indented
from xlplugin.runs.store import encode
from xlplugin.runs.store.codec import decoded, dump, dump_once, load, value_of
from xlplugin.text import Text

_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())
_OBJECTS = st.recursive(_SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)), max_leaves=20)


@pytest.mark.slow
@given(_OBJECTS, st.integers(0, 6))
def test_a_report_is_laid_out_as_pythons_own_writer_does(value: object, columns: int) -> None:
    assert _indented(value, columns) == escaped(json.dumps(value, ensure_ascii=False, indent=2)).replace("\n", "\n" + " " * columns)


_VALUES = st.one_of(st.none(), st.integers(), st.decimals(allow_nan=False))
_CELLS = st.builds(
    Cell,
    st.sampled_from(Shape),
    _VALUES,
    st.text(),
    st.one_of(st.none(), st.builds(Place, st.text(), st.integers(1, 99), st.integers(1, 99))),
    st.one_of(st.none(), st.text()),
    st.one_of(_VALUES, st.text()),
    reason=st.one_of(st.none(), st.builds(Text, st.text(), st.text())),
)


@given(_CELLS)
def test_a_cell_comes_back_from_one_line_of_ascii(cell: Cell) -> None:
    text = dump(cell)
    assert text.isascii() and "\n" not in text and load(Cell, text) == cell


@given(_CELLS)
def test_a_cells_value_is_told_without_the_cell(cell: Cell) -> None:
    value = value_of(json.loads(dump(cell)))
    assert (type(value), value) == (type(cell.value), cell.value)


def test_the_texts_that_are_kept_are_those_of_their_objects_and_do_not_grow() -> None:
    write = encode.WrittenOnce(lambda value: f"<{value.value}>", 3)
    for number in range(20):
        cell = Cell(Shape.NUMBER, number)
        assert [write(cell), *write.each([cell, cell])] == [f"<{number}>"] * 3
        del cell  # the next may get its id


def test_a_decimal_and_a_whole_number_are_kept_apart() -> None:
    assert [load(Cell, dump(Cell(Shape.NUMBER, value))).value for value in (3, Decimal("3.0"))] == [3, Decimal("3.0")]
    assert isinstance(load(Cell, dump(Cell(Shape.NUMBER, Decimal("3")))).value, Decimal)


@given(st.lists(st.tuples(st.text(), _VALUES), max_size=40), st.lists(st.text(), max_size=5))
def test_figures_and_names_are_written_as_pythons_own_writer_does(figures: list[tuple[str, int | Decimal | None]], names: list[str]) -> None:
    """Few or many."""
    one = Submission("a.xlsx", amounts=tuple(figures), tables=tuple(names))
    told = {"file": "a.xlsx", "tables": names, "amounts": [[name, {"d": str(value)} if isinstance(value, Decimal) else value] for name, value in figures]}
    text = dump(one)
    assert json.loads(text) == {name: held for name, held in told.items() if held}
    assert text.isascii() and load(Submission, text) == one


def test_how_much_was_read_is_written_as_it_is_for_each() -> None:
    covered = [Coverage(200, 200 - number) for number in range(200)]
    assert [json.loads(dump(Submission("a.xlsx", coverage=one)))["coverage"]["read"] for one in covered] == [one.read for one in covered]


_SUBMISSIONS = st.builds(
    Submission,
    st.text(),
    organ=st.sampled_from(["", "样例一镇"]),
    content=st.text(),
    size=st.integers(0, 2**40),
    mtime=st.one_of(st.none(), st.floats()),
    parts=st.sampled_from([(), ("一.xlsx", "二.xlsx")]),
)


@given(_SUBMISSIONS)
def test_a_submission_that_was_found_is_written_as_any(one: Submission) -> None:
    assert dump_once(one) == dump(one)


def test_a_report_of_one_field_has_those_that_it_has_by_itself() -> None:
    report = Report("一.xlsx")
    again = load(Report, dump(report), organ="样例一镇")
    assert (again.file, again.organ, again.findings, again.values) == ("一.xlsx", "样例一镇", (), {})
    assert again == Report("一.xlsx", "样例一镇") and again.values is not load(Report, dump(report)).values


@pytest.mark.parametrize("text", ['{"organ":"样例一镇"}', '{"file":"一.xlsx","unknown":1}', '{"unknown":1}'])
def test_a_report_that_lacks_its_file_or_has_other_fields_is_refused(text: str) -> None:
    with pytest.raises(TypeError):
        load(Report, text)


@pytest.mark.parametrize("text", ["", "{", '{"a":1}x', "{} "])
def test_what_is_stored_is_json_to_its_end(text: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|more than the JSON"):
        decoded(text)
