"""The roll-up: each organ once, the sum of what stands in the filings and nothing else, and every page says of how many."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.batches import InProcess, json_of, run_batch
from tests.consistent import filled
from tests.filings import filing_of
from tests.office import computed_values, soffice
from tests.rosters import COUNTIES, Sent, results_of, review_of, roster_of_forty
from tests.submissions import write_submission
from tests.test_check import completed
from xlplugin.checking.check import check
from xlplugin.errors import UsageError
from xlplugin.filing.cells import Cell, Shape, Value
from xlplugin.filing.submissions import Submission
from xlplugin.form import editions
from xlplugin.form.sheets import ADJUSTMENTS, COVER, SUBTOTALS, SUMMARY
from xlplugin.outputs.rollup.rollup import Options, RollUp, roll_up
from xlplugin.reading.read import read_workbook
from xlplugin.review.review import Entry, Review
from xlplugin.review.roster import Member, Roster
from xlplugin.runs.store.results import Results
from xlplugin.text import LANGUAGES

pytestmark = pytest.mark.slow

FORM = editions()["2021"]
ONE = completed(FORM, {"requests.granted.natural_person": 2, "requests.carried_over.natural_person": 1})
"""Three requests, two of them granted."""
RELATIONS = {"R01", "R02", "R03", "R04", "R05", "R06", "R07", "V01", "V02"}


def rolled(tmp_path: Path, sent: list[Sent], roster: Roster | None = None, options: Options | None = None, name: str = "汇总.xlsx") -> RollUp:
    return roll_up(results_of(sent), review_of(sent, roster), roster, tmp_path / name, options)


def texts(path: Path, sheet: str) -> list[str]:
    book = openpyxl.load_workbook(path, data_only=True)
    return [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None]


def times(count: int, values: Mapping[str, int] = ONE) -> dict[str, int]:
    return {name: count * value for name, value in values.items()}


def as_read(path: Path) -> dict[str, Value | None]:
    return read_workbook(path).values


def broken(done: RollUp) -> list[str]:
    return [finding.rule for finding in done.report.findings if finding.rule in RELATIONS]


def test_a_hundred_consistent_filings_add_up_to_what_pandas_makes_of_their_json_and_break_no_relation(tmp_path: Path) -> None:
    rng = random.Random(20240115)
    (tmp_path / "in").mkdir()
    for number in range(100):
        values: dict[str, object] = {**completed(FORM, filled(FORM, rng))}
        values |= {name: rng.randint(0, 500) for name in FORM.fields if name.startswith("proactive.")}
        values["proactive.fees.amount"] = Decimal(rng.randint(0, 10**9)) / 10**4
        write_submission(tmp_path / "in" / f"{number:03}.xlsx", values, organ=f"样例县第{number}镇人民政府")
    with InProcess() as executor:
        run_batch(tmp_path / "in", str(tmp_path / "out"), executor)
    files = json.loads(json_of(str(tmp_path / "out")))["files"]
    oracle = pd.DataFrame([file["values"] for file in files]).sum()
    assert len(files) == 100
    with Results(str(tmp_path / "out")) as results:
        entries = tuple(Entry(str(one.named), "accepted", one.named_year, None, (_newest(one.file),)) for one in results.submissions())
        done = roll_up(results, Review(entries), None, tmp_path / "汇总.xlsx")
    written = as_read(tmp_path / "汇总.xlsx")
    assert written == done.values and set(written) == set(oracle.index)
    assert {name: value for name, value in written.items() if FORM.fields[name].kind == "count"} == {
        name: int(value) for name, value in oracle.items() if FORM.fields[str(name)].kind == "count"
    }
    assert float(written["proactive.fees.amount"] or 0) == pytest.approx(oracle["proactive.fees.amount"], abs=1e-6)
    assert min(int(value or 0) for value in written.values()) > 0
    assert [finding for finding in done.report.findings if finding.severity.id == "error"] == [] and broken(done) == []


def _newest(file: str) -> Submission:
    return Submission(file, content=file, named_year=2023, edition="2021")


def forty(counties_report: bool) -> tuple[Roster, list[Sent]]:
    """Every organ files a bit of its own; a county's report, where there is one, the bits of all its organs."""
    roster = roster_of_forty()
    bits = {member.name: 1 << at for at, member in enumerate(roster.members)}
    sent = []
    for member in roster.members:
        whole = [bits[one.name] for one in roster.members if one.parent == member.name]
        is_county = member.name in COUNTIES
        if not is_county or counties_report:
            sent.append(Sent(member.name, {"proactive.licensing.decisions": bits[member.name] + (sum(whole) if is_county else 0)}))
    return roster, sent


