"""`xlplugin rollup` as it is called: files and a roster in, a checked roll-up out, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.submissions import write_submission
from tests.test_rollup import FORM, ONE, times
from xlplugin.reading.read import read_workbook

pytestmark = pytest.mark.slow

NAMES = ("样例县东镇人民政府", "样例县西镇人民政府", "样例县教育局", "样例县财政局")
ROSTER = "单位,上级,层级,口径,是否纳入汇总,并入单位\n样例县人民政府,,县级政府,全域,是,\n" + "".join(f"{name},样例县人民政府,,本机关,是,\n" for name in NAMES)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sound submissions, one with an error, and a roster of four organs below a county."""
    (tmp_path / "报送").mkdir()
    for number, name in enumerate(NAMES[:3], 1):
        values: dict[str, object] = {**times(number)}
        if number == 3:
            values["requests.carried_in.company"] = 1
        write_submission(tmp_path / "报送" / f"{name}.xlsx", values, organ=name)
    (tmp_path / "名册.csv").write_text(ROSTER, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_is_rolled_up_by_its_roster(run: Run, desk: Path) -> None:
    ran = run("rollup", "报送", "--roster", "名册.csv", "-o", "汇总.xlsx", "--by", "level", "--out", "结果", "--jobs", "1")
    assert ran.status == 0
    assert ran.out.startswith("汇总覆盖 2/4 家；预汇总，未含 2 家。计入 2 份报告，已写出 汇总.xlsx\n")
    assert "未计入  样例县教育局  未审核通过（退回修改）" in ran.out and "未计入  样例县财政局  未报送" in ran.out and "校验：" in ran.out
    filing = read_workbook(desk / "汇总.xlsx")
    assert filing.values == {**dict.fromkeys(FORM.fields, 0), **times(3)} and filing.organ == "样例县人民政府"
    ran = run("check", "汇总.xlsx", "--format", "json")
    assert json.loads(ran.out)["files"][0]["values"]["requests.received.total"] == 9


def test_a_roll_up_that_breaks_rules_ends_with_one(run: Run, desk: Path) -> None:
    ran = run("rollup", "报送", "--roster", "名册.csv", "-o", "预汇总.xlsx", "--include-unaccepted", "--lang", "en", "--jobs", "1")
    assert ran.status == 1 and "covers 3 of 4 organs; preliminary, 1 missing, 1 of its reports not accepted" in ran.out and "R01" in ran.out
    assert read_workbook(desk / "预汇总.xlsx").values["requests.received.total"] == 18


def test_an_unreadable_file_ends_with_two_and_the_roll_up_is_there(run: Run, desk: Path) -> None:
    (desk / "报送" / f"{NAMES[3]}.xlsx").write_bytes(b"no workbook")
    ran = run("rollup", "报送", "--roster", "名册.csv", "-o", "汇总.xlsx", "--jobs", "1")
    assert ran.status == 2 and "未计入  样例县财政局  文件无法读取" in ran.out and (desk / "汇总.xlsx").exists()


def test_everything_can_be_given_at_once(run: Run, desk: Path) -> None:
    write_submission(desk / "县.xlsx", dict(times(4)), organ="样例县人民政府")
    (desk / "调整.csv").write_text("字段,增减,原因\n本年新收·自然人,-1,重复登记\n予以公开·自然人,-1,重复登记\n", "utf-8")
    ran = run("rollup", "报送", "--for", "样例县", "--roster", "名册.csv", "--parent", "县.xlsx", "--adjustments", "调整.csv", "-o", "汇总.xlsx", "--year", "2023", "--jobs", "1")
    assert ran.status == 0 and "各表为调整后的数" in ran.out and "汇总差异表" in ran.out
    assert read_workbook(desk / "汇总.xlsx").values["requests.received.total"] == 8


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("报送", "-o", "名册.csv"), "应以 .xlsx 结尾"),
        (("报送", "-o", "汇总"), "应以 .xlsx 结尾"),
        (("报送", "-o", "没有/汇总.xlsx"), "没有文件夹 没有"),
        (("没有.xlsx", "-o", "汇总.xlsx"), "没有可以汇总的报告"),
        (("空", "-o", "汇总.xlsx"), "没有可以审核的文件"),
        (("报送", "-o", "汇总.xlsx", "--by", "parent"), "按上级小计需要名册"),
        (("报送", "-o", "汇总.xlsx", "--by", "size"), "--by 不能是 size"),
        (("报送",), "缺少"),
        (("报送", "-o", "汇总.xlsx", "--roster", "名册.csv", "--year", "2019"), "没有可以汇总的报告"),
    ],
)
def test_what_cannot_be_rolled_up_is_a_sentence_and_status_two(arguments: tuple[str, ...], said: str, run: Run, desk: Path) -> None:
    (desk / "空").mkdir()
    ran = run("rollup", *arguments)
    assert ran.status == 2 and said in ran.err and not (desk / "汇总.xlsx").exists()


def test_a_roll_up_is_replaced_by_the_rule_that_holds_for_every_output(run: Run, desk: Path) -> None:
    first = run("rollup", "报送", "-o", "汇总.xlsx", "--jobs", "1")
    content = (desk / "汇总.xlsx").read_bytes()
    assert run("rollup", "报送", "-o", "汇总.xlsx", "--jobs", "1").out == first.out  # ours, and as it was written
    (desk / "汇总.xlsx").write_bytes(content + b" ")
    refused = run("rollup", "报送", "-o", "汇总.xlsx", "--jobs", "1")
    assert refused.status == 2 and "没有覆盖" in refused.err and (desk / "汇总.xlsx").read_bytes() == content + b" "
    assert run("rollup", "报送", "-o", "汇总.xlsx", "--jobs", "1", "--force").out == first.out and (desk / "汇总.xlsx").read_bytes() == content


def test_without_a_roster_the_folder_is_added_up_and_said_so(run: Run, desk: Path) -> None:
    ran = run("rollup", "报送", "-o", "汇总.xlsx", "--jobs", "1")
    assert ran.status == 0 and ran.out.startswith("汇总 2 家（没有名册，应汇总多少家不详）") and ONE["requests.received.total"] == 3


def test_nobody_is_asked_for_last_year_of_a_sum(run: Run, desk: Path) -> None:
    ran = run("rollup", "报送", "--roster", "名册.csv", "-o", "汇总.xlsx", "--jobs", "1")
    assert "汇总表不与上年衔接" in ran.out and "--prior" not in ran.out


def test_every_adjustment_that_is_not_understood_is_told_at_once(run: Run, desk: Path) -> None:
    lines = ["字段,增减,原因,涉及单位", "requests.received.natural_person,1,调剂,", "requests.received.natural_persn,1,调剂,", "requests.received.company,两,调剂,", ",1,,"]
    (desk / "调整.csv").write_text("\n".join(lines), "utf-8")
    said = run("rollup", "报送", "--roster", "名册.csv", "-o", "汇总.xlsx", "--adjustments", "调整.csv", "--jobs", "1").err.splitlines()
    assert said[0] == "汇总调整表 调整.csv：有 3 处须改。" and "最接近的是“requests.received.natural_person”" in said[1] and "第 5 行：没有写是哪个字段" in said[3]
