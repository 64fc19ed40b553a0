"""The schema: bounds of single cells over many filings at once, by pandera."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandera.pandas as pa
import pytest

from tests.filings import filing_of
from xlplugin.checking import check as checking
from xlplugin.checking.bounds import broken_bounds
from xlplugin.checking.check import check
from xlplugin.checking.examples import form_of
from xlplugin.checking.kept import Kept
from xlplugin.checking.schema import build_schema, cells_frame, failures
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.form import Form
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Limits, Rule, default_limits

BROKEN = {
    "C06": ("requests.received.company", -3),
    "C07": ("requests.granted.other", 2.5),
    "C09": ("review.reconsideration.upheld", dt.date(2023, 1, 2)),
    "C12": ("proactive.licensing.decisions", 13800138000),
}
BOUNDING = [catalogue()[rule] for rule in BROKEN]
each_bound = pytest.mark.parametrize("rule_id", BROKEN)


def faulty() -> Filing:
    return filing_of(dict(BROKEN.values()))


def places(reports: Sequence[Report]) -> set[tuple[int, str, str | None]]:
    return {(number, finding.rule, finding.field) for number, report in enumerate(reports) for finding in report.findings if finding.rule in BROKEN}


@pytest.fixture
def validations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of rows of each frame that is validated."""
    rows: list[int] = []
    validate = pa.DataFrameSchema.validate

    def counted(self: pa.DataFrameSchema, frame: Any, *args: Any, **options: Any) -> Any:
        rows.append(len(frame))
        return validate(self, frame, *args, **options)

    monkeypatch.setattr(pa.DataFrameSchema, "validate", counted)
    return rows


def test_the_findings_of_the_bounds_are_the_failure_cases_of_pandera() -> None:
    filings = [filing_of(), faulty(), filing_of({"requests.received.total": -1}), faulty()]
    frame = cells_frame(filings)
    with pytest.raises(pa.errors.SchemaErrors) as broken:
        build_schema(filings[0].form, BOUNDING, default_limits()).validate(frame, lazy=True)
    cases = broken.value.failure_cases
    said = {(int(frame["filing"][at]), check, str(frame["field"][at])) for check, at in zip(cases["check"], cases["index"], strict=True)}
    assert said == places(check(filings, BOUNDING))
    assert said == {(2, "C06", "requests.received.total")} | {(number, rule, field) for number in (1, 3) for rule, (field, _) in BROKEN.items()}


def test_where_the_schema_says_nothing_the_bounds_find_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pa.DataFrameSchema, "validate", lambda self, frame, **options: frame)
    assert places(check([faulty()])) == set()