@pytest.mark.parametrize(("counties_report", "covered"), [(True, 40), (False, 38)])
def test_no_organ_of_forty_is_counted_twice_with_and_without_the_counties_reports(counties_report: bool, covered: int, tmp_path: Path) -> None:
    roster, sent = forty(counties_report)
    done = rolled(tmp_path, sent, roster)
    bits = {member.name: 1 << at for at, member in enumerate(roster.members)}
    lacking = set() if counties_report else set(COUNTIES)
    assert done.values["proactive.licensing.decisions"] == sum(bit for name, bit in bits.items() if name not in lacking)
    assert set(done.plan.lacking) == lacking and len(done.plan.parts) == (10 if counties_report else 38)
    assert done.plan.coverage.zh == f"汇总覆盖 {covered}/40 家"
    assert as_read(tmp_path / "汇总.xlsx") == done.values
    reasons = {one.organ: one.reason.zh for one in done.plan.left_out}
    if counties_report:
        assert len(reasons) == 30 and set(reasons.values()) == {f"已含在{county}的全域报告中" for county in COUNTIES}
    else:
        assert reasons == dict.fromkeys(COUNTIES, "未报送")


@pytest.mark.parametrize("counties_report", [True, False])
def test_each_page_says_x_of_y(counties_report: bool, tmp_path: Path) -> None:
    roster, sent = forty(counties_report)
    done = rolled(tmp_path, sent, roster, Options(by="parent", adjustments=None))
    path = tmp_path / "汇总.xlsx"
    note = "汇总覆盖 40/40 家" if counties_report else "汇总覆盖 38/40 家；预汇总，未含 2 家"
    assert done.plan.note.zh == note
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        assert sheet.oddHeader is not None and note in str(sheet.oddHeader.right.text), sheet.title
    for name in (COVER, *(table.sheet for table in FORM.tables), ADJUSTMENTS, SUBTOTALS):
        assert any(note in text for text in texts(path, name)), name
    first = texts(path, SUMMARY)
    assert "汇总覆盖 40/40 家" in first if counties_report else {"汇总覆盖 38/40 家", "预汇总，未含 2 家"} <= set(first)
    assert book.worksheets[0].title == SUMMARY and book.active is not None and book.active.title == SUMMARY


def test_an_organ_that_merged_is_in_once(tmp_path: Path) -> None:
    """甲镇 was merged into 乙镇, and its village office now stands below 乙镇; 甲镇 sent its old file all the same."""
    roster = Roster((Member("样例县", None, None, "全域"), Member("甲镇", "样例县", merged_into="乙镇"), Member("乙镇", "样例县"), Member("甲镇所", "甲镇")))
    sent = [Sent("甲镇", times(1)), Sent("乙镇", times(10)), Sent("甲镇所", times(100))]
    done = rolled(tmp_path, sent, roster)
    assert done.values == {**dict.fromkeys(FORM.fields, 0), **times(110)}
    assert done.plan.coverage.zh == "汇总覆盖 2/2 家" and not done.plan.is_preliminary
    assert [(one.organ, one.reason.zh) for one in done.plan.left_out] == [("甲镇", "已并入乙镇，数据由其报送")]


TWO = Roster((Member("样例县", None, "县级政府", "全域"), Member("甲镇", "样例县"), Member("乙镇", "样例县"), Member("丙镇", "样例县")))


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (None, "未报送"),
        (Sent("乙镇", ONE, "return"), "未审核通过（退回修改）"),
        (Sent("乙镇", ONE, "explain"), "未审核通过（待说明）"),
        (Sent("乙镇", state="unreadable"), "文件无法读取"),
        (Sent("乙镇", ONE, year=2022), "年度不同（2022 年）"),
        (Sent("乙镇", edition="2019"), "表格版本不同（2019 年版），不能相加"),
    ],
)
def test_a_report_that_cannot_go_in_is_left_out_and_told(second: Sent | None, reason: str, tmp_path: Path) -> None:
    sent = [Sent("甲镇", times(1)), Sent("丙镇", times(4)), *([second] if second else [])]
    done = rolled(tmp_path, sent, TWO)
    assert done.values == {**dict.fromkeys(FORM.fields, 0), **times(5)}
    assert [(one.organ, one.reason.zh, one.is_lacking) for one in done.plan.left_out] == [("乙镇", reason, True)]
    assert done.plan.stamp is not None and done.plan.stamp.zh == "预汇总，未含 1 家"
    assert {"乙镇", reason, "汇总覆盖 2/3 家", "预汇总，未含 1 家"} <= set(texts(tmp_path / "汇总.xlsx", SUMMARY))


