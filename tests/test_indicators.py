"""指标: equal to pandas over the JSON, computed by LibreOffice to the same values, of every edition, and honest about few and unknown figures."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from tests.batches import reports_json
from tests.filings import filing_of
from tests.office import computed_values, soffice
from tests.test_check import completed
from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.form import Form, editions
from xlplugin.indicators.declare import INDICATORS, SHARES, fields_of
from xlplugin.indicators.measure import Share, added_up, measured
from xlplugin.outputs.indicators.lines import Indicated, Line, Organ, indicated
from xlplugin.outputs.indicators.sheets import write_indicators
from xlplugin.outputs.indicators.view import view_of
from xlplugin.review.review import STATES
from xlplugin.runs.store.outcome import checked

FORMS = editions()
COUNTIES = ("样例甲县", "样例乙县", "样例丙县")


def filed(organ: str, year: int, edition: str = "2021") -> Filing:
    """A county of figures that agree; the third has few of them."""
    form, chance = FORMS[edition], random.Random(f"{organ}{year}")
    most = 3 if organ == COUNTIES[2] else 40
    free = {name: chance.randrange(most) for name in form.fields if name.startswith(("requests.", "review.")) and not name.endswith(".total")}
    return filing_of(completed(form, free), edition=edition, organ=organ, year=year, file=f"{organ}{year}.xlsx")


def report_of(filing: Filing) -> Report:
    return Report(filing.file, filing.organ, filing.year, filing.form.edition, values=filing.values)


def sent(filing: Filing) -> Submission:
    return checked(Submission(filing.file), report_of(filing), filing)


FILINGS = [filed(organ, year, "2019" if year == 2020 else "2021") for organ in COUNTIES for year in (2020, 2021, 2022)]


@pytest.fixture(scope="module")
def found() -> Indicated:
    organs = [Organ(organ, "北片" if at < 2 else "南片", {one.year or 0: sent(one) for one in FILINGS if one.organ == organ}, STATES["accepted"]) for at, organ in enumerate(COUNTIES)]
    told = indicated(organs, FORMS.values())
    assert told is not None
    return told


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """The figures as the JSON has them: an organ and year a row."""
    files = json.loads(reports_json(map(report_of, FILINGS), "zh"))["files"]
    return pd.DataFrame([{"organ": one["organ"], "year": one["year"], **one["values"]} for one in files]).fillna(0)


def by_pandas(rows: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Numerators and denominators written out once more, by column names of the JSON."""

    def total(*names: str) -> float:
        return float(rows[list(names)].sum().sum())

    def kinds(prefix: str) -> float:
        return float(rows.filter(regex=rf"^requests\.{prefix}_\w+\.total$").sum().sum())

    def routes(*outcomes: str) -> float:
        return total(*(f"review.{route}.{outcome}" for route in ("litigation_direct", "litigation_after_review") for outcome in outcomes))

    handled, received = total("requests.results_total.total"), total("requests.received.total")
    work = received + total("requests.carried_in.total")
    concluded = ("upheld", "corrected", "other")
    return {
        "disclosed": (total("requests.granted.total", "requests.partly_granted.total"), handled),
        "refused": (kinds("refused"), handled),
        "unavailable": (kinds("unavailable"), handled),
        "declined": (kinds("declined"), handled),
        "carried": (total("requests.carried_over.total"), work),
        "finished": (handled, work),
        "disputed": (total("review.reconsideration.total", "review.litigation_direct.total"), received),
        "reconsideration_corrected": (total("review.reconsideration.corrected"), total(*(f"review.reconsideration.{one}" for one in concluded))),
        "litigation_corrected": (routes("corrected"), routes(*concluded)),
    }


def rows_of(frame: pd.DataFrame, line: Line, found: Indicated) -> pd.DataFrame:
    members = [line.name] if line.organ else [one[0].name for one in found.organs if line.number in (0, one[0].number)]
    return frame[(frame.year == line.year) & frame.organ.isin(members)]


def lines_of(found: Indicated) -> list[Line]:
    return [*found.whole, *(line for group in (*found.groups, *found.organs) for line in group)]


