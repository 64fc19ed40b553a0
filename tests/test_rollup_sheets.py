"""What stands beside the sum: adjustments with a reason each, differences from the parent's own report, subtotals."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.filings import filing_of
from tests.rosters import COUNTIES, Sent, add_up, results_of, review_of
from tests.submissions import write_submission
from tests.test_check import completed
from tests.test_rollup import FORM, ONE, TWO, broken, forty, rolled, texts, times
from xlplugin.errors import UsageError
from xlplugin.form import Form, editions
from xlplugin.form.sheets import ADJUSTMENTS, DIFFERENCES, OWN_SHEETS, SUBTOTALS, SUMMARY
from xlplugin.outputs.rollup.adjust import Adjustment, adjustable, adjusted, label_of, read_adjustments
from xlplugin.outputs.rollup.choose import plan
from xlplugin.outputs.rollup.rollup import Options
from xlplugin.outputs.rollup.subtotals import By, groups_of
from xlplugin.outputs.template.layout import plans
from xlplugin.reading.read import read_workbook
from xlplugin.review.roster import Member, Roster

pytestmark = pytest.mark.slow

FORMS = list(editions().values())


def write_csv(path: Path, rows: Sequence[Sequence[object]], header: Sequence[str] = ("字段", "增减", "原因", "涉及单位")) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


JOINT = ("行政规范性文件·本年制发件数", -1, "甲镇、乙镇联合发文", "甲镇、乙镇")
TRANSFER = [("requests.received.natural_person", -1, "甲镇转办乙镇，两家都登记", "甲镇"), ("requests.granted.natural_person", "-1", "同上", "甲镇")]


def test_adjustments_change_the_tables_and_stand_beside_the_plain_sum(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "调整.csv", [JOINT, *TRANSFER])
    one = {**ONE, "proactive.normative_documents.issued": 2}
    done = rolled(tmp_path, [Sent("甲镇", one), Sent("乙镇", one)], None, Options(adjustments=path))
    changed = {name: (done.total.values[name], value) for name, value in done.values.items() if value != done.total.values[name]}
    assert changed == {
        "proactive.normative_documents.issued": (4, 3),
        "requests.received.natural_person": (6, 5),
        "requests.received.total": (6, 5),
        "requests.granted.natural_person": (4, 3),
        "requests.granted.total": (4, 3),
        "requests.results_total.natural_person": (4, 3),
        "requests.results_total.total": (4, 3),
    }
    assert broken(done) == [] and read_workbook(tmp_path / "汇总.xlsx").values == done.values
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "汇总.xlsx", data_only=True)[ADJUSTMENTS].iter_rows(min_row=5, max_row=7, max_col=6)]
    assert rows == [
        ["行政规范性文件·本年制发件数", -1, "甲镇、乙镇联合发文", "甲镇、乙镇", 4, 3],
        ["本年新收·自然人", -1, "甲镇转办乙镇，两家都登记", "甲镇", 6, 5],
        ["予以公开·自然人", -1, "同上", "甲镇", 4, 3],
    ]
    assert any("各表为调整后的数：共 3 条调整，涉及 3 格" in text for text in texts(tmp_path / "汇总.xlsx", SUMMARY))


def test_an_adjustment_that_tears_a_relation_is_found_and_not_mended(tmp_path: Path) -> None:
    done = rolled(tmp_path, [Sent("甲镇", ONE)], None, Options(adjustments=write_csv(tmp_path / "调整.csv", TRANSFER[:1])))
    assert done.values["requests.received.natural_person"] == 2 and "R01" in broken(done) and done.report.status == "error"


def test_the_roll_up_itself_can_be_given_again_as_its_adjustments(tmp_path: Path) -> None:
    sent = [Sent("甲镇", ONE), Sent("乙镇", ONE)]
    rolled(tmp_path, sent, TWO)
    book = openpyxl.load_workbook(tmp_path / "汇总.xlsx")
    sheet = book[ADJUSTMENTS]
    header = next(row[0].row for row in sheet.iter_rows() if row[0].value == "字段")
    assert header is not None and all(not sheet.cell(header + 1, column).protection.locked for column in (1, 2, 3, 4))
    for row, line in enumerate([JOINT, *TRANSFER], header + 1):
        for column, content in enumerate(line, 1):
            sheet.cell(row, column).value = content  # type: ignore[assignment]
    book.save(tmp_path / "已填.xlsx")
    first = rolled(tmp_path, sent, TWO, Options(adjustments=tmp_path / "已填.xlsx"), "二.xlsx")
    again = rolled(tmp_path, sent, TWO, Options(adjustments=tmp_path / "二.xlsx"), "三.xlsx")
    assert len(first.adjustments) == 3 and first.adjustments == again.adjustments and first.values == again.values
    assert (tmp_path / "二.xlsx").read_bytes() == (tmp_path / "三.xlsx").read_bytes()


def test_the_drop_down_offers_every_field_that_is_filled_in_by_hand(tmp_path: Path) -> None:
    rolled(tmp_path, [Sent("甲镇", ONE)])
    sheet = openpyxl.load_workbook(tmp_path / "汇总.xlsx")[ADJUSTMENTS]
    rule = next(rule for rule in sheet.data_validations.dataValidation if rule.type == "list")
    offered = [row[0].value for row in sheet[str(rule.formula1).replace("$", "")]]
    expected = [label_of(field) for name, field in adjustable(FORM).items() if name in FORM.fields]
    assert offered == expected and len(expected) == 200 - 25 - 6 - 3
    assert sheet.column_dimensions["L"].hidden and sheet.column_dimensions["L"].max == 14


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.edition)
def test_no_two_fields_are_called_alike_in_the_drop_down(form: Form) -> None:
    labels = [label_of(field) for shape in form.shapes for field in shape.fields.values() if shape is form or field.id not in form.fields]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.edition)
def test_every_field_can_be_adjusted_by_its_id_and_by_its_label(form: Form, tmp_path: Path) -> None:
    fields = adjustable(form)
    for names in (list(fields), [label_of(field) for field in fields.values()]):
        path = write_csv(tmp_path / "全.csv", [(name, "1", "核实") for name in names])
        assert [one.field for one in read_adjustments(path, form)] == list(fields)
    for plan_of_table in plans(form):
        rows = [(plan_of_table.table.sheet, field.row.label.official, field.column.label.official, 1, "核实") for field in plan_of_table.table.fields if field.id in fields]
        path = write_csv(tmp_path / "表行列.csv", rows, ("表", "行", "列", "增减", "原因"))
        assert [one.field for one in read_adjustments(path, form)] == [field.id for field in plan_of_table.table.fields if field.id in fields]


@pytest.mark.parametrize(
    ("row", "zh"),
    [
        (("requests.received.natural_person", -1, ""), "第 3 行：“本年新收·自然人”的调整没有写原因"),
        (("requests.received.natural_person", "", "核实"), "第 3 行：增减“”不是数字"),
        (("requests.received.natural_person", "一件", "核实"), "第 3 行：增减“一件”不是数字"),
        (("requests.received.natural_person", "1.5", "核实"), "第 3 行：“本年新收·自然人”是件数，增减须是整数"),
        (("requests.received.total", 1, "核实"), "第 3 行：“本年新收·总计”是合计"),
        (("本年新收·外星人", 1, "核实"), "第 3 行：表中没有“本年新收·外星人”"),
        (("", 1, "核实"), "第 3 行：没有写是哪个字段"),
    ],
)
def test_an_adjustment_that_cannot_be_meant_is_refused_by_its_row(row: tuple[object, ...], zh: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "调整.csv", [TRANSFER[0], row])
    with pytest.raises(UsageError) as told:
        rolled(tmp_path, [Sent("甲镇", ONE)], None, Options(adjustments=path))
    assert zh in told.value.text.zh and "row 3" in told.value.text.en and not (tmp_path / "汇总.xlsx").exists()


def test_a_list_of_adjustments_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "调整.csv", [], ("字段", "增减"))
    with pytest.raises(UsageError, match="needs the columns"):
        read_adjustments(path, FORM)


def test_an_amount_may_be_adjusted_by_a_fraction_and_a_blank_line_says_nothing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "调整.csv", [("", "", "", ""), ("行政事业性收费·本年收费金额（单位：万元）", "-0.788", "重复计收", "")])
    assert read_adjustments(path, FORM) == (Adjustment("proactive.fees.amount", Decimal("-0.788"), "重复计收"),)
    total = add_up([("甲镇", filing_of({"proactive.fees.amount": "43.788"}))], FORM)
    assert adjusted(FORM, total.values, read_adjustments(path, FORM))["proactive.fees.amount"] == 43


PARENT = {**times(6), "proactive.normative_documents.issued": 1, "review.reconsideration.upheld": 2, "review.reconsideration.total": 2}


def county(tmp_path: Path, values: dict[str, object], **options: object) -> Path:
    return write_submission(tmp_path / "县.xlsx", values, organ="样例县", **options)  # type: ignore[arg-type]


def test_the_difference_table_is_the_parent_less_the_sum_cell_by_cell_with_those_that_differ_first(tmp_path: Path) -> None:
    town = {**times(2), "proactive.normative_documents.issued": 1, "proactive.fees.amount": "0.5"}
    sent = [Sent(name, town) for name in ("甲镇", "乙镇", "丙镇")]
    parent = county(tmp_path, {**PARENT, "proactive.fees.amount": 2})
    done = rolled(tmp_path, sent, TWO, Options(parent=parent, adjustments=write_csv(tmp_path / "调整.csv", [JOINT])))
    gaps = {one.field.id: one.gap for one in done.differences}
    expected = {"proactive.normative_documents.issued": -1, "proactive.fees.amount": Decimal("0.5"), "review.reconsideration.upheld": 2, "review.reconsideration.total": 2}
    assert gaps == {**dict.fromkeys(FORM.fields, 0), **expected}
    assert [one.field.id for one in done.differences][:4] == [name for name in FORM.fields if name in expected]
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "汇总.xlsx")[DIFFERENCES].iter_rows(min_row=5, max_row=8)]
    assert [row[1:6] for row in rows] == [
        ["行政规范性文件·本年制发件数", 1, 3, -1, -1],
        ["行政事业性收费·本年收费金额（单位：万元）", 2, 1.5, 0, 0.5],
        ["行政复议·结果维持", 2, 0, 0, 2],
        ["行政复议·总计", 2, 0, 0, 2],
    ]
    assert [bool(row[6]) for row in rows] == [True, False, True, True] and "联合发文" in str(rows[0][6]) and "共同被告" in str(rows[2][6])


def test_the_targets_own_whole_report_is_compared_and_never_added(tmp_path: Path) -> None:
    sent = [Sent("样例县", times(5), scope="全域"), *(Sent(name, times(2)) for name in ("甲镇", "乙镇", "丙镇"))]
    done = rolled(tmp_path, sent, TWO)
    assert done.values["requests.received.total"] == 18 and done.plan.coverage.zh == "汇总覆盖 3/3 家"
    assert {one.field.id: one.gap for one in done.differences}["requests.received.total"] == -3
    assert DIFFERENCES in openpyxl.load_workbook(tmp_path / "汇总.xlsx").sheetnames
    assert [(one.organ, one.reason.zh) for one in done.plan.left_out] == [("样例县", "汇总单位自己的全域报告，不再加入，用于比较")]


def test_what_makes_differences_say_less_is_told_and_an_unreadable_cell_has_none(tmp_path: Path) -> None:
    parent = county(tmp_path, {**times(6), "proactive.licensing.decisions": "约3"}, year=2022)
    done = rolled(tmp_path, [Sent("甲镇", times(2))], TWO, Options(parent=parent))
    said = " ".join(texts(tmp_path / "汇总.xlsx", DIFFERENCES))
    assert "汇总还缺 2 家" in said and "年度（2022）与汇总年度（2023）不同" in said and "读不出" in said
    assert {one.field.id for one in done.differences if one.gap is None} == {"proactive.licensing.decisions"}


def test_a_parent_of_another_edition_cannot_be_compared(tmp_path: Path) -> None:
    parent = county(tmp_path, {}, form=editions()["2019"], year=2019)
    with pytest.raises(UsageError, match="edition 2019"):
        rolled(tmp_path, [Sent("甲镇", ONE)], TWO, Options(parent=parent))


def test_a_parent_with_a_single_row_is_compared_in_that_shape(tmp_path: Path) -> None:
    three = completed(FORM, {"requests.other_other.company": 7})
    form = filing_of(shape=("other",)).form
    parent = county(tmp_path, dict(completed(form, {"requests.other.company": 8})), form=form)
    done = rolled(tmp_path, [Sent("甲镇", three)], None, Options(parent=parent))
    assert {one.field.id: one.gap for one in done.differences}["requests.other.company"] == 1 and "requests.other_other.company" in done.values


@pytest.mark.parametrize("counties_report", [True, False])
@pytest.mark.parametrize("by", ["level", "parent"])
def test_subtotals_add_up_to_the_whole_and_so_do_their_x_and_y(by: By, counties_report: bool, tmp_path: Path) -> None:
    roster, sent = forty(counties_report)
    done = rolled(tmp_path, sent, roster, Options(by=by, adjustments=write_csv(tmp_path / "调整.csv", [JOINT])))
    for name in FORM.fields:
        assert sum(group.total.values[name] for group in done.groups) == done.total.values[name]
    assert sum(group.covered for group in done.groups) == 40 - len(done.plan.lacking)
    assert sum(group.owed or 0 for group in done.groups) == 40
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "汇总.xlsx", data_only=True)[SUBTOTALS].iter_rows(min_row=7)]
    whole = next(row for row in rows if row[0] == "合计")
    assert whole[3:] == [done.total.values[name] for name in FORM.fields]
    assert next(row for row in rows if row[0] == "调整后")[3:] == [done.values[name] for name in FORM.fields]
    assert whole[2] == f"{40 - len(done.plan.lacking)}/40"


def test_subtotals_by_parent_are_comparable_with_and_without_the_counties_reports(tmp_path: Path) -> None:
    found = {}
    for counties_report in (True, False):
        roster, sent = forty(counties_report)
        done = rolled(tmp_path, sent, roster, Options(by="parent"), f"{counties_report}.xlsx")
        found[counties_report] = [(group.name, group.covered, group.owed) for group in done.groups]
    own = ("样例市人民政府本级及直属单位", 8, 8)
    assert found == {True: [own, *((name, 16, 16) for name in COUNTIES)], False: [own, *((name, 15, 16) for name in COUNTIES)]}


def test_an_organ_that_is_in_a_countys_report_belongs_to_the_group_of_that_report(tmp_path: Path) -> None:
    roster, sent = forty(True)
    done = rolled(tmp_path, sent, roster, Options(by="level"))
    assert [(group.name, group.total.count, group.covered, group.owed) for group in done.groups] == [("市级政府", 1, 1, 1), ("县级政府", 2, 32, 32), ("市直部门", 7, 7, 7)]


def test_a_group_of_which_nobody_reported_stands_there_with_nothing(tmp_path: Path) -> None:
    roster = Roster((Member("市", None, None, "全域"), Member("县", "市"), Member("镇", "县", "乡镇"), Member("局", "市", "市直部门")))
    done = rolled(tmp_path, [Sent("局", ONE)], roster, Options(by="level"))
    assert [(group.name, group.total.count, group.covered, group.owed) for group in done.groups] == [("市直部门", 1, 1, 1), ("乡镇", 0, 0, 1), ("未注明", 0, 0, 1)]


def test_without_a_roster_subtotals_by_parent_are_refused_and_by_level_need_none(tmp_path: Path) -> None:
    sent = [Sent("样例县教育局", ONE), Sent("样例县东镇人民政府", times(2))]
    with pytest.raises(UsageError, match="need a roster"):
        rolled(tmp_path, sent, None, Options(by="parent"))
    done = rolled(tmp_path, sent, None, Options(by="level"))
    assert [(group.name, group.covered, group.owed, group.total.values["requests.received.total"]) for group in done.groups] == [("县直部门", 1, None, 3), ("乡镇", 1, None, 6)]


def test_groups_of_single_rows_are_shown_in_the_shape_of_the_whole(tmp_path: Path) -> None:
    form = filing_of(shape=("other",)).form
    sent = [
        Sent("样例县教育局", completed(form, {"requests.other.company": 2}), shape=("other",)),
        Sent("样例县东镇人民政府", completed(FORM, {"requests.other_other.company": 5})),
    ]
    done = rolled(tmp_path, sent, None, Options(by="level"))
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "汇总.xlsx", data_only=True)[SUBTOTALS].iter_rows(min_row=7)]
    at = 3 + list(done.values).index("requests.other.company")
    assert [row[at] for row in rows] == [2, 5, 7]


def test_the_added_sheets_hold_no_table_for_a_reader() -> None:
    assert {SUMMARY, ADJUSTMENTS, DIFFERENCES, SUBTOTALS} <= OWN_SHEETS


def test_groups_of_a_plan_name_each_organ_once() -> None:
    roster, sent = forty(True)
    made = plan(review_of(sent, roster), roster)
    total = add_up([], FORM)
    groups = groups_of(made, {}, "parent", total)
    assert sum(group.owed or 0 for group in groups) == 40 and len(results_of(sent)) == 40