def test_unaccepted_reports_go_into_a_preliminary_roll_up_only_when_asked_for(tmp_path: Path) -> None:
    sent = [Sent("甲镇", times(1)), Sent("乙镇", times(2), "return"), Sent("丙镇", state="unreadable")]
    plain, asked = rolled(tmp_path, sent, TWO), rolled(tmp_path, sent, TWO, Options(include_unaccepted=True), "预汇总.xlsx")
    assert plain.values["requests.received.total"] == 3 and asked.values["requests.received.total"] == 9
    assert asked.plan.stamp is not None and asked.plan.stamp.zh == "预汇总，未含 1 家，含未审核通过 1 份"
    assert "退回修改" in texts(tmp_path / "预汇总.xlsx", SUMMARY)


def test_what_the_roster_excludes_or_does_not_have_is_left_out(tmp_path: Path) -> None:
    roster = Roster((Member("样例县", None, None, "全域"), Member("甲镇", "样例县"), Member("园区", "样例县", is_included=False), Member("园区一局", "园区")))
    sent = [Sent("甲镇", times(1)), Sent("园区", times(10)), Sent("园区一局", times(100)), Sent("外镇", times(1000))]
    done = rolled(tmp_path, sent, roster)
    assert done.values["requests.received.total"] == 3 and done.plan.coverage.zh == "汇总覆盖 1/1 家" and not done.plan.is_preliminary
    assert [(one.organ, one.reason.zh) for one in done.plan.left_out] == [
        ("园区", "名册注明不纳入汇总"),
        ("园区一局", "上级园区不纳入汇总，随之不计"),
        ("外镇", "不在名册中"),
    ]


def test_a_county_whose_whole_report_was_returned_is_counted_by_its_organs(tmp_path: Path) -> None:
    roster = Roster((Member("市", None, None, "全域"), Member("县", "市", None, "全域"), Member("甲镇", "县"), Member("乙镇", "县")))
    sent = [Sent("县", times(100), "return"), Sent("甲镇", times(1)), Sent("乙镇", times(2))]
    done = rolled(tmp_path, sent, roster)
    assert done.values["requests.received.total"] == 9 and done.plan.lacking == ("县",)
    asked = rolled(tmp_path, sent, roster, Options(include_unaccepted=True), "预.xlsx")
    assert asked.values["requests.received.total"] == 300 and asked.plan.lacking == ()


@pytest.mark.parametrize(
    ("scope", "level", "expected", "said"),
    [
        ("全域", None, 100, "全域"),
        ("本机关", "县级政府", 103, None),
        ("含下属单位", "县级政府", 103, "请核实它的报告没有包含这些单位"),
        ("含下属单位", "县直部门", 100, None),
        (None, "县级政府", 100, "政府的年报一般是全域报告"),
        (None, "县直部门", 103, "没有写它的口径"),
    ],
)
def test_the_scope_decides_whether_a_report_takes_in_those_below(scope: str | None, level: str | None, expected: int, said: str | None, tmp_path: Path) -> None:
    roster = Roster((Member("市", None, None, "全域"), Member("上级单位", "市"), Member("甲站", "上级单位"), Member("乙站", "上级单位")))
    sent = [Sent("上级单位", times(100), scope=scope, level=level), Sent("甲站", times(1)), Sent("乙站", times(2))]
    done = rolled(tmp_path, sent, roster)
    assert done.values["requests.received.total"] == 3 * expected and done.plan.lacking == ()
    told = " ".join(remark.zh for remark in done.plan.remarks)
    assert (said in told) if said and said != "全域" else told == ""


def test_the_submissions_scope_goes_before_the_rosters_and_the_difference_is_told(tmp_path: Path) -> None:
    roster = Roster((Member("市", None, None, "全域"), Member("县", "市", "县级政府", "全域"), Member("甲镇", "县")))
    done = rolled(tmp_path, [Sent("县", times(10), scope="本机关"), Sent("甲镇", times(1))], roster)
    assert done.values["requests.received.total"] == 33
    assert "报告写的口径是“本机关”，名册写的是“全域”" in done.plan.remarks[0].zh


