"""What the terminal says of three hundred submissions: on two screens, the summary last, and what is to be done first."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from tests.batches import InProcess, run_batch
from tests.reports_run import STATES as STATE_OF
from tests.reports_run import HandMade
from tests.submissions import write_submission
from tests.written import write
from xlplugin.filing.findings import Finding, NotChecked, Report, Severity
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.terminal import TerminalReport
from xlplugin.review.review import Entry, Review
from xlplugin.review.roster import Member
from xlplugin.rules.batches.wording import told_apart
from xlplugin.runs.store.outcome import checked
from xlplugin.runs.store.results import Results
from xlplugin.text import Text, same

pytestmark = pytest.mark.slow  # a run, if a small one
RULES = ("R01", "R02", "R03", "R05", "C01", "C06", "V01", "F03", "W02", "D13", "N01", "P08", "Y01")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    folder = tmp_path_factory.mktemp("batch")
    (folder / "in").mkdir()
    write_submission(folder / "in" / "一.xlsx")
    run_batch(folder / "in", str(folder / "out"), InProcess())
    with Results(str(folder / "out")) as results:
        yield results


def report(number: int) -> Report:
    """Of three submissions one is sound; the others have several problems each, the same in all or their own."""
    organ = f"样例{number}镇人民政府"
    missed = NotChecked("Y01", Text("没有上年数据", "no figures of last year"))
    if number % 3 == 0:
        return Report(f"报送/{number:03}.xlsx", organ, 2023, "2021", not_checked=(missed,))
    severity = Severity.ERROR if number % 3 == 1 else Severity.WARNING
    findings = tuple(Finding(RULES[(number + at) % len(RULES)], severity, same(f"第 {at} 处" + "，很长的一句话" * 20), "requests.received.total") for at in range(5))
    return Report(f"报送/{number:03}.xlsx", organ, 2023, "2021", findings=findings, not_checked=(missed,))


def reviewed(reports: list[Report], missing: int = 12) -> Review:
    entries = [Entry(f"未报{number}镇", "missing", 2023, Member(f"未报{number}镇")) for number in range(missing)]
    entries += [Entry(one.organ or "", STATE_OF[one.status], 2023, Member(one.organ or ""), (replace(checked(Submission(one.file), one), year=2023),)) for one in reports]
    findings = [Finding("B02", Severity.ERROR, same(f"没有收到{entry.organ}的报送"), organ=entry.organ) for entry in entries[:missing]]
    counts: Counter[str] = Counter(one.status for one in reports)
    return Review(tuple(entries), tuple(findings), tuple(entry.organ for entry in entries[:missing]), (), dict(counts), has_roster=True, year=2023, not_checked=(NotChecked("B07", same("没有报告文字")),))


def printed(results: HandMade, review: Review, language: str = "zh") -> list[str]:
    stream = io.StringIO()
    write(results, review, TerminalReport(0, Console(file=stream, width=200, highlight=False, emoji=False, markup=False)), language)  # type: ignore[arg-type]
    return stream.getvalue().splitlines()


def test_three_hundred_submissions_fit_sixty_lines_and_end_with_the_summary(small: Results) -> None:
    reports = [report(number) for number in range(300)]
    results, review = HandMade(small, reports), reviewed(reports)
    lines = printed(results, review)
    assert len(lines) <= 60 and lines[-1].startswith("共 300 个文件：100 个通过")
    assert lines[-2] == "应报 312 家，已报 300 家，未报 12 家。审核通过 100，待说明 100，退回修改 100，未审全 0，无法读取 0。"
    assert sum("没有上年数据" in line for line in lines) == 1 and any("未报0镇" in line and "等 12 个" in line for line in lines)
    told = lines[1 : lines.index("各规则")]
    assert lines[0] == "须处理的单位" and 1 < len(told) <= 22
    states = [line.split()[0] for line in told]
    assert states == sorted(states, key=["退回修改", "待说明"].index), "first what goes back"
    assert len(results.asked) <= 30  # nothing else is decoded
    assert len(printed(HandMade(small, reports), review, "en")) <= 60


def test_organs_with_the_same_problems_are_told_in_one_line(small: Results) -> None:
    reports = [
        replace(report(number), findings=(Finding(rule, Severity.ERROR, same(f"{{总计}}应为 {expected}"), "requests.received.total"),))
        for number, (rule, expected) in enumerate([("R01", 1), ("R01", 2), ("R02", 3), *[("R03", 4)] * 200])
    ]
    lines = printed(HandMade(small, reports), reviewed(reports))
    told = lines[1 : lines.index("各规则")]
    assert told == [
        "  退回修改  样例0镇人民政府、样例1镇人民政府  错 1 疑 0  如：{总计}应为 1",
        "  退回修改  样例2镇人民政府  错 1 疑 0  {总计}应为 3",
        "  退回修改  样例3镇人民政府、样例4镇人民政府 等 200 个  错 1 疑 0  如：{总计}应为 4",
    ]


def test_a_few_submissions_are_told_in_full_and_the_summary_is_last_all_the_same(small: Results) -> None:
    reports = [report(number) for number in range(4)]
    lines = printed(HandMade(small, reports), reviewed(reports))
    assert lines[-1].startswith("共 4 个文件") and lines[-2].startswith("应报 16 家，已报 4 家，未报 12 家")
    assert lines.index("报送情况") < len(lines) - 2 and any(line.startswith("报送/001.xlsx") for line in lines)


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    assert told_apart(["甲/年报.xlsx", "乙/年报.xlsx", "丙/别的.xlsx"]) == ["甲/年报.xlsx", "乙/年报.xlsx", "别的.xlsx"]
    assert told_apart(["一批/甲/年报.xlsx", "二批/甲/年报.xlsx"]) == ["一批/甲/年报.xlsx", "二批/甲/年报.xlsx"]