def test_every_line_equals_pandas_over_the_json(found: Indicated, frame: pd.DataFrame) -> None:
    lines = lines_of(found)
    assert len(lines) == 3 + 2 * 3 + 3 * 3 and {line.year for line in lines} == {2020, 2021, 2022}
    for line in lines:
        rows, shares = rows_of(frame, line, found), line.measured.shares
        assert {one.id: (shares[one.id].over, shares[one.id].under) for one in SHARES} == by_pandas(rows)
        assert shares["received"].over == rows["requests.received.total"].sum()
        for reason, count in line.measured.reasons.items():
            assert count == rows[f"requests.{reason}.total"].sum()


@pytest.fixture(scope="module")
def book(found: Indicated, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("indicators") / "指标.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        write_indicators(workbook, found, "zh", lambda text: text)
    return path


def test_shares_sums_and_changes_on_the_sheets_are_formulas_over_figures(book: Path, found: Indicated) -> None:
    formulas = openpyxl.load_workbook(book)
    saved = openpyxl.load_workbook(book, data_only=True)
    detail = formulas["指标（分单位）"]
    whole = [cell for cell in detail[5] if isinstance(cell.value, str) and cell.value.startswith("=")]
    assert len(whole) > 3 * len(SHARES) and all("SUM(" not in str(cell.value) for cell in whole)
    page = {row[0].value: [cell.value for cell in row] for row in saved["指标"].iter_rows(min_row=3) if row[0].value}
    share = found.whole[0].measured.shares["disclosed"]
    assert page["实质公开率"][1:5] == ["（予以公开＋部分公开）÷办理结果总计", share.over, share.under, pytest.approx(share.value)]
    assert "按期办结率" in str(page["年内办结率"][9])
    with zipfile.ZipFile(book) as package:
        assert len([name for name in package.namelist() if name.startswith("xl/charts/chart")]) == 3  # shares, reasons, and the curve of three years


@pytest.mark.slow
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_the_sheets_to_the_same_values(book: Path, tmp_path: Path) -> None:
    [computed] = computed_values([book], tmp_path)
    saved, count = openpyxl.load_workbook(book, data_only=True), 0
    for sheet in openpyxl.load_workbook(book).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and cell.value.startswith("=")):
            ours, theirs = saved[sheet.title][cell.coordinate].value, computed.get((sheet.title, cell.row, cell.column))
            assert theirs == (pytest.approx(ours) if isinstance(ours, int | float) else ours or None), f"{sheet.title} {cell.coordinate} {cell.value}"
            count += 1
    assert count > 300


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.edition)
def test_every_term_is_on_every_edition_and_nothing_is_written_twice(form: Form) -> None:
    for one in INDICATORS:
        for term in (*one.over, *one.under):
            assert term.fields(form), f"{one.id}: {term.row}"
    assert set(fields_of(form)) <= set(form.fields) and len({one.id for one in INDICATORS}) == len(INDICATORS)


def test_a_share_of_fewer_than_thirty_is_said_to_be_of_few_cases() -> None:
    assert Share(1, 29).is_few and not Share(1, 30).is_few and not Share(0, 0).is_few and Share(0, 0).value is None


def test_the_page_marks_few_cases_and_tells_what_the_form_cannot_say(found: Indicated) -> None:
    view = view_of(found)
    assert view is not None and view.last == 2021
    rows = {row.title.zh: row for row in view.rows}
    assert "每件的收件、延期和答复日期" in rows["年内办结率"].note.zh
    assert any(cell.is_few for told in view.lines if told.name.zh == COUNTIES[2] for cell in told.cells)


def without(filing: Filing, names: Sequence[str]) -> Filing:
    cells = {name: Cell(Shape.TEXT, None, "看不清") if name in names else cell for name, cell in filing.cells.items()}
    return Filing(**{**{name: getattr(filing, name) for name in Filing.__dataclass_fields__}, "cells": cells})


def test_a_figure_that_was_not_read_is_unknown_and_left_out_of_sums_with_its_denominator() -> None:
    whole, torn = filed(COUNTIES[0], 2022), without(filed(COUNTIES[1], 2022), ["requests.granted.total"])
    form = whole.form
    one, other = measured(sent(whole), form), measured(sent(torn), form)
    assert other.shares["disclosed"].over is None and other.shares["refused"].over is not None
    both = added_up([one, other])
    assert both.shares["disclosed"] == one.shares["disclosed"] and both.unknown == 1
    assert both.shares["refused"].over == (one.shares["refused"].over or 0) + (other.shares["refused"].over or 0)