def test_without_a_roster_every_organ_counts_once_and_nobody_says_of_how_many(tmp_path: Path) -> None:
    done = rolled(tmp_path, [Sent("甲镇", times(1)), Sent("乙镇", times(2)), Sent("县", times(3), scope="全域")])
    assert done.values["requests.received.total"] == 18 and done.plan.owed is None
    assert done.plan.coverage.zh == "汇总 3 家（没有名册，应汇总多少家不详）"
    assert ["没有名册" in remark.zh for remark in done.plan.remarks] == [True, True] and "可能重复计算" in done.plan.remarks[1].zh
    assert read_workbook(tmp_path / "汇总.xlsx").organ == "各单位汇总" and done.report.status != "error"


def test_a_roster_without_superiors_is_a_list_of_which_everything_goes_in(tmp_path: Path) -> None:
    roster = Roster((Member("甲镇"), Member("乙镇"), Member("丙镇")))
    done = rolled(tmp_path, [Sent("甲镇", times(1)), Sent("丙镇", times(2))], roster, Options(target="样例县人民政府"))
    assert done.plan.coverage.zh == "汇总覆盖 2/3 家" and done.values["requests.received.total"] == 9
    assert read_workbook(tmp_path / "汇总.xlsx").organ == "样例县人民政府"


SEVERAL = Roster((Member("甲县"), Member("乙县"), Member("甲一镇", "甲县"), Member("乙一镇", "乙县"), Member("旧镇", "甲县", merged_into="甲一镇")))


def test_one_of_several_roots_is_rolled_up_by_its_name(tmp_path: Path) -> None:
    sent = [Sent("甲一镇", times(1)), Sent("乙一镇", times(2)), Sent("乙县", times(4), scope="本机关")]
    done = rolled(tmp_path, sent, SEVERAL, Options(target="乙县"))
    assert done.values["requests.received.total"] == 18 and done.plan.coverage.zh == "汇总覆盖 2/2 家"
    assert [(one.organ, one.reason.zh) for one in done.plan.left_out] == [("甲一镇", "不在乙县的汇总范围内")]


