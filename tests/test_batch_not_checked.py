"""What could not be checked across submissions is told wherever the results are: silence means that it ran and passed."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Run
from tests.submissions import CONSISTENT, write_submission

pytestmark = pytest.mark.slow

TOWN, OFFICE = "样例县一镇人民政府", "样例县教育局"
NO_ROSTER = "没有名册（用 --roster 指定）"
LACKING = "“样例县人民政府”的下级单位中，“样例县教育局”没有可用的报送，暂不能核对上下级合计"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A county's report and a town's; on the roster stands an office besides, which has submitted nothing."""
    (tmp_path / "报送").mkdir()
    for name in ("样例县人民政府", TOWN):
        write_submission(tmp_path / "报送" / f"{name}.xlsx", CONSISTENT, organ=name)
    (tmp_path / "名册.csv").write_text(f"单位,上级,口径\n样例县人民政府,,全域\n{TOWN},样例县人民政府,\n{OFFICE},样例县人民政府,\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("lang", "line"), [("zh", f"未审核  B05：{LACKING}"), ("en", 'not checked  B05: below "样例县人民政府", "样例县教育局" gave nothing that can be read')])
def test_a_sum_that_could_not_be_held_against_its_parts_is_told_on_the_terminal(lang: str, line: str, run: Run, desk: Path) -> None:
    ran = run("check", "报送", "--roster", "名册.csv", "--select", "B05", "--jobs", "1", "--lang", lang)
    assert ran.status == 0 and line in ran.out


def test_without_a_roster_the_rules_that_need_one_are_told_with_the_reason(run: Run, desk: Path) -> None:
    ran = run("check", "报送", "--jobs", "1")
    assert f"未审核  B02、B03、B06、B08：{NO_ROSTER}" in ran.out


def test_a_rule_across_submissions_that_ran_and_passed_is_not_told(run: Run, desk: Path) -> None:
    ran = run("check", "报送", "--roster", "名册.csv", "--select", "B04", "--jobs", "1")
    assert "未审核" not in ran.out and "报送情况" not in ran.out


def test_every_report_tells_what_could_not_be_checked_across_submissions(run: Run, desk: Path) -> None:
    kinds = {"json": "a.json", "sarif": "a.sarif", "junit": "a.xml", "html": "a.html", "xlsx": "a.xlsx"}
    run("check", "报送", "--roster", "名册.csv", "--jobs", "1", *(word for kind, name in kinds.items() for word in ("--report", f"{kind}={name}")))
    missed = json.loads((desk / "a.json").read_text("utf-8"))["batch"]["not_checked"]
    assert {"rule": "B05", "reason": LACKING} in missed
    for name in ("a.sarif", "a.xml", "a.html"):
        assert LACKING in (desk / name).read_text("utf-8"), name
    cells = [str(cell.value) for row in openpyxl.load_workbook(desk / "a.xlsx")["规则统计"] for cell in row]
    assert any(LACKING in text for text in cells)
