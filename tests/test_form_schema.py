"""`xlplugin.schema`: the bounds of an edition's cells for people who work in pandas."""

from __future__ import annotations

import re
from pathlib import Path

import make_samples
import pandas as pd
import pandera.pandas as pa
import pytest

import xlplugin
from tests.filings import filing_of
from tests.test_schema import BOUNDING, BROKEN, CONTENTS
from xlplugin.checking.check import check
from xlplugin.errors import UsageError
from xlplugin.filing.cells import Shape
from xlplugin.form import editions

PAGE = Path(__file__).parent.parent / "docs" / "pandas.md"
[EXAMPLE] = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def broken(frame: pd.DataFrame, edition: str) -> set[tuple[str, str]]:
    """(rule, field) of what the schema says."""
    try:
        xlplugin.schema(edition).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return set(zip(errors.failure_cases["check"], errors.failure_cases["column"], strict=True))
    return set()


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_there_is_a_column_for_every_field_and_no_other(edition: str) -> None:
    schema = xlplugin.schema(edition)
    assert isinstance(schema, pa.DataFrameSchema)
    assert list(schema.columns) == list(editions()[edition].fields)


def test_without_an_edition_it_is_the_newest() -> None:
    assert list(xlplugin.schema().columns) == list(xlplugin.schema(max(editions())).columns)


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("content", CONTENTS, ids=str)
def test_it_says_of_a_row_what_the_rules_say_of_the_filing(edition: str, content: object) -> None:
    """Of a date the frame holds no number, so that the rule about dates (C09) has no column here."""
    names = [name for name in editions()[edition].fields if name.split(".")[1] in ("received", "fees", "licensing")]
    filing = filing_of(dict.fromkeys(names, content), edition=edition)
    dates = {name for name, cell in filing.cells.items() if cell.shape is Shape.DATE}
    found = {(finding.rule, finding.field) for finding in check([filing], BOUNDING)[0].findings if finding.field not in dates}
    assert {one for one in broken(pd.DataFrame([filing.values]), edition) if one[1] not in dates} == found


def test_a_field_that_is_missing_is_told_and_a_column_of_ones_own_is_not() -> None:
    frame = pd.DataFrame([filing_of().values]).assign(organ="样例一镇")
    assert broken(frame, "2021") == set()
    assert {check for check, _ in broken(frame.drop(columns="requests.received.total"), "2021")} == {"column_in_dataframe"}


def test_an_edition_that_does_not_exist_is_a_sentence() -> None:
    with pytest.raises(UsageError, match="there are 2019, 2021"):
        xlplugin.schema("1999")


@pytest.mark.slow
def test_the_example_of_the_page_tells_broken_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    make_samples.main(tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    exec(compile(EXAMPLE, str(PAGE), "exec"), {})
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert rows and {row[2] for row in rows} <= set(BROKEN) and all("samples" in row[0] for row in rows)