@pytest.mark.parametrize(
    ("roster", "target", "zh"),
    [
        (SEVERAL, None, "没有上级的单位不止一家（甲县、乙县），请用 --for"),
        (SEVERAL, "丙县", "名册中没有“丙县”"),
        (SEVERAL, "旧镇", "旧镇已并入甲一镇"),
        (Roster((Member("甲"), Member("乙", "丙"))), None, "乙 的上级“丙”不在名册中"),
        (Roster((Member("甲"), Member("乙", "甲", merged_into="丙"))), None, "乙 的并入单位“丙”不在名册中"),
        (Roster((Member("甲", "丙"), Member("乙", "甲"), Member("丙", "乙"))), None, "上级互相循环（甲 → 丙 → 乙 → 甲）"),
        (Roster((Member("甲", merged_into="乙"), Member("乙", merged_into="甲"))), None, "并入单位互相循环（甲 → 乙 → 甲）"),
        (Roster((Member("甲"), Member("乙", "甲"), Member("乙", "甲"))), None, "乙 出现了不止一次"),
        (Roster((Member("甲"), Member("乙", "甲"))), None, "没有可以汇总的报告（甲 未报送；乙 未报送）"),
    ],
)
def test_a_roster_that_is_no_tree_or_a_target_it_lacks_is_told(roster: Roster, target: str | None, zh: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as told:
        rolled(tmp_path, [], roster, Options(target=target))
    assert zh in told.value.text.zh and not (tmp_path / "汇总.xlsx").exists()


def test_an_organ_that_took_its_own_superior_in_stands_where_that_stood(tmp_path: Path) -> None:
    roster = Roster((Member("市", None, None, "全域"), Member("县", "市", merged_into="镇"), Member("镇", "县"), Member("站", "县")))
    done = rolled(tmp_path, [Sent("镇", times(1)), Sent("站", times(2))], roster)
    assert done.values["requests.received.total"] == 9 and done.plan.coverage.zh == "汇总覆盖 2/2 家"


def test_the_year_of_most_reports_is_rolled_up_unless_another_is_asked_for(tmp_path: Path) -> None:
    sent = [Sent("甲镇", times(1), year=2022), Sent("甲镇", times(2)), Sent("乙镇", times(4)), Sent("丙镇", times(8), year=2022)]
    done = rolled(tmp_path, sent, TWO)
    assert (done.plan.year, done.values["requests.received.total"], done.plan.lacking) == (2023, 18, ("丙镇",))
    done = rolled(tmp_path, sent, TWO, Options(year=2022), "2022.xlsx")
    assert (done.plan.year, done.values["requests.received.total"], done.plan.lacking) == (2022, 27, ("乙镇",))


SINGLE = {"requests.other.natural_person": 2, "requests.granted.natural_person": 1}


def single_row(values: Mapping[str, int] = SINGLE) -> dict[str, int]:
    return completed(filing_of(shape=("other",)).form, values)


def test_a_single_row_of_zeros_leaves_the_official_form(tmp_path: Path) -> None:
    done = rolled(tmp_path, [Sent("甲镇", times(1)), Sent("乙镇", single_row({"requests.granted.natural_person": 1}), shape=("other",))])
    assert set(done.values) == set(FORM.fields) and done.values["requests.received.total"] == 4 and done.total.undivided == {}
    assert broken(done) == [] and as_read(tmp_path / "汇总.xlsx") == done.values


def test_a_single_row_with_figures_is_never_divided_and_no_relation_breaks(tmp_path: Path) -> None:
    three = completed(FORM, {"requests.other_fee_unpaid.natural_person": 5, "requests.other_other.company": 7})
    done = rolled(tmp_path, [Sent("甲镇", three), Sent("乙镇", single_row(), shape=("other",))])
    assert "requests.other_other.company" not in done.values and done.report.edition == "2021"
    assert (done.values["requests.other.natural_person"], done.values["requests.other.company"]) == (7, 7)
    assert done.values["requests.results_total.total"] == 15 and broken(done) == []
    assert done.total.undivided == {"requests.other": ("乙镇",)} and "F04" in [finding.rule for finding in done.report.findings]
    first = texts(tmp_path / "汇总.xlsx", SUMMARY)
    assert any("乙镇只报了一行" in text for text in first) and "没有分项" in first
    assert as_read(tmp_path / "汇总.xlsx") == done.values


def test_a_single_row_divided_by_adjustments_brings_the_official_form_back(tmp_path: Path) -> None:
    rows = "字段,增减,原因,涉及单位\n其他处理·自然人,-2,已电话核实,乙镇\n其他处理·其他·自然人,2,已电话核实,乙镇\n"
    (tmp_path / "调整.csv").write_text(rows, "utf-8")
    done = rolled(tmp_path, [Sent("甲镇", times(1)), Sent("乙镇", single_row(), shape=("other",))], None, Options(adjustments=tmp_path / "调整.csv"))
    assert set(done.values) == set(FORM.fields) and done.values["requests.other_other.natural_person"] == 2
    assert done.values["requests.results_total.total"] == 5 and broken(done) == []


def test_cells_that_cannot_be_read_make_a_sum_a_lower_bound_and_are_told(tmp_path: Path) -> None:
    odd = filing_of(
        {**times(2), "proactive.fees.amount": "约10"},
        organ="乙镇",
        year=2023,
        cells={"requests.received.natural_person": Cell(Shape.ERROR, None, "#REF!")},
    )
    done = rolled(tmp_path, [Sent("甲镇", times(1)), Sent("乙镇", filing=odd)])
    assert done.total.at_least == {"requests.received.natural_person", "proactive.fees.amount"}
    assert done.values["requests.received.natural_person"] == 3 and done.values["requests.received.total"] == 9
    assert any("“至少”" in remark.zh and "乙镇" in remark.zh for remark in done.remarks)
    first = " ".join(texts(tmp_path / "汇总.xlsx", SUMMARY))
    assert "本年新收·自然人“#REF!”" in first and "约10" in first


def test_totals_that_contradict_their_parts_are_added_as_they_stand_and_told(tmp_path: Path) -> None:
    wrong = {**times(1), "requests.granted.total": 7}
    done = rolled(tmp_path, [Sent("甲镇", times(1)), Sent("乙镇", wrong, "return")], None, Options(include_unaccepted=True))
    assert done.values["requests.granted.total"] == 9 and "R03" in broken(done) and done.report.status == "error"
    assert any("予以公开·总计 报送合计之和 9，分项之和 4" in remark.zh for remark in done.remarks)
    assert as_read(tmp_path / "汇总.xlsx") == done.values


def test_a_filing_of_another_edition_is_never_added() -> None:
    from tests.rosters import add_up

    with pytest.raises(ValueError, match="2019"):
        add_up([("甲镇", filing_of(edition="2019"))], FORM)


def test_both_editions_can_be_rolled_up(tmp_path: Path) -> None:
    form = editions()["2019"]
    sent = [Sent(name, {**completed(form, {"requests.other.company": 2}), "proactive.licensing.change": -3}, year=2019, edition="2019") for name in ("甲镇", "乙镇")]
    done = rolled(tmp_path, sent)
    assert set(done.values) == set(form.fields) and done.values["proactive.licensing.change"] == -6 and done.values["requests.other.total"] == 4
    assert broken(done) == [] and as_read(tmp_path / "汇总.xlsx") == done.values


def test_an_existing_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "汇总.xlsx").write_bytes(b"mine")
    with pytest.raises(UsageError, match="exists"):
        rolled(tmp_path, [Sent("甲镇", ONE)])
    assert (tmp_path / "汇总.xlsx").read_bytes() == b"mine"


