"""Rows of a printed table that a page break tore through their cells: a figure is whole again, or told; the rest of it is never lost, nor a row of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents.pdf import HEIGHT, Print, Sheet, _table, plainly, write_pdf
from tests.documents.plain import FORM, read
from tests.documents.tables import Box, boxes
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.reading.documents.tables.edges import stand_alike

WIDE = 300.0
"""Digits three times as wide: three of them fill a cell."""


def wide(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
    """A figure whose digits are so wide that a fourth one has no room."""
    sheet.text(x, y, text, narrow=WIDE if len(text) > 2 else 100)


def halves(rows: Sequence[Sequence[Box]], at: int, upper: Callable[[Box], str], lower: Callable[[Box], str]) -> tuple[list[list[Box]], list[list[Box]]]:
    """The rows above a page break in row `at`, and those below; what each half of that row holds."""
    above, below, rest = [], [], list[Box]()
    for number, row in enumerate(rows):
        if number <= at:
            above.append([replace(box, rows=min(box.rows, at + 1 - number), text=upper(box) if number == at else box.text) for box in row])
            rest += [replace(box, rows=number + box.rows - at, text=lower(box)) for box in row if number + box.rows > at]
        else:
            below.append(list(row))
    return above, [rest, *below]


def torn(folder: Path, table: str, row: str, upper: Callable[[Box], str], lower: Callable[[Box], str], figure: Print = wide) -> Filing:
    """A report of one table, torn in a row that has a field or label."""
    rows = boxes(FORM, dict.fromkeys(FORM.fields, "0"), lambda label: label.official)[table]
    at = next(number for number, cells in enumerate(rows) if any(box.field.startswith(row) or box.text.startswith(row) for box in cells if box.field or box.text))
    first, second = Sheet(), Sheet()
    first.text(40, HEIGHT - 40, "样例一镇2023年政府信息公开工作年度报告", 12)
    first.text(40, HEIGHT - 60, next(section.title.official for section in FORM.sections if section.id == table), 10)
    over, under = halves(rows, at, upper, lower)
    _table(first, over, HEIGHT - 80, figure, plainly)
    _table(second, under, HEIGHT - 60, figure, plainly)
    return read(write_pdf([first, second], folder / "样例一镇.pdf"))


def parts(halves_of: dict[str, tuple[str, str]]) -> tuple[Callable[[Box], str], Callable[[Box], str]]:
    """What the halves of a row hold, by field or label; everything else stands in the upper one."""

    def held(box: Box) -> tuple[str, str]:
        return halves_of.get(box.field if box.role == "figure" else box.text, (box.text, ""))

    return lambda box: held(box)[0], lambda box: held(box)[1]


LAW = "requests.refused_by_law"
LABELS = {"2.其他法律行政法规禁止公开": ("2.其他法律行政法规", "禁止公开"), "（三）不予公开": ("（三）不予公开", "")}


@pytest.mark.slow
@pytest.mark.parametrize("labels", [LABELS, {}, {"2.其他法律行政法规禁止公开": ("2.其他法律行", "政法规禁止公开")}])
def test_a_figure_that_goes_on_over_a_page_break_is_one_figure(labels: dict[str, tuple[str, str]], tmp_path: Path) -> None:
    figures = {f"{LAW}.natural_person": ("123", "4"), f"{LAW}.total": ("987", "65"), f"{LAW}.company": ("12", "")}
    filing = torn(tmp_path, "requests", LAW, *parts({**labels, **figures}))
    assert [filing.cell(f"{LAW}.{column}").value for column in ("natural_person", "company", "research", "total")] == [1234, 12, 0, 98765]
    assert [one.kind for one in filing.facts.misreadings] == ["torn"] and not filing.facts.line_faults


@pytest.mark.slow
def test_a_group_and_a_figure_that_go_on_over_a_page_break_make_no_row_of_their_own(tmp_path: Path) -> None:
    rows = {"2.其他法律行政法规禁止公开": ("2.其他法律行政法规禁止公开", ""), f"{LAW}.total": ("123", "4")}
    upper, lower = parts(rows)
    filing = torn(tmp_path, "requests", LAW, upper, lambda box: "开" if box.text == "（三）不予公开" else lower(box))
    assert filing.cell(f"{LAW}.total").value in (1234, None)
    assert not filing.facts.line_faults


@pytest.mark.slow
@pytest.mark.parametrize("halves_of", [{f"{LAW}.total": ("12", "4")}, {**LABELS, f"{LAW}.total": ("12", "4")}, {"2.其他法律行政法规禁止公开": ("2.其他法律行政法规禁止公开", "补充内容"), f"{LAW}.total": ("123", "4")}])
def test_figures_on_both_sides_of_a_page_break_that_may_be_two_are_told(halves_of: dict[str, tuple[str, str]], tmp_path: Path) -> None:
    filing = torn(tmp_path, "requests", LAW, *parts(halves_of))
    assert filing.cell(f"{LAW}.total").value is None and filing.cell("requests.granted.total").value == 0
    [found] = check([filing])
    assert found.status == "incomplete" and not [one for one in found.findings if one.rule == "F02"]


@pytest.mark.slow
@pytest.mark.parametrize("row", ["requests.carried_over", "review.", "proactive.penalties"])
def test_no_row_loses_the_rest_of_a_figure_to_the_next_page(row: str, tmp_path: Path) -> None:
    fields = [name for name in FORM.fields if name.startswith(row)]
    filing = torn(tmp_path, row.partition(".")[0], row, *parts({fields[0]: ("123", "4")}))
    assert filing.cell(fields[0]).value in (1234, None) and filing.cell(fields[0]).raw != "123"
    if filing.cell(fields[0]).value is None:
        assert check([filing])[0].status == "incomplete"


@pytest.mark.slow
def test_a_header_torn_above_some_of_its_columns_stands_above_them(tmp_path: Path) -> None:
    labels = {"自然人": ("自然", "人"), "总计": ("总计", "")}
    upper, lower = parts(labels)
    leaves = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    filing = torn(tmp_path, "requests", "商业企业", lambda box: "" if box.text in leaves else upper(box), lambda box: {"自然人": "人"}.get(box.text, box.text if box.text in leaves else lower(box)), plainly)
    assert len([name for name in filing.cells if name.startswith("requests.")]) == 175 and not filing.facts.line_faults


@pytest.mark.parametrize(
    ("lower", "goes_on"),
    [
        ((120.7, 176.2, 334.5, 361.5, 389.2, 417.0, 453.0, 489.0, 509.2, 530.8), True),  # without the first column, and with a second one of labels
        ((175.9, 334.5, 361.5, 389.2, 417.0, 453.0, 489.0, 509.2, 530.8), True),
        ((120.7, 180.0, 240.0, 300.0, 360.0, 420.0, 480.0, 530.8), False),
        ((165.3, 220.0, 434.6, 461.6, 489.2, 517.0, 553.0, 589.0, 609.1, 631.0), False),
        ((417.0, 453.0, 489.0, 531.0), False),
    ],
)
def test_a_page_on_which_a_browser_draws_no_line_around_a_merged_first_cell_goes_on_with_the_table(lower: tuple[float, ...], goes_on: bool) -> None:
    upper = (65.3, 120.0, 334.6, 361.6, 389.2, 417.0, 453.0, 489.0, 509.1, 531.0)
    assert (stand_alike(upper, lower), stand_alike(lower, upper)) == (goes_on, goes_on)