@each_bound
def test_a_bound_left_out_of_the_schema_finds_nothing_and_the_others_do(rule_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (0, rule_id, BROKEN[rule_id][0]) in places(check([faulty()]))

    def without(form: Form, rules: Sequence[Rule], limits: Limits) -> pa.DataFrameSchema:
        return build_schema(form, [rule for rule in rules if rule.id != rule_id], limits)

    monkeypatch.setattr(checking, "build_schema", without)
    assert places(check([faulty()])) == {(0, rule, field) for rule, (field, _) in BROKEN.items() if rule != rule_id}


def test_200_filings_of_one_form_are_one_validate(validations: list[int]) -> None:
    filings = [faulty() if number % 50 == 7 else filing_of() for number in range(200)]
    found = places(check(filings, BOUNDING))
    assert validations == [200 * 200]
    assert Counter(rule for _, rule, _ in found) == dict.fromkeys(BROKEN, 4)
    assert {number for number, _, _ in found} == {7, 57, 107, 157}


def test_filings_of_two_forms_are_two_validates(validations: list[int]) -> None:
    check([filing_of(edition=edition) for edition in ("2021", "2019", "2021", "2019", "2021")], BOUNDING)
    assert validations == [3 * 200, 2 * 198]


def test_without_a_rule_that_bounds_cells_nothing_is_validated(validations: list[int]) -> None:
    check([faulty()], [catalogue()["R01"]])
    assert validations == []


@pytest.mark.parametrize("content", [None, "/", "若干", "#REF!", "十十百"])
def test_a_cell_without_a_number_breaks_no_bound(content: object) -> None:
    assert places(check([filing_of({"requests.received.company": content})])) == set()


def bounds(value: object, field: str, edition: str) -> Iterator[str]:
    yield from (finding.rule for finding in check([filing_of({field: value}, edition=edition)], BOUNDING)[0].findings)


@pytest.mark.parametrize(
    ("edition", "field", "value", "broken"),
    [
        ("2021", "proactive.fees.amount", "0.5", []),
        ("2021", "proactive.fees.amount", -0.5, ["C06"]),
        ("2021", "requests.granted.company", 0.5, ["C07"]),
        ("2021", "requests.granted.company", -0.5, ["C06", "C07"]),
        ("2019", "proactive.licensing.change", -11, []),
        ("2019", "proactive.licensing.change", -11.5, ["C07"]),
        ("2019", "proactive.licensing.change", -1_000_000_000, ["C12"]),
        ("2021", "requests.granted.company", 999_999_999, []),
        ("2021", "requests.granted.company", 1_000_000_000, ["C12"]),
        ("2021", "requests.granted.company", "2023年1月2日", ["C09"]),
    ],
)
def test_each_kind_of_value_has_its_own_bounds(edition: str, field: str, value: object, broken: list[str]) -> None:
    assert sorted(bounds(value, field, edition)) == broken


def test_a_cell_that_is_not_of_the_form_is_refused_by_the_schema() -> None:
    frame = cells_frame([filing_of()])
    frame.loc[0, "field"] = "requests.received.nobody"
    with pytest.raises(pa.errors.SchemaErrors, match="isin"):
        build_schema(filing_of().form, BOUNDING, default_limits()).validate(frame, lazy=True)


CONTENTS = [0, 7, None, "/", "若干", -3, 2.5, -0.5, 999_999_999, 10**9, -(10**9), 10**40, "1e-9", "2023年1月2日", "１２", "#REF!"]


def test_the_bounds_asked_one_by_one_say_what_pandera_says(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(5)
    filings = []
    for number in range(120):
        edition = ("2021", "2019")[number % 2]
        names = rng.sample(list(form_of(edition).fields), rng.randint(0, 12))
        filings.append(filing_of({name: rng.choice(CONTENTS) for name in names}, edition=edition))
    by_pandera = places(check(filings, BOUNDING))
    assert len(by_pandera) > 200 and {rule for _, rule, _ in by_pandera} == set(BROKEN)
    assert {(number, rule, name) for number, rule, name in broken_bounds(filings, BOUNDING, default_limits())} == by_pandera
    monkeypatch.setattr(checking, "can_validate", lambda: False)
    assert places(check(filings, BOUNDING)) == by_pandera


def test_what_is_known_of_cells_changes_no_answer_and_only_what_breaks_a_bound_is_validated(validations: list[int]) -> None:
    rng = random.Random(6)
    drawn = [filing_of({name: rng.choice(CONTENTS) for name in rng.sample(list(form_of("2021").fields), 2)}) for _ in range(60)]
    cells = {name: [filing.cells[name] for filing in drawn] for name in form_of("2021").fields}
    filings = [replace(drawn[0], cells={name: rng.choice(several[:number]) for name, several in cells.items()}) for number in range(1, 61)]
    by_pandera = places(check(filings, BOUNDING))
    faulty_ones = len({number for number, _, _ in by_pandera})
    kept = Kept()
    for _ in range(3):
        validations.clear()
        assert places(check(filings, BOUNDING, kept=kept)) == by_pandera
        assert validations == [faulty_ones * 200]
    assert 20 < faulty_ones < 60 and {rule for _, rule, _ in by_pandera} == set(BROKEN)


def test_one_filing_that_breaks_no_bound_is_not_validated_and_one_that_does_is(validations: list[int]) -> None:
    assert places(check([filing_of()], BOUNDING)) == set() and validations == []
    assert places(check([faulty()], BOUNDING)) == {(0, rule, field) for rule, (field, _) in BROKEN.items()} and validations == [200]


@pytest.mark.parametrize("column", ["filing", "count", "amount"])
def test_a_frame_that_is_wrong_as_a_whole_hides_no_broken_cell(column: str) -> None:
    frame = cells_frame([filing_of(), faulty()])
    schema = build_schema(filing_of().form, BOUNDING, default_limits())
    whole = sorted(failures(schema, frame))
    assert whole == sorted((1, rule, field) for rule, (field, _) in BROKEN.items())
    narrow = frame.astype({column: "int32" if column == "filing" else "float32"})
    with pytest.raises(pa.errors.SchemaErrors, match="WRONG_DATATYPE"):
        schema.validate(narrow, lazy=True)
    assert sorted(failures(schema, narrow)) == whole


def test_numbers_are_64_bits_wide_whatever_pythons_int_is() -> None:
    assert {str(kind) for name, kind in cells_frame([filing_of()]).dtypes.items() if name not in ("field", "shape")} == {"int64", "float64"}
    kinds = {name: str(column.dtype) for name, column in build_schema(filing_of().form, BOUNDING, default_limits()).columns.items()}
    assert kinds["filing"] == "int64" and kinds["count"] == kinds["amount"] == "float64"