def test_the_roll_up_is_checked_like_any_filing(tmp_path: Path) -> None:
    done = rolled(tmp_path, [Sent("甲镇", times(1)), Sent("乙镇", times(2))], TWO, Options(by="level"))
    [report] = check([read_workbook(tmp_path / "汇总.xlsx")])
    reasons = {one.rule: one.reason.zh for one in done.report.not_checked}
    assert replace(report, not_checked=()) == replace(done.report, not_checked=()) and [one.rule for one in report.not_checked] == list(reasons)
    assert all(("汇总表不与上年衔接" in reason) == rule.startswith("Y") for rule, reason in reasons.items())
    assert (report.organ, report.year, report.edition) == ("样例县", 2023, "2021")
    assert not {finding.rule for finding in report.findings} & {"F02", "F05", "F06", "W01", "W02", "W03", "W04"}
    filing = read_workbook(tmp_path / "汇总.xlsx")
    assert (filing.level, filing.scope, filing.facts.is_template) == ("县级政府", "全域", True)


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_program_computes_what_is_saved_in_a_roll_up(tmp_path: Path) -> None:
    (tmp_path / "调整.csv").write_text("字段,增减,原因\n规章·本年制发件数,-1,联合发文\n予以公开·自然人,2,补记\n", "utf-8")
    sent = [Sent("甲镇", {**times(1), "proactive.regulations.issued": 3}), Sent("乙镇", times(2)), Sent("样例县", times(3), scope="全域")]
    rolled(tmp_path, sent, TWO, Options(by="level", adjustments=tmp_path / "调整.csv"))
    path = tmp_path / "汇总.xlsx"
    [computed] = computed_values([path], tmp_path / "office")
    saved = openpyxl.load_workbook(path, data_only=True)
    formulas = [(sheet.title, cell) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len([1 for title, _ in formulas if title == SUBTOTALS]) > 200 and len([1 for title, _ in formulas if title == ADJUSTMENTS]) > 50
    expected = {(name, cell.coordinate): saved[name][cell.coordinate].value for name, cell in formulas}
    assert {(name, cell.coordinate): computed.get((name, cell.row or 0, cell.column or 0)) or None for name, cell in formulas} == {
        key: value or None for key, value in expected.items()
    }


def test_every_sentence_of_a_plan_is_there_in_both_languages(tmp_path: Path) -> None:
    sent = [Sent("甲镇", times(1), "return"), Sent("丙镇", single_row(), shape=("other",)), Sent("外镇", ONE)]
    done = rolled(tmp_path, sent, TWO, Options(include_unaccepted=True))
    shown = [*done.plan.remarks, *done.remarks, *(one.reason for one in done.plan.left_out), done.plan.note]
    for text in shown:
        assert all(text.show(language) and "{" not in text.show(language) for language in LANGUAGES)
        assert not text.en.replace("样例县", "").replace("汇总", "").isspace()


def test_the_same_submissions_give_the_same_bytes(tmp_path: Path) -> None:
    sent = [Sent("甲镇", times(1)), Sent("乙镇", times(2))]
    rolled(tmp_path, sent, TWO)
    rolled(tmp_path, sent, TWO, name="又.xlsx")
    assert (tmp_path / "汇总.xlsx").read_bytes() == (tmp_path / "又.xlsx").read_bytes()
